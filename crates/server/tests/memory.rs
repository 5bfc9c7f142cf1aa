//! The demo in memory, as people start it: the program on its own, on a machine where nothing is installed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in tests a panic is the message"
)]

#[path = "support/demo.rs"]
mod demo;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use demo::Demo;
use serde_json::{Value, json};

fn ask(demo: &Value, query: &str) -> Value {
    let address = demo["endpoint"]
        .as_str()
        .unwrap()
        .strip_prefix("http://")
        .unwrap();
    let (address, path) = address.split_once('/').unwrap();
    let (token, body) = (
        demo["tokens"]["admin"].as_str().unwrap(),
        json!({ "query": query }).to_string(),
    );
    let mut connection = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /{path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    connection.write_all((head + &body).as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[test]
fn the_demo_in_memory_serves_everything_and_leaves_no_data() {
    let data_dir = tempfile::tempdir().unwrap();
    let mut demo = Demo::in_memory(data_dir.path());
    let found = demo.written();
    let answer = ask(
        &found,
        "{ tasks { totalCount } activities(filter: { search: \"angebot\" }) { totalCount } taskOverviewReport { totals { completedCount } } }",
    );
    let data = &answer["data"];
    let counts = [
        &data["tasks"]["totalCount"],
        &data["activities"]["totalCount"],
        &data["taskOverviewReport"]["totals"]["completedCount"],
    ];
    assert!(
        counts.iter().all(|count| count.as_i64().unwrap() > 10),
        "{answer}"
    );
    drop(demo);
    let left: Vec<_> = fs::read_dir(data_dir.path().join("memory"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["demo.json"]);
}
