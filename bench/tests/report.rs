//! What is compared counts the same, whatever its speed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use bench::{
    Site, growth_row,
    harness::Rounds,
    load::{Plan, load},
    report::{Question, compare, counts, drilled, grown, ninety_days, three_years},
    write_page,
};
use indicatif::ProgressBar;
use testkit::postgres::fresh_database;

#[tokio::test(flavor = "multi_thread")]
async fn the_report_and_its_yardstick_count_the_same_and_make_a_page() {
    let url = fresh_database().await;
    let plan = Plan {
        tasks: 600,
        accounts: 2,
        seed: 1,
    };
    load(&url, &plan, &ProgressBar::hidden()).await.unwrap();
    let site = Site::open(&url).await.unwrap();
    assert_eq!(site.tasks(), 300);
    let questions: Vec<Question> = [three_years(&site), ninety_days(&site), drilled(&site)]
        .into_iter()
        .flat_map(Result::unwrap)
        .collect();
    let mut total = 0;
    for question in &questions {
        let (ours, yardstick) = counts(&site, question).await.unwrap();
        if question.filter.owners.is_none() {
            assert!(
                ours.iter().all(|counted| *counted == yardstick),
                "{}: {ours:?} {yardstick}",
                question.name
            );
        } else {
            assert!(
                (1..yardstick).contains(&ours[0]),
                "of one owner: {ours:?} of {yardstick}"
            );
        }
        total += yardstick;
    }
    assert!(total > 1_000, "{total}");
    let rounds = Rounds {
        warming: 0,
        counted: 1,
    };
    let outcomes = compare(&site, questions, rounds).await.unwrap();
    let growing = compare(&site, grown(&site).unwrap(), rounds).await.unwrap();
    let table = growth_row(600, site.tasks(), &growing, true) + &growth_row(700, 350, &growing, false);
    assert_eq!(table.lines().count(), 4, "{table}");
    assert!(table.lines().all(|row| row.matches('|').count() == 7), "{table}");
    let page = write_page(&site, &[("Questions", outcomes)], &[], &table)
        .await
        .unwrap();
    for part in [
        "| by owner |",
        "| 600 | 300 |",
        "| activity |",
        "- by week, plain: ",
        "fsync = ",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}
