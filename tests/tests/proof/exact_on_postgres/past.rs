//! An account that has a past of three years: without outcomes at first, and in two zones.

use std::sync::{Arc, Mutex};

use acceptance::{Client, LateClock, Team, TestServer, Value, all, json, steps::*, text};
use fastrand::Rng;
use futures_util::future::join_all;
use jiff::{SignedDuration, Span, civil::Date};

use super::a_day;

/// How far back it goes.
pub(super) const DAYS: i64 = 1_100;
const STEPS: i64 = 32;
/// So many tasks at each step, completed at the same time.
const AT_ONCE: usize = 8;

/// What the clients and the questions choose from.
pub(super) struct Stage {
    pub(super) users: Vec<String>,
    pub(super) types: Vec<String>,
    pub(super) subjects: Mutex<Vec<Value>>,
    pub(super) outcomes: Mutex<Vec<String>>,
    /// Whatever became of them.
    pub(super) tasks: Mutex<Vec<String>>,
    /// The day after that on which it begins.
    pub(super) last_day: Date,
}

impl Stage {
    /// Of a team as it is.
    pub(super) async fn of(team: &Team) -> Self {
        let query =
            "{ users { nodes { id } } taskTypes { nodes { id } } taskOutcomes(first: 100) { nodes { id } } 
            contacts { nodes { id } } deals { nodes { id } } taskOverviewReport { generatedAt } }";
        let data = team.admin().query(query, json!({})).await;
        let ids = |list: &str| -> Vec<String> {
            let ids = all(&data[list]["nodes"], "id").into_iter();
            ids.map(str::to_owned).collect()
        };
        let subjects = ids("contacts").into_iter().map(|id| json!({ "contactId": id }));
        let deals = ids("deals").into_iter().map(|id| json!({ "dealId": id }));
        let now = text(&data["taskOverviewReport"]["generatedAt"]);
        Self {
            users: ids("users"),
            types: ids("taskTypes"),
            subjects: Mutex::new(subjects.chain(deals).collect()),
            outcomes: Mutex::new(ids("taskOutcomes")),
            tasks: Mutex::new(tasks(team.admin()).await),
            last_day: now[..10].parse::<Date>().unwrap().tomorrow().unwrap(),
        }
    }
}

/// All tasks there are.
async fn tasks(client: &Client) -> Vec<String> {
    let query = "query T($after: String) { tasks(first: 100, after: $after, filter: { statuses: [OPEN, COMPLETED] }) {
        nodes { id } pageInfo { hasNextPage endCursor } } }";
    let (mut found, mut after) = (Vec::new(), json!(null));
    loop {
        let data = client.query(query, json!({ "after": after })).await;
        found.extend(all(&data["tasks"]["nodes"], "id").into_iter().map(str::to_owned));
        if data["tasks"]["pageInfo"]["hasNextPage"] == json!(false) {
            return found;
        }
        after = data["tasks"]["pageInfo"]["endCursor"].clone();
    }
}

/// Lets the team live through it.
pub(super) async fn found() -> (Team, Arc<LateClock>) {
    let clock = Arc::new(LateClock::by(SignedDuration::from_hours(24 * DAYS)));
    let team = Team::on(TestServer::start_at(clock.clone()).await).await;
    for name in ["Zoë", "Yusuf"] {
        succeeded(&create_contact(team.admin(), json!({ "name": name })).await);
        succeeded(&create_deal(team.admin(), json!({ "name": name })).await);
    }
    let mut rng = Rng::with_seed(2026);
    for step in 0..STEPS {
        let left = SignedDuration::from_hours(24 * DAYS * (STEPS - step) / STEPS);
        clock.set(left - SignedDuration::from_mins(rng.i64(0..60 * 24)));
        if step == STEPS / 4 {
            put_in_force(&team).await;
        }
        if step == STEPS / 2 {
            succeeded(&update_account(team.admin(), json!({ "timeZone": "Asia/Kolkata" })).await);
        }
        let stage = Stage::of(&team).await;
        let made = (0..AT_ONCE).map(|number| {
            let client = [team.admin(), team.member()][number % 2];
            let mut input = a_task(&mut rng, &stage);
            let outcomes = stage.outcomes.lock().unwrap().clone();
            let outcome = rng.choice(outcomes);
            input["completion"] = json!({ "outcomeId": outcome, "notes": "long ago" });
            create_task(client, input)
        });
        for made in join_all(made.collect::<Vec<_>>()).await {
            succeeded(&made);
        }
    }
    (team, clock)
}

/// Twelve outcomes, of which every type offers all.
async fn put_in_force(team: &Team) {
    succeeded(&enable(team.admin(), json!({})).await);
    let mut outcomes = Vec::new();
    for number in 0..12 {
        let sentiment = ["POSITIVE", "NEUTRAL", "NEGATIVE"][number % 3];
        outcomes.push(team.outcome(&format!("Outcome {number}"), sentiment).await);
    }
    let lists = team.types().await.into_iter();
    let lists = lists.map(|(id, _)| json!({ "taskTypeId": id, "outcomeIds": outcomes }));
    succeeded(&save(team.admin(), json!({ "assignments": lists.collect::<Vec<_>>() })).await);
}

/// What a new task may be like.
pub(super) fn a_task(rng: &mut Rng, stage: &Stage) -> Value {
    let subject = rng.choice(stage.subjects.lock().unwrap().clone());
    let mut input = json!({ "title": format!("Task {}", rng.u32(..)), "taskTypeId": rng.choice(&stage.types), "subject": subject });
    if rng.u32(..5) > 0 {
        input["ownerId"] = json!(rng.choice(&stage.users));
    }
    if rng.bool() {
        input["dueOn"] = json!(a_day(rng, stage.last_day.saturating_add(Span::new().days(400))));
    }
    input
}
