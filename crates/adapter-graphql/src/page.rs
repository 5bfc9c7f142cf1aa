//! Connections: arguments, opaque cursors, pages with a count that is taken only when asked for.

mod cursor;

use application::{
    Session, StoreError,
    page::PageRequest,
    queries::{activities::ActivityFilter, catalogue::OutcomeFilter, tasks::TaskFilter},
};
use async_graphql::SimpleObject;
use domain::SearchTerms;

pub(crate) use cursor::ListOf;

use crate::{
    errors::{ApiError, not_together},
    text::words::{Key, Sentence, Value},
};

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

/// A page that is asked for, and the list that gives it.
pub(crate) struct Asked {
    /// Which part of the list.
    pub(crate) page: PageRequest,
    /// Whose list; only with it are cursors read and given out.
    pub(crate) list: ListOf,
}

/// The page that the arguments of a connection ask for.
pub(crate) fn page_request(
    of: ListOf,
    first: Option<i32>,
    last: Option<i32>,
    after: Option<String>,
    before: Option<String>,
) -> Result<Asked, ApiError> {
    let (name, size) = match (first, last) {
        (Some(_), Some(_)) => {
            return Err(ApiError::BadUserInput(not_together("first", "last")));
        }
        (first, None) => ("first", first.unwrap_or(DEFAULT_SIZE.into())),
        (None, Some(last)) => ("last", last),
    };
    let limit = usize::try_from(size)
        .ok()
        .filter(|_| (1..=MAXIMUM_SIZE).contains(&size));
    let limit = limit.ok_or_else(|| about(Key("argument-page-size"), name, MAXIMUM_SIZE.unsigned_abs()))?;
    let page = PageRequest {
        limit,
        from_end: name == "last",
        after: after.map(|text| of.decode("after", &text)).transpose()?,
        before: before.map(|text| of.decode("before", &text)).transpose()?,
    };
    Ok(Asked { page, list: of })
}

fn about(key: Key, argument: &str, maximum: impl Into<Value>) -> ApiError {
    let sentence = Sentence::new(key)
        .with("argument", argument)
        .with("maximum", maximum);
    ApiError::BadUserInput(sentence)
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
    let parsed = parsed.map_err(|_| about(Key("argument-text"), "search", SearchTerms::MAXIMUM))?;
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
            /// A node at its place in a list.
            pub(crate) fn new(
                node: $node,
                list: &$crate::page::ListOf,
                cursor: &application::page::Cursor,
            ) -> Self {
                Self { cursor: list.encode(cursor), node }
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
            /// A page of a list, with the cursor of each node and the way to count all.
            pub(crate) fn new<T: Into<$node>>(
                list: &$crate::page::ListOf,
                page: application::page::Page<T>,
                cursor: impl Fn(&T) -> application::page::Cursor,
                count: $crate::page::Count,
            ) -> Self {
                let (has_next_page, has_previous_page) = (page.has_next_page, page.has_previous_page);
                let edge = |item: T| {
                    let cursor = cursor(&item);
                    $edge::new(item.into(), list, &cursor)
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
    use super::{cursor::tests::a_list, *};

    #[test]
    fn a_page_has_1_to_100_items_from_one_end() {
        let asked = |first, last| page_request(a_list(), first, last, None, None).map(|asked| asked.page);
        assert_eq!(asked(None, None).unwrap().limit, 20);
        assert!(asked(None, Some(100)).unwrap().from_end);
        for (first, last) in [
            (Some(0), None),
            (Some(101), None),
            (None, Some(-1)),
            (Some(1), Some(1)),
        ] {
            assert!(matches!(asked(first, last), Err(ApiError::BadUserInput(_))));
        }
    }
}
