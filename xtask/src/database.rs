//! Reads from a database, as its superuser; knows the catalogue, no table of ours.

use anyhow::Result;
use tokio_postgres::{NoTls, Row};

/// The rows of one query, on a connection of its own.
pub(crate) async fn query(url: &str, sql: &str) -> Result<Vec<Row>> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    // The connection does the work; it ends when the client is dropped.
    let rows = async move { client.query(sql, &[]).await };
    let (rows, ended) = tokio::join!(rows, connection);
    ended?;
    Ok(rows?)
}
