//! A cluster of a test's own, for what concerns the whole of it.

use local_postgres::{BinarySearch, LocalPostgres, LocalPostgresOptions};
use tempfile::TempDir;

fn surroundings() -> BinarySearch {
    let pg_bin = std::env::var_os("PG_BIN").map(Into::into);
    BinarySearch::new(pg_bin, std::env::var_os("PATH").unwrap_or_default())
}

/// Starts it in this directory; `durable` as in earnest, or else fast.
pub(crate) async fn start(home: &TempDir, durable: bool) -> LocalPostgres {
    let options = LocalPostgresOptions {
        durable,
        ..LocalPostgresOptions::new(home.path(), surroundings())
    };
    LocalPostgres::start(options).await.unwrap()
}
