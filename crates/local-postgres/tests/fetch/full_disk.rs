//! A disk without room, for real: a file system of a few megabytes, or a limit of the operating system.

use std::process::{Command, Stdio};

use crate::bench::Bench;

/// A file system of a given size in a directory, for one process only.
const SMALL: &str = r#"mount -t tmpfs -o size="$2",mode=755 none "$1" && shift 2 && exec "$@""#;
/// No file of this process gets longer than 200 blocks, and it hears of it by an error rather than by its death.
const LIMITED: &str = r#"trap '' XFSZ; ulimit -f 200 && exec "$@""#;

/// Whether this process may have file systems of its own.
fn can_mount() -> bool {
    let mut command = Command::new("unshare");
    command.args([
        "--map-root-user",
        "--mount",
        "mount",
        "-t",
        "tmpfs",
        "none",
        "/mnt",
    ]);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Runs a fetch in a directory with so much room, and gives what it said.
fn with_room(bench: &Bench, bytes: usize) -> String {
    std::fs::create_dir_all(bench.directory()).unwrap();
    let (directory, size) = (bench.directory(), bytes.to_string());
    let small = [
        "unshare",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        SMALL,
        "sh",
        directory.to_str().unwrap(),
        &size,
    ];
    said(bench, &small)
}

fn said(bench: &Bench, wrapper: &[&str]) -> String {
    let output = bench.process(wrapper).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text
        .lines()
        .find_map(|line| line.split_once("REFUSED ").map(|(_, line)| line.to_owned()));
    line.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}

fn check(refused: &str, bench: &Bench) {
    println!("{refused}");
    let fault = format!(
        "there is no room for it in {}; make some and start again, or install ",
        bench.directory().display()
    );
    assert!(refused.contains(&fault), "{refused}");
}

#[tokio::test]
async fn a_download_that_finds_no_room_says_so() {
    let bench = Bench::new(&[]).await;
    check(&said(&bench, &["sh", "-c", LIMITED, "sh"]), &bench);
    bench.fetch().await.unwrap();
    let ranges = bench.site.ranges();
    assert!(ranges[1].is_some(), "what found room is kept: {ranges:?}");
}

/// Where no file system can be mounted the limit above stands for it: the same code sees another number.
#[tokio::test]
async fn a_full_disk_says_so_while_fetching_and_while_unpacking() {
    let bench = Bench::new(&[]).await;
    if !can_mount() {
        check(&said(&bench, &["sh", "-c", LIMITED, "sh"]), &bench);
        return;
    }
    check(&with_room(&bench, 1_000_000), &bench);
    check(&with_room(&bench, bench.length + 1_000_000), &bench);
    assert_eq!(
        bench.site.sent().last(),
        Some(&bench.length),
        "the second time it broke while unpacking"
    );
}
