//! One SQL query per invariant, and what has to be watched for them while the clients are at work.

use tokio_postgres::{Client, NoTls};

/// Each query gives the rows that must not be.
const INVARIANTS: [(&str, &str); 12] = [
    (
        "I1 no reference crosses accounts",
        include_str!("invariants/i01_accounts.sql"),
    ),
    (
        "I2 what is in force is complete",
        include_str!("invariants/i02_assignments.sql"),
    ),
    (
        "I3 archived types have nothing to do",
        include_str!("invariants/i03_archived_types.sql"),
    ),
    (
        "I4 archived outcomes are assigned nowhere",
        include_str!("invariants/i04_archived_outcomes.sql"),
    ),
    ("I5 keys are unique", include_str!("invariants/i05_keys.sql")),
    (
        "I6 a task has one subject and one state",
        include_str!("invariants/i06_tasks.sql"),
    ),
    (
        "I7 a completion fits the settings it read",
        include_str!("invariants/i07_completions.sql"),
    ),
    ("I8 facts never change", include_str!("invariants/i08_facts.sql")),
    (
        "I9 what was used is not deleted",
        include_str!("invariants/i09_used_outcomes.sql"),
    ),
    (
        "I10 what was merged leads to one that was not",
        include_str!("invariants/i10_merged_outcomes.sql"),
    ),
    (
        "I11 one entry for each change",
        include_str!("invariants/i11_entries.sql"),
    ),
    (
        "I12 the report counts each task once",
        include_str!("invariants/i12_report.sql"),
    ),
];

/// Keeps in tables of its own what invariants need that the application does not keep.
pub(super) struct Watch {
    client: Client,
}

impl Watch {
    /// From now on every version of the settings is kept, by a trigger at the end of the transaction that makes it.
    #[expect(
        clippy::disallowed_methods,
        reason = "the connection of a test, which ends with it"
    )]
    pub(super) async fn start(database: &str) -> Self {
        let (client, connection) = tokio_postgres::connect(database, NoTls).await.unwrap();
        tokio::spawn(connection);
        client
            .batch_execute(include_str!("invariants/watch.sql"))
            .await
            .unwrap();
        Self { client }
    }

    /// Copies the facts there are now, to compare them with in the end.
    pub(super) async fn remember_facts(&self) {
        let copy = "insert into watch.completions select * from completions; \
                    insert into watch.activity select * from activity;";
        self.client.batch_execute(copy).await.unwrap();
    }

    /// The rows that break an invariant, each with its name.
    pub(super) async fn violations(&self) -> Vec<String> {
        let mut violations = Vec::new();
        for (name, query) in INVARIANTS {
            let rows = format!("select to_jsonb(violation)::text from ({query}) violation limit 20");
            for row in self.client.query(&rows, &[]).await.expect(name) {
                violations.push(format!("{name}: {}", row.get::<_, &str>(0)));
            }
        }
        violations
    }
}

#[cfg(test)]
mod tests;
