//! Guesses by which terms something will be found, and how frequent it is, before anything is asked.

use std::sync::Arc;

use application::queries::activities::ActivityFilter;
use domain::{AccountId, SearchTerms};

use super::{Memory, terms, vocabulary::Vocabulary};
use crate::unit::Transaction;

/// How many facts are guessed, at most, or words beside that which is looked for.
const FEW: usize = 8;

/// The only condition of a search, and its terms as far as they are known: the vocabulary at hand may be an old one.
pub(crate) struct Guess {
    memory: Memory,
    account: AccountId,
    vocabulary: Option<Arc<Vocabulary>>,
    facts: Vec<String>,
    word: Option<String>,
}

impl Guess {
    pub(crate) fn of(tx: &Transaction, filter: &ActivityFilter) -> Self {
        let words = filter.search.as_ref().map_or(&[][..], SearchTerms::words);
        let facts = terms::facts(filter);
        let is_one = words.len() + facts.len() == 1;
        let memory = tx.memory();
        Self {
            vocabulary: memory.vocabularies.known(tx.account()),
            memory,
            account: tx.account(),
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

    /// One entry of how many had it when it was last looked for, if it was frequent then.
    pub(crate) fn remembered(&self) -> Option<u32> {
        self.memory.frequent.one_of(&self.condition()?)
    }

    /// Notes whether it is worth being walked for.
    pub(crate) fn note(&self, one_of: Option<u32>) {
        match (self.condition(), one_of) {
            (None, _) => (),
            (Some(condition), Some(one_of)) => self.memory.frequent.remember(condition, one_of),
            (Some(condition), None) => self.memory.frequent.forget(&condition),
        }
    }

    fn condition(&self) -> Option<(AccountId, String)> {
        let terms = self.word.clone().or_else(|| {
            let facts = Some(self.facts.join(" "));
            facts.filter(|facts| !facts.is_empty())
        });
        Some((self.account, terms?))
    }
}
