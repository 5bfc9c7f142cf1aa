//! I2 to I5: what is assigned, what is archived, and that no two have one name.

use std::collections::BTreeSet;

use application::{
    StoreError,
    ports::Reading,
    queries::{
        catalogue::{OutcomeFilter, OutcomeOrder, OutcomeOrderField, task_type_cursor},
        tasks::{TaskFilter, TaskStatus},
    },
};
use domain::{
    AssignedOutcomes, Catalogue, LabelKey, OutcomeId, TaskOutcome, TaskSettings, TaskType, TaskTypeId,
};

pub(super) async fn contradictions(reading: &dyn Reading) -> Result<Vec<String>, StoreError> {
    let (settings, catalogue) = (reading.settings().await?, reading.catalogue().await?);
    let types = super::whole(
        async |page| reading.task_types(true, &page).await,
        task_type_cursor,
    );
    let types = types.await?;
    let mut found = of_assignments(&settings, &catalogue);
    let outcomes = outcomes(reading).await?;
    found.extend(of_keys(&types, &outcomes));
    found.extend(of_merged(&outcomes, &catalogue));
    let archived = types.iter().filter(|one| !one.is_active());
    let open = TaskFilter {
        statuses: Some(vec![TaskStatus::Open]),
        task_types: Some(archived.map(|one| one.id).collect()),
        ..TaskFilter::default()
    };
    let open = reading.task_count(&open).await?;
    if open > 0 {
        found.push(format!("I3: {open} open tasks of archived types"));
    }
    Ok(found)
}

async fn outcomes(reading: &dyn Reading) -> Result<Vec<TaskOutcome>, StoreError> {
    let (all, order) = (
        OutcomeFilter {
            include_archived: true,
            ..OutcomeFilter::default()
        },
        OutcomeOrder {
            field: OutcomeOrderField::Label,
            descending: false,
        },
    );
    super::whole(
        async |page| reading.outcomes(&all, order, &page).await,
        |outcome| order.cursor(outcome),
    )
    .await
}

/// In force every active type has 1 to 20 distinct active outcomes, and nothing else has any.
fn of_assignments(settings: &TaskSettings, catalogue: &Catalogue) -> Vec<String> {
    let mut found = Vec::new();
    let active = catalogue.active_task_types().into_iter().map(|one| one.id);
    let wanted: BTreeSet<TaskTypeId> = active.filter(|_| settings.is_in_force()).collect();
    let assigned: BTreeSet<TaskTypeId> = settings.assignments().keys().copied().collect();
    if wanted != assigned {
        found.push(format!(
            "I2, I3: {wanted:?} must have outcomes, {assigned:?} have"
        ));
    }
    for (task_type, list) in settings.assignments() {
        if !is_good(list, catalogue) {
            found.push(format!("I2, I4: {task_type:?} offers {:?}", list.as_slice()));
        }
    }
    found
}

fn is_good(list: &AssignedOutcomes, catalogue: &Catalogue) -> bool {
    let ids = list.as_slice();
    let distinct: BTreeSet<OutcomeId> = ids.iter().copied().collect();
    let is_active = |id: &OutcomeId| catalogue.outcome(*id).is_some_and(TaskOutcome::is_active);
    (1..=20).contains(&ids.len()) && distinct.len() == ids.len() && ids.iter().all(is_active)
}

fn of_keys(types: &[TaskType], outcomes: &[TaskOutcome]) -> Vec<String> {
    let types = twice(types.iter().map(|one| one.name.key()));
    let outcomes = twice(outcomes.iter().map(|one| one.label.key()));
    let keys = types.into_iter().chain(outcomes);
    keys.map(|key| format!("I5: {key:?} stands twice")).collect()
}

/// What was merged is archived, and leads to one that was not merged itself.
fn of_merged(outcomes: &[TaskOutcome], catalogue: &Catalogue) -> Vec<String> {
    let leads_on = |merged: &&TaskOutcome| {
        let into = merged.merged_into.map(|into| catalogue.outcome(into));
        into.is_some_and(|into| merged.is_active() || into.is_none_or(|into| into.merged_into.is_some()))
    };
    let wrong = outcomes.iter().filter(leads_on);
    wrong
        .map(|merged| format!("I10: {:?} was merged into {:?}", merged.id, merged.merged_into))
        .collect()
}

fn twice(keys: impl Iterator<Item = LabelKey>) -> Vec<LabelKey> {
    let mut seen = BTreeSet::new();
    keys.filter_map(|key| seen.replace(key)).collect()
}
