//! Reads how far an account is sealed.

use application::StoreError;
use diesel::{QueryResult, QueryableByName, sql_query, sql_types};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::Bounds;
use crate::{rows::At, unit::Transaction};

/// How far an account is sealed, and how its sums are cut.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Seal {
    /// What was completed before is counted in the sums; `None` before the first time.
    pub(crate) sealed_until: Option<Timestamp>,
    /// What will be sealed next; noted when it changes.
    pub(crate) announced_until: Option<Timestamp>,
    /// Name of the zone that cut the spans.
    pub(crate) time_zone: Option<String>,
    /// The spans.
    pub(crate) bounds: Bounds,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
    sealed_until: Option<At>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
    announced_until: Option<At>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    time_zone: Option<String>,
    #[diesel(sql_type = sql_types::Array<sql_types::Timestamptz>)]
    week_starts: Vec<At>,
    #[diesel(sql_type = sql_types::Array<sql_types::Timestamptz>)]
    month_starts: Vec<At>,
    #[diesel(sql_type = sql_types::Array<sql_types::Timestamptz>)]
    year_starts: Vec<At>,
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
    pub(crate) async fn read(tx: &mut Transaction) -> Result<Self, StoreError> {
        let query = sql_query(
            "select nullif(sealed_until, '-infinity') as sealed_until, \
             nullif(announced_until, '-infinity') as announced_until, time_zone, \
             week_starts, month_starts, year_starts from seals where account_id = $1",
        );
        let query = query.bind::<sql_types::Uuid, _>(tx.account().uuid());
        let rows: QueryResult<Vec<Row>> = query.load(tx.connection()).await;
        Ok(tx.noted(rows)?.pop().map_or_else(Self::default, Self::from))
    }
}

impl From<Row> for Seal {
    fn from(row: Row) -> Self {
        let moments = |stored: Vec<At>| stored.into_iter().map(At::to_jiff).collect();
        Self {
            sealed_until: row.sealed_until.map(At::to_jiff),
            announced_until: row.announced_until.map(At::to_jiff),
            time_zone: row.time_zone,
            bounds: Bounds {
                weeks: moments(row.week_starts),
                months: moments(row.month_starts),
                years: moments(row.year_starts),
            },
        }
    }
}
