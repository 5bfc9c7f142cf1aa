//! How far an account is indexed.

use application::StoreError;
use diesel::{
    define_sql_function,
    expression::Expression,
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, QueryFragment},
    sql_query,
    sql_types::{self, Binary, Integer},
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::{SEGMENT, places, restored, stored, terms::LONG};
use crate::{
    fragment::fragment_of_any_query,
    rows::{At, at},
    schema::{activity, history_index, history_late, history_postings},
    unit::Transaction,
};

/// How far an account is indexed, in the snapshot it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct State {
    /// What happened before has a place; `None` before the first time.
    pub(crate) indexed_until: Option<Timestamp>,
    /// How many places are taken.
    pub(super) entries: u32,
    /// Words are only added while it stays the same.
    pub(super) epoch: i64,
    /// Goes up when words are added.
    pub(super) version: i64,
}

/// A state, and whether the history holds entries that the index does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reach {
    pub(crate) state: State,
    /// Some were written after their time had been indexed.
    pub(crate) has_late: bool,
    /// Some are younger.
    pub(crate) has_tail: bool,
    /// Some indexed ones hold words that are too long to be terms.
    pub(super) has_long: bool,
    /// One entry of so many lately has the most frequent of the terms that were asked about.
    pub(crate) one_of: Option<u32>,
}

type Row = (Option<At>, i32, i64, i64);
type Reached = (Row, Option<At>, Option<At>, Option<i32>, Option<Vec<u8>>);

/// The last segment that is full, or the only one.
struct LastFull;

impl QueryFragment<Pg> for LastFull {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("greatest(history_index.entries / ");
        out.push_sql(&SEGMENT.to_string());
        out.push_sql(" - 1, 0)");
        Ok(())
    }
}

impl Expression for LastFull {
    type SqlType = Integer;
}

fragment_of_any_query!(LastFull);

define_sql_function! {
    /// How many bytes, which is known without reading them.
    fn octet_length(bytes: Binary) -> Integer;
}
define_sql_function! {
    /// So many bytes from one on; the others need not be read.
    fn substring(bytes: Binary, from: Integer, length: Integer) -> Binary;
}

impl State {
    /// That of the transaction's account.
    pub(crate) async fn read(tx: &mut Transaction) -> Result<Self, StoreError> {
        let found: QueryResult<Option<Row>> = history_index::table
            .find(tx.account().uuid())
            .select(COLUMNS)
            .first(tx.connection())
            .await
            .optional();
        tx.noted(found)?
            .map_or_else(|| Ok(Self::default()), Self::restore)
    }

    /// The same with what is beyond it, for who searches: by the first and the last entry there are, and not by `exists`,
    /// for which PostgreSQL may read a table from its beginning. And how frequent the most frequent of some terms is.
    pub(crate) async fn reach(tx: &Transaction, terms: &[&str]) -> Result<Reach, StoreError> {
        let account = tx.account().uuid();
        let late = history_late::table
            .filter(history_late::account_id.eq(account))
            .order(history_late::occurred_at)
            .select(history_late::occurred_at)
            .limit(1)
            .single_value();
        let newest = activity::table
            .filter(activity::account_id.eq(account))
            .order((activity::occurred_at.desc(), activity::id.desc()))
            .select(activity::occurred_at)
            .limit(1)
            .single_value();
        let long = history_postings::table
            .filter(history_postings::account_id.eq(account))
            .filter(history_postings::term.eq(LONG))
            .select(history_postings::segment)
            .limit(1)
            .single_value();
        let most_frequent = history_postings::table
            .filter(history_postings::account_id.eq(account))
            .filter(history_postings::term.eq_any(terms))
            .filter(history_postings::segment.eq(LastFull))
            .order(octet_length(history_postings::places).desc())
            .select(substring(history_postings::places, 1, places::HEAD))
            .limit(1)
            .single_value();
        let query = history_index::table
            .find(account)
            .select((COLUMNS, late, newest, long, most_frequent));
        let found = async { query.first(&mut tx.shared()).await.optional() };
        let found: Option<Reached> = tx.look_up(found).await?;
        let (row, late, newest, long, most_frequent) = found.unwrap_or_default();
        let state = Self::restore(row)?;
        let until = state.indexed_until;
        Ok(Reach {
            has_late: late.is_some_and(|moment| Some(moment.to_jiff()) < until),
            has_tail: newest.is_some_and(|moment| Some(moment.to_jiff()) >= until),
            has_long: long.is_some(),
            one_of: most_frequent
                .and_then(|head| places::number(&head))
                .map(|number| state.entries.min(SEGMENT) / number),
            state,
        })
    }

    /// The same, and nobody else changes the index of the account until the transaction ends.
    pub(super) async fn lock(tx: &mut Transaction) -> Result<Self, StoreError> {
        let account = tx.account().uuid();
        let made = diesel::insert_into(history_index::table)
            .values(history_index::account_id.eq(account))
            .on_conflict_do_nothing()
            .execute(tx.connection())
            .await;
        tx.noted(made)?;
        let locked: QueryResult<Row> = history_index::table
            .find(account)
            .select(COLUMNS)
            .for_no_key_update()
            .first(tx.connection())
            .await;
        Self::restore(tx.noted(locked)?)
    }

    pub(super) async fn put(&self, tx: &mut Transaction) -> Result<(), StoreError> {
        let put = sql_query(
            "update history_index set indexed_until = $2, entries = $3, epoch = $4, version = $5 where account_id = $1",
        )
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(self.indexed_until.map(at))
        .bind::<sql_types::Integer, _>(stored(self.entries)?)
        .bind::<sql_types::BigInt, _>(self.epoch)
        .bind::<sql_types::BigInt, _>(self.version);
        let put = put.execute(tx.connection()).await;
        tx.noted(put).map(|_| ())
    }

    fn restore((indexed_until, entries, epoch, version): Row) -> Result<Self, StoreError> {
        Ok(Self {
            indexed_until: indexed_until.map(At::to_jiff),
            entries: restored(entries)?,
            epoch,
            version,
        })
    }
}

const COLUMNS: (
    history_index::indexed_until,
    history_index::entries,
    history_index::epoch,
    history_index::version,
) = (
    history_index::indexed_until,
    history_index::entries,
    history_index::epoch,
    history_index::version,
);
