//! Brings a database to the state this program needs, as the owner of the tables; knows the past, never the rules.

mod roles;

use std::{sync::Arc, time::Duration};

use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::{pg::Pg, result::QueryResult, sql_types};
use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use tokio::time::timeout;

use crate::connect::{ConnectError, connect};
pub use roles::{OWNER_ROLE, SERVER_ROLE};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations");

/// Held while migrating, so that servers that start together take turns; any number that nobody else uses.
const LOCK: i64 = 0x7461_736b_6f75_7463;
/// How long another server may migrate.
const PATIENCE: Duration = Duration::from_mins(10);
/// How often is asked whether it still does.
const ASK_AGAIN: Duration = Duration::from_millis(50);

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationReport {
    /// The migrations that were run or reverted now, in that order.
    pub done: Vec<String>,
}

/// Why the database is not in the state this program needs. Each message is one sentence for the operator.
#[derive(Debug, Clone, thiserror::Error)]
pub enum MigrateError {
    /// There is no connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The login may not do what happens once per cluster or database.
    #[error(
        "the login \"{login}\" may not prepare the database; an administrator has to run once, in this database: {sql}"
    )]
    NeedsAdministrator {
        /// The login of the database URL.
        login: String,
        /// The statements to run.
        sql: String,
    },
    /// A later version of this program was here.
    #[error(
        "the database is newer than this program: it has migration {migration}, which this version does not know"
    )]
    NewerDatabase {
        /// The first unknown migration.
        migration: String,
    },
    /// A statement failed.
    #[error("the migration {migration} failed and was undone")]
    Failed {
        /// The migration, or the step before all of them.
        migration: String,
        /// What PostgreSQL said: see [`MigrateError::detail`].
        detail: Arc<dyn std::error::Error + Send + Sync>,
    },
}

impl MigrateError {
    /// What PostgreSQL said. It may show data: for the terminal of whoever writes migrations, never for a log, and so
    /// not a source of the error.
    pub fn detail(&self) -> Option<&(dyn std::error::Error + Send + Sync)> {
        if let Self::Failed { detail, .. } = self {
            Some(&**detail)
        } else {
            None
        }
    }

    fn failed(
        migration: impl Into<String>,
        detail: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Failed {
            migration: migration.into(),
            detail: Arc::from(detail.into()),
        }
    }
}

/// Runs what is missing. Several servers may do so at the same time.
pub async fn migrate(url: &str) -> Result<MigrationReport, MigrateError> {
    let connection = prepared(url).await?;
    on_harness(connection, |harness| {
        let missing = missing(harness)?;
        missing
            .iter()
            .map(|migration| run(harness, &**migration))
            .collect()
    })
    .await
}

/// Reverts everything: for tests and development only.
pub async fn revert_all(url: &str) -> Result<MigrationReport, MigrateError> {
    let connection = prepared(url).await?;
    on_harness(connection, |harness| {
        let applied = known()?.len().saturating_sub(missing(harness)?.len());
        (0..applied).map(|_| revert_last(harness)).collect()
    })
    .await
}

/// Reverts the latest migration: for development only.
pub async fn revert(url: &str) -> Result<MigrationReport, MigrateError> {
    let connection = prepared(url).await?;
    on_harness(connection, |harness| {
        let applied = known()?.len().saturating_sub(missing(harness)?.len());
        (0..applied.min(1)).map(|_| revert_last(harness)).collect()
    })
    .await
}

/// The migrations that are missing; changes nothing but what the first connection ever prepares.
pub async fn pending(url: &str) -> Result<Vec<String>, MigrateError> {
    let connection = prepared(url).await?;
    let report = on_harness(connection, |harness| {
        Ok(missing(harness)?.iter().map(|m| name(&**m)).collect())
    });
    Ok(report.await?.done)
}

/// Gathers statistics: after loading much at once, so that the first statements are planned for what is there.
pub async fn analyze(url: &str) -> Result<(), MigrateError> {
    let mut connection = prepared(url).await?;
    connection
        .batch_execute("analyze")
        .await
        .map_err(|error| MigrateError::failed("analyze", error))
}

/// Waits until nobody else migrates this database.
///
/// Asks again and again: whoever waits inside a statement holds a snapshot, and an index that is being built
/// concurrently waits for that one to end.
async fn alone(connection: &mut AsyncPgConnection) -> QueryResult<()> {
    let try_lock = format!("pg_try_advisory_lock({LOCK})");
    let try_lock = diesel::select(diesel::dsl::sql::<sql_types::Bool>(&try_lock));
    while !try_lock.clone().get_result::<bool>(connection).await? {
        tokio::time::sleep(ASK_AGAIN).await;
    }
    Ok(())
}

/// A connection that acts as the owner of the tables and keeps others from migrating this database.
async fn prepared(url: &str) -> Result<AsyncPgConnection, MigrateError> {
    let mut connection = connect(url).await?;
    let failed = |error| MigrateError::failed("preparation", error);
    let alone = timeout(PATIENCE, alone(&mut connection)).await;
    alone
        .map_err(|late| MigrateError::failed("preparation", late))?
        .map_err(failed)?;
    connection
        .batch_execute("set lock_timeout = '2s'")
        .await
        .map_err(failed)?;
    roles::prepare(&mut connection).await?;
    connection
        .batch_execute(&format!("set role {OWNER_ROLE}"))
        .await
        .map_err(failed)?;
    Ok(connection)
}

type Harness = AsyncMigrationHarness<AsyncPgConnection>;

/// Diesel's harness blocks, so it gets a thread of its own. The lock ends with the connection.
async fn on_harness(
    connection: AsyncPgConnection,
    work: impl FnOnce(&mut Harness) -> Result<Vec<String>, MigrateError> + Send + 'static,
) -> Result<MigrationReport, MigrateError> {
    let work = tokio::task::spawn_blocking(move || work(&mut Harness::new(connection)));
    let done = work
        .await
        .map_err(|error| MigrateError::failed("thread", error))??;
    Ok(MigrationReport { done })
}

fn known() -> Result<Vec<Box<dyn Migration<Pg>>>, MigrateError> {
    let mut known: Vec<Box<dyn Migration<Pg>>> = MIGRATIONS
        .migrations()
        .map_err(|error| MigrateError::failed("list", error))?;
    known.sort_unstable_by(|a, b| a.name().version().cmp(&b.name().version()));
    Ok(known)
}

/// What is to be run, oldest first; refuses a database that knows more than we do.
fn missing(harness: &mut Harness) -> Result<Vec<Box<dyn Migration<Pg>>>, MigrateError> {
    let known = known()?;
    let applied = harness
        .applied_migrations()
        .map_err(|error| MigrateError::failed("list", error))?;
    let is_known = |version: &MigrationVersion<'_>| known.iter().any(|m| m.name().version() == *version);
    if let Some(unknown) = applied.iter().find(|version| !is_known(version)) {
        return Err(MigrateError::NewerDatabase {
            migration: unknown.to_string(),
        });
    }
    Ok(known
        .into_iter()
        .filter(|m| !applied.contains(&m.name().version()))
        .collect())
}

fn run(harness: &mut Harness, migration: &dyn Migration<Pg>) -> Result<String, MigrateError> {
    harness
        .run_migration(migration)
        .map_err(|error| MigrateError::failed(name(migration), error))?;
    Ok(name(migration))
}

fn revert_last(harness: &mut Harness) -> Result<String, MigrateError> {
    let reverted = harness.revert_last_migration(MIGRATIONS);
    reverted
        .map(|version| version.to_string())
        .map_err(|error| MigrateError::failed("revert", error))
}

fn name(migration: &dyn Migration<Pg>) -> String {
    migration.name().to_string()
}
