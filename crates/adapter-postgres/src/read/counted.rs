//! Conditions on the outcome of a completion: as it is today, where it was merged the one that stays, or as recorded.

use application::queries::tasks::{Basis, TaskFilter};
use diesel::{
    ExpressionMethods,
    expression::{Expression, SelectableExpression},
    pg::Pg,
    query_builder::{AstPass, QueryFragment},
    result::QueryResult,
    sql_types::{Array, Bool, Nullable, SmallInt, Uuid as SqlUuid},
};
use domain::{OutcomeId, Sentiment};
use uuid::Uuid;

use super::{conditions::Conditions, uuids};
use crate::{codes, fragment::fragment_of_any_query, schema::completions};

/// The same, with the conditions on the outcome.
pub(super) fn of_outcome<'a>(
    mut all: Conditions<'a>,
    account: Uuid,
    filter: &'a TaskFilter,
) -> Conditions<'a> {
    if let Some(recorded) = &filter.recorded {
        all = all
            .and(completions::outcome_id.eq(recorded.id.uuid()))
            .and(completions::recorded_label.eq(recorded.label.as_str()))
            .and(completions::recorded_sentiment.eq(codes::sentiment(recorded.sentiment)));
    }
    if let Some(ids) = &filter.outcomes {
        all = match filter.basis {
            Basis::AsRecorded => all.and_any_of("completions.outcome_id", uuids(ids, OutcomeId::uuid)),
            Basis::Current => all.and(Counted::for_any_of(account, ids)),
        };
    }
    if let Some(sentiments) = &filter.sentiments {
        all = match filter.basis {
            Basis::AsRecorded => all.and(completions::recorded_sentiment.eq_any(codes_of(sentiments))),
            Basis::Current => all.and(Counted::with_sentiment(account, sentiments)),
        };
    }
    match filter.without_outcome {
        None => all,
        Some(true) => all.and(completions::outcome_id.is_null()),
        Some(false) => all.and(completions::outcome_id.is_not_null()),
    }
}

fn codes_of(sentiments: &[Sentiment]) -> Vec<i16> {
    sentiments.iter().map(|one| codes::sentiment(*one)).collect()
}

/// The outcome of `completions` counts for one of these.
struct Counted {
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
    fn for_any_of(account: Uuid, ids: &[OutcomeId]) -> Self {
        let which = Which::Outcomes(uuids(ids, OutcomeId::uuid));
        Self { account, which }
    }

    /// It counts for one that has any of these sentiments today.
    fn with_sentiment(account: Uuid, sentiments: &[Sentiment]) -> Self {
        let which = Which::Sentiments(codes_of(sentiments));
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

fragment_of_any_query!(Counted);
impl<Source> SelectableExpression<Source> for Counted {}
