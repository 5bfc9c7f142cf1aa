//! The closed list of codes that errors carry, for programs.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What went wrong, for programs: the `code` in the `extensions` of an error. The list is closed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// All there are.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// As it is sent.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

codes! {
    /// The document is no GraphQL.
    ParseFailed = "GRAPHQL_PARSE_FAILED",
    /// The document does not fit the schema, or its variables do not fit it.
    ValidationFailed = "GRAPHQL_VALIDATION_FAILED",
    /// The request or an argument is not acceptable; the message says what would be.
    BadUserInput = "BAD_USER_INPUT",
    /// Which operation to run cannot be told.
    OperationResolutionFailure = "OPERATION_RESOLUTION_FAILURE",
    /// No document is known by the id or hash.
    PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND",
    /// Nobody is signed in.
    Unauthenticated = "UNAUTHENTICATED",
    /// Whoever is signed in may not ask this.
    Forbidden = "FORBIDDEN",
    /// The token has spent its points.
    RateLimited = "RATE_LIMITED",
    /// The operation asks for more than a request may.
    TooComplex = "QUERY_TOO_COMPLEX",
    /// The request is longer than a request may be.
    TooLarge = "QUERY_TOO_LARGE",
    /// It took too long.
    Timeout = "TIMEOUT",
    /// The service is overloaded or restarting.
    Unavailable = "SERVICE_UNAVAILABLE",
    /// Something nobody foresaw; `requestId` names it.
    Internal = "INTERNAL_SERVER_ERROR",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_lists_these_codes_and_no_others() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/API.md");
        let page = std::fs::read_to_string(page).unwrap();
        let (_, section) = page.split_once("## Errors and codes").unwrap();
        let (section, _) = section.split_once("## Limits").unwrap();
        let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
        let told: Vec<_> = rows.map(|row| row.split('`').next().unwrap()).collect();
        let known: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(told, known);
    }
}
