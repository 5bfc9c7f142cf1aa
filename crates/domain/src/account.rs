//! Accounts and their time zone.

use jiff::{Timestamp, civil::Date};

use crate::{
    activity::{ActivityAction, ActivityKind, Event},
    actor::Admin,
    fault::{Fault, Invalid},
    ids::AccountId,
    patch::Patch,
    text::AccountName,
};

/// A company that uses the system.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: AccountName,
    /// The zone that cuts its days.
    pub time_zone: TimeZone,
    /// When it was created.
    pub created_at: Timestamp,
}

impl Account {
    /// Changes name and time zone; `None` when nothing differs.
    pub fn update(
        &mut self,
        _: Admin<'_>,
        name: Patch<AccountName>,
        time_zone: Patch<TimeZone>,
    ) -> Option<Event> {
        let before = self.clone();
        self.name = name.or(before.name.clone());
        self.time_zone = time_zone.or(before.time_zone.clone());
        if *self == before {
            return None;
        }
        let text = |name: &AccountName| name.as_str().to_owned();
        let zone = |zone: &TimeZone| zone.name().to_owned();
        let event = Event::new(
            ActivityKind::AccountChanged,
            ActivityAction::Updated,
            self.name.as_str(),
        );
        Some(
            event
                .changed_if("name", Some(&before.name), Some(&self.name), text)
                .changed_if("time_zone", Some(&before.time_zone), Some(&self.time_zone), zone),
        )
    }
}

/// A time zone of the IANA database.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeZone {
    zone: jiff::tz::TimeZone,
    name: String,
}

impl TimeZone {
    /// Files beside the database's zones: two mean whatever the machine is set to, one means none.
    const NOT_ZONES: [&str; 3] = ["Factory", "localtime", "posixrules"];

    /// Reads an IANA name such as `Europe/Berlin`; letter case does not matter.
    pub fn parse(name: &str) -> Result<Self, Fault> {
        let zone = jiff::tz::TimeZone::get(name.trim()).map_err(|_| Fault::Invalid(Invalid::TimeZone))?;
        let name = zone.iana_name().filter(|name| !Self::NOT_ZONES.contains(name));
        let name = name.ok_or(Fault::Invalid(Invalid::TimeZone))?.to_owned();
        Ok(Self { zone, name })
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The day it is here at this moment.
    pub fn date_of(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    /// The first moment of a day here; `None` beyond the range of time.
    ///
    /// Where clocks skip midnight, the day begins at the first moment that exists.
    pub fn start_of(&self, day: Date) -> Option<Timestamp> {
        day.to_zoned(self.zone.clone())
            .and_then(|midnight| midnight.start_of_day())
            .ok()
            .map(|start| start.timestamp())
    }
}
