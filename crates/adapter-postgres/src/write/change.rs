//! Changes whose results nobody waits for one by one.

use diesel::{
    ExpressionMethods as _, QueryDsl,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::Bool,
};

use super::idempotency::keeping;
use crate::{
    rows::{
        At,
        activity::NewActivityRow,
        idempotency::KeyRow,
        tasks::{CompletedRow, CompletionRow, FullTaskRow},
    },
    schema::{activity, completions, tasks},
};

/// A change of exactly one row.
pub(crate) enum Change {
    /// A new task.
    AddTask(FullTaskRow),
    /// A task as it is now.
    PutTask(FullTaskRow),
    /// That a task of a version, the last one, was completed.
    Complete(CompletedRow, i32),
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
        match (self, other) {
            (Self::AddTask(row) | Self::PutTask(row), Self::AddTask(other) | Self::PutTask(other)) => {
                row.key() == other.key()
            }
            _ => false,
        }
    }

    /// Whether it may find its row changed by somebody else.
    pub(crate) fn may_be_late(&self) -> bool {
        match self {
            Self::Complete(..) | Self::KeepKey(..) => true,
            Self::AddTask(_) | Self::PutTask(_) | Self::AddCompletion(_) | Self::Record(_) => false,
        }
    }

    fn statement(self) -> Statement {
        match self {
            Self::Complete(row, read) => {
                let of_version = tasks::table.find(row.key()).filter(tasks::version.eq(read));
                Box::new(diesel::update(of_version).set(row))
            }
            Self::AddTask(row) => Box::new(diesel::insert_into(tasks::table).values(row)),
            Self::PutTask(row) => Box::new(diesel::update(tasks::table.find(row.key())).set(row)),
            Self::AddCompletion(row) => Box::new(diesel::insert_into(completions::table).values(row)),
            Self::Record(row) => Box::new(diesel::insert_into(activity::table).values(*row)),
            Self::KeepKey(row, expired_at) => Box::new(keeping(*row, expired_at)),
        }
    }
}

/// Changes of different rows in one statement, which says whether each has changed its row. PostgreSQL makes them in no
/// order, and checks at the end what refers to what.
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
        out.push_sql(" SELECT true");
        for number in 0..self.0.len() {
            out.push_sql(&format!(" AND (SELECT count(*) FROM change_{number}) = 1"));
        }
        Ok(())
    }

    /// The text tells which changes there are, and each sets all columns: Diesel cannot know that.
    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

impl QueryId for Changes {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Changes {
    type SqlType = Bool;
}
