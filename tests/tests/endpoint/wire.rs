//! HTTP as bytes, for what no client would send.

use std::time::Duration;

use acceptance::Client;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Far more than any answer takes on a loaded machine.
pub(crate) const LONG: Duration = Duration::from_mins(2);

/// A connection to the server of a client.
pub(crate) async fn connect(client: &Client) -> TcpStream {
    let address = client
        .url()
        .trim_start_matches("http://")
        .trim_end_matches("/graphql");
    TcpStream::connect(address).await.unwrap()
}

/// The head of a signed-in request with these further lines.
pub(crate) fn head(client: &Client, lines: &str) -> String {
    format!(
        "POST /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n{lines}\r\n",
        client.token()
    )
}

/// Everything the server says until it closes the connection, or has answered as long as its answer says it is.
pub(crate) async fn heard(stream: &mut TcpStream) -> String {
    let mut heard = Vec::new();
    let all = async {
        let mut part = [0; 4096];
        while !is_whole(&heard) {
            match stream.read(&mut part).await {
                Ok(0) | Err(_) => break, // closed, or reset because it did not read everything
                Ok(length) => heard.extend_from_slice(&part[..length]),
            }
        }
    };
    timeout(LONG, all)
        .await
        .expect("the server to answer or to cut the connection");
    String::from_utf8_lossy(&heard).into_owned()
}

fn is_whole(heard: &[u8]) -> bool {
    let text = String::from_utf8_lossy(heard);
    let Some((lines, content)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = lines
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    length.is_some_and(|length| content.len() >= length.parse::<usize>().unwrap())
}

/// The status of an answer; 0 where there is none.
pub(crate) fn status(heard: &str) -> u16 {
    let status = heard.split(' ').nth(1);
    status.and_then(|status| status.parse().ok()).unwrap_or_default()
}

/// Sends a body as it is and gives the answer.
pub(crate) async fn post(client: &Client, body: &[u8]) -> String {
    let mut stream = connect(client).await;
    let head = head(client, &format!("content-length: {}\r\n", body.len()));
    stream.write_all(head.as_bytes()).await.unwrap();
    // The server may have answered and closed before it has read everything.
    let _ = stream.write_all(body).await;
    heard(&mut stream).await
}
