//! People: edges 47 and 48, and that accounts never see each other.

use acceptance::{Team, all, codes, json, steps::*};

#[tokio::test(flavor = "multi_thread")]
async fn edge_47_inactive_users_cannot_sign_in_get_no_work_and_stay_in_reports_marked() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    let users = team
        .admin()
        .query("{ users { nodes { id name isActive } } }", json!({}))
        .await;
    let malik = users["users"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|user| user["name"] == "Malik Moser");
    let malik = malik.unwrap()["id"].clone();
    team.server
        .set_active(team.account.id, team.account.member_user, false)
        .await;

    let answer = team
        .member()
        .send("{ viewer { user { name } } }", json!({}))
        .await;
    assert_eq!((answer.status, answer.code()), (401, "UNAUTHENTICATED"));
    let call = team.type_id("Call").await;
    let input = json!({ "title": "x", "taskTypeId": call, "subject": { "contactId": team.contact }, "ownerId": malik });
    assert_eq!(codes(&create_task(team.admin(), input).await), ["INVALID"]);
    let query = "{ taskOverviewReport { groups(by: OWNER) { nodes { label isInactive totals { completedCount } } } } }";
    let data = team.admin().query(query, json!({})).await;
    let row = json!({ "label": "Malik Moser", "isInactive": true, "totals": { "completedCount": 1 } });
    assert_eq!(data["taskOverviewReport"]["groups"]["nodes"], json!([row]));

    team.server
        .set_active(team.account.id, team.account.member_user, true)
        .await;
    assert_eq!(
        team.member()
            .query("{ viewer { user { name } } }", json!({}))
            .await["viewer"]["user"]["name"],
        "Malik Moser"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_48_members_work_and_read_and_admins_manage() {
    let team = Team::in_force().await;
    let (outcome, call) = (team.outcome_id("No answer").await, team.type_id("Call").await);
    let managing = [
        enable(team.member(), json!({})).await,
        disable(team.member(), json!({})).await,
        save(team.member(), json!({ "assignments": [] })).await,
        create_outcome(team.member(), json!({ "label": "x" })).await,
        update_outcome(team.member(), json!({ "id": outcome, "label": null })).await,
        archive_outcome(team.member(), json!({ "id": outcome })).await,
        unarchive_outcome(team.member(), json!({ "id": outcome })).await,
        create_type(team.member(), json!({ "name": "x" })).await,
        update_type(team.member(), json!({ "id": call, "name": "x" })).await,
        archive_type(team.member(), json!({ "id": "unknown" })).await,
    ];
    for payload in managing {
        assert_eq!(
            codes(&payload),
            ["FORBIDDEN"],
            "the role comes before everything else: {payload}"
        );
    }
    succeeded(&create_contact(team.member(), json!({ "name": "Nils" })).await);
    succeeded(&update_deal(team.member(), json!({ "id": team.deal, "status": "WON" })).await);
    let task = team.task("Call", "Ring Nils").await;
    team.done(&task, "No answer").await;
    succeeded(&reopen(team.member(), json!({ "id": task })).await);
    let query = "{ viewer { account { taskOutcomeSettings { viewerCanUpdate viewerCanManageOutcomes disableImpact { message } } } }
        activities { totalCount } taskOverviewReport { totals { completedCount } } }";
    let data = team.member().query(query, json!({})).await;
    let settings =
        json!({ "viewerCanUpdate": false, "viewerCanManageOutcomes": false, "disableImpact": null });
    assert_eq!(data["viewer"]["account"]["taskOutcomeSettings"], settings);
    assert!(data["activities"]["totalCount"].as_i64().unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_never_see_each_other() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    let other = Team::on_same(&team).await;
    let query = "{ viewer { account { id } } contacts { nodes { id } } deals { nodes { id } } users { nodes { name } }
        taskOutcomes(filter: { includeArchived: true }) { totalCount } tasks(filter: { statuses: [OPEN, COMPLETED] }) { totalCount }
        activities(filter: { search: \"ring\" }) { totalCount } taskOverviewReport { totals { completedCount } } }";
    let data = other.admin().query(query, json!({})).await;
    assert_eq!(data["contacts"]["nodes"], json!([{ "id": other.contact }]));
    assert_eq!(data["deals"]["nodes"], json!([{ "id": other.deal }]));
    assert_eq!(
        all(&data["users"]["nodes"], "name"),
        ["Anna Ahlers", "Berta Brandt", "Malik Moser"]
    );
    for count in [
        &data["taskOutcomes"]["totalCount"],
        &data["tasks"]["totalCount"],
        &data["activities"]["totalCount"],
    ] {
        assert_eq!(*count, 0);
    }
    for token in ["", "to_nonsense", "Bearer"] {
        let answer = team
            .server
            .client(token)
            .send("{ viewer { user { name } } }", json!({}))
            .await;
        assert_eq!((answer.status, answer.code()), (401, "UNAUTHENTICATED"));
        assert_eq!(answer.body.get("data"), None);
    }
}
