//! One of the clients: chooses, sends, and judges the answer.

use std::sync::atomic::{AtomicUsize, Ordering};

use fastrand::Rng;
use serde_json::{Value, json};
use testkit::server::{Answer, Client};

use super::{
    Report,
    actions::{self, Action, Ask},
    invariants::Watch,
    known::{Kind, Known},
};
use crate::{Team, text};

pub(super) struct Soaker<'a> {
    client: Client,
    team: &'a Team,
    /// Of the own account, and of the other one.
    known: [&'a Known; 2],
    rng: Rng,
    report: Report,
}

impl<'a> Soaker<'a> {
    pub(super) fn new(team: &'a Team, known: [&'a Known; 2], seed: u64, number: usize) -> Self {
        let clients = [team.admin(), team.member(), &team.account.second_admin];
        let own = u64::try_from(number).unwrap();
        Self {
            // Two clients in each account come from the next account's list.
            client: clients[number / 2 % clients.len()].clone(),
            team,
            known,
            rng: Rng::with_seed(seed.wrapping_mul(1_000_003).wrapping_add(own)),
            report: Report::default(),
        }
    }

    /// Sends until all together have taken that many steps.
    pub(super) async fn run(mut self, taken: &AtomicUsize, steps: usize, watch: &Watch) -> Report {
        loop {
            let step = taken.fetch_add(1, Ordering::Relaxed);
            if step >= steps {
                return self.report;
            }
            if step == steps / 2 {
                watch.remember_facts().await;
            }
            self.step().await;
        }
    }

    async fn step(&mut self) {
        // Now and then an id of the other account, which must not be found.
        let foreign = self.rng.u32(..100) == 0;
        let known = self.known[usize::from(foreign)];
        let action = actions::choose(&mut self.rng, known);
        let input = match &action.ask {
            Ask::Input(input) => input.clone(),
            Ask::Offered => self.offered(known).await,
            Ask::OfferedForSeveral => self.offered_for_several().await,
            Ask::EveryType => self.every_type().await,
            Ask::AnotherOrder => self.another_order().await,
            Ask::Confirmation => self.confirmation().await,
            Ask::Totals => return self.check_totals().await,
        };
        let answer = self
            .client
            .send(&action.document(), json!({ "input": input }))
            .await;
        let result = self.judge(&action, &answer);
        if result == "ok" && input.get("idempotencyKey").is_some() && self.rng.bool() {
            self.send_again(&action, &input, &answer).await;
        }
        if foreign && result == "ok" && action.names_something() {
            let told = format!("I1: {} took an id of another account: {input}", action.field);
            self.report.violations.push(told);
        }
        self.count(action.field, result);
    }

    /// Under the same key nothing happens again: what was made is the same, unless it is gone by now. Of a task that went
    /// with an erased contact nothing is told any more.
    async fn send_again(&mut self, action: &Action, input: &Value, first: &Answer) {
        let again = self
            .client
            .send(&action.document(), json!({ "input": input }))
            .await;
        let result = self.judge(action, &again);
        let made = |answer: &Answer| answer.body["data"][action.field]["made"]["id"].clone();
        let (was, is) = (made(first), made(&again));
        let is_well = match result.as_str() {
            "ok" => is.is_null() || is == was,
            "NOT_FOUND" => is.is_null(),
            _ => false,
        };
        if !is_well {
            let told = format!("{} sent again: {result}, {was} became {is}", action.field);
            self.report.violations.push(told);
        }
        self.count("sent again", action.field.to_owned());
    }

    fn count(&mut self, field: &'static str, result: String) {
        *self.report.results.entry((field, result)).or_default() += 1;
    }

    /// `ok`, or the code of the first refusal. Whatever nobody can act on is a violation.
    fn judge(&mut self, action: &Action, answer: &Answer) -> String {
        if answer.body.get("errors").is_some() {
            let told = format!("{}: {}", action.field, answer.body["errors"]);
            self.report.violations.push(told);
            return answer.code().to_owned();
        }
        let payload = &answer.body["data"][action.field];
        if let Some(refusal) = payload["userErrors"].get(0) {
            return text(&refusal["code"]).to_owned();
        }
        if let (Some(kind), Some(id)) = (action.makes(), payload["made"]["id"].as_str()) {
            self.known[0].learn(kind, id);
        }
        "ok".to_owned()
    }

    /// A known task and one of the outcomes it offers, if it does.
    async fn offered(&mut self, known: &Known) -> Value {
        let id = known.any(Kind::Task, &mut self.rng);
        let query = "query T($id: ID!) { node(id: $id) { ... on Task { availableOutcomes { id } } } }";
        let answer = self.client.send(query, json!({ "id": id })).await;
        let outcomes = answer.body["data"]["node"]["availableOutcomes"].as_array();
        let outcome = outcomes.and_then(|outcomes| self.rng.choice(outcomes));
        json!({ "id": id, "outcomeId": outcome.map(|outcome| &outcome["id"]) })
    }

    async fn offered_for_several(&mut self) -> Value {
        let query = "{ tasks(first: 20) { nodes { id availableOutcomes { id } } } }";
        let data = self.client.query(query, json!({})).await;
        let tasks = data["tasks"]["nodes"].as_array().unwrap();
        let offered = |task: &Value| task["availableOutcomes"].as_array().cloned().unwrap_or_default();
        let outcome = self
            .rng
            .choice(tasks)
            .and_then(|task| self.rng.choice(offered(task)));
        let fitting = tasks
            .iter()
            .filter(|task| outcome.as_ref().is_none_or(|one| offered(task).contains(one)));
        let ids: Value = fitting.take(3).map(|task| task["id"].clone()).collect();
        json!({ "ids": ids, "outcomeId": outcome.map(|one| one["id"].clone()) })
    }

    /// A complete matrix of what is there now: the input of a save, by which outcomes come into force.
    async fn every_type(&mut self) -> Value {
        let query = "{ taskTypes(first: 100) { nodes { id } } taskOutcomes(first: 20) { nodes { id } } }";
        let data = self.client.query(query, json!({})).await;
        let outcomes = crate::all(&data["taskOutcomes"]["nodes"], "id");
        let lists = crate::all(&data["taskTypes"]["nodes"], "id")
            .into_iter()
            .map(|id| {
                let count = self.rng.usize(1..=outcomes.len().clamp(1, 6));
                let ids: Vec<_> = outcomes.iter().take(count).collect();
                json!({ "taskTypeId": id, "outcomeIds": ids })
            });
        json!({ "assignments": lists.collect::<Value>() })
    }

    async fn another_order(&mut self) -> Value {
        let query = "{ taskTypes(first: 100) { nodes { id } } }";
        let data = self.client.query(query, json!({})).await;
        let mut ids = crate::all(&data["taskTypes"]["nodes"], "id");
        self.rng.shuffle(&mut ids);
        json!({ "ids": ids })
    }

    async fn confirmation(&self) -> Value {
        let query = "{ viewer { account { taskOutcomeSettings { disableImpact { confirmationToken } } } } }";
        let data = self.client.query(query, json!({})).await;
        let impact = &data["viewer"]["account"]["taskOutcomeSettings"]["disableImpact"];
        json!({ "confirmationToken": impact["confirmationToken"] })
    }

    /// I12, while the others go on.
    async fn check_totals(&mut self) {
        let by = *self.rng.choice(&actions::DIMENSIONS).unwrap();
        let query = format!(
            "{{ taskOverviewReport {{ totals {{ completedCount positiveCount withoutOutcomeCount }}
                tasks {{ totalCount }}
                groups(by: {by}, first: 100) {{ nodes {{ totals {{ completedCount positiveCount withoutOutcomeCount }} }}
                    remainder {{ completedCount positiveCount withoutOutcomeCount }} }} }} }}"
        );
        let answer = self.client.send(&query, json!({})).await;
        let report = &answer.body["data"]["taskOverviewReport"];
        let rows = report["groups"]["nodes"].as_array().cloned().unwrap_or_default();
        let holds = ["completedCount", "positiveCount", "withoutOutcomeCount"]
            .iter()
            .all(|count| {
                let rows = rows.iter().map(|row| row["totals"][count].as_i64().unwrap_or(-1));
                let rest = report["groups"]["remainder"][count].as_i64().unwrap_or(-1);
                report["totals"][count] == json!(rows.sum::<i64>() + rest)
            });
        if !holds || report["tasks"]["totalCount"] != report["totals"]["completedCount"] {
            let account = self.team.account.id;
            self.report
                .violations
                .push(format!("I12 by {by} in {account:?}: {}", answer.body));
        }
        self.count("taskOverviewReport", by.to_owned());
    }
}
