//! The stored vocabulary of an account.

use application::StoreError;
use diesel::{QueryableByName, prelude::*, sql_query, sql_types};
use diesel_async::RunQueryDsl;

use crate::{history_index::State, schema::history_words, unit::Transaction};

/// Bytes of a chunk from which on another one is begun: with one more word it still fits on a page.
const CHUNK: usize = 7_000;

const UNKNOWN: &str = "select term from unnest($2::text[]) as wanted (term) \
    where not exists (select from history_postings known where known.account_id = $1 and known.term = wanted.term)";

#[derive(QueryableByName)]
struct Unknown {
    #[diesel(sql_type = sql_types::Text)]
    term: String,
}

/// Those words that no indexed entry holds.
pub(in crate::history_index) async fn unknown(
    tx: &mut Transaction,
    words: Vec<String>,
) -> Result<Vec<String>, StoreError> {
    let query = sql_query(UNKNOWN)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::Array<sql_types::Text>, _>(words);
    let unknown: QueryResult<Vec<Unknown>> = query.load(tx.connection()).await;
    Ok(tx.noted(unknown)?.into_iter().map(|row| row.term).collect())
}

/// Adds words that are new, which makes a new version of the vocabulary.
pub(super) async fn add(tx: &mut Transaction, state: &mut State, new: &[String]) -> Result<(), StoreError> {
    if new.is_empty() {
        return Ok(());
    }
    let last: QueryResult<Option<(i32, String)>> = history_words::table
        .filter(history_words::account_id.eq(tx.account().uuid()))
        .order(history_words::chunk.desc())
        .select((history_words::chunk, history_words::words))
        .first(tx.connection())
        .await
        .optional();
    let (mut chunk, mut words) = tx.noted(last)?.unwrap_or_default();
    state.version += 1;
    for word in new {
        if words.len() > CHUNK {
            put(tx, (chunk, state.version), &words).await?;
            chunk += 1;
            words.clear();
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    put(tx, (chunk, state.version), &words).await
}

pub(in crate::history_index) async fn put(
    tx: &mut Transaction,
    (chunk, version): (i32, i64),
    words: &str,
) -> Result<(), StoreError> {
    let put = sql_query(
        "insert into history_words (account_id, chunk, version, words) values ($1, $2, $3, $4) \
         on conflict (account_id, chunk) do update set version = excluded.version, words = excluded.words",
    )
    .bind::<sql_types::Uuid, _>(tx.account().uuid())
    .bind::<sql_types::Integer, _>(chunk)
    .bind::<sql_types::BigInt, _>(version)
    .bind::<sql_types::Text, _>(words);
    let put = put.execute(tx.connection()).await;
    tx.noted(put).map(|_| ())
}
