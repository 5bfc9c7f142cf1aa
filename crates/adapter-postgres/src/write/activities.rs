//! Appends to the history.

use application::{StoreError, ports::Activities};
use async_trait::async_trait;
use diesel_async::RunQueryDsl;
use domain::Activity;

use super::ROWS_PER_STATEMENT;
use crate::{rows::activity::NewActivityRow, schema::activity, store::PgUnit};

#[async_trait]
impl Activities for PgUnit {
    async fn record(&mut self, activities: &[Activity]) -> Result<(), StoreError> {
        let account = self.account_id();
        if !activities.is_empty() {
            self.has_recorded();
        }
        if let [one] = activities {
            // The usual case has a statement of its own because that one stays prepared.
            let insert = diesel::insert_into(activity::table).values(NewActivityRow::of(account, one));
            let inserted = insert.execute(self.connection()).await;
            return self.changed_one(inserted);
        }
        for some in activities.chunks(ROWS_PER_STATEMENT) {
            let rows: Vec<_> = some
                .iter()
                .map(|activity| NewActivityRow::of(account, activity))
                .collect();
            let inserted = diesel::insert_into(activity::table)
                .values(rows)
                .execute(self.connection())
                .await;
            self.noted(inserted)?;
        }
        Ok(())
    }
}
