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

/// Entries of so many blocks of the index, counted from the newest (or the oldest) one, or from some moment; all that are
/// newer (or older) than it, indexed or not, are among them. They are a beginning of what is read: nothing is left out.
/// None at all where nothing is indexed.
///
/// By blocks, because to count entries PostgreSQL has to pass them; the index of the blocks alone tells when they begin.
pub(super) struct Near {
    pub(super) account: Uuid,
    pub(super) blocks: i32,
    pub(super) newest_first: bool,
    /// Where to count from; this moment included.
    pub(super) bound: Option<At>,
}

impl QueryFragment<Pg> for Near {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let [within, away, further, end] = if self.newest_first {
            [">=", " desc", " and first_at <= ", "-infinity"]
        } else {
            ["<", "", " and first_at > ", "infinity"]
        };
        for part in [
            "activity.occurred_at ",
            within,
            " (select coalesce((select first_at from history_blocks where account_id = ",
        ] {
            out.push_sql(part);
        }
        out.push_bind_param::<SqlUuid, _>(&self.account)?;
        if let Some(moment) = &self.bound {
            out.push_sql(further);
            out.push_bind_param::<Timestamptz, _>(moment)?;
        }
        for part in [" order by first_at", away, ", block", away, " offset "] {
            out.push_sql(part);
        }
        out.push_bind_param::<Integer, _>(&self.blocks)?;
        // Where the history ends before that many, all that is left. The whole is a value of its own, by which row-level
        // security lets the index be asked; a bare `coalesce` it takes for a leak.
        for part in [
            " limit 1), (select '",
            end,
            "'::timestamptz from history_blocks where account_id = ",
        ] {
            out.push_sql(part);
        }
        out.push_bind_param::<SqlUuid, _>(&self.account)?;
        out.push_sql(" limit 1)))");
        Ok(())
    }
}

impl Expression for Near {
    type SqlType = Bool;
}

fragment_of_any_query!(Near);
