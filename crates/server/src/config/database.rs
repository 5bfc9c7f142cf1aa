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
    Given {
        /// For serving.
        url: Secret,
        /// For migrations; the same one unless they are kept apart.
        migration_url: Secret,
    },
    /// One of our own.
    Local {
        /// Where its files are.
        data_dir: PathBuf,
        /// Where to look for its programs.
        search: BinarySearch,
    },
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
    let url = url(
        "--database-url (DATABASE_URL)",
        args.database_url.as_deref(),
        faults,
    );
    let migration_url = self::url(
        "--migration-database-url (MIGRATION_DATABASE_URL)",
        args.migration_database_url.as_deref(),
        faults,
    );
    match (url, migration_url) {
        (Given::Usable(url), Given::Usable(migration_url)) => {
            Some(DatabaseSource::Given { url, migration_url })
        }
        (Given::Usable(url), Given::Not) => Some(DatabaseSource::Given {
            migration_url: url.clone(),
            url,
        }),
        (Given::Not, Given::Not) => local(args, surroundings, faults),
        (Given::Not, Given::Usable(_)) => {
            faults.add(
                "MIGRATION_DATABASE_URL is given without DATABASE_URL: the server needs its own address too",
            );
            None
        }
        (Given::Faulty, _) | (_, Given::Faulty) => None,
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
