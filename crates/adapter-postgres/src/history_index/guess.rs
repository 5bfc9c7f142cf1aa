//! Guesses by which terms something will be found, before anything is asked.

use std::sync::Arc;

use application::queries::activities::ActivityFilter;
use domain::SearchTerms;

use super::{terms, vocabulary::Vocabulary};
use crate::unit::Transaction;

/// How many facts are guessed, at most, or words beside that which is looked for.
const FEW: usize = 8;

/// The terms of the only condition of a search, as far as they are known: the vocabulary at hand may be an old one.
pub(crate) struct Guess {
    vocabulary: Option<Arc<Vocabulary>>,
    facts: Vec<String>,
    word: Option<String>,
}

impl Guess {
    pub(crate) fn of(tx: &Transaction, filter: &ActivityFilter) -> Self {
        let words = filter.search.as_ref().map_or(&[][..], SearchTerms::words);
        let facts = terms::facts(filter);
        let is_one = words.len() + facts.len() == 1;
        Self {
            vocabulary: tx.vocabularies().known(tx.account()),
            word: words.first().filter(|_| is_one).cloned(),
            facts: facts.into_iter().filter(|_| is_one).flatten().take(FEW).collect(),
        }
    }

    pub(crate) fn terms(&self) -> Vec<&str> {
        let words = self.vocabulary.as_ref().zip(self.word.as_ref());
        let words = words.map(|(vocabulary, word)| vocabulary.first_holding(word, FEW));
        let (facts, words) = (self.facts.iter().map(String::as_str), words.unwrap_or_default());
        facts.chain(self.word.as_deref()).chain(words).collect()
    }
}
