//! A client that speaks GraphQL over HTTP.

use serde_json::{Value, json};

/// Speaks GraphQL over HTTP with one token.
#[derive(Clone)]
pub struct Client {
    pub(super) http: reqwest::Client,
    pub(super) url: String,
    pub(super) token: String,
    pub(super) language: &'static str,
}

/// A file that the server hands out.
#[derive(Debug, Clone)]
pub struct File {
    /// Status code of HTTP.
    pub status: u16,
    /// What it says it is.
    pub content_type: String,
    /// All of it.
    pub text: String,
}

/// An answer of the server.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status code of HTTP.
    pub status: u16,
    /// Seconds to wait, where it says so.
    pub retry_after: Option<u64>,
    /// The body: `data`, `errors`, `extensions`.
    pub body: Value,
}

impl Answer {
    /// The code of the first error; empty when there is none.
    pub fn code(&self) -> &str {
        self.body["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap_or_default()
    }
}

impl Client {
    /// The same, preferring another language.
    pub fn in_language(&self, language: &'static str) -> Self {
        Self {
            language,
            ..self.clone()
        }
    }

    /// Where it asks.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it signs in with.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Sends an operation and gives the whole answer.
    pub async fn send(&self, query: &str, variables: Value) -> Answer {
        let sent = self
            .http
            .post(&self.url)
            .bearer_auth(&self.token)
            .header("accept-language", self.language)
            .json(&json!({ "query": query, "variables": variables }))
            .send();
        let response = sent.await.expect("an answer");
        let status = response.status().as_u16();
        let retry_after = response.headers().get("retry-after");
        let retry_after = retry_after.and_then(|seconds| seconds.to_str().ok()?.parse().ok());
        Answer {
            status,
            retry_after,
            body: response.json().await.expect("a JSON body"),
        }
    }

    /// Fetches a file by its path.
    pub async fn file(&self, path: &str) -> File {
        let origin = self.url.trim_end_matches("/graphql");
        let sent = self
            .http
            .get(format!("{origin}{path}"))
            .bearer_auth(&self.token)
            .send();
        let response = sent.await.expect("an answer");
        let content_type = response
            .headers()
            .get("content-type")
            .and_then(|value| value.to_str().ok());
        File {
            status: response.status().as_u16(),
            content_type: content_type.unwrap_or_default().to_owned(),
            text: response.text().await.expect("a text"),
        }
    }

    /// Sends an operation that must succeed as a whole, and gives its `data`.
    ///
    /// # Panics
    ///
    /// When the answer has `errors`.
    pub async fn query(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.send(query, variables).await;
        assert!(answer.body.get("errors").is_none(), "{query}\n{:#}", answer.body);
        answer.body["data"].take()
    }

    /// Sends a mutation whose only field gives a payload, and gives that payload.
    pub async fn payload(&self, mutation: &str, variables: Value) -> Value {
        let mut data = self.query(mutation, variables).await;
        let fields = data.as_object_mut().expect("an object");
        fields.values_mut().next().expect("a field").take()
    }
}

/// The codes of the user errors of a payload, in order.
pub fn codes(payload: &Value) -> Vec<&str> {
    let errors = payload["userErrors"]
        .as_array()
        .expect("`userErrors` in the payload");
    errors
        .iter()
        .map(|error| error["code"].as_str().expect("a `code`"))
        .collect()
}
