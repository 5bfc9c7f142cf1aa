//! Collects what is wrong with a configuration, to tell all of it at once.

use std::fmt;

use uuid::Uuid;

#[derive(Debug, Default)]
pub(super) struct Faults(Vec<String>);

impl Faults {
    pub(super) fn add(&mut self, fault: impl Into<String>) {
        self.0.push(fault.into());
    }

    pub(super) fn uuid(&mut self, option: &str, raw: &str) -> Option<Uuid> {
        let parsed = Uuid::try_parse(raw).ok();
        if parsed.is_none() {
            self.add(format!("{option} is {raw:?}, which is no id"));
        }
        parsed
    }

    pub(super) fn none(self) -> Result<(), ConfigFaults> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.into())
        }
    }
}

/// Everything that is wrong with a configuration; at least one fault.
#[derive(Debug, PartialEq, Eq)]
pub struct ConfigFaults(Vec<String>);

impl ConfigFaults {
    /// One sentence per fault.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl From<Faults> for ConfigFaults {
    fn from(faults: Faults) -> Self {
        Self(faults.0)
    }
}

impl fmt::Display for ConfigFaults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for ConfigFaults {}
