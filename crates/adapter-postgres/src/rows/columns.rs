//! Rows column by column: the text of their statement does not tell how many there are, so it stays prepared.

use diesel::{
    expression::AsExpression,
    pg::Pg,
    query_builder::QueryFragment,
    sql_types::{Array, SingleValue, SqlType},
};

/// What a column has in some rows.
pub(crate) struct Column<'a> {
    /// Its name.
    pub(crate) name: &'static str,
    /// An array with one element for each row.
    pub(crate) values: Values<'a>,
    /// What its elements are turned into, where they are not of the column's own type.
    pub(crate) cast: &'static str,
}

/// Something to be bound.
pub(crate) type Values<'a> = Box<dyn QueryFragment<Pg> + Send + Sync + 'a>;

impl<'a> Column<'a> {
    /// Values of the column's own type.
    pub(crate) fn of<S, T>(name: &'static str, values: Vec<&'a T>) -> Self
    where
        S: SqlType + 'static,
        Vec<&'a T>: AsExpression<Array<S>, Expression: QueryFragment<Pg> + Send + Sync + 'a>,
        Array<S>: SqlType + SingleValue,
    {
        Self {
            name,
            values: bound::<S, _>(values),
            cast: "",
        }
    }

    /// The same of another type, which it is cast from.
    pub(crate) fn cast(self, to: &'static str) -> Self {
        Self { cast: to, ..self }
    }
}

/// An array.
pub(crate) fn bound<'a, S, V>(values: V) -> Values<'a>
where
    S: SqlType + 'static,
    V: AsExpression<Array<S>, Expression: QueryFragment<Pg> + Send + Sync + 'a>,
    Array<S>: SqlType + SingleValue,
{
    Box::new(values.as_expression())
}

/// Rows that can be written column by column.
pub(crate) trait InColumns: Sized {
    /// All columns of the rows.
    fn columns<'a>(rows: &[&'a Self]) -> Vec<Column<'a>>;
}

/// Says which fields of a row are columns of the same name in a table, and which one is a row of more of them.
macro_rules! in_columns {
    ($row:ty, $table:ident: $($name:ident),+ $(; $more:ident: $part:ty)?) => {
        impl $crate::rows::columns::InColumns for $row {
            fn columns<'a>(rows: &[&'a Self]) -> Vec<$crate::rows::columns::Column<'a>> {
                let columns = vec![$(
                    $crate::rows::columns::Column::of::<diesel::dsl::SqlTypeOf<$table::$name>, _>(
                        stringify!($name),
                        rows.iter().map(|row| &row.$name).collect(),
                    )
                ),+];
                $(
                    let parts: Vec<&'a $part> = rows.iter().map(|row| &row.$more).collect();
                    let parts = <$part as $crate::rows::columns::InColumns>::columns(&parts);
                    let columns = columns.into_iter().chain(parts).collect();
                )?
                columns
            }
        }
    };
}
pub(crate) use in_columns;
