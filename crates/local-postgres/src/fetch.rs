//! Fetches a PostgreSQL where none is installed: whole and checked, or not at all.

mod download;
mod fault;
mod part;
mod place;
mod progress;
mod release;
mod site;
mod unpack;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

pub use self::fault::FetchFault;
use self::place::Place;
pub use self::release::Release;
use self::site::Site;
pub use self::site::{ReleasesUrl, ReleasesUrlError};
use crate::binaries::{self, Binaries};
use crate::error::LocalPostgresError;
use crate::{advice, runner};

/// How a PostgreSQL is fetched where none is installed.
#[derive(Debug, Clone)]
pub struct Fetch {
    /// Where it is kept, and found again; made if missing.
    pub directory: PathBuf,
    /// The site it comes from.
    pub releases_url: ReleasesUrl,
    /// What is fetched; none where there is nothing for machines of this kind.
    pub release: Option<Release>,
    /// How long the site may keep silent.
    pub patience: Duration,
    /// Is told what begins and what is done; the bar between them shows on a terminal only.
    pub announce: fn(&str),
}

impl Fetch {
    /// The pinned release for this machine from its own site, silently.
    pub fn into_data_dir(data_dir: &Path) -> Self {
        Self {
            directory: data_dir.join("postgresql"),
            releases_url: ReleasesUrl::default(),
            release: Release::for_this_machine(),
            patience: Duration::from_secs(30),
            announce: |_| (),
        }
    }
}

/// The programs that were fetched before, or are now; none where nothing on offer would do.
pub(crate) async fn provide(
    fetch: &Fetch,
    cluster_major: Option<u32>,
) -> Result<Option<Binaries>, LocalPostgresError> {
    let suiting = fetch
        .release
        .as_ref()
        .filter(|release| binaries::suits(release.major(), cluster_major));
    if let Some(found) = fetched_before(fetch, suiting, cluster_major) {
        return Ok(Some(found));
    }
    let Some(release) = suiting else {
        return Ok(None);
    };
    let failed = |fault| LocalPostgresError::Fetch {
        wanted: binaries::wanted(cluster_major),
        version: release.version.clone(),
        fault: Box::new(fault),
        advice: advice::advice(cluster_major, runner::is_root()),
    };
    let programs = Place::programs(&fetch.directory, release);
    if !programs.exists() {
        let (fetch, release) = (fetch.clone(), release.clone());
        let done = apart(move |stopped| fetch_release(&fetch, &release, stopped)).await;
        done.unwrap_or(Err(FetchFault::Stopped)).map_err(failed)?;
    }
    let found = Binaries::at(&programs).map_err(|_| failed(does_not_run(&programs)))?;
    Ok(Some(found))
}

/// The pinned one if it is there, else the newest that would do: a start needs no network for what it has.
fn fetched_before(fetch: &Fetch, pinned: Option<&Release>, cluster_major: Option<u32>) -> Option<Binaries> {
    let first = pinned.map(|release| Place::programs(&fetch.directory, release));
    let mut others: Vec<Binaries> = place::all_programs(&fetch.directory)
        .iter()
        .filter_map(|programs| Binaries::at(programs).ok())
        .filter(|found| binaries::suits(found.major, cluster_major))
        .collect();
    others.sort_by_key(|found| std::cmp::Reverse(found.major));
    first
        .and_then(|programs| Binaries::at(&programs).ok())
        .or_else(|| others.into_iter().next())
}

/// Runs work that blocks on a thread of its own, which no runtime waits for: who loses interest need not wait for the
/// network. The work can ask whether anybody is still interested.
async fn apart<T: Send + 'static>(work: impl FnOnce(&dyn Fn() -> bool) -> T + Send + 'static) -> Option<T> {
    let (done, waiting) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let result = work(&|| done.is_closed());
        // Nobody waits any more: what was fetched is there for the next run.
        let _ = done.send(result);
    });
    waiting.await.ok()
}

fn fetch_release(fetch: &Fetch, release: &Release, stopped: &dyn Fn() -> bool) -> Result<(), FetchFault> {
    let place = Place::open(fetch, release, stopped)?;
    if place.is_filled() {
        return Ok(()); // by the process that had the lock before us
    }
    (fetch.announce)(&format!(
        "fetching PostgreSQL {} from {}, once",
        release.version,
        fetch.releases_url.site()
    ));
    let site = Site::new(&fetch.releases_url, fetch.patience);
    let length = download::download(&site, release, &place.part(), stopped)?;
    place.fill(stopped)?;
    (fetch.announce)(&format!(
        "fetched PostgreSQL {} ({} MB)",
        release.version,
        length.div_ceil(1_000_000)
    ));
    Ok(())
}

/// Why `postgres` cannot even tell its version: a library of the system that is missing, most likely.
fn does_not_run(programs: &Path) -> FetchFault {
    let mut command = Command::new(programs.join("postgres"));
    let output = command.arg("--version").stdin(Stdio::null()).output();
    let reason = match output {
        Ok(output) => String::from_utf8_lossy(&output.stderr)
            .lines()
            .next_back()
            .map(|line| {
                line.rsplit_once("postgres: ")
                    .map_or(line, |(_, reason)| reason)
                    .to_owned()
            }),
        Err(cause) => Some(cause.to_string()),
    };
    FetchFault::DoesNotRun {
        reason: reason.unwrap_or_else(|| "it gives no reason".to_owned()),
        programs: programs.to_owned(),
    }
}
