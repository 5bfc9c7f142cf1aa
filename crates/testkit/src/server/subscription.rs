//! A subscription of a client, taken from the application without a transport in between.

use std::{pin::pin, sync::Arc, time::Duration};

use adapter_graphql::{
    Balance, Bucket, GraphQlRequest, Language, Overdrawn, RequestScope, Schema, SchemaOptions, execute_stream,
};
use domain::ApiTokenId;
use futures_util::stream::{BoxStream, StreamExt};
use reqwest::header::HeaderMap;
use serde_json::Value;
use server::{
    auth::{self, BearerToken, RandomTokens},
    rate_limit::RateLimits,
};
use tokio::time::timeout;

use super::{Answer, Client, TestServer};

/// How long to wait for an event that must come.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long nothing comes where nothing must.
const SILENCE: Duration = Duration::from_millis(400);

/// What a client follows. It has begun: what happens from now on is told.
pub struct Subscription(BoxStream<'static, adapter_graphql::Answer>);

impl TestServer {
    /// Asks as one that may spend as much as it likes.
    ///
    /// # Panics
    ///
    /// Where the client's token signs nobody in.
    pub async fn subscribe(&self, client: &Client, query: &str, variables: Value) -> Subscription {
        let limits = Arc::new(RateLimits::new(None));
        self.subscribe_paying(client, limits, query, variables)
            .await
            .expect("a token that signs in")
    }

    /// Asks as one that pays from these buckets; `None` where the client's token signs nobody in.
    pub async fn subscribe_paying(
        &self,
        client: &Client,
        limits: Arc<RateLimits>,
        query: &str,
        variables: Value,
    ) -> Option<Subscription> {
        let token = BearerToken::parse(&client.token)?;
        let session = auth::sign_in(&self.app.queries(), &token).await;
        let session = session.expect("an answer")?;
        let bucket = Purse(limits, session.token());
        let tokens = Arc::new(RandomTokens);
        let scope = RequestScope::new(
            self.app.commands(),
            session,
            Language::accepted(client.language),
            tokens,
        );
        let variables = variables.as_object().cloned();
        let request = GraphQlRequest {
            variables,
            ..GraphQlRequest::of(query)
        };
        let schema = Arc::new(Schema::new(SchemaOptions::default()));
        let answers = execute_stream(&schema, scope, Arc::new(bucket), request).await;
        Some(Subscription(answers))
    }
}

impl Subscription {
    /// The next answer; `None` when there will be no more.
    ///
    /// # Panics
    ///
    /// Where none comes.
    pub async fn next(&mut self) -> Option<Answer> {
        let next = timeout(PATIENCE, self.0.next()).await;
        next.expect("an event, or the end").map(|answer| Answer {
            status: 200,
            retry_after: None,
            headers: HeaderMap::new(),
            body: serde_json::to_value(&answer.response).expect("an answer that can be written"),
        })
    }

    /// What the next event tells.
    ///
    /// # Panics
    ///
    /// Where none comes, or a failure.
    pub async fn event(&mut self) -> Value {
        let mut answer = self.next().await.expect("it goes on");
        assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
        let data = answer.body["data"].as_object_mut().expect("data");
        data.values_mut().next().expect("one field").take()
    }

    /// Whether nothing comes for a while.
    pub async fn is_silent(&mut self) -> bool {
        timeout(SILENCE, pin!(self.0.next())).await.is_err()
    }
}

struct Purse(Arc<RateLimits>, Option<ApiTokenId>);

impl Bucket for Purse {
    fn take(&self, cost: u32) -> Result<Option<Balance>, Overdrawn> {
        self.0.of(self.1).take(cost)
    }
}
