//! A machine without PostgreSQL, and a release site it can ask.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use local_postgres::{BinarySearch, Fetch, LocalPostgresError, Release, ReleasesUrl};
use tempfile::TempDir;

use crate::archive::{self, Extent};
use crate::site::{Manner, ReleaseSite};

pub(crate) struct Bench {
    pub(crate) home: TempDir,
    pub(crate) site: ReleaseSite,
    pub(crate) release: Release,
    pub(crate) length: usize,
}

/// Where an installed PostgreSQL is hidden from: neither `PATH` nor the usual places are looked at.
pub(crate) fn bare_machine() -> BinarySearch {
    BinarySearch {
        usual_places: false,
        ..BinarySearch::new(None, OsString::from("/nowhere"))
    }
}

impl Bench {
    pub(crate) async fn new(manners: &[Manner]) -> Self {
        Self::with(Extent::Programs, manners).await
    }

    pub(crate) async fn with(extent: Extent, manners: &[Manner]) -> Self {
        let (release, archive) = archive::of_this_machine(extent).await;
        Self::of(release, archive, manners)
    }

    pub(crate) fn of(release: Release, archive: Vec<u8>, manners: &[Manner]) -> Self {
        Self {
            home: TempDir::new().unwrap(),
            length: archive.len(),
            site: ReleaseSite::start(archive, manners),
            release,
        }
    }

    pub(crate) fn directory(&self) -> PathBuf {
        self.home.path().join("postgresql")
    }

    pub(crate) fn part(&self) -> PathBuf {
        let Release { version, target, .. } = &self.release;
        self.directory()
            .join(format!("postgresql-{version}-{target}.tar.gz.part"))
    }

    pub(crate) fn programs(&self) -> PathBuf {
        let Release { version, target, .. } = &self.release;
        self.directory().join(format!("{version}-{target}/bin"))
    }

    pub(crate) fn search(&self) -> BinarySearch {
        fetching(self.home.path(), &self.site.url(), self.release.clone())
    }

    pub(crate) async fn fetch(&self) -> Result<PathBuf, LocalPostgresError> {
        self.search().programs().await
    }

    /// What the person at the terminal reads.
    pub(crate) async fn refusal(&self) -> String {
        self.fetch().await.unwrap_err().to_string()
    }

    /// Nothing but the lock, and the part of a download that goes on later.
    pub(crate) fn is_clean(&self) -> bool {
        let names = std::fs::read_dir(self.directory()).unwrap().flatten();
        let mut names = names.map(|entry| entry.file_name().into_string().unwrap());
        names.all(|name| name == "fetch.lock")
    }
}

pub(crate) fn fetching(data_dir: &Path, url: &str, release: Release) -> BinarySearch {
    let fetch = Fetch {
        releases_url: ReleasesUrl::parse(url).unwrap(),
        release: Some(release),
        patience: Duration::from_secs(2),
        ..Fetch::into_data_dir(data_dir)
    };
    bare_machine().or_fetched(fetch)
}

/// Variables for a process of its own that fetches: see [`fetches_when_told`].
const CHILD: [&str; 5] = [
    "TEST_FETCH_INTO",
    "TEST_FETCH_FROM",
    "TEST_FETCH_VERSION",
    "TEST_FETCH_TARGET",
    "TEST_FETCH_SHA256",
];

impl Bench {
    /// A process that fetches, behind the words of a wrapper such as `unshare`.
    pub(crate) fn process(&self, wrapper: &[&str]) -> Command {
        let this = std::env::current_exe().unwrap();
        let mut words = wrapper.iter().map(OsString::from).chain([this.into_os_string()]);
        let mut command = Command::new(words.next().unwrap());
        command
            .args(words)
            .args(["--exact", "bench::fetches_when_told", "--nocapture"]);
        let Release {
            version,
            target,
            sha256,
        } = &self.release;
        let url = self.site.url();
        let values: [&Path; 5] = [
            self.home.path(),
            url.as_ref(),
            version.as_ref(),
            target.as_ref(),
            sha256.as_ref(),
        ];
        command.envs(CHILD.into_iter().zip(values)).stdin(Stdio::null());
        command
    }

    pub(crate) fn spawn(&self) -> Child {
        self.process(&[])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }
}

/// The other side of [`Bench::process`]; nothing to do in a run of all tests.
#[tokio::test]
async fn fetches_when_told() {
    let values: Vec<String> = CHILD
        .iter()
        .filter_map(|name| std::env::var_os(name)?.into_string().ok())
        .collect();
    let [into, from, version, target, sha256] = values.as_slice() else {
        return;
    };
    let release = Release {
        version: version.clone(),
        target: target.clone(),
        sha256: sha256.clone(),
    };
    match fetching(Path::new(into), from, release).programs().await {
        Ok(programs) => println!("FETCHED {}", programs.display()),
        Err(error) => println!("REFUSED {error}"),
    }
}
