//! What is true about tasks and their outcomes, whatever the machine: values, aggregates, rules and the facts they
//! produce. Nothing here waits, stores, speaks a protocol or looks at a clock.

pub mod account;
pub mod activity;
pub mod actor;
pub mod api_token;
pub mod catalogue;
pub mod contact;
pub mod deal;
pub mod due;
pub mod fault;
pub mod ids;
pub mod import;
pub mod key;
pub mod outcome;
pub mod patch;
pub mod search;
pub mod sentiment;
pub mod settings;
pub mod starter_set;
pub mod task;
pub mod task_type;
pub mod text;
pub mod user;
pub mod version;

pub use account::{Account, TimeZone};
pub use activity::{Activity, ActivityAction, ActivityKind, Change, Event, NewActivity};
pub use actor::{Actor, Admin, Forbidden, Role};
pub use api_token::ApiToken;
pub use catalogue::Catalogue;
pub use contact::{Contact, ContactDetails};
pub use deal::{Deal, DealDetails, DealStatus, Money};
pub use due::Due;
pub use fault::{Fault, Faults, InputFault, InputPath};
pub use ids::{
    AccountId, ActivityId, ApiTokenId, CompletionId, ContactId, DealId, ObjectId, OutcomeId, Subject,
    SubjectKind, TaskId, TaskTypeId, UserId,
};
pub use key::LabelKey;
pub use outcome::TaskOutcome;
pub use patch::Patch;
pub use search::SearchTerms;
pub use sentiment::Sentiment;
pub use settings::{AssignedOutcomes, Assignments, SettingsState, TaskSettings};
pub use task::{
    Completion, CompletionChoice, CompletionFacets, CompletionRule, RecordedOutcome, Task, TaskChange,
    TaskFacets, TaskState,
};
pub use task_type::TaskType;
pub use user::{User, UserChanges};
pub use version::{Stale, Version};
