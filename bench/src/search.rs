//! W5, the search of the history: what the server's store finds against a trigram index on the text.

use std::sync::Arc;

use adapter_postgres::PgStore;
use anyhow::ensure;
use application::{
    page::PageRequest,
    ports::Reads as _,
    queries::activities::{ActivityFilter, ActivityOrder},
};
use domain::{AccountId, OutcomeId, SearchTerms, search::fold};
use tokio_postgres::Statement;

use crate::{
    harness::{Case, Outcome, Rounds, Side, measure},
    markers::{COMMON, FREQUENT, NONE, RARE, SELDOM_TOGETHER, SINGULAR},
    plain::Plain,
    site::Site,
};

/// Entries of a page.
const PAGE: usize = 50;

/// The yardstick's index: what one would make first. Not the server's role, which row-level security keeps from it.
const INDEX: [&str; 3] = [
    "create extension if not exists pg_trgm",
    "create index if not exists activity_trigram on activity using gin (search_text gin_trgm_ops)",
    "vacuum (analyze) activity",
];

/// What is looked for, and how much faster it is to be found, as a ratio of times.
struct Question {
    name: String,
    account: AccountId,
    words: Vec<&'static str>,
    outcome: Option<OutcomeId>,
    at_most: f64,
}

/// Makes the yardstick's index, checks that both sides find the same, and measures.
pub async fn compare(site: &Site, rounds: Rounds) -> anyhow::Result<Vec<Outcome>> {
    for statement in INDEX {
        site.client.batch_execute(statement).await?;
    }
    let questions = questions(site).await?;
    let mut cases = Vec::new();
    for question in &questions {
        let plain = Arc::new(Plain::unbound(&site.url, question.account).await?);
        let statement = plain.prepare(&question.yardstick()).await?;
        let rows = plain.ask(&statement).await?;
        let expected: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get("entry")).collect();
        let found = ask(&site.store, question.account, &question.filter()?).await?;
        ensure!(
            found == expected?,
            "{}: both sides find something else",
            question.name
        );
        cases.push(case(site, question, (plain, statement))?);
    }
    let outcomes = measure(cases, rounds).await?;
    site.client.batch_execute("drop index activity_trigram").await?;
    Ok(outcomes)
}

async fn questions(site: &Site) -> anyhow::Result<Vec<Question>> {
    let of = |name: &str, words: &[&'static str], at_most: f64| Question {
        name: name.to_owned(),
        account: site.account,
        words: words.to_vec(),
        outcome: None,
        at_most,
    };
    let with_outcome = Question {
        outcome: Some(site.outcome),
        ..of("a common word with an outcome", &[COMMON], 0.1)
    };
    let small = Question {
        account: site.smallest().await?,
        ..of("a small account, few hits", &[SINGULAR], 0.2)
    };
    Ok(vec![
        of("17 % of all entries", &[FREQUENT], 1.0),
        of("3.6 %", &[COMMON], 1.0),
        of("two frequent words, seldom together", &SELDOM_TOGETHER, 0.2),
        of("500 hits in a million tasks", &[RARE], 0.2),
        of("5 hits", &[SINGULAR], 0.2),
        of("none", &[NONE], 1.0),
        of("two rare words", &[RARE, SINGULAR], 0.2),
        of("a rare and a frequent word", &[RARE, FREQUENT], 0.2),
        with_outcome,
        small,
    ])
}

impl Question {
    fn filter(&self) -> anyhow::Result<ActivityFilter> {
        let search = SearchTerms::parse(&self.words.join(" "));
        Ok(ActivityFilter {
            search: search.map_err(|_| anyhow::anyhow!("no search: {}", self.name))?,
            outcomes: self.outcome.map(|outcome| vec![outcome]),
            ..ActivityFilter::default()
        })
    }

    /// All columns, because ours are read whole as well.
    fn yardstick(&self) -> String {
        let like = self
            .words
            .iter()
            .map(|word| format!(" and search_text like '%{}%'", fold(word)));
        let outcome = self.outcome.map_or_else(String::new, |outcome| {
            format!(" and outcome_id = '{}'", outcome.uuid())
        });
        format!(
            "select id::text as entry, * from activity where account_id = '{}'{}{outcome} order by occurred_at desc, id desc limit {PAGE}",
            self.account.uuid(),
            like.collect::<String>(),
        )
    }
}

fn case<'a>(
    site: &'a Site,
    question: &Question,
    (plain, statement): (Arc<Plain>, Statement),
) -> anyhow::Result<Case<'a>> {
    let (store, account, filter) = (&site.store, question.account, Arc::new(question.filter()?));
    Ok(Case {
        name: question.name.clone(),
        ours: Side::new("search", move || {
            let filter = Arc::clone(&filter);
            async move { ask(store, account, &filter).await.map(|_| ()) }
        }),
        yardstick: Side::new("trigrams", move || {
            let (plain, statement) = (Arc::clone(&plain), statement.clone());
            async move { plain.ask(&statement).await.map(|_| ()) }
        }),
        at_most: Some(question.at_most),
    })
}

/// The ids of a page, newest first, as a request asks for it.
async fn ask(store: &PgStore, account: AccountId, filter: &ActivityFilter) -> anyhow::Result<Vec<String>> {
    let reading = store.open(account);
    let page = PageRequest::first(PAGE);
    let found = reading
        .activities(filter, ActivityOrder::NewestFirst, &page)
        .await;
    reading.close().await;
    Ok(found?
        .items
        .iter()
        .map(|entry| entry.id.uuid().to_string())
        .collect())
}
