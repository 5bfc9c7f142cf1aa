//! What one can do: one file per use case. Each asks for the proof that the actor may, then works in one unit.

mod archive_outcome;
mod archive_task_type;
mod authority;
mod complete_task;
mod complete_tasks;
mod correct_completion;
mod create_account;
mod create_contact;
mod create_deal;
mod create_outcome;
mod create_task;
mod create_task_type;
mod create_token;
mod create_user;
mod delete_outcome;
mod delete_task;
mod delete_task_type;
mod disable_task_outcomes;
mod enable_task_outcomes;
mod erase_contact;
mod forget_old_keys;
mod import_contacts;
mod import_deals;
mod import_rows;
mod known;
mod merge_outcome;
mod reassign_tasks;
mod record_export;
mod records;
mod reopen_task;
mod reorder_task_types;
mod revoke_token;
mod save_task_type_outcomes;
mod several_tasks;
mod starter_set;
mod task_fields;
mod unarchive_outcome;
mod unarchive_task_type;
mod update_account;
mod update_contact;
mod update_deal;
mod update_outcome;
mod update_task;
mod update_task_type;
mod update_user;

use std::sync::Arc;

use crate::ports::{Clock, Ids, Store};

pub use archive_outcome::{ArchiveOutcome, ArchiveOutcomeError};
pub use archive_task_type::{ArchiveTaskType, ArchiveTaskTypeError, ArchivedTaskType};
pub use authority::Authority;
pub use complete_task::{CompleteTask, CompleteTaskError, CompletedTask};
pub use complete_tasks::{CompleteTasks, CompleteTasksError};
pub use correct_completion::{CorrectCompletion, CorrectCompletionError};
pub use create_account::{CreateAccount, CreateAccountError};
pub use create_contact::{CreateContact, CreateContactError};
pub use create_deal::{CreateDeal, CreateDealError};
pub use create_outcome::{CreateOutcome, CreateOutcomeError};
pub use create_task::{CreateTask, CreateTaskError};
pub use create_task_type::{CreateTaskType, CreateTaskTypeError};
pub use create_token::{CreateToken, CreateTokenError};
pub use create_user::{CreateUser, CreateUserError};
pub use delete_outcome::{DeleteOutcome, DeleteOutcomeError};
pub use delete_task::{DeleteTask, DeleteTaskError};
pub use delete_task_type::{DeleteTaskType, DeleteTaskTypeError};
pub use disable_task_outcomes::{DisableTaskOutcomes, DisableTaskOutcomesError, DisabledTaskOutcomes};
pub use enable_task_outcomes::{EnableTaskOutcomes, EnableTaskOutcomesError};
pub use erase_contact::{EraseContact, EraseContactError};
pub use import_contacts::{ImportContacts, ImportContactsError};
pub use import_deals::{ImportDeals, ImportDealsError};
pub use merge_outcome::{MergeOutcome, MergeOutcomeError, MergedOutcome};
pub use reassign_tasks::{ReassignTasks, ReassignTasksError};
pub use records::{ContactFields, ContactPatch, DealFields, DealPatch, MoneyFields};
pub use reopen_task::{ReopenTask, ReopenTaskError};
pub use reorder_task_types::{ReorderTaskTypes, ReorderTaskTypesError};
pub use revoke_token::{RevokeToken, RevokeTokenError};
pub use save_task_type_outcomes::{SaveTaskTypeOutcomes, SaveTaskTypeOutcomesError};
pub use several_tasks::MAXIMUM_TASKS;
pub use task_fields::{CompletionFields, CompletionRefusal, TaskFields};
pub use unarchive_outcome::{UnarchiveOutcome, UnarchiveOutcomeError};
pub use unarchive_task_type::{UnarchiveTaskType, UnarchiveTaskTypeError};
pub use update_account::{UpdateAccount, UpdateAccountError};
pub use update_contact::{UpdateContact, UpdateContactError};
pub use update_deal::{UpdateDeal, UpdateDealError};
pub use update_outcome::{UpdateOutcome, UpdateOutcomeError};
pub use update_task::{UpdateTask, UpdateTaskError};
pub use update_task_type::{UpdateTaskType, UpdateTaskTypeError};
pub use update_user::{UpdateUser, UpdateUserError};

/// The write side of the application: holds a store and no read port, so that a unit never waits for a second
/// connection.
#[derive(Clone)]
pub struct Commands {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
}

impl Commands {
    /// Acts on this store, with this clock and these ids.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        Self { store, clock, ids }
    }
}
