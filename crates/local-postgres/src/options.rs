//! What a caller may choose; nothing here reads the environment.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

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

/// Where to look for PostgreSQL's programs, beside the usual directories of the operating systems.
#[derive(Debug, Clone, Default)]
pub struct BinarySearch {
    /// The one directory to use (`PG_BIN`); nothing else is looked at when it is given.
    pub pg_bin: Option<PathBuf>,
    /// The value of `PATH`.
    pub path: OsString,
}
