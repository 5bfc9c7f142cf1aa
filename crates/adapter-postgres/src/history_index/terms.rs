//! What an entry is found by: the words of its text, and the facts that filters ask for.

use std::{borrow::Cow, fmt};

use application::queries::activities::ActivityFilter;
use domain::{OutcomeId, SubjectKind, TaskTypeId, UserId};
use uuid::Uuid;

use crate::codes;

/// Bytes of the longest word that is a term. A key of an index has its limits, and nobody looks for longer ones.
pub(super) const LONGEST: usize = 256;

/// The term of entries that hold a longer word: whatever is looked for may be in there.
pub(super) const LONG: &str = ":long";

/// A fact that entries share. As a term it begins with a colon, as no word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact<'a> {
    Kind(&'a str),
    Actor(Uuid),
    Outcome(Uuid),
    Sentiment(i16),
    TaskType(Uuid),
    RelatesTo(SubjectKind),
}

impl fmt::Display for Fact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(kind) => write!(f, ":kind {kind}"),
            Self::Actor(id) => write!(f, ":actor {id}"),
            Self::Outcome(id) => write!(f, ":outcome {id}"),
            Self::Sentiment(code) => write!(f, ":sentiment {code}"),
            Self::TaskType(id) => write!(f, ":type {id}"),
            Self::RelatesTo(SubjectKind::Contact) => f.write_str(":about contact"),
            Self::RelatesTo(SubjectKind::Deal) => f.write_str(":about deal"),
        }
    }
}

/// The words of a folded text as terms.
pub(super) fn words(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let words = text.split(' ').filter(|word| !word.is_empty());
    words.map(|word| Cow::Borrowed(if word.len() > LONGEST { LONG } else { word }))
}

/// The facts that a filter asks for: of each list, any.
pub(super) fn facts(filter: &ActivityFilter) -> Vec<Vec<String>> {
    let kinds = filter.kinds.as_ref().map(|kinds| {
        let kinds = kinds.iter().map(|kind| Fact::Kind(codes::activity_kind(*kind)));
        kinds.map(|fact| fact.to_string()).collect()
    });
    let sentiments = filter.sentiments.as_ref().map(|sentiments| {
        let codes = sentiments
            .iter()
            .map(|one| Fact::Sentiment(codes::sentiment(*one)));
        codes.map(|fact| fact.to_string()).collect()
    });
    let about = filter
        .relates_to
        .map(|kind| vec![Fact::RelatesTo(kind).to_string()]);
    let actors = any_of(filter.actors.as_deref(), UserId::uuid, Fact::Actor);
    let outcomes = any_of(filter.outcomes.as_deref(), OutcomeId::uuid, Fact::Outcome);
    let types = any_of(filter.task_types.as_deref(), TaskTypeId::uuid, Fact::TaskType);
    let all = [kinds, actors, outcomes, sentiments, types, about];
    all.into_iter().flatten().collect()
}

fn any_of<I: Copy>(
    ids: Option<&[I]>,
    uuid: impl Fn(I) -> Uuid,
    fact: impl Fn(Uuid) -> Fact<'static>,
) -> Option<Vec<String>> {
    let terms = |ids: &[I]| ids.iter().map(|id| fact(uuid(*id)).to_string()).collect();
    ids.map(terms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_too_long_for_a_key_share_a_term() {
        let long = "x".repeat(LONGEST + 1);
        let text = format!("anna {long} berta");
        assert_eq!(words(&text).collect::<Vec<_>>(), ["anna", LONG, "berta"]);
        assert_eq!(words("").count(), 0);
    }

    #[test]
    fn no_word_is_a_fact() {
        for fact in [
            Fact::Kind("X"),
            Fact::Sentiment(-1),
            Fact::RelatesTo(SubjectKind::Deal),
        ] {
            assert_ne!(domain::search::fold(&fact.to_string()), fact.to_string());
        }
    }
}
