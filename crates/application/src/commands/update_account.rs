//! Changing the account: its name and its time zone.

use std::collections::BTreeMap;

use domain::{Account, Actor, Due, Faults, InputPath, Patch, TimeZone, fault::Checks, text::AccountName};
use jiff::{Timestamp, civil::Date};

use super::Commands;
use crate::{StoreError, Unit, errors::use_case_error, queries::must_exist};

/// Change the account; what is kept stays.
#[derive(Debug, Clone, Default)]
pub struct UpdateAccount {
    /// New name.
    pub name: Patch<String>,
    /// IANA name of the new time zone.
    pub time_zone: Patch<String>,
}

use_case_error! {
    /// Why the account was not changed.
    pub enum UpdateAccountError: Forbidden, Input {}
}

impl Commands {
    /// Changes the account. In another zone days begin at other moments: reports are cut anew, and open tasks that are
    /// due on a day are overdue from its midnight there. Admins may.
    pub async fn update_account(
        &self,
        actor: &Actor,
        cmd: UpdateAccount,
    ) -> Result<Account, UpdateAccountError> {
        let admin = actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            let mut account = must_exist(unit.account_to_change().await?, "the account")?;
            let (name, time_zone) = parse(&cmd)?;
            let zone_before = account.time_zone.clone();
            if let Some(event) = account.update(admin, name, time_zone) {
                unit.put_account(&account).await?;
                if account.time_zone != zone_before {
                    move_midnights(unit, &account.time_zone).await?;
                }
                self.record(unit, Some(actor.user), self.clock.now(), [event])
                    .await?;
            }
            Ok(account)
        })
        .await
    }
}

fn parse(cmd: &UpdateAccount) -> Result<(Patch<AccountName>, Patch<TimeZone>), Faults> {
    let mut checks = Checks::new();
    let name = cmd.name.as_option().map(|name| AccountName::parse(name));
    let name = checks.take_opt(InputPath::field("name"), name);
    let zone = cmd.time_zone.as_option().map(|zone| TimeZone::parse(zone));
    let zone = checks.take_opt(InputPath::field("time_zone"), zone);
    checks.finish()?;
    Ok((Patch::from_option(name), Patch::from_option(zone)))
}

/// The moments from which open tasks are overdue, one per day that some are due on.
async fn move_midnights(unit: &mut Unit, zone: &TimeZone) -> Result<(), StoreError> {
    let days = unit.due_days_of_open_tasks().await?.into_iter();
    let overdue = |day| Some((day, Due::On(day).overdue_from(zone)?));
    let midnights: BTreeMap<Date, Timestamp> = days.filter_map(overdue).collect();
    unit.put_overdue_from(&midnights).await
}
