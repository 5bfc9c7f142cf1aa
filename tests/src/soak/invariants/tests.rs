//! Each query finds what it is there for.

use serde_json::json;

use super::*;
use crate::{Team, steps::*};

/// What breaks each invariant, in a transaction without foreign keys that is undone.
const BREAKS: [(&str, &str); 15] = [
    (
        "I1",
        "update tasks set owner_id = (select id from users where users.account_id <> tasks.account_id limit 1)",
    ),
    ("I2", "delete from assignments"),
    (
        "I2",
        "update task_settings set status = 1, enabled_at = null, enabled_by = null",
    ),
    ("I3", "update task_types set archived_at = now()"),
    ("I4", "update outcomes set archived_at = now()"),
    (
        "I5",
        "alter table outcomes drop constraint outcomes_label_unique; update outcomes set label_key = 'x'",
    ),
    ("I6", "update completions set superseded_at = now()"),
    ("I7", "update completions set settings_version = 1"),
    ("I8", "update completions set notes = 'other'"),
    ("I8", "update activity set title = 'other'"),
    ("I9", "delete from outcomes"),
    (
        "I10",
        "update outcomes set archived_at = now(), merged_into_id = (
            select id from outcomes other where other.id <> outcomes.id and other.account_id = outcomes.account_id)",
    ),
    ("I11", "delete from activity"),
    ("I11", "update completions set notes = 'other'"),
    ("I12", "update completions set superseded_at = now()"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_query_finds_what_breaks_its_invariant() {
    let team = Team::new().await;
    Team::on_same(&team).await;
    let watch = Watch::start(team.server.database()).await;
    team.put_in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    succeeded(&reopen(team.member(), json!({ "id": task })).await);
    team.done(&task, "Meeting scheduled").await;
    team.task("Call", "Ring again").await;
    watch.remember_facts().await;
    assert_eq!(watch.violations().await, [""; 0]);

    for (invariant, sql) in BREAKS {
        let begin = "begin; set local session_replication_role = replica";
        watch.client.batch_execute(begin).await.unwrap();
        watch.client.batch_execute(sql).await.expect(sql);
        let found = watch.violations().await;
        watch.client.batch_execute("rollback").await.unwrap();
        let name = format!("{invariant} ");
        assert!(found.iter().any(|one| one.starts_with(&name)), "{sql}: {found:?}");
    }
    assert_eq!(watch.violations().await, [""; 0]);
}
