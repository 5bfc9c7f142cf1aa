//! Which PostgreSQL is used, and with how many connections.

use std::num::NonZeroU32;
use std::path::PathBuf;

use local_postgres::BinarySearch;

use super::cli::DatabaseArgs;
use super::data_dir;
use super::faults::Faults;
use super::secret::Secret;
use super::surroundings::Surroundings;

/// The largest pool; PostgreSQL serves more clients worse, not better.
const MOST_CONNECTIONS: u32 = 1_000;

/// Where the data is.
#[derive(Debug, Clone)]
pub struct DatabaseConfig {
    /// Whose PostgreSQL it is.
    pub source: DatabaseSource,
    /// Connections, at most.
    pub pool_size: NonZeroU32,
}

/// Whose PostgreSQL it is.
#[derive(Debug, Clone)]
pub enum DatabaseSource {
    /// Somebody else's, at these addresses.
    Given(Addresses),
    /// One of our own.
    Local {
        /// Where its files are.
        data_dir: PathBuf,
        /// Where to look for its programs.
        search: BinarySearch,
    },
}

/// Where one database is to be had.
#[derive(Debug, Clone)]
pub struct Addresses {
    /// For serving.
    pub url: Secret,
    /// For migrations; the same one unless they are kept apart.
    pub migration_url: Secret,
    /// For hearing what other servers commit; the same one unless that leads to a pooler.
    pub listen_url: Secret,
}

pub(super) fn check(
    args: &DatabaseArgs,
    surroundings: &Surroundings,
    faults: &mut Faults,
) -> Option<DatabaseConfig> {
    let pool_size = pool_size(&args.pool_size, faults);
    let source = source(args, surroundings, faults);
    Some(DatabaseConfig {
        source: source?,
        pool_size: pool_size?,
    })
}

fn source(args: &DatabaseArgs, surroundings: &Surroundings, faults: &mut Faults) -> Option<DatabaseSource> {
    let address = url(
        "--database-url (DATABASE_URL)",
        args.database_url.as_deref(),
        faults,
    );
    let others = [
        (
            "MIGRATION_DATABASE_URL",
            url(
                "--migration-database-url (MIGRATION_DATABASE_URL)",
                args.migration_database_url.as_deref(),
                faults,
            ),
        ),
        (
            "LISTEN_DATABASE_URL",
            url(
                "--listen-database-url (LISTEN_DATABASE_URL)",
                args.listen_database_url.as_deref(),
                faults,
            ),
        ),
    ];
    match address {
        Given::Faulty => None,
        Given::Usable(url) => {
            let [migration_url, listen_url] = others.map(|(_, other)| match other {
                Given::Not => Some(url.clone()),
                Given::Usable(other) => Some(other),
                Given::Faulty => None,
            });
            Some(DatabaseSource::Given(Addresses {
                migration_url: migration_url?,
                listen_url: listen_url?,
                url,
            }))
        }
        Given::Not => {
            let mut is_alone = true;
            for (name, other) in others {
                if let Given::Usable(_) = other {
                    faults.add(format!(
                        "{name} is given without DATABASE_URL: the server needs its own address too"
                    ));
                }
                is_alone &= matches!(other, Given::Not);
            }
            is_alone.then(|| local(args, surroundings, faults)).flatten()
        }
    }
}

fn local(args: &DatabaseArgs, surroundings: &Surroundings, faults: &mut Faults) -> Option<DatabaseSource> {
    let pg_bin = args
        .pg_bin
        .as_ref()
        .filter(|path| !path.is_empty())
        .map(PathBuf::from);
    let search = BinarySearch::new(pg_bin, surroundings.path.clone());
    let data_dir = data_dir::check(args.data_dir.as_ref(), surroundings, faults);
    #[cfg(feature = "fetch")]
    let search = super::fetch::check(&args.fetch, search, data_dir.as_deref(), faults)?;
    let data_dir = data_dir?;
    Some(DatabaseSource::Local { data_dir, search })
}

enum Given {
    Not,
    Usable(Secret),
    Faulty,
}

/// An empty variable counts as none. What is wrong is told without the text, which may hold a password.
fn url(option: &str, raw: Option<&str>, faults: &mut Faults) -> Given {
    let Some(raw) = raw.filter(|raw| !raw.is_empty()) else {
        return Given::Not;
    };
    let rest = raw
        .strip_prefix("postgresql://")
        .or_else(|| raw.strip_prefix("postgres://"));
    match rest.and_then(|rest| rest.split_once('/')) {
        None => {
            faults.add(format!(
                "{option} is no address of the form postgresql://user:password@host/database"
            ));
            Given::Faulty
        }
        Some((_, database)) if database.is_empty() || database.starts_with('?') => {
            faults.add(format!("{option} names no database: it ends in /database"));
            Given::Faulty
        }
        Some(_) => Given::Usable(Secret::new(raw)),
    }
}

fn pool_size(raw: &str, faults: &mut Faults) -> Option<NonZeroU32> {
    let parsed = raw
        .parse()
        .ok()
        .filter(|size: &NonZeroU32| size.get() <= MOST_CONNECTIONS);
    if parsed.is_none() {
        faults.add(format!(
            "--pool-size (POOL_SIZE) is {raw:?}, which is no number from 1 to {MOST_CONNECTIONS}"
        ));
    }
    parsed
}
