//! More of the report: another zone, the time before, rows within rows, and tasks by where their due time stands.

use std::sync::Arc;

use acceptance::{Team, TestServer, Value, all, json, steps::*, text};
use testkit::FixedClock;

async fn report(team: &Team, filter: Value, selection: &str) -> Value {
    let query = format!(
        "query R($filter: TaskOverviewReportFilterInput) {{ taskOverviewReport(filter: $filter) {{ {selection} }} }}"
    );
    team.admin().query(&query, json!({ "filter": filter })).await["taskOverviewReport"].take()
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_50_seen_from_los_angeles_it_is_another_day() {
    let clock = Arc::new(FixedClock::at("2026-01-01T22:30:00Z")); // 23:30 in Berlin
    let team = Team::on(TestServer::start_at(clock).await).await;
    let task = team.task("Call", "Ring").await;
    succeeded(&complete(team.member(), json!({ "id": task })).await);
    let days = json!({ "from": "2025-12-31", "to": "2026-01-02" });
    let selection =
        "timeZone groups(by: DAY) { nodes { key { date } totals { completedCount } tasks { totalCount } } }";
    for (zone, day) in [
        ("Europe/Berlin", 1),
        ("america/los_angeles", 1),
        ("Asia/Tokyo", 2),
    ] {
        let seen = report(&team, json!({ "timeZone": zone, "completedOn": days }), selection).await;
        let rows = seen["groups"]["nodes"].as_array().unwrap();
        let counted: Vec<i64> = rows
            .iter()
            .map(|row| row["totals"]["completedCount"].as_i64().unwrap())
            .collect();
        let drilled: Vec<i64> = rows
            .iter()
            .map(|row| row["tasks"]["totalCount"].as_i64().unwrap())
            .collect();
        let mut expected = [0; 3];
        expected[day] = 1;
        assert_eq!(
            (&counted[..], &drilled[..]),
            (&expected[..], &expected[..]),
            "{zone}"
        );
        assert_eq!(text(&seen["timeZone"]).to_lowercase(), zone.to_lowercase());
    }
    let answer = team
        .admin()
        .send(
            "{ taskOverviewReport(filter: { timeZone: \"Berlin\" }) { generatedAt } }",
            json!({}),
        )
        .await;
    assert_eq!(answer.body["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_totals_before_are_those_of_as_many_days_or_of_the_month_before() {
    let clock = Arc::new(FixedClock::at("2026-02-10T12:00:00Z"));
    let team = Team::on(TestServer::start_at(clock.clone()).await).await;
    for (moment, count) in [
        ("2026-02-10T12:00:00Z", 2),
        ("2026-03-02T12:00:00Z", 1),
        ("2026-03-03T12:00:00Z", 3),
    ] {
        clock.set(moment);
        for _ in 0..count {
            let task = team.task("Call", "Ring").await;
            succeeded(&complete(team.member(), json!({ "id": task })).await);
        }
    }
    let selection = "totals { completedCount } previousTotals { completedCount }";
    let cases = [
        (
            json!({ "completedOn": { "from": "2026-03-03", "to": "2026-03-03" } }),
            3,
            json!({ "completedCount": 1 }),
        ),
        (
            json!({ "completedOn": { "from": "2026-03-01", "to": "2026-03-31" } }),
            4,
            json!({ "completedCount": 2 }),
        ),
        (json!({ "completedOn": { "to": "2026-03-31" } }), 6, json!(null)),
    ];
    for (filter, now, before) in cases {
        let seen = report(&team, filter.clone(), selection).await;
        assert_eq!(seen["totals"]["completedCount"], now, "{filter}");
        assert_eq!(seen["previousTotals"], before, "{filter}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_55_pages_of_rows_within_rows_and_their_remainder_add_up_to_the_row() {
    let team = Team::in_force().await;
    for (task_type, outcome) in [
        ("Call", "No answer"),
        ("Call", "No answer"),
        ("Call", "Meeting scheduled"),
        ("Lunch", "No answer"),
    ] {
        let task = team.task(task_type, "Talk").await;
        team.done(&task, outcome).await;
    }
    let selection = "groups(by: TASK_TYPE) { nodes { label totals { completedCount }
        breakdown(by: OUTCOME, first: 1) { totalCount remainder { completedCount }
            nodes { label totals { completedCount } tasks { totalCount } } }
        days: breakdown(by: DAY) { nodes { totals { completedCount } } } } }";
    let last_week = json!({ "completedWithin": "LAST_7_DAYS" });
    let seen = report(&team, last_week, selection).await;
    let rows = seen["groups"]["nodes"].as_array().unwrap();
    assert_eq!(all(&seen["groups"]["nodes"], "label"), ["Call", "Lunch"]);
    let calls = &rows[0]["breakdown"];
    assert_eq!(
        (&calls["totalCount"], &calls["remainder"]["completedCount"]),
        (&json!(2), &json!(1))
    );
    let most = &calls["nodes"][0];
    assert_eq!(
        (
            &most["label"],
            &most["totals"]["completedCount"],
            &most["tasks"]["totalCount"]
        ),
        (&json!("No answer"), &json!(2), &json!(2))
    );
    assert_eq!(rows[1]["breakdown"]["totalCount"], 1);
    let days = rows[0]["days"]["nodes"].as_array().unwrap();
    assert_eq!(
        (days.len(), &days[6]["totals"]["completedCount"]),
        (7, &json!(3)),
        "without gaps"
    );
    let within_days =
        "groups(by: DAY, last: 1) { nodes { breakdown(by: WEEK) { nodes { totals { completedCount } } } } }";
    let seen = report(&team, json!({ "completedWithin": "LAST_7_DAYS" }), within_days).await;
    let weeks = &seen["groups"]["nodes"][0]["breakdown"]["nodes"];
    assert_eq!(weeks.as_array().unwrap().len(), 1, "a day lies in one week");
    assert_eq!(weeks[0]["totals"]["completedCount"], 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_are_listed_by_where_their_due_time_stands() {
    let clock = Arc::new(FixedClock::at("2026-02-02T12:00:00Z"));
    let team = Team::on(TestServer::start_at(clock).await).await;
    let call = team.type_id("Call").await;
    let dues = [
        ("none", json!({})),
        ("overdue", json!({ "dueOn": "2026-02-01" })),
        ("today", json!({ "dueOn": "2026-02-02" })),
        ("upcoming", json!({ "dueAt": "2026-02-02T23:00:00Z" })),
    ];
    for (title, due) in dues {
        let mut input =
            json!({ "title": title, "taskTypeId": call, "subject": { "contactId": team.contact } });
        input
            .as_object_mut()
            .unwrap()
            .extend(due.as_object().unwrap().clone());
        succeeded(&create_task(team.member(), input).await);
    }
    for (due, title) in [
        ("NONE", "none"),
        ("OVERDUE", "overdue"),
        ("TODAY", "today"),
        ("UPCOMING", "upcoming"),
    ] {
        let query = "query Q($due: TaskDue) { tasks(filter: { due: $due }) { totalCount nodes { title } } }";
        let data = team.member().query(query, json!({ "due": due })).await;
        assert_eq!(all(&data["tasks"]["nodes"], "title"), [title]);
        assert_eq!(data["tasks"]["totalCount"], 1);
    }
}
