//! The pages: each is followed by a reader with a server of their own, and every answer on it is the server's.

use std::fs;

use crate::{
    codes,
    markdown::{self, Part},
    path,
    reader::Reader,
    settle, text,
};

async fn holds(page: &str) {
    let mut reader = Reader::new().await;
    let mut parts = Vec::new();
    for part in markdown::parts(&text(page)) {
        parts.push(reader.read(part).await);
    }
    reader.end();
    settle(page, &codes::with_table(&markdown::page(&parts)));
}

macro_rules! pages {
    ($($name:ident = $path:literal;)*) => {
        const PAGES: &[&str] = &[$($path,)*];

        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                holds($path).await;
            }
        )*
    };
}

pages! {
    the_endpoint_answers_as_shown = "docs/API.md";
    the_way_from_switching_on_to_the_report_works_as_shown = "docs/api/flow.md";
    paging_works_as_shown = "docs/api/paging.md";
    errors_are_told_as_shown = "docs/api/errors.md";
    limits_and_costs_are_told_as_shown = "docs/api/limits.md";
    sending_again_works_as_shown = "docs/api/idempotency.md";
    subscriptions_tell_what_is_shown = "docs/api/subscriptions.md";
    persisted_documents_work_as_shown = "docs/api/documents.md";
    languages_are_chosen_as_shown = "docs/api/languages.md";
    deprecation_is_told_as_shown = "docs/api/evolution.md";
}

#[test]
fn every_page_is_followed_and_linked() {
    let overview = text("docs/API.md");
    for entry in fs::read_dir(path("docs/api")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let page = format!("docs/api/{name}");
        assert!(PAGES.contains(&page.as_str()), "{page} is followed by no test");
        assert!(
            overview.contains(&format!("](api/{name})")),
            "docs/API.md does not lead to {page}"
        );
    }
}

#[test]
fn nothing_of_one_machine_or_one_run_is_on_a_page() {
    for page in PAGES {
        for part in markdown::parts(&text(page)) {
            let Part::Block { line, text, .. } = part else {
                continue;
            };
            let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && !"_-".contains(letter));
            // Ids and tokens are longer than words; a digest in hexadecimal digits is the same everywhere.
            let is_of_a_run = |word: &&str| {
                word.len() > 20
                    && word.contains(|letter: char| letter.is_ascii_digit())
                    && !word.chars().all(|letter| letter.is_ascii_hexdigit())
            };
            let found: Vec<_> = words.filter(is_of_a_run).collect();
            assert!(found.is_empty(), "{page}, block of line {line}: {found:?}");
        }
    }
}
