//! Reads what is looked for in the history of an account: by the index, and by walking what the index does not hold yet.

mod near;

use application::{
    StoreError,
    page::{Cursor, CursorKey},
    queries::activities::{ActivityFilter, HistoryOf},
};
use diesel::prelude::*;
use domain::Activity;
use jiff::Timestamp;
use uuid::Uuid;

use self::near::Near;
use super::{Listed, Listing, count_of, listed};
use crate::{
    history_index::{self, BLOCK, Bounds, Guess, Placed, Search, State},
    rows::at,
    schema::{activity, history_late},
    unit::Transaction,
};

/// How many entries are walked first where so many words hold what is looked for that it takes long to ask the index.
const NEAR: u32 = 5_000;
/// How many entries are walked, at most, instead of asking the index, because so many of them have what is looked for: as
/// many times those that should be enough. The index takes longer to tell which they are.
const WALKED: u32 = 2_000;
const MARGIN: u32 = 2;
/// Candidates that are read at a time, at most.
const AT_MOST: usize = 4_096;

/// Whether the index is worth asking. The history of a record or a task is short, and has an index of its own.
pub(super) fn is_searched(filter: &ActivityFilter) -> bool {
    let narrows = filter.search.is_some()
        || filter.actors.is_some()
        || filter.kinds.is_some()
        || filter.outcomes.is_some()
        || filter.relates_to.is_some()
        || filter.sentiments.is_some()
        || filter.task_types.is_some();
    narrows && filter.of == HistoryOf::Account && filter.subjects.is_none()
}

/// The page and one entry more, in reading direction.
pub(super) async fn load(tx: &mut Transaction, listing: Listing<'_>) -> Result<Vec<Activity>, StoreError> {
    let guess = Guess::of(tx, listing.filter);
    let wanted = u32::try_from(listing.page.limit + 1).map_err(StoreError::broken)?;
    if let Some(number) = walked(guess.remembered(), wanted) {
        if let Some(near) = listing.near(tx, number).await? {
            return Ok(near);
        }
        guess.note(None);
    }
    let reach = State::reach(tx, &guess.terms()).await?;
    let Some(until) = reach.state.indexed_until else {
        return listing.load_of(tx, |query| query).await;
    };
    let newest_first = listing.is_read_newest_first();
    if let Some(number) = walked(reach.one_of, wanted)
        && let Some(near) = listing.near(tx, number).await?
    {
        guess.note(reach.one_of);
        return Ok(near);
    }
    let search = Search::begin(
        tx,
        &reach,
        listing.filter,
        (listing.bounds(), newest_first, wanted),
    );
    let Some(search) = search.await? else {
        return listing.load_of(tx, |query| query).await;
    };
    if search.is_broad()
        && let Some(near) = listing.near(tx, NEAR).await?
    {
        return Ok(near);
    }
    let mut found = Vec::new();
    if newest_first && reach.has_tail {
        found = listing.tail(tx, until).await?;
    }
    if found.len() <= listing.page.limit {
        let wanted = listing.page.limit + 1 - found.len();
        found.extend(listing.indexed(tx, search, wanted).await?);
    }
    if !newest_first && reach.has_tail && found.len() <= listing.page.limit {
        found.extend(listing.tail(tx, until).await?);
    }
    if reach.has_late {
        found.extend(listing.late(tx, until).await?);
        found.sort_unstable_by_key(|entry| (entry.occurred_at, entry.id));
        if newest_first {
            found.reverse();
        }
    }
    found.truncate(listing.page.limit + 1);
    Ok(found)
}

/// How many entries to walk for as many as are wanted, where one of so many is; `None` where the index tells sooner.
fn walked(one_of: Option<u32>, wanted: u32) -> Option<u32> {
    let number = one_of?.saturating_mul(wanted).saturating_mul(MARGIN);
    (number <= WALKED).then_some(number)
}

/// How many entries fit, where the index can tell.
pub(super) async fn count(tx: &mut Transaction, filter: &ActivityFilter) -> Result<Option<u64>, StoreError> {
    if !filter.occurred_at.is_open() {
        return Ok(None);
    }
    let reach = State::reach(tx, &[]).await?;
    let Some(until) = reach.state.indexed_until else {
        return Ok(None);
    };
    let Some(mut number) = history_index::count(tx, &reach, filter).await? else {
        return Ok(None);
    };
    let account = tx.account().uuid();
    if reach.has_tail {
        number += count_of(tx, of_tail(listed(account, filter), until)).await?;
    }
    if reach.has_late {
        number += count_of(tx, of_late(listed(account, filter), account, until)).await?;
    }
    Ok(Some(number))
}

impl Listing<'_> {
    /// What is found among the next few of the whole history, if that is enough.
    async fn near(self, tx: &mut Transaction, number: u32) -> Result<Option<Vec<Activity>>, StoreError> {
        let newest_first = self.is_read_newest_first();
        let bounds = self.bounds();
        let near = Near {
            account: tx.account().uuid(),
            blocks: i32::try_from(number / BLOCK + 1).map_err(StoreError::broken)?,
            newest_first,
            bound: if newest_first { bounds.to } else { bounds.from }.map(at),
        };
        tx.by_keys();
        let found = self.load_of(tx, |query| query.filter(near)).await?;
        Ok((found.len() > self.page.limit).then_some(found))
    }

    /// The span of time that the page is of, as far as the filter and its cursors tell.
    fn bounds(self) -> Bounds {
        let time = |cursor: Option<&Cursor>| match cursor.map(|cursor| &cursor.key) {
            Some(CursorKey::Time(moment)) => Some(*moment),
            _ => None,
        };
        let (after, before) = (time(self.page.after.as_ref()), time(self.page.before.as_ref()));
        let (earliest, latest) = if self.keyset().descending {
            (before, after)
        } else {
            (after, before)
        };
        let within = self.filter.occurred_at;
        Bounds {
            from: within.from.max(earliest),
            to: [within.until, latest].into_iter().flatten().min(),
        }
    }

    /// What the index holds, in reading direction.
    async fn indexed(
        self,
        tx: &mut Transaction,
        mut search: Search,
        wanted: usize,
    ) -> Result<Vec<Activity>, StoreError> {
        let account = tx.account().uuid();
        let mut found = Vec::new();
        let mut at_once = wanted;
        while found.len() < wanted {
            let places = search.next(tx, at_once).await?;
            if places.is_empty() {
                break;
            }
            found.extend(
                self.load_of(tx, |query| query.filter(Placed { account, places }))
                    .await?,
            );
            at_once = (at_once * 2).min(AT_MOST);
        }
        Ok(found)
    }

    /// What is too young to be indexed.
    async fn tail(self, tx: &mut Transaction, until: Timestamp) -> Result<Vec<Activity>, StoreError> {
        self.load_of(tx, |query| of_tail(query, until)).await
    }

    /// What was written after its time had been indexed.
    async fn late(self, tx: &mut Transaction, until: Timestamp) -> Result<Vec<Activity>, StoreError> {
        let account = tx.account().uuid();
        self.load_of(tx, |query| of_late(query, account, until)).await
    }
}

fn of_tail(query: Listed<'_>, until: Timestamp) -> Listed<'_> {
    query.filter(activity::occurred_at.ge(at(until)))
}

fn of_late(query: Listed<'_>, account: Uuid, until: Timestamp) -> Listed<'_> {
    let late = history_late::table
        .filter(
            history_late::account_id
                .eq(account)
                .and(history_late::occurred_at.lt(at(until))),
        )
        .select(history_late::id);
    query.filter(activity::id.eq_any(late))
}
