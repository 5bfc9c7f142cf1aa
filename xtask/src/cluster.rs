//! A throw-away PostgreSQL for one command: started before, stopped and removed after, whatever happens between.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use local_postgres::{BinarySearch, LocalPostgres, LocalPostgresOptions};
use tempfile::TempDir;

/// A running cluster in a directory of its own.
pub(crate) struct Cluster {
    postgres: LocalPostgres,
    _directory: TempDir, // dropped after the server, which lives in it
}

impl Cluster {
    /// Starts a cluster of the PostgreSQL of this machine (`PG_BIN`, `PATH`, the usual directories).
    pub(crate) async fn start() -> Result<Self> {
        Self::start_with(&[]).await
    }

    /// The same with further settings.
    pub(crate) async fn start_with(settings: &[(&str, &str)]) -> Result<Self> {
        let directory = tempfile::Builder::new().prefix("task-outcomes-").tempdir();
        let directory = directory.context("cannot create a temporary directory")?;
        let search = BinarySearch {
            pg_bin: std::env::var_os("PG_BIN").map(PathBuf::from),
            path: std::env::var_os("PATH").unwrap_or_default(),
        };
        let mut options = LocalPostgresOptions::throw_away(directory.path(), search);
        options.settings = settings
            .iter()
            .map(|&(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let postgres = LocalPostgres::start(options).await?;
        Ok(Self {
            postgres,
            _directory: directory,
        })
    }

    /// The address of a database of the cluster, as its superuser.
    pub(crate) fn url(&self, database: &str) -> String {
        self.postgres.database_url(database)
    }

    /// A new, empty database.
    pub(crate) async fn create_database(&self, name: &str) -> Result<String> {
        self.postgres.create_database(name).await?;
        Ok(self.url(name))
    }

    /// Stops the server and removes its files.
    pub(crate) async fn stop(self) -> Result<()> {
        Ok(self.postgres.stop().await?)
    }
}
