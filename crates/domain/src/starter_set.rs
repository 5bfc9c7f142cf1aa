//! The outcomes that an account can start with, in each language.

use crate::{
    sentiment::Sentiment,
    text::{Label, OutcomeDescription},
};

/// The languages there is a set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StarterLanguage {
    /// English.
    English,
    /// German.
    German,
}

/// An outcome to start with.
#[derive(Debug, Clone, PartialEq)]
pub struct StarterOutcome {
    /// What the team reads.
    pub label: Label,
    /// When to choose it.
    pub description: OutcomeDescription,
    /// How reports judge it.
    pub sentiment: Sentiment,
}

type Texts = (&'static str, &'static str, Sentiment);

const ENGLISH: [Texts; 6] = [
    (
        "Meeting scheduled",
        "There is a date for the next talk.",
        Sentiment::Positive,
    ),
    ("Interested", "They want to know more.", Sentiment::Positive),
    (
        "Information sent",
        "They got what they asked for.",
        Sentiment::Neutral,
    ),
    (
        "Call back later",
        "They asked to be contacted another time.",
        Sentiment::Neutral,
    ),
    ("No answer", "Nobody could be reached.", Sentiment::Neutral),
    (
        "Not interested",
        "They do not want to go on.",
        Sentiment::Negative,
    ),
];

const GERMAN: [Texts; 6] = [
    (
        "Termin vereinbart",
        "Das nächste Gespräch hat ein Datum.",
        Sentiment::Positive,
    ),
    ("Interessiert", "Es soll weitergehen.", Sentiment::Positive),
    (
        "Unterlagen gesendet",
        "Die gewünschten Informationen sind unterwegs.",
        Sentiment::Neutral,
    ),
    (
        "Später zurückrufen",
        "Ein anderer Zeitpunkt ist gewünscht.",
        Sentiment::Neutral,
    ),
    ("Nicht erreicht", "Niemand war zu erreichen.", Sentiment::Neutral),
    (
        "Kein Interesse",
        "Es soll nicht weitergehen.",
        Sentiment::Negative,
    ),
];

/// The set in a language, in display order.
pub fn starter_set(language: StarterLanguage) -> Vec<StarterOutcome> {
    let texts = match language {
        StarterLanguage::English => ENGLISH,
        StarterLanguage::German => GERMAN,
    };
    let outcome = |(label, description, sentiment): Texts| StarterOutcome {
        label: Label::restore(label.to_owned()),
        description: OutcomeDescription::restore(description.to_owned()),
        sentiment,
    };
    texts.into_iter().map(outcome).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn edge_5_the_starter_set_is_valid_and_distinct_in_both_languages() {
        for language in [StarterLanguage::English, StarterLanguage::German] {
            let set = starter_set(language);
            for outcome in &set {
                assert_eq!(Label::parse(outcome.label.as_str()).as_ref(), Ok(&outcome.label));
                let description = OutcomeDescription::parse(outcome.description.as_str());
                assert_eq!(description, Ok(Some(outcome.description.clone())));
            }
            let keys: BTreeSet<_> = set.iter().map(|outcome| outcome.label.key()).collect();
            assert_eq!(keys.len(), set.len());
        }
    }
}
