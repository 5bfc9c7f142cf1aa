//! Appends to the history.

use application::{StoreError, ports::Activities};
use async_trait::async_trait;
use diesel_async::RunQueryDsl;
use domain::NewActivity;

use super::{Change, ROWS_PER_STATEMENT};
use crate::{rows::activity::NewActivityRow, schema::activity, store::PgUnit};

#[async_trait]
impl Activities for PgUnit {
    async fn record(&mut self, activities: &[NewActivity]) -> Result<(), StoreError> {
        let account = self.account_id();
        if !activities.is_empty() {
            self.has_recorded();
        }
        if let [one] = activities {
            let row = NewActivityRow::of(account, one);
            return self.later(Change::Record(row)).await;
        }
        for some in activities.chunks(ROWS_PER_STATEMENT) {
            let rows: Vec<_> = some
                .iter()
                .map(|activity| NewActivityRow::of(account, activity))
                .collect();
            let inserted = diesel::insert_into(activity::table)
                .values(rows)
                .execute(self.connection().await?)
                .await;
            self.noted(inserted)?;
        }
        Ok(())
    }
}
