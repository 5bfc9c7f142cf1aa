//! Writes task types and outcomes.

use application::{
    StoreError,
    ports::{Outcomes, TaskTypes},
};
use async_trait::async_trait;
use diesel::{dsl::count, prelude::*};
use diesel_async::RunQueryDsl;
use domain::{LabelKey, OutcomeId, TaskOutcome, TaskType, TaskTypeId};

use super::prepared::Prepared;
use crate::{
    read,
    rows::catalogue::{OutcomeRow, TaskTypeRow},
    schema::{completions, outcomes, task_types, tasks},
    store::PgUnit,
};

#[async_trait]
impl TaskTypes for PgUnit {
    async fn task_types(&mut self) -> Result<Vec<TaskType>, StoreError> {
        read::catalogue::all_task_types(self.transaction().await?).await
    }

    /// The lock excludes the one below, but lets foreign keys be checked.
    async fn task_type(&mut self, id: TaskTypeId) -> Result<Option<TaskType>, StoreError> {
        let query = task_types::table
            .find((self.tenant(), id.uuid()))
            .select(TaskTypeRow::as_select());
        let row = query
            .for_no_key_update()
            .first(self.connection().await?)
            .await
            .optional();
        Ok(self.noted(row)?.map(TaskType::from))
    }

    async fn task_type_to_open_in(&mut self, id: TaskTypeId) -> Result<Option<TaskType>, StoreError> {
        let query = task_types::table
            .find((self.tenant(), id.uuid()))
            .select(TaskTypeRow::as_select());
        let row = query.for_share().first(self.connection().await?).await.optional();
        Ok(self.noted(row)?.map(TaskType::from))
    }

    async fn task_type_with_key(&mut self, key: &LabelKey) -> Result<Option<TaskType>, StoreError> {
        let query = task_types::table
            .filter(
                task_types::account_id
                    .eq(self.tenant())
                    .and(task_types::name_key.eq(key.as_str())),
            )
            .select(TaskTypeRow::as_select());
        let row = query.first(self.connection().await?).await.optional();
        Ok(self.noted(row)?.map(TaskType::from))
    }

    async fn add_task_type(&mut self, task_type: &TaskType) -> Result<(), StoreError> {
        let row = TaskTypeRow::of(self.account_id(), task_type);
        let inserted = diesel::insert_into(task_types::table)
            .values(row)
            .execute(self.connection().await?)
            .await;
        self.changed_one(inserted)
    }

    async fn put_task_type(&mut self, task_type: &TaskType) -> Result<(), StoreError> {
        let row = TaskTypeRow::of(self.account_id(), task_type);
        let update = diesel::update(task_types::table.find((self.tenant(), task_type.id.uuid()))).set(row);
        let updated = Prepared(update).execute(self.connection().await?).await;
        self.changed_one(updated)
    }

    async fn tasks_ever_of(&mut self, task_type: TaskTypeId) -> Result<usize, StoreError> {
        let completed_as = completions::table
            .filter(completions::account_id.eq(self.tenant()))
            .filter(completions::task_type_id.eq(task_type.uuid()))
            .select(completions::task_id);
        let is_or_was = tasks::task_type_id
            .eq(task_type.uuid())
            .or(tasks::id.eq_any(completed_as));
        let query = tasks::table
            .filter(tasks::account_id.eq(self.tenant()))
            .filter(is_or_was)
            .count();
        let number: QueryResult<i64> = query.get_result(self.connection().await?).await;
        usize::try_from(self.noted(number)?).map_err(StoreError::broken)
    }

    async fn delete_task_type(&mut self, id: TaskTypeId) -> Result<(), StoreError> {
        let delete = diesel::delete(task_types::table.find((self.tenant(), id.uuid())));
        let deleted = delete.execute(self.connection().await?).await;
        self.changed_one(deleted)
    }
}

#[async_trait]
impl Outcomes for PgUnit {
    async fn outcomes(&mut self) -> Result<Vec<TaskOutcome>, StoreError> {
        read::catalogue::all_outcomes(self.transaction().await?).await
    }

    /// The lock lets foreign keys of completions be checked.
    async fn outcome(&mut self, id: OutcomeId) -> Result<Option<TaskOutcome>, StoreError> {
        let query = outcomes::table
            .find((self.tenant(), id.uuid()))
            .select(OutcomeRow::as_select());
        let row = query
            .for_no_key_update()
            .first(self.connection().await?)
            .await
            .optional();
        self.noted(row)?.map(TaskOutcome::try_from).transpose()
    }

    async fn outcome_with_key(&mut self, key: &LabelKey) -> Result<Option<TaskOutcome>, StoreError> {
        let query = outcomes::table
            .filter(
                outcomes::account_id
                    .eq(self.tenant())
                    .and(outcomes::label_key.eq(key.as_str())),
            )
            .select(OutcomeRow::as_select());
        let row = query.first(self.connection().await?).await.optional();
        self.noted(row)?.map(TaskOutcome::try_from).transpose()
    }

    async fn add_outcome(&mut self, outcome: &TaskOutcome) -> Result<(), StoreError> {
        let row = OutcomeRow::of(self.account_id(), outcome);
        let inserted = diesel::insert_into(outcomes::table)
            .values(row)
            .execute(self.connection().await?)
            .await;
        self.changed_one(inserted)
    }

    async fn put_outcome(&mut self, outcome: &TaskOutcome) -> Result<(), StoreError> {
        let row = OutcomeRow::of(self.account_id(), outcome);
        let update = diesel::update(outcomes::table.find((self.tenant(), outcome.id.uuid()))).set(row);
        let updated = Prepared(update).execute(self.connection().await?).await;
        self.changed_one(updated)
    }

    async fn tasks_completed_with(&mut self, outcomes: &[OutcomeId]) -> Result<usize, StoreError> {
        let query = completions::table
            .filter(completions::account_id.eq(self.tenant()))
            .filter(completions::outcome_id.eq_any(read::uuids(outcomes, OutcomeId::uuid)))
            .select(count(completions::task_id).aggregate_distinct());
        let number: QueryResult<i64> = query.first(self.connection().await?).await;
        usize::try_from(self.noted(number)?).map_err(StoreError::broken)
    }

    /// A completion that is being added holds the row until it is there for the foreign key, which then refuses this.
    async fn delete_outcome(&mut self, id: OutcomeId) -> Result<(), StoreError> {
        let delete = diesel::delete(outcomes::table.find((self.tenant(), id.uuid())));
        let deleted = delete.execute(self.connection().await?).await;
        self.changed_one(deleted)
    }
}
