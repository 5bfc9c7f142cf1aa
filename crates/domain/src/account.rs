//! Accounts and their time zone.

use jiff::{Timestamp, civil::Date};

use crate::{
    fault::{Fault, Invalid},
    ids::AccountId,
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
