//! What an operator sees beside the API: the database itself.

use std::time::Duration;

use tokio_postgres::Client;

use crate::Team;

/// A connection of an operator's to the database of the team.
#[expect(
    clippy::disallowed_methods,
    reason = "the connection of a test, which ends with it"
)]
pub async fn operator(team: &Team) -> Client {
    let database = tokio_postgres::connect(team.server.database(), tokio_postgres::NoTls);
    let (client, connection) = database.await.unwrap();
    tokio::spawn(connection);
    client
}

/// Looks until it holds, for a little longer than five seconds; ends when it never does.
pub async fn comes_true(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..500 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what}");
}
