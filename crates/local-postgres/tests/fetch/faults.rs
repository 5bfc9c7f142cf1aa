//! What can go wrong, each as one sentence with what to do and the command that installs PostgreSQL by hand.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use local_postgres::BinarySearch;

use crate::archive;
use crate::bench::{Bench, fetching};
use crate::site::Manner;

/// Everything a refusal has to say.
fn check(refused: &str, fault: &str) {
    println!("{refused}");
    let begin = "no PostgreSQL 15 or newer was found, and PostgreSQL ";
    assert!(refused.starts_with(begin), "{refused}");
    assert!(refused.contains(fault), "{refused}");
    assert!(
        refused.contains("start again") || refused.contains("name another site"),
        "{refused}"
    );
    assert!(refused.contains(", or install "), "{refused}");
    assert!(!refused.contains('\n'), "{refused}");
}

async fn refusal(search: BinarySearch) -> String {
    search.programs().await.unwrap_err().to_string()
}

#[tokio::test]
async fn a_file_with_the_wrong_checksum_is_thrown_away() {
    let mut bench = Bench::new(&[]).await;
    bench.release.sha256 = "0".repeat(64);
    check(
        &bench.refusal().await,
        &format!("what {} sent has the wrong checksum", bench.site.host()),
    );
    assert!(bench.is_clean());
    assert_eq!(bench.site.seen().len(), 1, "it is not asked for again at once");
}

#[tokio::test]
async fn a_site_without_the_file_is_named() {
    let bench = Bench::new(&[Manner::Status(404)]).await;
    check(
        &bench.refusal().await,
        &format!("{} answers with status 404", bench.site.host()),
    );
    assert_eq!(bench.site.seen().len(), 1);
}

#[tokio::test]
async fn a_site_that_stays_busy_is_named() {
    let bench = Bench::new(&[Manner::Status(503); 20]).await;
    check(&bench.refusal().await, "answers with status 503");
}

#[tokio::test]
async fn nobody_listening_is_no_network() {
    let bench = Bench::new(&[]).await;
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let search = fetching(
        bench.home.path(),
        &format!("http://{free}"),
        bench.release.clone(),
    );
    check(
        &refusal(search).await,
        &format!("{free} cannot be reached (Connection refused"),
    );
}

#[tokio::test]
async fn a_host_that_nobody_knows_is_no_network_and_passwords_are_not_told() {
    let bench = Bench::new(&[]).await;
    let url = "https://ada:secret@nowhere.invalid/releases";
    let refused = refusal(fetching(bench.home.path(), url, bench.release.clone())).await;
    check(&refused, "nowhere.invalid cannot be reached (");
    assert!(!refused.contains("secret"), "{refused}");
}

#[tokio::test]
async fn a_site_that_hangs_is_given_up() {
    let bench = Bench::new(&[Manner::Hangs; 20]).await;
    let begin = Instant::now();
    check(
        &bench.refusal().await,
        &format!("{} does not answer", bench.site.host()),
    );
    assert!(begin.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn a_site_that_speaks_no_tls_is_given_up() {
    let bench = Bench::new(&[]).await;
    let url = bench.site.url().replace("http:", "https:");
    check(
        &refusal(fetching(bench.home.path(), &url, bench.release.clone())).await,
        &bench.site.host(),
    );
}

#[tokio::test]
async fn an_archive_that_ends_early_is_damaged() {
    let (release, mut archive) = archive::of_this_machine(archive::Extent::Programs).await;
    archive.truncate(archive.len() / 2);
    let bench = Bench::of(archive::release(&release.version, &archive), archive, &[]);
    check(&bench.refusal().await, "its archive is damaged");
    assert!(!bench.programs().exists());
}

#[tokio::test]
async fn something_that_is_no_archive_is_damaged() {
    let page = b"<!doctype html><title>Sign in to the network</title>".to_vec();
    let bench = Bench::of(archive::release("18.6.0", &page), page, &[]);
    check(&bench.refusal().await, "its archive is damaged");
}

#[tokio::test]
async fn an_archive_that_would_leave_its_directory_is_refused() {
    for name in ["top/../../../escaped", "/tmp/escaped-from-an-archive"] {
        let mut made = archive::empty();
        archive::append_file(&mut made, name, 0o644, b"here I am");
        let bytes = archive::finish(made);
        let bench = Bench::of(archive::release("18.6.0", &bytes), bytes, &[]);
        check(
            &bench.refusal().await,
            &format!("its archive holds {name:?}, which is refused"),
        );
        assert!(!bench.home.path().join("escaped").exists());
        assert!(!std::path::Path::new("/tmp/escaped-from-an-archive").exists());
    }
}

#[tokio::test]
async fn a_link_that_would_leave_its_directory_is_refused() {
    let mut made = archive::empty();
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    made.append_link(&mut header, "top/bin", "../../..").unwrap();
    let bytes = archive::finish(made);
    let bench = Bench::of(archive::release("18.6.0", &bytes), bytes, &[]);
    check(
        &bench.refusal().await,
        "its archive holds \"top/bin\", which is refused",
    );
}

#[tokio::test]
async fn programs_that_do_not_run_here_are_named_with_their_reason_and_not_fetched_again() {
    let mut made = archive::empty();
    let complaint =
        b"#!/bin/sh\necho 'postgres: error while loading shared libraries: libxml2.so.2' >&2\nexit 127\n";
    archive::append_file(&mut made, "top/bin/postgres", 0o755, complaint);
    archive::append_file(&mut made, "top/bin/initdb", 0o755, complaint);
    let bytes = archive::finish(made);
    let bench = Bench::of(archive::release("18.6.0", &bytes), bytes, &[]);
    for _ in 0..2 {
        check(
            &bench.refusal().await,
            "it does not run on this system (error while loading shared libraries: libxml2.so.2; the programs are in ",
        );
    }
    assert_eq!(bench.site.seen().len(), 1);
}

#[tokio::test]
async fn a_directory_that_cannot_be_written_is_named() {
    let bench = Bench::new(&[]).await;
    fs::write(bench.directory(), "a file in its place").unwrap();
    check(
        &bench.refusal().await,
        &format!("cannot create the directory {}: ", bench.directory().display()),
    );
    let search = fetching(
        Path::new("/proc/nowhere"),
        &bench.site.url(),
        bench.release.clone(),
    );
    check(
        &refusal(search).await,
        "cannot create the directory /proc/nowhere: ",
    );
}
