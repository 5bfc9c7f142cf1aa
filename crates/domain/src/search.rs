//! How text is folded and split into words, the same way for storing and for searching.

use icu_casemap::CaseMapper;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::fault::Fault;

/// The words of a text without case and accents, with one space between them.
///
/// A word is a run of letters and digits; `-`, `_`, `.`, `@`, `+` and `'` belong to it where they stand inside
/// (`e-mail`, `anna@nord.example`, `10.5`). Everything else only separates.
pub fn fold(text: &str) -> String {
    let letters: Vec<char> = plain(text).chars().collect();
    let mut folded = String::with_capacity(letters.len());
    let mut separated = false;
    for (at, &c) in letters.iter().enumerate() {
        let inner = is_joiner(c)
            && at
                .checked_sub(1)
                .and_then(|before| letters.get(before))
                .is_some_and(|c| c.is_alphanumeric())
            && letters.get(at + 1).is_some_and(|c| c.is_alphanumeric());
        if !c.is_alphanumeric() && !inner {
            separated = true;
            continue;
        }
        if separated && !folded.is_empty() {
            folded.push(' ');
        }
        separated = false;
        folded.push(c);
    }
    folded
}

/// The folded words of several texts, as one text to search in.
pub fn fold_all<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let folded = texts.into_iter().map(fold).filter(|text| !text.is_empty());
    folded.collect::<Vec<_>>().join(" ")
}

/// Without case and accents. Most words are plain ASCII and need no table; each letter is its own business, so words can
/// be taken one by one.
fn plain(text: &str) -> String {
    let plain = |word: &str| {
        if word.is_ascii() {
            word.to_ascii_lowercase()
        } else {
            by_tables(word)
        }
    };
    text.split_inclusive(' ').map(plain).collect()
}

fn by_tables(text: &str) -> String {
    strip(&CaseMapper::new().fold_string(&strip(text)))
}

fn strip(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).collect()
}

fn is_joiner(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | '@' | '+' | '\'')
}

/// Words that must all occur, each anywhere in a word of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchTerms(Vec<String>);

impl SearchTerms {
    /// The largest number of code points of a search.
    pub const MAXIMUM: usize = 200;

    /// Reads what was typed into a search field; `None` when it holds no word and so is no condition.
    pub fn parse(raw: &str) -> Result<Option<Self>, Fault> {
        if raw.trim().chars().count() > Self::MAXIMUM {
            return Err(Fault::TooLong {
                maximum: Self::MAXIMUM,
            });
        }
        let folded = fold(raw);
        let mut words: Vec<String> = folded
            .split(' ')
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect();
        words.sort_unstable();
        words.dedup();
        Ok((!words.is_empty()).then_some(Self(words)))
    }

    /// The folded words; at least one.
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// Whether a folded text has all of them.
    pub fn match_folded(&self, folded: &str) -> bool {
        self.0.iter().all(|word| folded.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(search: &str, text: &str) -> bool {
        SearchTerms::parse(search)
            .unwrap()
            .is_some_and(|terms| terms.match_folded(&fold(text)))
    }

    #[test]
    fn edge_59_words_are_found_by_their_parts_without_case_and_accents() {
        assert!(finds("besprechung", "Vertragsbesprechungstermin"));
        assert!(finds("uber", "Darüber gesprochen"));
        assert!(finds("über", "UBER uns"));
        assert!(finds("strasse", "Hohe Straße 7"));
        assert!(finds("termin anna", "Anna will einen Besprechungstermin"));
        assert!(!finds("termin berta", "Anna will einen Besprechungstermin"));
    }

    #[test]
    fn edge_60_signs_join_words_or_match_nothing() {
        assert_eq!(
            fold("E-Mail an anna@nord.example: 10.5 % (c++)"),
            "e-mail an anna@nord.example 10.5 c"
        );
        assert!(finds("e-mail", "E-Mail geschickt"));
        assert_eq!(
            SearchTerms::parse(" % _ \\ ' ").unwrap(),
            None,
            "no word is no condition"
        );
        assert_eq!(SearchTerms::parse("").unwrap(), None);
        assert_eq!(
            SearchTerms::parse(&" ".repeat(201)).unwrap(),
            None,
            "only spaces, however many"
        );
        assert!(finds("%a%", "Ba"), "a sign is never a wildcard and never needed");
        assert!(!finds("a_c", "abc"), "an inner underscore is itself");
        assert!(SearchTerms::parse(&"x".repeat(200)).unwrap().is_some());
        assert_eq!(
            SearchTerms::parse(&"x".repeat(201)),
            Err(Fault::TooLong { maximum: 200 })
        );
    }

    #[test]
    fn words_of_ascii_are_what_the_tables_say() {
        let ascii: String = (0..=127_u8).map(char::from).collect();
        let mixed = format!("{ascii} Straße ﬁnal {ascii}\u{301} \u{301}İstanbul ΣΑΣ");
        for text in [ascii.as_str(), mixed.as_str(), " a  Ä ", ""] {
            assert_eq!(plain(text), by_tables(text), "{text:?}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["Ärger mit ẞ", "ΣΑΣ", "ﬁnal — ½ ²", "İstanbul", "a.-b"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}
