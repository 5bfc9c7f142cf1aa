//! What the server's role sees and may change, table by table, read from the catalogue so that none is forgotten.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use support::{client, migrated_database};
use tokio_postgres::{Client, error::SqlState};

const OURS: &str = "00000000-0000-7000-8000-00000000000a";
const THEIRS: &str = "00000000-0000-7000-8000-00000000000b";

#[tokio::test]
async fn every_table_is_owned_by_the_owner_and_forces_its_two_policies() {
    let client = client(&migrated_database().await).await;
    for table in tables(&client).await {
        let row = client
            .query_one(
                "select c.relrowsecurity and c.relforcerowsecurity and c.relowner = 'task_outcomes_owner'::regrole,
                        (select string_agg(polname || ':' || polroles[1]::regrole, ',' order by polname)
                         from pg_policy where polrelid = c.oid)
                 from pg_class c where c.oid = $1::text::regclass",
                &[&table],
            )
            .await
            .unwrap();
        assert!(row.get::<_, bool>(0), "{table}");
        let policies: Option<&str> = row.get(1);
        assert_eq!(
            policies,
            Some("maintenance:task_outcomes_owner,tenant:task_outcomes_server"),
            "{table}"
        );
    }
}

#[tokio::test]
async fn without_an_account_there_are_no_rows_and_with_one_only_its_own() {
    let client = filled().await;
    for table in tables(&client).await {
        for (account, visible) in [
            (None, 0),
            (Some("00000000-0000-7000-8000-00000000000c"), 0),
            (Some(OURS), 1),
        ] {
            be_server(&client, account).await;
            assert_eq!(count(&client, &table).await, visible, "{table} as {account:?}");
        }
    }
}

#[tokio::test]
async fn nothing_can_be_written_into_another_account() {
    let client = filled().await;
    be_server(&client, Some(OURS)).await;
    for table in tables(&client).await {
        let columns = columns(&client, &table).await;
        let moved = format!("jsonb_populate_record(r, jsonb_build_object('account_id', '{THEIRS}'))");
        for statement in [
            format!(
                "insert into {table} ({columns}) select {columns} from (select ({moved}).* from {table} r) m"
            ),
            format!("update {table} set account_id = '{THEIRS}'"),
        ] {
            let error = client.batch_execute(&statement).await.unwrap_err();
            assert_eq!(
                error.code(),
                Some(&SqlState::INSUFFICIENT_PRIVILEGE),
                "{table}: {statement}"
            );
        }
        match client
            .execute(&format!("delete from {table} where account_id = '{THEIRS}'"), &[])
            .await
        {
            Ok(deleted) => assert_eq!(deleted, 0, "{table}"),
            Err(error) => assert_eq!(error.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE), "{table}"),
        }
    }
}

#[tokio::test]
async fn the_server_cannot_change_history_or_make_tables() {
    let client = filled().await;
    be_server(&client, Some(OURS)).await;
    for statement in [
        "update activity set title = 'x'",
        "delete from activity",
        "truncate activity",
        "delete from completions",
        "update completions set notes = 'x'",
        "update completions set outcome_id = null, recorded_label = null, recorded_sentiment = null",
        "delete from tasks",
        "delete from accounts",
        "create table x (id int)",
        "delete from __diesel_schema_migrations",
        "alter table tasks disable row level security",
    ] {
        let error = client.batch_execute(statement).await.unwrap_err();
        assert_eq!(
            error.code(),
            Some(&SqlState::INSUFFICIENT_PRIVILEGE),
            "{statement}"
        );
    }
    client
        .batch_execute("update completions set superseded_at = now()")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_backfill_by_the_owner_reaches_the_rows_of_all_accounts() {
    let client = filled().await;
    client
        .batch_execute("reset role; set role task_outcomes_owner")
        .await
        .unwrap();
    for table in tables(&client).await {
        assert_eq!(count(&client, &table).await, 2, "{table}");
    }
}

#[tokio::test]
async fn the_audited_function_forgets_keys_of_all_accounts_but_none_that_counts() {
    let client = filled().await;
    let now = "update idempotency_keys set used_at = now()";
    be_server(&client, Some(OURS)).await;
    client.batch_execute(now).await.unwrap();
    be_server(&client, None).await;
    let forget = "select forget_idempotency_keys('infinity')";
    let forgotten: i64 = client.query_one(forget, &[]).await.unwrap().get(0);
    assert_eq!(forgotten, 1, "that of the other account");
    be_server(&client, Some(OURS)).await;
    assert_eq!(count(&client, "idempotency_keys").await, 1);
    client.batch_execute("reset role").await.unwrap();
    let public = "select has_function_privilege('public', 'forget_idempotency_keys(timestamptz)', 'execute')";
    assert!(!client.query_one(public, &[]).await.unwrap().get::<_, bool>(0));
}

async fn tables(client: &Client) -> Vec<String> {
    let query = "select relname::text from pg_class
                 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                   and relname <> '__diesel_schema_migrations' order by relname";
    let tables: Vec<String> = client
        .query(query, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert!(tables.len() >= 12);
    tables
}

/// The columns that can be written.
async fn columns(client: &Client, table: &str) -> String {
    let query = "select string_agg(attname, ', ' order by attnum) from pg_attribute
                 where attrelid = $1::text::regclass and attnum > 0 and not attisdropped and attgenerated = ''";
    client.query_one(query, &[&table]).await.unwrap().get(0)
}

async fn count(client: &Client, table: &str) -> i64 {
    client
        .query_one(&format!("select count(*) from {table}"), &[])
        .await
        .unwrap()
        .get(0)
}

async fn be_server(client: &Client, account: Option<&str>) {
    let account = account.unwrap_or_default();
    let be = format!("reset role; set role task_outcomes_server; set app.account_id = '{account}'");
    client.batch_execute(&be).await.unwrap();
}

/// One row of each table for each of two accounts. Whoever adds a table adds a row here.
async fn filled() -> Client {
    let client = client(&migrated_database().await).await;
    for account in [OURS, THEIRS] {
        let rows = ROWS.replace("$account", account);
        client.batch_execute(&rows).await.unwrap();
    }
    client
}

const ROWS: &str = "
insert into accounts values ('$account', 'A', 'UTC', sha512('k'), now());
insert into users values ('$account', '$account', 'U', 'u', 'u@a', 'u@a', 1, true, 1, now(), now());
insert into api_tokens values ('$account', '$account', '$account', 'T', sha256('t'), now());
insert into task_settings values ('$account', 2, 1, now(), '$account');
insert into task_types values ('$account', '$account', 'Call', 'call', 0, null, 1, now(), now());
insert into outcomes values ('$account', '$account', 'Yes', 'yes', 'yes', 1, null, 1, now(), now());
insert into assignments values ('$account', '$account', 0, '$account');
insert into remembered_assignments values ('$account', '$account', 0, '$account');
insert into contacts (account_id, id, name, sort_key, search_text, version, created_at, updated_at)
    values ('$account', '$account', 'C', 'c', 'c', 1, now(), now());
insert into deals (account_id, id, name, sort_key, status, version, created_at, updated_at)
    values ('$account', '$account', 'D', 'd', 0, 1, now(), now());
insert into tasks (account_id, id, title, search_text, task_type_id, contact_id, version, created_at, updated_at)
    values ('$account', '$account', 'T', 't', '$account', '$account', 1, now(), now());
insert into completions (account_id, id, task_id, completed_at, completed_by, task_type_id, contact_id, settings_version)
    values ('$account', '$account', '$account', now(), '$account', '$account', '$account', 1);
insert into report_blocks values ('$account', 0, '2026-01-05Z', 1, '', '', '', '', '', '', '', '');
insert into report_changes values ('$account', '2026-01-06Z', 1, null, '$account', false, null, '$account', null);
insert into history_index (account_id, indexed_until) values ('$account', '2026-01-05Z');
insert into history_blocks values ('$account', 0, '2026-01-05Z', array['$account'::uuid]);
insert into history_postings values ('$account', 't', 0, '');
insert into history_words values ('$account', 0, 1, 't');
insert into history_late values ('$account', '$account', '2026-01-05Z');
insert into idempotency_keys (account_id, user_id, use_case, key, input_hash, used_at)
    values ('$account', '$account', 'create_task', 'k', sha256('i'), '2026-01-01Z');
insert into activity (account_id, id, occurred_at, kind, action, title, changes, search_text)
    values ('$account', '$account', now(), 'TASK_CREATED', 'created', 'T', '[]', 't');
";
