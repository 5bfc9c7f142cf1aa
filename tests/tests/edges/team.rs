//! The team, its account and its keys: edges 46 to 48 and 50.

use std::sync::Arc;

use acceptance::{Client, Team, TestServer, Value, all, codes, json, steps::*, text};
use testkit::FixedClock;

async fn id_of(team: &Team, name: &str) -> String {
    let query = "query Q($name: String!) { users(search: $name) { nodes { id } } }";
    let data = team.admin().query(query, json!({ "name": name })).await;
    text(&data["users"]["nodes"][0]["id"]).to_owned()
}

async fn tokens(client: &Client) -> Value {
    let query =
        "{ viewer { apiTokens { totalCount nodes { id name lastUsedAt revokedAt user { name } } } } }";
    client.query(query, json!({})).await["viewer"]["apiTokens"].take()
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_46_the_last_active_admin_is_neither_deactivated_nor_demoted() {
    let team = Team::new().await;
    let [anna, berta] = [id_of(&team, "Anna").await, id_of(&team, "Berta").await];
    let off = update_user(team.admin(), json!({ "id": berta, "isActive": false })).await;
    assert_eq!(succeeded(&off)["user"]["isActive"], false);
    for input in [
        json!({ "id": anna, "isActive": false }),
        json!({ "id": anna, "role": "MEMBER" }),
    ] {
        let refused = update_user(team.admin(), input).await;
        assert_eq!(codes(&refused), ["LAST_ADMIN"]);
        assert_eq!(refused["userErrors"][0]["path"], json!(["input", "id"]));
    }
    succeeded(&update_user(team.admin(), json!({ "id": anna, "name": "Anna Arndt" })).await);
    succeeded(&update_user(team.admin(), json!({ "id": berta, "isActive": true })).await);
    let demoted = update_user(team.admin(), json!({ "id": anna, "role": "MEMBER" })).await;
    assert_eq!(succeeded(&demoted)["user"]["role"], "MEMBER");
    let refused = update_user(team.admin(), json!({ "id": berta, "name": "B" })).await;
    assert_eq!(codes(&refused), ["FORBIDDEN"], "at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_46_of_two_admins_who_demote_each_other_one_stays() {
    let team = Team::new().await;
    let [anna, berta] = [id_of(&team, "Anna").await, id_of(&team, "Berta").await];
    for _ in 0..8 {
        let one = update_user(team.admin(), json!({ "id": berta, "role": "MEMBER" }));
        let two = update_user(
            &team.account.second_admin,
            json!({ "id": anna, "role": "MEMBER" }),
        );
        let (one, two) = tokio::join!(one, two);
        let (back, id) = match (codes(&one).as_slice(), codes(&two).as_slice()) {
            ([], ["LAST_ADMIN" | "FORBIDDEN"]) => (team.admin(), &berta),
            (["LAST_ADMIN" | "FORBIDDEN"], []) => (&team.account.second_admin, &anna),
            others => panic!("{others:?}"),
        };
        succeeded(&update_user(back, json!({ "id": id, "role": "ADMIN" })).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_47_who_is_deactivated_is_signed_out_at_once() {
    let team = Team::new().await;
    let malik = id_of(&team, "Malik").await;
    let stale = json!({ "id": malik, "isActive": false, "expectedVersion": 9 });
    assert_eq!(codes(&update_user(team.admin(), stale).await), ["STALE"]);
    succeeded(&update_user(team.admin(), json!({ "id": malik, "isActive": false })).await);
    let answer = team
        .member()
        .send("{ viewer { user { name } } }", json!({}))
        .await;
    assert_eq!(answer.status, 401);
    let made = create_token(team.admin(), json!({ "name": "CRM", "userId": malik })).await;
    assert_eq!(codes(&made), ["INVALID"]);
    assert_eq!(made["userErrors"][0]["path"], json!(["input", "userId"]));
    let entries = team.entries("USER_CHANGED").await;
    succeeded(&update_user(team.admin(), json!({ "id": malik, "isActive": false })).await);
    assert_eq!(
        team.entries("USER_CHANGED").await,
        entries,
        "no difference, no entry"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_48_users_are_added_and_changed_by_admins() {
    let team = Team::new().await;
    let input = json!({ "name": "Nora Nagel", "email": "nora@nord.example" });
    assert_eq!(
        codes(&create_user(team.member(), input.clone()).await),
        ["FORBIDDEN"]
    );
    let made = create_user(team.admin(), input).await;
    let user = &succeeded(&made)["user"];
    assert_eq!(
        (&user["role"], &user["isActive"]),
        (&json!("MEMBER"), &json!(true))
    );
    let taken = create_user(team.admin(), json!({ "name": "N", "email": "NORA@nord.example" })).await;
    assert_eq!(codes(&taken), ["TAKEN"]);
    assert_eq!(taken["userErrors"][0]["existing"]["id"], user["id"]);
    let faults = create_user(team.admin(), json!({ "name": " ", "email": "nora" })).await;
    assert_eq!(codes(&faults), ["BLANK", "INVALID"]);
    let nobody = update_user(team.admin(), json!({ "id": "nobody", "name": "N" })).await;
    assert_eq!(codes(&nobody), ["NOT_FOUND"]);
    let null = update_user(team.admin(), json!({ "id": user["id"], "role": null })).await;
    assert_eq!(codes(&null), ["INVALID"]);
    let changed = update_user(
        team.admin(),
        json!({ "id": user["id"], "role": "ADMIN", "name": "Nora N." }),
    )
    .await;
    assert_eq!(succeeded(&changed)["user"]["version"], 2);
    let query =
        "{ activities(first: 1) { nodes { kind title changes { field before after } actor { name } } } }";
    let data = team.admin().in_language("de").query(query, json!({})).await;
    let entry = &data["activities"]["nodes"][0];
    assert_eq!(
        (&entry["kind"], &entry["actor"]["name"]),
        (&json!("USER_CHANGED"), &json!("Anna Ahlers"))
    );
    let expected = json!([{ "field": "name", "before": "Nora Nagel", "after": "Nora N." },
        { "field": "role", "before": "Mitglied", "after": "Administrator" }]);
    assert_eq!(entry["changes"], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_48_a_token_signs_in_whom_it_was_made_for_until_it_is_revoked() {
    let team = Team::new().await;
    let [anna, malik] = [id_of(&team, "Anna").await, id_of(&team, "Malik").await];
    let refused = create_token(team.member(), json!({ "name": "CRM", "userId": anna })).await;
    assert_eq!(codes(&refused), ["FORBIDDEN"]);
    let past = create_token(
        team.member(),
        json!({ "name": " ", "expiresAt": "2020-01-01T00:00:00Z" }),
    )
    .await;
    assert_eq!(codes(&past), ["BLANK", "INVALID"]);
    let own = create_token(team.member(), json!({ "name": "Mine" })).await;
    assert_eq!(succeeded(&own)["apiToken"]["user"]["name"], "Malik Moser");
    let made = create_token(team.admin(), json!({ "name": "His", "userId": malik })).await;
    let program = team.server.client(text(&succeeded(&made)["secret"]));
    let data = program.query("{ viewer { user { name } } }", json!({})).await;
    assert_eq!(data["viewer"]["user"]["name"], "Malik Moser");
    let listed = tokens(team.member()).await;
    assert_eq!(
        all(&listed["nodes"], "name"),
        ["His", "Mine", "Test"],
        "newest first"
    );
    assert_eq!(
        tokens(team.admin()).await["totalCount"],
        5,
        "those of the whole account"
    );
    let theirs = &tokens(team.admin()).await["nodes"];
    let annas = theirs
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["user"]["name"] == "Anna Ahlers")
        .unwrap();
    let node = "query Q($id: ID!) { node(id: $id) { id } }";
    assert_eq!(
        team.member().query(node, json!({ "id": annas["id"] })).await["node"],
        json!(null)
    );
    assert_eq!(
        team.admin().query(node, json!({ "id": annas["id"] })).await["node"]["id"],
        annas["id"]
    );
    let foreign = revoke_token(team.member(), json!({ "id": annas["id"] })).await;
    assert_eq!(codes(&foreign), ["NOT_FOUND"], "as if there were none");
    let revoked = revoke_token(team.member(), json!({ "id": made["apiToken"]["id"] })).await;
    assert!(succeeded(&revoked)["apiToken"]["revokedAt"].is_string());
    assert_eq!(
        program
            .send("{ viewer { user { name } } }", json!({}))
            .await
            .status,
        401,
        "at once"
    );
    let entries = team.entries("API_TOKEN_CHANGED").await;
    succeeded(&revoke_token(team.admin(), json!({ "id": made["apiToken"]["id"] })).await);
    assert_eq!(team.entries("API_TOKEN_CHANGED").await, entries);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_expires_and_tells_when_it_was_last_used() {
    let clock = Arc::new(FixedClock::at("2026-11-23T09:30:00Z"));
    let team = Team::on(TestServer::start_at(clock.clone()).await).await;
    let made = create_token(
        team.member(),
        json!({ "name": "CRM", "expiresAt": "2026-11-24T09:30:00Z" }),
    )
    .await;
    let program = team.server.client(text(&succeeded(&made)["secret"]));
    assert_eq!(made["apiToken"]["lastUsedAt"], json!(null));
    let mut noted = json!(null);
    for _ in 0..100 {
        noted = tokens(&program).await["nodes"][0]["lastUsedAt"].clone();
        if noted.is_string() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(noted, "2026-11-23T09:00:00Z", "to the hour, beside the request");
    clock.set("2026-11-24T09:29:59Z");
    assert_eq!(
        program
            .send("{ viewer { user { name } } }", json!({}))
            .await
            .status,
        200
    );
    clock.set("2026-11-24T09:30:00Z");
    assert_eq!(
        program
            .send("{ viewer { user { name } } }", json!({}))
            .await
            .status,
        401
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_50_in_another_time_zone_days_end_at_another_moment() {
    let clock = Arc::new(FixedClock::at("2026-11-23T20:00:00Z"));
    let team = Team::on(TestServer::start_at(clock.clone()).await).await;
    let call = team.type_id("Call").await;
    let input = json!({ "title": "Ring", "taskTypeId": call, "subject": { "contactId": team.contact }, "dueOn": "2026-11-23" });
    let task = succeeded(&create_task(team.member(), input.clone()).await)["task"]["id"].clone();
    let done = succeeded(&create_task(team.member(), input).await)["task"]["id"].clone();
    succeeded(&complete(team.member(), json!({ "id": done })).await);
    let overdue = async |id: &Value| {
        let query = "query Q($id: ID!) { node(id: $id) { ... on Task { isOverdue version } } }";
        team.member().query(query, json!({ "id": id })).await["node"].take()
    };
    assert_eq!(overdue(&task).await, json!({ "isOverdue": false, "version": 1 }));
    let member = update_account(team.member(), json!({ "timeZone": "Asia/Kolkata" })).await;
    assert_eq!(codes(&member), ["FORBIDDEN"]);
    let faults = update_account(team.admin(), json!({ "name": " ", "timeZone": "Kolkata" })).await;
    assert_eq!(codes(&faults), ["BLANK", "INVALID"]);
    let moved = update_account(team.admin(), json!({ "timeZone": "asia/kolkata" })).await;
    assert_eq!(succeeded(&moved)["account"]["timeZone"], "Asia/Kolkata");
    assert_eq!(
        overdue(&task).await,
        json!({ "isOverdue": true, "version": 1 }),
        "it is tomorrow there"
    );
    succeeded(&reopen(team.member(), json!({ "id": done })).await);
    assert_eq!(
        overdue(&done).await["isOverdue"],
        true,
        "also what was completed meanwhile"
    );
    let query = "{ activities(first: 1, filter: { kinds: [ACCOUNT_CHANGED] }) { nodes { changes { field before after } } } }";
    let data = team.admin().query(query, json!({})).await;
    let changes = json!([{ "field": "timeZone", "before": "Europe/Berlin", "after": "Asia/Kolkata" }]);
    assert_eq!(data["activities"]["nodes"][0]["changes"], changes);
    succeeded(&update_account(team.admin(), json!({ "timeZone": "Asia/Kolkata" })).await);
    assert_eq!(team.entries("ACCOUNT_CHANGED").await, 2, "created and moved");
}
