//! Throw-away clusters of this machine's PostgreSQL.

use std::path::Path;

use local_postgres::{BinarySearch, LocalPostgres, LocalPostgresOptions};

pub(crate) fn search() -> BinarySearch {
    let pg_bin = std::env::var_os("PG_BIN").map(Into::into);
    BinarySearch::new(pg_bin, std::env::var_os("PATH").unwrap_or_default())
}

pub(crate) fn throw_away(data_dir: &Path) -> LocalPostgresOptions {
    LocalPostgresOptions::throw_away(data_dir, search())
}

pub(crate) async fn start(data_dir: &Path) -> LocalPostgres {
    LocalPostgres::start(throw_away(data_dir)).await.unwrap()
}
