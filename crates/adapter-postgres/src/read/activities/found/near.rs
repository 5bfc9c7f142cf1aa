//! The condition that an entry is among the next few of the history, whatever they are about.

use diesel::{
    expression::Expression,
    pg::Pg,
    query_builder::{AstPass, QueryFragment},
    result::QueryResult,
    sql_types::{Bool, Integer, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::{fragment::fragment_of_any_query, rows::At};

/// Entries of so many blocks of the index, counted from the newest (or the oldest) one, or from that of some moment; all
/// that are newer (or older) than it, indexed or not, are among them. They are a beginning of what is read: nothing is left
/// out. None at all where nothing is indexed that far.
///
/// By blocks, because to count entries PostgreSQL has to pass them.
pub(super) struct Near {
    pub(super) account: Uuid,
    pub(super) blocks: i32,
    pub(super) newest_first: bool,
    /// Where to count from; this moment included.
    pub(super) bound: Option<At>,
}

impl QueryFragment<Pg> for Near {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let [within, ends, away, order] = if self.newest_first {
            [">=", "", "-", " desc"]
        } else {
            ["<", " desc", "+", ""]
        };
        for part in [
            "activity.occurred_at ",
            within,
            " (select ends.first_at from history_blocks ends where ends.account_id = ",
        ] {
            out.push_sql(part);
        }
        out.push_bind_param::<SqlUuid, _>(&self.account)?;
        // The first that is as far away, or, where the history ends before, its last one.
        let as_far = if self.newest_first { ">=" } else { "<=" };
        for part in [" and ends.block ", as_far, " (select start.block ", away, " "] {
            out.push_sql(part);
        }
        out.push_bind_param::<Integer, _>(&self.blocks)?;
        out.push_sql(" from history_blocks start where start.account_id = ");
        out.push_bind_param::<SqlUuid, _>(&self.account)?;
        let order = match &self.bound {
            None => order,
            // The last block that begins before holds it, whatever the direction.
            Some(moment) => {
                out.push_sql(" and start.first_at <= ");
                out.push_bind_param::<Timestamptz, _>(moment)?;
                " desc"
            }
        };
        for part in [
            " order by start.first_at",
            order,
            ", start.block",
            order,
            " limit 1) order by ends.block",
            ends,
            " limit 1)",
        ] {
            out.push_sql(part);
        }
        Ok(())
    }
}

impl Expression for Near {
    type SqlType = Bool;
}

fragment_of_any_query!(Near);
