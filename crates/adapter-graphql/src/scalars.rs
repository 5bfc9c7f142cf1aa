//! Dates and moments in the form of RFC 3339.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use jiff::Timestamp;

/// A calendar date without time, such as `2026-11-23` (RFC 3339 full-date).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date(pub jiff::civil::Date);

/// A calendar date without time, such as `2026-11-23` (RFC 3339 full-date).
#[Scalar(specified_by_url = "https://scalars.graphql.org/andimarek/local-date.html")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) if text.len() == 10 => text
                .parse()
                .map(Self)
                .map_err(|_| InputValueError::custom("Write a date as 2026-11-23.")),
            Value::String(_) => Err(InputValueError::custom("Write a date as 2026-11-23.")),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A point in time with UTC offset, such as `2026-11-23T11:00:00Z` (RFC 3339).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTime(pub Timestamp);

/// A point in time with UTC offset, such as `2026-11-23T11:00:00Z` (RFC 3339).
#[Scalar(specified_by_url = "https://scalars.graphql.org/andimarek/date-time.html")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => moment(text).map(Self).ok_or_else(|| {
                InputValueError::custom("Write a moment with its UTC offset, as 2026-11-23T11:00:00Z.")
            }),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// Whole microseconds: what the store can keep.
fn moment(text: &str) -> Option<Timestamp> {
    let has_time = text
        .as_bytes()
        .get(10)
        .is_some_and(|separator| matches!(separator, b'T' | b't'));
    let moment: Timestamp = text.parse().ok().filter(|_| has_time)?;
    Timestamp::from_microsecond(moment.as_microsecond()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_need_an_offset_and_are_given_in_utc() {
        let read = |text: &str| DateTime::parse(Value::from(text)).map(|at| at.0.to_string()).ok();
        assert_eq!(
            read("2026-11-23T12:00:00+01:00").as_deref(),
            Some("2026-11-23T11:00:00Z")
        );
        assert_eq!(
            read("2026-11-23T12:00:00.1234567Z").as_deref(),
            Some("2026-11-23T12:00:00.123456Z")
        );
        for text in ["2026-11-23T12:00:00", "2026-11-23", "yesterday", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
