//! Days, weeks, months, quarters and years of a report: where they start, and all of them without gaps.

use std::{collections::BTreeMap, ops::Range};

use domain::TimeZone;
use jiff::{Span, ToSpan, civil::Date};

use super::{Days, Dimension, Group, GroupKey, TaskOverview, Totals, period};
use crate::{
    page::Cursor,
    queries::{ArgumentFault, QueryError, tasks::TimeSpan},
};

/// How many spans of time a report lists at most: thirteen years of days.
pub(super) const MAXIMUM: usize = 5_000;

impl Dimension {
    /// The length of one span of time; `None` for dimensions that are not time.
    pub fn span_length(self) -> Option<Span> {
        match self {
            Self::Day => Some(1.day()),
            Self::Week => Some(1.week()),
            Self::Month => Some(1.month()),
            Self::Quarter => Some(3.months()),
            Self::Year => Some(1.year()),
            Self::CompletedBy
            | Self::Outcome
            | Self::Owner
            | Self::RelatesTo
            | Self::Sentiment
            | Self::TaskType => None,
        }
    }

    /// The first day of the span of time that a day belongs to; weeks begin on Monday (ISO 8601).
    pub fn span_start(self, day: Date) -> Date {
        match self {
            Self::Week => period::week_start(day),
            Self::Month => day.first_of_month(),
            Self::Quarter => period::quarter_start(day),
            Self::Year => day.first_of_year(),
            Self::Day
            | Self::CompletedBy
            | Self::Outcome
            | Self::Owner
            | Self::RelatesTo
            | Self::Sentiment
            | Self::TaskType => day,
        }
    }
}

/// The moments of the span that starts on a day.
pub(super) fn span(by: Dimension, first: Date, zone: &TimeZone) -> TimeSpan {
    let next = by.span_length().and_then(|length| first.checked_add(length).ok());
    TimeSpan {
        from: zone.start_of(first),
        until: next.and_then(|next| zone.start_of(next)),
    }
}

/// The days of the span that starts on a day.
pub(super) fn days(by: Dimension, first: Date) -> Days {
    let next = by.span_length().and_then(|length| first.checked_add(length).ok());
    Days {
        first: Some(first),
        last: next.and_then(|next| next.yesterday().ok()),
    }
}

/// All spans of the report in order, those without tasks with zeros.
///
/// An open start begins with the first completed task; an open end reaches to today.
pub(super) fn without_gaps(
    report: &TaskOverview,
    by: Dimension,
    groups: Vec<Group>,
) -> Result<Vec<Group>, QueryError> {
    let Some(length) = by.span_length() else {
        return Ok(groups);
    };
    let counted: BTreeMap<Date, Totals> = groups
        .into_iter()
        .filter_map(|group| {
            if let GroupKey::Date(day) = group.key {
                Some((day, group.totals))
            } else {
                None
            }
        })
        .collect();
    let Some(first) = report.days.first.or_else(|| counted.keys().next().copied()) else {
        return Ok(Vec::new());
    };
    let last_counted = counted.keys().next_back().copied();
    let last = report
        .days
        .last
        .unwrap_or_else(|| last_counted.map_or(report.today, |day| day.max(report.today)));
    let mut spans = Vec::new();
    let mut day = by.span_start(first);
    while day <= last {
        if spans.len() == MAXIMUM {
            return Err(QueryError::argument(
                "completed_on",
                ArgumentFault::TooManySpans { maximum: MAXIMUM },
            ));
        }
        spans.push(Group {
            key: GroupKey::Date(day),
            totals: counted.get(&day).copied().unwrap_or_default(),
        });
        let Ok(next) = day.checked_add(length) else { break };
        day = next;
    }
    Ok(spans)
}

/// Spans of time ascend, so that the place of one that is not among them is known; other rows are where they are.
pub(super) fn place_of(by: Dimension, groups: &[Group], wanted: &Cursor) -> Option<Range<usize>> {
    let cursor = |group: &Group| by.cursor(&group.key);
    if by.span_length().is_some() {
        let start = groups.partition_point(|group| cursor(group).key < wanted.key);
        let end = groups.partition_point(|group| cursor(group).key <= wanted.key);
        return Some(start..end);
    }
    let at = groups.iter().position(|group| cursor(group) == *wanted)?;
    Some(at..at + 1)
}
