//! A GraphQL request as it is sent, and how it names its document.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{codes::Code, refused::Refused, text::words::Key};

/// The body of a GraphQL request (GraphQL over HTTP, section 5.1).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphQlRequest {
    /// The document.
    #[serde(default)]
    pub query: Option<String>,
    /// The id of a document that the server knows, instead of its text.
    #[serde(default)]
    pub document_id: Option<String>,
    /// Which of its operations to run.
    #[serde(default)]
    pub operation_name: Option<String>,
    /// Values of its variables.
    #[serde(default)]
    pub variables: Option<Map<String, Value>>,
    /// What clients and servers have agreed on beyond the specification.
    #[serde(default)]
    pub extensions: Option<Map<String, Value>>,
}

/// The SHA-256 of a document.
pub(crate) type Hash = [u8; 32];

impl GraphQlRequest {
    /// A request without anything but its document.
    pub fn of(query: impl Into<String>) -> Self {
        Self {
            query: Some(query.into()),
            ..Self::default()
        }
    }

    /// Whether it says in any way what to run.
    pub fn names_a_document(&self) -> bool {
        let is_persisted = |all: &Map<String, Value>| all.contains_key("persistedQuery");
        self.query.is_some()
            || self.document_id.is_some()
            || self.extensions.as_ref().is_some_and(is_persisted)
    }

    /// The hash of an automatic persisted query, as Apollo's clients send it.
    pub(crate) fn persisted(&self) -> Result<Option<&str>, Refused> {
        let Some(persisted) = self.extensions.as_ref().and_then(|all| all.get("persistedQuery")) else {
            return Ok(None);
        };
        if persisted.is_null() {
            return Ok(None);
        }
        if persisted.get("version").and_then(Value::as_u64) != Some(1) {
            return Err(Refused::because(Code::BadUserInput, Key("hash-version")));
        }
        let hash = persisted.get("sha256Hash").and_then(Value::as_str);
        hash.map(Some).ok_or_else(malformed)
    }
}

/// Reads 64 hexadecimal digits.
pub(crate) fn hash(text: &str) -> Result<Hash, Refused> {
    let digits = text.as_bytes();
    let mut hash = Hash::default();
    if digits.len() != hash.len() * 2 {
        return Err(malformed());
    }
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let pair = std::str::from_utf8(pair)
            .ok()
            .filter(|pair| !pair.starts_with('+'));
        let value = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        *byte = value.ok_or_else(malformed)?;
    }
    Ok(hash)
}

fn malformed() -> Refused {
    Refused::because(Code::BadUserInput, Key("hash-malformed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_64_hexadecimal_digits() {
        assert_eq!(hash(&"0f".repeat(32)).unwrap(), [15; 32]);
        assert_eq!(hash(&"0F".repeat(32)).unwrap(), [15; 32]);
        for other in [
            String::new(),
            "0f".repeat(31),
            "0f".repeat(33),
            "+f".repeat(32),
            "0g".repeat(32),
            "ä".repeat(32),
        ] {
            assert!(hash(&other).is_err(), "{other}");
        }
    }
}
