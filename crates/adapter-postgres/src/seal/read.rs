//! Reads how far an account is sealed.

use application::StoreError;
use diesel::{
    QueryResult, Queryable,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{self, Array, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;
use uuid::Uuid;

use super::{Bounds, Members, Recorded};
use crate::{rows::At, unit::Transaction};

/// How far an account is sealed, how its sums are cut, and what their numbers stand for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Seal {
    /// What was completed before is in the blocks; `None` before the first time.
    pub(crate) sealed_until: Option<Timestamp>,
    /// What will be sealed next; noted when it changes.
    pub(crate) announced_until: Option<Timestamp>,
    /// Name of the zone that cut the spans.
    pub(crate) time_zone: Option<String>,
    /// The spans that are over.
    pub(crate) bounds: Bounds,
    /// What the numbers in the blocks stand for.
    pub(crate) members: Members,
}

/// Written out, and not by `sql_query`, so that it stays prepared: every report reads it.
const READ: &str = "select nullif(sealed_until, '-infinity'), nullif(announced_until, '-infinity'), time_zone, \
    week_starts, month_starts, year_starts, so_far_until, users, task_types, outcomes, recorded_labels, recorded_sentiments \
    from seals where account_id = ";

struct OfAccount(Uuid);

#[derive(Queryable)]
struct Row {
    sealed_until: Option<At>,
    announced_until: Option<At>,
    time_zone: Option<String>,
    week_starts: Vec<At>,
    month_starts: Vec<At>,
    year_starts: Vec<At>,
    so_far_until: Option<At>,
    users: Vec<Uuid>,
    task_types: Vec<Uuid>,
    outcomes: Vec<Uuid>,
    recorded_labels: Vec<String>,
    recorded_sentiments: Vec<i16>,
}

impl QueryFragment<Pg> for OfAccount {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(READ);
        out.push_bind_param::<sql_types::Uuid, _>(&self.0)
    }
}

impl Query for OfAccount {
    type SqlType = (
        Nullable<Timestamptz>,
        Nullable<Timestamptz>,
        Nullable<Text>,
        Array<Timestamptz>,
        Array<Timestamptz>,
        Array<Timestamptz>,
        Nullable<Timestamptz>,
        Array<sql_types::Uuid>,
        Array<sql_types::Uuid>,
        Array<sql_types::Uuid>,
        Array<Text>,
        Array<SmallInt>,
    );
}

impl QueryId for OfAccount {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Seal {
    /// Whether all that was announced is sealed.
    pub(crate) fn is_settled(&self) -> bool {
        self.sealed_until == self.announced_until
    }

    /// The zone that cut the spans; of no name before the first time.
    pub(crate) fn zone_name(&self) -> &str {
        self.time_zone.as_deref().unwrap_or_default()
    }

    /// That of the transaction's account. An account that does not exist is as one that was never sealed.
    pub(crate) async fn read(tx: &Transaction) -> Result<Self, StoreError> {
        let query = OfAccount(tx.account().uuid());
        let mut rows: Vec<Row> = tx.beside(query.load(&mut tx.shared())).await?;
        Ok(rows.pop().map_or_else(Self::default, Self::from))
    }
}

impl From<Row> for Seal {
    fn from(row: Row) -> Self {
        let moments = |stored: Vec<At>| stored.into_iter().map(At::to_jiff).collect();
        let recorded = row
            .outcomes
            .into_iter()
            .zip(row.recorded_labels)
            .zip(row.recorded_sentiments);
        let outcomes = recorded
            .map(|((id, label), sentiment)| Recorded { id, label, sentiment })
            .collect();
        let bounds = Bounds {
            weeks: moments(row.week_starts),
            months: moments(row.month_starts),
            years: moments(row.year_starts),
            ..Bounds::default()
        };
        Self {
            sealed_until: row.sealed_until.map(At::to_jiff),
            announced_until: row.announced_until.map(At::to_jiff),
            time_zone: row.time_zone,
            bounds: bounds.with_so_far(row.so_far_until.map(At::to_jiff)),
            members: Members {
                users: row.users,
                task_types: row.task_types,
                outcomes,
            },
        }
    }
}
