//! The messages of the files in `locales` by their keys, with their variables filled in.

use std::{borrow::Cow, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

use crate::context::Language;

/// The key of a message. Every key in the source has a message in each language, and every message a key: a test
/// reads them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key(pub(crate) &'static str);

/// What a variable of a message stands for.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(String),
    Number(u64),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(u64::try_from(number).unwrap_or(u64::MAX))
    }
}

/// A message with its variables, to be told once the language of the reader is known.
#[derive(Debug, Clone)]
pub struct Sentence {
    key: Key,
    values: Vec<(&'static str, Value)>,
}

impl Sentence {
    /// A message without variables so far.
    pub(crate) const fn new(key: Key) -> Self {
        Self {
            key,
            values: Vec::new(),
        }
    }

    /// Fills a variable in.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// The sentence in a language.
    pub(crate) fn told(&self, language: Language) -> String {
        let mut arguments = FluentArgs::with_capacity(self.values.len());
        for (name, value) in &self.values {
            match value {
                Value::Text(text) => arguments.set(*name, text.as_str()),
                Value::Number(number) => arguments.set(*name, *number),
            }
        }
        formatted(language, self.key, Some(&arguments)).into_owned()
    }
}

/// A message without variables.
pub(crate) fn word(language: Language, key: Key) -> Cow<'static, str> {
    formatted(language, key, None)
}

fn formatted(language: Language, key: Key, arguments: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
    let bundle: &'static Bundle = match language {
        Language::En => &ENGLISH,
        Language::De => &GERMAN,
    };
    let Some(pattern) = bundle.get_message(key.0).and_then(|message| message.value()) else {
        tracing::error!(key = key.0, ?language, "a message is missing");
        return Cow::Borrowed(key.0);
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, arguments, &mut errors);
    if !errors.is_empty() {
        tracing::error!(key = key.0, ?language, "a message lacks a variable");
    }
    Cow::Owned(text.into_owned())
}

type Bundle = FluentBundle<FluentResource>;

const ENGLISH_TEXT: &str = include_str!("../../locales/en.ftl");
const GERMAN_TEXT: &str = include_str!("../../locales/de.ftl");

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| {
    let mut bundle = bundle(Language::En, ENGLISH_TEXT);
    bundle.set_formatter(Some(|value, _| grouped(value, ',')));
    bundle
});

static GERMAN: LazyLock<Bundle> = LazyLock::new(|| {
    let mut bundle = bundle(Language::De, GERMAN_TEXT);
    bundle.set_formatter(Some(|value, _| grouped(value, '.')));
    bundle
});

/// Marks of direction around variables are left out: both languages are written in one.
fn bundle(language: Language, text: &str) -> Bundle {
    let id: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(readable, _)| readable);
    if bundle.add_resource(resource).is_err() {
        tracing::error!(?language, "a message stands twice in its file");
    }
    bundle
}

/// A number with its digits in groups of three.
fn grouped(value: &FluentValue<'_>, separator: char) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let digits = number.as_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len().saturating_sub(index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    Some(grouped)
}

#[cfg(test)]
mod tests;
