//! The queries that `task-outcomes check` runs, and what has to be watched beside while the clients are at work.

use testkit::postgres::INVARIANTS;
use tokio_postgres::{Client, NoTls};

/// What only who has watched can tell; each query gives the rows that must not be.
const WATCHED: [(&str, &str); 3] = [
    (
        "I7 a completion fits the settings it read",
        include_str!("invariants/i07_completions.sql"),
    ),
    ("I8 facts never change", include_str!("invariants/i08_facts.sql")),
    (
        "I11 one entry for each version of the settings",
        include_str!("invariants/i11_entries.sql"),
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
        for (name, query) in INVARIANTS.into_iter().chain(WATCHED) {
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
