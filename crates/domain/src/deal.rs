//! Deals: possible sales.

use iso_currency::Currency;
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::{
    activity::{ActivityAction, ActivityKind, Event},
    fault::{Fault, Invalid},
    ids::{ContactId, DealId, Subject, UserId},
    text::{DealName, ExternalId, Stage},
    version::Version,
};

/// Whether a deal is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum DealStatus {
    /// It is being worked on.
    #[default]
    Open,
    /// It was won.
    Won,
    /// It was lost.
    Lost,
}

impl DealStatus {
    /// The word for it in stored changes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Won => "WON",
            Self::Lost => "LOST",
        }
    }
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    amount: Decimal,
    currency: String,
}

impl Money {
    /// Digits an amount can have before the point.
    pub const INTEGER_DIGITS: u32 = 15;
    /// Digits an amount can have after the point.
    pub const DECIMALS: u32 = 4;

    /// Reads a decimal number such as `1499.90`.
    pub fn parse_amount(raw: &str) -> Result<Decimal, Fault> {
        let raw = raw.trim();
        // The parser also takes exponents and underscores, which people do not mean by an amount.
        if !raw
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        {
            return Err(Fault::Invalid(Invalid::Amount));
        }
        let amount: Decimal = raw.parse().map_err(|_| Fault::Invalid(Invalid::Amount))?;
        let bound = Decimal::from(10_u64.pow(Self::INTEGER_DIGITS));
        if amount.scale() > Self::DECIMALS || amount.abs() >= bound {
            return Err(Fault::Invalid(Invalid::Amount));
        }
        Ok(amount)
    }

    /// Reads the three letters of a code of ISO 4217.
    pub fn parse_currency(raw: &str) -> Result<String, Fault> {
        let code = raw.trim().to_ascii_uppercase();
        Currency::from_code(&code)
            .map(|currency| currency.code().to_owned())
            .ok_or(Fault::Invalid(Invalid::Currency))
    }

    /// An amount and a code that were parsed.
    pub fn restore(amount: Decimal, currency: String) -> Self {
        Self { amount, currency }
    }

    /// The amount, in units of the currency.
    pub fn amount(&self) -> Decimal {
        self.amount
    }

    /// The code of ISO 4217.
    pub fn currency(&self) -> &str {
        &self.currency
    }

    fn text(&self) -> String {
        format!("{} {}", self.amount, self.currency)
    }
}

/// What is known about a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealDetails {
    /// Its name.
    pub name: DealName,
    /// With whom it is made.
    pub contact: Option<ContactId>,
    /// What it is worth.
    pub value: Option<Money>,
    /// Stage of the sales process.
    pub stage: Option<Stage>,
    /// Whether it is still open.
    pub status: DealStatus,
    /// Who works on it.
    pub owner: Option<UserId>,
    /// Id in the system the record comes from, unique in the account.
    pub external_id: Option<ExternalId>,
}

/// A possible sale.
#[derive(Debug, Clone, PartialEq)]
pub struct Deal {
    /// Its id.
    pub id: DealId,
    /// What is known.
    pub details: DealDetails,
    /// Version of the record.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Deal {
    /// A new deal.
    pub fn create(id: DealId, details: DealDetails, now: Timestamp) -> (Self, Event) {
        let deal = Self {
            id,
            details,
            version: Version::FIRST,
            created_at: now,
            updated_at: now,
        };
        let event = deal.event(ActivityAction::Created);
        (deal, event)
    }

    /// Replaces what is known; `None` when nothing differs. Names of owner and contact are told by the use case.
    pub fn update(&mut self, details: DealDetails, now: Timestamp) -> Option<Event> {
        if self.details == details {
            return None;
        }
        let before = std::mem::replace(&mut self.details, details);
        self.version = self.version.next();
        self.updated_at = now;
        let after = &self.details;
        let event = self
            .event(ActivityAction::Updated)
            .changed_if("name", Some(&before.name), Some(&after.name), |v| {
                v.as_str().to_owned()
            })
            .changed_if("value", before.value.as_ref(), after.value.as_ref(), Money::text)
            .changed_if("stage", before.stage.as_ref(), after.stage.as_ref(), |v| {
                v.as_str().to_owned()
            })
            .changed_if("status", Some(&before.status), Some(&after.status), |v| {
                v.word().to_owned()
            })
            .changed_if(
                "external_id",
                before.external_id.as_ref(),
                after.external_id.as_ref(),
                |v| v.as_str().to_owned(),
            );
        Some(event)
    }

    fn event(&self, action: ActivityAction) -> Event {
        Event::new(ActivityKind::DealChanged, action, self.details.name.as_str())
            .about(Subject::Deal(self.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_at_most_four_decimals_and_fifteen_digits_before() {
        assert_eq!(Money::parse_amount("1499.90").unwrap().to_string(), "1499.90");
        assert_eq!(Money::parse_amount("-5").unwrap().to_string(), "-5");
        for raw in ["1.23456", "1000000000000000", "1,5", "", "abc", "1e5", "1_000"] {
            assert_eq!(
                Money::parse_amount(raw),
                Err(Fault::Invalid(Invalid::Amount)),
                "{raw}"
            );
        }
    }

    #[test]
    fn a_currency_is_a_code_of_iso_4217() {
        assert_eq!(Money::parse_currency("eur").unwrap(), "EUR");
        assert_eq!(
            Money::parse_currency("QQQ"),
            Err(Fault::Invalid(Invalid::Currency))
        );
    }
}
