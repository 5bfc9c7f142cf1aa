//! A report as a link: its filter as it was sent, so that the same question can be asked by a path.

use application::queries::{task_overview::Period, tasks::TaskFilter};
use async_graphql::{InputType, Value};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::TimeZone;

use super::input::TaskOverviewReportFilterInput;
use crate::faults::RequestFault;

/// Says how the rest is to be read; another form gets another letter.
const FORM: char = 'a';

/// What a link asks for: the conditions, the days, the zone that cuts them.
pub type Asked = (TaskFilter, Period, Option<TimeZone>);

/// The text of a filter in a link.
pub(super) fn encode(filter: &TaskOverviewReportFilterInput) -> String {
    let mut json = filter.to_value().into_json().unwrap_or_default();
    if let Some(conditions) = json.as_object_mut() {
        conditions.retain(|_, value| !value.is_null());
    }
    format!("{FORM}{}", URL_SAFE_NO_PAD.encode(json.to_string()))
}

/// Reads the filter of a link.
pub fn report_of_link(text: &str) -> Result<Asked, RequestFault> {
    let damaged = || RequestFault::ReportLinkDamaged;
    let json = text
        .strip_prefix(FORM)
        .and_then(|rest| URL_SAFE_NO_PAD.decode(rest).ok());
    let json = serde_json::from_slice(&json.ok_or_else(damaged)?).map_err(|_| damaged())?;
    let value = Value::from_json(json).map_err(|_| damaged())?;
    let filter = TaskOverviewReportFilterInput::parse(Some(value)).map_err(|_| damaged())?;
    filter.read().map_err(|_| damaged())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_as_it_was_made_and_a_damaged_one_is_told() {
        let link = encode(&TaskOverviewReportFilterInput::default());
        assert!(report_of_link(&link).is_ok());
        for damaged in ["", "a", "b", &link[1..], &link[..link.len() - 3], "aW10", "aWzFd"] {
            assert!(report_of_link(damaged).is_err(), "{damaged}");
        }
    }
}
