//! Texts people write: cleaned and bounded once, valid from then on.

use unicode_normalization::UnicodeNormalization;

use crate::{
    fault::{Fault, Invalid},
    key::LabelKey,
    search,
};

/// One line: NFC, trimmed, inner white space as single spaces, 1 to `maximum` code points.
fn line(raw: &str, maximum: usize) -> Result<String, Fault> {
    let text = raw.nfc().collect::<String>();
    let text = text.trim();
    if text
        .chars()
        .any(|c| c.is_control() || is_line_break(c) || is_bidi_control(c))
    {
        return Err(Fault::Invalid(Invalid::ForbiddenCharacter));
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    bounded(text, maximum)
}

/// Several lines: NFC, line ends as LF, at most `maximum` code points; blank is none.
fn lines(raw: &str, maximum: usize) -> Result<Option<String>, Fault> {
    let text = raw.replace("\r\n", "\n").nfc().collect::<String>();
    let text = text.trim();
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' || is_bidi_control(c))
    {
        return Err(Fault::Invalid(Invalid::ForbiddenCharacter));
    }
    match bounded(text.to_owned(), maximum) {
        Ok(text) => Ok(Some(text)),
        Err(Fault::Blank) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn bounded(text: String, maximum: usize) -> Result<String, Fault> {
    if text.chars().all(is_invisible) {
        return Err(Fault::Blank);
    }
    if text.chars().count() > maximum {
        return Err(Fault::TooLong { maximum });
    }
    Ok(text)
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// White space, and what Unicode calls default ignorable: a text of nothing else cannot be seen.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

macro_rules! line_values {
    ($($(#[$doc:meta])* $name:ident($maximum:literal)),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The largest number of code points.
            pub const MAXIMUM: usize = $maximum;

            /// Cleans and checks a text as it was typed.
            pub fn parse(raw: &str) -> Result<Self, Fault> {
                line(raw, Self::MAXIMUM).map(Self)
            }

            /// Rebuilds a value that was parsed before it was stored.
            pub fn restore(stored: String) -> Self {
                Self(stored)
            }

            /// The clean text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// What makes it unique: equal for texts that people read as the same.
            pub fn key(&self) -> LabelKey {
                LabelKey::of(&self.0)
            }

            /// The text as lists sort and searches see it.
            pub fn folded(&self) -> String {
                search::fold(&self.0)
            }
        }
    )*};
}

macro_rules! lines_values {
    ($($(#[$doc:meta])* $name:ident($maximum:literal)),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The largest number of code points.
            pub const MAXIMUM: usize = $maximum;

            /// Cleans and checks a text as it was typed; a blank one is none.
            pub fn parse(raw: &str) -> Result<Option<Self>, Fault> {
                Ok(lines(raw, Self::MAXIMUM)?.map(Self))
            }

            /// Rebuilds a value that was parsed before it was stored.
            pub fn restore(stored: String) -> Self {
                Self(stored)
            }

            /// The clean text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    )*};
}

line_values! {
    /// What the team reads when it completes a task.
    Label(80),
    /// Name of a task type.
    TypeName(80),
    /// What is to be done, in a few words.
    TaskTitle(200),
    /// Display name of a person.
    PersonName(200),
    /// Name of a deal.
    DealName(200),
    /// Name of an account.
    AccountName(200),
    /// What an API token is for.
    TokenName(80),
    /// Company a contact works for.
    Company(200),
    /// Phone number, as people write it.
    Phone(50),
    /// Id of a record in the system it comes from.
    ExternalId(200),
    /// Stage of a sales process.
    Stage(80),
    /// Key under which a request may be sent again without doing anything twice.
    IdempotencyKey(100),
}

lines_values! {
    /// Additional information given on completing a task.
    Notes(10_000),
    /// What is to be done, in more words.
    Description(10_000),
    /// When to choose an outcome, in a sentence.
    OutcomeDescription(500),
    /// Why a completed task was opened again.
    Reason(500),
}

/// An e-mail address: one `@` with something on both sides, no white space, at most 254 code points.
///
/// Whether mail arrives there only sending it can tell, so more is not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// The largest number of code points (RFC 5321, section 4.5.3.1.3, less the angle brackets).
    pub const MAXIMUM: usize = 254;

    /// Cleans and checks an address as it was typed.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        let address = line(raw, Self::MAXIMUM)?;
        match address.rsplit_once('@') {
            Some((local, host))
                if !local.is_empty()
                    && !host.is_empty()
                    && !local.contains('@')
                    && !address.contains(char::is_whitespace) =>
            {
                Ok(Self(address))
            }
            _ => Err(Fault::Invalid(Invalid::Email)),
        }
    }

    /// Rebuilds a value that was parsed before it was stored.
    pub fn restore(stored: String) -> Self {
        Self(stored)
    }

    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What makes it unique among the users of an account.
    pub fn key(&self) -> LabelKey {
        LabelKey::of(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_its_inner_runs_of_space_become_one() {
        let label = Label::parse("\u{3000} Meeting \u{a0}\u{2003} scheduled \n").unwrap();
        assert_eq!(label.as_str(), "Meeting scheduled");
    }

    #[test]
    fn edge_14_eighty_code_points_pass_and_one_more_is_too_long() {
        assert!(Label::parse(&"é".repeat(80)).is_ok());
        assert!(Label::parse(&"😀".repeat(80)).is_ok());
        assert_eq!(Label::parse(&"x".repeat(81)), Err(Fault::TooLong { maximum: 80 }));
        assert!(
            Label::parse(&"e\u{301}".repeat(80)).is_ok(),
            "counted after composition"
        );
    }

    #[test]
    fn edge_15_signs_with_a_meaning_elsewhere_are_letters_here() {
        for raw in ["=1+1", "<b>", "'; drop table outcomes; --", "%", "\\"] {
            assert_eq!(Label::parse(raw).unwrap().as_str(), raw);
        }
    }

    #[test]
    fn what_cannot_be_seen_or_turns_other_text_around_is_refused() {
        for raw in ["", "   ", "\u{200b}\u{2060}", "\u{3164}"] {
            assert_eq!(Label::parse(raw), Err(Fault::Blank), "{raw:?}");
        }
        for raw in ["a\0b", "a\nb", "a\tb", "a\u{202e}b", "a\u{2066}b", "a\u{2028}b"] {
            assert_eq!(
                Label::parse(raw),
                Err(Fault::Invalid(Invalid::ForbiddenCharacter)),
                "{raw:?}"
            );
        }
    }

    #[test]
    fn notes_keep_their_lines_and_blank_notes_are_none() {
        assert_eq!(Notes::parse("a\r\nb").unwrap().unwrap().as_str(), "a\nb");
        assert_eq!(Notes::parse(" \n\t ").unwrap(), None);
        assert_eq!(
            Notes::parse("a\0"),
            Err(Fault::Invalid(Invalid::ForbiddenCharacter))
        );
        assert_eq!(
            Notes::parse(&"x".repeat(10_001)),
            Err(Fault::TooLong { maximum: 10_000 })
        );
    }

    #[test]
    fn an_email_has_one_at_sign_with_something_around_it() {
        assert!(Email::parse(" anna@nord.example ").is_ok());
        for raw in ["anna", "@nord.example", "anna@", "a@b@c", "an na@nord.example"] {
            assert_eq!(Email::parse(raw), Err(Fault::Invalid(Invalid::Email)), "{raw}");
        }
    }
}
