//! Each number of a report is the count of the tasks behind it, in the same answer, while clients change what was done
//! years ago and what is old gets counted beforehand. On PostgreSQL only: elsewhere nothing is counted beforehand.

mod acts;
mod past;
mod question;

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use acceptance::{Client, LateClock, Team, json, text};
use acts::{ACTS, Doer};
use fastrand::Rng;
use futures_util::future::join_all;
use jiff::{SignedDuration, Span, civil::Date};
use past::Stage;

const REPORTS: usize = 1_000;
const CLIENTS: u64 = 8;
const ASKERS: u64 = 4;

/// What is completed now is as old as what is just being sealed.
const LATE: SignedDuration = SignedDuration::from_secs(605);

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_reports_count_what_they_list_while_eight_clients_change_it() {
    let (team, clock) = past::found().await;
    let stage = Stage::of(&team).await;
    clock.set(LATE);
    team.server.seal(team.account.id).await;
    let pace = Pace::default();
    let askers = askers(&team).await;
    let asking = async {
        let all = askers
            .iter()
            .zip(0..)
            .map(|(client, seed)| ask(client, seed, &stage, &pace));
        join_all(all).await.concat()
    };
    let doing = (0..CLIENTS).map(|number| Doer::new(&team, &stage, number).run(&pace));
    let (faults, done, sealed) = tokio::join!(asking, join_all(doing), keep_sealing(&team, &clock, &pace));
    assert!(
        faults.is_empty(),
        "{} faults, the first: {}",
        faults.len(),
        faults[0]
    );
    let mut acts: BTreeMap<&str, usize> = BTreeMap::new();
    for (act, count) in done.into_iter().flatten() {
        *acts.entry(act).or_default() += count;
    }
    println!("{acts:?}, {sealed:?}");
    for (_, act) in ACTS {
        assert!(acts.contains_key(act), "{act} never came about: {acts:?}");
    }
    assert!(sealed.blocks > 20 && sealed.changes > 0, "{sealed:?}");
    assert!(sealed.grew, "nothing new was sealed meanwhile");
    at_rest(&team, &stage).await;
}

/// How far everybody is: the clients act seven times for ten reports, however fast the machine is with the one or the other.
#[derive(Debug, Default)]
struct Pace {
    asked: AtomicUsize,
    answered: AtomicUsize,
    acted: AtomicUsize,
}

impl Pace {
    /// Whether there is another report to be asked.
    fn asks_one(&self) -> bool {
        self.asked.fetch_add(1, Ordering::Relaxed) < REPORTS
    }

    fn is_over(&self) -> bool {
        self.answered.load(Ordering::Relaxed) >= REPORTS
    }

    fn may_act(&self) -> bool {
        let most = self.answered.load(Ordering::Relaxed) * 7 / 10 + 100;
        self.acted
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |acted| {
                (acted < most).then_some(acted + 1)
            })
            .is_ok()
    }
}

/// Each with a token of its own, which has points of its own.
async fn askers(team: &Team) -> Vec<Client> {
    let account = &team.account;
    let clients = (0..ASKERS).map(|_| team.server.sign_in(account.id, account.member_user));
    join_all(clients).await
}

/// Asks until all together have asked enough, and tells what did not hold.
async fn ask(client: &Client, seed: u64, stage: &Stage, pace: &Pace) -> Vec<String> {
    let mut rng = Rng::with_seed(seed);
    let mut faults = Vec::new();
    while pace.asks_one() {
        let variables = question::random(&mut rng, stage);
        let data = client.query(question::DOCUMENT, variables.clone()).await;
        let found = question::faults(&data["taskOverviewReport"], &variables["filter"]);
        pace.answered.fetch_add(1, Ordering::Relaxed);
        faults.extend(found.into_iter().map(|fault| format!("{fault} of {variables}")));
    }
    faults
}

/// What was there to be read meanwhile.
#[derive(Debug, Default)]
struct Sealed {
    /// Blocks of sealed completions, at least.
    blocks: i64,
    /// Changes that the blocks did not follow yet, at most.
    changes: i64,
    /// Whether more and more was sealed.
    grew: bool,
}

/// Seals by and by, makes sums anew, and lets the time of the clients approach the present, so that what they complete is
/// sometimes older and sometimes younger than what is sealed.
async fn keep_sealing(team: &Team, clock: &LateClock, pace: &Pace) -> Sealed {
    let database = connect(team.server.database()).await;
    let counts = "select (select count(*) from report_blocks), (select count(*) from report_changes),
        (select extract(epoch from sealed_until)::float8 from seals)";
    let count = async || database.query_one(counts, &[]).await.unwrap();
    let first = count().await;
    let mut seen = Sealed {
        blocks: first.get(0),
        ..Sealed::default()
    };
    let account = team.account.id;
    let mut late = LATE;
    for round in 1.. {
        if pace.is_over() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
        let now = count().await;
        seen.blocks = seen.blocks.min(now.get(0));
        seen.changes = seen.changes.max(now.get(1));
        seen.grew = now.get::<_, f64>(2) > first.get(2);
        late = (late - SignedDuration::from_millis(100)).max(SignedDuration::from_secs(570));
        clock.set(late);
        if round % 9 == 0 {
            team.server.rebuild(account).await;
        } else {
            team.server.seal_a_little(account).await;
        }
    }
    seen
}

#[expect(
    clippy::disallowed_methods,
    reason = "the connection of a test, which ends with it"
)]
async fn connect(database: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(database, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
}

/// When nobody changes anything any more the files have the rows that were counted, and nothing is left that must not be.
async fn at_rest(team: &Team, stage: &Stage) {
    let mut rng = Rng::with_seed(7);
    let query = "query R($filter: TaskOverviewReportFilterInput) { taskOverviewReport(filter: $filter) {
        csvPath totals { completedCount } tasks(first: 1) { totalCount } } }";
    for _ in 0..12 {
        let mut filter = question::filter(&mut rng, stage);
        filter["completedWithin"] = json!(null); // midnight may come between the report and its file
        if filter["completedOn"].is_null() {
            filter["completedOn"] = json!({ "to": stage.last_day.to_string() });
        }
        let data = team.member().query(query, json!({ "filter": filter })).await;
        let report = &data["taskOverviewReport"];
        let file = team.member().file(text(&report["csvPath"])).await;
        let counted = report["totals"]["completedCount"].as_u64().unwrap();
        assert_eq!(
            file.text.lines().count(),
            1 + usize::try_from(counted).unwrap(),
            "{filter}"
        );
        assert_eq!(report["tasks"]["totalCount"], counted, "{filter}");
    }
    assert_eq!(team.server.check().await, Vec::<String>::new());
    let found = team.server.contradictions(team.account.id).await;
    assert_eq!(found, Vec::<String>::new());
}

/// A day of the three years before this one.
fn a_day(rng: &mut Rng, last: Date) -> String {
    let day = last.saturating_sub(Span::new().days(rng.i64(0..past::DAYS)));
    day.to_string()
}
