//! What there is to ask about in a database that was loaded: the biggest account, and what is frequent in it.

use adapter_postgres::{PgPool, PgStore, PoolOptions};
use anyhow::Context as _;
use domain::{AccountId, ContactId, OutcomeId, TaskTypeId, TimeZone, UserId};
use jiff::Timestamp;
use tokio_postgres::{Client, types::FromSqlOwned};
use uuid::Uuid;

use crate::plain::{Plain, connect};

/// Where it is measured.
pub struct Site {
    pub(crate) client: Client,
    pub(crate) store: PgStore,
    pub(crate) plain: Plain,
    pub(crate) account: AccountId,
    pub(crate) zone: TimeZone,
    pub(crate) now: Timestamp,
    /// Tasks of the account.
    pub(crate) tasks: i64,
    /// Who completed most, a few types that are frequent, and whom most is about.
    pub(crate) owner: UserId,
    pub(crate) task_types: Vec<TaskTypeId>,
    pub(crate) contact: ContactId,
    /// The outcome that was chosen most.
    pub(crate) outcome: OutcomeId,
    pub(crate) url: String,
}

impl Site {
    /// Prepares the database as it would be after a night: vacuumed, with statistics. Needs a superuser.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        let client = connect(url).await?;
        client.batch_execute("vacuum (analyze)").await?;
        let biggest = "select account_id::text from tasks group by 1 order by count(*) desc, 1 limit 1";
        let account = id(&client, biggest).await?;
        let of = |what: &str, number: u8| {
            format!(
                "select {what}::text from completions where account_id = '{account}' and superseded_at is null \
                 and {what} is not null group by 1 order by count(*) desc, 1 limit {number}"
            )
        };
        let zone: String = one(
            &client,
            &format!("select time_zone from accounts where account_id = '{account}'"),
        )
        .await?;
        let types = client.query(&of("task_type_id", 3), &[]).await?;
        let types: anyhow::Result<Vec<Uuid>> = types.iter().map(|row| parsed(row.try_get(0)?)).collect();
        let mut options = PoolOptions::new(url);
        options.size = 8;
        let now: i64 = one(&client, "select extract(epoch from now())::bigint").await?;
        Ok(Self {
            store: PgStore::new(PgPool::open(options).await?),
            plain: Plain::open(url, AccountId::new(account)).await?,
            zone: TimeZone::parse(&zone).map_err(|_| anyhow::anyhow!("an account in no zone"))?,
            now: Timestamp::from_second(now)?,
            tasks: one(
                &client,
                &format!("select count(*) from tasks where account_id = '{account}'"),
            )
            .await?,
            owner: UserId::new(id(&client, &of("owner_id", 1)).await?),
            task_types: types?.into_iter().map(TaskTypeId::new).collect(),
            contact: ContactId::new(id(&client, &of("contact_id", 1)).await?),
            outcome: OutcomeId::new(id(&client, &of("outcome_id", 1)).await?),
            url: url.to_owned(),
            account: AccountId::new(account),
            client,
        })
    }

    /// The account with the fewest tasks.
    pub(crate) async fn smallest(&self) -> anyhow::Result<AccountId> {
        let smallest = "select account_id::text from tasks group by 1 order by count(*), 1 limit 1";
        Ok(AccountId::new(id(&self.client, smallest).await?))
    }

    /// How many tasks the account has.
    pub fn tasks(&self) -> i64 {
        self.tasks
    }
}

/// The only value of the only row.
pub(crate) async fn one<T: FromSqlOwned>(client: &Client, query: &str) -> anyhow::Result<T> {
    let row = client.query_opt(query, &[]).await?;
    Ok(row
        .context("is the database loaded? `cargo xtask load` does it")?
        .try_get(0)?)
}

async fn id(client: &Client, query: &str) -> anyhow::Result<Uuid> {
    let told: String = one(client, query).await?;
    parsed(&told)
}

fn parsed(told: &str) -> anyhow::Result<Uuid> {
    told.parse().context("an id that is none")
}
