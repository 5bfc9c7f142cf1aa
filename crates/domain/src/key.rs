//! Keys that are equal when people read the same word.

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization;

/// Compares labels and names without case, width and spelling of accents: NFKC, full case folding, NFKC.
///
/// SQL's `lower()` is not enough (`STRASSE` and `straße` would differ), so it is computed here and stored.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelKey(String);

impl LabelKey {
    /// The key of a clean text.
    pub fn of(text: &str) -> Self {
        let composed: String = text.nfkc().collect();
        let folded = CaseMapper::new()
            .fold_string(&composed)
            .nfkc()
            .collect::<String>();
        // A compatibility character may become white space at an end or beside other white space.
        Self(folded.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The key as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edge_12_what_people_read_as_the_same_has_one_key() {
        let same = [
            ["Interessiert", "INTERESSIERT"],
            ["Interessiert", "ｉnteressiert"],
            ["Straße", "STRASSE"],
            ["ΣΑΣ", "σας"],
            ["café", "cafe\u{301}"],
            ["no answer", "no\u{a0}answer"],
        ];
        for [left, right] in same {
            assert_eq!(LabelKey::of(left), LabelKey::of(right), "{left} {right}");
        }
        assert_ne!(
            LabelKey::of("cafe"),
            LabelKey::of("café"),
            "another accent is another word"
        );
    }
}
