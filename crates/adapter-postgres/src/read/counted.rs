//! Conditions on the outcome that a completion counts for today: the recorded one, or the one it was merged into.

use diesel::{
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{Array, Bool, Nullable, SmallInt, Uuid as SqlUuid},
};
use domain::{OutcomeId, Sentiment};
use uuid::Uuid;

use super::uuids;
use crate::codes;

/// The outcome of `completions` counts for one of these.
pub(super) struct Counted {
    account: Uuid,
    which: Which,
}

enum Which {
    /// Those that these count for.
    Outcomes(Vec<Uuid>),
    /// Those with any of these sentiments.
    Sentiments(Vec<i16>),
}

impl Counted {
    /// It counts for the same as any of these does.
    pub(super) fn for_any_of(account: Uuid, ids: &[OutcomeId]) -> Self {
        let which = Which::Outcomes(uuids(ids, OutcomeId::uuid));
        Self { account, which }
    }

    /// It counts for one that has any of these sentiments today.
    pub(super) fn with_sentiment(account: Uuid, sentiments: &[Sentiment]) -> Self {
        let which = Which::Sentiments(sentiments.iter().map(|s| codes::sentiment(*s)).collect());
        Self { account, which }
    }
}

impl QueryFragment<Pg> for Counted {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "completions.outcome_id in (select chosen.id from outcomes chosen join outcomes wanted \
             on wanted.account_id = chosen.account_id and wanted.",
        );
        out.push_sql(match self.which {
            Which::Outcomes(_) => "counts_as_id",
            Which::Sentiments(_) => "id",
        });
        out.push_sql(" = chosen.counts_as_id where chosen.account_id = ");
        out.push_bind_param::<SqlUuid, _>(&self.account)?;
        match &self.which {
            Which::Outcomes(ids) => {
                out.push_sql(" and wanted.id = any(");
                out.push_bind_param::<Array<SqlUuid>, _>(ids)?;
            }
            Which::Sentiments(codes) => {
                out.push_sql(" and wanted.sentiment = any(");
                out.push_bind_param::<Array<SmallInt>, _>(codes)?;
            }
        }
        out.push_sql("))");
        Ok(())
    }
}

impl Expression for Counted {
    type SqlType = Nullable<Bool>;
}

impl QueryId for Counted {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Source> AppearsOnTable<Source> for Counted {}
impl<Source> SelectableExpression<Source> for Counted {}

impl<Grouping> ValidGrouping<Grouping> for Counted {
    type IsAggregate = is_aggregate::Never;
}
