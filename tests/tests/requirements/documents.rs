//! What README and the playground show works as it is printed.

use std::{collections::BTreeMap, fs, path::Path};

use acceptance::{Team, Value, all, json, text};

fn file(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The operations of README's first five minutes by their names.
fn operations() -> BTreeMap<String, String> {
    let readme = file("README.md");
    let (_, minutes) = readme.split_once("## The first five minutes").unwrap();
    let blocks = minutes
        .split("```graphql\n")
        .skip(1)
        .map(|block| block.split("```").next().unwrap());
    blocks
        .map(|block| {
            let name = block.split_whitespace().nth(1).unwrap();
            let name = name.split(|c: char| !c.is_alphanumeric()).next().unwrap();
            (name.to_owned(), block.to_owned())
        })
        .collect()
}

/// Someone who follows the README, as an admin.
struct Reader {
    team: Team,
    operations: BTreeMap<String, String>,
}

impl Reader {
    /// Runs an operation by its name; only switching off may be refused, to ask first.
    async fn run(&self, name: &str, variables: Value) -> Value {
        let data = self.team.admin().query(&self.operations[name], variables).await;
        for payload in data.as_object().unwrap().values() {
            let errors = payload.get("userErrors").unwrap_or(&Value::Null);
            assert!(
                errors.is_null() || errors == &json!([]) || name == "SwitchOff",
                "{name}: {errors}"
            );
        }
        data
    }

    /// Steps 1 to 3.
    async fn put_in_force(&self) {
        self.run("SwitchOn", json!({})).await;
        self.run("CreateOutcomes", json!({})).await;
        let catalogue = self.run("Catalogue", json!({})).await;
        let outcomes = all(&catalogue["taskOutcomes"]["nodes"], "id");
        let types = all(&catalogue["taskTypes"]["nodes"], "id").into_iter();
        let lists: Vec<Value> = types
            .map(|id| json!({ "taskTypeId": id, "outcomeIds": outcomes }))
            .collect();
        let saved = self.run("SaveAssignments", json!({ "assignments": lists })).await;
        assert_eq!(saved["taskTypeOutcomesSave"]["settings"]["status"], "ENABLED");
    }

    /// Step 4, for the first task of a list.
    async fn complete_first(&self, open: &Value) {
        let task = &open["nodes"][0];
        assert_eq!(task["isOutcomeRequired"], true);
        let mut choices = task["availableOutcomes"].as_array().unwrap().iter();
        let outcome = &choices.find(|choice| choice["sentiment"] == "POSITIVE").unwrap()["id"];
        let variables = json!({ "taskId": task["id"], "outcomeId": outcome, "notes": "Wants the offer." });
        let done = self.run("Complete", variables).await;
        assert_eq!(
            done["taskComplete"]["task"]["completion"]["recordedLabel"],
            "Meeting scheduled"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_five_minutes_of_the_readme_work_as_printed() {
    let team = Team::new().await;
    team.task("Call", "Ring Clara").await;
    team.task_of("Lunch", "Eat with Clara", json!({ "dealId": team.deal }))
        .await;
    let reader = Reader {
        team,
        operations: operations(),
    };
    reader.put_in_force().await;
    let open = reader.run("OpenTasks", json!({})).await;
    reader.complete_first(&open["contactTasks"]).await;
    reader.complete_first(&open["dealTasks"]).await;

    let history = reader.run("History", json!({})).await;
    assert_eq!(history["activities"]["nodes"][0]["notes"], "Wants the offer.");
    let report = reader.run("Report", json!({})).await;
    assert_eq!(
        report["taskOverviewReport"]["totals"]["completedCount"], 1,
        "contacts only"
    );

    let asked = reader.run("SwitchOff", json!({})).await;
    let token = text(&asked["taskOutcomesDisable"]["userErrors"][0]["impact"]["confirmationToken"]);
    let off = reader.run("SwitchOff", json!({ "token": token })).await;
    assert_eq!(off["taskOutcomesDisable"]["settings"]["status"], "DISABLED");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_tab_of_the_playground_is_a_valid_operation() {
    let team = Team::in_force().await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/server/assets/graphiql/examples");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "graphql") {
            let variables =
                fs::read_to_string(path.with_extension("json")).unwrap_or_else(|_| "{}".to_owned());
            let variables = serde_json::from_str(&variables).unwrap();
            let document = fs::read_to_string(&path).unwrap();
            if document.lines().any(|line| line.starts_with("subscription")) {
                let mut following = team.server.subscribe(team.admin(), &document, variables).await;
                team.task("Call", "Ring Clara").await;
                following.event().await;
            } else {
                team.admin().query(&document, variables).await;
            }
            count += 1;
        }
    }
    assert!(count >= 13, "one tab per requirement at least, not {count}");
}
