//! Yardsticks: plain SQL on a connection like those of the server's pool: its role, the account set, one transaction for
//! each question.

use anyhow::Context as _;
use domain::AccountId;
use tokio_postgres::{Client, NoTls, Row, Statement};

/// A connection that asks for one account.
pub(crate) struct Plain {
    client: Client,
    begin: String,
}

impl Plain {
    pub(crate) async fn open(url: &str, account: AccountId) -> anyhow::Result<Self> {
        let client = connect(url).await?;
        client.batch_execute("set role task_outcomes_server").await?;
        let begin = format!(
            "begin isolation level repeatable read read only; set local app.account_id = '{}'",
            account.uuid()
        );
        Ok(Self { client, begin })
    }

    /// The same with the login's own role, which row-level security does not bind.
    pub(crate) async fn unbound(url: &str, account: AccountId) -> anyhow::Result<Self> {
        let plain = Self::open(url, account).await?;
        plain.client.batch_execute("reset role").await?;
        Ok(plain)
    }

    pub(crate) async fn prepare(&self, sql: &str) -> anyhow::Result<Statement> {
        Ok(self.client.prepare(sql).await?)
    }

    pub(crate) async fn ask(&self, statement: &Statement) -> anyhow::Result<Vec<Row>> {
        self.client.batch_execute(&self.begin).await?;
        let rows = self.client.query(statement, &[]).await?;
        self.client.batch_execute("rollback").await?;
        Ok(rows)
    }
}

/// A connection with the login of the URL.
#[expect(
    clippy::disallowed_methods,
    reason = "ends with the client, who tells what goes wrong"
)]
pub(crate) async fn connect(url: &str) -> anyhow::Result<Client> {
    let connected = tokio_postgres::connect(url, NoTls).await;
    let (client, connection) =
        connected.context("no PostgreSQL answers at the address of the database URL")?;
    tokio::spawn(connection);
    Ok(client)
}
