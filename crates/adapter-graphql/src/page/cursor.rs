//! Cursors as opaque text: a list takes what it gave out itself, whole and unchanged, and nothing else.

use application::page::{Cursor, CursorKey};
use async_graphql::Context;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::ObjectId;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    context::scope,
    errors::ApiError,
    ids,
    text::words::{Key, Sentence},
};

/// Whose list it is: what cursors of the same kind and order, which the cursor itself tells, still differ in.
#[derive(Debug, Clone)]
pub(crate) struct ListOf(String);

impl ListOf {
    /// The account's.
    pub(crate) fn account(ctx: &Context<'_>) -> Self {
        Self(scope(ctx).actor().account.uuid().simple().to_string())
    }

    /// That of one object: its tasks, its history.
    pub(crate) fn object(ctx: &Context<'_>, object: impl Into<ObjectId>) -> Self {
        Self::account(ctx).within(&ids::encode(object.into()))
    }

    /// The report's, whatever it counts.
    pub(crate) fn report(ctx: &Context<'_>) -> Self {
        Self::account(ctx).within("report")
    }

    /// That of a row in a list of rows.
    pub(crate) fn row(&self, row: &Cursor) -> Self {
        self.within(&told(row))
    }

    fn within(&self, part: &str) -> Self {
        Self(format!("{}\n{part}", self.0))
    }

    /// A cursor as opaque text.
    pub(crate) fn encode(&self, cursor: &Cursor) -> String {
        let told = told(cursor);
        let mut bytes = self.tag(told.as_bytes()).to_vec();
        bytes.extend_from_slice(told.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The cursor that this list gave out as a text.
    pub(super) fn decode(&self, argument: &str, text: &str) -> Result<Cursor, ApiError> {
        self.read(text).ok_or_else(|| {
            ApiError::BadUserInput(Sentence::new(Key("argument-cursor")).with("argument", argument))
        })
    }

    fn read(&self, text: &str) -> Option<Cursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (tag, told) = bytes.split_first_chunk()?;
        (*tag == self.tag(told)).then(|| understood(told)).flatten()
    }

    /// Keeps programs from mistakes: from cursors that were mixed up, cut, edited or made up, which would give a wrong
    /// page in silence. It is no secret, because a cursor opens nothing: it only tells where to begin in a list that
    /// whoever asks may read anyway.
    fn tag(&self, told: &[u8]) -> [u8; 8] {
        let hash = Sha256::new()
            .chain_update(&self.0)
            .chain_update([0])
            .chain_update(told);
        hash.finalize().first_chunk().copied().unwrap_or_default()
    }
}

fn told(cursor: &Cursor) -> String {
    let (kind, key) = match &cursor.key {
        CursorKey::Time(moment) => ('t', moment.as_microsecond().to_string()),
        CursorKey::Text(text) => ('s', text.clone()),
        CursorKey::Number(number) => ('n', number.to_string()),
        CursorKey::Missing => ('m', String::new()),
    };
    format!("{}\n{}\n{kind}{key}", cursor.list, cursor.id.simple())
}

fn understood(told: &[u8]) -> Option<Cursor> {
    let mut parts = std::str::from_utf8(told).ok()?.splitn(3, '\n');
    let (list, id, key) = (parts.next()?, parts.next()?, parts.next()?);
    let mut rest = key.chars();
    let key = match (rest.next()?, rest.as_str()) {
        ('t', micros) => CursorKey::Time(jiff::Timestamp::from_microsecond(micros.parse().ok()?).ok()?),
        ('s', text) => CursorKey::Text(text.to_owned()),
        ('n', number) => CursorKey::Number(number.parse().ok()?),
        ('m', "") => CursorKey::Missing,
        _ => return None,
    };
    Some(Cursor {
        list: list.to_owned().into(),
        key,
        id: Uuid::try_parse(id).ok()?,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(in super::super) fn a_list() -> ListOf {
        ListOf("of an account".into())
    }

    fn cursors() -> impl Strategy<Value = Cursor> {
        let key = prop_oneof![
            (-1_000_000_000_000_000_i64..4_000_000_000_000_000)
                .prop_map(|micros| { CursorKey::Time(jiff::Timestamp::from_microsecond(micros).unwrap()) }),
            "[\\PC\n]{0,80}".prop_map(CursorKey::Text),
            any::<i64>().prop_map(CursorKey::Number),
            Just(CursorKey::Missing),
        ];
        ("[a-z_.]{1,30}", key, any::<u128>()).prop_map(|(list, key, id)| Cursor {
            list: list.into(),
            key,
            id: Uuid::from_u128(id),
        })
    }

    proptest! {
        #[test]
        fn a_list_reads_its_own_cursors_and_no_other_list_does(cursor in cursors()) {
            let text = a_list().encode(&cursor);
            prop_assert_eq!(a_list().read(&text), Some(cursor.clone()));
            let others = [ListOf("of another".into()), a_list().within("report"), a_list().row(&cursor)];
            for other in others {
                prop_assert_eq!(other.read(&text), None);
            }
        }

        #[test]
        fn a_cursor_that_was_cut_or_edited_anywhere_is_none(cursor in cursors(), other in "[\\PC]") {
            let text = a_list().encode(&cursor);
            for at in 0..text.len() {
                prop_assert_eq!(a_list().read(&text[..at]), None, "cut at its end");
                prop_assert_eq!(a_list().read(&text[at + 1..]), None, "cut at its start");
                let put = |middle: &str| format!("{}{middle}{}", &text[..at], &text[at + 1..]);
                prop_assert_eq!(a_list().read(&put("")), None, "without a letter");
                for middle in [other.as_str(), "A", "b", "7", "_", "="] {
                    let edited = put(middle);
                    prop_assert!(edited == text || a_list().read(&edited).is_none(), "{}", edited);
                }
            }
            prop_assert_eq!(a_list().read(&format!("{text}{other}")), None, "with more behind it");
        }

        #[test]
        fn every_other_byte_in_its_place_is_refused(cursor in cursors(), bit in 0_u8..8) {
            let bytes = URL_SAFE_NO_PAD.decode(a_list().encode(&cursor)).unwrap();
            for at in 0..bytes.len() {
                let mut edited = bytes.clone();
                edited[at] ^= 1 << bit;
                prop_assert_eq!(a_list().read(&URL_SAFE_NO_PAD.encode(edited)), None);
            }
        }
    }

    #[test]
    fn what_is_no_cursor_at_all_is_none() {
        for text in ["", "abc", "bm90aGluZw", "!!", "AAAAAAAAAAAAAAAA"] {
            assert_eq!(a_list().read(text), None);
        }
    }
}
