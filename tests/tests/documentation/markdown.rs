//! A page as prose and fenced blocks, so that blocks can be replaced and all else stays as it was written.

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// Lines that are not looked at.
    Prose(String),
    /// A comment on a line of its own, which readers do not see: `<!-- name: value -->`.
    Aside {
        /// What it is about.
        name: String,
        /// What it says.
        value: String,
    },
    /// A fenced block.
    Block {
        /// The line of the page that it begins on.
        line: usize,
        /// The language that it says it is in.
        language: String,
        /// What stands in it, each line with its end.
        text: String,
    },
}

/// The parts of a page, in order.
pub(crate) fn parts(page: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let inside = lines.by_ref().map(|(_, line)| line);
            let inside = inside.take_while(|line| *line != "```");
            parts.push(Part::Block {
                line: at + 1,
                language: language.to_owned(),
                text: inside.flat_map(|line| [line, "\n"]).collect(),
            });
        } else if let Some((name, value)) = aside(line) {
            let (name, value) = (name.to_owned(), value.to_owned());
            parts.push(Part::Aside { name, value });
        } else if let Some(Part::Prose(prose)) = parts.last_mut() {
            prose.extend([line, "\n"]);
        } else {
            parts.push(Part::Prose(format!("{line}\n")));
        }
    }
    parts
}

fn aside(line: &str) -> Option<(&str, &str)> {
    let inside = line.strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    inside.split_once(": ")
}

/// The page of these parts.
pub(crate) fn page(parts: &[Part]) -> String {
    let shown = parts.iter().map(|part| match part {
        Part::Prose(prose) => prose.clone(),
        Part::Aside { name, value } => format!("<!-- {name}: {value} -->\n"),
        Part::Block { language, text, .. } => format!("```{language}\n{text}```\n"),
    });
    shown.collect()
}

#[test]
fn a_page_is_the_sum_of_its_parts() {
    let text = "# Title\n\nSome prose.\n<!-- as: Malik -->\n```graphql\n{ a }\n```\n```json\n```\nMore.\n";
    let found = parts(text);
    assert_eq!(page(&found), text);
    assert_eq!(found.len(), 5, "{found:?}");
    assert!(
        matches!(&found[2], Part::Block { line: 5, language, text } if language == "graphql" && text == "{ a }\n")
    );
    assert!(matches!(&found[1], Part::Aside { name, value } if name == "as" && value == "Malik"));
}
