//! I12: the groups of every dimension add up to the totals, and every number is the count of the tasks behind it.

use application::{
    StoreError,
    ports::Reading,
    queries::{
        task_overview::{Days, Dimension, TaskOverview, Totals},
        tasks::{Basis, TaskFilter, TaskStatus},
    },
};
use domain::TimeZone;
use jiff::{Timestamp, civil::Date};

pub(super) async fn contradictions(reading: &dyn Reading) -> Result<Vec<String>, StoreError> {
    let Some(account) = reading.account().await? else {
        return Ok(vec!["there is no account".to_owned()]);
    };
    let mut found = Vec::new();
    for basis in [Basis::Current, Basis::AsRecorded] {
        found.extend(on_basis(reading, &report(account.time_zone.clone(), basis)).await?);
    }
    Ok(found)
}

async fn on_basis(reading: &dyn Reading, report: &TaskOverview) -> Result<Vec<String>, StoreError> {
    let totals = reading.task_overview_totals(&report.filter).await?;
    let mut found = Vec::new();
    if totals.completed != reading.task_count(&report.filter).await? {
        found.push("I12: the totals are not the count of the tasks behind them".to_owned());
    }
    for by in Dimension::ALL {
        found.extend(of_dimension(reading, report, by, &totals).await?);
    }
    Ok(found)
}

/// Over all completed tasks.
fn report(time_zone: TimeZone, basis: Basis) -> TaskOverview {
    TaskOverview {
        filter: TaskFilter {
            basis,
            statuses: Some(vec![TaskStatus::Completed]),
            ..TaskFilter::default()
        },
        days: Days::default(),
        time_zone,
        today: Date::MAX,
        generated_at: Timestamp::MAX,
    }
}

async fn of_dimension(
    reading: &dyn Reading,
    report: &TaskOverview,
    by: Dimension,
    totals: &Totals,
) -> Result<Vec<String>, StoreError> {
    let groups = reading
        .task_overview_groups(&report.filter, by, &report.time_zone)
        .await?;
    let mut found = Vec::new();
    let sum = groups
        .iter()
        .fold(Totals::default(), |sum, group| sum.plus(&group.totals));
    if sum != *totals {
        found.push(format!(
            "I12: the groups by {by:?} add up to {sum:?}, not to {totals:?}"
        ));
    }
    for group in groups {
        let behind = reading.task_count(&report.behind(by, &group.key)).await?;
        if behind != group.totals.completed {
            found.push(format!(
                "I12: {behind} tasks behind {:?} of {by:?}: {:?}",
                group.key, group.totals
            ));
        }
    }
    Ok(found)
}
