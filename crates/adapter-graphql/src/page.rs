//! Connections: arguments, opaque cursors, pages with a count that is taken only when asked for.

use application::{
    Session, StoreError,
    page::{Cursor, CursorKey, PageRequest},
    queries::{activities::ActivityFilter, catalogue::OutcomeFilter, tasks::TaskFilter},
};
use async_graphql::SimpleObject;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::SearchTerms;
use uuid::Uuid;

use crate::errors::ApiError;

/// Facts for paging through a connection (Relay Cursor Connections).
#[derive(Debug, Clone, SimpleObject)]
pub struct PageInfo {
    /// Cursor of the last edge on this page.
    pub end_cursor: Option<String>,
    /// Whether edges follow this page.
    pub has_next_page: bool,
    /// Whether edges precede this page.
    pub has_previous_page: bool,
    /// Cursor of the first edge on this page.
    pub start_cursor: Option<String>,
}

pub(crate) const DEFAULT_SIZE: u16 = 20;
const MAXIMUM_SIZE: i32 = 100;

/// The page that the arguments of a connection ask for.
pub(crate) fn page_request(
    first: Option<i32>,
    last: Option<i32>,
    after: Option<String>,
    before: Option<String>,
) -> Result<PageRequest, ApiError> {
    let (name, size) = match (first, last) {
        (Some(_), Some(_)) => {
            return Err(ApiError::bad_user_input(
                "`first` and `last` exclude each other: give one of them.",
            ));
        }
        (first, None) => ("first", first.unwrap_or(DEFAULT_SIZE.into())),
        (None, Some(last)) => ("last", last),
    };
    let limit = usize::try_from(size)
        .ok()
        .filter(|_| (1..=MAXIMUM_SIZE).contains(&size));
    let limit = limit
        .ok_or_else(|| ApiError::bad_user_input(format!("`{name}` must be from 1 to {MAXIMUM_SIZE}.")))?;
    Ok(PageRequest {
        limit,
        from_end: name == "last",
        after: after.map(|text| decode("after", &text)).transpose()?,
        before: before.map(|text| decode("before", &text)).transpose()?,
    })
}

/// A cursor as opaque text; it carries the name of its list.
pub(crate) fn encode(cursor: &Cursor) -> String {
    let (kind, key) = match &cursor.key {
        CursorKey::Time(moment) => ('t', moment.as_microsecond().to_string()),
        CursorKey::Text(text) => ('s', text.clone()),
        CursorKey::Number(number) => ('n', number.to_string()),
        CursorKey::Missing => ('m', String::new()),
    };
    URL_SAFE_NO_PAD.encode(format!("{}\n{}\n{kind}{key}", cursor.list, cursor.id.simple()))
}

fn decode(argument: &str, text: &str) -> Result<Cursor, ApiError> {
    read(text).ok_or_else(|| {
        ApiError::bad_user_input(format!(
            "`{argument}` must be a cursor that a page of this list gave out."
        ))
    })
}

fn read(text: &str) -> Option<Cursor> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let mut parts = text.splitn(3, '\n');
    let (list, id, key) = (parts.next()?, parts.next()?, parts.next()?);
    let mut rest = key.chars();
    let key = match (rest.next()?, rest.as_str()) {
        ('t', micros) => CursorKey::Time(jiff::Timestamp::from_microsecond(micros.parse().ok()?).ok()?),
        ('s', text) => CursorKey::Text(text.to_owned()),
        ('n', number) => CursorKey::Number(number.parse().ok()?),
        ('m', "") => CursorKey::Missing,
        _ => return None,
    };
    Some(Cursor {
        list: list.to_owned().into(),
        key,
        id: Uuid::try_parse(id).ok()?,
    })
}

/// How a connection counts what is on all its pages.
#[derive(Debug, Clone)]
pub(crate) enum Count {
    Activities(Box<ActivityFilter>),
    ApiTokens,
    Contacts(Option<SearchTerms>),
    Deals(Option<SearchTerms>),
    Outcomes(OutcomeFilter),
    TaskTypes { archived_too: bool },
    Tasks(Box<TaskFilter>),
    Users(Option<SearchTerms>),
}

impl Count {
    /// Counts.
    pub(crate) async fn take(&self, session: &Session) -> Result<u64, StoreError> {
        match self {
            Self::Activities(filter) => session.activity_count(filter).await,
            Self::ApiTokens => session.api_token_count().await,
            Self::Contacts(search) => session.contact_count(search.as_ref()).await,
            Self::Deals(search) => session.deal_count(search.as_ref()).await,
            Self::Outcomes(filter) => session.outcome_count(filter).await,
            Self::TaskTypes { archived_too } => session.task_type_count(*archived_too).await,
            Self::Tasks(filter) => session.task_count(filter).await,
            Self::Users(search) => session.user_count(search.as_ref()).await,
        }
    }
}

/// The words of a search argument; no word is no condition.
pub(crate) fn search_terms(search: Option<String>) -> Result<Option<SearchTerms>, ApiError> {
    let parsed = search.map(|text| SearchTerms::parse(&text)).transpose();
    let parsed = parsed.map_err(|_| {
        ApiError::bad_user_input(format!(
            "`search` must have at most {} characters.",
            SearchTerms::MAXIMUM
        ))
    })?;
    Ok(parsed.flatten())
}

/// Defines the edge and the connection of a node type.
macro_rules! connection {
    (
        $(#[$edge_doc:meta])* edge $edge:ident,
        $(#[$doc:meta])* connection $connection:ident of $node:ty,
        $node_doc:literal, $count_doc:literal
    ) => {
        $(#[$edge_doc])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $edge {
            /// Opaque cursor of the edge.
            cursor: String,
            #[doc = $node_doc]
            node: $node,
        }

        impl $edge {
            /// A node at its place.
            pub(crate) fn new(node: $node, cursor: &application::page::Cursor) -> Self {
                Self { cursor: $crate::page::encode(cursor), node }
            }
        }

        $(#[$doc])*
        pub struct $connection {
            edges: Vec<$edge>,
            has_next_page: bool,
            has_previous_page: bool,
            count: $crate::page::Count,
        }

        impl $connection {
            /// A page, with the cursor of each node and the way to count all.
            pub(crate) fn new<T: Into<$node>>(
                page: application::page::Page<T>,
                cursor: impl Fn(&T) -> application::page::Cursor,
                count: $crate::page::Count,
            ) -> Self {
                let (has_next_page, has_previous_page) = (page.has_next_page, page.has_previous_page);
                let edge = |item: T| {
                    let cursor = cursor(&item);
                    $edge::new(item.into(), &cursor)
                };
                let edges = page.items.into_iter().map(edge).collect();
                Self { edges, has_next_page, has_previous_page, count }
            }
        }

        $(#[$doc])*
        #[async_graphql::Object]
        impl $connection {
            /// Edges of the page.
            async fn edges(&self) -> &Vec<$edge> {
                &self.edges
            }

            /// Nodes of the page, for clients that need no cursors.
            async fn nodes(&self) -> Vec<&$node> {
                self.edges.iter().map(|edge| &edge.node).collect()
            }

            /// Paging facts.
            async fn page_info(&self) -> $crate::page::PageInfo {
                $crate::page::PageInfo {
                    end_cursor: self.edges.last().map(|edge| edge.cursor.clone()),
                    has_next_page: self.has_next_page,
                    has_previous_page: self.has_previous_page,
                    start_cursor: self.edges.first().map(|edge| edge.cursor.clone()),
                }
            }

            #[doc = $count_doc]
            async fn total_count(
                &self,
                ctx: &async_graphql::Context<'_>,
            ) -> Option<Result<i32, $crate::errors::ApiError>> {
                let count = self.count.take(&$crate::context::session(ctx)).await;
                Some(count.map_err(Into::into).and_then($crate::context::int))
            }
        }
    };
}
pub(crate) use connection;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_given_out() {
        let keys = [
            CursorKey::Time(jiff::Timestamp::from_microsecond(1_763_900_000_123_456).unwrap()),
            CursorKey::Text("müller\nlüdenscheidt".into()),
            CursorKey::Number(-7),
            CursorKey::Missing,
        ];
        for key in keys {
            let cursor = Cursor {
                list: "tasks.due_at".into(),
                key,
                id: Uuid::from_u128(9),
            };
            assert_eq!(read(&encode(&cursor)), Some(cursor));
        }
        for text in ["", "abc", "bm90aGluZw", "!!"] {
            assert_eq!(read(text), None);
        }
    }

    #[test]
    fn a_page_has_1_to_100_items_from_one_end() {
        assert_eq!(page_request(None, None, None, None).unwrap().limit, 20);
        assert!(page_request(None, Some(100), None, None).unwrap().from_end);
        for (first, last) in [
            (Some(0), None),
            (Some(101), None),
            (None, Some(-1)),
            (Some(1), Some(1)),
        ] {
            assert!(matches!(
                page_request(first, last, None, None),
                Err(ApiError::BadUserInput(_))
            ));
        }
    }
}
