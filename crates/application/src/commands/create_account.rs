//! Creating an account: a tenant, with the task types a new one starts with.

use domain::{
    Account, AccountId, ActivityAction, ActivityKind, Event, InputPath, TaskType, TaskTypeId, TimeZone,
    fault::Checks,
    text::{AccountName, TypeName},
};

use super::Commands;
use crate::{confirmation::ConfirmationKey, errors::use_case_error};

/// Create an account. Whoever runs the installation does, outside of any account.
#[derive(Debug, Clone)]
pub struct CreateAccount {
    /// Its id, chosen by the caller.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// IANA name of its time zone.
    pub time_zone: String,
    /// Fresh random bytes to sign its confirmations with.
    pub confirmation_key: ConfirmationKey,
}

use_case_error! {
    /// Why an account was not created.
    pub enum CreateAccountError: Input {
        /// There is one with this id.
        Exists,
    }
}

impl Commands {
    /// Creates an account with the task types Call, E-mail, Lunch and Meeting, and Task Outcomes off.
    pub async fn create_account(&self, cmd: CreateAccount) -> Result<Account, CreateAccountError> {
        self.in_unit(cmd.id, async |unit| {
            let mut checks = Checks::new();
            let name = checks.take(InputPath::field("name"), AccountName::parse(&cmd.name));
            let time_zone = checks.take(InputPath::field("time_zone"), TimeZone::parse(&cmd.time_zone));
            let (name, time_zone) = checks.finish_with(name.zip(time_zone))?;
            if unit.account().await?.is_some() {
                return Err(CreateAccountError::Exists);
            }
            let now = self.clock.now();
            let account = Account {
                id: cmd.id,
                name,
                time_zone,
                created_at: now,
            };
            unit.add_account(&account, &cmd.confirmation_key).await?;
            let created = Event::new(
                ActivityKind::AccountChanged,
                ActivityAction::Created,
                account.name.as_str(),
            );
            let mut events = vec![created];
            for (position, name) in (0_i32..).zip(TaskType::DEFAULTS) {
                let id = TaskTypeId::new(self.ids.next());
                let (task_type, event) =
                    TaskType::create(id, TypeName::restore(name.to_owned()), position, now);
                unit.add_task_type(&task_type).await?;
                events.push(event);
            }
            self.record(unit, None, now, events).await?;
            Ok(account)
        })
        .await
    }
}
