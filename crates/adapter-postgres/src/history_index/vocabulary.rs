//! The words that the history of an account holds, kept in memory: which of them hold a part is told without asking.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use application::StoreError;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::AccountId;
use lru::LruCache;
use memchr::memmem::Finder;

use super::State;
use crate::{schema::history_words, unit::Transaction};

/// Bytes of words that are kept in memory, of all accounts together.
const KEPT: usize = 16 << 20;

/// The words of one account, as of a version. In one epoch a later one holds all that an earlier one does.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    epoch: i64,
    version: i64,
    chunks: BTreeMap<i32, Arc<Chunk>>,
}

/// Some of the words, and which trigrams they have: most chunks need not be read for a part of a few letters.
#[derive(Debug)]
struct Chunk {
    words: String,
    trigrams: Trigrams,
}

/// A Bloom filter of three bytes in a row.
#[derive(Debug, PartialEq, Eq)]
struct Trigrams([u64; Trigrams::WORDS]);

impl Trigrams {
    /// A chunk of 8 kB has two to three thousand trigrams, which leaves two thirds of these bits unset.
    const WORDS: usize = 128;

    fn of(text: &str) -> Self {
        let mut set = [0; Self::WORDS];
        for trigram in text.as_bytes().windows(3) {
            let (word, bit) = Self::place(trigram);
            if let Some(word) = set.get_mut(word) {
                *word |= bit;
            }
        }
        Self(set)
    }

    /// The word of the set, and the bit in it.
    fn place(trigram: &[u8]) -> (usize, u64) {
        let number = trigram
            .iter()
            .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        // Fibonacci hashing: the upper bits depend on all others.
        let hash = number.wrapping_mul(0x9E37_79B1) >> 19;
        let word = usize::try_from(hash >> 6).unwrap_or_default();
        (word, 1 << (hash & 63))
    }

    /// Whether a text with the other's trigrams can be a part.
    fn may_hold(&self, part: &Self) -> bool {
        self.0.iter().zip(&part.0).all(|(all, some)| all & some == *some)
    }
}

impl Chunk {
    fn of(words: String) -> Self {
        Self {
            trigrams: Trigrams::of(&words),
            words,
        }
    }
}

impl Vocabulary {
    /// Words that hold the part, each once; `None` when there are more than so many.
    pub(super) fn holding(&self, part: &str, at_most: usize) -> Option<Vec<&str>> {
        let found = self.found(part, at_most);
        (found.len() <= at_most).then_some(found)
    }

    /// So many of them, if there are: those that were seen first, as frequent ones are.
    pub(super) fn first_holding(&self, part: &str, at_most: usize) -> Vec<&str> {
        let mut found = self.found(part, at_most);
        found.truncate(at_most);
        found
    }

    /// All of them, or more than so many.
    fn found(&self, part: &str, at_most: usize) -> Vec<&str> {
        let finder = Finder::new(part.as_bytes());
        let trigrams = Trigrams::of(part);
        let mut found = Vec::new();
        for chunk in self
            .chunks
            .values()
            .filter(|chunk| chunk.trigrams.may_hold(&trigrams))
        {
            words_holding(&chunk.words, &finder, &mut found);
            if found.len() > at_most {
                break;
            }
        }
        found
    }

    fn bytes(&self) -> usize {
        let bytes = |chunk: &Arc<Chunk>| chunk.words.len() + size_of::<Trigrams>();
        self.chunks.values().map(bytes).sum()
    }

    fn serves(&self, state: &State) -> bool {
        self.epoch == state.epoch && self.version >= state.version
    }
}

fn words_holding<'a>(chunk: &'a str, finder: &Finder<'_>, found: &mut Vec<&'a str>) {
    let mut rest = chunk;
    while let Some(at) = finder.find(rest.as_bytes()) {
        let begin = rest
            .get(..at)
            .and_then(|before| before.rfind(' '))
            .map_or(0, |space| space + 1);
        let (word, behind) = match rest.get(at..).and_then(|from| from.find(' ')) {
            Some(length) => (rest.get(begin..at + length), rest.get(at + length + 1..)),
            None => (rest.get(begin..), None),
        };
        found.extend(word);
        rest = behind.unwrap_or_default();
    }
}

/// The vocabularies of those accounts that were searched last.
#[derive(Clone)]
pub(super) struct Vocabularies(Arc<Mutex<LruCache<AccountId, Arc<Vocabulary>>>>);

impl Vocabularies {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(LruCache::unbounded())))
    }

    /// One that serves the state of the transaction's snapshot: the one at hand, with what was added since.
    pub(super) async fn of(
        &self,
        tx: &mut Transaction,
        state: &State,
    ) -> Result<Arc<Vocabulary>, StoreError> {
        let account = tx.account();
        let known = self.known(account);
        if let Some(known) = known.as_ref().filter(|known| known.serves(state)) {
            return Ok(Arc::clone(known));
        }
        let known = known.filter(|known| known.epoch == state.epoch);
        let mut grown = known.map_or_else(Vocabulary::default, |known| (*known).clone());
        let added: QueryResult<Vec<(i32, String)>> = history_words::table
            .filter(
                history_words::account_id
                    .eq(account.uuid())
                    .and(history_words::version.gt(grown.version)),
            )
            .select((history_words::chunk, history_words::words))
            .load(tx.connection())
            .await;
        let added = tx.noted(added)?.into_iter();
        grown
            .chunks
            .extend(added.map(|(chunk, words)| (chunk, Arc::new(Chunk::of(words)))));
        (grown.epoch, grown.version) = (state.epoch, state.version);
        let grown = Arc::new(grown);
        self.keep(account, &grown);
        Ok(grown)
    }

    /// One that may be too old.
    pub(super) fn known(&self, account: AccountId) -> Option<Arc<Vocabulary>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&account).cloned()
    }

    /// A reading of an old snapshot takes nothing away from those of newer ones.
    fn keep(&self, account: AccountId, vocabulary: &Arc<Vocabulary>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let age = |vocabulary: &Vocabulary| (vocabulary.epoch, vocabulary.version);
        if kept
            .peek(&account)
            .is_none_or(|known| age(known) < age(vocabulary))
        {
            kept.put(account, Arc::clone(vocabulary));
        }
        let mut bytes: usize = kept.iter().map(|(_, vocabulary)| vocabulary.bytes()).sum();
        while bytes > KEPT && kept.len() > 1 {
            bytes -= kept.pop_lru().map_or(bytes, |(_, oldest)| oldest.bytes());
        }
    }
}

impl fmt::Debug for Vocabularies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vocabularies")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(chunks: &[&str]) -> Vocabulary {
        let chunks = chunks
            .iter()
            .zip(0..)
            .map(|(words, chunk)| (chunk, Arc::new(Chunk::of((*words).to_owned()))));
        Vocabulary {
            chunks: chunks.collect(),
            ..Vocabulary::default()
        }
    }

    #[test]
    fn a_part_finds_each_word_that_holds_it_once() {
        let words = of(&["termin besprechungstermin anna", "terminterm über", "x"]);
        assert_eq!(
            words.holding("term", 9).unwrap(),
            ["termin", "besprechungstermin", "terminterm"]
        );
        assert_eq!(words.holding("anna", 9).unwrap(), ["anna"]);
        assert_eq!(words.holding("x", 9).unwrap(), ["x"]);
        assert_eq!(words.holding("ber", 9).unwrap(), ["über"]);
        assert!(
            words.holding("nn b", 9).unwrap().is_empty(),
            "no word holds a space"
        );
        assert_eq!(words.holding("term", 2), None, "too many");
        assert_eq!(words.first_holding("term", 2), ["termin", "besprechungstermin"]);
        assert_eq!(words.first_holding("anna", 2), ["anna"]);
        assert_eq!(
            words.holding("erm", 9).unwrap().len(),
            3,
            "three bytes are one trigram"
        );
        assert!(of(&[]).holding("a", 9).unwrap().is_empty());
    }
}
