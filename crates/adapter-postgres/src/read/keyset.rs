//! Pages by keyset: where a page begins and in which order it is read, as fragments that stay prepared.

use application::page::{Cursor, CursorKey, PageRequest};
use diesel::{
    expression::Expression,
    pg::Pg,
    query_builder::{AstPass, QueryFragment},
    query_dsl::methods::{FilterDsl, LimitDsl, OrderDsl},
    result::QueryResult,
    sql_types,
};
use uuid::Uuid;

use crate::{
    fragment::fragment_of_any_query,
    rows::{At, at},
};

/// The order of a list: a value that is never null, then the id, both in one direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keyset {
    /// SQL of the value. What may be missing is written so that it comes last: `coalesce(…, 'infinity')`, or
    /// `'-infinity'` where the order is descending.
    pub(super) key: &'static str,
    /// SQL of the id.
    pub(super) id: &'static str,
    /// Largest first.
    pub(super) descending: bool,
}

impl Keyset {
    /// Smallest first.
    pub(super) const fn ascending(key: &'static str, id: &'static str) -> Self {
        Self {
            key,
            id,
            descending: false,
        }
    }

    /// Restricts a query to the page: one row more than asked for, in reading direction.
    pub(super) fn page<Q>(self, mut query: Q, page: &PageRequest) -> Q
    where
        Q: FilterDsl<Seek, Output = Q> + OrderDsl<Direction, Output = Q> + LimitDsl<Output = Q>,
    {
        if let Some(after) = &page.after {
            query = query.filter(self.seek(after, !self.descending));
        }
        if let Some(before) = &page.before {
            query = query.filter(self.seek(before, self.descending));
        }
        let direction = Direction {
            keyset: self,
            descending: self.descending != page.from_end,
        };
        query
            .order(direction)
            .limit(i64::try_from(page.limit).map_or(i64::MAX, |limit| limit.saturating_add(1)))
    }

    fn seek(self, cursor: &Cursor, greater: bool) -> Seek {
        let key = match &cursor.key {
            CursorKey::Time(moment) => Key::Time(at(*moment)),
            CursorKey::Text(text) => Key::Text(text.clone()),
            CursorKey::Number(number) => Key::Number(*number),
            CursorKey::Missing if self.descending => Key::Last("'-infinity'::timestamptz"),
            CursorKey::Missing => Key::Last("'infinity'::timestamptz"),
        };
        Seek {
            keyset: self,
            greater,
            key,
            id: cursor.id,
        }
    }
}

/// Rows beyond a place: `(key, id) > ($1, $2)`, which an index on both can answer.
#[derive(Debug, Clone)]
pub(super) struct Seek {
    keyset: Keyset,
    greater: bool,
    key: Key,
    id: Uuid,
}

#[derive(Debug, Clone)]
enum Key {
    Time(At),
    Text(String),
    Number(i64),
    Last(&'static str),
}

impl QueryFragment<Pg> for Seek {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("(");
        out.push_sql(self.keyset.key);
        out.push_sql(", ");
        out.push_sql(self.keyset.id);
        out.push_sql(if self.greater { ") > (" } else { ") < (" });
        match &self.key {
            Key::Time(moment) => out.push_bind_param::<sql_types::Timestamptz, _>(moment)?,
            Key::Text(text) => out.push_bind_param::<sql_types::Text, _>(text)?,
            Key::Number(number) => out.push_bind_param::<sql_types::BigInt, _>(number)?,
            Key::Last(literal) => out.push_sql(literal),
        }
        out.push_sql(", ");
        out.push_bind_param::<sql_types::Uuid, _>(&self.id)?;
        out.push_sql(")");
        Ok(())
    }
}

impl Expression for Seek {
    type SqlType = sql_types::Bool;
}

/// `order by key, id`, or both descending.
#[derive(Debug, Clone, Copy)]
pub(super) struct Direction {
    keyset: Keyset,
    descending: bool,
}

impl QueryFragment<Pg> for Direction {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let direction = if self.descending { " desc" } else { "" };
        for (separator, part) in [("", self.keyset.key), (", ", self.keyset.id)] {
            out.push_sql(separator);
            out.push_sql(part);
            out.push_sql(direction);
        }
        Ok(())
    }
}

impl Expression for Direction {
    type SqlType = sql_types::Untyped;
}

fragment_of_any_query!(Seek, Direction);
