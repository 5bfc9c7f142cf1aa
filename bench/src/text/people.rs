//! People that nobody is.

use super::write::address_part;

/// A person's name.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) first: &'static str,
    pub(crate) last: String,
}

impl Person {
    /// Both names.
    pub(crate) fn full(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    /// Their address at a company.
    pub(crate) fn address(&self, company: &str) -> String {
        let company = company.split(' ').next().unwrap_or(company);
        format!(
            "{}.{}@{}.example",
            address_part(self.first),
            address_part(&self.last),
            address_part(company)
        )
    }
}
