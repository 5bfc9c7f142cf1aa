//! What operators and the server's own jobs do, at once instead of by and by.

use adapter_postgres::{Sealer, check};
use application::StoreError;
use domain::AccountId;

use super::TestServer;

impl TestServer {
    /// Seals all that is old in an account.
    pub async fn seal(&self, account: AccountId) {
        let sealer = self.sealer();
        until_done(async || sealer.catch_up(account).await).await;
    }

    /// Takes the next step of sealing an account.
    pub async fn seal_a_little(&self, account: AccountId) {
        let sealer = self.sealer();
        until_done(async || sealer.visit(account).await).await;
    }

    /// Makes what is sealed of an account anew.
    pub async fn rebuild(&self, account: AccountId) {
        let sealer = self.sealer();
        until_done(async || sealer.rebuild(account).await).await;
    }

    /// What must not be in any account of the database.
    pub async fn check(&self) -> Vec<String> {
        let broken = "a database that can be looked at";
        let mut found = check::check(self.database()).await.expect(broken);
        for account in check::accounts(self.database()).await.expect(broken) {
            found.extend(self.sealer().verify(account).await.expect(broken));
        }
        found
    }

    fn sealer(&self) -> Sealer {
        Sealer::new(self.pool().clone())
    }
}

/// The server's own job may have been there first: then it is tried again, as the job would.
async fn until_done<T>(step: impl AsyncFn() -> Result<T, StoreError>) {
    while let Err(error) = step().await {
        assert!(matches!(error, StoreError::Conflict), "{error}");
    }
}
