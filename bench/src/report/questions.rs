//! What is asked of the report, and the plain `GROUP BY` over the same completions.

use anyhow::Context as _;
use application::queries::{
    task_overview::Dimension,
    tasks::{Basis, TaskFilter, TimeSpan},
};
use domain::{Sentiment, Subject, SubjectKind, TaskTypeId, TimeZone};
use jiff::{SignedDuration, Span, Timestamp};

use super::{ALL_FIVE, zone};
use crate::site::Site;

/// One question of the report.
#[derive(Debug, Clone)]
pub struct Question {
    /// What is asked, in words.
    pub name: String,
    /// Over which tasks.
    pub filter: TaskFilter,
    /// By what: one answer each.
    pub by: Vec<Dimension>,
    /// The zone that cuts days.
    pub zone: TimeZone,
    /// The ratio to reach.
    pub at_most: Option<f64>,
    /// The yardstick.
    pub plain: String,
}

impl Question {
    /// `condition` is the same as the filter's in SQL, beside the time; the yardstick counts by owner.
    fn new(site: &Site, name: &str, by: &[Dimension], filter: TaskFilter, condition: &str) -> Self {
        let bound = |sign: &str, moment: Option<Timestamp>| {
            moment.map_or_else(String::new, |moment| {
                format!(" and completed_at {sign} '{moment}'")
            })
        };
        let plain = format!(
            "select owner_id, count(*) from completions where account_id = '{}' and superseded_at is null{}{}{condition} \
             group by owner_id",
            site.account.uuid(),
            bound(">=", filter.completed_at.from),
            bound("<", filter.completed_at.until),
        );
        Self {
            name: name.to_owned(),
            filter,
            by: by.to_vec(),
            zone: site.zone.clone(),
            at_most: None,
            plain,
        }
    }

    fn at_most(mut self, ratio: f64) -> Self {
        self.at_most = Some(ratio);
        self
    }
}

/// W4a: three years of the biggest account.
pub fn three_years(site: &Site) -> anyhow::Result<Vec<Question>> {
    let filter = completed(days(site, Span::new().years(3))?);
    let question = |name: &str, by: &[Dimension]| Question::new(site, name, by, filter.clone(), "");
    let mut of_one = Question::new(
        site,
        "one owner, by outcome",
        &[Dimension::Outcome],
        filter.clone(),
        "",
    );
    of_one.filter.owners = Some(vec![Some(site.owner)]);
    Ok(vec![
        question("by owner", &[Dimension::Owner]).at_most(0.06),
        question("by sentiment", &[Dimension::Sentiment]).at_most(0.06),
        question("by outcome", &[Dimension::Outcome]).at_most(0.06),
        question("by type", &[Dimension::TaskType]).at_most(0.06),
        question("by month", &[Dimension::Month]).at_most(0.06),
        question("by week", &[Dimension::Week]).at_most(0.13),
        of_one.at_most(0.03),
        question("by owner, sentiment, outcome, type and month", &ALL_FIVE).at_most(0.25),
    ])
}

/// W4b: the last 90 days, filtered.
pub fn ninety_days(site: &Site) -> anyhow::Result<Vec<Question>> {
    let filter = completed(days(site, Span::new().days(89))?);
    let types = TaskFilter {
        task_types: Some(site.task_types.clone()),
        ..filter.clone()
    };
    let deals = TaskFilter {
        relates_to: Some(SubjectKind::Deal),
        ..filter.clone()
    };
    let positive = TaskFilter {
        sentiments: Some(vec![Sentiment::Positive]),
        ..filter
    };
    let ids = site
        .task_types
        .iter()
        .map(|id: &TaskTypeId| format!("'{}'", id.uuid()))
        .collect::<Vec<_>>();
    let of_types = format!(" and task_type_id in ({})", ids.join(", "));
    let questions = [
        Question::new(
            site,
            "three types, by owner",
            &[Dimension::Owner],
            types.clone(),
            &of_types,
        ),
        Question::new(site, "three types, by day", &[Dimension::Day], types, &of_types),
        Question::new(
            site,
            "deals, by outcome",
            &[Dimension::Outcome],
            deals,
            " and deal_id is not null",
        ),
        Question::new(
            site,
            "positive ones, by type",
            &[Dimension::TaskType],
            positive,
            " and recorded_sentiment = 1",
        ),
    ];
    Ok(questions
        .into_iter()
        .map(|question| question.at_most(1.0))
        .collect())
}

/// Questions that sums answer in part or not at all.
pub fn drilled(site: &Site) -> anyhow::Result<Vec<Question>> {
    let whole = completed(days(site, Span::new().years(3))?);
    let odd =
        |moment: Option<Timestamp>, by: i64| moment.map(|moment| moment + SignedDuration::from_secs(by));
    let moments = TaskFilter {
        completed_at: TimeSpan {
            from: odd(whole.completed_at.from, 37_051),
            until: odd(whole.completed_at.until, -3 * 86_400 - 5_003),
        },
        ..whole.clone()
    };
    let recorded = TaskFilter {
        basis: Basis::AsRecorded,
        ..whole.clone()
    };
    let subject = TaskFilter {
        subjects: Some(vec![Subject::Contact(site.contact)]),
        ..whole.clone()
    };
    let of_contact = format!(" and contact_id = '{}'", site.contact.uuid());
    let mut tokyo = Question::new(site, "Tokyo's months", &[Dimension::Month], whole.clone(), "");
    tokyo.zone = zone("Asia/Tokyo")?;
    let mut tokyo_days = Question::new(site, "Tokyo's days", &[Dimension::Day], whole.clone(), "");
    tokyo_days.zone = zone("Asia/Tokyo")?;
    Ok(vec![
        Question::new(
            site,
            "arbitrary moments, by owner",
            &[Dimension::Owner],
            moments,
            "",
        )
        .at_most(0.18),
        Question::new(site, "by day", &[Dimension::Day], whole.clone(), ""),
        Question::new(site, "by completer", &[Dimension::CompletedBy], whole, ""),
        tokyo.at_most(1.0),
        tokyo_days,
        Question::new(
            site,
            "as recorded, by outcome",
            &[Dimension::Outcome],
            recorded,
            "",
        )
        .at_most(1.0),
        Question::new(
            site,
            "one contact, by owner",
            &[Dimension::Owner],
            subject,
            &of_contact,
        )
        .at_most(1.0),
    ])
}

/// A few of each, to see them grow.
pub fn grown(site: &Site) -> anyhow::Result<Vec<Question>> {
    let (three_years, ninety_days) = (three_years(site)?, ninety_days(site)?);
    let of = |names: &[&str], from: Vec<Question>| -> Vec<Question> {
        from.into_iter()
            .filter(|question| names.contains(&question.name.as_str()))
            .collect()
    };
    let names = [
        "by owner",
        "by month",
        "by owner, sentiment, outcome, type and month",
    ];
    Ok([
        of(&names, three_years),
        of(&["three types, by owner"], ninety_days),
    ]
    .concat())
}

fn completed(completed_at: TimeSpan) -> TaskFilter {
    TaskFilter {
        completed_at,
        ..TaskFilter::default()
    }
}

/// Whole days of the account, up to the end of today.
fn days(site: &Site, back: Span) -> anyhow::Result<TimeSpan> {
    let today = site.zone.date_of(site.now);
    let start = |day| site.zone.start_of(day).context("a day that never begins");
    Ok(TimeSpan {
        from: Some(start(today.checked_sub(back)?)?),
        until: Some(start(today.tomorrow()?)?),
    })
}
