//! Looking after the data of an installation: what must not be, and what is kept beside them to answer faster.

use adapter_postgres::{Sealer, check as upkeep, migrate::pending};
use anyhow::{anyhow, bail};

use super::opened::{connect, migrate, with_database};
use super::refusals::store;
use crate::config::DatabaseConfig;
use crate::database::Database;

/// Prints what differs; fails when something does.
pub(super) async fn check(config: DatabaseConfig) -> anyhow::Result<()> {
    let found = with_database(&config, async |database| {
        if !pending(database.migration_url().expose()).await?.is_empty() {
            bail!("the database is older than this program: run `task-outcomes migrate` first");
        }
        let mut found = upkeep::check(database.migration_url().expose()).await?;
        let accounts = upkeep::accounts(database.migration_url().expose()).await?;
        let sealer = sealer(database, &config).await?;
        for account in accounts {
            let differences = sealer.verify(account).await.map_err(|error| store(&error))?;
            let name = |difference| format!("account {}: {difference}", account.uuid());
            found.extend(differences.into_iter().map(name));
        }
        Ok(found)
    })
    .await?;
    for one in &found {
        println!("{one}");
    }
    match found.len() {
        0 => println!(
            "all is as it must be: {} queries found nothing, report and search answer from what is there",
            upkeep::INVARIANTS.len()
        ),
        number => bail!("{number} rows are as they must not be"),
    }
    Ok(())
}

/// Makes it anew for all accounts, one after the other, and brings it up to date.
pub(super) async fn rebuild(config: DatabaseConfig) -> anyhow::Result<()> {
    with_database(&config, async |database| {
        migrate(database).await?;
        let accounts = upkeep::accounts(database.migration_url().expose()).await?;
        let sealer = sealer(database, &config).await?;
        for account in &accounts {
            sealer.rebuild(*account).await.map_err(|error| store(&error))?;
            sealer.catch_up(*account).await.map_err(|error| store(&error))?;
        }
        println!("rebuilt {} accounts", accounts.len());
        Ok(())
    })
    .await
}

async fn sealer(database: &Database, config: &DatabaseConfig) -> anyhow::Result<Sealer> {
    let app = connect(database, config).await?;
    let pool = app
        .pool()
        .ok_or_else(|| anyhow!("this works on PostgreSQL only"))?;
    Ok(Sealer::new(pool.clone()))
}
