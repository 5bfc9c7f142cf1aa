//! Why a request is not run although somebody is signed in: a code, and a sentence in the language of the reader.

use async_graphql::{ServerError, parser};

use crate::{
    codes::Code,
    context::Language,
    text::words::{Key, Sentence},
};

/// Why a request is not run.
#[derive(Debug, Clone)]
pub(crate) enum Refused {
    /// Its document is no GraphQL; the parser says where.
    Syntax(parser::Error),
    /// Another reason.
    Coded(Code, Sentence),
    /// No document is known by its hash. What is said is part of the protocol: clients send the document then.
    HashNotFound,
}

impl Refused {
    /// A reason without figures.
    pub(crate) fn because(code: Code, key: Key) -> Self {
        Self::Coded(code, Sentence::new(key))
    }

    /// As it is sent.
    pub(crate) fn told(self, language: Language) -> ServerError {
        let (code, mut error) = match self {
            Self::Syntax(error) => (Code::ParseFailed, ServerError::from(error)),
            Self::Coded(code, sentence) => (code, ServerError::new(sentence.told(language), None)),
            Self::HashNotFound => {
                let message = "PersistedQueryNotFound".to_owned();
                (Code::PersistedQueryNotFound, ServerError::new(message, None))
            }
        };
        error
            .extensions
            .get_or_insert_default()
            .set("code", code.as_str());
        error
    }
}
