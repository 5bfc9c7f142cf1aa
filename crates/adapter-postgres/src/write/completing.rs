//! Reads what is needed to complete a task.

use application::{
    StoreError,
    ports::{TaskToComplete, Tasks as _},
};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{CompletionRule, TaskId, TaskTypeId};
use futures_util::future::try_join;

use super::settings::{RuleRow, assigned, rules};
use crate::{
    codes::contradiction,
    rows::{catalogue::OutcomeRow, tasks::TaskRow},
    schema::{assignments, contacts, deals, outcomes, task_settings, tasks},
    store::PgUnit,
};

impl PgUnit {
    /// Both statements go along with the beginning. What was changed between them is no task to complete: the unit begins
    /// anew.
    pub(super) async fn with_rule_and_name(
        &mut self,
        id: TaskId,
    ) -> Result<Option<TaskToComplete>, StoreError> {
        self.settle().await?;
        let (found, rule) = try_join(self.named_task(id), self.rule_for(id)).await?;
        let Some((row, subject_name)) = found else {
            return Ok(None);
        };
        let of_its_type = rule.filter(|(task_type, _)| task_type.uuid() == row.task_type_id);
        let (_, rule) = of_its_type.ok_or_else(|| self.conflict())?;
        // Its completion is read while it is held, so that the two are of one moment.
        let task = if row.is_completed() {
            let held = self.task(id).await?;
            let held = held.filter(|held| held.version.number() == row.version);
            held.ok_or_else(|| self.conflict())?
        } else {
            row.with(None)?
        };
        Ok(Some(TaskToComplete {
            task,
            rule,
            subject_name,
        }))
    }

    /// A task with the name of what it is about.
    async fn named_task(&self, id: TaskId) -> Result<Option<(TaskRow, String)>, StoreError> {
        let contact = contacts::account_id
            .eq(tasks::account_id)
            .and(contacts::id.nullable().eq(tasks::contact_id));
        let deal = deals::account_id
            .eq(tasks::account_id)
            .and(deals::id.nullable().eq(tasks::deal_id));
        let query = tasks::table
            .left_join(contacts::table.on(contact))
            .left_join(deals::table.on(deal))
            .filter(tasks::account_id.eq(self.tenant()).and(tasks::id.eq(id.uuid())))
            .filter(tasks::deleted_at.is_null().and(tasks::erased_at.is_null()))
            .select((
                TaskRow::as_select(),
                contacts::name.nullable(),
                deals::name.nullable(),
            ));
        let found: Option<(TaskRow, Option<String>, Option<String>)> = self
            .ask(async |connection| query.first(connection).await.optional())
            .await?;
        let named = found.map(|(row, contact, deal)| {
            let name = contact
                .or(deal)
                .ok_or_else(|| contradiction("a task about nothing"))?;
            Ok((row, name))
        });
        named.transpose()
    }

    /// What completing a task asks for, and the type that it has now; nothing if there is no such task.
    async fn rule_for(&self, task: TaskId) -> Result<Option<(TaskTypeId, CompletionRule)>, StoreError> {
        let of_type = assignments::account_id
            .eq(tasks::account_id)
            .and(assignments::task_type_id.eq(tasks::task_type_id));
        let query = tasks::table
            .inner_join(task_settings::table.on(task_settings::account_id.eq(tasks::account_id)))
            .left_join(assignments::table.on(of_type))
            .left_join(outcomes::table.on(assigned()))
            .filter(tasks::account_id.eq(self.tenant()).and(tasks::id.eq(task.uuid())))
            .order(assignments::position)
            .select((
                task_settings::status,
                task_settings::version,
                tasks::task_type_id.nullable(),
                Option::<OutcomeRow>::as_select(),
            ));
        let rows: Vec<RuleRow> = self.ask(async |connection| query.load(connection).await).await?;
        let [(_, _, Some(task_type), _), ..] = rows.as_slice() else {
            return Ok(None);
        };
        let task_types = [TaskTypeId::new(*task_type)].into();
        Ok(rules(rows, &task_types)?.pop_first())
    }
}
