//! Task types: edges 27 to 30, and the race that rule R1 is about.

use acceptance::{Team, codes, json, steps::*, text};
use futures_util::future::join_all;

#[tokio::test(flavor = "multi_thread")]
async fn edge_27_a_new_type_needs_its_outcomes_in_force_and_must_have_none_otherwise() {
    let team = Team::new().await;
    enable(team.admin(), json!({})).await;
    let outcome = team.outcome("No answer", "NEUTRAL").await;
    let early = create_type(team.admin(), json!({ "name": "Visit", "outcomeIds": [outcome] })).await;
    assert_eq!(codes(&early), ["FEATURE_DISABLED"]);
    succeeded(&create_type(team.admin(), json!({ "name": "Demo" })).await);
    let lists: Vec<_> = team
        .types()
        .await
        .iter()
        .map(|(id, _)| json!({ "taskTypeId": id, "outcomeIds": [outcome] }))
        .collect();
    succeeded(&save(team.admin(), json!({ "assignments": lists })).await);
    for outcomes in [json!(null), json!([])] {
        let refused = create_type(team.admin(), json!({ "name": "Visit", "outcomeIds": outcomes })).await;
        assert_eq!(codes(&refused), ["TOO_FEW"]);
    }
    let repeated = create_type(
        team.admin(),
        json!({ "name": "Visit", "outcomeIds": [outcome, outcome] }),
    )
    .await;
    assert_eq!(codes(&repeated), ["REPEATED"]);
    succeeded(&create_type(team.admin(), json!({ "name": "Visit", "outcomeIds": [outcome] })).await);
    assert_eq!(
        codes(&create_type(team.admin(), json!({ "name": "VISIT", "outcomeIds": [outcome] })).await),
        ["TAKEN"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_28_archiving_with_open_tasks_tells_how_many_or_moves_them() {
    let team = Team::in_force().await;
    let (call, lunch) = (team.type_id("Call").await, team.type_id("Lunch").await);
    for number in 0..3 {
        team.task("Call", &format!("Call {number}")).await;
    }
    let refused = archive_type(team.admin(), json!({ "id": call })).await;
    assert_eq!(codes(&refused), ["HAS_OPEN_TASKS"]);
    assert_eq!(refused["userErrors"][0]["taskCount"], 3);
    let to_itself = archive_type(team.admin(), json!({ "id": call, "moveOpenTasksToId": call })).await;
    assert_eq!(codes(&to_itself), ["INVALID"]);
    let moved = archive_type(team.admin(), json!({ "id": call, "moveOpenTasksToId": lunch })).await;
    assert_eq!(succeeded(&moved)["movedTaskCount"], 3);
    assert_eq!(moved["taskType"]["outcomes"], json!([]));
    assert_eq!(
        (
            team.entries("TASK_UPDATED").await,
            team.entries("TASK_TYPE_CHANGED").await
        ),
        (3, 5)
    );
    let data = team
        .member()
        .query("{ tasks { nodes { type { name } } } }", json!({}))
        .await;
    for node in data["tasks"]["nodes"].as_array().unwrap() {
        assert_eq!(node["type"]["name"], "Lunch");
    }
    let late = create_task(
        team.member(),
        json!({ "title": "Late", "taskTypeId": call, "subject": { "contactId": team.contact } }),
    )
    .await;
    assert_eq!(codes(&late), ["ARCHIVED"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_29_the_last_active_type_stays() {
    let team = Team::new().await;
    let types = team.types().await;
    for (id, _) in &types[1..] {
        succeeded(&archive_type(team.admin(), json!({ "id": id })).await);
    }
    assert_eq!(
        codes(&archive_type(team.admin(), json!({ "id": types[0].0 })).await),
        ["LAST_TASK_TYPE"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_30_a_new_account_has_call_email_lunch_and_meeting() {
    let team = Team::new().await;
    let names: Vec<String> = team.types().await.into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["Call", "E-mail", "Lunch", "Meeting"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn r1_no_task_is_open_in_an_archived_type_whoever_comes_first() {
    let team = Team::new().await;
    for round in 0..8 {
        let made = create_type(team.admin(), json!({ "name": format!("Round {round}") })).await;
        let id = text(&succeeded(&made)["taskType"]["id"]).to_owned();
        let other = team.task("Call", "To be retyped").await;
        let create = |number: u32| {
            let input = json!({ "title": format!("Task {number}"), "taskTypeId": id, "subject": { "contactId": team.contact } });
            create_task(team.member(), input)
        };
        let creating = join_all((0..6).map(create));
        let retyping = update_task(team.member(), json!({ "id": other, "taskTypeId": id }));
        let archiving = archive_type(team.admin(), json!({ "id": id }));
        let (created, retyped, archived) = tokio::join!(creating, retyping, archiving);
        for payload in created.iter().chain([&retyped]) {
            assert!(
                matches!(codes(payload).as_slice(), [] | ["ARCHIVED"]),
                "{payload}"
            );
        }
        let query = "query Q($id: ID!) { tasks(filter: { taskTypeIds: [$id] }) { totalCount } }";
        let open = team.admin().query(query, json!({ "id": id })).await["tasks"]["totalCount"]
            .as_i64()
            .unwrap();
        match codes(&archived).as_slice() {
            [] => assert_eq!(open, 0, "archived, so nothing is open in it"),
            ["HAS_OPEN_TASKS"] => {
                let opened = created
                    .iter()
                    .chain([&retyped])
                    .filter(|payload| codes(payload).is_empty())
                    .count();
                assert_eq!(usize::try_from(open).unwrap(), opened);
            }
            other => panic!("{other:?}"),
        }
    }
}
