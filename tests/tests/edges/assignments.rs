//! Saving assignments: edges 22 to 26.

use acceptance::{Team, Value, all, codes, json, steps::*};
use futures_util::future::join_all;

fn list(id: &str, outcomes: &[&str]) -> Value {
    json!({ "taskTypeId": id, "outcomeIds": outcomes })
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_22_all_faults_of_a_save_are_told_at_once_each_with_its_path() {
    let team = Team::in_force().await;
    let (meeting, nothing) = (
        team.outcome_id("Meeting scheduled").await,
        team.outcome_id("No answer").await,
    );
    let old = team.outcome("Old", "NEUTRAL").await;
    succeeded(&archive_outcome(team.admin(), json!({ "id": old })).await);
    let types: Vec<String> = team.types().await.into_iter().map(|(id, _)| id).collect();
    let many: Vec<&str> = std::iter::repeat_n(meeting.as_str(), 21).collect();
    let refused = save(
        team.admin(),
        json!({ "assignments": [
            list(&types[0], &[]),
            list(&types[1], &[&meeting, &meeting]),
            list(&types[2], &[&old, "unknown"]),
            list(&types[0], &[&nothing]),
            list("no type", &[&nothing]),
        ] }),
    )
    .await;
    let told: Vec<(String, String)> = refused["userErrors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["code"].as_str().unwrap().to_owned(), path(error)))
        .collect();
    let expected = [
        ("TOO_FEW", "assignments.0.outcomeIds"),
        ("REPEATED", "assignments.1.outcomeIds.1"),
        ("ARCHIVED", "assignments.2.outcomeIds.0"),
        ("NOT_FOUND", "assignments.2.outcomeIds.1"),
        ("REPEATED", "assignments.3.taskTypeId"),
        ("NOT_FOUND", "assignments.4.taskTypeId"),
    ];
    assert_eq!(
        told,
        expected.map(|(code, path)| (code.to_owned(), path.to_owned()))
    );
    let too_many = save(team.admin(), json!({ "assignments": [list(&types[0], &many)] })).await;
    assert!(codes(&too_many).contains(&"TOO_MANY"));
    assert_eq!(
        team.entries("TASK_OUTCOME_SETTINGS_CHANGED").await,
        2,
        "nothing of it was stored"
    );
}

fn path(error: &Value) -> String {
    let segments: Vec<&str> = error["path"]
        .as_array()
        .unwrap()
        .iter()
        .skip(1)
        .map(|s| s.as_str().unwrap())
        .collect();
    segments.join(".")
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_23_of_64_clients_who_offer_one_more_to_a_type_with_19_one_wins() {
    let team = Team::in_force().await;
    let call = team.type_id("Call").await;
    let mut outcomes = Vec::new();
    for number in 0..19 {
        outcomes.push(team.outcome(&format!("Outcome {number}"), "NEUTRAL").await);
    }
    let ids: Vec<&str> = outcomes.iter().map(String::as_str).collect();
    succeeded(&save(team.admin(), json!({ "assignments": [list(&call, &ids)] })).await);
    let offer = |number| {
        let (client, call) = (team.admin().clone(), call.clone());
        async move {
            create_outcome(
                &client,
                json!({ "label": format!("Late {number}"), "taskTypeIds": [call] }),
            )
            .await
        }
    };
    let made = join_all((0..64).map(offer)).await;
    let won = made.iter().filter(|payload| codes(payload).is_empty()).count();
    let full = made
        .iter()
        .filter(|payload| codes(payload) == ["TOO_MANY"])
        .count();
    assert_eq!((won, full), (1, 63));
    let query = "query Q($id: ID!) { node(id: $id) { ... on TaskType { outcomes { label } } } taskOutcomes { totalCount } }";
    let data = team.admin().query(query, json!({ "id": call })).await;
    assert_eq!(data["node"]["outcomes"].as_array().unwrap().len(), 20);
    assert_eq!(
        data["taskOutcomes"]["totalCount"],
        2 + 20,
        "those refused left no outcome behind"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_24_a_save_without_version_keeps_types_not_named_and_one_with_an_old_version_is_stale() {
    let team = Team::in_force().await;
    let (meeting, call) = (
        team.outcome_id("Meeting scheduled").await,
        team.type_id("Call").await,
    );
    let version = team.settings().await["version"].clone();
    succeeded(&create_type(team.admin(), json!({ "name": "Visit", "outcomeIds": [meeting] })).await);
    let input = json!({ "assignments": [list(&call, &[&meeting])], "expectedVersion": version });
    let stale = save(team.admin(), input).await;
    assert_eq!(codes(&stale), ["STALE"]);
    let current = team.settings().await["version"].clone();
    assert_eq!(stale["userErrors"][0]["currentVersion"], current);
    succeeded(&save(team.admin(), json!({ "assignments": [list(&call, &[&meeting])] })).await);
    let data = team
        .admin()
        .query("{ taskTypes { nodes { name outcomes { label } } } }", json!({}))
        .await;
    let visit = data["taskTypes"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|node| node["name"] == "Visit");
    assert_eq!(all(&visit.unwrap()["outcomes"], "label"), ["Meeting scheduled"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_25_reordering_is_a_change_and_saving_the_same_is_none() {
    let team = Team::in_force().await;
    let (meeting, nothing) = (
        team.outcome_id("Meeting scheduled").await,
        team.outcome_id("No answer").await,
    );
    let call = team.type_id("Call").await;
    let version = team.settings().await["version"].as_i64().unwrap();
    let same = save(
        team.admin(),
        json!({ "assignments": [list(&call, &[&meeting, &nothing])] }),
    )
    .await;
    assert_eq!(succeeded(&same)["settings"]["version"], version);
    let reordered = save(
        team.admin(),
        json!({ "assignments": [list(&call, &[&nothing, &meeting])] }),
    )
    .await;
    assert_eq!(succeeded(&reordered)["settings"]["version"], version + 1);
    assert_eq!(
        all(&reordered["taskTypes"][0]["outcomes"], "label"),
        ["No answer", "Meeting scheduled"]
    );
    assert_eq!(team.entries("TASK_OUTCOME_SETTINGS_CHANGED").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_26_of_two_admins_with_one_version_the_second_is_stale_and_nothing_is_lost() {
    let team = Team::in_force().await;
    let (meeting, nothing) = (
        team.outcome_id("Meeting scheduled").await,
        team.outcome_id("No answer").await,
    );
    let (call, lunch) = (team.type_id("Call").await, team.type_id("Lunch").await);
    let version = team.settings().await["version"].clone();
    let first = json!({ "assignments": [list(&call, &[&meeting])], "expectedVersion": version });
    let second = json!({ "assignments": [list(&lunch, &[&nothing])], "expectedVersion": version });
    let (first, second) = tokio::join!(
        save(team.admin(), first),
        save(&team.account.second_admin, second)
    );
    let (winner, loser) = if codes(&first).is_empty() {
        (&first, &second)
    } else {
        (&second, &first)
    };
    assert_eq!((codes(winner), codes(loser)), (vec![], vec!["STALE"]));
    let saved = &winner["taskTypes"][0];
    let data = team
        .admin()
        .query(
            "{ taskTypes { nodes { id name outcomes { id label } } } }",
            json!({}),
        )
        .await;
    let nodes = data["taskTypes"]["nodes"].as_array().unwrap();
    assert!(nodes.contains(saved), "the winner's list is there");
    let untouched = nodes.iter().filter(|node| node["id"] != saved["id"]);
    for node in untouched {
        assert_eq!(
            all(&node["outcomes"], "label"),
            ["Meeting scheduled", "No answer"],
            "the loser left no trace"
        );
    }
}
