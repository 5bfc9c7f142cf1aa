//! Each moment is counted once, whatever is asked for.

use jiff::ToSpan;

use super::*;
use crate::seal::{Bounds, Members};

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

/// From August 2023 until 11 May 2026, in UTC.
fn seal() -> Seal {
    let until = at("2026-05-11T10:00:00Z");
    let zone = domain::TimeZone::parse("UTC").unwrap();
    Seal {
        sealed_until: Some(until),
        announced_until: Some(until),
        time_zone: Some("UTC".into()),
        bounds: Bounds::default().reaching(&zone, at("2023-08-20T08:00:00Z"), until),
        members: Members::default(),
    }
}

fn span(from: Option<&str>, until: Option<&str>) -> TimeSpan {
    TimeSpan {
        from: from.map(at),
        until: until.map(at),
    }
}

/// How often the plan counts what was completed at a moment.
fn counted(plan: &Plan, seal: &Seal, moment: Timestamp) -> usize {
    let by_rows = usize::from(plan.rows.is_some_and(|rows| rows.contains(moment)));
    let by_days = plan.days.iter().filter(|days| days.contains(moment)).count();
    let by_sums = plan.sums.iter().filter(|sums| {
        let ends = seal.bounds.of(sums.span);
        let start = ends.iter().rfind(|end| **end <= moment);
        start.is_some_and(|start| sums.from <= *start && *start < sums.until)
            && moment < *ends.last().unwrap()
    });
    let sealed = by_days + by_sums.count();
    assert_eq!(
        usize::from(plan.changed.is_some_and(|span| span.contains(moment))),
        sealed,
        "what changed at {moment} is put right where what is sealed counts it"
    );
    by_rows + sealed
}

#[test]
fn each_moment_is_counted_once_and_only_what_is_wanted() {
    let seal = seal();
    let ends = [
        None,
        Some("2023-08-20T08:00:00Z"),
        Some("2024-01-01T00:00:00Z"),
        Some("2024-02-29T13:00:00Z"),
        Some("2026-05-01T00:00:00Z"),
        Some("2026-05-04T00:00:00Z"),
        Some("2026-05-11T10:00:00Z"),
        Some("2026-05-11T12:00:00Z"),
        Some("2027-01-01T00:00:00Z"),
    ];
    let weeks = seal.bounds.weeks.clone();
    for spans in [&Span::LONGEST_FIRST[..], &[]] {
        for (from, until) in ends
            .iter()
            .flat_map(|from| ends.iter().map(move |until| (*from, *until)))
        {
            let wanted = span(from, until);
            for cuts in [&[][..], &weeks] {
                let plan = Plan::of_seal(&seal, wanted, spans, cuts);
                let mut moment = at("2021-12-30T23:00:00Z");
                while moment < at("2027-02-01T00:00:00Z") {
                    let expected = usize::from(wanted.contains(moment));
                    assert_eq!(
                        counted(&plan, &seal, moment),
                        expected,
                        "{moment} {wanted:?} {plan:?}"
                    );
                    moment += 11.hours();
                }
            }
        }
    }
}

#[test]
fn the_longest_spans_come_first_and_shorter_ones_fill_the_ends() {
    let plan = Plan::of_seal(
        &seal(),
        span(Some("2024-12-16T00:00:00Z"), None),
        &Span::LONGEST_FIRST,
        &[],
    );
    let of = |span, from, until| Sums {
        span,
        from: at(from),
        until: at(until),
    };
    assert_eq!(
        plan.sums,
        [
            of(Span::Week, "2024-12-16T00:00:00Z", "2024-12-30T00:00:00Z"),
            of(Span::Year, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
            of(Span::YearSoFar, "2026-01-01T00:00:00Z", "2026-05-11T00:00:00Z"),
        ]
    );
    assert_eq!(
        plan.days,
        [
            span(Some("2024-12-30T00:00:00Z"), Some("2025-01-01T00:00:00Z")),
            span(Some("2026-05-11T00:00:00Z"), Some("2026-05-11T10:00:00Z")),
        ]
    );
    let changed = span(Some("2024-12-16T00:00:00Z"), Some("2026-05-11T10:00:00Z"));
    assert_eq!(plan.changed, Some(changed));
    assert_eq!(plan.rows, Some(span(Some("2026-05-11T10:00:00Z"), None)));
}

#[test]
fn sums_never_go_across_a_cut() {
    let seal = seal();
    let spans = |cuts: &[Timestamp]| {
        let plan = Plan::of_seal(&seal, TimeSpan::default(), &Span::LONGEST_FIRST, cuts);
        let mut spans: Vec<_> = plan.sums.iter().map(|sums| sums.span).collect();
        spans.dedup();
        spans
    };
    assert_eq!(spans(&seal.bounds.years), [Span::Year, Span::YearSoFar]);
    assert_eq!(spans(&seal.bounds.months), [Span::Month, Span::MonthSoFar]);
    assert_eq!(spans(&seal.bounds.weeks), [Span::Week]);
    let odd = [at("2025-03-03T01:00:00Z")];
    assert_eq!(spans(&odd), [Span::YearSoFar], "weeks and days around the cut");
}

#[test]
fn times_are_needed_where_days_are_cut_within() {
    let wanted = span(Some("2025-12-31T12:00:00Z"), Some("2026-02-10T00:00:00Z"));
    let is_cut = |moment| Plan::of_seal(&seal(), wanted, &[Span::Month], &[]).has_cut_days(&[at(moment)]);
    assert!(!is_cut("2025-12-30T00:00:00Z"), "before");
    assert!(!is_cut("2025-12-31T12:00:00Z"), "all is after");
    assert!(is_cut("2025-12-31T12:00:01Z"));
    assert!(!is_cut("2026-01-01T00:00:00Z"), "between days and a month");
    assert!(!is_cut("2026-02-01T00:00:00Z"));
    assert!(is_cut("2026-02-02T00:00:00Z"));
    assert!(!is_cut("2026-02-10T00:00:00Z"), "all is before");
}
