//! What is counted beforehand equals what is counted plainly, whatever happened and whatever is asked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use std::time::Duration;

use adapter_memory::MemoryStore;
use adapter_postgres::{PgPool, PgStore, PoolOptions, Sealer, Visit};
use application::{
    StoreError,
    queries::{task_overview::Dimension, tasks::TaskFilter},
};
use domain::TimeZone;
use support::{client, migrated_database};
use testkit::{contract::StoreUnderTest, random_reports::RandomReports};
use tokio::time::{sleep, timeout};

/// Two stores with the same past, one of which is sealed.
struct Sums {
    url: String,
    sealer: Sealer,
    stores: [StoreUnderTest; 2],
}

impl Sums {
    async fn new() -> Self {
        let url = migrated_database().await;
        let pool = PgPool::open(PoolOptions::new(url.as_str())).await.unwrap();
        Self {
            url,
            sealer: Sealer::new(pool.clone()),
            stores: [
                StoreUnderTest::of(PgStore::new(pool)),
                StoreUnderTest::of(MemoryStore::new()),
            ],
        }
    }

    async fn reports(&self, seed: u64) -> RandomReports {
        RandomReports::found(seed, self.stores.each_ref()).await.unwrap()
    }
}

/// 1,000 questions over a past that grows between them, sealed now and then.
#[tokio::test]
async fn sums_equal_a_plain_count_for_any_question_over_any_past() {
    let sums = Sums::new().await;
    let (sealer, mut reports) = (&sums.sealer, sums.reports(2026).await);
    for round in 0..100 {
        for _ in 0..10 {
            reports.live().await.unwrap();
        }
        match round % 4 {
            0 => sealer.catch_up(reports.account()).await.unwrap(),
            1 => drop(sealer.visit(reports.account()).await.unwrap()),
            2 if round % 12 == 2 => drop(sealer.rebuild(reports.account()).await.unwrap()),
            _ => (),
        }
        for _ in 0..10 {
            reports.ask().await.unwrap();
        }
    }
    let client = client(&sums.url).await;
    let counts = "select (select count(*) from report_blocks), (select count(*) from report_changes),
        (select sealed_until > '2026-01-01Z' from seals)";
    let counts = client.query_one(counts, &[]).await.unwrap();
    assert!(counts.get::<_, i64>(0) > 100, "blocks were used");
    assert!(counts.get::<_, i64>(1) > 0, "changes were used");
    assert!(counts.get::<_, bool>(2));

    let none: Vec<String> = Vec::new();
    assert_eq!(sealer.verify(reports.account()).await.unwrap(), none);
    for (broken, told) in BROKEN {
        client.batch_execute(broken).await.unwrap();
        let found = sealer.verify(reports.account()).await.unwrap();
        assert!(found.iter().any(|one| one.contains(told)), "{broken}: {found:?}");
        sealer.rebuild(reports.account()).await.unwrap();
        assert_eq!(
            sealer.verify(reports.account()).await.unwrap(),
            none,
            "after {broken}"
        );
    }
}

/// Sealed as of days around which things happen: in the middle of a month, and when it is over.
#[tokio::test]
async fn years_and_months_are_counted_until_the_last_midnight() {
    let sums = Sums::new().await;
    let (sealer, mut reports) = (&sums.sealer, sums.reports(6).await);
    let client = client(&sums.url).await;
    for (moment, grains) in [
        ("2026-06-20T12:00Z", 6),
        ("2026-06-20T16:00Z", 6),
        ("2026-06-21T12:00Z", 6),
        ("2026-07-01T13:00Z", 3),
    ] {
        for _ in 0..120 {
            reports.live().await.unwrap();
        }
        let announce = format!(
            "update seals set announced_until = '{moment}', announced_by = pg_current_xact_id()::text::bigint"
        );
        client.batch_execute(&announce).await.unwrap();
        // Transactions of other tests are waited for, too.
        let visits = async {
            while sealer.visit(reports.account()).await.unwrap() != Visit::Sealed {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(Duration::from_mins(1), visits).await.expect(moment);
        let kept = "select count(distinct grain) from report_blocks where grain in (7, 8, 12, 13, 14, 15)
            and (select sealed_until = announced_until and so_far_until > sealed_until - interval '25 hours' from seals)";
        let kept = client.query_one(kept, &[]).await.unwrap();
        assert_eq!(kept.get::<_, i64>(0), grains, "of year and month, as of {moment}");
        let none: Vec<String> = Vec::new();
        assert_eq!(sealer.verify(reports.account()).await.unwrap(), none);
        for _ in 0..60 {
            reports.ask().await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_block_whose_numbers_stand_for_nothing_is_not_counted() {
    let sums = Sums::new().await;
    let (sealer, mut reports) = (&sums.sealer, sums.reports(11).await);
    for _ in 0..100 {
        reports.live().await.unwrap();
    }
    sealer.catch_up(reports.account()).await.unwrap();
    let client = client(&sums.url).await;
    let zone = TimeZone::parse("Europe/Berlin").unwrap();
    for (lost, by) in [
        ("users = '{}'", Dimension::Owner),
        (
            "outcomes = '{}', recorded_labels = '{}', recorded_sentiments = '{}'",
            Dimension::TaskType,
        ),
    ] {
        client
            .batch_execute(&format!("update seals set {lost}"))
            .await
            .unwrap();
        let reading = sums.stores[0].reads.open(reports.account());
        let groups = reading
            .task_overview_groups(&TaskFilter::default(), by, &zone)
            .await;
        assert!(matches!(groups, Err(StoreError::Broken(_))), "{lost}: {groups:?}");
        reading.close().await;
        sealer.rebuild(reports.account()).await.unwrap();
        reports.ask().await.unwrap();
    }
}

/// What makes blocks wrong, and how that is told.
const BROKEN: [(&str, &str); 7] = [
    (
        "update completions set in_time = not coalesce(in_time, false) where superseded_at is null",
        "the day ",
    ),
    ("delete from report_blocks where grain = 0", "the day "),
    (
        "update report_blocks set completed = in_time, in_time = completed where grain = 5",
        "the Month from ",
    ),
    (
        "update report_blocks set outcome = owner, owner = outcome where grain = 9",
        "the Week from ",
    ),
    (
        "update report_blocks set grain = 7 where grain = 1",
        "there is no YearSoFar from ",
    ),
    (
        "update report_blocks set grain = 15 where grain = 9",
        "there is no MonthSoFar from ",
    ),
    (
        "update seals set month_starts = month_starts[2:]",
        "there is no Month from ",
    ),
];
