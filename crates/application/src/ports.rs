//! What must be possible outside, in domain words. The doc comments are the contract that every adapter must keep;
//! the contract suite of `testkit` checks it.

pub mod activities;
pub mod catalogue;
pub mod clock;
pub mod erasure;
pub mod feed;
pub mod idempotency;
pub mod people;
pub mod reads;
pub mod records;
pub mod store;
pub mod tasks;

pub use activities::Activities;
pub use catalogue::{Outcomes, Settings, TaskTypes};
pub use clock::{Clock, Ids, IssuedToken, TokenIssuer};
pub use erasure::Erasure;
pub use feed::{Feed, FeedEntry, Followers, Following, Unfollowed};
pub use idempotency::{EarlierUse, IdempotencyKeys, KeyUse};
pub use people::{Accounts, ApiTokens, Users};
pub use reads::{Reading, Reads, SignedIn};
pub use records::{Contacts, Deals};
pub use store::{Store, UnitOfWork};
pub use tasks::{TaskToComplete, Tasks};
