//! Whether a PostgreSQL may be fetched, and from where.

use std::path::Path;

use local_postgres::{BinarySearch, Fetch, ReleasesUrl};

use super::cli::{FetchArgs, FetchWhen};
use super::faults::Faults;

pub(super) fn check(
    args: &FetchArgs,
    installed: BinarySearch,
    data_dir: Option<&Path>,
    faults: &mut Faults,
) -> Option<BinarySearch> {
    let releases_url = releases_url(args.pg_releases_url.as_deref(), faults)?;
    let fetch = Fetch {
        releases_url,
        announce: |line| tracing::info!("{line}"),
        ..Fetch::into_data_dir(data_dir?)
    };
    Some(match args.pg_fetch {
        FetchWhen::Never => installed,
        FetchWhen::Missing => installed.or_fetched(fetch),
        FetchWhen::Always => installed.only_fetched(fetch),
    })
}

/// An empty variable counts as none. What is wrong is told without the text, which may hold a password.
fn releases_url(raw: Option<&str>, faults: &mut Faults) -> Option<ReleasesUrl> {
    let Some(raw) = raw.filter(|raw| !raw.is_empty()) else {
        return Some(ReleasesUrl::default());
    };
    let parsed = ReleasesUrl::parse(raw);
    if let Err(fault) = &parsed {
        faults.add(format!("--pg-releases-url (PG_RELEASES_URL) {fault}"));
    }
    parsed.ok()
}
