//! Changes whose results nobody waits for one by one.

use diesel::{ExpressionMethods, QueryDsl, result::QueryResult};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::prepared::Prepared;
use crate::{
    rows::{
        activity::NewActivityRow,
        tasks::{CompletionRow, TaskRow},
    },
    schema::{activity, completions, idempotency_keys, tasks},
};

/// A change of exactly one row.
pub(crate) enum Change {
    /// A new task.
    AddTask(TaskRow),
    /// A task as it is now; its account and id.
    PutTask((Uuid, Uuid), TaskRow),
    /// A new act of completing.
    AddCompletion(CompletionRow),
    /// A new entry of the history.
    Record(Box<NewActivityRow>),
    /// What was done under a key: account, user, use case and key.
    KeepResult((Uuid, Uuid, &'static str, String), Vec<Uuid>),
}

impl Change {
    /// Makes it, and tells how many rows it changed.
    pub(crate) async fn make(self, mut connection: &AsyncPgConnection) -> QueryResult<usize> {
        let connection = &mut connection;
        match self {
            Self::AddTask(row) => {
                let insert = diesel::insert_into(tasks::table).values(row);
                insert.execute(connection).await
            }
            Self::PutTask(key, row) => {
                let update = diesel::update(tasks::table.find(key)).set(row);
                Prepared(update).execute(connection).await
            }
            Self::AddCompletion(row) => {
                let insert = diesel::insert_into(completions::table).values(row);
                insert.execute(connection).await
            }
            Self::Record(row) => {
                let insert = diesel::insert_into(activity::table).values(*row);
                insert.execute(connection).await
            }
            Self::KeepResult(key, ids) => {
                let update =
                    diesel::update(idempotency_keys::table.find(key)).set(idempotency_keys::result.eq(ids));
                Prepared(update).execute(connection).await
            }
        }
    }
}
