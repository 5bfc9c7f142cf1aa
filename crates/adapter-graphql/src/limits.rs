//! Weighs a document before anything runs: one scan of its tokens, one pass over what it selects, each fragment once.

mod cost;
mod weight;

use async_graphql::parser::{parse_query, types::ExecutableDocument};

pub(crate) use cost::{cost, roots};

/// Tokens of a document.
const TOKENS: usize = 5_000;
/// Operations of a document.
const OPERATIONS: usize = 10;

/// Nodes that an operation may ask for.
pub(crate) const COST: u32 = 20_000;

/// Why a document is not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is no GraphQL document.
    Syntax(String),
    /// It is longer than a request needs.
    TooLarge(String),
    /// It asks for more than a request may.
    TooComplex(String),
}

/// Parses a document, unless it is too large to parse or too complex to run.
pub(crate) fn weigh(text: &str) -> Result<ExecutableDocument, Refused> {
    if tokens(text) > TOKENS {
        return Err(Refused::TooLarge(format!(
            "A document may have at most {TOKENS} tokens: split it up."
        )));
    }
    if deepest_bracket(text) > weight::BRACKETS {
        return Err(Refused::TooComplex(
            "The document is nested too deeply.".to_owned(),
        ));
    }
    let document = parse_query(text).map_err(|error| Refused::Syntax(error.to_string()))?;
    if document.operations.iter().count() > OPERATIONS {
        return Err(Refused::TooLarge(format!(
            "A document may have at most {OPERATIONS} operations."
        )));
    }
    weight::check(&document)?;
    Ok(document)
}

/// Counts lexical tokens, generously: names, numbers, signs and strings (GraphQL, section 2.1.6). Never less than a
/// parser sees, so that what passes is cheap to parse.
fn tokens(text: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    for c in text.chars() {
        let goes_on = c.is_alphanumeric() || c == '_';
        if !(c.is_whitespace() || c == ',' || goes_on && in_word) {
            count += 1;
        }
        in_word = goes_on;
    }
    count
}

/// How deeply brackets are nested; a parser that recurses goes as deep.
fn deepest_bracket(text: &str) -> usize {
    let mut depth: usize = 0;
    let mut deepest = 0;
    for c in text.chars() {
        match c {
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' => depth = depth.saturating_sub(1),
            _ => (),
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use std::{fmt::Write, time::Instant};

    use super::*;

    fn refused(text: &str) -> bool {
        matches!(weigh(text), Err(Refused::TooComplex(_) | Refused::TooLarge(_)))
    }

    #[test]
    fn an_ordinary_document_passes() {
        assert!(weigh("query Q { viewer { user { name } } tasks(first: 5) { nodes { id } } }").is_ok());
        assert!(matches!(weigh("query {"), Err(Refused::Syntax(_))));
    }

    #[test]
    fn fragments_that_spread_one_another_twice_are_counted_once_each_and_refused() {
        let mut bomb = "{ ...F0 } ".to_owned();
        for i in 0..60 {
            write!(
                bomb,
                "fragment F{i} on Query {{ a: viewer {{ ...G{i} }} ...F{next} ...F{next} }} ",
                next = i + 1
            )
            .unwrap();
            write!(bomb, "fragment G{i} on Viewer {{ user {{ name }} }} ").unwrap();
        }
        bomb.push_str("fragment F60 on Query { viewer { user { id } } }");
        let start = Instant::now();
        assert!(refused(&bomb));
        assert!(start.elapsed().as_secs() < 5, "memoised, not expanded");
    }

    #[test]
    fn what_tools_introspect_with_passes() {
        let reference = format!("{}kind name{}", "kind name ofType { ".repeat(9), " }".repeat(9));
        let document = format!(
            "query I {{ __schema {{ types {{ ...F }} }} }}
             fragment F on __Type {{ fields {{ args {{ ...V }} type {{ ...T }} }} }}
             fragment V on __InputValue {{ name type {{ ...T }} }} fragment T on __Type {{ {reference} }}"
        );
        assert!(weigh(&document).is_ok());
        assert!(refused(&document.replace("__schema", "viewer")));
    }

    #[test]
    fn fragments_in_a_circle_are_refused() {
        assert!(refused(
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"
        ));
        assert!(refused("{ ...A } fragment A on Query { ...A }"));
    }

    #[test]
    fn depth_aliases_selections_directives_operations_and_tokens_are_bounded() {
        let nested = |depth| format!("{}x{}", "{ a ".repeat(depth), "}".repeat(depth));
        assert!(weigh(&nested(11)).is_ok());
        assert!(refused(&nested(13)));
        let numbered =
            |count: u32, of: &dyn Fn(u32) -> String| (0..count).map(of).collect::<Vec<_>>().join(" ");
        let aliases = |count| format!("{{ {} }}", numbered(count, &|i| format!("a{i}: x")));
        assert!(weigh(&aliases(30)).is_ok());
        assert!(refused(&aliases(31)));
        let fields = |count| format!("{{ {} }}", "x ".repeat(count));
        assert!(weigh(&fields(1_000)).is_ok());
        assert!(refused(&fields(1_001)));
        assert!(refused(&format!("{{ x {} }}", "@include(if: true) ".repeat(51))));
        let operations = numbered(11, &|i| format!("query Q{i} {{ x }}"));
        assert!(refused(&operations));
        assert!(refused(&"x ".repeat(5_001)));
        assert!(refused(&"{a".repeat(2_000)));
        assert!(refused(&format!(
            "{{ x(y: {}1{}) }}",
            "[".repeat(300),
            "]".repeat(300)
        )));
    }
}
