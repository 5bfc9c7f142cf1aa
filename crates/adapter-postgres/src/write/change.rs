//! Changes whose results nobody waits for one by one.

use application::StoreError;
use diesel::{
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{Array, BigInt, Integer, Nullable, Timestamptz},
};
use uuid::Uuid;

use crate::rows::{
    activity::NewActivityRow,
    columns::{Column, InColumns, Values, bound},
    idempotency::KeyRow,
    tasks::{CompletedAsRead, CompletionRow, FullTaskRow},
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
    Record(NewActivityRow),
    /// What was done under a key, in place of what no longer counts.
    KeepKey(KeyRow),
}

impl Change {
    /// Whether both change the same row; only tasks are changed again.
    pub(crate) fn is_of_the_row_of(&self, other: &Self) -> bool {
        self.task().is_some_and(|task| other.task() == Some(task))
    }

    /// Account and id of the task whose row it changes.
    fn task(&self) -> Option<(Uuid, Uuid)> {
        match self {
            Self::AddTask(row) | Self::PutTask(row) => Some(row.key()),
            Self::CompleteTask(completed) => Some(completed.key()),
            Self::AddCompletion(_) | Self::Record(_) | Self::KeepKey(_) => None,
        }
    }
}

/// Changes in one statement, each of another row, which says how many rows of each kind it has changed. PostgreSQL promises
/// no order (asked for all numbers, it takes the one they are asked in), and checks at the end what refers to what.
///
/// The values of a column are one parameter, so the text tells which kinds there are, and not how many of each.
pub(crate) struct Changes<'a>(Vec<Part<'a>>);

/// Changes of one kind.
struct Part<'a> {
    pieces: Vec<Piece<'a>>,
    rows: usize,
    /// Whether a row may be found changed by somebody else.
    may_be_late: bool,
}

/// What a statement is written of.
enum Piece<'a> {
    Sql(&'static str),
    Name(&'static str),
    Array(Values<'a>),
    /// What a column has in the row at hand.
    Value(Column<'a>),
}

/// Numbers of rows are taken from an array as well: PostgreSQL takes it for short, and goes by the keys of few tasks.
const OF_ROWS: &str = " FROM unnest(";
const NUMBERED: &str = ") AS n";

impl<'a> Changes<'a> {
    pub(crate) fn of(changes: impl IntoIterator<Item = &'a Change>) -> Self {
        let (mut added, mut put, mut completed) = (Vec::new(), Vec::new(), Vec::new());
        let (mut completions, mut entries, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        for change in changes {
            match change {
                Change::AddTask(row) => added.push(row),
                Change::PutTask(row) => put.push(row),
                Change::CompleteTask(row) => completed.push(row),
                Change::AddCompletion(row) => completions.push(row),
                Change::Record(row) => entries.push(row),
                Change::KeepKey(row) => keys.push(row),
            }
        }
        // Whoever changes several tasks locks them by their ids.
        completed.sort_unstable_by_key(|row| row.key());
        let parts = [
            Part::insert("tasks", &added),
            Part::update(&put),
            Part::complete(&completed),
            Part::insert("completions", &completions),
            Part::insert("activity", &entries),
            Part::keep(&keys),
        ];
        Self(parts.into_iter().filter(|part| part.rows > 0).collect())
    }

    /// Whether each has changed its row, by the numbers that the statement gave.
    pub(crate) fn judge(&self, changed: &[i64]) -> Result<(), StoreError> {
        let numbers = changed.iter().map(|number| usize::try_from(*number));
        match self
            .0
            .iter()
            .zip(numbers)
            .find(|(part, number)| *number != Ok(part.rows))
        {
            None => Ok(()),
            Some((part, _)) if part.may_be_late => Err(StoreError::Conflict),
            Some(_) => Err(missing_row()),
        }
    }
}

pub(crate) fn missing_row() -> StoreError {
    StoreError::broken("a row to be changed is missing")
}

impl<'a> Part<'a> {
    fn insert<R: InColumns>(table: &'static str, rows: &[&'a R]) -> Self {
        let columns = R::columns(rows);
        let mut pieces = vec![Piece::Sql("INSERT INTO "), Piece::Name(table), Piece::Sql(" (")];
        for (number, column) in columns.iter().enumerate() {
            pieces.extend([Piece::Sql(comma(number)), Piece::Name(column.name)]);
        }
        pieces.push(Piece::Sql(") SELECT "));
        for (number, column) in columns.into_iter().enumerate() {
            pieces.extend([Piece::Sql(comma(number)), Piece::Value(column)]);
        }
        Self {
            pieces,
            rows: rows.len(),
            may_be_late: false,
        }
        .numbered()
    }

    /// Tasks by account and id, and all else of the columns.
    fn update<R: InColumns>(rows: &[&'a R]) -> Self {
        let columns = R::columns(rows);
        let (keys, set): (Vec<_>, Vec<_>) = columns
            .into_iter()
            .partition(|column| ["account_id", "id"].contains(&column.name));
        let mut pieces = vec![Piece::Sql("UPDATE tasks SET ")];
        for (number, column) in set.into_iter().enumerate() {
            let (name, value) = (Piece::Name(column.name), Piece::Value(column));
            pieces.extend([Piece::Sql(comma(number)), name, Piece::Sql(" = "), value]);
        }
        let mut part = Self {
            pieces,
            rows: rows.len(),
            may_be_late: false,
        }
        .numbered();
        for (number, key) in keys.into_iter().enumerate() {
            let and = if number == 0 {
                " WHERE tasks."
            } else {
                " AND tasks."
            };
            let (name, value) = (Piece::Name(key.name), Piece::Value(key));
            part.pieces
                .extend([Piece::Sql(and), name, Piece::Sql(" = "), value]);
        }
        part
    }

    fn complete(rows: &[&'a CompletedAsRead]) -> Self {
        let versions = rows.iter().map(|row| &row.read_version).collect();
        let moments = rows.iter().map(|row| &row.read_overdue_from).collect();
        let settings = rows.iter().map(|row| &row.read_settings).collect();
        let mut part = Self::update(rows);
        part.pieces.extend([
            Piece::Sql(" AND tasks.version = "),
            Piece::Value(Column::of::<Integer, _>("version", versions)),
            Piece::Sql(" AND tasks.overdue_from IS NOT DISTINCT FROM "),
            Piece::Value(Column::of::<Nullable<Timestamptz>, _>("overdue_from", moments)),
            Piece::Sql(" AND EXISTS (SELECT FROM task_settings AS rules WHERE rules.account_id = tasks.account_id AND rules.version = "),
            Piece::Value(Column::of::<Nullable<Integer>, _>("version", settings)),
            Piece::Sql(")"),
        ]);
        part.may_be_late = true;
        part
    }

    /// Puts keys in the place of those that no longer count; one that counts stays, and its row is not changed.
    fn keep(rows: &[&'a KeyRow]) -> Self {
        let mut part = Self::insert("idempotency_keys", rows);
        part.pieces.extend([
            Piece::Sql(
                " ON CONFLICT (account_id, user_id, use_case, key) DO UPDATE SET input_hash = excluded.input_hash, \
                 result = excluded.result, used_at = excluded.used_at \
                 WHERE idempotency_keys.used_at <= (SELECT min(expired_at) FROM unnest(",
            ),
            Piece::Array(bound::<Timestamptz, _>(
                rows.iter().map(|row| &row.expired_at).collect::<Vec<_>>(),
            )),
            Piece::Sql(") AS expired_at)"),
        ]);
        part.may_be_late = true;
        part
    }

    fn numbered(mut self) -> Self {
        let numbers: Vec<i32> = (1..).take(self.rows).collect();
        self.pieces.extend([
            Piece::Sql(OF_ROWS),
            Piece::Array(bound::<Integer, _>(numbers)),
            Piece::Sql(NUMBERED),
        ]);
        self
    }
}

fn comma(number: usize) -> &'static str {
    if number == 0 { "" } else { ", " }
}

impl QueryFragment<Pg> for Piece<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match self {
            Self::Sql(text) => out.push_sql(text),
            Self::Name(name) => out.push_identifier(name)?,
            Self::Array(values) => values.walk_ast(out)?,
            Self::Value(column) => {
                out.push_sql("(");
                column.values.walk_ast(out.reborrow())?;
                out.push_sql(")[n]");
                out.push_sql(column.cast);
            }
        }
        Ok(())
    }
}

impl QueryFragment<Pg> for Changes<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        for (number, part) in self.0.iter().enumerate() {
            out.push_sql(if number == 0 { "WITH " } else { ", " });
            out.push_sql(&format!("change_{number} AS ("));
            for piece in &part.pieces {
                piece.walk_ast(out.reborrow())?;
            }
            out.push_sql(" RETURNING 1)");
        }
        out.push_sql(" SELECT ARRAY[");
        for number in 0..self.0.len() {
            out.push_sql(comma(number));
            out.push_sql(&format!("(SELECT count(*) FROM change_{number})"));
        }
        out.push_sql("]");
        Ok(())
    }

    /// The text tells which kinds of changes there are, and each always has the same columns: Diesel cannot know that.
    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

impl QueryId for Changes<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Changes<'_> {
    type SqlType = Array<BigInt>;
}
