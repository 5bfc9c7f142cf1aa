//! History and search: edges 59 to 61; and pages.

use acceptance::{Team, all, json, steps::*};

#[tokio::test(flavor = "multi_thread")]
async fn edge_59_all_words_anywhere_in_a_word_without_case_and_accents() {
    let team = Team::new().await;
    for title in [
        "Besprechungstermin über Angebot",
        "Hohe Straße besichtigen",
        "Vertragsbesprechung",
    ] {
        team.task("Call", title).await;
    }
    let query = "query Q($s: String) { activities(filter: { search: $s, kinds: [TASK_CREATED] }, orderBy: OLDEST_FIRST) { nodes { title } }
        tasks(filter: { search: $s }, orderBy: { field: CREATED_AT }) { nodes { title } } }";
    let cases: [(&str, &[&str]); 5] = [
        (
            "besprechung",
            &["Besprechungstermin über Angebot", "Vertragsbesprechung"],
        ),
        ("angebot UBER", &["Besprechungstermin über Angebot"]),
        ("strasse", &["Hohe Straße besichtigen"]),
        ("STRAẞE hohe", &["Hohe Straße besichtigen"]),
        ("besprechung strasse", &[]),
    ];
    for (search, titles) in cases {
        let data = team.admin().query(query, json!({ "s": search })).await;
        assert_eq!(all(&data["activities"]["nodes"], "title"), titles, "{search}");
        assert_eq!(all(&data["tasks"]["nodes"], "title"), titles, "{search}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_60_signs_are_letters_or_nothing_and_never_wildcards() {
    let team = Team::new().await;
    for title in ["E-Mail an anna@nord.example", "a_c 10.5 %", "abc"] {
        team.task("Call", title).await;
    }
    let query = "query Q($s: String) { tasks(filter: { search: $s }) { totalCount } activities(filter: { search: $s, kinds: [TASK_CREATED] }) { totalCount } }";
    for (search, count) in [
        ("e-mail", 1),
        ("anna@nord.example", 1),
        ("10.5", 1),
        ("a_c", 1),
        ("%", 3),
        ("_", 3),
        ("\\", 3),
        ("'\"", 3),
        ("   ", 3),
        ("10%5", 1),
        ("b", 1),
        ("zzz", 0),
    ] {
        let data = team.admin().query(query, json!({ "s": search })).await;
        assert_eq!(
            (&data["tasks"]["totalCount"], &data["activities"]["totalCount"]),
            (&json!(count), &json!(count)),
            "{search}"
        );
    }
    team.admin().query(query, json!({ "s": "x".repeat(200) })).await;
    assert_eq!(
        team.admin()
            .send(query, json!({ "s": "x".repeat(201) }))
            .await
            .code(),
        "BAD_USER_INPUT"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_61_an_entry_never_changes_and_shows_label_and_sentiment() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    let query = "{ activities(orderBy: OLDEST_FIRST, first: 100) { nodes { id kind title occurredAt recordedLabel recordedSentiment
        notes changes { field before after } } } }";
    let before = team.admin().query(query, json!({})).await;
    let outcome = team.outcome_id("No answer").await;
    succeeded(
        &update_outcome(
            team.admin(),
            json!({ "id": outcome, "label": "Nobody there", "sentiment": "NEGATIVE" }),
        )
        .await,
    );
    succeeded(
        &update_type(
            team.admin(),
            json!({ "id": team.type_id("Call").await, "name": "Phone" }),
        )
        .await,
    );
    succeeded(
        &update_contact(
            team.admin(),
            json!({ "id": team.contact, "name": "Clara Conrad-Celle" }),
        )
        .await,
    );
    let after = team.admin().query(query, json!({})).await;
    let (before, after) = (
        before["activities"]["nodes"].as_array().unwrap(),
        after["activities"]["nodes"].as_array().unwrap(),
    );
    assert_eq!(&after[..before.len()], before.as_slice());
    assert_eq!(after.len(), before.len() + 3);
    let completed = before
        .iter()
        .find(|entry| entry["kind"] == "TASK_COMPLETED")
        .unwrap();
    assert_eq!(
        (&completed["recordedLabel"], &completed["recordedSentiment"]),
        (&json!("No answer"), &json!("NEUTRAL"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_every_size_from_both_ends_give_one_sequence() {
    let team = Team::new().await;
    for number in 0..7 {
        team.task("Call", &format!("Task {number}")).await; // none is due: all tie but for the id
    }
    let query = "query Q($first: Int, $last: Int, $after: String, $before: String) {
        tasks(first: $first, last: $last, after: $after, before: $before) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
    let whole = team.admin().query(query, json!({ "first": 100 })).await;
    let whole: Vec<String> = all(&whole["tasks"]["nodes"], "id")
        .into_iter()
        .map(str::to_owned)
        .collect();
    for size in 1..=8 {
        for backwards in [false, true] {
            let (mut seen, mut cursor) = (Vec::new(), json!(null));
            loop {
                let page = if backwards {
                    json!({ "last": size, "before": cursor })
                } else {
                    json!({ "first": size, "after": cursor })
                };
                let data = team.admin().query(query, page).await;
                let ids: Vec<String> = all(&data["tasks"]["nodes"], "id")
                    .into_iter()
                    .map(str::to_owned)
                    .collect();
                let info = &data["tasks"]["pageInfo"];
                let more = if backwards {
                    seen.splice(0..0, ids);
                    cursor = info["startCursor"].clone();
                    info["hasPreviousPage"].as_bool().unwrap()
                } else {
                    seen.extend(ids);
                    cursor = info["endCursor"].clone();
                    info["hasNextPage"].as_bool().unwrap()
                };
                if !more {
                    break;
                }
            }
            assert_eq!(seen, whole, "size {size}, backwards {backwards}");
        }
    }
    let other_order =
        "query Q($after: String) { tasks(after: $after, orderBy: { field: CREATED_AT }) { nodes { id } } }";
    let cursor =
        team.admin().query(query, json!({ "first": 1 })).await["tasks"]["pageInfo"]["endCursor"].clone();
    assert_eq!(
        team.admin()
            .send(other_order, json!({ "after": cursor }))
            .await
            .code(),
        "BAD_USER_INPUT"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_of_settings_say_who_changed_what_from_what_to_what_in_both_languages() {
    let team = Team::in_force().await;
    let query =
        "{ activities(first: 1) { nodes { kind title actor { name } changes { field before after } } } }";
    let told = async |language| {
        let data = team
            .account
            .second_admin
            .in_language(language)
            .query(query, json!({}))
            .await;
        data["activities"]["nodes"][0].clone()
    };
    let entry = |kind: &str, title: &str, changes: acceptance::Value| json!({ "kind": kind, "title": title, "actor": { "name": "Anna Ahlers" }, "changes": changes });
    let outcome = team.outcome_id("No answer").await;
    let change = json!({ "id": outcome, "sentiment": "NEGATIVE" });
    succeeded(&update_outcome(team.admin(), change).await);
    for (language, title, after) in [
        ("en", "Outcome “No answer” changed", "negative"),
        ("de", "Aufgabenergebnis „No answer“ geändert", "negativ"),
    ] {
        let changes = json!([{ "field": "sentiment", "before": "neutral", "after": after }]);
        let expected = entry("TASK_OUTCOME_CHANGED", title, changes);
        assert_eq!(told(language).await, expected);
    }
    let call = team.type_id("Call").await;
    let less = json!({ "assignments": [{ "taskTypeId": call, "outcomeIds": [outcome] }] });
    succeeded(&save(team.admin(), less).await);
    let changes = json!([{ "field": "outcomes", "before": "Call: Meeting scheduled, No answer", "after": "Call: No answer" }]);
    for (language, title) in [
        ("en", "Task Outcomes: assignments saved"),
        ("de", "Aufgabenergebnisse: Zuordnungen gespeichert"),
    ] {
        let expected = entry("TASK_OUTCOME_SETTINGS_CHANGED", title, changes.clone());
        assert_eq!(told(language).await, expected);
    }
    let asked = disable(team.admin(), json!({})).await;
    let token = &asked["userErrors"][0]["impact"]["confirmationToken"];
    succeeded(&disable(team.admin(), json!({ "confirmationToken": token })).await);
    let changes = json!([{ "field": "assignmentCount", "before": "7", "after": "0" }]);
    for (language, title) in [
        ("en", "Task Outcomes: switched off"),
        ("de", "Aufgabenergebnisse: ausgeschaltet"),
    ] {
        let expected = entry("TASK_OUTCOME_SETTINGS_CHANGED", title, changes.clone());
        assert_eq!(told(language).await, expected);
    }
}
