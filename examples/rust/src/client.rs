//! How operations are asked over HTTP: knows what all answers have in common, and no operation.

use std::collections::HashMap;
use std::fmt;

use anyhow::{Context, Result, bail};
use clap::Parser;
use graphql_client::{GraphQLQuery, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where to ask, and as whom.
#[derive(Parser)]
pub(crate) struct Client {
    #[arg(long, env = "TASK_OUTCOMES_URL")]
    url: String,
    #[arg(long, env = "TASK_OUTCOMES_TOKEN", hide_env_values = true)]
    token: String,
}

/// A mutation, and what its payload holds unless there are user errors.
pub(crate) trait Mutation: GraphQLQuery {
    type Changed;

    fn changed(data: Self::ResponseData) -> Option<Self::Changed>;
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    user_errors: Vec<UserError>,
}

#[derive(Deserialize)]
struct UserError {
    message: String,
    path: Option<Vec<String>>,
}

impl Client {
    pub(crate) async fn query<Q: GraphQLQuery>(&self, variables: Q::Variables) -> Result<Q::ResponseData> {
        let data = self.send(&Q::build_query(variables)).await?;
        Ok(serde_json::from_value(data)?)
    }

    /// What a person can mend comes as data, whatever the mutation, and is an error here.
    pub(crate) async fn mutate<M: Mutation>(&self, variables: M::Variables) -> Result<M::Changed> {
        let data = self.send(&M::build_query(variables)).await?;
        let payloads = HashMap::<String, Payload>::deserialize(&data)?;
        let errors = payloads.into_values().flat_map(|payload| payload.user_errors);
        let told: Vec<_> = errors.map(|error| error.to_string()).collect();
        if !told.is_empty() {
            bail!(told.join("\n"));
        }
        M::changed(serde_json::from_value(data)?).context("the payload is empty")
    }

    async fn send(&self, operation: &impl Serialize) -> Result<Value> {
        let request = reqwest::Client::new().post(&self.url).bearer_auth(&self.token);
        let answer = request.json(operation).send().await?;
        let Response { data, errors, .. } = answer.json::<Response<Value>>().await?;
        if let Some(error) = errors.into_iter().flatten().next() {
            bail!("{error}");
        }
        data.context("the answer has no data")
    }
}

impl fmt::Display for UserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self
            .path
            .as_ref()
            .map_or("input".to_owned(), |path| path.join("."));
        write!(f, "{path}: {}", self.message)
    }
}
