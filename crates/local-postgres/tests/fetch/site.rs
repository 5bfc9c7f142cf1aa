//! Plays the release site: a small HTTP server that can also behave badly, and remembers what it was asked.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// How one request is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    Proper,
    /// Closes the connection after so many bytes of the body.
    Cuts(usize),
    /// Says no more after so many bytes of the body.
    FallsSilent(usize),
    /// Sends the whole file, whatever part is asked for, and closes the connection after so many bytes.
    IgnoresRanges(usize),
    /// Sends to another address of the same site.
    Redirects,
    Status(u16),
    /// Takes the request and does not answer.
    Hangs,
}

/// What was asked, and how much of the body went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) range: Option<String>,
    pub(crate) sent: usize,
}

/// The server; it ends with the process of the test.
pub(crate) struct ReleaseSite {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl ReleaseSite {
    /// The first requests are answered in these manners, all others properly.
    pub(crate) fn start(archive: Vec<u8>, manners: &[Manner]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, manners) = (Arc::<Mutex<Vec<Seen>>>::default(), manners.to_vec());
        let archive = Arc::new(archive);
        let noted = Arc::clone(&seen);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let (archive, noted, manners) = (Arc::clone(&archive), Arc::clone(&noted), manners.clone());
                thread::spawn(move || answer(&connection, &archive, &noted, &manners));
            }
        });
        Self { address, seen }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/releases", self.address)
    }

    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn ranges(&self) -> Vec<Option<String>> {
        self.seen().into_iter().map(|seen| seen.range).collect()
    }

    pub(crate) fn sent(&self) -> Vec<usize> {
        self.seen().into_iter().map(|seen| seen.sent).collect()
    }
}

/// One request per connection.
fn answer(connection: &TcpStream, archive: &[u8], noted: &Mutex<Vec<Seen>>, manners: &[Manner]) {
    let Some(request) = read(connection) else { return };
    let (number, from) = {
        let mut noted = noted.lock().unwrap();
        noted.push(request.clone());
        (noted.len() - 1, first_byte(request.range.as_deref()))
    };
    let manner = manners.get(number).copied().unwrap_or(Manner::Proper);
    let (head, body, limit) = match manner {
        Manner::Status(status) => (
            format!("HTTP/1.1 {status} No\r\nContent-Length: 0"),
            &archive[..0],
            0,
        ),
        Manner::Redirects => {
            let head = format!(
                "HTTP/1.1 302 Found\r\nLocation: /elsewhere{}\r\nContent-Length: 0",
                request.path
            );
            (head, &archive[..0], 0)
        }
        Manner::Hangs => return thread::sleep(Duration::from_mins(1)),
        Manner::IgnoresRanges(limit) => (whole(archive), archive, limit),
        Manner::Cuts(limit) | Manner::FallsSilent(limit) => file(archive, from, limit),
        Manner::Proper => file(archive, from, usize::MAX),
    };
    let mut to = connection;
    if write!(to, "{head}\r\nConnection: close\r\n\r\n").is_err() {
        return;
    }
    for chunk in body[..limit.min(body.len())].chunks(64 * 1024) {
        if to.write_all(chunk).is_err() {
            return;
        }
        noted.lock().unwrap()[number].sent += chunk.len();
    }
    if matches!(manner, Manner::FallsSilent(_)) {
        thread::sleep(Duration::from_mins(1));
    }
}

fn read(connection: &TcpStream) -> Option<Seen> {
    let mut lines = BufReader::new(connection).lines().map_while(Result::ok);
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let range = headers.iter().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("range").then(|| value.to_owned())
    });
    Some(Seen { path, range, sent: 0 })
}

fn first_byte(range: Option<&str>) -> Option<usize> {
    range?.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
}

fn whole(archive: &[u8]) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}", archive.len())
}

fn file(archive: &[u8], from: Option<usize>, limit: usize) -> (String, &[u8], usize) {
    let length = archive.len();
    match from {
        None => (whole(archive), archive, limit),
        Some(from) if from >= length => {
            let head = format!("HTTP/1.1 416 No\r\nContent-Range: bytes */{length}\r\nContent-Length: 0");
            (head, &archive[..0], 0)
        }
        Some(from) => {
            let rest = &archive[from..];
            let head = format!(
                "HTTP/1.1 206 Partial Content\r\nContent-Length: {}\r\nContent-Range: bytes {from}-{}/{length}",
                rest.len(),
                length - 1
            );
            (head, rest, limit)
        }
    }
}
