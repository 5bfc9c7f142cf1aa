//! Parts of queries that are written out by hand.

/// Makes of a type a part of a query that stands wherever its tables do. Its SQL differs from value to value, so statements are
/// recognised by their text.
macro_rules! fragment_of_any_query {
    ($($name:ty),*) => {$(
        impl diesel::query_builder::QueryId for $name {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }

        impl<Source> diesel::expression::AppearsOnTable<Source> for $name {}

        impl<Grouping> diesel::expression::ValidGrouping<Grouping> for $name {
            type IsAggregate = diesel::expression::is_aggregate::Never;
        }
    )*};
}
pub(crate) use fragment_of_any_query;
