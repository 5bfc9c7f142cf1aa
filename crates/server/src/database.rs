//! The database of a run: the one given, or one of our own that lives as long as the run.

use std::num::NonZeroU32;
use std::path::Path;

use local_postgres::{BinarySearch, LocalPostgres, LocalPostgresError, LocalPostgresOptions};

use crate::config::{Addresses, DatabaseConfig, DatabaseSource, Secret};

const NAME: &str = "task_outcomes";
/// For migrations, commands beside the server and a person with psql.
const FURTHER_CONNECTIONS: u32 = 20;

/// Addresses to connect to; [`Database::close`] it at the end.
#[derive(Debug)]
pub struct Database {
    url: Secret,
    migration_url: Secret,
    listen_url: Secret,
    local: Option<LocalPostgres>,
}

impl Database {
    /// For a server, which needs a local cluster for itself.
    pub async fn open(config: &DatabaseConfig) -> Result<Self, LocalPostgresError> {
        match &config.source {
            DatabaseSource::Given(addresses) => Ok(Self::given(addresses)),
            DatabaseSource::Local { data_dir, search } => {
                let options = local_options(data_dir, search, config.pool_size);
                Ok(Self::local(LocalPostgres::start(options).await?))
            }
        }
    }

    /// For a command, which may run beside a server.
    pub async fn open_beside(config: &DatabaseConfig) -> Result<Self, LocalPostgresError> {
        match &config.source {
            DatabaseSource::Given(addresses) => Ok(Self::given(addresses)),
            DatabaseSource::Local { data_dir, search } => {
                let options = local_options(data_dir, search, config.pool_size);
                Ok(Self::local(LocalPostgres::start_or_join(options).await?))
            }
        }
    }

    fn given(addresses: &Addresses) -> Self {
        let Addresses {
            url,
            migration_url,
            listen_url,
        } = addresses.clone();
        Self {
            url,
            migration_url,
            listen_url,
            local: None,
        }
    }

    fn local(cluster: LocalPostgres) -> Self {
        let url = Secret::new(cluster.database_url(NAME));
        Self {
            migration_url: url.clone(),
            listen_url: url.clone(),
            url,
            local: Some(cluster),
        }
    }

    /// Throws all data away, where the cluster is our own; a given database is left alone.
    pub async fn reset(&self) -> Result<(), LocalPostgresError> {
        match &self.local {
            Some(cluster) => cluster.recreate_database(NAME).await,
            None => Ok(()),
        }
    }

    /// Where the server connects.
    pub fn url(&self) -> &Secret {
        &self.url
    }

    /// Where migrations connect.
    pub fn migration_url(&self) -> &Secret {
        &self.migration_url
    }

    /// Where the server listens to what other servers commit.
    pub fn listen_url(&self) -> &Secret {
        &self.listen_url
    }

    /// Stops what was started; after the last connection has been given back.
    pub async fn close(self) -> Result<(), LocalPostgresError> {
        match self.local {
            Some(local) => local.stop().await,
            None => Ok(()),
        }
    }
}

fn local_options(data_dir: &Path, search: &BinarySearch, pool_size: NonZeroU32) -> LocalPostgresOptions {
    let connections = pool_size.get().saturating_add(FURTHER_CONNECTIONS).max(100);
    LocalPostgresOptions {
        database: NAME.to_owned(),
        settings: vec![("max_connections".to_owned(), connections.to_string())],
        ..LocalPostgresOptions::new(data_dir, search.clone())
    }
}
