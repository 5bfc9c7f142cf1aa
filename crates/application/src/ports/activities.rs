//! The history of the account: append only.

use async_trait::async_trait;
use domain::NewActivity;

use crate::StoreError;

/// The history.
#[async_trait]
pub trait Activities: Send {
    /// Appends entries, in a number of statements that does not grow with them.
    async fn record(&mut self, activities: &[NewActivity]) -> Result<(), StoreError>;
}
