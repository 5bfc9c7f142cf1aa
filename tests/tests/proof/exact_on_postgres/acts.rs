//! What a client does again and again while others ask for reports.

use std::{collections::BTreeMap, time::Duration};

use acceptance::{Client, Team, Value, all, codes, json, steps::*, text};
use fastrand::Rng;

use super::{
    Pace,
    past::{Stage, a_task},
};

/// How often each act comes, and the mutation it is.
pub(super) const ACTS: [(u32, &str); 12] = [
    (20, "taskCreate"),
    (20, "taskComplete"),
    (25, "taskCompletionCorrect"),
    (20, "taskReopen"),
    (4, "taskOutcomeMerge"),
    (3, "taskOutcomeCreate"),
    (3, "taskOutcomeUpdate"),
    (3, "contactsImport"),
    (3, "dealsImport"),
    (4, "tasksReassign"),
    (3, "taskDelete"),
    (3, "accountUpdate"),
];

/// How many outcomes there are at most: a type offers 20.
const OUTCOMES: usize = 20;

/// One client.
pub(super) struct Doer<'a> {
    client: Client,
    admin: &'a Client,
    stage: &'a Stage,
    rng: Rng,
}

impl<'a> Doer<'a> {
    pub(super) fn new(team: &'a Team, stage: &'a Stage, number: u64) -> Self {
        let client =
            [team.admin(), team.member(), &team.account.second_admin][usize::try_from(number % 3).unwrap()];
        Self {
            client: client.clone(),
            admin: team.admin(),
            stage,
            rng: Rng::with_seed(100 + number),
        }
    }

    /// Goes on until all reports are asked; tells how often each act came about.
    pub(super) async fn run(mut self, pace: &Pace) -> BTreeMap<&'static str, usize> {
        let mut done = BTreeMap::new();
        while !pace.is_over() {
            if !pace.may_act() {
                tokio::time::sleep(Duration::from_millis(5)).await;
                continue;
            }
            let act = self.choose();
            let payload = self.act(act).await;
            // A refusal is well: others were quicker.
            if payload.is_some_and(|payload| codes(&payload).is_empty()) {
                *done.entry(act).or_default() += 1;
            }
        }
        done
    }

    fn choose(&mut self) -> &'static str {
        let mut left = self.rng.u32(..ACTS.iter().map(|act| act.0).sum::<u32>());
        for (weight, act) in ACTS {
            if left < weight {
                return act;
            }
            left -= weight;
        }
        unreachable!("the weights add up")
    }

    /// `None` where there was nothing to do it with.
    async fn act(&mut self, act: &str) -> Option<Value> {
        match act {
            "taskCreate" => Some(self.create().await),
            "taskComplete" => self.complete().await,
            "taskCompletionCorrect" => self.correct().await,
            "taskReopen" => {
                let input = json!({ "id": self.a_task(), "reason": "by mistake" });
                Some(reopen(self.admin, input).await)
            }
            "taskOutcomeMerge" => {
                let input = json!({ "id": self.an_outcome(), "intoId": self.an_outcome() });
                Some(merge_outcome(self.admin, input).await)
            }
            "taskOutcomeCreate" => self.new_outcome().await,
            "taskOutcomeUpdate" => {
                let input = json!({ "id": self.an_outcome(), "sentiment": self.a_sentiment() });
                Some(update_outcome(self.admin, input).await)
            }
            "contactsImport" => {
                let rows = self.rows();
                let made = import_contacts(self.admin, json!({ "contacts": rows })).await;
                self.learn_subjects(&made["contacts"], "contactId");
                Some(made)
            }
            "dealsImport" => {
                let rows = self.rows();
                let made = import_deals(self.admin, json!({ "deals": rows })).await;
                self.learn_subjects(&made["deals"], "dealId");
                Some(made)
            }
            "tasksReassign" => {
                let task = self.an_open_task().await?;
                let input = json!({ "ids": [task["id"]], "ownerId": self.rng.choice(&self.stage.users) });
                Some(reassign(&self.client, input).await)
            }
            "taskDelete" => Some(delete_task(self.admin, json!({ "id": self.a_task() })).await),
            "accountUpdate" => {
                let zone = self
                    .rng
                    .choice(["Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles"]);
                Some(update_account(self.admin, json!({ "timeZone": zone })).await)
            }
            other => panic!("no such act: {other}"),
        }
    }

    /// Every other one as completed.
    async fn create(&mut self) -> Value {
        let mut input = a_task(&mut self.rng, self.stage);
        if self.rng.bool() {
            input["completion"] = json!({ "outcomeId": self.an_outcome(), "notes": "just now" });
        }
        let made = create_task(&self.client, input).await;
        if let Some(id) = made["task"]["id"].as_str() {
            self.stage.tasks.lock().unwrap().push(id.to_owned());
        }
        made
    }

    async fn complete(&mut self) -> Option<Value> {
        let task = self.an_open_task().await?;
        let outcome = self.rng.choice(all(&task["availableOutcomes"], "id"))?;
        let input = json!({ "id": task["id"], "outcomeId": outcome });
        Some(complete(&self.client, input).await)
    }

    async fn an_open_task(&mut self) -> Option<Value> {
        let query = "{ tasks(first: 20) { nodes { id availableOutcomes { id } } } }";
        let data = self.client.query(query, json!({})).await;
        self.rng.choice(data["tasks"]["nodes"].as_array()?).cloned()
    }

    async fn correct(&mut self) -> Option<Value> {
        let id = self.a_task();
        let query = "query T($id: ID!) { node(id: $id) { ... on Task { availableOutcomes { id } } } }";
        let data = self.client.query(query, json!({ "id": id })).await;
        let offered = data["node"]["availableOutcomes"].as_array()?;
        let outcome = self.rng.choice(offered)?["id"].clone();
        Some(correct(self.admin, json!({ "id": id, "outcomeId": outcome })).await)
    }

    /// Offered everywhere, in the place of those that were merged.
    async fn new_outcome(&mut self) -> Option<Value> {
        let query = "{ taskOutcomes { totalCount } }";
        let data = self.client.query(query, json!({})).await;
        if data["taskOutcomes"]["totalCount"].as_u64()? >= OUTCOMES.try_into().ok()? {
            return None;
        }
        let label = format!("Outcome {}", self.rng.u32(..));
        let input =
            json!({ "label": label, "sentiment": self.a_sentiment(), "taskTypeIds": self.stage.types });
        let made = create_outcome(self.admin, input).await;
        if let Some(id) = made["taskOutcome"]["id"].as_str() {
            self.stage.outcomes.lock().unwrap().push(id.to_owned());
        }
        Some(made)
    }

    fn a_sentiment(&mut self) -> &'static str {
        ["POSITIVE", "NEUTRAL", "NEGATIVE"][self.rng.usize(..3)]
    }

    fn a_task(&mut self) -> Option<String> {
        let tasks = self.stage.tasks.lock().unwrap();
        self.rng.choice(tasks.iter()).cloned()
    }

    fn an_outcome(&mut self) -> Option<String> {
        let outcomes = self.stage.outcomes.lock().unwrap();
        self.rng.choice(outcomes.iter()).cloned()
    }

    /// A few external ids, so that imports meet.
    fn rows(&mut self) -> Value {
        let row = |_| {
            let number = self.rng.u32(..9);
            json!({ "externalId": format!("crm-{number}"), "name": format!("Name {}", self.rng.u32(..9)) })
        };
        (0..3).map(row).collect()
    }

    fn learn_subjects(&self, made: &Value, kind: &str) {
        let mut subjects = self.stage.subjects.lock().unwrap();
        for one in made.as_array().into_iter().flatten() {
            let subject = json!({ kind: text(&one["id"]) });
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
        }
    }
}
