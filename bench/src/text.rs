//! Texts with a natural vocabulary: few words that are everywhere, and a long tail of compounds, names and numbers.

mod english;
mod german;
mod people;
mod write;

pub(crate) use people::Person;
pub(crate) use write::Writer;

/// The language that most texts of an account are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    German,
    English,
}

impl Language {
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::German => Self::English,
            Self::English => Self::German,
        }
    }

    pub(crate) fn lexicon(self) -> &'static Lexicon {
        match self {
            Self::German => &german::LEXICON,
            Self::English => &english::LEXICON,
        }
    }
}

/// What a language is made of here. Lists are words with white space between.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// First, middle and last parts of compounds, and what joins them.
    pub(crate) firsts: &'static str,
    pub(crate) middles: &'static str,
    pub(crate) lasts: &'static str,
    pub(crate) joiner: &'static str,
    pub(crate) first_names: &'static str,
    /// Beginnings and ends of family names.
    pub(crate) name_beginnings: &'static str,
    pub(crate) name_ends: &'static str,
    /// Beginnings and ends of names of companies.
    pub(crate) company_beginnings: &'static str,
    pub(crate) company_ends: &'static str,
    pub(crate) company_forms: &'static [&'static str],
    /// Titles and notes, with slots: see [`Writer`].
    pub(crate) titles: &'static [&'static str],
    pub(crate) updates: &'static [&'static str],
    pub(crate) workshops: &'static [&'static str],
    pub(crate) budgets: &'static [&'static str],
    pub(crate) supports: &'static [&'static str],
    pub(crate) both: &'static [&'static str],
    pub(crate) notes: &'static [&'static str],
    pub(crate) rare: &'static str,
    pub(crate) singular: &'static str,
    pub(crate) reasons: &'static [&'static str],
    /// Names of deals.
    pub(crate) deals: &'static [&'static str],
    pub(crate) stages: &'static [&'static str],
    /// Names of the task types, and what each of them can come to: `+` is positive, `-` negative.
    pub(crate) task_types: [(&'static str, [&'static str; 5]); 12],
}

/// The words of a list.
pub(crate) fn words(list: &'static str) -> Vec<&'static str> {
    list.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use domain::search::fold;

    use super::*;
    use crate::markers::{COMMON, FREQUENT, NONE, RARE, SELDOM_TOGETHER, SINGULAR};

    #[test]
    fn words_to_search_for_stand_where_they_belong_and_nowhere_else() {
        for language in [Language::German, Language::English] {
            let lexicon = language.lexicon();
            let elsewhere = [
                lexicon.firsts,
                lexicon.middles,
                lexicon.lasts,
                lexicon.first_names,
                lexicon.name_beginnings,
                lexicon.company_beginnings,
                lexicon.company_ends,
            ];
            let lists = [
                lexicon.titles,
                lexicon.notes,
                lexicon.reasons,
                lexicon.deals,
                lexicon.stages,
            ];
            let mut texts: Vec<String> = elsewhere
                .iter()
                .copied()
                .chain(lists.concat())
                .map(fold)
                .collect();
            for (name, outcomes) in lexicon.task_types {
                texts.push(fold(name));
                texts.extend(outcomes.map(fold));
            }
            for marker in [
                FREQUENT,
                COMMON,
                SELDOM_TOGETHER[0],
                SELDOM_TOGETHER[1],
                RARE,
                SINGULAR,
                NONE,
            ] {
                assert!(texts.iter().all(|text| !text.contains(&fold(marker))), "{marker}");
            }
            let of = |texts: &[&str], marker: &str| texts.iter().all(|text| text.contains(marker));
            assert!(of(lexicon.updates, FREQUENT) && of(lexicon.workshops, COMMON));
            assert!(of(lexicon.budgets, SELDOM_TOGETHER[0]) && of(lexicon.supports, SELDOM_TOGETHER[1]));
            assert!(SELDOM_TOGETHER.iter().all(|marker| of(lexicon.both, marker)));
            assert!(of(&[lexicon.rare], RARE) && of(&[lexicon.singular], SINGULAR));
        }
    }
}
