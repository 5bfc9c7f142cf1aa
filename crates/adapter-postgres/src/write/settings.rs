//! Writes the switch and the matrix; its row is the lock of the whole catalogue.

use std::collections::{BTreeMap, BTreeSet};

use application::{StoreError, ports::Settings};
use async_trait::async_trait;
use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::RunQueryDsl;
use domain::{Assignments, CompletionChoice, CompletionRule, TaskOutcome, TaskSettings, TaskTypeId, Version};
use uuid::Uuid;

use super::prepared::Prepared;
use crate::{
    codes::contradiction,
    read::conditions::AnyOf,
    read::settings::{Matrix, stored_matrix},
    rows::{
        catalogue::OutcomeRow,
        settings::{ENABLED, SettingsRow, matrices},
    },
    schema::{assignments, outcomes, task_settings},
    store::PgUnit,
};

#[async_trait]
impl Settings for PgUnit {
    /// The matrix is read after the lock, so that it is the one of the unit we waited for.
    async fn settings(&mut self) -> Result<TaskSettings, StoreError> {
        let query = task_settings::table
            .find(self.tenant())
            .select(SettingsRow::as_select())
            .for_no_key_update();
        let row: Option<SettingsRow> = {
            let row = query.first(self.connection().await?).await.optional();
            self.noted(row)?
        };
        let row = row.ok_or_else(|| contradiction("an account without settings"))?;
        let matrix = stored_matrix(self.transaction().await?, Matrix::of(&row)).await?;
        row.with(matrix)
    }

    async fn put_settings(&mut self, settings: &TaskSettings) -> Result<(), StoreError> {
        let row = SettingsRow::of(self.account_id(), settings);
        let update = diesel::update(task_settings::table.find(self.tenant())).set(row);
        let updated = Prepared(update).execute(self.connection().await?).await;
        self.changed_one(updated)?;
        let (offered, remembered) = matrices(settings);
        self.put_matrix(Matrix::Offered, offered).await?;
        self.put_matrix(Matrix::Remembered, remembered).await
    }

    async fn completion_rules(
        &mut self,
        task_types: &BTreeSet<TaskTypeId>,
    ) -> Result<BTreeMap<TaskTypeId, CompletionRule>, StoreError> {
        let of_types = assignments::account_id.eq(task_settings::account_id).and(AnyOf {
            column: "assignments.task_type_id",
            ids: task_types.iter().map(|id| id.uuid()).collect(),
        });
        let query = task_settings::table
            .left_join(assignments::table.on(of_types))
            .left_join(outcomes::table.on(assigned()))
            .filter(task_settings::account_id.eq(self.tenant()))
            .order((assignments::task_type_id, assignments::position))
            .select((
                task_settings::status,
                task_settings::version,
                assignments::task_type_id.nullable(),
                Option::<OutcomeRow>::as_select(),
            ));
        let rows = self.ask(async |connection| query.load(connection).await);
        rules(rows.await?, task_types)
    }
}

/// That an outcome is the one of an assignment.
#[diesel::dsl::auto_type]
fn assigned() -> _ {
    outcomes::account_id
        .nullable()
        .eq(assignments::account_id.nullable())
        .and(outcomes::id.nullable().eq(assignments::outcome_id.nullable()))
}

/// State and version of the settings, a task type and an outcome it offers.
type RuleRow = (i16, i32, Option<Uuid>, Option<OutcomeRow>);

fn rules(
    rows: Vec<RuleRow>,
    task_types: &BTreeSet<TaskTypeId>,
) -> Result<BTreeMap<TaskTypeId, CompletionRule>, StoreError> {
    let [(status, version, ..), ..] = rows.as_slice() else {
        return Err(contradiction("an account without settings"));
    };
    let (status, version) = (*status, *version);
    let mut offered: BTreeMap<TaskTypeId, Vec<TaskOutcome>> = BTreeMap::new();
    for (_, _, task_type, outcome) in rows {
        if let (Some(task_type), Some(outcome)) = (task_type, outcome) {
            let offered = offered.entry(TaskTypeId::new(task_type)).or_default();
            offered.push(TaskOutcome::try_from(outcome)?);
        }
    }
    let of_type = |id: &TaskTypeId| (*id, rule(status, version, offered.remove(id).unwrap_or_default()));
    Ok(task_types.iter().map(of_type).collect())
}

/// What completing asks for where these are offered, by state and version of the settings.
pub(super) fn rule(status: i16, version: i32, offered: Vec<TaskOutcome>) -> CompletionRule {
    CompletionRule {
        settings_version: Version::new(version),
        choice: match status {
            ENABLED => CompletionChoice::OneOf(offered),
            _ => CompletionChoice::Free,
        },
    }
}

impl PgUnit {
    /// Writes the lists that differ, and no others. The settings row is locked, so nobody else does meanwhile.
    async fn put_matrix(&mut self, which: Matrix, wanted: &Assignments) -> Result<(), StoreError> {
        let stored = stored_matrix(self.transaction().await?, which).await?;
        let differs = |id: &&TaskTypeId| stored.get(id) != wanted.get(id);
        let gone: Vec<Uuid> = stored.keys().filter(differs).map(|id| id.uuid()).collect();
        let new = wanted.iter().filter(|(id, _)| differs(id));
        if !gone.is_empty() {
            let delete = sql_query(format!(
                "delete from {} where account_id = $1 and task_type_id = any($2)",
                which.table()
            ))
            .bind::<sql_types::Uuid, _>(self.tenant())
            .bind::<sql_types::Array<sql_types::Uuid>, _>(gone);
            let deleted = delete.execute(self.connection().await?).await;
            self.noted(deleted)?;
        }
        let rows = Columns::of(new)?;
        if rows.outcomes.is_empty() {
            return Ok(());
        }
        let insert = sql_query(format!(
            "insert into {} (account_id, task_type_id, position, outcome_id) select $1, * from unnest($2, $3, $4)",
            which.table()
        ))
        .bind::<sql_types::Uuid, _>(self.tenant())
        .bind::<sql_types::Array<sql_types::Uuid>, _>(rows.task_types)
        .bind::<sql_types::Array<sql_types::SmallInt>, _>(rows.positions)
        .bind::<sql_types::Array<sql_types::Uuid>, _>(rows.outcomes);
        let inserted = insert.execute(self.connection().await?).await;
        self.noted(inserted).map(|_| ())
    }
}

/// Assignments as one array per column: one statement, however many there are.
#[derive(Default)]
struct Columns {
    task_types: Vec<Uuid>,
    positions: Vec<i16>,
    outcomes: Vec<Uuid>,
}

impl Columns {
    fn of<'a>(
        lists: impl Iterator<Item = (&'a TaskTypeId, &'a domain::AssignedOutcomes)>,
    ) -> Result<Self, StoreError> {
        let mut columns = Self::default();
        for (task_type, assigned) in lists {
            for (position, outcome) in assigned.as_slice().iter().enumerate() {
                columns.task_types.push(task_type.uuid());
                columns
                    .positions
                    .push(i16::try_from(position).map_err(StoreError::broken)?);
                columns.outcomes.push(outcome.uuid());
            }
        }
        Ok(columns)
    }
}
