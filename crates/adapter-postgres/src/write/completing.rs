//! Reads what is needed to complete tasks.

use std::collections::HashMap;

use application::{
    StoreError,
    ports::{TaskToComplete, Tasks as _},
};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{CompletionRule, TaskId, TaskTypeId};
use futures_util::future::try_join;
use uuid::Uuid;

use super::settings::{RuleRow, assigned, rules};
use crate::{
    codes::contradiction,
    look_ups::{ByKey, LookUp},
    read::uuids,
    rows::{catalogue::OutcomeRow, tasks::TaskRow},
    schema::{assignments, contacts, deals, outcomes, task_settings, tasks},
    store::PgUnit,
    unit::Transaction,
};

/// A task, what it is about, and what completing it asks for.
#[derive(Clone)]
pub(crate) struct Found {
    row: TaskRow,
    subject_name: String,
    /// Nothing if its type was changed between the two statements.
    rule: Option<CompletionRule>,
}

/// Finds what is needed to complete those of some tasks that exist.
pub(crate) struct ToComplete;

impl LookUp for ToComplete {
    type Key = TaskId;
    type Found = Found;

    /// Both statements go along with the beginning, where that is not sent yet.
    async fn find(transaction: &Transaction, ids: &[TaskId]) -> Result<ByKey<Self>, StoreError> {
        let ids = uuids(ids, TaskId::uuid);
        transaction.by_keys();
        let (named, mut rules) =
            try_join(named_tasks(transaction, &ids), rules_of_tasks(transaction, &ids)).await?;
        let mut found = |row: TaskRow, name: Option<String>| {
            let rule = rules.remove(&row.id).transpose()?;
            let of_its_type = rule.filter(|(task_type, _)| task_type.uuid() == row.task_type_id);
            Ok(Found {
                subject_name: name.ok_or_else(|| contradiction("a task about nothing"))?,
                rule: of_its_type.map(|(_, rule)| rule),
                row,
            })
        };
        let named = named.into_iter();
        Ok(named
            .map(|(row, contact, deal)| (TaskId::new(row.id), found(row, contact.or(deal))))
            .collect())
    }
}

/// A task with the name of the contact or of the deal.
type NamedTask = (TaskRow, Option<String>, Option<String>);

async fn named_tasks(transaction: &Transaction, ids: &[Uuid]) -> Result<Vec<NamedTask>, StoreError> {
    let contact = contacts::account_id
        .eq(tasks::account_id)
        .and(contacts::id.nullable().eq(tasks::contact_id));
    let deal = deals::account_id
        .eq(tasks::account_id)
        .and(deals::id.nullable().eq(tasks::deal_id));
    let account = transaction.account().uuid();
    let query = tasks::table
        .left_join(contacts::table.on(contact))
        .left_join(deals::table.on(deal))
        .filter(tasks::account_id.eq(account).and(tasks::id.eq_any(ids)))
        .filter(tasks::deleted_at.is_null().and(tasks::erased_at.is_null()))
        .select((
            TaskRow::as_select(),
            contacts::name.nullable(),
            deals::name.nullable(),
        ));
    transaction
        .beside(async { query.load(&mut transaction.shared()).await })
        .await
}

/// The type that a task has now, and what completing it asks for.
type RuleOfTask = Result<(TaskTypeId, CompletionRule), StoreError>;

async fn rules_of_tasks(
    transaction: &Transaction,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, RuleOfTask>, StoreError> {
    let of_type = assignments::account_id
        .eq(tasks::account_id)
        .and(assignments::task_type_id.eq(tasks::task_type_id));
    let account = transaction.account().uuid();
    let query = tasks::table
        .inner_join(task_settings::table.on(task_settings::account_id.eq(tasks::account_id)))
        .left_join(assignments::table.on(of_type))
        .left_join(outcomes::table.on(assigned()))
        .filter(tasks::account_id.eq(account).and(tasks::id.eq_any(ids)))
        .order((tasks::id, assignments::position))
        .select((
            tasks::id,
            (
                task_settings::status,
                task_settings::version,
                tasks::task_type_id.nullable(),
                Option::<OutcomeRow>::as_select(),
            ),
        ));
    let rows: Vec<(Uuid, RuleRow)> = transaction
        .beside(async { query.load(&mut transaction.shared()).await })
        .await?;
    let mut of_tasks: HashMap<Uuid, Vec<RuleRow>> = HashMap::new();
    for (task, row) in rows {
        of_tasks.entry(task).or_default().push(row);
    }
    let rule = |rows: Vec<RuleRow>| {
        let task_type = rows.iter().find_map(|(_, _, task_type, _)| *task_type);
        let task_type = task_type.ok_or_else(|| contradiction("a task without a type"))?;
        let of_its_type = rules(rows, &[TaskTypeId::new(task_type)].into())?.pop_first();
        of_its_type.ok_or_else(|| contradiction("a type without a rule"))
    };
    let rules = of_tasks.into_iter();
    Ok(rules.map(|(task, rows)| (task, rule(rows))).collect())
}

impl PgUnit {
    /// Where it was changed while it was read, the unit begins anew.
    pub(super) async fn with_rule_and_name(
        &mut self,
        id: TaskId,
    ) -> Result<Option<TaskToComplete>, StoreError> {
        let Some(found) = self.found_to_complete(id).await? else {
            return Ok(None);
        };
        let rule = found.rule.ok_or_else(|| self.conflict())?;
        // Its completion is read while it is held, so that the two are of one moment.
        let task = if found.row.is_completed() {
            let held = self.task(id).await?;
            let held = held.filter(|held| held.version.number() == found.row.version);
            held.ok_or_else(|| self.conflict())?
        } else {
            found.row.with(None)?
        };
        Ok(Some(TaskToComplete {
            task,
            rule,
            subject_name: found.subject_name,
        }))
    }
}
