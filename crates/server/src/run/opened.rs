//! A database that is ready to be worked with: found or started, migrated, connected; and given back at the end.

use crate::app::{App, AppOptions};
use crate::config::DatabaseConfig;
use crate::database::Database;

/// Brings the database to this version of the program; refuses one of a later version.
pub(super) async fn migrate(database: &Database) -> anyhow::Result<Vec<String>> {
    let report = adapter_postgres::migrate(database.migration_url().expose()).await?;
    for migration in &report.done {
        tracing::info!(migration, "migrated");
    }
    Ok(report.done)
}

/// The application over a migrated database.
pub(super) async fn connect(database: &Database, config: &DatabaseConfig) -> anyhow::Result<App> {
    let options = AppOptions {
        pool_size: config.pool_size.get(),
        listen_url: Some(database.listen_url().expose().to_owned()),
        ..AppOptions::default()
    };
    Ok(App::connect(database.url().expose(), options).await?)
}

/// Does the work with a database, for a command that may run beside a server.
pub(super) async fn with_database<T>(
    config: &DatabaseConfig,
    work: impl AsyncFnOnce(&Database) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let database = Database::open_beside(config).await?;
    let result = work(&database).await;
    close(database, result).await
}

/// Stops what was started, whatever the work came to; the first fault is told.
pub(super) async fn close<T>(database: Database, result: anyhow::Result<T>) -> anyhow::Result<T> {
    let closed = database.close().await;
    let result = result?;
    closed?;
    Ok(result)
}
