//! Both languages have the same messages with the same variables, and every message is used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::*;

/// The variables of each message, by its key. A message begins at the edge and goes on indented.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        if !line.starts_with(' ') {
            key = line.split_once(" = ").expect("a message").0.to_owned();
            assert!(
                messages.insert(key.clone(), BTreeSet::new()).is_none(),
                "{key} stands twice"
            );
        }
        let variables = line.split("{ $").skip(1).map(|rest| {
            let end = rest.find(|c: char| !c.is_alphanumeric()).expect("an end");
            rest[..end].to_owned()
        });
        messages.entry(key.clone()).or_default().extend(variables);
    }
    messages
}

/// The keys that the source of this crate names.
fn named(directory: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            named(&path, found);
        } else if path.file_name().is_some_and(|name| name != "tests.rs") {
            let text = fs::read_to_string(path).unwrap();
            let after = text.split("Key(\"").skip(1);
            found.extend(after.map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
    }
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_variables() {
    let (english, german) = (messages(ENGLISH_TEXT), messages(GERMAN_TEXT));
    assert!(english.len() > 100);
    assert_eq!(english, german);
    for text in [ENGLISH_TEXT, GERMAN_TEXT] {
        assert!(FluentResource::try_new(text.to_owned()).is_ok());
    }
}

#[test]
fn every_message_is_used_and_no_other() {
    let mut used = BTreeSet::new();
    named(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
    let known: BTreeSet<_> = messages(ENGLISH_TEXT).into_keys().collect();
    assert_eq!(used, known);
}

#[test]
fn what_stands_in_two_languages_is_no_copy() {
    let alike = |key: &String| {
        let key = Key(String::leak(key.clone()));
        word(Language::En, key) == word(Language::De, key)
    };
    let alike: Vec<_> = messages(ENGLISH_TEXT).into_keys().filter(alike).collect();
    assert_eq!(
        alike,
        [
            "entry-of-many",
            "entry-of-unnamed",
            "row-deals",
            "row-neutral",
            "thing-deal",
            "value-neutral"
        ],
        "signs and names only"
    );
}

#[test]
fn numbers_are_grouped_and_texts_are_not() {
    let told = |language, value: Value| {
        Sentence::new(Key("too-many"))
            .with("maximum", value)
            .told(language)
    };
    assert!(told(Language::En, 1_234_567_u64.into()).contains("1,234,567"));
    assert!(told(Language::De, 1_234_567_u64.into()).contains("1.234.567"));
    assert!(told(Language::De, 999_u64.into()).contains(" 999 "));
    assert!(told(Language::De, "1900".into()).contains("1900"));
}

#[test]
fn texts_of_people_are_no_messages() {
    let label = "{ $label } { -term } \u{2068}x\u{2069}";
    let told = Sentence::new(Key("taken"))
        .with("label", label)
        .told(Language::En);
    assert!(told.starts_with(&format!("“{label}” is taken")), "{told}");
}
