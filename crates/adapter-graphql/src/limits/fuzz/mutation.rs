//! Texts of the corpus with random changes.

use std::fs;
use std::path::Path;

use proptest::{collection::vec, prelude::*, sample::Index};

/// Signs and words that mean something to a parser.
const TOKENS: [&str; 22] = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "...",
    ":",
    "$",
    "@",
    "!",
    "\"",
    "\"\"\"",
    "\\u{110000}",
    "\\ud800",
    "#",
    "query",
    "fragment",
    " on ",
    "\u{0}",
    "\u{FEFF}",
    "é",
];

/// One change of a text.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    /// Takes a piece out.
    Cut(Index, u8),
    /// Says a piece again and again.
    Repeat(Index, u8, u8),
    /// Puts a token in.
    Insert(Index, Index),
    /// Ends here.
    End(Index),
}

/// A few changes.
pub(super) fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, length)| Edit::Cut(at, length)),
        (any::<Index>(), any::<u8>(), 1..40_u8)
            .prop_map(|(at, length, times)| Edit::Repeat(at, length, times)),
        (any::<Index>(), any::<Index>()).prop_map(|(at, token)| Edit::Insert(at, token)),
        any::<Index>().prop_map(Edit::End),
    ];
    vec(edit, 0..8)
}

/// The text with the changes, one after the other; it grows to 100 kB at most.
pub(super) fn mutated(text: &str, edits: &[Edit]) -> String {
    edits.iter().fold(text.to_owned(), |text, edit| {
        let letters: Vec<char> = text.chars().collect();
        if letters.is_empty() || letters.len() > 100_000 {
            return text;
        }
        let piece = |at: &Index, length: u8| {
            let from = at.index(letters.len());
            (from, letters.len().min(from + usize::from(length)))
        };
        let (head, middle, tail) = match edit {
            Edit::Cut(at, length) => {
                let (from, to) = piece(at, *length);
                (&letters[..from], String::new(), &letters[to..])
            }
            Edit::Repeat(at, length, times) => {
                let (from, to) = piece(at, *length);
                let said: String = letters[from..to].iter().collect();
                (&letters[..to], said.repeat(usize::from(*times)), &letters[to..])
            }
            Edit::Insert(at, token) => {
                let (from, _) = piece(at, 0);
                (
                    &letters[..from],
                    (*token.get(&TOKENS)).to_owned(),
                    &letters[from..],
                )
            }
            Edit::End(at) => (&letters[..at.index(letters.len())], String::new(), [].as_slice()),
        };
        let (head, tail): (String, String) = (head.iter().collect(), tail.iter().collect());
        format!("{head}{middle}{tail}")
    })
}

/// The documents that are kept to begin with.
pub(super) fn corpus() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == "graphql"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

/// Bodies of requests for those documents.
pub(super) fn requests() -> Vec<String> {
    let corpus = corpus().into_iter();
    let mut bodies: Vec<String> = corpus
        .map(|query| {
            serde_json::json!({ "query": query, "operationName": "Q", "variables": { "first": 1 } })
                .to_string()
        })
        .collect();
    let hash = "ab".repeat(32);
    bodies.push(format!(
        r#"{{"extensions":{{"persistedQuery":{{"version":1,"sha256Hash":"{hash}"}}}}}}"#
    ));
    bodies.push(format!(
        r#"{{"documentId":"sha256:{hash}","variables":null,"extensions":null}}"#
    ));
    bodies
}
