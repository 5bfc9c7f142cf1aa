//! When the numbers of a report change: told from what is committed, so that nothing is counted while nothing happens.

use std::{collections::HashMap, hash::Hash};

use domain::{ActivityAction, ActivityKind, Catalogue, CompletionFacets, TaskFacets, TimeZone};
use jiff::Timestamp;

use super::{Dimension, Group, Period, TaskOverview, Totals};
use crate::{
    StoreError,
    ports::FeedEntry,
    queries::{
        QueryError, Session,
        tasks::{Basis, TaskFilter},
    },
};

/// Looks out for changes of one report's numbers.
///
/// Completions that come and go are told by the entries themselves; those that cancel each other out change nothing.
/// What entries do not tell (an outcome's sentiment, a merge, another time zone, the next day of a period that moves) is
/// seen by counting again, in all and by outcome.
#[derive(Debug)]
pub struct TaskOverviewWatch {
    conditions: TaskFilter,
    period: Period,
    time_zone: Option<TimeZone>,
    report: TaskOverview,
    numbers: Numbers,
    /// The conditions without those that depend on the catalogue: wider, and told from an entry.
    told: TaskFilter,
    moved: Vec<(TaskFacets, i64)>,
    is_in_doubt: bool,
}

type Numbers = (Totals, Vec<Group>);

impl TaskOverviewWatch {
    /// For changes of what the report is in this session.
    pub async fn begin(
        session: &Session,
        conditions: TaskFilter,
        period: Period,
        time_zone: Option<TimeZone>,
    ) -> Result<Self, QueryError> {
        let report = session
            .task_overview(conditions.clone(), period, time_zone.clone())
            .await?;
        let told = TaskFilter {
            outcomes: None,
            sentiments: None,
            ..conditions.clone()
        };
        Ok(Self {
            conditions,
            told,
            period,
            time_zone,
            numbers: numbers(session, &report).await?,
            report,
            moved: Vec::new(),
            is_in_doubt: false,
        })
    }

    /// Takes note of what an entry tells.
    pub fn note(&mut self, entry: &FeedEntry) {
        match entry.kind {
            ActivityKind::TaskCompleted
            | ActivityKind::TaskCompletionCorrected
            | ActivityKind::TaskReopened
            | ActivityKind::TaskDeleted => self.note_task(entry),
            ActivityKind::TaskOutcomeChanged => self.is_in_doubt |= entry.action != ActivityAction::Created,
            ActivityKind::AccountChanged => self.is_in_doubt = true,
            // Only open tasks are created and changed, and what is erased still counts.
            ActivityKind::TaskCreated
            | ActivityKind::TaskUpdated
            | ActivityKind::TaskOutcomeSettingsChanged
            | ActivityKind::TaskTypeChanged
            | ActivityKind::ApiTokenChanged
            | ActivityKind::ContactChanged
            | ActivityKind::ContactErased
            | ActivityKind::DataImported
            | ActivityKind::DataExported
            | ActivityKind::DealChanged
            | ActivityKind::UserChanged => (),
        }
    }

    fn note_task(&mut self, entry: &FeedEntry) {
        let Some(change) = &entry.task_change else {
            self.is_in_doubt = true;
            return;
        };
        if change.before == change.after {
            return;
        }
        for (side, by) in [(&change.before, -1), (&change.after, 1)] {
            let counts = |task: &&TaskFacets| task.completion.is_some() && self.told.fits(task, |_| None);
            let counted = side.iter().filter(counts);
            self.moved.extend(counted.map(|facets| (facets.clone(), by)));
        }
    }

    /// Whether it is worth looking.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.is_in_doubt || !self.moved.is_empty() || self.next_day().is_some_and(|from| from <= now)
    }

    /// From when on a period that moves with today counts other days.
    pub fn next_day(&self) -> Option<Timestamp> {
        match self.period {
            Period::Days(_) => None,
            Period::Default | Period::Relative(_) => {
                let tomorrow = self.report.today.tomorrow().ok()?;
                self.report.time_zone.start_of(tomorrow)
            }
        }
    }

    /// The report as it is in this session, if its numbers are others than when it was last looked at.
    pub async fn look(&mut self, session: &Session) -> Result<Option<TaskOverview>, QueryError> {
        let report = session
            .task_overview(self.conditions.clone(), self.period, self.time_zone.clone())
            .await?;
        let catalogue = match self.conditions.basis {
            Basis::Current if !self.moved.is_empty() => session.catalogue().await?,
            Basis::Current | Basis::AsRecorded => Catalogue::default(),
        };
        let has_moved = has_moved(&self.moved, &report, &catalogue);
        let (mut has_changed, other_days) = (has_moved, report.days != self.report.days);
        if has_moved || self.is_in_doubt || other_days {
            let numbers = numbers(session, &report).await?;
            has_changed |= numbers != self.numbers;
            self.numbers = numbers;
        }
        self.moved.clear();
        self.is_in_doubt = false;
        self.report = report;
        Ok(has_changed.then(|| self.report.clone()))
    }
}

async fn numbers(session: &Session, report: &TaskOverview) -> Result<Numbers, StoreError> {
    let mut groups = session.task_overview_groups(report, Dimension::Outcome).await?;
    groups.sort_by(|one, other| one.key.cmp(&other.key));
    Ok((session.task_overview_totals(report).await?, groups))
}

/// Whether some number is another one after all these completions came and went.
fn has_moved(moved: &[(TaskFacets, i64)], report: &TaskOverview, catalogue: &Catalogue) -> bool {
    let mut net = HashMap::new();
    for (task, by) in moved {
        let Some(completion) = &task.completion else {
            continue;
        };
        if report.filter.fits(task, |id| catalogue.counts_as(id)) {
            *net.entry(counted(task, completion, report)).or_insert(0) += by;
        }
    }
    net.values().any(|by| *by != 0)
}

/// All that some number goes by.
fn counted<'a>(
    task: &TaskFacets,
    completion: &'a CompletionFacets,
    report: &TaskOverview,
) -> impl Hash + Eq + use<'a> {
    (
        report.time_zone.date_of(completion.completed_at),
        (task.subject.kind(), task.task_type, task.owner),
        (completion.completed_by, completion.in_time),
        completion.outcome.as_ref(),
    )
}
