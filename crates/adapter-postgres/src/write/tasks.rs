//! Writes tasks and the acts of completing them.

use std::collections::BTreeMap;

use application::{
    StoreError,
    ports::{TaskToComplete, Tasks},
};
use async_trait::async_trait;
use diesel::{prelude::*, sql_query, sql_types, upsert::excluded};
use diesel_async::RunQueryDsl;
use domain::{CompletionId, Task, TaskId, TaskTypeId, Version};
use jiff::{Timestamp, civil::Date};
use jiff_diesel::ToDiesel;
use uuid::Uuid;

use super::{Change, ROWS_PER_STATEMENT, prepared::Prepared};
use crate::{
    read::uuids,
    rows::{
        at,
        tasks::{CompletedAsRead, CompletionRow, FullTaskRow, TaskRow},
    },
    schema::{completions, tasks},
    store::PgUnit,
};

#[async_trait]
impl Tasks for PgUnit {
    /// The completion is read after the lock: a join would show the one from before the wait.
    async fn task(&mut self, id: TaskId) -> Result<Option<Task>, StoreError> {
        let query = tasks::table
            .find((self.tenant(), id.uuid()))
            .filter(tasks::deleted_at.is_null().and(tasks::erased_at.is_null()))
            .select(TaskRow::as_select());
        let locked = query.for_no_key_update();
        self.settle().await?;
        let row: Option<TaskRow> = self
            .ask(async |connection| locked.first(connection).await.optional())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let completion = if row.is_completed() {
            self.current_completion(id).await?
        } else {
            None
        };
        row.with(completion).map(Some)
    }

    async fn task_to_complete(&mut self, id: TaskId) -> Result<Option<TaskToComplete>, StoreError> {
        self.with_rule_and_name(id).await
    }

    /// As for one: the completions are read after the locks.
    async fn tasks(&mut self, ids: &[TaskId]) -> Result<Vec<Task>, StoreError> {
        let query = tasks::table
            .filter(
                tasks::account_id
                    .eq(self.tenant())
                    .and(tasks::id.eq_any(uuids(ids, TaskId::uuid))),
            )
            .filter(tasks::deleted_at.is_null().and(tasks::erased_at.is_null()))
            .order(tasks::id)
            .select(TaskRow::as_select())
            .for_no_key_update();
        let rows: QueryResult<Vec<TaskRow>> = query.load(self.connection().await?).await;
        let rows = self.noted(rows)?;
        let completed: Vec<Uuid> = rows
            .iter()
            .filter(|row| row.is_completed())
            .map(|row| row.id)
            .collect();
        let mut completions = self.current_completions(completed).await?;
        rows.into_iter()
            .map(|row| {
                let completion = completions.remove(&row.id);
                row.with(completion)
            })
            .collect()
    }

    async fn type_of_task(&mut self, id: TaskId) -> Result<Option<TaskTypeId>, StoreError> {
        let query = tasks::table
            .find((self.tenant(), id.uuid()))
            .filter(tasks::deleted_at.is_null().and(tasks::erased_at.is_null()))
            .select(tasks::task_type_id);
        let found = query.first(self.connection().await?).await.optional();
        Ok(self.noted(found)?.map(TaskTypeId::new))
    }

    async fn open_task_count(&mut self, task_type: TaskTypeId) -> Result<usize, StoreError> {
        let query = tasks::table
            .filter(
                tasks::account_id
                    .eq(self.tenant())
                    .and(tasks::task_type_id.eq(task_type.uuid())),
            )
            .filter(tasks::completed_at.is_null().and(tasks::deleted_at.is_null()))
            .count();
        let count: QueryResult<i64> = query.get_result(self.connection().await?).await;
        usize::try_from(self.noted(count)?).map_err(StoreError::broken)
    }

    async fn open_tasks(&mut self, task_type: TaskTypeId) -> Result<Vec<Task>, StoreError> {
        let query = tasks::table
            .filter(
                tasks::account_id
                    .eq(self.tenant())
                    .and(tasks::task_type_id.eq(task_type.uuid())),
            )
            .filter(tasks::completed_at.is_null().and(tasks::deleted_at.is_null()))
            .order(tasks::id)
            .select(TaskRow::as_select())
            .for_no_key_update();
        let rows: QueryResult<Vec<TaskRow>> = query.load(self.connection().await?).await;
        self.noted(rows)?.into_iter().map(|row| row.with(None)).collect()
    }

    async fn due_days_of_open_tasks(&mut self) -> Result<Vec<Date>, StoreError> {
        let query = tasks::table
            .filter(
                tasks::account_id
                    .eq(self.tenant())
                    .and(tasks::completed_at.is_null()),
            )
            .filter(tasks::due_on.is_not_null())
            .select(tasks::due_on.assume_not_null())
            .distinct();
        let days: QueryResult<Vec<jiff_diesel::Date>> = query.load(self.connection().await?).await;
        Ok(self
            .noted(days)?
            .into_iter()
            .map(jiff_diesel::Date::to_jiff)
            .collect())
    }

    /// Locks tasks by id first, as everybody does who changes several.
    async fn put_overdue_from(&mut self, moments: &BTreeMap<Date, Timestamp>) -> Result<(), StoreError> {
        let (days, moments): (Vec<_>, Vec<_>) = moments
            .iter()
            .map(|(day, from)| (day.to_diesel(), at(*from)))
            .unzip();
        let update = sql_query(
            "with locked as materialized ( \
                 select id from tasks where account_id = $1 and completed_at is null and due_on is not null \
                 order by id for no key update \
             ) \
             update tasks set overdue_from = moments.overdue_from \
             from locked, unnest($2, $3) as moments (due_on, overdue_from) \
             where account_id = $1 and tasks.id = locked.id and completed_at is null and tasks.due_on = moments.due_on",
        )
        .bind::<sql_types::Uuid, _>(self.tenant())
        .bind::<sql_types::Array<sql_types::Date>, _>(days)
        .bind::<sql_types::Array<sql_types::Timestamptz>, _>(moments);
        let updated = update.execute(self.connection().await?).await;
        self.noted(updated).map(|_| ())
    }

    async fn add_task(&mut self, task: &Task) -> Result<(), StoreError> {
        self.later(Change::AddTask(FullTaskRow::of(self.account_id(), task)))
            .await
    }

    async fn put_tasks(&mut self, tasks: &[Task]) -> Result<(), StoreError> {
        if let [one] = tasks {
            let row = FullTaskRow::of(self.account_id(), one);
            return self.later(Change::PutTask(row)).await;
        }
        for some in tasks.chunks(ROWS_PER_STATEMENT) {
            self.put_some(some).await?;
        }
        Ok(())
    }

    async fn put_completed(&mut self, task: &Task, read: Version) -> Result<(), StoreError> {
        let completed = CompletedAsRead::of(self.account_id(), task, read);
        self.later(Change::CompleteTask(completed)).await?;
        self.add_completions(std::slice::from_ref(task)).await
    }

    async fn add_completions(&mut self, tasks: &[Task]) -> Result<(), StoreError> {
        let account = self.account_id();
        let rows = tasks
            .iter()
            .filter_map(|task| Some(CompletionRow::of(account, task, task.completion()?)));
        let mut rows: Vec<_> = rows.collect();
        if rows.len() < tasks.len() {
            let failure = StoreError::broken("an open task has no completion to be added");
            return Err(self.fail(failure));
        }
        if rows.len() == 1
            && let Some(row) = rows.pop()
        {
            return self.later(Change::AddCompletion(row)).await;
        }
        for some in rows.chunks(ROWS_PER_STATEMENT) {
            let insert = diesel::insert_into(completions::table).values(some);
            let inserted = insert.execute(self.connection().await?).await;
            self.noted(inserted)?;
        }
        Ok(())
    }

    async fn supersede_completion(
        &mut self,
        id: CompletionId,
        at_moment: Timestamp,
    ) -> Result<(), StoreError> {
        let current = completions::table
            .find((self.tenant(), id.uuid()))
            .filter(completions::superseded_at.is_null());
        let update = diesel::update(current).set(completions::superseded_at.eq(at(at_moment)));
        let updated = Prepared(update).execute(self.connection().await?).await;
        self.changed_one(updated)
    }

    async fn delete_task(&mut self, task: &Task) -> Result<(), StoreError> {
        let here = tasks::table
            .find((self.tenant(), task.id.uuid()))
            .filter(tasks::deleted_at.is_null());
        let gone = (
            tasks::deleted_at.eq(at(task.updated_at)),
            tasks::updated_at.eq(at(task.updated_at)),
            tasks::version.eq(task.version.number()),
        );
        let update = diesel::update(here).set(gone);
        let updated = Prepared(update).execute(self.connection().await?).await;
        self.changed_one(updated)
    }
}

impl PgUnit {
    async fn current_completion(&mut self, task: TaskId) -> Result<Option<CompletionRow>, StoreError> {
        Ok(self
            .current_completions(vec![task.uuid()])
            .await?
            .remove(&task.uuid()))
    }

    async fn current_completions(
        &mut self,
        tasks: Vec<Uuid>,
    ) -> Result<BTreeMap<Uuid, CompletionRow>, StoreError> {
        if tasks.is_empty() {
            return Ok(BTreeMap::new());
        }
        let query = completions::table
            .filter(
                completions::account_id
                    .eq(self.tenant())
                    .and(completions::task_id.eq_any(tasks)),
            )
            .filter(completions::superseded_at.is_null())
            .select(CompletionRow::as_select());
        let rows: QueryResult<Vec<CompletionRow>> = query.load(self.connection().await?).await;
        Ok(self
            .noted(rows)?
            .into_iter()
            .map(|row| (row.task_id, row))
            .collect())
    }

    /// One statement for all of them: inserting what exists already turns into changing it.
    async fn put_some(&mut self, some: &[Task]) -> Result<(), StoreError> {
        let account = self.account_id();
        let rows: Vec<_> = some.iter().map(|task| FullTaskRow::of(account, task)).collect();
        let upsert = diesel::insert_into(tasks::table)
            .values(rows)
            .on_conflict((tasks::account_id, tasks::id))
            .do_update()
            .set((
                tasks::title.eq(excluded(tasks::title)),
                tasks::search_text.eq(excluded(tasks::search_text)),
                tasks::description.eq(excluded(tasks::description)),
                tasks::task_type_id.eq(excluded(tasks::task_type_id)),
                tasks::owner_id.eq(excluded(tasks::owner_id)),
                tasks::due_on.eq(excluded(tasks::due_on)),
                tasks::due_at.eq(excluded(tasks::due_at)),
                tasks::overdue_from.eq(excluded(tasks::overdue_from)),
                tasks::completed_at.eq(excluded(tasks::completed_at)),
                tasks::version.eq(excluded(tasks::version)),
                tasks::updated_at.eq(excluded(tasks::updated_at)),
            ));
        let updated = upsert.execute(self.connection().await?).await;
        self.noted(updated).map(|_| ())
    }
}
