//! The condition that a completion is of a task about some contacts and deals.

use application::queries::tasks::TimeSpan;
use diesel::{
    expression::Expression,
    pg::Pg,
    query_builder::{AstPass, QueryFragment},
    result::QueryResult,
    sql_types::{Array, Bool, Timestamptz, Uuid as SqlUuid},
};
use domain::Subject;
use uuid::Uuid;

use crate::{
    fragment::fragment_of_any_query,
    read::tasks::split,
    rows::{At, at},
};

/// Completions of tasks about any of these, completed within some time. Whom a task is about never changes, so its index
/// leads to them: completions have none by contact or deal. The ids are read first, as an array: joined, or with a condition
/// on the time of the completion itself, all completions may be read instead.
pub(super) struct About {
    account: Uuid,
    since: Option<At>,
    until: Option<At>,
    contacts: Vec<Uuid>,
    deals: Vec<Uuid>,
}

impl About {
    pub(super) fn any_of(account: Uuid, subjects: &[Subject], within: TimeSpan) -> Self {
        let (contacts, deals) = split(subjects);
        Self {
            account,
            since: within.from.map(at),
            until: within.until.map(at),
            contacts,
            deals,
        }
    }
}

impl QueryFragment<Pg> for About {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let tasks = "select tasks.id from tasks where tasks.completed_at is not null and tasks.account_id = ";
        out.push_sql("completions.task_id = any(array(");
        for (between, column, ids) in [
            ("", "contact_id", &self.contacts),
            (" union all ", "deal_id", &self.deals),
        ] {
            for part in [between, tasks] {
                out.push_sql(part);
            }
            out.push_bind_param::<SqlUuid, _>(&self.account)?;
            for part in [" and tasks.", column, " = any("] {
                out.push_sql(part);
            }
            out.push_bind_param::<Array<SqlUuid>, _>(ids)?;
            out.push_sql(")");
            for (moment, comparison) in [(&self.since, " >= "), (&self.until, " < ")] {
                if let Some(moment) = moment {
                    out.push_sql(" and tasks.completed_at");
                    out.push_sql(comparison);
                    out.push_bind_param::<Timestamptz, _>(moment)?;
                }
            }
        }
        out.push_sql("))");
        Ok(())
    }
}

impl Expression for About {
    type SqlType = Bool;
}

fragment_of_any_query!(About);
