//! The condition that an entry has one of some places.

use diesel::{
    expression::Expression,
    pg::Pg,
    query_builder::{AstPass, QueryFragment},
    result::QueryResult,
    sql_types::{Array, Bool, Integer, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::fragment::fragment_of_any_query;

/// Entries with any of these places. Their ids are read first, as an array, and place by place: joined, all blocks or the
/// whole history may be read instead.
pub(crate) struct Placed {
    pub(crate) account: Uuid,
    pub(crate) places: Vec<i32>,
}

impl QueryFragment<Pg> for Placed {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "activity.id = any(array(select (select blocks.ids[wanted.place % 64 + 1] from history_blocks blocks \
             where blocks.block = wanted.place / 64 and blocks.account_id = ",
        );
        out.push_bind_param::<SqlUuid, _>(&self.account)?;
        out.push_sql(") from unnest(");
        out.push_bind_param::<Array<Integer>, _>(&self.places)?;
        out.push_sql("::integer[]) as wanted (place)))");
        Ok(())
    }
}

impl Expression for Placed {
    type SqlType = Bool;
}

fragment_of_any_query!(Placed);
