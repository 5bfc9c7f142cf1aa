//! What holds for every text, list and moment, of the edges that speak of all of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::BTreeSet;

use domain::{
    AssignedOutcomes, Fault, LabelKey, OutcomeId, SearchTerms, TimeZone,
    search::fold,
    text::{Label, Notes},
};
use jiff::Timestamp;
use proptest::{collection::vec, prelude::*};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

/// What people type, with letters of several scripts and signs that mean something elsewhere.
const TYPED: &str = "[a-zA-ZäöüÄÖÜßéÉñα-ωΑ-Ω0-9%_'\"<>=+@;,. \u{a0}🎉-]{0,60}";
const LETTERS: &str = "[a-zA-ZäöüÄÖÜßéÉñ0-9]{1,30}";
const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "America/Los_Angeles",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
];

fn wide(text: &str) -> String {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
        other => other,
    };
    text.chars().map(wide).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edge_12_case_width_accents_and_spaces_make_no_other_key(word in LETTERS, other in LETTERS) {
        let text = format!("{word} {other}");
        let key = Label::parse(&text).unwrap().key();
        let decomposed: String = text.nfd().collect();
        let same = [text.to_uppercase(), text.to_lowercase(), decomposed, wide(&text), format!("  {word}\u{a0} {other} ")];
        for same in same {
            prop_assert_eq!(&Label::parse(&same).unwrap().key(), &key, "{}", same);
        }
        prop_assert_eq!(LabelKey::of(key.as_str()), key, "a key is its own key");
    }

    #[test]
    fn edge_14_lengths_count_code_points(letter in "[a-zäß€🎉中]", length in 1..200_usize) {
        match Label::parse(&letter.repeat(length)) {
            Ok(label) => prop_assert!(length <= 80 && label.as_str().chars().count() == length),
            Err(fault) => {
                prop_assert!(length > 80);
                prop_assert_eq!(fault, Fault::TooLong { maximum: 80 });
            }
        }
    }

    #[test]
    fn edge_15_what_was_read_once_is_read_as_itself(text in any::<String>(), typed in TYPED) {
        for text in [text, typed] {
            if let Ok(label) = Label::parse(&text) {
                prop_assert_eq!(Label::parse(label.as_str()).unwrap(), label);
            }
            if let Ok(Some(notes)) = Notes::parse(&text) {
                prop_assert_eq!(Notes::parse(notes.as_str()).unwrap(), Some(notes));
            }
        }
    }

    #[test]
    fn edge_22_a_list_is_accepted_when_it_has_1_to_20_different_ones(numbers in vec(0..30_u128, 0..25)) {
        let ids: Vec<_> = numbers.iter().map(|number| OutcomeId::new(Uuid::from_u128(*number))).collect();
        let different = numbers.iter().collect::<BTreeSet<_>>().len();
        let fits = (1..=20).contains(&numbers.len()) && different == numbers.len();
        prop_assert_eq!(AssignedOutcomes::restore(ids).is_some(), fits);
    }

    #[test]
    fn edge_50_every_moment_is_in_its_day(second in -2_000_000_000..4_000_000_000_i64, zone in 0..ZONES.len()) {
        let (zone, moment) = (TimeZone::parse(ZONES[zone]).unwrap(), Timestamp::from_second(second).unwrap());
        let day = zone.date_of(moment);
        let (start, end) = (zone.start_of(day).unwrap(), zone.start_of(day.tomorrow().unwrap()).unwrap());
        prop_assert!(start <= moment && moment < end, "{} in {}: {} to {}", moment, zone.name(), start, end);
    }

    #[test]
    fn edge_59_parts_of_a_text_find_it_in_any_order(text in TYPED, from in 0..60_usize, length in 1..30_usize) {
        let part: String = text.chars().skip(from).take(length).collect();
        let rest: String = text.chars().take(from).collect();
        for searched in [format!("{part} {rest}"), part.to_uppercase(), part.nfd().collect()] {
            if let Some(terms) = SearchTerms::parse(&searched).unwrap() {
                prop_assert!(terms.match_folded(&fold(&text)), "{:?} in {:?}", terms, fold(&text));
            }
        }
    }

    #[test]
    fn edge_60_no_text_is_an_error_and_no_sign_a_wildcard(text in any::<String>(), typed in TYPED) {
        for text in [text, typed] {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.clone(), "what is folded stays");
            let is_word = |word: &str| word.starts_with(char::is_alphanumeric) && word.ends_with(char::is_alphanumeric);
            prop_assert!(folded.split(' ').filter(|word| !word.is_empty()).all(is_word), "{:?}", folded);
            prop_assert!(!folded.contains(['%', '\\', '"']), "{:?}", folded);
            let terms = SearchTerms::parse(&text);
            prop_assert!(terms.is_ok() || text.trim().chars().count() > SearchTerms::MAXIMUM);
        }
    }
}
