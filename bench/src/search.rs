//! W5, the search of the history: what the server's store finds against a trigram index on the text.

use std::{sync::Arc, time::Duration};

use adapter_postgres::PgStore;
use anyhow::ensure;
use application::{
    page::PageRequest,
    ports::Reads as _,
    queries::activities::{ActivityFilter, ActivityOrder},
};
use domain::{AccountId, OutcomeId, SearchTerms, search::fold};

use crate::{
    markers::{COMMON, FREQUENT, NONE, RARE, SELDOM_TOGETHER, SINGULAR},
    plain::Plain,
    rates::{self, Contender, Load, Race, Rates, closed_loop},
    site::Site,
};

/// Entries of a page.
const PAGE: usize = 50;
/// How many search at once.
const CLIENTS: usize = 8;

/// The yardstick's index: what one would make first. Not the server's role, which row-level security keeps from it.
const INDEX: [&str; 3] = [
    "create extension if not exists pg_trgm",
    "create index if not exists activity_trigram on activity using gin (search_text gin_trgm_ops)",
    "vacuum (analyze) activity",
];

/// What is looked for, and how many times as often it is to be found.
struct Question {
    name: String,
    account: AccountId,
    words: Vec<&'static str>,
    outcome: Option<OutcomeId>,
    at_least: f64,
}

/// Makes the yardstick's index, checks that both sides find the same, and measures.
pub async fn compare(site: &Site, rounds: usize) -> anyhow::Result<Vec<Rates>> {
    for statement in INDEX {
        site.client.batch_execute(statement).await?;
    }
    let mut races = Vec::new();
    for question in questions(site).await? {
        let plain = Plain::unbound(&site.url, question.account).await?;
        let statement = plain.prepare(&question.yardstick()).await?;
        let rows = plain.ask(&statement).await?;
        let expected: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get("entry")).collect();
        let found = ask(&site.store, question.account, &question.filter()?).await?;
        let name = &question.name;
        ensure!(found == expected?, "{name}: both sides find something else");
        races.push(question.race(site)?);
    }
    let load = Load {
        clients: CLIENTS,
        lasts: Duration::from_secs(1),
    };
    let measured = rates::run(races, load, rounds).await?;
    site.client.batch_execute("drop index activity_trigram").await?;
    Ok(measured)
}

async fn questions(site: &Site) -> anyhow::Result<Vec<Question>> {
    let of = |name: &str, words: &[&'static str], at_least: f64| Question {
        name: name.to_owned(),
        account: site.account,
        words: words.to_vec(),
        outcome: None,
        at_least,
    };
    let with_outcome = Question {
        outcome: Some(site.outcome),
        ..of("a common word with an outcome", &[COMMON], 10.0)
    };
    let small = Question {
        account: site.smallest().await?,
        ..of("a small account, few hits", &[SINGULAR], 5.0)
    };
    Ok(vec![
        of("17 % of all entries", &[FREQUENT], 1.0),
        of("3.6 %", &[COMMON], 1.0),
        of("two frequent words, seldom together", &SELDOM_TOGETHER, 5.0),
        of("500 hits in a million tasks", &[RARE], 5.0),
        of("5 hits", &[SINGULAR], 5.0),
        of("none", &[NONE], 1.0),
        of("two rare words", &[RARE, SINGULAR], 5.0),
        of("a rare and a frequent word", &[RARE, FREQUENT], 5.0),
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

    fn race<'a>(&self, site: &'a Site) -> anyhow::Result<Race<'a>> {
        let (account, filter) = (self.account, Arc::new(self.filter()?));
        let ours: Contender<'a> = Box::new(move |load| {
            let filter = Arc::clone(&filter);
            let asking = move || {
                let filter = Arc::clone(&filter);
                async move || ask(&site.store, account, &filter).await.map(|_| ())
            };
            Box::pin(async move { closed_loop(load, async || Ok(asking())).await })
        });
        let yardstick = Arc::new(self.yardstick());
        let plainly: Contender<'a> = Box::new(move |load| {
            let yardstick = Arc::clone(&yardstick);
            let open = async move || {
                let plain = Plain::unbound(&site.url, account).await?;
                let statement = plain.prepare(&yardstick).await?;
                Ok(async move || plain.ask(&statement).await.map(|_| ()))
            };
            Box::pin(async move { closed_loop(load, open).await })
        });
        Ok(Race {
            name: self.name.clone(),
            contenders: vec![("search", ours), ("trigrams", plainly)],
            compared: vec![("trigrams", Some(self.at_least))],
        })
    }
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
