//! How blocks are read: of each fact the column, if anybody asks for it.

use application::StoreError;
use diesel::{
    QueryResult,
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{self, Binary, Bool, Integer, Nullable, Timestamptz},
};
use diesel_async::RunQueryDsl;
use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use uuid::Uuid;

use super::Run;
use crate::{
    codes::contradiction,
    rows::At,
    seal::{
        columns::Lines,
        facts::{Fact, Facts},
    },
    unit::Transaction,
};

/// Reads facts of runs of blocks. When something happened is read of days that are not wholly held, too.
struct Read<'a> {
    account: Uuid,
    runs: &'a [Run],
    facts: Facts,
}

/// What is stored out of line and then not asked for PostgreSQL does not read.
impl QueryFragment<Pg> for Read<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("select run, starts_at, number");
        for (fact, is_asked) in Fact::ALL.iter().zip(&self.facts.0) {
            out.push_sql(", case when ");
            if *fact == Fact::After {
                out.push_sql("is_part or ");
            }
            out.push_bind_param::<Bool, _>(is_asked)?;
            out.push_sql(" then ");
            out.push_sql(fact.column());
            out.push_sql(" end");
        }
        out.push_sql(" from (");
        for (place, run) in self.runs.iter().enumerate() {
            if place > 0 {
                out.push_sql(" union all ");
            }
            out.push_sql("select ");
            out.push_sql(&place.to_string());
            out.push_sql(" as run, *, false");
            for (moment, comparison) in run.whole.iter().zip([" or starts_at < ", " or starts_at > "]) {
                if let Some(moment) = moment {
                    out.push_sql(comparison);
                    out.push_bind_param::<Timestamptz, _>(moment)?;
                }
            }
            out.push_sql(" as is_part from report_blocks where account_id = ");
            out.push_bind_param::<sql_types::Uuid, _>(&self.account)?;
            out.push_sql(" and grain = ");
            out.push_sql(&run.grain.code().to_string());
            for (moment, comparison) in [
                (&run.from, " and starts_at >= "),
                (&run.until, " and starts_at < "),
            ] {
                if let Some(moment) = moment {
                    out.push_sql(comparison);
                    out.push_bind_param::<Timestamptz, _>(moment)?;
                }
            }
        }
        out.push_sql(") blocks");
        Ok(())
    }
}

type Bytes = Nullable<Binary>;

impl Query for Read<'_> {
    type SqlType = (
        Integer,
        Timestamptz,
        Integer,
        Bytes,
        Bytes,
        Bytes,
        Bytes,
        Bytes,
        Bytes,
        Bytes,
        Bytes,
    );
}

/// Its text differs by the number of runs, so statements are recognised by it.
impl QueryId for Read<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

#[derive(Queryable)]
struct Block {
    run: i32,
    starts_at: At,
    number: i32,
    after: Option<Vec<u8>>,
    owner: Option<Vec<u8>>,
    completed_by: Option<Vec<u8>>,
    outcome: Option<Vec<u8>>,
    task_type: Option<Vec<u8>>,
    about_deal: Option<Vec<u8>>,
    completed: Option<Vec<u8>>,
    in_time: Option<Vec<u8>>,
}

impl Block {
    /// The lines of which something is held; `each` tells whether it could do with them.
    fn hand_out(
        &self,
        runs: &[Run],
        each: &mut impl FnMut(Timestamp, &Lines<'_>) -> Option<()>,
    ) -> Result<(), StoreError> {
        let columns = [
            &self.after,
            &self.owner,
            &self.completed_by,
            &self.outcome,
            &self.task_type,
            &self.about_deal,
            &self.completed,
            &self.in_time,
        ];
        let start = self.starts_at.to_jiff();
        let run = usize::try_from(self.run).ok().and_then(|run| runs.get(run));
        let held = run.map_or(Some(0..0), |run| run.held_of(start));
        let reach = run.map_or(u64::MAX, |run| run.grain.reach());
        for lines in Lines::of(self.number, columns.map(Option::as_deref), reach)?.portions() {
            let held = match &held {
                None => Some(lines),
                Some(held) => lines.within(held),
            };
            let done = held.and_then(|lines| each(start, &lines));
            done.ok_or_else(|| {
                contradiction(
                    "a block of which too little was read, or with a number that stands for nothing",
                )
            })?;
        }
        Ok(())
    }
}

/// Hands out the lines of these runs in portions, each with the moment its block begins and the facts that are asked for;
/// in no order. They are read as they come, so that a report over any time takes no more memory than a block. `each` gives
/// `None` for what it can do nothing with.
pub(crate) async fn read(
    tx: &mut Transaction,
    runs: &[Run],
    facts: Facts,
    mut each: impl FnMut(Timestamp, &Lines<'_>) -> Option<()>,
) -> Result<(), StoreError> {
    if runs.is_empty() {
        return Ok(());
    }
    let read = Read {
        account: tx.account().uuid(),
        runs,
        facts,
    };
    let mut fault = Ok(());
    let blocks = match read.load_stream::<Block>(tx.connection()).await {
        Ok(blocks) => {
            blocks
                .try_for_each(|block| {
                    if fault.is_ok() {
                        fault = block.hand_out(runs, &mut each);
                    }
                    std::future::ready(Ok(()))
                })
                .await
        }
        Err(error) => Err(error),
    };
    tx.noted(blocks)?;
    fault
}
