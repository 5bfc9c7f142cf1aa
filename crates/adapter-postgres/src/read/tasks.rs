//! Reads tasks with their current completions.

use application::{
    StoreError,
    page::{Page, PageRequest},
    queries::tasks::{TaskFilter, TaskOrder, TaskOrderField, TaskStatus},
};
use diesel::{
    dsl::{IntoBoxed, auto_type},
    pg::Pg,
    prelude::*,
};
use diesel_async::RunQueryDsl;
use domain::{
    ContactId, DealId, OutcomeId, SearchTerms, Subject, SubjectKind, Task, TaskId, TaskTypeId, UserId,
};
use uuid::Uuid;

use super::{count, keyset::Keyset, strpos, uuids};
use crate::{
    codes,
    rows::{
        at,
        tasks::{CompletionRow, TaskRow},
    },
    schema::{completions, outcomes, tasks},
    unit::Transaction,
};

pub(super) async fn tasks_by_id(tx: &mut Transaction, ids: &[TaskId]) -> Result<Vec<Task>, StoreError> {
    let query = with_completions()
        .filter(
            tasks::account_id
                .eq(tx.account().uuid())
                .and(tasks::id.eq_any(uuids(ids, TaskId::uuid))),
        )
        .select((TaskRow::as_select(), Option::<CompletionRow>::as_select()));
    let rows: QueryResult<Vec<(TaskRow, Option<CompletionRow>)>> = query.load(tx.connection()).await;
    tx.noted(rows)?
        .into_iter()
        .map(|(task, completion)| task.with(completion))
        .collect()
}

pub(super) async fn tasks(
    tx: &mut Transaction,
    filter: &TaskFilter,
    order: TaskOrder,
    page: &PageRequest,
) -> Result<Page<Task>, StoreError> {
    let query = keyset(filter, order)
        .page(listed(tx.account().uuid(), filter), page)
        .select((TaskRow::as_select(), Option::<CompletionRow>::as_select()));
    let rows: QueryResult<Vec<(TaskRow, Option<CompletionRow>)>> = query.load(tx.connection()).await;
    let items: Result<_, _> = tx
        .noted(rows)?
        .into_iter()
        .map(|(task, completion)| task.with(completion))
        .collect();
    Ok(Page::of_read(items?, page))
}

pub(super) async fn task_count(tx: &mut Transaction, filter: &TaskFilter) -> Result<u64, StoreError> {
    let number = listed(tx.account().uuid(), filter)
        .count()
        .get_result(tx.connection())
        .await;
    count(tx.noted(number)?)
}

/// Keys as the indexes have them; what is missing comes last in both directions.
fn keyset(filter: &TaskFilter, order: TaskOrder) -> Keyset {
    let all_completed = filter.statuses() == [TaskStatus::Completed] || filter.has_completion_condition();
    let key = match (order.field, order.descending) {
        (TaskOrderField::CompletedAt, _) if all_completed => "tasks.completed_at",
        (TaskOrderField::CompletedAt, false) => "coalesce(tasks.completed_at, 'infinity')",
        (TaskOrderField::CompletedAt, true) => "coalesce(tasks.completed_at, '-infinity')",
        (TaskOrderField::CreatedAt, _) => "tasks.created_at",
        (TaskOrderField::DueAt, false) => "coalesce(tasks.overdue_from, 'infinity')",
        (TaskOrderField::DueAt, true) => "coalesce(tasks.overdue_from, '-infinity')",
    };
    Keyset {
        key,
        id: "tasks.id",
        descending: order.descending,
    }
}

#[auto_type]
fn with_completions() -> _ {
    let current = completions::account_id
        .eq(tasks::account_id)
        .and(completions::task_id.eq(tasks::id))
        .and(completions::superseded_at.is_null());
    tasks::table.left_join(completions::table.on(current))
}

type Listed<'a> = IntoBoxed<'a, with_completions, Pg>;

fn listed(account: Uuid, filter: &TaskFilter) -> Listed<'_> {
    let all = with_completions()
        .into_boxed()
        .filter(tasks::account_id.eq(account));
    let query = of_completion(of_task(of_subject(all, filter), filter), account, filter);
    match filter.statuses().as_slice() {
        [] => query.filter(false.into_sql::<diesel::sql_types::Bool>()),
        statuses if statuses.iter().all(|status| *status == TaskStatus::Open) => {
            query.filter(tasks::completed_at.is_null())
        }
        statuses if statuses.iter().all(|status| *status == TaskStatus::Completed) => {
            query.filter(tasks::completed_at.is_not_null())
        }
        _ => query,
    }
}

fn of_subject<'a>(mut query: Listed<'a>, filter: &'a TaskFilter) -> Listed<'a> {
    query = match filter.relates_to {
        None => query,
        Some(SubjectKind::Contact) => query.filter(tasks::contact_id.is_not_null()),
        Some(SubjectKind::Deal) => query.filter(tasks::deal_id.is_not_null()),
    };
    let Some(subjects) = &filter.subjects else {
        return query;
    };
    let (contacts, deals) = split(subjects);
    match (contacts.is_empty(), deals.is_empty()) {
        (_, true) => query.filter(tasks::contact_id.eq_any(contacts)),
        (true, false) => query.filter(tasks::deal_id.eq_any(deals)),
        (false, false) => query.filter(
            tasks::contact_id
                .eq_any(contacts)
                .or(tasks::deal_id.eq_any(deals)),
        ),
    }
}

/// Contacts and deals apart, so that each finds its index.
pub(super) fn split(subjects: &[Subject]) -> (Vec<Uuid>, Vec<Uuid>) {
    let contacts = subjects
        .iter()
        .filter_map(|subject| subject.contact())
        .map(ContactId::uuid)
        .collect();
    let deals = subjects
        .iter()
        .filter_map(|subject| subject.deal())
        .map(DealId::uuid)
        .collect();
    (contacts, deals)
}

/// Ids, and whether nobody is meant too.
pub(super) fn people(ids: &[Option<UserId>]) -> (Vec<Uuid>, bool) {
    (
        ids.iter().flatten().map(|id| id.uuid()).collect(),
        ids.contains(&None),
    )
}

fn of_task<'a>(mut query: Listed<'a>, filter: &'a TaskFilter) -> Listed<'a> {
    if let Some(types) = &filter.task_types {
        query = query.filter(tasks::task_type_id.eq_any(uuids(types, TaskTypeId::uuid)));
    }
    if let Some(owners) = &filter.owners {
        query = match people(owners) {
            (owners, false) => query.filter(tasks::owner_id.eq_any(owners)),
            (owners, true) => query.filter(tasks::owner_id.eq_any(owners).or(tasks::owner_id.is_null())),
        };
    }
    if let Some(from) = filter.due_at.from {
        query = query.filter(tasks::overdue_from.ge(at(from)));
    }
    if let Some(until) = filter.due_at.until {
        query = query.filter(tasks::overdue_from.lt(at(until)));
    }
    for word in filter.search.iter().flat_map(SearchTerms::words) {
        query = query.filter(strpos(tasks::search_text, word).gt(0));
    }
    query
}

fn of_completion<'a>(mut query: Listed<'a>, account: Uuid, filter: &'a TaskFilter) -> Listed<'a> {
    if filter.has_completion_condition() {
        query = query.filter(tasks::completed_at.is_not_null());
    }
    if let Some(from) = filter.completed_at.from {
        query = query.filter(tasks::completed_at.ge(at(from)));
    }
    if let Some(until) = filter.completed_at.until {
        query = query.filter(tasks::completed_at.lt(at(until)));
    }
    if let Some(by) = &filter.completed_by {
        query = query.filter(completions::completed_by.eq_any(uuids(by, UserId::uuid)));
    }
    if let Some(ids) = &filter.outcomes {
        query = query.filter(completions::outcome_id.eq_any(uuids(ids, OutcomeId::uuid)));
    }
    if let Some(sentiments) = &filter.sentiments {
        let of_sentiment = outcomes::table
            .filter(outcomes::account_id.eq(account))
            .filter(outcomes::sentiment.eq_any(sentiments.iter().map(|s| codes::sentiment(*s))))
            .select(outcomes::id.nullable());
        query = query.filter(completions::outcome_id.eq_any(of_sentiment));
    }
    match filter.without_outcome {
        None => query,
        Some(true) => query.filter(completions::outcome_id.is_null()),
        Some(false) => query.filter(completions::outcome_id.is_not_null()),
    }
}
