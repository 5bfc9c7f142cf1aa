//! The data of the demo, in the server of a test.

use application::confirmation::ConfirmationKey;
use server::{
    auth,
    demo::{self, Destination},
};

pub use server::demo::Guest;

use super::{Client, TestServer};

/// Enough to have some of everything.
const TASKS: u64 = 250;

impl TestServer {
    /// Loads what `task-outcomes demo` serves, but for the number of completed tasks.
    ///
    /// # Panics
    ///
    /// When the data cannot be loaded, for example a second time.
    pub async fn load_demo(&self) {
        let key = || ConfirmationKey::new(auth::random_bytes().expect("random bytes"));
        let to = Destination {
            store: self.app.store(),
            reads: self.app.reads(),
            streams: 4,
            tasks: TASKS,
        };
        let today = demo::today(self.app.clock().now()).expect("a day");
        demo::load(&to, today, [key(), key()])
            .await
            .expect("the data of the demo");
    }

    /// A client with a new token of somebody of the demo.
    ///
    /// # Panics
    ///
    /// Before [`Self::load_demo`].
    pub async fn guest(&self, guest: Guest) -> Client {
        let user = guest.user(&self.app.queries()).await.expect("a guest");
        self.sign_in(guest.account(), user.id).await
    }
}
