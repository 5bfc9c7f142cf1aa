//! Takes out of the index what an erased contact's entries said: before the history itself forgets it.

use std::collections::{BTreeMap, HashSet};

use application::StoreError;
use diesel::{QueryableByName, prelude::*, sql_query, sql_types};
use diesel_async::RunQueryDsl;
use domain::ContactId;
use roaring::RoaringBitmap;

use super::{SEGMENT, State, places, portion::words, restored, stored, terms};
use crate::{codes::contradiction, schema::history_words, unit::Transaction};

/// The place of each indexed entry about the contact; those that came late have none.
const PLACED: &str = "
select activity.search_text, (
    select blocks.block * 64 + array_position(blocks.ids, activity.id) - 1
    from history_blocks blocks
    where blocks.account_id = $1 and blocks.first_at <= activity.occurred_at and activity.id = any(blocks.ids)
    order by blocks.first_at desc, blocks.block desc limit 1
) as place
from activity
where activity.account_id = $1 and activity.contact_id = $2 and activity.search_text <> ''
    and activity.occurred_at < (select indexed_until from history_index where account_id = $1)
    and not exists (
        select from history_late late
        where late.account_id = $1 and late.id = activity.id
    )";

/// Places by term and segment.
type Said = BTreeMap<(String, i32), RoaringBitmap>;

const STORED: &str = "select postings.term, postings.segment, postings.places from history_postings postings \
    join unnest($2::text[], $3::integer[]) as said (term, segment) using (term, segment) where account_id = $1";

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = sql_types::Text)]
    search_text: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Integer>)]
    place: Option<i32>,
}

#[derive(QueryableByName)]
struct Stored {
    #[diesel(sql_type = sql_types::Text)]
    term: String,
    #[diesel(sql_type = sql_types::Integer)]
    segment: i32,
    #[diesel(sql_type = sql_types::Binary)]
    places: Vec<u8>,
}

const STORE: &str = "update history_postings set places = kept.places \
    from unnest($2::text[], $3::integer[], $4::bytea[]) as kept (term, segment, places) \
    where account_id = $1 and history_postings.term = kept.term and history_postings.segment = kept.segment";

const DELETE: &str = "delete from history_postings using unnest($2::text[], $3::integer[]) as empty (term, segment) \
    where account_id = $1 and history_postings.term = empty.term and history_postings.segment = empty.segment";

/// Forgets the words of all entries about the contact; nobody else changes the index of the account meanwhile.
///
/// The state changes even where nothing was indexed: a portion whose snapshot still has the texts then fails, instead of
/// indexing what is being erased.
pub(crate) async fn forget_contact(tx: &mut Transaction, contact: ContactId) -> Result<(), StoreError> {
    let mut state = State::lock(tx).await?;
    let said = said(tx, contact).await?;
    state.epoch += 1;
    if !said.is_empty() {
        take_out(tx, &said).await?;
        let mut gone: Vec<String> = said.into_keys().map(|(word, _)| word).collect();
        gone.dedup();
        let gone = words::unknown(tx, gone).await?;
        forget_words(tx, &state, &gone).await?;
    }
    state.put(tx).await
}

async fn said(tx: &mut Transaction, contact: ContactId) -> Result<Said, StoreError> {
    let query = sql_query(PLACED)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::Uuid, _>(contact.uuid());
    let rows: QueryResult<Vec<Told>> = query.load(tx.connection()).await;
    let mut said = Said::new();
    for told in tx.noted(rows)? {
        let place = told
            .place
            .ok_or_else(|| contradiction("an indexed entry without a place"))?;
        let place = restored(place)?;
        for word in terms::words(&told.search_text) {
            let key = (word.into_owned(), stored(place / SEGMENT)?);
            said.entry(key).or_default().insert(place);
        }
    }
    Ok(said)
}

async fn take_out(tx: &mut Transaction, said: &Said) -> Result<(), StoreError> {
    let account = tx.account().uuid();
    let (terms, segments): (Vec<&str>, Vec<i32>) = said
        .keys()
        .map(|(term, segment)| (term.as_str(), *segment))
        .unzip();
    let query = sql_query(STORED)
        .bind::<sql_types::Uuid, _>(account)
        .bind::<sql_types::Array<sql_types::Text>, _>(terms)
        .bind::<sql_types::Array<sql_types::Integer>, _>(segments);
    let rows: QueryResult<Vec<Stored>> = query.load(tx.connection()).await;
    let (mut left, mut empty) = ((Vec::new(), Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
    for Stored {
        term,
        segment,
        places,
    } in tx.noted(rows)?
    {
        let mut places = places::read(&places)?;
        let key = (term, segment);
        if let Some(gone) = said.get(&key) {
            places -= gone;
        }
        let (term, segment) = key;
        if places.is_empty() {
            empty.0.push(term);
            empty.1.push(segment);
        } else {
            left.0.push(term);
            left.1.push(segment);
            left.2.push(places::write(&places)?);
        }
    }
    let store = sql_query(STORE)
        .bind::<sql_types::Uuid, _>(account)
        .bind::<sql_types::Array<sql_types::Text>, _>(left.0)
        .bind::<sql_types::Array<sql_types::Integer>, _>(left.1)
        .bind::<sql_types::Array<sql_types::Binary>, _>(left.2);
    let stored = store.execute(tx.connection()).await;
    tx.noted(stored)?;
    let delete = sql_query(DELETE)
        .bind::<sql_types::Uuid, _>(account)
        .bind::<sql_types::Array<sql_types::Text>, _>(empty.0)
        .bind::<sql_types::Array<sql_types::Integer>, _>(empty.1);
    let deleted = delete.execute(tx.connection()).await;
    tx.noted(deleted).map(|_| ())
}

/// Takes words that no entry holds any more out of the chunks they stand in.
async fn forget_words(tx: &mut Transaction, state: &State, gone: &[String]) -> Result<(), StoreError> {
    let gone: HashSet<&str> = gone.iter().map(String::as_str).collect();
    let chunks: QueryResult<Vec<(i32, String)>> = history_words::table
        .filter(history_words::account_id.eq(tx.account().uuid()))
        .select((history_words::chunk, history_words::words))
        .load(tx.connection())
        .await;
    for (chunk, words) in tx.noted(chunks)? {
        let kept: Vec<&str> = words.split(' ').filter(|word| !gone.contains(word)).collect();
        let kept = kept.join(" ");
        if kept != words {
            words::put(tx, (chunk, state.version), &kept).await?;
        }
    }
    Ok(())
}
