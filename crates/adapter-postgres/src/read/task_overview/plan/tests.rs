//! Each moment is counted once, whatever is asked for.

use jiff::ToSpan;

use super::*;
use crate::seal::Bounds;

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
    let is_sealed = seal.sealed_until.is_some_and(|sealed| moment < sealed);
    let by_rows = plan.rows.iter().filter(|rows| rows.contains(moment)).count();
    let by_sums = plan.sums.iter().filter(|sums| {
        let ends = seal.bounds.of(sums.span);
        let start = ends.iter().rfind(|end| **end <= moment);
        is_sealed
            && start.is_some_and(|start| sums.from <= *start && *start < sums.until)
            && moment < *ends.last().unwrap()
    });
    let by_sums = by_sums.count();
    let corrected = plan.corrected.iter().filter(|span| span.contains(moment)).count();
    assert_eq!(
        corrected, by_sums,
        "what changed at {moment} is put right where sums count it"
    );
    by_rows + by_sums
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
    for people in [People::Nobody, People::Owners, People::OwnersAndCompleters] {
        for (from, until) in ends
            .iter()
            .flat_map(|from| ends.iter().map(move |until| (*from, *until)))
        {
            let wanted = span(from, until);
            for cuts in [&[][..], &weeks] {
                let plan = Plan::of_sums(&seal, wanted, people, cuts);
                let mut moment = at("2021-12-30T23:00:00Z");
                while moment < at("2027-02-01T00:00:00Z") {
                    let expected = usize::from(wanted.contains(moment));
                    assert_eq!(
                        counted(&plan, &seal, moment),
                        expected,
                        "{moment} {wanted:?} {plan:?}"
                    );
                    moment += 5.hours();
                }
            }
        }
    }
}

#[test]
fn the_longest_spans_come_first_and_shorter_ones_fill_the_ends() {
    let plan = Plan::of_sums(
        &seal(),
        span(Some("2024-12-16T00:00:00Z"), None),
        People::Nobody,
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
            of(Span::Year, "2025-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ]
    );
    assert_eq!(
        plan.rows,
        [
            span(Some("2024-12-30T00:00:00Z"), Some("2025-01-01T00:00:00Z")),
            span(Some("2026-05-11T10:00:00Z"), None),
        ]
    );
    assert_eq!(
        plan.corrected,
        [
            span(Some("2024-12-16T00:00:00Z"), Some("2024-12-30T00:00:00Z")),
            span(Some("2025-01-01T00:00:00Z"), Some("2026-05-11T10:00:00Z")),
        ]
    );
}

#[test]
fn sums_never_go_across_a_cut() {
    let seal = seal();
    let spans = |cuts: &[Timestamp]| {
        let plan = Plan::of_sums(&seal, TimeSpan::default(), People::Nobody, cuts);
        plan.sums.iter().map(|sums| sums.span).collect::<Vec<_>>()
    };
    assert_eq!(spans(&seal.bounds.years), [Span::Year]);
    assert_eq!(spans(&seal.bounds.months), [Span::Month]);
    assert_eq!(spans(&seal.bounds.weeks), [Span::Week]);
    assert_eq!(spans(&[at("2025-03-03T01:00:00Z")]), []);
}
