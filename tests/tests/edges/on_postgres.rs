//! What can be seen on PostgreSQL only: statements and connections. All other tests of this suite run on both stores.

use std::time::Duration;

use acceptance::{
    Team, json,
    operator::{comes_true, operator},
    steps::*,
};

use super::{
    export::{link, many_completed},
    imports::contacts,
};

/// How many statements were sent, once nothing is done beside the requests any more: the use of a token is noted there.
async fn statements_so_far(team: &Team) -> u64 {
    let mut seen = team.server.pool().statements();
    loop {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let now = team.server.pool().statements();
        if now == seen {
            return now;
        }
        seen = now;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_do_not_grow_with_rows() {
    let team = Team::in_force().await;
    let query = "query Q($first: Int) { tasks(first: $first, filter: { statuses: [OPEN, COMPLETED] }) { nodes { title type { name outcomes { label } }
        owner { name } createdBy { name } subject { ... on Contact { name owner { name } } ... on Deal { dealName: name contact { name } } }
        availableOutcomes { label } isOutcomeRequired completion { outcome { label } completedBy { name } owner { name } } } totalCount } }";
    let statements = async |first: i64| {
        let before = statements_so_far(&team).await;
        team.admin().query(query, json!({ "first": first })).await;
        statements_so_far(&team).await - before
    };
    let completing = async |task: &str| {
        let outcome = team.outcome_id("No answer").await;
        let before = statements_so_far(&team).await;
        succeeded(&complete(team.member(), json!({ "id": task, "outcomeId": outcome })).await);
        statements_so_far(&team).await - before
    };
    let kinds = ["Call", "E-mail", "Lunch", "Meeting"];
    let mut tasks = Vec::new();
    for number in 0..4 {
        let subject = if number % 2 == 0 {
            json!({ "contactId": team.contact })
        } else {
            json!({ "dealId": team.deal })
        };
        tasks.push(
            team.task_of(kinds[number % 4], &format!("Task {number}"), subject)
                .await,
        );
    }
    let first_completion = completing(&tasks[0]).await;
    let few = statements(50).await;
    for number in 4..50 {
        let contact = create_contact(team.member(), json!({ "name": format!("Contact {number}") })).await;
        let subject = json!({ "contactId": contact["contact"]["id"] });
        tasks.push(
            team.task_of(kinds[number % 4], &format!("Task {number}"), subject)
                .await,
        );
    }
    for task in &tasks[1..20] {
        team.done(task, "No answer").await;
    }
    let many = statements(50).await;
    println!("page of 50 nested tasks: {many} statements; completing a task: {first_completion} statements");
    assert_eq!(many, few);
    assert_eq!(completing(&tasks[30]).await, first_completion);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_completion_tells_its_outcome_without_asking_for_it() {
    let team = Team::in_force().await;
    let outcome = team.outcome_id("No answer").await;
    let completing = async |selection: &str| {
        let task = team.task("Call", "Talk").await;
        let complete = format!(
            "mutation Complete($input: TaskCompleteInput!) {{ taskComplete(input: $input) {{ task {{ completion {{ {selection} }} }} }} }}"
        );
        let before = statements_so_far(&team).await;
        let input = json!({ "id": task, "outcomeId": outcome });
        let data = team.member().query(&complete, json!({ "input": input })).await;
        let completion = data["taskComplete"]["task"]["completion"].clone();
        (completion, statements_so_far(&team).await - before)
    };
    completing("completedAt").await; // notes the use of the token
    let (recorded, without) = completing("recordedLabel recordedSentiment").await;
    let (told, with) = completing("outcome { id label sentiment }").await;
    assert_eq!(with, without);
    let expected = json!({
        "id": outcome,
        "label": recorded["recordedLabel"],
        "sentiment": recorded["recordedSentiment"],
    });
    assert_eq!(told, json!({ "outcome": expected }));
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_within_rows_take_no_statement_of_their_own() {
    let team = Team::in_force().await;
    let ask = async || {
        let before = statements_so_far(&team).await;
        let query = "{ taskOverviewReport { groups(by: TASK_TYPE) { nodes { breakdown(by: OUTCOME) { nodes { label } } } } } }";
        team.admin().query(query, json!({})).await;
        statements_so_far(&team).await - before
    };
    let (one, other) = (team.task("Call", "Talk").await, team.task("Lunch", "Talk").await);
    team.done(&one, "No answer").await;
    let with_one_row = ask().await;
    team.done(&other, "No answer").await;
    assert_eq!(ask().await, with_one_row);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_statements_of_an_import_do_not_grow_with_its_rows() {
    let team = Team::new().await;
    let statements = async |number: usize, note: &str| {
        let before = statements_so_far(&team).await;
        let started = std::time::Instant::now();
        succeeded(&import_contacts(team.admin(), contacts(number, note)).await);
        println!("{number} rows, {note}: {:?}", started.elapsed());
        statements_so_far(&team).await - before
    };
    let few = statements(2, "new").await;
    let many = statements(1_000, "new").await;
    assert_eq!(few, many);
    assert_eq!(statements(1_000, "changed").await, many);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_62_four_files_are_written_at_once_and_who_leaves_holds_no_connection() {
    let team = Team::new().await;
    many_completed(&team, 1_203).await;
    let (path, _) = link(&team, json!({})).await;
    let in_use = || {
        let (open, idle) = team.server.pool().usage();
        open - idle
    };
    let mut untaken = Vec::new();
    for _ in 0..4 {
        untaken.push(team.server.untaken_file(team.member(), &path).await);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(in_use(), 4, "read as far as the clients take");
    assert_eq!(
        team.member().file(&path).await.status,
        503,
        "a fifth waits outside"
    );
    drop(untaken);
    for _ in 0..500 {
        if in_use() == 0 {
            assert_eq!(team.member().file(&path).await.status, 200);
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("a connection is held for a client that has left");
}

/// Takes 15 seconds, when it ends as any statement that takes so long.
const SLOW: &str = "create policy slow on tasks as restrictive for select to task_outcomes_server
    using (pg_sleep(60)::text is not null)";

#[tokio::test(flavor = "multi_thread")]
async fn edge_62_the_statement_for_who_has_left_is_given_up() {
    let team = Team::new().await;
    many_completed(&team, 3).await;
    let (path, _) = link(&team, json!({})).await;
    let operator = operator(&team).await;
    let running = async || {
        let query =
            "select count(*) from pg_stat_activity where datname = current_database() and state = 'active'
            and application_name = 'task-outcomes' and wait_event = 'PgSleep'";
        operator.query_one(query, &[]).await.unwrap().get::<_, i64>(0)
    };
    operator.batch_execute(SLOW).await.unwrap();
    let untaken = team.server.untaken_file(team.member(), &path).await;
    comes_true("nothing is read", async || running().await == 1).await;
    drop(untaken);
    comes_true("it is still read for nobody", async || running().await == 0).await;
    operator.batch_execute("drop policy slow on tasks").await.unwrap();
    let in_use = || {
        let (open, idle) = team.server.pool().usage();
        open - idle
    };
    comes_true("a connection is still held", async || in_use() == 0).await;
    let file = team.member().file(&path).await;
    assert_eq!((file.status, file.text.lines().count()), (200, 1 + 3));
}

/// Makes many tasks of one that is completed, as they are stored.
const COPIES: &str = "
    insert into tasks (account_id, id, title, search_text, task_type_id, contact_id, owner_id, completed_at, version,
        created_by, created_at, updated_at)
    select account_id, md5(id::text || n)::uuid, title, search_text, task_type_id, contact_id, owner_id, completed_at, version,
        created_by, created_at, updated_at
    from tasks, generate_series(1, 19999) n;
    insert into completions (account_id, id, task_id, completed_at, completed_by, owner_id, task_type_id, contact_id,
        settings_version)
    select account_id, md5(id::text || n)::uuid, md5(task_id::text || n)::uuid, completed_at, completed_by, owner_id,
        task_type_id, contact_id, settings_version
    from completions, generate_series(1, 19999) n;
    analyze";

#[tokio::test(flavor = "multi_thread")]
async fn edge_62_a_file_is_read_only_as_far_as_it_is_taken() {
    let team = Team::new().await;
    many_completed(&team, 1).await;
    operator(&team).await.batch_execute(COPIES).await.unwrap();
    let (path, count) = link(&team, json!({})).await;
    assert_eq!(count, 20_000);
    let statements = async |taken: bool| {
        let before = statements_so_far(&team).await;
        let untaken = if taken {
            let file = team.member().file(&path).await;
            assert_eq!(file.text.lines().count(), 1 + 20_000);
            None
        } else {
            Some(team.server.untaken_file(team.member(), &path).await)
        };
        let sent = statements_so_far(&team).await - before;
        drop(untaken);
        sent
    };
    let (untaken, whole) = (statements(false).await, statements(true).await);
    println!("a file of 20 portions: {whole} statements; as long as nobody takes it: {untaken}");
    assert!(
        4 * untaken < whole,
        "{untaken} of {whole} statements were sent for nobody"
    );
}
