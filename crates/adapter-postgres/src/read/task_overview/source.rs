//! Where the report counts what is not sealed: the completions, and what changed since others were sealed. Both go by the
//! name `completions` in their part of the statement, so that conditions and groups are the same.

use application::queries::tasks::TimeSpan;
use diesel::{pg::Pg, query_builder::AstPass, result::QueryResult, sql_types};

use super::plan::Plan;
use crate::rows::{At, at};

/// One part of the statement: a table, and the span of time that is counted from it.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) from: From,
    since: Option<At>,
    until: Option<At>,
}

/// The tables that can be counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// Completions one by one.
    Rows,
    /// What changed in a time that is sealed.
    Changes,
}

impl Source {
    /// The parts of a plan that are not sealed.
    pub(super) fn all(plan: &Plan) -> Vec<Self> {
        let of = |from, span: TimeSpan| Self {
            from,
            since: span.from.map(at),
            until: span.until.map(at),
        };
        let changes = plan.changed.map(|span| of(From::Changes, span));
        let rows = plan.rows.map(|span| of(From::Rows, span));
        changes.into_iter().chain(rows).collect()
    }

    /// Writes what chooses its rows, each condition after an `and`.
    pub(super) fn chosen<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match self.from {
            From::Rows => out.push_sql(" and completions.superseded_at is null"),
            From::Changes => (),
        }
        for (moment, comparison) in [(&self.since, " >= "), (&self.until, " < ")] {
            if let Some(moment) = moment {
                out.push_sql(" and completions.completed_at");
                out.push_sql(comparison);
                out.push_bind_param::<sql_types::Timestamptz, _>(moment)?;
            }
        }
        Ok(())
    }
}

impl From {
    pub(super) const fn table(self) -> &'static str {
        match self {
            Self::Rows => "completions",
            Self::Changes => "report_changes completions",
        }
    }

    /// How many it counts, and how many of them in time.
    pub(super) const fn counts(self) -> &'static str {
        match self {
            Self::Rows => "count(*) as completed, count(*) filter (where completions.in_time) as in_time",
            Self::Changes => {
                "sum(completions.change) as completed, \
                 coalesce(sum(completions.change) filter (where completions.in_time), 0) as in_time"
            }
        }
    }

    pub(super) const fn is_deal(self) -> &'static str {
        match self {
            Self::Rows => "completions.deal_id is not null",
            Self::Changes => "completions.about_deal",
        }
    }
}
