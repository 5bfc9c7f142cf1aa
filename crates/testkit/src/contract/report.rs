//! The report: counts over current completions, against numbers worked out by hand.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use std::collections::BTreeMap;

use application::{
    ports::Reading,
    queries::{
        task_overview::{Dimension, Group, GroupKey, Totals},
        tasks::{Basis, TaskFilter, TaskStatus},
    },
};
use domain::{Sentiment, SubjectKind, TimeZone, User};
use jiff::civil::date;

use super::{
    Checked, StoreUnderTest,
    five_completions::{AUTUMN, MONDAY, NEW_YEAR, SPRING, five_completions, given, totals},
    town::Town,
};
use crate::builders::berlin;

/// The groups of a dimension with their counts.
type Counted = Vec<(GroupKey, [u64; 6])>;

async fn assert_groups(
    reading: &dyn Reading,
    by: Dimension,
    zone: &TimeZone,
    expected: &[(GroupKey, [u64; 6])],
) -> Checked {
    let mut groups = reading
        .task_overview_groups(&TaskFilter::default(), by, zone)
        .await?;
    groups.sort_by_key(|group| group.key.clone());
    let mut expected: Vec<Group> = expected
        .iter()
        .map(|(key, counts)| Group {
            key: key.clone(),
            totals: totals(*counts),
        })
        .collect();
    expected.sort_by_key(|group| group.key.clone());
    assert_eq!(groups, expected, "{by:?} in {}", zone.name());
    Ok(())
}

pub async fn an_empty_report_is_zero(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    town.add_tasks(&[town.a_call("open")]).await?;
    let reading = town.reading();
    assert_eq!(
        reading.task_overview_totals(&TaskFilter::default()).await?,
        Totals::default()
    );
    for by in Dimension::ALL {
        assert_groups(&*reading, by, &berlin(), &[]).await?;
    }
    reading.close().await;
    Ok(())
}

pub async fn totals_count_current_completions(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    five_completions(&town).await?;
    let reading = town.reading();
    let all = reading.task_overview_totals(&TaskFilter::default()).await?;
    assert_eq!(all, totals([4, 1, 1, 0, 2, 1]));
    let statuses = Some(vec![TaskStatus::Open]);
    let open = given(|f| f.statuses = statuses);
    assert_eq!(
        reading.task_overview_totals(&open).await?,
        all,
        "whatever its statuses say"
    );
    reading.close().await;
    Ok(())
}

pub async fn groups_count_every_dimension(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    five_completions(&town).await?;
    let reading = town.reading();
    let user = |user: &User| GroupKey::User(Some(user.id));
    let expected: Vec<(Dimension, Counted)> = vec![
        (
            Dimension::CompletedBy,
            vec![
                (user(&town.anna), [2, 1, 1, 0, 1, 0]),
                (user(&town.bert), [2, 0, 0, 0, 1, 1]),
            ],
        ),
        (
            Dimension::Owner,
            vec![
                (GroupKey::User(None), SPRING),
                (user(&town.anna), [2, 0, 0, 0, 1, 1]),
                (user(&town.bert), NEW_YEAR),
            ],
        ),
        (
            Dimension::Outcome,
            vec![
                (GroupKey::Outcome(None), MONDAY),
                (GroupKey::Outcome(Some(town.sold.id)), [2, 1, 0, 0, 2, 0]),
                (GroupKey::Outcome(Some(town.refused.id)), SPRING),
            ],
        ),
        (
            Dimension::Sentiment,
            vec![
                (GroupKey::Sentiment(None), MONDAY),
                (GroupKey::Sentiment(Some(Sentiment::Positive)), [2, 1, 0, 0, 2, 0]),
                (GroupKey::Sentiment(Some(Sentiment::Negative)), SPRING),
            ],
        ),
        (
            Dimension::RelatesTo,
            vec![
                (GroupKey::RelatesTo(SubjectKind::Contact), [2, 1, 1, 0, 1, 0]),
                (GroupKey::RelatesTo(SubjectKind::Deal), [2, 0, 0, 0, 1, 1]),
            ],
        ),
        (
            Dimension::TaskType,
            vec![
                (GroupKey::TaskType(town.call.id), [2, 1, 1, 0, 1, 0]),
                (GroupKey::TaskType(town.meeting.id), [2, 0, 0, 0, 1, 1]),
            ],
        ),
    ];
    for (by, groups) in expected {
        assert_groups(&*reading, by, &berlin(), &groups).await?;
    }
    reading.close().await;
    Ok(())
}

fn on(year: i16, month: i8, day: i8) -> GroupKey {
    GroupKey::Date(date(year, month, day))
}

pub async fn days_and_weeks_are_those_of_the_zone(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    five_completions(&town).await?;
    let reading = town.reading();
    let berlin_spans: Vec<(Dimension, Counted)> = vec![
        (
            Dimension::Day,
            vec![
                (on(2026, 1, 1), NEW_YEAR),
                (on(2026, 3, 29), SPRING),
                (on(2026, 10, 25), AUTUMN),
                (on(2026, 10, 26), MONDAY),
            ],
        ),
        (
            Dimension::Week,
            vec![
                (on(2025, 12, 29), NEW_YEAR),
                (on(2026, 3, 23), SPRING),
                (on(2026, 10, 19), AUTUMN),
                (on(2026, 10, 26), MONDAY),
            ],
        ),
        (
            Dimension::Month,
            vec![
                (on(2026, 1, 1), NEW_YEAR),
                (on(2026, 3, 1), SPRING),
                (on(2026, 10, 1), [2, 0, 0, 0, 1, 1]),
            ],
        ),
        (
            Dimension::Quarter,
            vec![
                (on(2026, 1, 1), [2, 1, 1, 0, 1, 0]),
                (on(2026, 10, 1), [2, 0, 0, 0, 1, 1]),
            ],
        ),
        (Dimension::Year, vec![(on(2026, 1, 1), [4, 1, 1, 0, 2, 1])]),
    ];
    for (by, groups) in berlin_spans {
        assert_groups(&*reading, by, &berlin(), &groups).await?;
    }
    let los_angeles = TimeZone::parse("America/Los_Angeles").expect("a time zone");
    let days = [
        (on(2025, 12, 31), NEW_YEAR),
        (on(2026, 3, 29), SPRING),
        (on(2026, 10, 25), [2, 0, 0, 0, 1, 1]),
    ];
    assert_groups(&*reading, Dimension::Day, &los_angeles, &days).await?;
    let years = [(on(2025, 1, 1), NEW_YEAR), (on(2026, 1, 1), [3, 0, 1, 0, 1, 1])];
    assert_groups(&*reading, Dimension::Year, &los_angeles, &years).await?;
    reading.close().await;
    Ok(())
}

/// Pairs add up to the groups of either dimension, and a pair counts what its row drills down to.
pub async fn two_dimensions_add_up_to_each(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    five_completions(&town).await?;
    let reading = town.reading();
    for basis in [Basis::Current, Basis::AsRecorded] {
        let everything = given(|f| f.basis = basis);
        for (by, and) in Dimension::ALL
            .into_iter()
            .flat_map(|by| Dimension::ALL.map(|and| (by, and)))
        {
            let pairs = reading
                .task_overview_pairs(&everything, (by, and), &berlin())
                .await?;
            let (mut first, mut second) = (BTreeMap::new(), BTreeMap::new());
            for (key, group) in &pairs {
                let sums = [(&mut first, key), (&mut second, &group.key)];
                for (sums, key) in sums {
                    let sum: &mut Totals = sums.entry(key.clone()).or_default();
                    *sum = sum.plus(&group.totals);
                }
            }
            for (dimension, sums) in [(by, first), (and, second)] {
                let groups = reading
                    .task_overview_groups(&everything, dimension, &berlin())
                    .await?;
                let groups: BTreeMap<_, _> = groups
                    .into_iter()
                    .map(|group| (group.key, group.totals))
                    .collect();
                assert_eq!(sums, groups, "{by:?} and {and:?}");
            }
        }
    }
    reading.close().await;
    Ok(())
}
