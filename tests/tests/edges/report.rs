//! The report: edges 50 to 58.

use std::sync::Arc;

use acceptance::{Team, TestServer, all, json, steps::*};
use futures_util::future::join_all;
use testkit::FixedClock;

const TOTALS: &str = "totals { completedCount completedInTimeCount positiveCount neutralCount negativeCount withoutOutcomeCount positiveRate }";

#[tokio::test(flavor = "multi_thread")]
async fn edge_50_days_and_weeks_are_those_of_the_account() {
    let clock = Arc::new(FixedClock::at("2025-12-31T22:30:00Z")); // 23:30 in Berlin
    let team = Team::on(TestServer::start_at(clock.clone()).await).await;
    for moment in [
        "2025-12-31T22:30:00Z",
        "2025-12-31T23:30:00Z",
        "2026-01-02T10:00:00Z",
    ] {
        clock.set(moment);
        let task = team.task("Call", "Ring").await;
        succeeded(&complete(team.member(), json!({ "id": task })).await);
    }
    let query = "query Q($f: TaskOverviewReportFilterInput) { taskOverviewReport(filter: $f) { timeZone
        completedOn { firstDate lastDate }
        day: groups(by: DAY) { ...G } week: groups(by: WEEK) { ...G } month: groups(by: MONTH) { ...G }
        quarter: groups(by: QUARTER) { ...G } year: groups(by: YEAR) { ...G } } }
        fragment G on TaskOverviewGroupConnection { nodes { key { date } totals { completedCount } tasks { totalCount } } }";
    let filter = json!({ "f": { "completedOn": { "from": "2025-12-31", "to": "2026-01-02" } } });
    let report = team.admin().query(query, filter).await["taskOverviewReport"].take();
    assert_eq!(report["timeZone"], "Europe/Berlin");
    let rows = |dimension: &str| -> Vec<(String, i64)> {
        let nodes = report[dimension]["nodes"].as_array().unwrap().iter();
        nodes
            .map(|node| {
                assert_eq!(
                    node["totals"]["completedCount"], node["tasks"]["totalCount"],
                    "{dimension}"
                );
                (
                    node["key"]["date"].as_str().unwrap().to_owned(),
                    node["totals"]["completedCount"].as_i64().unwrap(),
                )
            })
            .collect()
    };
    let named = |rows: &[(&str, i64)]| {
        rows.iter()
            .map(|(day, count)| ((*day).to_owned(), *count))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        rows("day"),
        named(&[("2025-12-31", 1), ("2026-01-01", 1), ("2026-01-02", 1)])
    );
    assert_eq!(
        rows("week"),
        named(&[("2025-12-29", 3)]),
        "1 January 2026 is in the week of 29 December"
    );
    assert_eq!(rows("month"), named(&[("2025-12-01", 1), ("2026-01-01", 2)]));
    assert_eq!(rows("quarter"), named(&[("2025-10-01", 1), ("2026-01-01", 2)]));
    assert_eq!(rows("year"), named(&[("2025-01-01", 1), ("2026-01-01", 2)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_51_a_span_that_ends_before_it_starts_is_bad_input_and_open_ends_work() {
    let team = Team::new().await;
    let query = "query Q($f: TaskOverviewReportFilterInput) { taskOverviewReport(filter: $f) { totals { completedCount } } }";
    let reversed = json!({ "f": { "completedOn": { "from": "2026-02-01", "to": "2026-01-01" } } });
    let answer = team.admin().send(query, reversed).await;
    assert_eq!(answer.code(), "BAD_USER_INPUT");
    assert_eq!(answer.body["data"]["taskOverviewReport"], json!(null));
    for open in [
        json!({}),
        json!({ "from": "2026-01-01" }),
        json!({ "to": "2026-01-01" }),
    ] {
        let data = team
            .admin()
            .query(query, json!({ "f": { "completedOn": open } }))
            .await;
        assert_eq!(data["taskOverviewReport"]["totals"]["completedCount"], 0);
    }
    let both = json!({ "f": { "completedOn": {}, "completedWithin": "TODAY" } });
    assert_eq!(team.admin().send(query, both).await.code(), "BAD_USER_INPUT");
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_52_no_tasks_are_zeros_and_no_rate() {
    let team = Team::new().await;
    let data = team.admin().query(&format!("{{ taskOverviewReport {{ {TOTALS} groups(by: OUTCOME) {{ totalCount nodes {{ label }} remainder {{ completedCount }} }} }} }}"), json!({})).await;
    let report = &data["taskOverviewReport"];
    let zeros = json!({ "completedCount": 0, "completedInTimeCount": 0, "positiveCount": 0, "neutralCount": 0,
        "negativeCount": 0, "withoutOutcomeCount": 0, "positiveRate": null });
    assert_eq!(report["totals"], zeros);
    assert_eq!(
        report["groups"],
        json!({ "totalCount": 0, "nodes": [], "remainder": { "completedCount": 0 } })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_53_a_filter_never_drops_silently() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    let query = "query Q($f: TaskOverviewReportFilterInput) { taskOverviewReport(filter: $f) { totals { completedCount } tasks { totalCount } } }";
    for field in [
        "outcomeIds",
        "ownerIds",
        "completedByIds",
        "taskTypeIds",
        "subjectIds",
    ] {
        for ids in [
            json!(["unknown"]),
            json!([team.settings().await["id"]]),
            json!([]),
        ] {
            let data = team.admin().query(query, json!({ "f": { field: ids } })).await;
            let nothing = json!({ "totals": { "completedCount": 0 }, "tasks": { "totalCount": 0 } });
            assert_eq!(data["taskOverviewReport"], nothing, "{field} {ids}");
        }
    }
    let too_many: Vec<&str> = std::iter::repeat_n("x", 101).collect();
    let answer = team
        .admin()
        .send(query, json!({ "f": { "outcomeIds": too_many } }))
        .await;
    assert_eq!(answer.code(), "BAD_USER_INPUT");
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_54_without_outcome_is_a_group_and_a_filter() {
    let team = Team::new().await;
    let before = team.task("Call", "Before the feature").await;
    succeeded(&complete(team.member(), json!({ "id": before })).await);
    team.put_in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "Meeting scheduled").await;
    let query = "query Q($f: TaskOverviewReportFilterInput) { taskOverviewReport(filter: $f) { totals { completedCount withoutOutcomeCount }
        outcome: groups(by: OUTCOME) { nodes { label key { outcome { label } } totals { completedCount } tasks { nodes { title } } } }
        sentiment: groups(by: SENTIMENT) { nodes { label key { sentiment } tasks { totalCount } } } } }";
    let report = team.admin().query(query, json!({})).await["taskOverviewReport"].take();
    assert_eq!(
        report["totals"],
        json!({ "completedCount": 2, "withoutOutcomeCount": 1 })
    );
    let none = report["outcome"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|node| node["key"]["outcome"].is_null())
        .unwrap();
    assert_eq!(none["label"], "No outcome");
    assert_eq!(all(&none["tasks"]["nodes"], "title"), ["Before the feature"]);
    assert_eq!(report["sentiment"]["nodes"].as_array().unwrap().len(), 2);
    for (without, expected) in [(true, "Before the feature"), (false, "Ring Clara")] {
        let report = team
            .admin()
            .query(query, json!({ "f": { "withoutOutcome": without } }))
            .await["taskOverviewReport"]
            .take();
        assert_eq!(
            all(&report["outcome"]["nodes"][0]["tasks"]["nodes"], "title"),
            [expected]
        );
        assert_eq!(report["totals"]["completedCount"], 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_56_all_numbers_of_one_answer_are_of_one_moment_while_others_write() {
    let team = Team::in_force().await;
    let outcomes = [
        team.outcome_id("Meeting scheduled").await,
        team.outcome_id("No answer").await,
    ];
    let writing = join_all((0..4).map(|writer| {
        let (team, outcomes) = (&team, &outcomes);
        async move {
            for number in 0..15 {
                let task = team
                    .task(["Call", "Lunch"][number % 2], &format!("Task {writer}.{number}"))
                    .await;
                let input = json!({ "id": task, "outcomeId": outcomes[(writer + number) % 2] });
                succeeded(&complete(team.member(), input).await);
                if number % 3 == 0 {
                    succeeded(&reopen(team.member(), json!({ "id": task })).await);
                }
            }
        }
    }));
    let query = "{ taskOverviewReport { totals { completedCount } tasks { totalCount }
        outcome: groups(by: OUTCOME) { ...G } type: groups(by: TASK_TYPE) { ...G } day: groups(by: DAY, last: 2) { ...G } } }
        fragment G on TaskOverviewGroupConnection { nodes { totals { completedCount } tasks { totalCount } } remainder { completedCount } }";
    let reading = async {
        for _ in 0..25 {
            let report = team.admin().query(query, json!({})).await["taskOverviewReport"].take();
            let total = report["totals"]["completedCount"].as_i64().unwrap();
            assert_eq!(report["tasks"]["totalCount"], total);
            for dimension in ["outcome", "type", "day"] {
                let mut sum = report[dimension]["remainder"]["completedCount"].as_i64().unwrap();
                for node in report[dimension]["nodes"].as_array().unwrap() {
                    assert_eq!(node["totals"]["completedCount"], node["tasks"]["totalCount"]);
                    sum += node["totals"]["completedCount"].as_i64().unwrap();
                }
                assert_eq!(sum, total, "{dimension}");
            }
        }
    };
    tokio::join!(writing, reading);
    let last = team.admin().query(query, json!({})).await;
    assert_eq!(last["taskOverviewReport"]["totals"]["completedCount"], 4 * 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_57_spans_of_time_without_tasks_appear_with_zeros_and_page_alike() {
    let clock = Arc::new(FixedClock::at("2026-11-23T09:00:00Z"));
    let team = Team::on(TestServer::start_at(clock).await).await;
    let task = team.task("Call", "Ring").await;
    succeeded(&complete(team.member(), json!({ "id": task })).await);
    let query = "query Q($first: Int, $after: String) { taskOverviewReport(filter: { completedWithin: LAST_7_DAYS }) {
        groups(by: DAY, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
            nodes { key { date } totals { completedCount } } remainder { completedCount } } } }";
    let mut days = Vec::new();
    let mut after = json!(null);
    loop {
        let data = team
            .admin()
            .query(query, json!({ "first": 3, "after": after }))
            .await;
        let groups = &data["taskOverviewReport"]["groups"];
        assert_eq!(groups["totalCount"], 7);
        let mut counted = groups["remainder"]["completedCount"].as_i64().unwrap();
        for node in groups["nodes"].as_array().unwrap() {
            days.push(node["key"]["date"].as_str().unwrap().to_owned());
            counted += node["totals"]["completedCount"].as_i64().unwrap();
        }
        assert_eq!(counted, 1);
        if groups["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
        after = groups["pageInfo"]["endCursor"].clone();
    }
    let expected: Vec<String> = (17..=23).map(|day| format!("2026-11-{day}")).collect();
    assert_eq!(days, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_58_options_follow_the_other_conditions_with_counts_and_mark_what_is_archived() {
    let team = Team::in_force().await;
    let calls = team.task("Call", "Ring Clara").await;
    team.done(&calls, "Meeting scheduled").await;
    let lunch = team.task_of("Lunch", "Eat", json!({ "dealId": team.deal })).await;
    team.done(&lunch, "No answer").await;
    let nothing = team.outcome_id("No answer").await;
    succeeded(&archive_outcome(team.admin(), json!({ "id": nothing })).await);
    let query = "query Q($f: TaskOverviewReportFilterInput) { taskOverviewReport(filter: $f) { filterOptions {
        outcomes { label completedCount isInactive } taskTypes { label completedCount } sentiments { label completedCount }
        owners { label completedCount } completedBy { label completedCount } } } }";
    let options = async |filter| {
        team.admin().query(query, json!({ "f": filter })).await["taskOverviewReport"]["filterOptions"].take()
    };
    let all_options = options(json!({})).await;
    let archived = json!({ "label": "No answer", "completedCount": 1, "isInactive": true });
    assert!(all_options["outcomes"].as_array().unwrap().contains(&archived));
    assert_eq!(
        all_options["taskTypes"].as_array().unwrap().len(),
        4,
        "all active types are offered"
    );
    let deals = options(json!({ "relatesTo": "DEAL", "taskTypeIds": [team.type_id("Lunch").await] })).await;
    assert_eq!(
        deals["sentiments"],
        json!([{ "label": "Neutral", "completedCount": 1 }])
    );
    assert_eq!(
        deals["taskTypes"][0],
        json!({ "label": "Lunch", "completedCount": 1 })
    );
    let outcomes = deals["outcomes"].as_array().unwrap();
    assert_eq!(outcomes[0], archived, "most frequent first");
    assert_eq!(
        outcomes[1],
        json!({ "label": "Meeting scheduled", "completedCount": 0, "isInactive": false })
    );
    assert_eq!(
        deals["owners"],
        json!([{ "label": "Malik Moser", "completedCount": 1 }])
    );
}
