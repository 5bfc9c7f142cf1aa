//! Starting with the outcomes that are suggested: edge 5.

use acceptance::{Team, Value, all, codes, json, steps::*};

const CATALOGUE: &str = "{ taskOutcomes(first: 100, filter: { includeArchived: true }) { nodes { id label sentiment description archivedAt } }
    taskTypes { nodes { name outcomes { label } } }
    activities(filter: { kinds: [TASK_OUTCOME_CHANGED, TASK_OUTCOME_SETTINGS_CHANGED] }) { totalCount } }";

fn with_set() -> Value {
    json!({ "useStarterSet": true })
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_5_the_starter_set_is_in_force_in_one_step_in_the_language_of_the_request() {
    for (language, first, last) in [
        ("en", "Meeting scheduled", "Not interested"),
        ("de", "Termin vereinbart", "Kein Interesse"),
    ] {
        let team = Team::new().await;
        let admin = team.admin().in_language(language);
        let enabled = enable(&admin, with_set()).await;
        assert_eq!(succeeded(&enabled)["settings"]["status"], "ENABLED");
        let data = admin.query(CATALOGUE, json!({})).await;
        assert_eq!(
            data["activities"]["totalCount"], 7,
            "one for each outcome, one for the settings"
        );
        let types = data["taskTypes"]["nodes"].as_array().unwrap();
        assert_eq!(types.len(), 4);
        for node in types {
            let labels = all(&node["outcomes"], "label");
            assert_eq!((labels.len(), labels[0], labels[5]), (6, first, last), "in order");
        }
        let again = enable(&admin, with_set()).await;
        assert_eq!(codes(&again), ["INVALID"], "in force already");
        assert_eq!(again["userErrors"][0]["path"], json!(["input", "useStarterSet"]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_5_the_starter_set_reuses_what_exists_and_brings_archived_ones_back() {
    let team = Team::new().await;
    enable(team.admin(), json!({})).await;
    let kept = team.outcome("INTERESTED", "NEGATIVE").await;
    let archived = team.outcome("no answer", "NEUTRAL").await;
    succeeded(&archive_outcome(team.admin(), json!({ "id": archived })).await);
    let both = json!({ "useStarterSet": true, "taskTypeAssignments": [] });
    let refused = enable(team.admin(), both).await;
    assert_eq!(codes(&refused)[0], "INVALID", "one or the other");
    let enabled = enable(team.admin(), with_set()).await;
    assert_eq!(succeeded(&enabled)["settings"]["status"], "ENABLED");
    let data = team.admin().query(CATALOGUE, json!({})).await;
    let outcomes = data["taskOutcomes"]["nodes"].as_array().unwrap();
    assert_eq!(outcomes.len(), 6);
    let one = |id: &str| outcomes.iter().find(|node| node["id"] == id).unwrap();
    assert_eq!(one(&kept)["label"], "INTERESTED");
    assert_eq!(one(&kept)["sentiment"], "NEGATIVE", "as it was");
    assert_eq!(one(&archived)["archivedAt"], Value::Null);
    let call = all(&data["taskTypes"]["nodes"][0]["outcomes"], "label");
    assert!(call.contains(&"INTERESTED") && call.contains(&"no answer"));
}
