//! The table of the codes of user errors is that of the schema.

use crate::text;

const SCHEMA: &str = "crates/adapter-graphql/schema.graphql";
const HEAD: &str = "| code | what it means |\n| --- | --- |\n";

/// The values of `UserErrorCode` with their descriptions, in the order of the schema.
fn codes(sdl: &str) -> Vec<(&str, &str)> {
    let (_, values) = sdl.split_once("enum UserErrorCode {\n").unwrap();
    let (values, _) = values.split_once("\n}").unwrap();
    let lines: Vec<_> = values.lines().map(str::trim).collect();
    // Each value has a description on a line between two that hold quotes.
    let values = lines.chunks_exact(4);
    values.map(|value| (value[3], value[1])).collect()
}

/// The page with the table of today's schema, where it has that table.
pub(crate) fn with_table(page: &str) -> String {
    let Some((before, table)) = page.split_once(HEAD) else {
        return page.to_owned();
    };
    let sdl = text(SCHEMA);
    let rows = codes(&sdl).into_iter();
    let rows: String = rows
        .flat_map(|(code, meaning)| ["| `", code, "` | ", meaning, " |\n"])
        .collect();
    let rest = table.lines().skip_while(|line| line.starts_with("| "));
    let rest: String = rest.flat_map(|line| [line, "\n"]).collect();
    format!("{before}{HEAD}{rows}{rest}")
}

#[test]
fn a_page_has_the_codes_of_user_errors() {
    assert!(text("docs/api/errors.md").contains(HEAD));
    let stale = format!("Codes.\n\n{HEAD}| `GONE` | Nothing. |\n\nMore.\n");
    let page = with_table(&stale);
    assert!(
        page.contains("\n| `BLANK` | A required text is empty. |\n"),
        "{page}"
    );
    assert!(!page.contains("GONE") && page.ends_with("|\n\nMore.\n"), "{page}");
}

#[test]
fn codes_are_read_with_their_descriptions() {
    let sdl = "enum UserErrorCode {\n\t\"\"\"\n\tA required text is empty.\n\t\"\"\"\n\tBLANK\n}\n";
    assert_eq!(codes(sdl), [("BLANK", "A required text is empty.")]);
}
