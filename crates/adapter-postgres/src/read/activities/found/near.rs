//! The condition that an entry is among the next few of the history, whatever they are about.

use diesel::{
    expression::Expression,
    pg::Pg,
    query_builder::{AstPass, QueryFragment},
    result::QueryResult,
    sql_types::{BigInt, Bool, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::{fragment::fragment_of_any_query, rows::At};

/// Entries before which there are fewer than so many, counted from the newest (or the oldest) within some bound; and
/// all of the same moment as the last of them. They are a beginning of what is read: nothing is left out.
///
/// Not `coalesce(…)`: under row-level security that would be no condition for the index, and the whole history be read.
pub(super) struct Near {
    pub(super) account: Uuid,
    pub(super) number: i64,
    pub(super) newest_first: bool,
    /// Where to count from; this moment included.
    pub(super) bound: Option<At>,
}

impl QueryFragment<Pg> for Near {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let [beyond, last, bound, order, all] = if self.newest_first {
            [" >= ", "max", " <= ", " desc", "'-infinity'"]
        } else {
            [" <= ", "min", " >= ", "", "'infinity'"]
        };
        for part in ["activity.occurred_at", beyond, "(select ", last] {
            out.push_sql(part);
        }
        out.push_sql(
            "(ends.occurred_at) from ((select near.occurred_at from activity near where near.account_id = ",
        );
        out.push_bind_param::<SqlUuid, _>(&self.account)?;
        if let Some(moment) = &self.bound {
            out.push_sql(" and near.occurred_at");
            out.push_sql(bound);
            out.push_bind_param::<Timestamptz, _>(moment)?;
        }
        for part in [
            " order by near.occurred_at",
            order,
            ", near.id",
            order,
            " offset ",
        ] {
            out.push_sql(part);
        }
        out.push_bind_param::<BigInt, _>(&self.number)?;
        for part in [" limit 1) union all select ", all, "::timestamptz) as ends)"] {
            out.push_sql(part);
        }
        Ok(())
    }
}

impl Expression for Near {
    type SqlType = Bool;
}

fragment_of_any_query!(Near);
