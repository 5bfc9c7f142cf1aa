//! What is to go says what to use instead, and until when it stays.

use jiff::civil::Date;

use super::facts::Facts;

/// The form of every reason: a program reads it as people do.
const FORM: &str = "Use `Place.of.the.schema` instead. Stays until YYYY-MM-DD.";

/// Every deprecation without a replacement that is there to stay, or without a day.
pub(super) fn faults(served: &Facts) -> Vec<String> {
    let deprecated = served
        .iter()
        .filter_map(|(place, fact)| Some((place, fact.deprecation.as_deref()?)));
    deprecated
        .filter_map(|(place, reason)| fault(place, reason, served))
        .collect()
}

fn fault(place: &str, reason: &str, served: &Facts) -> Option<String> {
    let Some((replacement, day)) = parts(reason) else {
        return Some(format!(
            "{place} is deprecated for the reason \"{reason}\": write \"{FORM}\""
        ));
    };
    if day.parse::<Date>().is_err() {
        return Some(format!("{place} stays until \"{day}\", which is no day"));
    }
    let stays = |replacement: &str| {
        served
            .get(replacement)
            .is_some_and(|fact| fact.deprecation.is_none())
    };
    (!stays(replacement)).then(|| {
        format!(
            "{place} is to be replaced by `{replacement}`, which the schema does not have or is to go itself"
        )
    })
}

/// The replacement and the day.
fn parts(reason: &str) -> Option<(&str, &str)> {
    let (replacement, day) = reason
        .strip_prefix("Use `")?
        .split_once("` instead. Stays until ")?;
    Some((replacement, day.strip_suffix('.')?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{SERVED, facts, facts_of};

    /// What is found where the field is deprecated for this reason.
    fn found(reason: &str) -> Vec<String> {
        let sdl = format!(
            "type Query {{ old: Int @deprecated(reason: \"{reason}\"), older: Int @deprecated(reason: \"Use `Query.new` instead. Stays until 2027-01-31.\"), new: Int }}"
        );
        faults(&facts::of(&sdl).unwrap())
    }

    #[test]
    fn a_reason_with_replacement_and_day_is_let_through() {
        assert_eq!(found("Use `Query.new` instead. Stays until 2028-06-30."), [""; 0]);
    }

    #[test]
    fn a_bad_reason_is_found() {
        let cases = [
            ("", "Query.old is deprecated for the reason \"\""),
            (
                "Use `Query.new` instead.",
                "Query.old is deprecated for the reason",
            ),
            (
                "Stays until 2028-06-30.",
                "Query.old is deprecated for the reason",
            ),
            (
                "Use `Query.new` instead. Stays until June 2028.",
                "Query.old stays until \"June 2028\"",
            ),
            (
                "Use `Query.new` instead. Stays until 2028-02-30.",
                "Query.old stays until \"2028-02-30\"",
            ),
            (
                "Use `Query.newer` instead. Stays until 2028-06-30.",
                "Query.old is to be replaced by `Query.newer`, which the schema does not have",
            ),
            (
                "Use `Query.older` instead. Stays until 2028-06-30.",
                "Query.old is to be replaced by `Query.older`",
            ),
        ];
        for (reason, expected) in cases {
            let found = found(reason);
            assert!(
                matches!(&found[..], [fault] if fault.starts_with(expected)),
                "{reason}: {found:?}"
            );
        }
    }

    #[test]
    fn a_deprecation_without_a_reason_is_found_wherever_it_stands() {
        let sdl = "type Query { a(b: Int @deprecated): Int @deprecated } enum E { F @deprecated } input I { j: Int @deprecated }";
        let found = faults(&facts::of(sdl).unwrap());
        let places = ["E.F", "I.j", "Query.a", "Query.a(b:)"];
        assert_eq!(found.len(), places.len(), "{found:?}");
        for (fault, place) in found.iter().zip(places) {
            assert!(fault.starts_with(&format!("{place} is deprecated")), "{fault}");
        }
    }

    #[test]
    fn every_deprecation_of_the_schema_says_what_to_use_and_until_when() {
        assert_eq!(faults(&facts_of(SERVED).unwrap()), [""; 0]);
    }
}
