//! Where the report counts: the completions, sums of them, and what changed since the sums were made. Each goes by the
//! name `completions` in its part of the statement, so that conditions and groups are the same for all.

use application::queries::tasks::TimeSpan;
use diesel::{pg::Pg, query_builder::AstPass, result::QueryResult, sql_types};

use super::plan::{People, Plan};
use crate::{
    rows::{At, at},
    seal::Span,
};

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
    /// Sums.
    Sums(People, Span),
    /// What changed in a time that sums are counted for.
    Changes,
}

impl Source {
    /// The parts of a plan.
    pub(super) fn all(plan: &Plan, people: People) -> Vec<Self> {
        let of = |from, span: TimeSpan| Self {
            from,
            since: span.from.map(at),
            until: span.until.map(at),
        };
        let sums = plan.sums.iter().map(|sums| {
            let span = TimeSpan {
                from: Some(sums.from),
                until: Some(sums.until),
            };
            of(From::Sums(people, sums.span), span)
        });
        let changes = plan.corrected.iter().map(|span| of(From::Changes, *span));
        let rows = plan.rows.iter().map(|span| of(From::Rows, *span));
        sums.chain(changes).chain(rows).collect()
    }

    /// Writes what chooses its rows, each condition after an `and`.
    pub(super) fn chosen<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match self.from {
            From::Rows => out.push_sql(" and completions.superseded_at is null"),
            From::Changes => (),
            From::Sums(people, span) => {
                out.push_sql(match people {
                    People::Nobody => " and completions.people = 0",
                    People::Owners => " and completions.people = 1",
                    People::OwnersAndCompleters => " and completions.people = 2",
                });
                out.push_sql(match span {
                    Span::Week => " and completions.span = 0",
                    Span::Month => " and completions.span = 1",
                    Span::Year => " and completions.span = 2",
                });
            }
        }
        for (moment, comparison) in [(&self.since, " >= "), (&self.until, " < ")] {
            if let Some(moment) = moment {
                out.push_sql(" and ");
                out.push_sql(self.from.moment());
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
            Self::Sums(..) => "report_sums completions",
            Self::Changes => "report_changes completions",
        }
    }

    /// How many it counts, and how many of them in time.
    pub(super) const fn counts(self) -> &'static str {
        match self {
            Self::Rows => "count(*) as completed, count(*) filter (where completions.in_time) as in_time",
            Self::Sums(..) => "sum(completions.completed) as completed, sum(completions.in_time) as in_time",
            Self::Changes => {
                "sum(completions.change) as completed, \
                 coalesce(sum(completions.change) filter (where completions.in_time), 0) as in_time"
            }
        }
    }

    pub(super) const fn is_deal(self) -> &'static str {
        match self {
            Self::Rows => "completions.deal_id is not null",
            Self::Sums(..) | Self::Changes => "completions.about_deal",
        }
    }

    pub(super) const fn moment(self) -> &'static str {
        match self {
            Self::Rows | Self::Changes => "completions.completed_at",
            Self::Sums(..) => "completions.starts_at",
        }
    }
}
