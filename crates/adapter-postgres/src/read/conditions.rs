//! Conditions as a value, so that a list, its count and a subquery can share them whatever tables each joins.

use diesel::{
    expression::Expression,
    pg::Pg,
    query_builder::{AstPass, QueryFragment},
    result::QueryResult,
    sql_types::{self, Bool, BoolOrNullableBool, Nullable},
};
use uuid::Uuid;

use crate::fragment::fragment_of_any_query;

/// Conditions that must all hold. They name their tables, so any query that has these tables can use them.
#[derive(Default)]
pub(super) struct Conditions<'a>(Vec<Box<dyn QueryFragment<Pg> + Send + 'a>>);

impl<'a> Conditions<'a> {
    /// The same, with one more.
    pub(super) fn and<E>(mut self, condition: E) -> Self
    where
        E: Expression + QueryFragment<Pg> + Send + 'a,
        E::SqlType: BoolOrNullableBool,
    {
        self.0.push(Box::new(condition));
        self
    }

    /// The same, with one more: the column holds any of these ids.
    pub(super) fn and_any_of(mut self, column: &'static str, ids: Vec<Uuid>) -> Self {
        self.0.push(Box::new(AnyOf { column, ids }));
        self
    }
}

impl QueryFragment<Pg> for Conditions<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("(true");
        for condition in &self.0 {
            out.push_sql(" and (");
            condition.walk_ast(out.reborrow())?;
            out.push_sql(")");
        }
        out.push_sql(")");
        Ok(())
    }
}

impl Expression for Conditions<'_> {
    type SqlType = Nullable<Bool>;
}

fragment_of_any_query!(Conditions<'_>);

/// The column holds any of some ids. One id is compared as such: only then can an index give its rows in the order of the
/// columns that follow.
#[derive(Clone)]
pub(crate) struct AnyOf {
    pub(crate) column: &'static str,
    pub(crate) ids: Vec<Uuid>,
}

impl Expression for AnyOf {
    type SqlType = Bool;
}

fragment_of_any_query!(AnyOf);

impl QueryFragment<Pg> for AnyOf {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(self.column);
        if let [one] = self.ids.as_slice() {
            out.push_sql(" = ");
            return out.push_bind_param::<sql_types::Uuid, _>(one);
        }
        out.push_sql(" = any(");
        out.push_bind_param::<sql_types::Array<sql_types::Uuid>, _>(&self.ids)?;
        out.push_sql(")");
        Ok(())
    }
}
