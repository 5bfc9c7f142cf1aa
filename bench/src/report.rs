//! W4, the report: what the server's store answers against one plain `GROUP BY` over the completions.

mod questions;

use adapter_postgres::PgStore;
use application::{ports::Reads as _, queries::task_overview::Dimension};
use domain::{AccountId, TimeZone};
use tokio_postgres::Statement;

pub use questions::{Question, drilled, grown, ninety_days, three_years};

use crate::{
    harness::{Case, Outcome, Rounds, Side, measure},
    plain::Plain,
    site::Site,
};

/// Measures these questions.
pub async fn compare(site: &Site, questions: Vec<Question>, rounds: Rounds) -> anyhow::Result<Vec<Outcome>> {
    let mut cases = Vec::new();
    for question in questions {
        let statement = site.plain.prepare(&question.plain).await?;
        cases.push(case(site, question, statement));
    }
    measure(cases, rounds).await
}

/// Whether both sides count the same: the numbers of ours, one for each grouping, and the number of the yardstick.
pub async fn counts(site: &Site, question: &Question) -> anyhow::Result<(Vec<u64>, u64)> {
    let statement = site.plain.prepare(&question.plain).await?;
    let rows = site.plain.ask(&statement).await?;
    let numbers: Result<Vec<i64>, _> = rows.iter().map(|row| row.try_get(1)).collect();
    let plain = u64::try_from(numbers?.iter().sum::<i64>())?;
    Ok((ask(&site.store, site.account, question).await?, plain))
}

fn case(site: &Site, question: Question, statement: Statement) -> Case<'_> {
    let (store, account, plain) = (&site.store, site.account, &site.plain);
    let (name, at_most) = (question.name.clone(), question.at_most);
    let question = std::sync::Arc::new(question);
    Case {
        name,
        ours: Side::new("report", move || {
            let question = std::sync::Arc::clone(&question);
            async move { ask(store, account, &question).await.map(|_| ()) }
        }),
        yardstick: Side::new("plain", move || {
            let statement = statement.clone();
            async move { plainly(plain, &statement).await }
        }),
        at_most,
    }
}

async fn plainly(plain: &Plain, statement: &Statement) -> anyhow::Result<()> {
    plain.ask(statement).await.map(|_| ())
}

/// As a request does: all groupings in one reading. Gives how many tasks each of them counts.
async fn ask(store: &PgStore, account: AccountId, question: &Question) -> anyhow::Result<Vec<u64>> {
    let reading = store.open(account);
    let mut counted = Vec::new();
    for by in &question.by {
        let groups = reading
            .task_overview_groups(&question.filter, *by, &question.zone)
            .await;
        match groups {
            Ok(groups) => counted.push(groups.iter().map(|group| group.totals.completed).sum()),
            Err(error) => {
                reading.close().await;
                return Err(error.into());
            }
        }
    }
    reading.close().await;
    Ok(counted)
}

/// The dimensions of the report as people open it.
const ALL_FIVE: [Dimension; 5] = [
    Dimension::Owner,
    Dimension::Sentiment,
    Dimension::Outcome,
    Dimension::TaskType,
    Dimension::Month,
];

fn zone(name: &str) -> anyhow::Result<TimeZone> {
    TimeZone::parse(name).map_err(|_| anyhow::anyhow!("{name} is no time zone"))
}
