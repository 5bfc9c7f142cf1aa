//! A throw-away PostgreSQL for one command: started before, stopped and removed after, whatever happens between.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use local_postgres::{BinarySearch, LocalPostgres, LocalPostgresOptions};
use tempfile::TempDir;
#[cfg(feature = "fetch")]
use {
    anyhow::{anyhow, bail},
    local_postgres::{Fetch, ReleasesUrl, default_data_dir},
};

/// A running cluster in a directory of its own.
pub(crate) struct Cluster {
    postgres: LocalPostgres,
    programs: PathBuf,
    _directory: TempDir, // dropped after the server, which lives in it
}

impl Cluster {
    /// Starts a cluster of the PostgreSQL of this machine (`PG_BIN`, `PATH`, the usual directories), or of one that is
    /// fetched into the data directory.
    pub(crate) async fn start() -> Result<Self> {
        Self::start_with(&[]).await
    }

    /// The same with further settings.
    pub(crate) async fn start_with(settings: &[(&str, &str)]) -> Result<Self> {
        let directory = tempfile::Builder::new().prefix("task-outcomes-").tempdir();
        let directory = directory.context("cannot create a temporary directory")?;
        let search = installed();
        #[cfg(feature = "fetch")]
        let search = or_fetched(search)?;
        let programs = search.programs().await?;
        let search = BinarySearch::new(Some(programs.clone()), OsString::new());
        let mut options = LocalPostgresOptions::throw_away(directory.path(), search);
        options.settings = settings
            .iter()
            .map(|&(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let postgres = LocalPostgres::start(options).await?;
        Ok(Self {
            postgres,
            programs,
            _directory: directory,
        })
    }

    /// The address of a database of the cluster, as its superuser.
    pub(crate) fn url(&self, database: &str) -> String {
        self.postgres.database_url(database)
    }

    /// The directory of its programs, for tests that start clusters of their own.
    pub(crate) fn programs(&self) -> &Path {
        &self.programs
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

fn installed() -> BinarySearch {
    let pg_bin = given("PG_BIN").map(PathBuf::from);
    BinarySearch::new(pg_bin, given("PATH").unwrap_or_default())
}

/// The variables are those of the server, which finds what was fetched here and the other way round.
#[cfg(feature = "fetch")]
fn or_fetched(installed: BinarySearch) -> Result<BinarySearch> {
    let when = given("PG_FETCH").unwrap_or_else(|| "missing".into());
    let Some(data_dir) = data_dir().filter(|_| when != "never") else {
        return Ok(installed);
    };
    let mut fetch = Fetch {
        announce: |line| eprintln!("{line}"),
        ..Fetch::into_data_dir(&data_dir)
    };
    if let Some(url) = given("PG_RELEASES_URL") {
        let parsed = ReleasesUrl::parse(&url.to_string_lossy());
        fetch.releases_url = parsed.map_err(|fault| anyhow!("PG_RELEASES_URL {fault}"))?;
    }
    match when.to_str() {
        Some("missing") => Ok(installed.or_fetched(fetch)),
        Some("always") => Ok(installed.only_fetched(fetch)),
        _ => bail!("PG_FETCH is none of missing, always and never"),
    }
}

#[cfg(feature = "fetch")]
fn data_dir() -> Option<PathBuf> {
    let path = |name| given(name).map(PathBuf::from);
    let (home, xdg) = (path("HOME"), path("XDG_DATA_HOME"));
    let (is_root, is_macos) = (local_postgres::is_root(), cfg!(target_os = "macos"));
    path("DATA_DIR").or_else(|| default_data_dir(home.as_deref(), xdg.as_deref(), is_root, is_macos))
}

/// An empty variable counts as none.
fn given(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
