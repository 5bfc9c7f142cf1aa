//! The doors of the server: which path leads where, and what every answer carries. Knows HTTP and no rule.

mod answers;
mod browsers;
mod compression;
mod connections;
mod cover;
pub mod csv;
mod graphiql;
mod graphql;
mod health;
mod media;
mod sse;
pub mod streams;
mod websocket;

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use self::streams::Streams;
use crate::rate_limit::RateLimits;
use application::{
    Commands, Queries,
    ports::{Ids, Reads},
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::IntoResponse,
    routing::{get, post},
};
use tokio::sync::Semaphore;

pub use connections::serve;

/// The largest body that is read, unless somebody chooses.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// How long things may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Sending the head of a request, and doing nothing between two of them.
    pub head: Duration,
    /// Sending the body of a request.
    pub body: Duration,
    /// A query.
    pub query: Duration,
    /// A mutation; statements of the database have closer bounds of their own.
    pub mutation: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            body: Duration::from_secs(15),
            query: Duration::from_secs(15),
            mutation: Duration::from_mins(1),
        }
    }
}

/// What the handlers need.
pub struct Site {
    /// What one can do.
    pub commands: Commands,
    /// What one can ask.
    pub queries: Queries,
    /// To see whether the store answers.
    pub reads: Arc<dyn Reads>,
    /// Names requests.
    pub ids: Arc<dyn Ids>,
    /// The GraphQL schema.
    pub schema: Arc<adapter_graphql::Schema>,
    /// Turns to write a file.
    pub exports: Arc<Semaphore>,
    /// How much each token may ask for.
    pub rate_limits: Arc<RateLimits>,
    /// Bytes of a body, at most.
    pub largest_body: usize,
    /// How long things may take.
    pub patience: Patience,
    /// Origins whose pages may ask.
    pub cors_origins: Vec<HeaderValue>,
    /// The answers that go on.
    pub streams: Streams,
    /// What `GraphiQL` signs in with; only a demo gives its token away.
    pub graphiql_token: Option<String>,
    /// Whether the server is about to end, so that nobody should be sent here any more.
    pub is_draining: AtomicBool,
}

/// All paths.
pub fn router(site: Arc<Site>) -> Router {
    let graphql = post(sse::or_at_once)
        .fallback(websocket::open)
        .layer(DefaultBodyLimit::max(site.largest_body));
    let for_pages = Router::new()
        .route("/graphql", graphql)
        .route(adapter_graphql::CSV_PATH, get(csv::answer));
    Router::new()
        .merge(browsers::open(for_pages, &site.cors_origins))
        .route("/schema.graphql", get(schema))
        .route("/graphiql", get(graphiql::page))
        .route("/graphiql/config.json", get(graphiql::config))
        .route("/graphiql/{*path}", get(graphiql::asset))
        .route("/livez", get(health::live))
        .route("/readyz", get(health::ready))
        .fallback(async || {
            (
                StatusCode::NOT_FOUND,
                "There is nothing here: see /graphql and /graphiql.\n",
            )
        })
        .layer(compression::layer())
        .layer(middleware::from_fn_with_state(Arc::clone(&site), cover::around))
        .with_state(site)
}

async fn schema() -> impl IntoResponse {
    static SDL: LazyLock<String> = LazyLock::new(adapter_graphql::sdl);
    (
        [(header::CONTENT_TYPE, "application/graphql; charset=utf-8")],
        SDL.as_str(),
    )
}
