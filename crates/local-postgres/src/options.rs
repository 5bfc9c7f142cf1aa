//! What a caller may choose; nothing here reads the environment.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use crate::binaries;
use crate::error::LocalPostgresError;

/// How a local cluster is to be run.
#[derive(Debug, Clone)]
pub struct LocalPostgresOptions {
    /// Where the cluster, its log and its lock live; created if missing.
    pub data_dir: PathBuf,
    /// The database that exists once the cluster has started.
    pub database: String,
    /// `false` for throw-away clusters: fast, and lost when the machine fails.
    pub durable: bool,
    /// Where to look for PostgreSQL.
    pub search: BinarySearch,
    /// Further PostgreSQL settings, which win over ours.
    pub settings: Vec<(String, String)>,
    /// How long a start may take, recovery after a crash included.
    pub startup_timeout: Duration,
}

impl LocalPostgresOptions {
    /// A durable cluster with the database `task_outcomes`, of the PostgreSQL found by `search`.
    pub fn new(data_dir: impl Into<PathBuf>, search: BinarySearch) -> Self {
        Self {
            data_dir: data_dir.into(),
            database: "task_outcomes".to_owned(),
            durable: true,
            search,
            settings: Vec::new(),
            startup_timeout: Duration::from_mins(1),
        }
    }

    /// The same, but fast instead of safe: for tests and other throw-away clusters.
    pub fn throw_away(data_dir: impl Into<PathBuf>, search: BinarySearch) -> Self {
        Self {
            durable: false,
            ..Self::new(data_dir, search)
        }
    }
}

/// Where PostgreSQL's programs come from. What is installed wins over what could be fetched.
#[derive(Debug, Clone)]
pub struct BinarySearch {
    /// The one directory to use (`PG_BIN`); nothing else is looked at when it is given.
    pub pg_bin: Option<PathBuf>,
    /// The value of `PATH`.
    pub path: OsString,
    /// Whether the usual directories of the operating systems are looked at too.
    pub usual_places: bool,
    /// How to get one where none is installed; `None` leaves that to the person at the terminal.
    #[cfg(feature = "fetch")]
    pub fetch: Option<crate::fetch::Fetch>,
}

impl BinarySearch {
    /// One that is installed: in the directory named, or else on the path or in a usual place.
    pub fn new(pg_bin: Option<PathBuf>, path: OsString) -> Self {
        Self {
            pg_bin,
            path,
            usual_places: true,
            #[cfg(feature = "fetch")]
            fetch: None,
        }
    }

    /// One that is installed, or else one that was or will be fetched.
    #[cfg(feature = "fetch")]
    pub fn or_fetched(self, fetch: crate::fetch::Fetch) -> Self {
        Self {
            fetch: Some(fetch),
            ..self
        }
    }

    /// One that was or will be fetched, unless a directory is named.
    #[cfg(feature = "fetch")]
    pub fn only_fetched(self, fetch: crate::fetch::Fetch) -> Self {
        Self {
            path: OsString::new(),
            usual_places: false,
            ..self.or_fetched(fetch)
        }
    }

    /// The directory of the programs that a new cluster would be made with; they are fetched if that is what it takes.
    pub async fn programs(&self) -> Result<PathBuf, LocalPostgresError> {
        Ok(binaries::find_or_fetch(self, None).await?.directory)
    }
}
