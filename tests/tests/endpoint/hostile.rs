//! What nobody means well with: each is refused or cut soon and costs little, and others go on meanwhile.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use acceptance::{AppOptions, Patience, Team, TestServer, json};
use tokio::io::AsyncWriteExt as _;

use crate::wire::{LONG, connect, head, heard, post, status};

/// Growth that an attack may cause; what the attacker keeps in this process included.
const ROOM: u64 = 150 * 1024 * 1024;

/// Tests that measure memory share a process where each has none of its own.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Bytes of this process that are in memory; 0 where the system does not tell.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or_default() * 1024
}

/// Somebody who works meanwhile, and a measure of what is in memory at most.
struct Bystander {
    before: u64,
    ends: Arc<AtomicBool>,
    answered: Arc<AtomicU32>,
    work: tokio::task::JoinHandle<u64>,
}

impl Bystander {
    #[expect(
        clippy::disallowed_methods,
        reason = "a client of a test, which is waited for"
    )]
    fn of(team: &Team) -> Self {
        let before = resident();
        let (ends, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
        let (client, until, count) = (team.member().clone(), Arc::clone(&ends), Arc::clone(&answered));
        let work = tokio::spawn(async move {
            let mut most = 0;
            while !until.load(Ordering::Relaxed) {
                let data = client
                    .query("{ tasks(first: 5) { totalCount nodes { title } } }", json!({}))
                    .await;
                assert_eq!(data["tasks"]["totalCount"], 1);
                count.fetch_add(1, Ordering::Relaxed);
                most = most.max(resident());
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            most
        });
        Self {
            before,
            ends,
            answered,
            work,
        }
    }

    fn answers(&self) -> u32 {
        self.answered.load(Ordering::Relaxed)
    }

    /// Waits until it has had more answers than these.
    async fn is_answered_after(&self, answers: u32) {
        while self.answers() == answers && !self.work.is_finished() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Ends it; memory has grown by less than an attack may cause.
    async fn ends_in_little_room(self) {
        self.ends.store(true, Ordering::Relaxed);
        let most = self.work.await.expect("others are answered as ever");
        let before = self.before;
        assert!(
            most.saturating_sub(before) < ROOM,
            "{before} bytes before, {most} at most"
        );
    }
}

fn bomb(fragments: usize, spreads: usize) -> String {
    let fragment = |i: usize| {
        let spread = format!("...F{} ", i + 1).repeat(spreads);
        format!("fragment F{i} on Query {{ {spread} }} ")
    };
    let all: String = (0..fragments).map(fragment).collect();
    format!("{{ ...F0 }} {all} fragment F{fragments} on Query {{ viewer {{ user {{ id }} }} }}")
}

fn documents() -> Vec<(&'static str, String)> {
    let numbered = |count: usize, of: &dyn Fn(usize) -> String| (0..count).map(of).collect::<String>();
    vec![
        ("a fragment bomb", bomb(60, 2)),
        ("a wider fragment bomb", bomb(40, 30)),
        ("fragments in a circle", "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A ...A }".to_owned()),
        ("10,000 aliases", format!("{{ {} }}", numbered(10_000, &|i| format!("a{i}: viewer {{ user {{ id }} }} ")))),
        ("one field 100,000 times", format!("{{ {} }}", "__typename ".repeat(100_000))),
        ("fields that contradict each other", format!("{{ {} }}", numbered(330, &|i| format!("tasks(first: {i}) {{ nodes {{ id }} }} ")))),
        ("deep nesting", "{ a ".repeat(100_000)),
        ("deep brackets", format!("{{ a(b: {}{}) }}", "[".repeat(50_000), "]".repeat(50_000))),
        ("deep types", format!("query Q($a: {}Int{}) {{ a }}", "[".repeat(50_000), "]".repeat(50_000))),
        ("many directives", format!("{{ viewer {} {{ user {{ id }} }} }}", "@skip(if: false) ".repeat(20_000))),
        ("many unknown fields", format!("{{ {} }}", numbered(900, &|i| format!("viewe{i} ")))),
        ("many operations", numbered(1_000, &|i| format!("query Q{i} {{ viewer {{ user {{ id }} }} }} "))),
        ("many variables", format!("query Q({}) {{ viewer {{ user {{ id }} }} }}", numbered(900, &|i| format!("$a{i}: Int ")))),
        ("a long name", format!("{{ {} }}", "a".repeat(900_000))),
        ("a long text", format!("{{ tasks(filter: {{ search: \"{}\" }}) {{ totalCount }} }}", "x".repeat(900_000))),
        ("a long comment", format!("# {}\n{{ nothing }}", "x ".repeat(400_000))),
        ("greedy pages", "{ tasks(first: 100) { nodes { subject { ... on Contact { tasks(first: 100) { nodes { subject { ... on Contact { tasks(first: 100) { nodes { id } } } } } } } } } } }".to_owned()),
        ("strange signs", "{ \u{0}\u{feff}\u{202e} }".to_owned()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_documents_are_refused_while_others_are_answered() {
    let team = Team::in_force().await;
    team.task("Call", "Ring Clara").await;
    let _alone = ALONE.lock().await;
    let bystander = Bystander::of(&team);
    for (what, query) in documents() {
        let (answered, begin) = (bystander.answers(), Instant::now());
        let answer = tokio::time::timeout(LONG, team.admin().send(&query, json!({}))).await;
        let answer = answer.unwrap_or_else(|_| panic!("{what} takes for ever"));
        println!("{what}: {} ms", begin.elapsed().as_millis());
        assert!(!answer.code().is_empty(), "{what}: {}", answer.body);
        assert_ne!(answer.code(), "INTERNAL_SERVER_ERROR", "{what}");
        let data = answer.body["data"].as_object();
        let found = data.is_some_and(|data| data.values().any(|value| !value.is_null()));
        assert!(!found, "{what}: {}", answer.body);
        let errors = answer.body["errors"].as_array().unwrap();
        assert!(errors.len() <= 20, "{what}: {} errors", errors.len());
        bystander.is_answered_after(answered).await;
    }
    bystander.ends_in_little_room().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_bodies_are_refused_while_others_are_answered() {
    let team = Team::in_force().await;
    team.task("Call", "Ring Clara").await;
    let _alone = ALONE.lock().await;
    let bystander = Bystander::of(&team);
    let query = r#"{"query":"query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }","variables":{"ids":"#;
    let deep = format!("{query}{}{}}}}}", "[".repeat(200_000), "]".repeat(200_000));
    let wide = format!("{query}[{}\"x\"]}}}}", "\"x\",".repeat(200_000));
    let keys: Vec<String> = (0..80_000).map(|i| format!("\"k{i}\":1,")).collect();
    let keys = keys.concat();
    let objects = format!("{query}{{{keys}\"x\":1}}}}}}");
    let unused =
        format!("{{\"query\":\"{{ viewer {{ user {{ id }} }} }}\",\"variables\":{{{keys}\"x\":1}}}}");
    let number = format!("{query}{}}}}}", "9".repeat(500_000));
    let bodies: [(&str, &[u8], &[u16]); 8] = [
        ("deep JSON", deep.as_bytes(), &[400]),
        ("wide JSON", wide.as_bytes(), &[200]),
        ("an object of 80,000 keys for an id", objects.as_bytes(), &[200]),
        (
            "80,000 variables that nobody asked for",
            unused.as_bytes(),
            &[200],
        ),
        (
            "a number of half a million digits",
            number.as_bytes(),
            &[200, 400],
        ),
        ("invalid UTF-8", b"{\"query\":\"{ \xff\xfe }\"}", &[400]),
        ("half a surrogate", br#"{"query":"{ \ud800 }"}"#, &[400]),
        ("nothing", b"", &[400]),
    ];
    for (what, body, statuses) in bodies {
        let (answered, begin) = (bystander.answers(), Instant::now());
        let heard = post(team.admin(), body).await;
        println!("{what}: {} ms", begin.elapsed().as_millis());
        assert!(
            statuses.contains(&status(&heard)),
            "{what}: {}",
            &heard[..heard.len().min(900)]
        );
        assert!(!heard.contains("INTERNAL_SERVER_ERROR"), "{what}: {heard}");
        bystander.is_answered_after(answered).await;
    }
    bystander.ends_in_little_room().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_100_megabytes_is_refused_without_reading_it() {
    let team = Team::new().await;
    let part = vec![b' '; 64 * 1024];
    let _alone = ALONE.lock().await;
    let before = resident();
    // Announced: refused by its head alone.
    let mut stream = connect(team.admin()).await;
    stream
        .write_all(head(team.admin(), "content-length: 104857600\r\n").as_bytes())
        .await
        .unwrap();
    assert_eq!(status(&heard(&mut stream).await), 413);
    // Not announced: read as far as a body may be.
    let mut stream = connect(team.admin()).await;
    stream
        .write_all(head(team.admin(), "transfer-encoding: chunked\r\n").as_bytes())
        .await
        .unwrap();
    let mut sent = 0;
    let chunk = [format!("{:x}\r\n", part.len()).as_bytes(), &part, b"\r\n"].concat();
    while sent < 100 * 1024 * 1024 {
        match tokio::time::timeout(Duration::from_secs(5), stream.write_all(&chunk)).await {
            Ok(Ok(())) => sent += part.len(),
            Ok(Err(_)) | Err(_) => break, // closed, or nobody reads
        }
    }
    assert!(sent < 50 * 1024 * 1024, "{sent} bytes were taken");
    assert!(resident().saturating_sub(before) < ROOM);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_slowly_is_cut_off_and_others_are_answered() {
    let options = AppOptions {
        patience: Patience {
            head: Duration::from_millis(300),
            body: Duration::from_millis(300),
            ..Patience::default()
        },
        ..AppOptions::default()
    };
    let team = Team::on(TestServer::start_with(options).await).await;
    let mut slow = Vec::new();
    for number in 0..200 {
        let mut stream = connect(team.admin()).await;
        let all = head(team.admin(), "content-length: 100\r\n");
        let beginning = if number % 2 == 0 {
            &all[..all.len() / 2]
        } else {
            all.as_str()
        };
        stream.write_all(beginning.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    let data = team.member().query("{ users { totalCount } }", json!({})).await;
    assert_eq!(
        data["users"]["totalCount"], 3,
        "200 slow ones are in nobody's way"
    );
    for (number, stream) in slow.iter_mut().enumerate() {
        let heard = heard(stream).await;
        let expected: &[u16] = if number % 2 == 0 { &[0, 408] } else { &[408] };
        assert!(expected.contains(&status(&heard)), "{number}: {heard}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_has_an_end() {
    let team = Team::new().await;
    let mut stream = connect(team.admin()).await;
    let line = format!("x-filler: {}\r\n", "x".repeat(8_000));
    let mut sent = 0;
    stream.write_all(b"POST /graphql HTTP/1.1\r\n").await.unwrap();
    while sent < 10 * 1024 * 1024 && stream.write_all(line.as_bytes()).await.is_ok() {
        sent += line.len();
    }
    assert!(sent < 10 * 1024 * 1024, "{sent} bytes of a head were taken");
}
