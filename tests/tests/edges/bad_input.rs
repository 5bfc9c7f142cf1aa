//! Questions that are too large or make no sense: refused with a sentence, whatever they are asked of. The inputs are found
//! in the schema, so that a new one is tried as well.

use std::collections::BTreeMap;

use acceptance::{Answer, Team, Value, json, text};

/// The fields that take filters, by the name of the input, and what is asked of them.
const FILTERS: [(&str, &str); 4] = [
    (
        "ActivityFilterInput",
        "activities(filter: $filter) { totalCount }",
    ),
    ("TaskFilterInput", "tasks(filter: $filter) { totalCount }"),
    (
        "TaskOutcomeFilterInput",
        "taskOutcomes(filter: $filter) { totalCount }",
    ),
    (
        "TaskOverviewReportFilterInput",
        "taskOverviewReport(filter: $filter) { tasks { totalCount } }",
    ),
];

const TYPE: &str = "type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// The kind and the name of what a type is made of, and whether it is a list.
fn innermost(mut of: &Value) -> (bool, &str, &str) {
    let mut is_list = false;
    while !of["ofType"].is_null() {
        is_list |= of["kind"] == "LIST";
        of = &of["ofType"];
    }
    (is_list, text(&of["kind"]), text(&of["name"]))
}

/// The inputs of the schema by name, and the first value of each enumeration.
async fn schema(team: &Team) -> (BTreeMap<String, Value>, BTreeMap<String, String>) {
    let query = format!(
        "{{ __schema {{ types {{ name kind inputFields {{ name {TYPE} }} enumValues {{ name }} }} }} }}"
    );
    let data = team.admin().query(&query, json!({})).await;
    let (mut inputs, mut values) = (BTreeMap::new(), BTreeMap::new());
    for one in data["__schema"]["types"].as_array().unwrap() {
        let name = text(&one["name"]).to_owned();
        match text(&one["kind"]) {
            "INPUT_OBJECT" => drop(inputs.insert(name, one["inputFields"].clone())),
            "ENUM" => drop(values.insert(name, text(&one["enumValues"][0]["name"]).to_owned())),
            _ => (),
        }
    }
    (inputs, values)
}

async fn ask(team: &Team, input: &str, filter: Value) -> Answer {
    let (_, field) = FILTERS
        .iter()
        .find(|(name, _)| *name == input)
        .expect("a field that takes it");
    let query = format!("query Q($filter: {input}) {{ {field} }}");
    team.admin().send(&query, json!({ "filter": filter })).await
}

/// Refused with a sentence that names the argument.
fn assert_refused(answer: &Answer, argument: &str) {
    assert_eq!(answer.code(), "BAD_USER_INPUT", "{argument}: {}", answer.body);
    let told = text(&answer.body["errors"][0]["message"]);
    assert!(
        told.contains(&format!("`{argument}`")) && told.ends_with('.'),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_53_every_list_of_every_filter_holds_100_entries_and_not_101() {
    let team = Team::new().await;
    let (inputs, values) = schema(&team).await;
    let filters: Vec<&String> = inputs
        .keys()
        .filter(|name| name.ends_with("FilterInput"))
        .collect();
    assert_eq!(
        filters,
        FILTERS.map(|(name, _)| name),
        "add what is new to `FILTERS`"
    );
    let mut tried = 0;
    for (input, _) in FILTERS {
        for field in inputs[input].as_array().unwrap() {
            let (is_list, kind, of) = innermost(&field["type"]);
            let entry = match kind {
                "ENUM" => values[of].as_str(),
                _ => "unknown",
            };
            if !is_list {
                continue;
            }
            let name = text(&field["name"]);
            for (count, is_refused) in [(100, false), (101, true)] {
                let entries: Vec<&str> = std::iter::repeat_n(entry, count).collect();
                let answer = ask(&team, input, json!({ name: entries })).await;
                if is_refused {
                    assert_refused(&answer, name);
                } else {
                    assert_eq!(answer.code(), "", "{input}.{name}: {}", answer.body);
                }
            }
            tried += 1;
        }
    }
    assert!(tried >= 18, "{tried} lists were found");
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_60_every_search_takes_200_letters_and_not_201() {
    let team = Team::in_force().await;
    team.task("Call", "Ring Clara").await;
    let (inputs, _) = schema(&team).await;
    for length in [200, 201] {
        for text in [
            "x".repeat(length),
            "ß".repeat(length),
            "a ".repeat(length / 2) + ["", "a"][length % 2],
            "%".repeat(length),
        ] {
            assert_eq!(text.chars().count(), length);
            let mut answers = Vec::new();
            for input in ["ActivityFilterInput", "TaskFilterInput", "TaskOutcomeFilterInput"] {
                let fields = inputs[input].as_array().unwrap();
                assert!(fields.iter().any(|field| field["name"] == "search"));
                answers.push(ask(&team, input, json!({ "search": text })).await);
            }
            for list in ["users", "contacts", "deals"] {
                let query = format!("query Q($text: String) {{ {list}(search: $text) {{ totalCount }} }}");
                answers.push(team.admin().send(&query, json!({ "text": text })).await);
            }
            for answer in answers {
                if length == 200 {
                    assert_eq!(answer.code(), "", "{}", answer.body);
                } else {
                    assert_refused(&answer, "search");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_51_every_span_of_moments_that_ends_before_it_starts_is_refused() {
    let team = Team::new().await;
    let (inputs, _) = schema(&team).await;
    let reversed = json!({ "from": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z" });
    let widest = json!({ "from": "0000-01-01T00:00:00Z", "until": "9999-12-30T22:00:00Z" });
    let mut tried = 0;
    for (input, _) in FILTERS {
        for field in inputs[input].as_array().unwrap() {
            if field["type"]["name"] == "DateTimeRangeInput" {
                let name = text(&field["name"]);
                assert_refused(&ask(&team, input, json!({ name: reversed })).await, name);
                let answer = ask(&team, input, json!({ name: widest })).await;
                assert_eq!(answer.code(), "", "{input}.{name}: {}", answer.body);
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 3, "activities and tasks have spans of moments");
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_51_ten_thousand_years_are_counted_and_never_listed_day_by_day() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    let query = "query Q($filter: TaskOverviewReportFilterInput, $by: TaskOverviewDimension!) { taskOverviewReport(filter: $filter) {
        totals { completedCount } previousTotals { completedCount } filterOptions { outcomes { completedCount } }
        groups(by: $by, first: 1) { totalCount nodes { breakdown(by: OUTCOME) { totalCount } } } } }";
    let ask = async |days: Value, by: &str| {
        let variables = json!({ "filter": { "completedOn": days }, "by": by });
        team.admin().send(query, variables).await
    };
    let longest = json!({ "from": "0001-01-01", "to": "9998-12-31" });
    for by in [
        "OWNER",
        "COMPLETED_BY",
        "OUTCOME",
        "SENTIMENT",
        "TASK_TYPE",
        "RELATES_TO",
    ] {
        let answer = ask(longest.clone(), by).await;
        let report = &answer.body["data"]["taskOverviewReport"];
        assert_eq!(report["totals"]["completedCount"], 1, "{by}: {}", answer.body);
        assert_eq!(report["previousTotals"], json!(null), "there is no time before");
        assert_eq!(report["groups"]["nodes"][0]["breakdown"]["totalCount"], 1);
    }
    for by in ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"] {
        assert_refused(&ask(longest.clone(), by).await, "completedOn");
    }
    // An open end reaches to what was completed, or to today.
    let answer = ask(json!({ "to": "9998-12-31" }), "YEAR").await;
    assert_refused(&answer, "completedOn");
    let answer = ask(json!({}), "DAY").await;
    assert_eq!(
        answer.body["data"]["taskOverviewReport"]["groups"]["totalCount"],
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_51_days_beyond_the_calendar_are_refused() {
    let team = Team::new().await;
    for day in ["0000-12-31", "9999-01-01", "9999-12-31"] {
        for days in [json!({ "from": day }), json!({ "to": day })] {
            let answer = ask(
                &team,
                "TaskOverviewReportFilterInput",
                json!({ "completedOn": days }),
            )
            .await;
            assert_refused(&answer, "completedOn");
        }
    }
    for day in [
        "-009999-01-01",
        "-9999-01-01",
        "10000-01-01",
        "+010000-01-01",
        "2026-02-30",
        "2026-13-01",
        "",
    ] {
        let days = json!({ "completedOn": { "from": day } });
        let answer = ask(&team, "TaskOverviewReportFilterInput", days).await;
        assert!(
            ["BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"].contains(&answer.code()),
            "{day}: {}",
            answer.body
        );
        let span = json!({ "completedAt": { "from": format!("{day}T00:00:00Z") } });
        let answer = ask(&team, "TaskFilterInput", span).await;
        assert!(
            ["BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"].contains(&answer.code()),
            "{day}: {}",
            answer.body
        );
    }
}
