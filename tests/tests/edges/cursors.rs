//! Cursors are taken by the list that gave them out, and by no other: over all lists that the API has.

use std::{collections::BTreeSet, sync::Arc};

use acceptance::{Answer, Client, Team, TestServer, Value, all, json, steps::*, text};
use testkit::FixedClock;

/// A list of the API: its field, and a document that asks for it under the name `list`, where `$$` stands for its arguments
/// and what is asked of it.
struct List {
    field: &'static str,
    document: String,
}

/// What is asked of each list; its filter and order stand before.
const PAGE: &str = "first: 1, after: $after, before: $before) { edges { cursor node { __typename } } pageInfo { endCursor } }";

impl List {
    fn new(field: &'static str, document: &str) -> Self {
        let variables = "query Q($after: String, $before: String)";
        let document = format!("{variables} {{ {} }}", document.replace("$$", PAGE));
        Self { field, document }
    }

    async fn ask(&self, client: &Client, after: Option<&str>, before: Option<&str>) -> Answer {
        let variables = json!({ "after": after, "before": before });
        client.send(&self.document, variables).await
    }

    /// The first cursor, which must be given out.
    async fn cursor(&self, client: &Client) -> String {
        let answer = self.ask(client, None, None).await;
        let list =
            found(&answer.body["data"]).unwrap_or_else(|| panic!("{}\n{}", self.document, answer.body));
        let edges = list["edges"].as_array().unwrap();
        assert_eq!(edges.len(), 1, "nothing is in {}", self.document);
        assert_eq!(edges[0]["cursor"], list["pageInfo"]["endCursor"]);
        text(&edges[0]["cursor"]).to_owned()
    }

    /// It must not give any page for a cursor, but a sentence that names the argument.
    async fn refuses(&self, client: &Client, cursor: &str) {
        for (argument, after, before) in [("`after`", Some(cursor), None), ("`before`", None, Some(cursor))] {
            let answer = self.ask(client, after, before).await;
            assert_eq!(
                answer.code(),
                "BAD_USER_INPUT",
                "{} takes {cursor}",
                self.document
            );
            let told = text(&answer.body["errors"][0]["message"]);
            assert!(told.contains(argument) && told.ends_with('.'), "{told}");
            assert_eq!(found(&answer.body["data"]), None);
        }
    }
}

/// What stands under the name `list`, wherever it is.
fn found(data: &Value) -> Option<&Value> {
    match data {
        Value::Object(fields) => {
            let list = fields.get("list").filter(|list| !list.is_null());
            list.or_else(|| fields.values().find_map(found))
        }
        Value::Array(entries) => entries.iter().find_map(found),
        _ => None,
    }
}

/// All lists of a team: each field, in each order, of several objects.
async fn lists(team: &Team) -> Vec<List> {
    let query = "{ contacts { nodes { id } } deals { nodes { id } } tasks(filter: { statuses: [COMPLETED] }) { nodes { id } } }";
    let data = team.admin().query(query, json!({})).await;
    let mut lists = of_account();
    for (what, field) in [
        ("contacts", "Contact.activities"),
        ("deals", "Deal.activities"),
        ("tasks", "Task.activities"),
    ] {
        let ids = all(&data[what]["nodes"], "id");
        assert!(ids.len() > 1, "two of {what}");
        for id in &ids[..2] {
            let of = |list: &str| {
                format!(
                    "node(id: \"{id}\") {{ ... on {} {{ list: {list} }} }}",
                    field.split('.').next().unwrap()
                )
            };
            lists.push(List::new(field, &of("activities($$")));
            lists.push(List::new(field, &of("activities(orderBy: OLDEST_FIRST, $$")));
            let tasks = of("tasks(filter: { statuses: [COMPLETED] }, $$");
            match what {
                "contacts" => lists.push(List::new("Contact.tasks", &tasks)),
                "deals" => lists.push(List::new("Deal.tasks", &tasks)),
                _ => (),
            }
        }
    }
    lists.extend(of_report());
    lists
}

fn of_account() -> Vec<List> {
    let mut lists = Vec::new();
    for (field, start) in [
        ("Query.activities", "list: activities("),
        ("Query.activities", "list: activities(orderBy: OLDEST_FIRST, "),
        ("Query.contacts", "list: contacts("),
        ("Query.deals", "list: deals("),
        ("Query.taskOutcomes", "list: taskOutcomes("),
        ("Query.taskTypes", "list: taskTypes("),
        ("Query.users", "list: users("),
        ("Viewer.apiTokens", "viewer { list: apiTokens("),
    ] {
        let end = if start.starts_with("viewer") { " }" } else { "" };
        lists.push(List::new(field, &format!("{start}$${end}")));
    }
    for order in [
        "{ field: LABEL, direction: DESC }",
        "{ field: CREATED_AT }",
        "{ field: CREATED_AT, direction: DESC }",
    ] {
        lists.push(List::new(
            "Query.taskOutcomes",
            &format!("list: taskOutcomes(orderBy: {order}, $$"),
        ));
    }
    for field in ["DUE_AT", "CREATED_AT", "COMPLETED_AT"] {
        for direction in ["ASC", "DESC"] {
            let of = format!(
                "filter: {{ statuses: [COMPLETED] }}, orderBy: {{ field: {field}, direction: {direction} }}"
            );
            lists.push(List::new("Query.tasks", &format!("list: tasks({of}, $$")));
        }
    }
    lists
}

fn of_report() -> Vec<List> {
    let mut lists = vec![List::new(
        "TaskOverviewReport.tasks",
        "taskOverviewReport { list: tasks($$ }",
    )];
    for by in [
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
    ] {
        let rows = format!("taskOverviewReport {{ list: groups(by: {by}, $$ }}");
        lists.push(List::new("TaskOverviewReport.groups", &rows));
    }
    for (by, row) in [
        ("OUTCOME", "first: 1"),
        ("OUTCOME", "last: 1"),
        ("TASK_TYPE", "first: 1"),
    ] {
        let of =
            |list: &str| format!("taskOverviewReport {{ groups(by: {by}, {row}) {{ nodes {{ {list} }} }} }}");
        lists.push(List::new("TaskOverviewGroup.tasks", &of("list: tasks($$")));
        for and in ["OUTCOME", "OWNER", "YEAR"] {
            let list = format!("list: breakdown(by: {and}, $$");
            lists.push(List::new("TaskOverviewGroup.breakdown", &of(&list)));
            let nested = format!("breakdown(by: {and}) {{ nodes {{ list: tasks($$ }} }}");
            lists.push(List::new("TaskOverviewGroup.tasks", &of(&nested)));
        }
    }
    lists
}

/// A team that has something in each list.
async fn busy_team() -> Team {
    let team = Team::in_force().await;
    fill(&team).await;
    team
}

async fn fill(team: &Team) {
    succeeded(&create_deal(team.admin(), json!({ "name": "Zweite Lagerhalle" })).await);
    succeeded(&create_contact(team.admin(), json!({ "name": "Zoë" })).await);
    let query = "{ contacts { nodes { id } } deals { nodes { id } } }";
    let data = team.admin().query(query, json!({})).await;
    let contacts = all(&data["contacts"]["nodes"], "id").into_iter();
    let deals = all(&data["deals"]["nodes"], "id").into_iter();
    let contacts = contacts.map(|id| json!({ "contactId": id }));
    let deals = deals.map(|id| json!({ "dealId": id }));
    for subject in contacts.chain(deals).collect::<Vec<_>>() {
        for (kind, outcome) in [("Call", "No answer"), ("Lunch", "Meeting scheduled")] {
            let task = team.task_of(kind, "Something to do", subject.clone()).await;
            team.done(&task, outcome).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_of_the_api_is_tried() {
    let team = busy_team().await;
    let query = "{ __schema { types { name kind fields { name type { name } } } } }";
    let data = team.admin().query(query, json!({})).await;
    let mut served = BTreeSet::new();
    for one in data["__schema"]["types"].as_array().unwrap() {
        for field in one["fields"].as_array().into_iter().flatten() {
            let is_list = |name: &str| name.ends_with("Connection");
            if field["type"]["name"].as_str().is_some_and(is_list) {
                served.insert(format!("{}.{}", text(&one["name"]), text(&field["name"])));
            }
        }
    }
    let lists = lists(&team).await;
    let tried: BTreeSet<String> = lists.iter().map(|list| list.field.to_owned()).collect();
    assert_eq!(tried, served, "add what is new to `lists`");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_of_another_list_or_order_is_refused_by_all() {
    let team = busy_team().await;
    let lists = lists(&team).await;
    let mut cursors = Vec::new();
    for list in &lists {
        cursors.push(list.cursor(team.admin()).await);
    }
    let distinct: BTreeSet<&String> = cursors.iter().collect();
    assert_eq!(distinct.len(), lists.len(), "each list has cursors of its own");
    for (place, list) in lists.iter().enumerate() {
        let own = &cursors[place];
        let answer = list.ask(team.admin(), Some(own), None).await;
        assert_eq!(answer.code(), "", "{} refuses its own cursor", list.document);
        let edges = &found(&answer.body["data"]).unwrap()["edges"];
        assert_ne!(&edges[0]["cursor"], own);
        // Neighbours differ in one thing only: the order, the object, the row.
        for step in [1, 2, 5, 21] {
            list.refuses(team.admin(), &cursors[(place + step) % lists.len()])
                .await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_of_another_account_or_one_that_was_cut_or_edited_is_refused_by_all() {
    let team = busy_team().await;
    let other = Team::on_same(&team).await;
    other.put_in_force().await;
    fill(&other).await;
    let (lists, theirs) = (lists(&team).await, self::lists(&other).await);
    for (list, same) in lists.iter().zip(&theirs) {
        let cursor = list.cursor(team.admin()).await;
        list.refuses(team.admin(), &same.cursor(other.admin()).await)
            .await;
        let middle = cursor.len() / 2;
        let edited = if cursor[middle..].starts_with('A') {
            'B'
        } else {
            'A'
        };
        for wrong in [
            String::new(),
            cursor[1..].to_owned(),
            cursor[..cursor.len() - 1].to_owned(),
            cursor[..middle].to_owned(),
            format!("{cursor}A"),
            format!("{}{edited}{}", &cursor[..middle], &cursor[middle + 1..]),
        ] {
            list.refuses(team.admin(), &wrong).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_takes_its_cursors_under_another_filter_and_those_of_new_edges() {
    let team = busy_team().await;
    let query = "query Q($after: String, $search: String) {
        tasks(first: 1, after: $after, filter: { search: $search, statuses: [COMPLETED] }) { nodes { id } pageInfo { endCursor } } }";
    let data = team.admin().query(query, json!({})).await;
    let after = &data["tasks"]["pageInfo"]["endCursor"];
    let filtered = json!({ "after": after, "search": "something" });
    let next = team.admin().query(query, filtered).await;
    assert_eq!(next["tasks"]["nodes"].as_array().unwrap().len(), 1);
    assert_ne!(next["tasks"]["nodes"], data["tasks"]["nodes"]);
    let task = json!({ "title": "New", "taskTypeId": team.type_id("Call").await, "subject": { "contactId": team.contact } });
    let outcomes = [team.outcome_id("No answer").await];
    let new = [
        ("tasks", create_task(team.admin(), task).await["taskEdge"].take()),
        (
            "contacts",
            create_contact(team.admin(), json!({ "name": "Ada" })).await["contactEdge"].take(),
        ),
        (
            "taskOutcomes",
            create_outcome(team.admin(), json!({ "label": "Ada" })).await["taskOutcomeEdge"].take(),
        ),
        (
            "taskTypes",
            create_type(team.admin(), json!({ "name": "Ada", "outcomeIds": outcomes })).await["taskTypeEdge"]
                .take(),
        ),
        (
            "users",
            create_user(
                team.admin(),
                json!({ "name": "Ada", "email": "ada@nord.example" }),
            )
            .await["userEdge"]
                .take(),
        ),
    ];
    for (list, edge) in new {
        let query = format!("query Q($at: String) {{ {list}(before: $at) {{ edges {{ cursor }} }} }}");
        let answer = team.admin().send(&query, json!({ "at": edge["cursor"] })).await;
        assert_eq!(answer.code(), "", "{list}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_span_of_time_that_another_filter_does_not_have_still_has_its_place() {
    let clock = Arc::new(FixedClock::at("2026-03-02T09:00:00Z"));
    let team = Team::on(TestServer::start_at(clock).await).await;
    let query = "query Q($within: RelativePeriod, $after: String, $before: String) {
        taskOverviewReport(filter: { completedWithin: $within }) {
            groups(by: DAY, first: 100, after: $after, before: $before) { edges { cursor } } } }";
    let days = async |within: &str, after: &Value, before: &Value| {
        let variables = json!({ "within": within, "after": after, "before": before });
        let mut data = team.admin().query(query, variables).await;
        let edges = data["taskOverviewReport"]["groups"]["edges"].take();
        all(&edges, "cursor")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let nothing = json!(null);
    let week = days("LAST_7_DAYS", &nothing, &nothing).await;
    let earlier = json!(week[2]);
    assert_eq!(week.len(), 7);
    assert_eq!(days("LAST_7_DAYS", &earlier, &nothing).await, week[3..]);
    assert_eq!(days("LAST_7_DAYS", &nothing, &earlier).await, week[..2]);
    assert_eq!(
        days("TODAY", &earlier, &nothing).await.len(),
        1,
        "today comes after"
    );
    assert_eq!(days("TODAY", &nothing, &earlier).await.len(), 0, "and not before");
}
