//! Which document a request runs: its text, one that is known by its hash, or one that somebody trusts.

mod cache;
mod trusted;

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::parser::types::ExecutableDocument;
use sha2::{Digest, Sha256};

use self::cache::Cache;
pub use self::trusted::{ManifestFault, TrustedDocuments};
use crate::{
    codes::Code,
    limits::{self, Limits, Weighed},
    refused::Refused,
    request::{GraphQlRequest, Hash, hash},
    text::words::Key,
};

/// A document that has been parsed and weighed.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) parsed: ExecutableDocument,
    /// Whether one of its operations asks for the schema.
    pub(crate) introspects: bool,
    /// Bytes that it takes in memory, about.
    size: usize,
}

/// Bytes that a part of a selection takes in the tree of a document, about: a field with its lists and places.
const BYTES_OF_A_PART: usize = 320;
/// Bytes that anything else takes that is a token of its own, about: a value, a name that is held by a count of its users.
const BYTES_OF_A_TOKEN: usize = 96;

impl Document {
    fn read(text: &str, limits: &Limits) -> Result<Self, Refused> {
        let Weighed {
            document,
            introspects,
            parts,
            tokens,
        } = limits::weigh(text, limits)?;
        let size = parts
            .saturating_mul(BYTES_OF_A_PART)
            .saturating_add(tokens.saturating_mul(BYTES_OF_A_TOKEN))
            .saturating_add(text.len());
        Ok(Self {
            parsed: document,
            introspects,
            size,
        })
    }
}

/// The documents that a schema knows.
pub(crate) struct Documents {
    limits: Limits,
    /// By the hash of the text: what was asked before is neither scanned, parsed nor weighed again.
    known: Mutex<Cache<Hash, Arc<Document>>>,
    /// Nothing else is run, where there are some.
    trusted: Option<Arc<TrustedDocuments>>,
}

impl Documents {
    /// Keeps documents in about as many bytes.
    pub(crate) fn new(limits: Limits, bytes: usize, trusted: Option<Arc<TrustedDocuments>>) -> Self {
        Self {
            limits,
            known: Mutex::new(Cache::new(bytes)),
            trusted,
        }
    }

    /// The document that a request asks to run.
    pub(crate) fn find(&self, request: &GraphQlRequest) -> Result<Arc<Document>, Refused> {
        if let Some(trusted) = &self.trusted {
            return trusted_one(trusted, request);
        }
        match (&request.query, request.persisted()?) {
            (Some(text), None) => self.of_text(text, Sha256::digest(text).into()),
            (Some(text), Some(given)) => {
                let hash = hash(given)?;
                if hash != Hash::from(Sha256::digest(text)) {
                    return Err(Refused::because(Code::BadUserInput, Key("hash-mismatch")));
                }
                self.of_text(text, hash)
            }
            (None, Some(given)) => self.of_hash(hash(given)?).ok_or(Refused::HashNotFound),
            (None, None) => match &request.document_id {
                Some(id) => self.of_id(id),
                None => Err(Refused::because(Code::BadUserInput, Key("document-missing"))),
            },
        }
    }

    /// The document that a request asks to run, if it need not be read for that.
    pub(crate) fn known(&self, request: &GraphQlRequest) -> Option<Arc<Document>> {
        match (&request.query, &self.trusted) {
            (Some(text), None) => self.of_hash(Sha256::digest(text).into()),
            (None, None) | (_, Some(_)) => self.find(request).ok(),
        }
    }

    fn of_text(&self, text: &str, hash: Hash) -> Result<Arc<Document>, Refused> {
        if let Some(known) = self.of_hash(hash) {
            return Ok(known);
        }
        let document = Arc::new(Document::read(text, &self.limits)?);
        self.known.lock().unwrap_or_else(PoisonError::into_inner).put(
            hash,
            Arc::clone(&document),
            document.size,
        );
        Ok(document)
    }

    fn of_hash(&self, hash: Hash) -> Option<Arc<Document>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&hash).map(Arc::clone)
    }

    /// Without trusted documents an id can only be a hash, with or without its name.
    fn of_id(&self, id: &str) -> Result<Arc<Document>, Refused> {
        let hash = hash(id.strip_prefix("sha256:").unwrap_or(id)).ok();
        let known = hash.and_then(|hash| self.of_hash(hash));
        known.ok_or_else(|| Refused::because(Code::PersistedQueryNotFound, Key("document-unknown")))
    }
}

/// Apollo's clients name a trusted document as an automatic persisted query, others by `documentId`. A text is refused
/// even where it is that of a trusted document: clients that send texts would fail at the next change of theirs.
fn trusted_one(trusted: &TrustedDocuments, request: &GraphQlRequest) -> Result<Arc<Document>, Refused> {
    let id = match &request.document_id {
        Some(id) => Some(id.as_str()),
        None => request.persisted()?,
    };
    let Some(id) = id else {
        return Err(Refused::because(Code::BadUserInput, Key("document-untrusted")));
    };
    let found = trusted.get(id);
    found.ok_or_else(|| Refused::because(Code::PersistedQueryNotFound, Key("document-unknown")))
}

#[cfg(test)]
mod tests;
