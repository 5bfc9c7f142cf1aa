//! Reads the switch, the matrix and what switching off would touch.

use application::{StoreError, queries::settings::DisableCounts};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{Assignments, TaskSettings};
use uuid::Uuid;

use super::count;
use crate::{
    codes::contradiction,
    rows::settings::{SettingsRow, matrix},
    schema::{assignments, completions, remembered_assignments, task_settings, tasks},
    unit::Transaction,
};

/// The two tables of assignments.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Matrix {
    /// What task types offer now.
    Offered,
    /// What they offered when the feature was last switched off.
    Remembered,
}

impl Matrix {
    /// The one that belongs to the state of the settings.
    pub(crate) fn of(row: &SettingsRow) -> Self {
        if row.is_in_force() {
            Self::Offered
        } else {
            Self::Remembered
        }
    }

    /// Where it is stored.
    pub(crate) const fn table(self) -> &'static str {
        match self {
            Self::Offered => "assignments",
            Self::Remembered => "remembered_assignments",
        }
    }
}

/// A matrix as it is stored now.
pub(crate) async fn stored_matrix(tx: &mut Transaction, which: Matrix) -> Result<Assignments, StoreError> {
    let account = tx.account().uuid();
    let rows: Vec<(Uuid, Uuid)> = match which {
        Matrix::Offered => {
            let query = assignments::table
                .filter(assignments::account_id.eq(account))
                .order((assignments::task_type_id, assignments::position))
                .select((assignments::task_type_id, assignments::outcome_id));
            tx.beside(query.load(&mut tx.shared())).await?
        }
        Matrix::Remembered => {
            let query = remembered_assignments::table
                .filter(remembered_assignments::account_id.eq(account))
                .order((
                    remembered_assignments::task_type_id,
                    remembered_assignments::position,
                ))
                .select((
                    remembered_assignments::task_type_id,
                    remembered_assignments::outcome_id,
                ));
            tx.beside(query.load(&mut tx.shared())).await?
        }
    };
    matrix(rows)
}

pub(super) async fn settings(tx: &mut Transaction) -> Result<TaskSettings, StoreError> {
    let query = task_settings::table
        .find(tx.account().uuid())
        .select(SettingsRow::as_select());
    let row = tx
        .beside(async { query.first(&mut tx.shared()).await.optional() })
        .await?;
    let row: SettingsRow = row.ok_or_else(|| contradiction("an account without settings"))?;
    let matrix = stored_matrix(tx, Matrix::of(&row)).await?;
    row.with(matrix)
}

pub(super) async fn disable_counts(tx: &mut Transaction) -> Result<DisableCounts, StoreError> {
    let account = tx.account().uuid();
    let completed = completions::table
        .filter(
            completions::account_id
                .eq(account)
                .and(completions::superseded_at.is_null()),
        )
        .filter(completions::outcome_id.is_not_null())
        .count();
    let completed = tx.beside(completed.get_result(&mut tx.shared())).await?;
    let completed_tasks = count(completed)?;
    let open = tasks::table
        .filter(tasks::account_id.eq(account).and(tasks::completed_at.is_null()))
        .filter(tasks::deleted_at.is_null())
        .count();
    let open = tx.beside(open.get_result(&mut tx.shared())).await?;
    Ok(DisableCounts {
        completed_tasks,
        open_tasks: count(open)?,
    })
}
