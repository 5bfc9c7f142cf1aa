//! Reads tasks with their current completions.

use application::{
    StoreError,
    page::{Page, PageRequest},
    queries::tasks::{DueCondition, DueState, TaskFilter, TaskOrder, TaskOrderField, TaskStatus},
};
use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use domain::{ContactId, DealId, SearchTerms, Subject, SubjectKind, Task, TaskId, TaskTypeId, UserId};
use uuid::Uuid;

use super::{conditions::Conditions, count, counted::of_outcome, keyset::Keyset, strpos, uuids};
use crate::{
    rows::{
        at,
        tasks::{CompletionRow, TaskRow},
    },
    schema::{completions, tasks},
    unit::Transaction,
};

pub(super) async fn tasks_by_id(tx: &Transaction, ids: &[TaskId]) -> Result<Vec<Task>, StoreError> {
    let query = with_completions()
        .filter(
            tasks::account_id
                .eq(tx.account().uuid())
                .and(tasks::id.eq_any(uuids(ids, TaskId::uuid))),
        )
        .filter(tasks::deleted_at.is_null())
        .select((TaskRow::as_select(), Option::<CompletionRow>::as_select()));
    let rows: Vec<(TaskRow, Option<CompletionRow>)> = tx.look_up(query.load(&mut tx.shared())).await?;
    rows.into_iter()
        .map(|(task, completion)| task.with(completion))
        .collect()
}

pub(super) async fn tasks(
    tx: &mut Transaction,
    filter: &TaskFilter,
    order: TaskOrder,
    page: &PageRequest,
) -> Result<Page<Task>, StoreError> {
    let (keyset, conditions) = (keyset(filter, order), conditions(tx.account().uuid(), filter));
    let tasks: Result<_, StoreError> = if are_open(filter) {
        let listed = tasks::table.into_boxed().filter(conditions);
        let query = keyset.page(listed, page).select(TaskRow::as_select());
        let rows: Vec<TaskRow> = tx.beside(query.load(&mut tx.shared())).await?;
        rows.into_iter().map(|task| task.with(None)).collect()
    } else {
        let listed = with_completions().into_boxed().filter(conditions);
        let query = keyset
            .page(listed, page)
            .select((TaskRow::as_select(), Option::<CompletionRow>::as_select()));
        let rows: Vec<(TaskRow, Option<CompletionRow>)> = tx.beside(query.load(&mut tx.shared())).await?;
        rows.into_iter()
            .map(|(task, completion)| task.with(completion))
            .collect()
    };
    Ok(Page::of_read(tasks?, page))
}

/// Whether no completion need be looked for.
fn are_open(filter: &TaskFilter) -> bool {
    filter.statuses() == [TaskStatus::Open] && !filter.has_completion_condition()
}

pub(super) async fn task_count(tx: &mut Transaction, filter: &TaskFilter) -> Result<u64, StoreError> {
    let conditions = conditions(tx.account().uuid(), filter);
    let number = if filter.has_completion_condition() {
        let query = with_completions().into_boxed().filter(conditions).count();
        tx.beside(query.get_result(&mut tx.shared())).await?
    } else {
        let query = tasks::table.into_boxed().filter(conditions).count();
        tx.beside(query.get_result(&mut tx.shared())).await?
    };
    count(number)
}

/// Keys as the indexes have them; what is missing comes last in both directions.
fn keyset(filter: &TaskFilter, order: TaskOrder) -> Keyset {
    let all_completed = filter.statuses() == [TaskStatus::Completed] || filter.has_completion_condition();
    let key = match (order.field, order.descending) {
        (TaskOrderField::CompletedAt, _) if all_completed => "tasks.completed_at",
        (TaskOrderField::CompletedAt, false) => "coalesce(tasks.completed_at, 'infinity')",
        (TaskOrderField::CompletedAt, true) => "coalesce(tasks.completed_at, '-infinity')",
        (TaskOrderField::CreatedAt, _) => "tasks.created_at",
        (TaskOrderField::DueAt, false) => "tasks.due_order",
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

/// The conditions of a filter. Those on the completion need its table to be joined.
fn conditions(account: Uuid, filter: &TaskFilter) -> Conditions<'_> {
    let all = Conditions::default()
        .and(tasks::account_id.eq(account))
        .and(tasks::deleted_at.is_null());
    let all = of_completion(
        of_due_and_title(of_people_and_type(of_subject(all, filter), filter), filter),
        filter,
    );
    let all = of_outcome(all, account, filter);
    match filter.statuses().as_slice() {
        [] => all.and(false.into_sql::<diesel::sql_types::Bool>()),
        statuses if statuses.iter().all(|status| *status == TaskStatus::Open) => {
            all.and(tasks::completed_at.is_null())
        }
        statuses if statuses.iter().all(|status| *status == TaskStatus::Completed) => {
            all.and(tasks::completed_at.is_not_null())
        }
        _ => all,
    }
}

fn of_subject<'a>(mut all: Conditions<'a>, filter: &'a TaskFilter) -> Conditions<'a> {
    all = match filter.relates_to {
        None => all,
        Some(SubjectKind::Contact) => all.and(tasks::contact_id.is_not_null()),
        Some(SubjectKind::Deal) => all.and(tasks::deal_id.is_not_null()),
    };
    let Some(subjects) = &filter.subjects else {
        return all;
    };
    let (contacts, deals) = split(subjects);
    match (contacts.is_empty(), deals.is_empty()) {
        (_, true) => all.and_any_of("tasks.contact_id", contacts),
        (true, false) => all.and_any_of("tasks.deal_id", deals),
        (false, false) => all.and(
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

fn of_people_and_type<'a>(mut all: Conditions<'a>, filter: &'a TaskFilter) -> Conditions<'a> {
    if let Some(types) = &filter.task_types {
        all = all.and_any_of("tasks.task_type_id", uuids(types, TaskTypeId::uuid));
    }
    let Some(owners) = &filter.owners else { return all };
    match people(owners) {
        (owners, false) => all.and_any_of("tasks.owner_id", owners),
        (owners, true) => all.and(tasks::owner_id.eq_any(owners).or(tasks::owner_id.is_null())),
    }
}

/// Title and due time, which only tasks have: the report takes these conditions from here.
pub(super) fn of_due_and_title<'a>(mut all: Conditions<'a>, filter: &'a TaskFilter) -> Conditions<'a> {
    if let Some(from) = filter.due_at.from {
        // Not on `due_order`: without a due time no span holds, not even one without an end.
        all = all.and(tasks::overdue_from.ge(at(from)));
    }
    if let Some(until) = filter.due_at.until {
        all = all.and(tasks::due_order.lt(at(until)));
    }
    if let Some(due) = filter.due {
        all = of_due_state(all.and(tasks::completed_at.is_null()), due);
    }
    let words = filter.search.iter().flat_map(SearchTerms::words);
    words.fold(all, |all, word| all.and(strpos(tasks::search_text, word).gt(0)))
}

/// What is due on a day is overdue from the beginning of the next. Ranges of `due_order` come first: an index has them.
fn of_due_state(all: Conditions<'_>, due: DueCondition) -> Conditions<'_> {
    let (now, tomorrow) = (at(due.now), at(due.tomorrow));
    match due.state {
        DueState::None => all.and(tasks::overdue_from.is_null()),
        DueState::Overdue => all.and(tasks::due_order.le(now)),
        DueState::Today => all
            .and(tasks::due_order.gt(now).and(tasks::due_order.le(tomorrow)))
            .and(tasks::due_order.lt(tomorrow).or(tasks::due_on.is_not_null())),
        DueState::Upcoming => all
            .and(
                tasks::due_order
                    .ge(tomorrow)
                    .and(tasks::overdue_from.is_not_null()),
            )
            .and(tasks::due_order.gt(now))
            .and(tasks::due_order.gt(tomorrow).or(tasks::due_on.is_null())),
    }
}

fn of_completion<'a>(mut all: Conditions<'a>, filter: &'a TaskFilter) -> Conditions<'a> {
    if filter.has_completion_condition() {
        all = all.and(tasks::completed_at.is_not_null());
    }
    if let Some(from) = filter.completed_at.from {
        all = all.and(tasks::completed_at.ge(at(from)));
    }
    if let Some(until) = filter.completed_at.until {
        all = all.and(tasks::completed_at.lt(at(until)));
    }
    match &filter.completed_by {
        None => all,
        Some(by) => all.and_any_of("completions.completed_by", uuids(by, UserId::uuid)),
    }
}
