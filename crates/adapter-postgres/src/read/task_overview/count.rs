//! Counts what a filter chooses: from blocks of what is sealed, and from the completions what is not.

use std::{collections::HashMap, sync::Arc};

use application::{
    StoreError,
    queries::tasks::{TaskFilter, TimeSpan},
};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{TaskTypeId, UserId};
use futures_util::future::try_join;
use uuid::Uuid;

use super::{
    Cut,
    grouped::{Counts, GroupedKey, GroupedRow},
    plan::Plan,
    sealed::Tally,
    source::Source,
    statement::Statement,
    subjects::About,
    today::Today,
};
use crate::{
    read::{
        conditions::Conditions,
        counted::of_outcome,
        tasks::{of_due_and_title, people},
        uuids,
    },
    schema::{completions, tasks},
    seal::{self, Detail, Fact, Grain, Run, Seal, Span},
    unit::Transaction,
};

/// What all counting rests on, in one go.
pub(super) async fn ground(tx: &Transaction) -> Result<(Arc<Seal>, Arc<Today>), StoreError> {
    tx.by_keys();
    try_join(tx.seal(), tx.outcomes_of_today()).await
}

/// All groups that something was completed of.
pub(super) async fn counted(
    tx: &mut Transaction,
    filter: &TaskFilter,
    cuts: [&Cut; 2],
) -> Result<Vec<(GroupedKey, Counts)>, StoreError> {
    let account = tx.account().uuid();
    let by = cuts.map(Cut::by);
    let (seal, today) = ground(tx).await?;
    let mut tally = Tally::new(filter, &by, &seal.members, &today);
    let facts = tally.facts();
    let detail = Detail::least_of(facts);
    tx.begin().await?;
    let moments: Vec<_> = cuts.iter().flat_map(|cut| cut.moments()).collect();
    let plan = if is_sealed(filter) {
        let spans = detail.map_or(&[][..], |_| &Span::LONGEST_FIRST);
        Plan::of_seal(&seal, filter.completed_at, spans, &moments)
    } else if filter.subjects.is_some() {
        Plan::of_rows(TimeSpan::default()) // the condition on the subjects goes by time, too
    } else {
        Plan::of_rows(filter.completed_at)
    };
    let mut all = HashMap::new();
    let runs = runs(&plan, detail)?;
    if !runs.is_empty() {
        let facts = if plan.has_cut_days(&moments) {
            facts.with(Fact::After)
        } else {
            facts
        };
        seal::read_blocks(tx, &runs, facts, |start, lines| tally.count(start, lines)).await?;
        tally.add_to(&mut all);
    }
    let sources = Source::all(&plan);
    if !sources.is_empty() {
        let statement = Statement::new(account, filter, by.into(), conditions(account, filter), sources);
        let rows: QueryResult<Vec<GroupedRow>> = statement.load(tx.connection()).await;
        for (key, counts) in tx.noted(rows)?.into_iter().map(GroupedRow::into_group) {
            all.entry(key).or_default().add(&counts);
        }
    }
    Ok(all
        .into_iter()
        .filter(|(_, counts)| counts.completed() != 0)
        .collect())
}

/// The blocks of a plan. Days serve all, whatever is told apart.
fn runs(plan: &Plan, detail: Option<Detail>) -> Result<Vec<Run>, StoreError> {
    let sums = detail.into_iter().flat_map(|detail| {
        plan.sums.iter().map(move |sums| {
            let within = TimeSpan {
                from: Some(sums.from),
                until: Some(sums.until),
            };
            Ok(Run::of(Grain::Counts(detail, sums.span), within))
        })
    });
    let days = plan.days.iter().map(|within| Run::days(*within));
    sums.chain(days).collect()
}

/// Whether what is sealed holds all that the conditions ask for: how a task was called and whom it was about it does not.
fn is_sealed(filter: &TaskFilter) -> bool {
    let of_task = filter.search.is_some() || !filter.due_at.is_open() || filter.due.is_some();
    !of_task && filter.subjects.is_none()
}

/// Everything but time, and whether it is about contacts or deals.
fn conditions(account: Uuid, filter: &TaskFilter) -> Conditions<'_> {
    let all = of_people(Conditions::default(), filter);
    let all = match &filter.task_types {
        None => all,
        Some(types) => all.and(completions::task_type_id.eq_any(uuids(types, TaskTypeId::uuid))),
    };
    let all = match &filter.subjects {
        None => all,
        Some(subjects) => all.and(About::any_of(account, subjects, filter.completed_at)),
    };
    of_task(of_outcome(all, account, filter), account, filter)
}

fn of_people<'a>(mut all: Conditions<'a>, filter: &'a TaskFilter) -> Conditions<'a> {
    if let Some(owners) = &filter.owners {
        all = match people(owners) {
            (owners, false) => all.and(completions::owner_id.eq_any(owners)),
            (owners, true) => all.and(
                completions::owner_id
                    .eq_any(owners)
                    .or(completions::owner_id.is_null()),
            ),
        };
    }
    match &filter.completed_by {
        None => all,
        Some(by) => all.and(completions::completed_by.eq_any(uuids(by, UserId::uuid))),
    }
}

/// Title and due time are the task's: only these conditions need its table.
fn of_task<'a>(all: Conditions<'a>, account: Uuid, filter: &'a TaskFilter) -> Conditions<'a> {
    if filter.search.is_none() && filter.due_at.is_open() {
        return all;
    }
    let conditions = Conditions::default().and(tasks::account_id.eq(account));
    let matching = tasks::table
        .filter(of_due_and_title(conditions, filter))
        .select(tasks::id);
    all.and(completions::task_id.eq_any(matching))
}
