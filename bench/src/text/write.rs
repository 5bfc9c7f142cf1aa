//! Writes titles and notes. A slot of a sentence is `{n}` a noun, `{p}` a person, `{c}` a company, `{d}` a day, `{o}` an
//! order number, `{m}` an amount, `{e}` an e-mail address, `{x}` a product.

use domain::search::fold;
use jiff::civil::Date;

use super::{Language, Person, words};
use crate::{
    chance::{Chance, spread},
    markers::Topic,
};

/// How many nouns there are; most are seldom used.
const NOUNS: u64 = 1 << 16;
/// Nouns up to here have two parts, the others three.
const SHORT_NOUNS: u64 = 3_000;

/// Writes in one language.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(crate) language: Language,
    firsts: Vec<&'static str>,
    middles: Vec<&'static str>,
    lasts: Vec<&'static str>,
    first_names: Vec<&'static str>,
    name_beginnings: Vec<&'static str>,
    name_ends: Vec<&'static str>,
    company_beginnings: Vec<&'static str>,
    company_ends: Vec<&'static str>,
}

impl Writer {
    pub(crate) fn new(language: Language) -> Self {
        let lexicon = language.lexicon();
        Self {
            language,
            firsts: words(lexicon.firsts),
            middles: words(lexicon.middles),
            lasts: words(lexicon.lasts),
            first_names: words(lexicon.first_names),
            name_beginnings: words(lexicon.name_beginnings),
            name_ends: words(lexicon.name_ends),
            company_beginnings: words(lexicon.company_beginnings),
            company_ends: words(lexicon.company_ends),
        }
    }

    /// What is to be done.
    pub(crate) fn title(&self, chance: &mut Chance, day: Date) -> String {
        let lexicon = self.language.lexicon();
        let sentences = match Topic::of(chance.below(10_000)) {
            Topic::Update => lexicon.updates,
            Topic::Workshop => lexicon.workshops,
            Topic::Budget => lexicon.budgets,
            Topic::Support => lexicon.supports,
            Topic::Both => lexicon.both,
            Topic::Other => lexicon.titles,
        };
        self.sentence(chance.pick(sentences), chance, day)
    }

    /// One to four sentences about what came of it.
    pub(crate) fn notes(&self, chance: &mut Chance, day: Date) -> String {
        let number = 1 + chance.zipf(4);
        let sentence =
            |chance: &mut Chance| self.sentence(chance.pick(self.language.lexicon().notes), chance, day);
        let sentences: Vec<String> = (0..number).map(|_| sentence(chance)).collect();
        sentences.join(" ")
    }

    /// A sentence with its slots filled.
    pub(crate) fn sentence(&self, pattern: &str, chance: &mut Chance, day: Date) -> String {
        let mut parts = pattern.split('{');
        let mut written = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (slot, rest) = part.split_once('}').unwrap_or((part, ""));
            written.push_str(&self.filling(slot, chance, day));
            written.push_str(rest);
        }
        written
    }

    fn filling(&self, slot: &str, chance: &mut Chance, day: Date) -> String {
        match slot {
            "n" => self.noun(chance.zipf(NOUNS)),
            "p" => self.person(chance).full(),
            "c" => self.company(chance),
            "d" => self.day(day.saturating_add(jiff::Span::new().days(days(chance.zipf(60))))),
            "o" => format!(
                "{}-{}-{:05}",
                chance.pick(&["AB", "RE", "PO", "KD"]),
                day.year(),
                chance.below(60_000)
            ),
            "m" => self.amount(chance),
            "e" => self.person(chance).address(&self.company(chance)),
            _ => format!(
                "{}{}",
                chance.pick(&["KX-", "MT", "Typ-", "B"]),
                100 + chance.zipf(9_000)
            ),
        }
    }

    /// The noun of a rank, the same each time.
    fn noun(&self, rank: u64) -> String {
        let bits = spread(rank);
        let part = |list: &[&'static str], shift: u32| {
            let length = u64::try_from(list.len()).unwrap_or(u64::MAX).max(1);
            let place = usize::try_from((bits >> shift) % length).unwrap_or_default();
            list.get(place).copied().unwrap_or_default()
        };
        let (first, last) = (part(&self.firsts, 0), part(&self.lasts, 40));
        let joiner = self.language.lexicon().joiner;
        if rank < SHORT_NOUNS {
            format!("{first}{joiner}{last}")
        } else {
            format!("{first}{joiner}{}{joiner}{last}", part(&self.middles, 20))
        }
    }

    /// Someone.
    pub(crate) fn person(&self, chance: &mut Chance) -> Person {
        let beginning = self
            .name_beginnings
            .get(chance.zipf_index(self.name_beginnings.len()));
        let end = self.name_ends.get(chance.zipf_index(self.name_ends.len()));
        Person {
            first: chance.pick(&self.first_names),
            last: format!(
                "{}{}",
                beginning.copied().unwrap_or_default(),
                end.copied().unwrap_or_default()
            ),
        }
    }

    /// Some company.
    pub(crate) fn company(&self, chance: &mut Chance) -> String {
        let beginning = chance.pick(&self.company_beginnings);
        let end = self.company_ends.get(chance.zipf_index(self.company_ends.len()));
        let form = chance.pick(self.language.lexicon().company_forms);
        format!("{beginning}{} {form}", end.copied().unwrap_or_default())
    }

    fn day(&self, day: Date) -> String {
        match self.language {
            Language::German => format!("{:02}.{:02}.{}", day.day(), day.month(), day.year()),
            Language::English => day.to_string(),
        }
    }

    fn amount(&self, chance: &mut Chance) -> String {
        let (thousands, rest) = (1 + chance.zipf(400), chance.below(20) * 50);
        match self.language {
            Language::German => format!("{thousands}.{rest:03} Euro"),
            Language::English => format!("£{thousands},{rest:03}"),
        }
    }
}

fn days(number: u64) -> i32 {
    i32::try_from(number).unwrap_or_default()
}

/// The part of an address that a text gives.
pub(super) fn address_part(text: &str) -> String {
    fold(text).replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::text::TaskTitle;

    use super::*;

    #[test]
    fn slots_are_filled_and_titles_are_titles() {
        let day: Date = "2026-11-23".parse().unwrap();
        for language in [Language::German, Language::English] {
            let (writer, mut chance) = (Writer::new(language), Chance::of(1, 1));
            for _ in 0..2_000 {
                let title = writer.title(&mut chance, day);
                assert_eq!(TaskTitle::parse(&title).unwrap().as_str(), title);
                let notes = writer.notes(&mut chance, day);
                assert!(!notes.contains(['{', '}']) && !notes.is_empty(), "{notes}");
            }
        }
    }

    #[test]
    fn the_tail_of_words_is_long() {
        let day: Date = "2026-11-23".parse().unwrap();
        let (writer, mut chance) = (Writer::new(Language::German), Chance::of(1, 1));
        let mut counts = std::collections::BTreeMap::<String, u32>::new();
        for _ in 0..2_000 {
            for word in fold(&writer.notes(&mut chance, day)).split(' ') {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
        }
        let once: BTreeSet<_> = counts.iter().filter(|(_, count)| **count == 1).collect();
        assert!(counts.len() > 3_000, "{} words", counts.len());
        assert!(
            once.len() > counts.len() / 3,
            "{} of {} once",
            once.len(),
            counts.len()
        );
        assert!(counts.values().any(|count| *count > 400), "some are everywhere");
    }
}
