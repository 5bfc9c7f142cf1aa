//! Tells those who watch over the server whether it lives and whether it can serve.

use std::sync::{Arc, atomic::Ordering};
use std::time::Duration;

use axum::{extract::State, http::StatusCode};
use domain::AccountId;
use tokio::time::timeout;
use uuid::Uuid;

use super::Site;

/// Whoever watches does not wait longer.
const PATIENCE: Duration = Duration::from_secs(3);

/// The process answers.
pub(super) async fn live() -> &'static str {
    "live\n"
}

/// The process is not about to end, and its store answers.
pub(super) async fn ready(State(site): State<Arc<Site>>) -> (StatusCode, &'static str) {
    if site.is_draining.load(Ordering::Relaxed) {
        return (StatusCode::SERVICE_UNAVAILABLE, "shutting down\n");
    }
    match timeout(PATIENCE, store_answers(&site)).await {
        Ok(true) => (StatusCode::OK, "ready\n"),
        Ok(false) | Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// Asks for an account that nobody has.
async fn store_answers(site: &Site) -> bool {
    let reading = site.reads.open(AccountId::new(Uuid::nil()));
    let answer = reading.account().await;
    reading.close().await;
    answer.is_ok()
}
