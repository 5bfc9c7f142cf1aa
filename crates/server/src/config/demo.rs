//! Where the demo keeps its data.

use std::path::PathBuf;

use super::{
    DatabaseConfig, DatabaseSource, HttpConfig, cli, data_dir, database, faults::Faults, http,
    surroundings::Surroundings,
};

/// How to run the demo.
#[derive(Debug)]
pub struct DemoConfig {
    /// How HTTP is served.
    pub http: HttpConfig,
    /// Where the data is.
    pub store: DemoStore,
    /// Where `demo.json` is written.
    pub data_dir: PathBuf,
    /// Throw the data away first.
    pub reset: bool,
}

/// Where the demo keeps its data.
#[derive(Debug)]
pub enum DemoStore {
    /// In memory, until it ends.
    Memory,
    /// In PostgreSQL, where it stays.
    Postgres(Box<DatabaseConfig>),
}

/// Checks what is said about the demo.
pub(super) fn check(
    args: &cli::DemoArgs,
    surroundings: &Surroundings,
    faults: &mut Faults,
) -> Option<DemoConfig> {
    let http = http::check(&args.serve, faults);
    let stored = match args.store {
        cli::StoreChoice::Memory => memory(args, surroundings, faults),
        cli::StoreChoice::Postgres => postgres(args, surroundings, faults),
    };
    let (store, data_dir) = stored?;
    Some(DemoConfig {
        http: http?,
        store,
        data_dir,
        reset: args.reset,
    })
}

/// A directory of its own, so that it takes nothing away from a demo in PostgreSQL.
fn memory(
    args: &cli::DemoArgs,
    surroundings: &Surroundings,
    faults: &mut Faults,
) -> Option<(DemoStore, PathBuf)> {
    let data_dir = data_dir::check(args.serve.database.data_dir.as_ref(), surroundings, faults)?;
    Some((DemoStore::Memory, data_dir.join("memory")))
}

fn postgres(
    args: &cli::DemoArgs,
    surroundings: &Surroundings,
    faults: &mut Faults,
) -> Option<(DemoStore, PathBuf)> {
    let database = database::check(&args.serve.database, surroundings, faults)?;
    let data_dir = match &database.source {
        DatabaseSource::Local { data_dir, .. } => Some(data_dir.clone()),
        DatabaseSource::Given(_) => {
            data_dir::check(args.serve.database.data_dir.as_ref(), surroundings, faults)
        }
    }?;
    if args.reset && matches!(database.source, DatabaseSource::Given(_)) {
        faults.add("--reset throws a local database away and never one that DATABASE_URL names: leave one of the two out");
    }
    Some((DemoStore::Postgres(Box::new(database)), data_dir))
}
