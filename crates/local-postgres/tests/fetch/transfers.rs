//! Downloads that do not go through at once.

use std::fs;

use crate::bench::Bench;
use crate::site::Manner;

#[tokio::test]
async fn a_connection_that_breaks_goes_on_where_it_broke() {
    let bench = Bench::new(&[Manner::Cuts(100_000), Manner::Cuts(50_000)]).await;
    bench.fetch().await.unwrap();
    let ranges = [
        None,
        Some("bytes=100000-".to_owned()),
        Some("bytes=150000-".to_owned()),
    ];
    assert_eq!(bench.site.ranges(), ranges);
    assert_eq!(
        bench.site.sent(),
        [100_000, 50_000, bench.length - 150_000],
        "no byte twice"
    );
}

#[tokio::test]
async fn a_site_that_falls_silent_is_asked_for_the_rest() {
    let bench = Bench::new(&[Manner::FallsSilent(100_000)]).await;
    bench.fetch().await.unwrap();
    assert_eq!(bench.site.ranges()[1], Some("bytes=100000-".to_owned()));
}

#[tokio::test]
async fn a_site_that_ignores_ranges_begins_again() {
    let bench = Bench::new(&[Manner::Cuts(100_000), Manner::IgnoresRanges(usize::MAX)]).await;
    bench.fetch().await.unwrap();
    assert_eq!(bench.site.sent(), [100_000, bench.length]);
}

#[tokio::test]
async fn a_site_that_ignores_ranges_and_always_breaks_off_ends_in_a_refusal() {
    let bench = Bench::new(&[Manner::IgnoresRanges(100_000); 20]).await;
    let refused = bench.refusal().await;
    assert!(
        refused.contains("breaks off; start again, which goes on from there"),
        "{refused}"
    );
    assert!(bench.site.seen().len() < 10, "it gives up");
}

#[tokio::test]
async fn a_site_that_is_busy_for_a_moment_is_asked_again() {
    let bench = Bench::new(&[Manner::Status(503), Manner::Cuts(0)]).await;
    bench.fetch().await.unwrap();
    assert_eq!(bench.site.seen().len(), 3);
}

#[tokio::test]
async fn a_site_that_sends_elsewhere_is_followed_with_the_range() {
    let bench = Bench::new(&[Manner::Redirects, Manner::Cuts(100_000), Manner::Redirects]).await;
    bench.fetch().await.unwrap();
    let seen = bench.site.seen();
    assert!(seen[1].path.starts_with("/elsewhere/releases/"), "{seen:?}");
    assert_eq!(seen[3].range.as_deref(), Some("bytes=100000-"));
    assert_eq!(seen[3].sent, bench.length - 100_000);
}

#[tokio::test]
async fn a_part_that_was_spoilt_is_fetched_anew() {
    let bench = Bench::new(&[]).await;
    fs::create_dir_all(bench.directory()).unwrap();
    fs::write(bench.part(), vec![0; 1_000]).unwrap();
    bench.fetch().await.unwrap();
    assert_eq!(bench.site.ranges(), [Some("bytes=1000-".to_owned()), None]);
}

#[tokio::test]
async fn a_part_that_is_too_long_is_fetched_anew() {
    let bench = Bench::new(&[]).await;
    fs::create_dir_all(bench.directory()).unwrap();
    fs::write(bench.part(), vec![0; bench.length + 1]).unwrap();
    bench.fetch().await.unwrap();
    assert_eq!(bench.site.sent(), [0, bench.length]);
}

#[tokio::test]
async fn an_archive_that_was_complete_already_is_not_asked_for() {
    let bench = Bench::new(&[]).await;
    let (_, archive) = crate::archive::of_this_machine(crate::archive::Extent::Programs).await;
    fs::create_dir_all(bench.directory()).unwrap();
    fs::write(bench.part(), archive).unwrap();
    bench.fetch().await.unwrap();
    assert_eq!(bench.site.seen(), []);
}
