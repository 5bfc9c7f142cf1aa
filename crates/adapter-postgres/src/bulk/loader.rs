//! The connection that loads: one account is one transaction, so that what breaks off leaves nothing.

use std::{io::Cursor, pin::pin};

use application::confirmation::ConfirmationKey;
use domain::Account;
use futures_util::SinkExt as _;
use jiff::Timestamp;
use tokio_postgres::Client;

use super::{Portion, sheet::Sheet};
use crate::{
    connect::{ConnectError, log_in},
    migrate::OWNER_ROLE,
};

/// Why loading broke off.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// There is no connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// A value does not fit into its column.
    #[error("a row cannot be written")]
    Row,
    /// PostgreSQL refused; what it said may show data and is not told.
    #[error("PostgreSQL refuses {what} (SQLSTATE {code})")]
    Refused {
        /// What was to be done.
        what: &'static str,
        /// The SQLSTATE, or `none` when the connection was lost.
        code: String,
    },
}

/// Loads accounts, one after the other.
///
/// A superuser may let PostgreSQL take the rows as they are: nothing is checked that the rows say about each other, which
/// saves more than half of the time. Any other login acts as the owner of the tables. Row-level security, which binds
/// the owner too, refuses COPY, so the rows take the way over a table of the session; all is checked.
#[derive(Debug)]
pub struct Loader {
    client: Client,
    is_superuser: bool,
}

impl Loader {
    /// Opens a connection with the login of the URL, to a database that is migrated.
    #[expect(
        clippy::disallowed_methods,
        reason = "ends with the loader; what goes wrong is told by what waits for it"
    )]
    pub async fn open(url: &str) -> Result<Self, BulkError> {
        let (client, connection) = log_in(url).await?;
        tokio::spawn(connection);
        let powers = client
            .query_one("select rolsuper from pg_roles where rolname = current_user", &[])
            .await;
        let is_superuser = powers
            .and_then(|row| row.try_get(0))
            .map_err(refused("to be asked"))?;
        Ok(Self { client, is_superuser })
    }

    /// What time it is for the database, in whole seconds.
    pub async fn now(&self) -> Result<Timestamp, BulkError> {
        let query = "select extract(epoch from now())::bigint";
        let row = self.client.query_one(query, &[]).await;
        let second: i64 = row
            .and_then(|row| row.try_get(0))
            .map_err(refused("to tell the time"))?;
        Timestamp::from_second(second).map_err(|_| BulkError::Row)
    }

    /// Begins a new account.
    pub async fn begin(&mut self, account: &Account, key: &ConfirmationKey) -> Result<(), BulkError> {
        let role = if self.is_superuser {
            String::new()
        } else {
            format!("set local role {OWNER_ROLE};")
        };
        let begin = format!(
            "begin; {role} set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0"
        );
        self.run(&begin, "to begin").await?;
        let mut first = Portion::new(account.id);
        first.account(account, key)?;
        self.load(first).await?;
        // The triggers of the account have run; those of its rows tell what changes, and nothing does.
        if self.is_superuser {
            self.run("set local session_replication_role = replica", "the fast way")
                .await?;
        }
        Ok(())
    }

    /// Adds to the account that was begun.
    pub async fn load(&mut self, portion: Portion) -> Result<(), BulkError> {
        for sheet in portion.sheets() {
            self.put(sheet).await?;
        }
        Ok(())
    }

    /// Ends the account that was begun: all of it is there now.
    pub async fn commit(&mut self) -> Result<(), BulkError> {
        self.run("commit", "to end").await
    }

    async fn put(&self, mut sheet: Sheet) -> Result<(), BulkError> {
        let Some(bytes) = sheet.bytes() else { return Ok(()) };
        let Sheet { table, columns, .. } = &sheet;
        if self.is_superuser {
            return self.copy(&format!("{table} ({columns})"), bytes).await;
        }
        let beside = format!(
            "create temporary table pg_temp.portion on commit drop as select {columns} from {table} with no data"
        );
        self.run(&beside, "a table of the session").await?;
        self.copy(&format!("pg_temp.portion ({columns})"), bytes).await?;
        let insert = format!(
            "insert into {table} ({columns}) select {columns} from pg_temp.portion; drop table pg_temp.portion"
        );
        self.run(&insert, "rows").await
    }

    async fn copy(&self, target: &str, bytes: Vec<u8>) -> Result<(), BulkError> {
        let failed = || refused("rows");
        let copy = format!("copy {target} from stdin (format binary)");
        let sink = self.client.copy_in(&copy).await.map_err(failed())?;
        let mut sink = pin!(sink);
        sink.send(Cursor::new(bytes)).await.map_err(failed())?;
        sink.finish().await.map(|_| ()).map_err(failed())
    }

    async fn run(&self, sql: &str, what: &'static str) -> Result<(), BulkError> {
        self.client.batch_execute(sql).await.map_err(refused(what))
    }
}

fn refused(what: &'static str) -> impl Fn(tokio_postgres::Error) -> BulkError {
    move |error| BulkError::Refused {
        what,
        code: error.code().map_or("none", |code| code.code()).to_owned(),
    }
}
