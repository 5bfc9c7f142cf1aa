//! Looks for what must not be, over all accounts of a database: one query for each invariant of the domain. What
//! is sealed and indexed beside is looked at by `Sealer::verify`.

use diesel::{QueryableByName, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use uuid::Uuid;

use crate::{
    connect::{ConnectError, connect},
    migrate::OWNER_ROLE,
};

/// Each query gives the rows that must not be.
pub const INVARIANTS: [(&str, &str); 11] = [
    (
        "I1 no reference crosses accounts",
        include_str!("check/i01_accounts.sql"),
    ),
    (
        "I2 what is in force is complete",
        include_str!("check/i02_assignments.sql"),
    ),
    (
        "I3 archived types have nothing to do",
        include_str!("check/i03_archived_types.sql"),
    ),
    (
        "I4 archived outcomes are assigned nowhere",
        include_str!("check/i04_archived_outcomes.sql"),
    ),
    ("I5 keys are unique", include_str!("check/i05_keys.sql")),
    (
        "I6 a task has one subject and one state",
        include_str!("check/i06_tasks.sql"),
    ),
    (
        "I9 what was used is not deleted",
        include_str!("check/i09_used_outcomes.sql"),
    ),
    (
        "I10 what was merged leads to one that was not",
        include_str!("check/i10_merged_outcomes.sql"),
    ),
    (
        "I11 one entry for each change",
        include_str!("check/i11_entries.sql"),
    ),
    (
        "I11 the history ends in what is",
        include_str!("check/i11_history.sql"),
    ),
    (
        "I12 the report counts each task once",
        include_str!("check/i12_report.sql"),
    ),
];

/// How many rows of each kind are told, at most.
const TOLD: u32 = 20;

/// Why a database could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// There is no connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The login may not see all accounts.
    #[error("the login of the database URL cannot take the role {OWNER_ROLE}, which alone sees all accounts")]
    NotOwner,
    /// A query failed. What PostgreSQL said may show data and is not told.
    #[error("{0} could not be looked at: is the database of this version, and is there room on its disk?")]
    Failed(&'static str),
}

/// What must not be: the name of the invariant, and the row as JSON. It looks at one moment, while others write.
pub async fn check(url: &str) -> Result<Vec<String>, CheckError> {
    let mut connection = owner(url).await?;
    let begin = "begin isolation level repeatable read read only; set local statement_timeout = 0";
    let snapshot = connection.batch_execute(begin).await;
    snapshot.map_err(|_| CheckError::Failed("the database"))?;
    let mut found = Vec::new();
    for (name, query) in INVARIANTS {
        let rows = sql_query(format!(
            "select to_jsonb(violation)::text as row from ({query}) violation limit {TOLD}"
        ));
        let rows: Vec<Told> = rows
            .load(&mut connection)
            .await
            .map_err(|_| CheckError::Failed(name))?;
        found.extend(rows.into_iter().map(|told| format!("{name}: {}", told.row)));
    }
    Ok(found)
}

/// All accounts, for work that is done in each.
pub async fn accounts(url: &str) -> Result<Vec<domain::AccountId>, CheckError> {
    let mut connection = owner(url).await?;
    let query = sql_query("select account_id from accounts order by account_id");
    let rows: Vec<Known> = query
        .load(&mut connection)
        .await
        .map_err(|_| CheckError::Failed("the list of accounts"))?;
    Ok(rows
        .into_iter()
        .map(|known| domain::AccountId::new(known.account_id))
        .collect())
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = sql_types::Text)]
    row: String,
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = sql_types::Uuid)]
    account_id: Uuid,
}

async fn owner(url: &str) -> Result<AsyncPgConnection, CheckError> {
    let mut connection = connect(url).await?;
    let taken = connection.batch_execute(&format!("set role {OWNER_ROLE}")).await;
    taken.map_err(|_| CheckError::NotOwner)?;
    Ok(connection)
}
