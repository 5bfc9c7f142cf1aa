//! Reads the history.

mod found;

use application::{
    StoreError,
    page::{Page, PageRequest},
    queries::activities::{ActivityFilter, ActivityOrder, HistoryOf},
};
use diesel::{dsl::IntoBoxed, pg::Pg, prelude::*};
use diesel_async::RunQueryDsl;
use domain::{Activity, ActivityId, OutcomeId, SearchTerms, Subject, SubjectKind, TaskTypeId, UserId};
use uuid::Uuid;

use super::{count, keyset::Keyset, strpos, tasks::split, uuids};
use crate::{
    codes,
    rows::{activity::ActivityRow, at},
    schema::activity,
    unit::Transaction,
};

pub(super) async fn activities_by_id(
    tx: &Transaction,
    ids: &[ActivityId],
) -> Result<Vec<Activity>, StoreError> {
    let query = activity::table
        .filter(
            activity::account_id
                .eq(tx.account().uuid())
                .and(activity::id.eq_any(uuids(ids, ActivityId::uuid))),
        )
        .select(ActivityRow::as_select());
    let rows: Vec<ActivityRow> = tx.look_up(query.load(&mut tx.shared())).await?;
    rows.into_iter().map(Activity::try_from).collect()
}

pub(super) async fn activities(
    tx: &mut Transaction,
    filter: &ActivityFilter,
    order: ActivityOrder,
    page: &PageRequest,
) -> Result<Page<Activity>, StoreError> {
    let items = Listing { filter, order, page }.load(tx).await?;
    Ok(Page::of_read(items, page))
}

pub(super) async fn activity_count(tx: &mut Transaction, filter: &ActivityFilter) -> Result<u64, StoreError> {
    if found::is_searched(filter)
        && let Some(number) = found::count(tx, filter).await?
    {
        return Ok(number);
    }
    tx.by_values();
    count_of(tx, listed(tx.account().uuid(), filter)).await
}

async fn count_of(tx: &mut Transaction, listed: Listed<'_>) -> Result<u64, StoreError> {
    count(tx.beside(listed.count().get_result(&mut tx.shared())).await?)
}

/// A page of the history that was asked for.
#[derive(Clone, Copy)]
struct Listing<'a> {
    filter: &'a ActivityFilter,
    order: ActivityOrder,
    page: &'a PageRequest,
}

impl<'a> Listing<'a> {
    fn keyset(self) -> Keyset {
        Keyset {
            key: "activity.occurred_at",
            id: "activity.id",
            descending: self.order == ActivityOrder::NewestFirst,
        }
    }

    /// Whether it is read from the newest entry on.
    fn is_read_newest_first(self) -> bool {
        self.keyset().descending != self.page.from_end
    }

    /// The page and one entry more, in reading direction.
    async fn load(self, tx: &mut Transaction) -> Result<Vec<Activity>, StoreError> {
        if found::is_searched(self.filter) {
            return found::load(tx, self).await;
        }
        tx.by_values();
        self.load_of(tx, |query| query).await
    }

    /// The same, of entries that are chosen further.
    async fn load_of(
        self,
        tx: &mut Transaction,
        choose: impl FnOnce(Listed<'a>) -> Listed<'a>,
    ) -> Result<Vec<Activity>, StoreError> {
        let query = choose(listed(tx.account().uuid(), self.filter));
        let query = self
            .keyset()
            .page(query, self.page)
            .select(ActivityRow::as_select());
        let rows: Vec<ActivityRow> = tx.beside(query.load(&mut tx.shared())).await?;
        rows.into_iter().map(Activity::try_from).collect()
    }
}

type Listed<'a> = IntoBoxed<'a, activity::table, Pg>;

fn listed(account: Uuid, filter: &ActivityFilter) -> Listed<'_> {
    let query = activity::table
        .into_boxed()
        .filter(activity::account_id.eq(account));
    let query = match filter.of {
        HistoryOf::Account => query,
        HistoryOf::Task(task) => query.filter(activity::task_id.eq(task.uuid())),
        HistoryOf::Subject(Subject::Contact(contact)) => {
            query.filter(activity::contact_id.eq(contact.uuid()))
        }
        HistoryOf::Subject(Subject::Deal(deal)) => query.filter(activity::deal_id.eq(deal.uuid())),
    };
    of_event(of_subject(query, filter), filter)
}

fn of_subject<'a>(mut query: Listed<'a>, filter: &'a ActivityFilter) -> Listed<'a> {
    query = match filter.relates_to {
        None => query,
        Some(SubjectKind::Contact) => query.filter(activity::contact_id.is_not_null()),
        Some(SubjectKind::Deal) => query.filter(activity::deal_id.is_not_null()),
    };
    let Some(subjects) = &filter.subjects else {
        return query;
    };
    let (contacts, deals) = split(subjects);
    match (contacts.is_empty(), deals.is_empty()) {
        (_, true) => query.filter(activity::contact_id.eq_any(contacts)),
        (true, false) => query.filter(activity::deal_id.eq_any(deals)),
        (false, false) => query.filter(
            activity::contact_id
                .eq_any(contacts)
                .or(activity::deal_id.eq_any(deals)),
        ),
    }
}

fn of_event<'a>(mut query: Listed<'a>, filter: &'a ActivityFilter) -> Listed<'a> {
    if let Some(actors) = &filter.actors {
        query = query.filter(activity::actor_id.eq_any(uuids(actors, UserId::uuid)));
    }
    if let Some(kinds) = &filter.kinds {
        query = query.filter(activity::kind.eq_any(kinds.iter().map(|kind| codes::activity_kind(*kind))));
    }
    if let Some(from) = filter.occurred_at.from {
        query = query.filter(activity::occurred_at.ge(at(from)));
    }
    if let Some(until) = filter.occurred_at.until {
        query = query.filter(activity::occurred_at.lt(at(until)));
    }
    if let Some(outcomes) = &filter.outcomes {
        query = query.filter(activity::outcome_id.eq_any(uuids(outcomes, OutcomeId::uuid)));
    }
    if let Some(sentiments) = &filter.sentiments {
        query = query
            .filter(activity::recorded_sentiment.eq_any(sentiments.iter().map(|s| codes::sentiment(*s))));
    }
    if let Some(types) = &filter.task_types {
        query = query.filter(activity::task_type_id.eq_any(uuids(types, TaskTypeId::uuid)));
    }
    for word in filter.search.iter().flat_map(SearchTerms::words) {
        query = query.filter(strpos(activity::search_text, word).gt(0));
    }
    query
}
