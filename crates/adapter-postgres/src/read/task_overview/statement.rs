//! The statement that counts what is not sealed: each source grouped by itself, then all of them together under the outcomes
//! of today. What changed can come to less than nothing: what is sealed is added by whoever asks.

use application::queries::tasks::{Basis, TaskFilter};
use diesel::{
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{self, BigInt, Integer, Nullable, Text},
};
use domain::SubjectKind;
use uuid::Uuid;

use super::{
    grouped::{By, sentiment},
    source::{From, Source},
};
use crate::read::conditions::Conditions;

/// Counts over the sources, by up to two dimensions.
pub(super) struct Statement<'a> {
    pub(super) account: Uuid,
    pub(super) basis: Basis,
    pub(super) first: By,
    pub(super) second: By,
    pub(super) relates_to: Option<SubjectKind>,
    pub(super) conditions: Conditions<'a>,
    pub(super) sources: Vec<Source>,
}

impl<'a> Statement<'a> {
    /// Under conditions that name the table `completions`, beside those of the sources.
    pub(super) fn new(
        account: Uuid,
        filter: &TaskFilter,
        (first, second): (By, By),
        conditions: Conditions<'a>,
        sources: Vec<Source>,
    ) -> Self {
        Self {
            account,
            basis: filter.basis,
            first,
            second,
            relates_to: filter.relates_to,
            conditions,
            sources,
        }
    }

    fn source<'b>(&'b self, source: &'b Source, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let mut groups = 1;
        out.push_sql("select completions.outcome_id");
        if self.basis == Basis::AsRecorded {
            out.push_sql(", completions.recorded_sentiment as sentiment");
            groups += 1;
        }
        groups += usize::from(self.first.of_source(source.from, "first", out)?);
        groups += usize::from(self.second.of_source(source.from, "second", out)?);
        out.push_sql(", ");
        out.push_sql(source.from.counts());
        out.push_sql(" from ");
        out.push_sql(source.from.table());
        out.push_sql(" where completions.account_id = ");
        out.push_bind_param::<sql_types::Uuid, _>(&self.account)?;
        source.chosen(out)?;
        self.about(source.from, out);
        out.push_sql(" and ");
        self.conditions.walk_ast(out.reborrow())?;
        out.push_sql(" group by ");
        out.push_sql(
            ["1", "1, 2", "1, 2, 3", "1, 2, 3, 4"]
                .get(groups - 1)
                .unwrap_or(&"1"),
        );
        Ok(())
    }

    fn about(&self, from: From, out: &mut AstPass<'_, '_, Pg>) {
        if let Some(kind) = self.relates_to {
            out.push_sql(match kind {
                SubjectKind::Contact => " and not (",
                SubjectKind::Deal => " and (",
            });
            out.push_sql(from.is_deal());
            out.push_sql(")");
        }
    }

    fn counts(&self, out: &mut AstPass<'_, '_, Pg>) {
        out.push_sql(", sum(counted.in_time)::bigint");
        for of in [" = -1", " = 0", " = 1"] {
            out.push_sql(", coalesce(sum(counted.completed) filter (where ");
            out.push_sql(sentiment(self.basis));
            out.push_sql(of);
            out.push_sql("), 0)::bigint");
        }
        out.push_sql(
            ", coalesce(sum(counted.completed) filter (where counted.outcome_id is null), 0)::bigint",
        );
    }
}

impl QueryFragment<Pg> for Statement<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("select ");
        self.first.of_answer("first", &mut out);
        out.push_sql(", ");
        self.second.of_answer("second", &mut out);
        self.counts(&mut out);
        out.push_sql(" from (");
        for (place, source) in self.sources.iter().enumerate() {
            if place > 0 {
                out.push_sql(" union all ");
            }
            self.source(source, &mut out)?;
        }
        out.push_sql(") counted left join outcomes recorded on recorded.account_id = ");
        out.push_bind_param::<sql_types::Uuid, _>(&self.account)?;
        out.push_sql(" and recorded.id = counted.outcome_id left join outcomes on outcomes.account_id = ");
        out.push_bind_param::<sql_types::Uuid, _>(&self.account)?;
        out.push_sql(" and outcomes.id = recorded.counts_as_id group by 1, 2, 3, 4, 5, 6");
        Ok(())
    }
}

impl Query for Statement<'_> {
    type SqlType = (
        Nullable<sql_types::Uuid>,
        Nullable<Integer>,
        Nullable<Text>,
        Nullable<sql_types::Uuid>,
        Nullable<Integer>,
        Nullable<Text>,
        BigInt,
        BigInt,
        BigInt,
        BigInt,
        BigInt,
    );
}

/// Its text differs from plan to plan, so statements are recognised by it.
impl QueryId for Statement<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
