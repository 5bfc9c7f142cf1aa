//! Reads what is needed to complete tasks.

use application::{
    StoreError,
    ports::{TaskToComplete, Tasks as _},
};
use diesel::{
    dsl::SqlTypeOf,
    expression::{AppearsOnTable, SelectableExpression, ValidGrouping, is_aggregate},
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{Array, Record},
};
use diesel_async::RunQueryDsl;
use domain::{CompletionRule, TaskId, TaskOutcome};

use super::settings::rule;
use crate::{
    codes::contradiction,
    look_ups::{ByKey, LookUp},
    read::uuids,
    rows::{catalogue::OutcomeRow, tasks::TaskRow},
    schema::{contacts, deals, task_settings, tasks},
    store::PgUnit,
    unit::Transaction,
};

/// A task, what it is about, and what completing it asks for.
#[derive(Clone)]
pub(crate) struct Found {
    row: TaskRow,
    subject_name: String,
    rule: CompletionRule,
}

/// Finds what is needed to complete those of some tasks that exist.
pub(crate) struct ToComplete;

impl LookUp for ToComplete {
    type Key = TaskId;
    type Found = Found;

    async fn find(transaction: &Transaction, ids: &[TaskId]) -> Result<ByKey<Self>, StoreError> {
        let contact = contacts::account_id
            .eq(tasks::account_id)
            .and(contacts::id.nullable().eq(tasks::contact_id));
        let deal = deals::account_id
            .eq(tasks::account_id)
            .and(deals::id.nullable().eq(tasks::deal_id));
        let account = transaction.account().uuid();
        let query = tasks::table
            .left_join(task_settings::table.on(task_settings::account_id.eq(tasks::account_id)))
            .left_join(contacts::table.on(contact))
            .left_join(deals::table.on(deal))
            .filter(tasks::account_id.eq(account))
            .filter(tasks::id.eq_any(uuids(ids, TaskId::uuid)))
            .filter(tasks::deleted_at.is_null().and(tasks::erased_at.is_null()))
            .select((
                TaskRow::as_select(),
                contacts::name.nullable(),
                deals::name.nullable(),
                (task_settings::status, task_settings::version).nullable(),
                Offered::whole(),
            ));
        let rows: Vec<Columns> = transaction.look_up(query.load(&mut transaction.shared())).await?;
        Ok(rows.into_iter().map(found).collect())
    }
}

/// A task, the name of its contact or of its deal, state and version of the settings, and what is offered for its type.
type Columns = (
    TaskRow,
    Option<String>,
    Option<String>,
    Option<(i16, i32)>,
    Vec<OfferedRow>,
);

fn found((row, contact, deal, settings, offered): Columns) -> (TaskId, Result<Found, StoreError>) {
    let id = TaskId::new(row.id);
    let offered: Result<_, _> = offered.into_iter().map(outcome).collect();
    let found = || {
        let (status, version) = settings.ok_or_else(|| contradiction("an account without settings"))?;
        Ok(Found {
            row,
            subject_name: contact
                .or(deal)
                .ok_or_else(|| contradiction("a task about nothing"))?,
            rule: rule(status, version, offered?),
        })
    };
    (id, found())
}

/// The outcomes that are offered for the type of a task, in their order, as one column.
#[derive(QueryId)]
struct Offered(OutcomeColumns);

impl Offered {
    fn whole() -> Self {
        Self(<OutcomeRow as Selectable<Pg>>::construct_selection())
    }
}

type OutcomeColumns = <OutcomeRow as Selectable<Pg>>::SelectExpression;
type OutcomeTypes = SqlTypeOf<OutcomeColumns>;
type OfferedRow = <OutcomeRow as Queryable<OutcomeTypes, Pg>>::Row;

fn outcome(row: OfferedRow) -> Result<TaskOutcome, StoreError> {
    let row = Queryable::<OutcomeTypes, Pg>::build(row);
    let row: OutcomeRow = row.map_err(|_| contradiction("an outcome"))?;
    row.try_into()
}

impl Expression for Offered {
    type SqlType = Array<Record<OutcomeTypes>>;
}

impl ValidGrouping<()> for Offered {
    type IsAggregate = is_aggregate::No;
}

impl<Source> AppearsOnTable<Source> for Offered where tasks::task_type_id: AppearsOnTable<Source> {}
impl<Source> SelectableExpression<Source> for Offered where tasks::task_type_id: SelectableExpression<Source> {}

impl QueryFragment<Pg> for Offered {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("ARRAY(SELECT ROW(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(
            ") FROM assignments JOIN outcomes \
                 ON outcomes.account_id = assignments.account_id AND outcomes.id = assignments.outcome_id \
             WHERE assignments.account_id = tasks.account_id AND assignments.task_type_id = tasks.task_type_id \
             ORDER BY assignments.position)",
        );
        Ok(())
    }
}

impl PgUnit {
    pub(super) async fn with_rule_and_name(
        &mut self,
        id: TaskId,
    ) -> Result<Option<TaskToComplete>, StoreError> {
        let Some(found) = self.found_to_complete(id).await? else {
            return Ok(None);
        };
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
            rule: found.rule,
            subject_name: found.subject_name,
        }))
    }
}
