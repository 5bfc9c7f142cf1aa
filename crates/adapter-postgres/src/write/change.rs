//! Changes whose results nobody waits for one by one.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, PgExpressionMethods as _, QueryDsl,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{Array, BigInt},
};
use uuid::Uuid;

use super::idempotency::keeping;
use crate::{
    rows::{
        At,
        activity::NewActivityRow,
        idempotency::KeyRow,
        tasks::{CompletedAsRead, CompletionRow, FullTaskRow},
    },
    schema::{activity, completions, tasks},
};

/// A change of exactly one row.
pub(crate) enum Change {
    /// A new task.
    AddTask(FullTaskRow),
    /// A task as it is now.
    PutTask(FullTaskRow),
    /// That a task was completed, if it still is as it was read.
    CompleteTask(CompletedAsRead),
    /// A new act of completing.
    AddCompletion(CompletionRow),
    /// A new entry of the history.
    Record(Box<NewActivityRow>),
    /// What was done under a key, in place of what was used until a moment.
    KeepKey(Box<KeyRow>, At),
}

type Statement = Box<dyn QueryFragment<Pg> + Send>;

impl Change {
    /// Whether both change the same row; only tasks are changed again.
    pub(crate) fn is_of_the_row_of(&self, other: &Self) -> bool {
        self.task().is_some_and(|task| other.task() == Some(task))
    }

    /// Account and id of the task whose row it changes.
    fn task(&self) -> Option<(Uuid, Uuid)> {
        match self {
            Self::AddTask(row) | Self::PutTask(row) => Some(row.key()),
            Self::CompleteTask(completed) => Some(completed.key),
            Self::AddCompletion(_) | Self::Record(_) | Self::KeepKey(..) => None,
        }
    }

    /// Whether it may find its row changed by somebody else.
    pub(crate) fn may_be_late(&self) -> bool {
        match self {
            Self::CompleteTask(_) | Self::KeepKey(..) => true,
            Self::AddTask(_) | Self::PutTask(_) | Self::AddCompletion(_) | Self::Record(_) => false,
        }
    }

    fn statement(self) -> Statement {
        match self {
            Self::AddTask(row) => Box::new(diesel::insert_into(tasks::table).values(row)),
            Self::PutTask(row) => Box::new(diesel::update(tasks::table.find(row.key())).set(row)),
            Self::CompleteTask(task) => {
                let as_read = tasks::table.find(task.key).filter(
                    tasks::version
                        .eq(task.read_version)
                        .and(tasks::overdue_from.is_not_distinct_from(task.read_overdue_from)),
                );
                Box::new(diesel::update(as_read).set(task.row))
            }
            Self::AddCompletion(row) => Box::new(diesel::insert_into(completions::table).values(row)),
            Self::Record(row) => Box::new(diesel::insert_into(activity::table).values(*row)),
            Self::KeepKey(row, expired_at) => Box::new(keeping(*row, expired_at)),
        }
    }
}

/// Changes of different rows in one statement, which says how many rows each has changed. PostgreSQL promises no order
/// (asked for all numbers, it takes the one they are asked in), and checks at the end what refers to what.
pub(crate) struct Changes(Vec<Statement>);

impl Changes {
    pub(crate) fn new(changes: Vec<Change>) -> Self {
        Self(changes.into_iter().map(Change::statement).collect())
    }
}

impl QueryFragment<Pg> for Changes {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        for (number, change) in self.0.iter().enumerate() {
            out.push_sql(if number == 0 { "WITH " } else { ", " });
            out.push_sql(&format!("change_{number} AS ("));
            change.walk_ast(out.reborrow())?;
            out.push_sql(" RETURNING 1)");
        }
        out.push_sql(" SELECT ARRAY[");
        for number in 0..self.0.len() {
            out.push_sql(if number == 0 { "" } else { ", " });
            out.push_sql(&format!("(SELECT count(*) FROM change_{number})"));
        }
        out.push_sql("]");
        Ok(())
    }

    /// The text tells which changes there are, and each always sets the same columns: Diesel cannot know that.
    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

impl QueryId for Changes {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Changes {
    type SqlType = Array<BigInt>;
}
