//! Entries as the index sees them.

use std::borrow::Cow;

use application::StoreError;
use diesel::{QueryResult, QueryableByName, sql_query, sql_types};
use diesel_async::RunQueryDsl;
use domain::SubjectKind;
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    history_index::terms::{self, Fact},
    rows::{At, at},
    unit::Transaction,
};

const NEXT: &str = "
select id, occurred_at, search_text, kind, actor_id, outcome_id, recorded_sentiment, task_type_id,
    contact_id is not null as about_contact, deal_id is not null as about_deal
from activity
where account_id = $1 and occurred_at >= coalesce($2, '-infinity') and occurred_at < $3
order by occurred_at fetch first $4 rows with ties";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = sql_types::Timestamptz)]
    occurred_at: At,
    #[diesel(sql_type = sql_types::Text)]
    search_text: String,
    #[diesel(sql_type = sql_types::Text)]
    kind: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    actor_id: Option<Uuid>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    outcome_id: Option<Uuid>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::SmallInt>)]
    recorded_sentiment: Option<i16>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    task_type_id: Option<Uuid>,
    #[diesel(sql_type = sql_types::Bool)]
    about_contact: bool,
    #[diesel(sql_type = sql_types::Bool)]
    about_deal: bool,
}

/// What is indexed of an entry.
pub(in crate::history_index) struct Entry {
    pub(in crate::history_index) id: Uuid,
    pub(in crate::history_index) occurred_at: Timestamp,
    text: String,
    facts: Row,
}

impl Entry {
    /// What it is found by; words may come twice.
    pub(in crate::history_index) fn terms(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let facts = self.facts().map(|fact| Cow::Owned(fact.to_string()));
        terms::words(&self.text).chain(facts)
    }

    /// What it shares with others.
    fn facts(&self) -> impl Iterator<Item = Fact<'_>> {
        let row = &self.facts;
        let about = |is: bool, kind| is.then_some(Fact::RelatesTo(kind));
        let facts = [
            Some(Fact::Kind(&row.kind)),
            row.actor_id.map(Fact::Actor),
            row.outcome_id.map(Fact::Outcome),
            row.recorded_sentiment.map(Fact::Sentiment),
            row.task_type_id.map(Fact::TaskType),
            about(row.about_contact, SubjectKind::Contact),
            about(row.about_deal, SubjectKind::Deal),
        ];
        facts.into_iter().flatten()
    }
}

/// The next entries from a moment until another in their order, so many and all of the same moment as the last.
pub(in crate::history_index) async fn next(
    tx: &mut Transaction,
    from: Option<Timestamp>,
    until: Timestamp,
    number: i64,
) -> Result<Vec<Entry>, StoreError> {
    let query = sql_query(NEXT)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(from.map(at))
        .bind::<sql_types::Timestamptz, _>(at(until))
        .bind::<sql_types::BigInt, _>(number);
    let rows: QueryResult<Vec<Row>> = query.load(tx.connection()).await;
    let mut entries: Vec<_> = tx.noted(rows)?.into_iter().map(Entry::from).collect();
    entries.sort_unstable_by_key(|entry| (entry.occurred_at, entry.id));
    Ok(entries)
}

impl From<Row> for Entry {
    fn from(mut row: Row) -> Self {
        Self {
            id: row.id,
            occurred_at: row.occurred_at.to_jiff(),
            text: std::mem::take(&mut row.search_text),
            facts: row,
        }
    }
}
