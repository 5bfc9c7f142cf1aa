//! The report cut by the zones of the world: changes of clocks, days that are missing or begin late, leap days, ISO years.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use std::collections::BTreeMap;

use application::queries::{
    task_overview::{Days, Dimension, Group, GroupKey, TaskOverview},
    tasks::{TaskFilter, TaskStatus},
};
use domain::TimeZone;
use jiff::{Timestamp, civil::Date};

use super::{Checked, StoreUnderTest, town::Town};
use crate::builders::moment;

/// When tasks are completed.
const MOMENTS: [&str; 12] = [
    "2011-12-30T09:59:59Z", // the last second of a day after which Apia left one out
    "2011-12-30T10:00:00Z", // the first of the day but one
    "2021-01-03T10:30:00Z", // a Sunday of the ISO year before
    "2024-02-29T23:30:00Z", // a leap day
    "2024-03-31T00:59:59Z", // before clocks go forward in Europe
    "2024-03-31T01:00:00Z", // after it
    "2024-04-25T22:00:00Z", // a day of Cairo that begins at one o'clock
    "2024-09-08T03:59:59Z", // the second before one of Santiago that does
    "2024-10-27T00:30:00Z", // in the hour that Europe has twice
    "2024-11-03T05:30:00Z", // in the hour that New York has twice
    "2024-12-29T23:30:00Z", // around the first Monday of the ISO year 2025
    "2025-10-04T15:29:59Z", // before Lord Howe moves by half an hour
];

/// The day of each of these moments and then the Monday of its week, as another implementation of the time zone database
/// tells them (Python's `zoneinfo`).
const ZONES: [(&str, &str, &str); 16] = [
    (
        "UTC",
        "2011-12-30 2011-12-30 2021-01-03 2024-02-29 2024-03-31 2024-03-31 2024-04-25 2024-09-08 2024-10-27 2024-11-03 2024-12-29 2025-10-04",
        "2011-12-26 2011-12-26 2020-12-28 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-23 2025-09-29",
    ),
    (
        "Europe/Berlin",
        "2011-12-30 2011-12-30 2021-01-03 2024-03-01 2024-03-31 2024-03-31 2024-04-26 2024-09-08 2024-10-27 2024-11-03 2024-12-30 2025-10-04",
        "2011-12-26 2011-12-26 2020-12-28 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-30 2025-09-29",
    ),
    (
        "Europe/London",
        "2011-12-30 2011-12-30 2021-01-03 2024-02-29 2024-03-31 2024-03-31 2024-04-25 2024-09-08 2024-10-27 2024-11-03 2024-12-29 2025-10-04",
        "2011-12-26 2011-12-26 2020-12-28 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-23 2025-09-29",
    ),
    (
        "America/New_York",
        "2011-12-30 2011-12-30 2021-01-03 2024-02-29 2024-03-30 2024-03-30 2024-04-25 2024-09-07 2024-10-26 2024-11-03 2024-12-29 2025-10-04",
        "2011-12-26 2011-12-26 2020-12-28 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-23 2025-09-29",
    ),
    (
        "America/St_Johns",
        "2011-12-30 2011-12-30 2021-01-03 2024-02-29 2024-03-30 2024-03-30 2024-04-25 2024-09-08 2024-10-26 2024-11-03 2024-12-29 2025-10-04",
        "2011-12-26 2011-12-26 2020-12-28 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-23 2025-09-29",
    ),
    (
        "America/Santiago",
        "2011-12-30 2011-12-30 2021-01-03 2024-02-29 2024-03-30 2024-03-30 2024-04-25 2024-09-07 2024-10-26 2024-11-03 2024-12-29 2025-10-04",
        "2011-12-26 2011-12-26 2020-12-28 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-23 2025-09-29",
    ),
    (
        "America/Sao_Paulo",
        "2011-12-30 2011-12-30 2021-01-03 2024-02-29 2024-03-30 2024-03-30 2024-04-25 2024-09-08 2024-10-26 2024-11-03 2024-12-29 2025-10-04",
        "2011-12-26 2011-12-26 2020-12-28 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-23 2025-09-29",
    ),
    (
        "Africa/Cairo",
        "2011-12-30 2011-12-30 2021-01-03 2024-03-01 2024-03-31 2024-03-31 2024-04-26 2024-09-08 2024-10-27 2024-11-03 2024-12-30 2025-10-04",
        "2011-12-26 2011-12-26 2020-12-28 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-30 2025-09-29",
    ),
    (
        "Asia/Kolkata",
        "2011-12-30 2011-12-30 2021-01-03 2024-03-01 2024-03-31 2024-03-31 2024-04-26 2024-09-08 2024-10-27 2024-11-03 2024-12-30 2025-10-04",
        "2011-12-26 2011-12-26 2020-12-28 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-30 2025-09-29",
    ),
    (
        "Asia/Kathmandu",
        "2011-12-30 2011-12-30 2021-01-03 2024-03-01 2024-03-31 2024-03-31 2024-04-26 2024-09-08 2024-10-27 2024-11-03 2024-12-30 2025-10-04",
        "2011-12-26 2011-12-26 2020-12-28 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-30 2025-09-29",
    ),
    (
        "Asia/Tokyo",
        "2011-12-30 2011-12-30 2021-01-03 2024-03-01 2024-03-31 2024-03-31 2024-04-26 2024-09-08 2024-10-27 2024-11-03 2024-12-30 2025-10-05",
        "2011-12-26 2011-12-26 2020-12-28 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-30 2025-09-29",
    ),
    (
        "Australia/Lord_Howe",
        "2011-12-30 2011-12-30 2021-01-03 2024-03-01 2024-03-31 2024-03-31 2024-04-26 2024-09-08 2024-10-27 2024-11-03 2024-12-30 2025-10-05",
        "2011-12-26 2011-12-26 2020-12-28 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-30 2025-09-29",
    ),
    (
        "Pacific/Apia",
        "2011-12-29 2011-12-31 2021-01-04 2024-03-01 2024-03-31 2024-03-31 2024-04-26 2024-09-08 2024-10-27 2024-11-03 2024-12-30 2025-10-05",
        "2011-12-26 2011-12-26 2021-01-04 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-30 2025-09-29",
    ),
    (
        "Pacific/Chatham",
        "2011-12-30 2011-12-30 2021-01-04 2024-03-01 2024-03-31 2024-03-31 2024-04-26 2024-09-08 2024-10-27 2024-11-03 2024-12-30 2025-10-05",
        "2011-12-26 2011-12-26 2021-01-04 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-30 2025-09-29",
    ),
    (
        "Pacific/Kiritimati",
        "2011-12-30 2011-12-31 2021-01-04 2024-03-01 2024-03-31 2024-03-31 2024-04-26 2024-09-08 2024-10-27 2024-11-03 2024-12-30 2025-10-05",
        "2011-12-26 2011-12-26 2021-01-04 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-30 2025-09-29",
    ),
    (
        "Pacific/Pago_Pago",
        "2011-12-29 2011-12-29 2021-01-02 2024-02-29 2024-03-30 2024-03-30 2024-04-25 2024-09-07 2024-10-26 2024-11-02 2024-12-29 2025-10-04",
        "2011-12-26 2011-12-26 2020-12-28 2024-02-26 2024-03-25 2024-03-25 2024-04-22 2024-09-02 2024-10-21 2024-10-28 2024-12-23 2025-09-29",
    ),
];

/// Everything that was completed, seen from a zone.
fn report(time_zone: &TimeZone) -> TaskOverview {
    TaskOverview {
        filter: TaskFilter {
            statuses: Some(vec![TaskStatus::Completed]),
            ..TaskFilter::default()
        },
        days: Days::default(),
        time_zone: time_zone.clone(),
        today: Date::MAX,
        generated_at: Timestamp::MAX,
    }
}

/// How often each of these days stands there.
fn counted(days: &str) -> BTreeMap<GroupKey, u64> {
    let mut counts = BTreeMap::new();
    for day in days.split(' ') {
        let key = GroupKey::Date(day.parse().expect("a day"));
        *counts.entry(key).or_default() += 1;
    }
    counts
}

pub async fn days_and_weeks_are_right_in_all_zones(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    for at in MOMENTS {
        let mut task = town.a_call(at);
        task.created_at = moment("2011-01-01T00:00:00Z");
        town.add_completed(&mut task, Some(&town.sold), &town.anna, moment(at))
            .await?;
    }
    let reading = town.reading();
    for (name, days, mondays) in ZONES {
        let zone = TimeZone::parse(name).expect("a time zone");
        let report = report(&zone);
        let days = (Dimension::Day, counted(days));
        let weeks = (Dimension::Week, counted(mondays));
        for (by, expected) in [days, weeks] {
            let groups = reading.task_overview_groups(&report.filter, by, &zone).await?;
            let found = groups
                .iter()
                .map(|Group { key, totals }| (key.clone(), totals.completed));
            assert_eq!(found.collect::<BTreeMap<_, _>>(), expected, "{by:?} in {name}");
            for (key, count) in expected {
                let behind = reading.task_count(&report.behind(by, &key)).await?;
                assert_eq!(behind, count, "behind {key:?} in {name}");
            }
        }
    }
    reading.close().await;
    Ok(())
}
