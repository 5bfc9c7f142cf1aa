//! Documents that somebody has looked through before: read from a manifest as client tools write it.

use std::{collections::HashMap, fmt, sync::Arc};

use serde::Deserialize;
use serde_json::Value;

use super::Document;
use crate::{context::Language, limits::Limits};

/// The documents that are run, and no others.
#[derive(Debug, Default)]
pub struct TrustedDocuments(HashMap<String, Arc<Document>>);

/// Why a manifest cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManifestFault {
    /// It has neither of the forms that are known.
    Form,
    /// It names no document.
    Empty,
    /// One of its documents cannot be run.
    Document {
        /// The id of the document.
        id: String,
        /// What is wrong with it.
        fault: String,
    },
}

impl fmt::Display for ManifestFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str(
                "it is no manifest: neither one JSON object {\"<id>\": \"<document>\", …} as Relay and graphql-codegen write it, \
                 nor {\"format\": \"apollo-persisted-query-manifest\", \"version\": 1, \"operations\": [{\"id\": …, \"body\": …}, …]}",
            ),
            Self::Empty => f.write_str("it names no document, so that nothing could be asked"),
            Self::Document { id, fault } => write!(f, "its document {id:?} cannot be run: {fault}"),
        }
    }
}

/// What Apollo's tool writes (`generate-persisted-query-manifest`).
#[derive(Deserialize)]
struct ApolloManifest {
    format: String,
    version: u32,
    operations: Vec<ApolloOperation>,
}

#[derive(Deserialize)]
struct ApolloOperation {
    id: String,
    body: String,
}

impl TrustedDocuments {
    /// Reads a manifest; every document must be one that these limits allow.
    pub fn parse(manifest: &str, limits: &Limits) -> Result<Self, ManifestFault> {
        let texts = texts(manifest)?;
        if texts.is_empty() {
            return Err(ManifestFault::Empty);
        }
        let documents = texts.into_iter().map(|(id, text)| {
            let document = Document::read(&text, limits).map_err(|refused| ManifestFault::Document {
                id: id.clone(),
                fault: refused.told(Language::En).message,
            })?;
            Ok((id, Arc::new(document)))
        });
        documents.collect::<Result<_, _>>().map(Self)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The document of an id, which clients may send with the name of its hash before it.
    pub(super) fn get(&self, id: &str) -> Option<Arc<Document>> {
        let bare = || id.strip_prefix("sha256:").and_then(|bare| self.0.get(bare));
        self.0.get(id).or_else(bare).map(Arc::clone)
    }
}

/// Both forms are told apart by a `format` that is written beside a list of operations.
fn texts(manifest: &str) -> Result<Vec<(String, String)>, ManifestFault> {
    let manifest: Value = serde_json::from_str(manifest).map_err(|_| ManifestFault::Form)?;
    if manifest.get("operations").is_some_and(Value::is_array) {
        let apollo: ApolloManifest = serde_json::from_value(manifest).map_err(|_| ManifestFault::Form)?;
        if apollo.format != "apollo-persisted-query-manifest" || apollo.version != 1 {
            return Err(ManifestFault::Form);
        }
        let operations = apollo.operations.into_iter();
        return Ok(operations
            .map(|operation| (operation.id, operation.body))
            .collect());
    }
    let plain: HashMap<String, String> = serde_json::from_value(manifest).map_err(|_| ManifestFault::Form)?;
    Ok(plain.into_iter().collect())
}
