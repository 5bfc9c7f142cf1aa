//! Finds PostgreSQL's programs and picks the newest that may run the cluster at hand.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::LocalPostgresError;
use crate::options::BinarySearch;
use crate::{advice, places, runner};

/// The oldest major version of PostgreSQL that the service runs on.
pub const OLDEST_MAJOR: u32 = 15;

/// A directory with `postgres` and `initdb` of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Binaries {
    pub(crate) directory: PathBuf,
    pub(crate) major: u32,
}

impl Binaries {
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    pub(crate) fn at(directory: &Path) -> Result<Self, String> {
        let directory = real_home(directory).ok_or("holds no `postgres` and `initdb`")?;
        let major = major_of(&directory.join("postgres"))
            .ok_or("holds a `postgres` that does not tell its version")?;
        Ok(Self { directory, major })
    }

    fn suits(&self, cluster_major: Option<u32>) -> bool {
        suits(self.major, cluster_major)
    }
}

/// Whether a major version may make a new cluster, or run the one that was made by `cluster_major`.
pub(crate) fn suits(major: u32, cluster_major: Option<u32>) -> bool {
    cluster_major.map_or(major >= OLDEST_MAJOR, |wanted| major == wanted)
}

/// The same as [`find`]; what is not found is fetched, where the caller wants that.
#[cfg_attr(
    not(feature = "fetch"),
    expect(clippy::unused_async, reason = "callers need not know what was left out")
)]
pub(crate) async fn find_or_fetch(
    search: &BinarySearch,
    cluster_major: Option<u32>,
) -> Result<Binaries, LocalPostgresError> {
    let found = find(search, cluster_major);
    #[cfg(feature = "fetch")]
    if let (Err(LocalPostgresError::NotFound { .. }), Some(fetch)) = (&found, &search.fetch)
        && let Some(fetched) = crate::fetch::provide(fetch, cluster_major).await?
    {
        return Ok(fetched);
    }
    found
}

/// The installed programs for a new cluster, or for one that was made by `cluster_major`.
fn find(search: &BinarySearch, cluster_major: Option<u32>) -> Result<Binaries, LocalPostgresError> {
    if let Some(named) = &search.pg_bin {
        return named_by_caller(named, cluster_major);
    }
    let mut found: Vec<Binaries> = Vec::new();
    for directory in candidates(search) {
        if let Ok(binaries) = Binaries::at(&directory)
            && !found.contains(&binaries)
        {
            found.push(binaries);
        }
    }
    // The sort is stable: among equals, PATH goes before the usual directories.
    found.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
    let chosen = found
        .iter()
        .find(|binaries| binaries.suits(cluster_major))
        .cloned();
    chosen.ok_or_else(|| not_found(search, &found, cluster_major))
}

fn named_by_caller(named: &Path, cluster_major: Option<u32>) -> Result<Binaries, LocalPostgresError> {
    let unsuitable = |problem| LocalPostgresError::UnsuitablePgBin {
        path: named.to_owned(),
        problem,
    };
    let binaries = Binaries::at(named).map_err(unsuitable)?;
    if binaries.suits(cluster_major) {
        return Ok(binaries);
    }
    Err(unsuitable(format!(
        "is PostgreSQL {}, but {} is needed",
        binaries.major,
        wanted(cluster_major)
    )))
}

fn candidates(search: &BinarySearch) -> Vec<PathBuf> {
    let on_path: Vec<PathBuf> = std::env::split_paths(&search.path)
        .filter(|path| path.is_absolute())
        .collect();
    let told = on_path
        .iter()
        .find_map(|directory| told_by_pg_config(&directory.join("pg_config")));
    let usual = search.usual_places.then(places::existing);
    on_path
        .iter()
        .cloned()
        .chain(told)
        .chain(usual.into_iter().flatten())
        .collect()
}

fn told_by_pg_config(program: &Path) -> Option<PathBuf> {
    Some(PathBuf::from(output_of(program, "--bindir")?))
}

/// Where links lead, as long as both programs are there.
fn real_home(directory: &Path) -> Option<PathBuf> {
    let holds_both = |home: &Path| home.join("postgres").is_file() && home.join("initdb").is_file();
    let postgres = directory.join("postgres").canonicalize().ok()?;
    let behind_links = postgres
        .parent()
        .filter(|home| holds_both(home))
        .map(Path::to_owned);
    behind_links.or_else(|| holds_both(directory).then(|| directory.to_owned()))
}

fn major_of(postgres: &Path) -> Option<u32> {
    parse_major(&output_of(postgres, "--version")?)
}

fn parse_major(version: &str) -> Option<u32> {
    let (_, number) = version.split_once("(PostgreSQL) ")?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn output_of(program: &Path, argument: &str) -> Option<String> {
    let output = Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

pub(crate) fn wanted(cluster_major: Option<u32>) -> String {
    match cluster_major {
        Some(major) => format!("PostgreSQL {major}, which made the cluster in the data directory,"),
        None => format!("PostgreSQL {OLDEST_MAJOR} or newer"),
    }
}

fn not_found(search: &BinarySearch, found: &[Binaries], cluster_major: Option<u32>) -> LocalPostgresError {
    let unsuitable = found
        .iter()
        .map(|it| format!("{} holds version {}", it.directory.display(), it.major))
        .collect::<Vec<_>>();
    let mut tried = vec![
        "PG_BIN".to_owned(),
        "PATH".to_owned(),
        "pg_config --bindir".to_owned(),
    ];
    if search.usual_places {
        tried.extend(places::patterns());
    }
    let mut tried = tried.join(", ");
    if !unsuitable.is_empty() {
        tried = format!("{tried}; {}", unsuitable.join(", "));
    }
    let advice = advice::advice(cluster_major, runner::is_root());
    LocalPostgresError::NotFound {
        wanted: wanted(cluster_major),
        tried,
        advice,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_is_read_from_any_form_of_version() {
        assert_eq!(
            parse_major("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"),
            Some(15)
        );
        assert_eq!(parse_major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(parse_major("postgres"), None);
    }

    #[test]
    fn nothing_found_says_what_was_tried_and_what_helps() {
        let message = not_found(
            &BinarySearch::new(None, std::ffi::OsString::new()),
            &[Binaries {
                directory: "/usr/bin".into(),
                major: 13,
            }],
            None,
        )
        .to_string();
        assert!(
            message.contains("PostgreSQL 15 or newer was found (tried PG_BIN, PATH, pg_config --bindir"),
            "{message}"
        );
        assert!(message.contains("/usr/bin holds version 13"), "{message}");
        assert!(message.contains("install"), "{message}");
    }

    #[test]
    fn a_cluster_wants_the_major_that_made_it() {
        let binaries = Binaries {
            directory: "/usr/bin".into(),
            major: 17,
        };
        assert!(binaries.suits(None));
        assert!(binaries.suits(Some(17)));
        assert!(!binaries.suits(Some(16)));
    }

    #[test]
    fn a_pg_bin_without_programs_is_named() {
        let search = BinarySearch::new(Some("/nowhere".into()), std::ffi::OsString::new());
        let message = find(&search, None).unwrap_err().to_string();
        assert_eq!(
            message,
            "PG_BIN names /nowhere, which holds no `postgres` and `initdb`"
        );
    }
}
