//! Any question for a report, and what must hold of its answer whatever the account is like.

use acceptance::{Value, json};
use fastrand::Rng;

use super::{a_day, past::Stage};

pub(super) const DOCUMENT: &str = "query R($filter: TaskOverviewReportFilterInput, $by: TaskOverviewDimension!, $and: TaskOverviewDimension!,
        $first: Int, $last: Int, $options: Boolean!, $split: Boolean!) {
    taskOverviewReport(filter: $filter) { ...Numbers
        groups(by: $by, first: $first, last: $last) { remainder { ...Counts }
            nodes { ...Row breakdown(by: $and, first: 2) @include(if: $split) { nodes { ...Row } remainder { ...Counts } } } }
        filterOptions @include(if: $options) { taskTypes { ...Choice } owners { ...Choice } completedBy { ...Choice }
            outcomes { ...Choice } sentiments { ...Choice } } } }
    fragment Numbers on TaskOverviewReport { totals { ...Counts } tasks(first: 1) { totalCount } }
    fragment Row on TaskOverviewGroup { totals { ...Counts } tasks(first: 1) { totalCount } }
    fragment Counts on TaskOverviewTotals { completedCount completedInTimeCount positiveCount neutralCount negativeCount withoutOutcomeCount }
    fragment Choice on TaskOverviewFilterOption { completedCount key { taskType { id } user { id } outcome { id } sentiment } }";

const COUNTS: [&str; 6] = [
    "completedCount",
    "completedInTimeCount",
    "positiveCount",
    "neutralCount",
    "negativeCount",
    "withoutOutcomeCount",
];
const DIMENSIONS: [&str; 11] = [
    "COMPLETED_BY",
    "DAY",
    "WEEK",
    "MONTH",
    "QUARTER",
    "YEAR",
    "OUTCOME",
    "OWNER",
    "RELATES_TO",
    "SENTIMENT",
    "TASK_TYPE",
];
const PERIODS: [&str; 13] = [
    "LAST_7_DAYS",
    "LAST_30_DAYS",
    "LAST_90_DAYS",
    "LAST_MONTH",
    "LAST_QUARTER",
    "LAST_WEEK",
    "LAST_YEAR",
    "THIS_MONTH",
    "THIS_QUARTER",
    "THIS_WEEK",
    "THIS_YEAR",
    "TODAY",
    "YESTERDAY",
];
const ZONES: [&str; 5] = [
    "Europe/Berlin",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Australia/Lord_Howe",
];

/// The variables of any question.
pub(super) fn random(rng: &mut Rng, stage: &Stage) -> Value {
    let mut variables = json!({
        "filter": filter(rng, stage), "by": rng.choice(DIMENSIONS), "and": rng.choice(DIMENSIONS), "options": rng.u32(..5) == 0, "split": rng.u32(..3) == 0,
    });
    variables[if rng.bool() { "first" } else { "last" }] = json!(rng.u32(1..4));
    variables
}

/// Any filter: mostly with few conditions, which leave something to be counted.
pub(super) fn filter(rng: &mut Rng, stage: &Stage) -> Value {
    let mut filter = json!({});
    match rng.u32(..8) {
        0 => (),
        1..3 => filter["completedWithin"] = json!(rng.choice(PERIODS)),
        _ => {
            let mut days = [a_day(rng, stage.last_day), a_day(rng, stage.last_day)];
            days.sort_unstable();
            let [from, to] = days.map(|day| (rng.u32(..3) > 0).then_some(day));
            filter["completedOn"] = json!({ "from": from, "to": to });
        }
    }
    let (outcomes, subjects) = (
        stage.outcomes.lock().unwrap().clone(),
        stage.subjects.lock().unwrap().clone(),
    );
    let subject = rng
        .choice(&subjects)
        .and_then(|subject| subject.as_object()?.values().next());
    let conditions = [
        (
            "ownerIds",
            json!([rng.choice(&stage.users), rng.choice(&stage.users)]),
        ),
        ("completedByIds", json!([rng.choice(&stage.users)])),
        (
            "taskTypeIds",
            json!([rng.choice(&stage.types), rng.choice(&stage.types)]),
        ),
        (
            "outcomeIds",
            json!([
                rng.choice(&outcomes),
                rng.choice(&outcomes),
                rng.choice(&outcomes)
            ]),
        ),
        ("subjectIds", json!([subject])),
        (
            "sentiments",
            json!([rng.choice(["POSITIVE", "NEGATIVE"]), "NEUTRAL"]),
        ),
        ("relatesTo", json!(rng.choice(["CONTACT", "DEAL"]))),
        ("withoutOutcome", json!(rng.bool())),
        ("basis", json!("AS_RECORDED")),
        ("timeZone", json!(rng.choice(ZONES))),
    ];
    for (field, value) in conditions {
        if rng.u32(..7) == 0 {
            filter[field] = value;
        }
    }
    filter
}

/// What does not hold.
pub(super) fn faults(report: &Value, filter: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    if !report.is_object() {
        return vec!["no report".to_owned()];
    }
    check_counts("the report", report, &mut faults);
    check_rows("the report", report, &report["groups"], &mut faults);
    for (list, own, key) in [
        ("taskTypes", "taskTypeIds", "taskType"),
        ("owners", "ownerIds", "user"),
        ("completedBy", "completedByIds", "user"),
    ] {
        check_choices(report, list, &filter[own], key, &mut faults);
    }
    if filter["outcomeIds"].is_null() && filter["withoutOutcome"].is_null() {
        check_choices(report, "outcomes", &Value::Null, "outcome", &mut faults);
    }
    if filter["sentiments"].is_null() {
        check_choices(report, "sentiments", &Value::Null, "sentiment", &mut faults);
    }
    faults
}

fn counts(totals: &Value) -> [i64; 6] {
    COUNTS.map(|count| totals[count].as_i64().expect("a count"))
}

/// A report or a row counts the tasks it lists, and each of them once among the sentiments.
fn check_counts(what: &str, of: &Value, faults: &mut Vec<String>) {
    let [completed, in_time, sentiments @ ..] = counts(&of["totals"]);
    if of["tasks"]["totalCount"] != completed {
        faults.push(format!(
            "{what} counts {completed} and lists {}",
            of["tasks"]["totalCount"]
        ));
    }
    if sentiments.iter().sum::<i64>() != completed || in_time > completed {
        faults.push(format!("{what} does not add up: {}", of["totals"]));
    }
}

/// Rows and what is left add up to what they are rows of.
fn check_rows(what: &str, of: &Value, rows: &Value, faults: &mut Vec<String>) {
    let mut sum = counts(&rows["remainder"]);
    for (place, row) in rows["nodes"].as_array().expect("rows").iter().enumerate() {
        let name = format!("row {place} of {what}");
        check_counts(&name, row, faults);
        if row.get("breakdown").is_some() {
            check_rows(&name, row, &row["breakdown"], faults);
        }
        for (sum, count) in sum.iter_mut().zip(counts(&row["totals"])) {
            *sum += count;
        }
    }
    if sum != counts(&of["totals"]) {
        faults.push(format!("the rows of {what} add up to {sum:?}: {}", of["totals"]));
    }
}

/// What is chosen adds up to the report, or all choices where nothing is.
fn check_choices(report: &Value, list: &str, chosen: &Value, key: &str, faults: &mut Vec<String>) {
    let Some(choices) = report["filterOptions"][list].as_array() else {
        return;
    };
    let is_chosen = |choice: &&Value| {
        let is_named = |named: &Vec<Value>| named.contains(&choice["key"][key]["id"]);
        chosen.as_array().is_none_or(is_named)
    };
    let counted = choices
        .iter()
        .filter(is_chosen)
        .map(|choice| choice["completedCount"].as_i64().unwrap());
    let [completed, .., without_outcome] = counts(&report["totals"]);
    let expected = if list == "sentiments" {
        completed - without_outcome
    } else {
        completed
    };
    if counted.clone().sum::<i64>() != expected {
        let counted: Vec<i64> = counted.collect();
        faults.push(format!(
            "the choices of {list} are {counted:?}, where {expected} are counted"
        ));
    }
}
