//! Weighs a document before anything runs: one scan of its tokens, one pass over what it selects, each fragment once.

mod cost;
#[cfg(test)]
mod fuzz;
mod weight;

use async_graphql::parser::{parse_query, types::ExecutableDocument};

pub(crate) use cost::{cost, roots};

use crate::{
    codes::Code,
    refused::Refused,
    text::words::{Key, Sentence},
};

/// What a request may ask for. Page sizes and lists of ids have bounds of their own, which the schema promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Tokens of a document.
    pub tokens: u32,
    /// Operations of a document.
    pub operations: u32,
    /// Levels of fields of an operation, counted through fragments.
    pub depth: u32,
    /// The same for operations that introspect, which what tools send needs.
    pub introspection_depth: u32,
    /// Aliases of an operation, counted through fragments.
    pub aliases: u32,
    /// Fields of an operation, counted through fragments.
    pub selections: u32,
    /// Directives of an operation, counted through fragments.
    pub directives: u32,
    /// Nodes that an operation may ask for.
    pub cost: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tokens: 5_000,
            operations: 10,
            depth: 12,
            introspection_depth: 15,
            aliases: 30,
            selections: 1_000,
            directives: 50,
            cost: 20_000,
        }
    }
}

/// Bounds that only a number beyond all documents would exceed.
const BOUNDLESS: Limits = Limits {
    tokens: u32::MAX,
    operations: u32::MAX,
    depth: u32::MAX,
    introspection_depth: u32::MAX,
    aliases: u32::MAX,
    selections: u32::MAX,
    directives: u32::MAX,
    cost: u32::MAX,
};

/// A document that may be run.
#[derive(Debug)]
pub(crate) struct Weighed {
    pub(crate) document: ExecutableDocument,
    /// Whether one of its operations asks for the schema.
    pub(crate) introspects: bool,
    /// Parts that were looked at, each once.
    pub(crate) parts: usize,
    /// Tokens of its text.
    pub(crate) tokens: usize,
}

/// Parses a document, unless it is too large to parse or too complex to run.
pub(crate) fn weigh(text: &str, limits: &Limits) -> Result<Weighed, Refused> {
    let tokens = tokens(text);
    if exceeds(tokens, limits.tokens) {
        return Err(too_many(Code::TooLarge, Key("too-many-tokens"), limits.tokens));
    }
    if exceeds(deepest_bracket(text), weight::BRACKETS) {
        return Err(too_many(
            Code::TooComplex,
            Key("nested-too-deeply"),
            weight::BRACKETS,
        ));
    }
    let document = parse_query(text).map_err(Refused::Syntax)?;
    if exceeds(document.operations.iter().count(), limits.operations) {
        return Err(too_many(
            Code::TooLarge,
            Key("too-many-operations"),
            limits.operations,
        ));
    }
    let weighed = weight::check(&document, limits)?;
    Ok(Weighed {
        document,
        introspects: weighed.introspects,
        parts: weighed.parts,
        tokens,
    })
}

fn exceeds(found: usize, bound: u32) -> bool {
    u32::try_from(found).map_or(true, |found| found > bound)
}

fn too_many(code: Code, key: Key, maximum: u32) -> Refused {
    Refused::Coded(code, Sentence::new(key).with("maximum", maximum))
}

/// Counts lexical tokens, generously: names, numbers, signs and strings (GraphQL, section 2.1.6). Never less than a
/// parser sees, so that what passes is cheap to parse.
fn tokens(text: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    for c in text.chars() {
        let goes_on = c.is_alphanumeric() || c == '_';
        if !(c.is_whitespace() || c == ',' || goes_on && in_word) {
            count += 1;
        }
        in_word = goes_on;
    }
    count
}

/// How deeply brackets are nested; a parser that recurses goes as deep.
fn deepest_bracket(text: &str) -> usize {
    let mut depth: usize = 0;
    let mut deepest = 0;
    for c in text.chars() {
        match c {
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' => depth = depth.saturating_sub(1),
            _ => (),
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    fn weigh(text: &str) -> Result<Weighed, Refused> {
        super::weigh(text, &Limits::default())
    }

    fn refused(text: &str) -> bool {
        matches!(
            weigh(text),
            Err(Refused::Coded(Code::TooComplex | Code::TooLarge, _))
        )
    }

    #[test]
    fn an_ordinary_document_passes() {
        assert!(weigh("query Q { viewer { user { name } } tasks(first: 5) { nodes { id } } }").is_ok());
        assert!(matches!(weigh("query {"), Err(Refused::Syntax(_))));
    }

    #[test]
    fn fragments_that_spread_one_another_twice_are_counted_once_each_and_refused() {
        let mut bomb = "{ ...F0 } ".to_owned();
        for i in 0..60 {
            write!(
                bomb,
                "fragment F{i} on Query {{ a: viewer {{ ...G{i} }} ...F{next} ...F{next} }} ",
                next = i + 1
            )
            .unwrap();
            write!(bomb, "fragment G{i} on Viewer {{ user {{ name }} }} ").unwrap();
        }
        bomb.push_str("fragment F60 on Query { viewer { user { id } } }");
        assert!(refused(&bomb));
        let harmless = bomb.replace("...F1 ...F1", "...F1");
        let only_one = (0..60).fold(bomb, |text, i| {
            text.replace(&format!("...F{} ...F{}", i + 1, i + 1), &format!("...F{}", i + 1))
        });
        assert!(refused(&harmless) && refused(&only_one), "61 aliases in either");
        let light = only_one.replace("a: viewer", "viewer");
        let weighed = super::weigh(
            &light,
            &Limits {
                depth: 500,
                ..Limits::default()
            },
        )
        .unwrap();
        assert!(weighed.parts < 400, "each fragment once: {}", weighed.parts);
    }

    #[test]
    fn what_tools_introspect_with_passes() {
        let reference = format!("{}kind name{}", "kind name ofType { ".repeat(9), " }".repeat(9));
        let document = format!(
            "query I {{ __schema {{ types {{ ...F }} }} }}
             fragment F on __Type {{ fields {{ args {{ ...V }} type {{ ...T }} }} }}
             fragment V on __InputValue {{ name type {{ ...T }} }} fragment T on __Type {{ {reference} }}"
        );
        assert!(weigh(&document).is_ok());
        assert!(refused(&document.replace("__schema", "viewer")));
    }

    #[test]
    fn names_have_an_end_wherever_they_stand() {
        let name = |length| "a".repeat(length);
        for place in [
            "{ NAME }",
            "{ a(NAME: 1) }",
            "{ a @b(NAME: 1) }",
            "query @b(NAME: 1) { a }",
            "{ a ... @b(NAME: 1) { a } }",
            "{ a } fragment Unused on Query { NAME }",
        ] {
            assert!(weigh(&place.replace("NAME", &name(200))).is_ok(), "{place}");
            assert!(refused(&place.replace("NAME", &name(201))), "{place}");
        }
    }

    #[test]
    fn fragments_in_a_circle_are_refused() {
        assert!(refused(
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"
        ));
        assert!(refused("{ ...A } fragment A on Query { ...A }"));
    }

    #[test]
    fn depth_aliases_selections_directives_operations_and_tokens_are_bounded() {
        let nested = |depth| format!("{}x{}", "{ a ".repeat(depth), "}".repeat(depth));
        assert!(weigh(&nested(11)).is_ok());
        assert!(refused(&nested(13)));
        let numbered =
            |count: u32, of: &dyn Fn(u32) -> String| (0..count).map(of).collect::<Vec<_>>().join(" ");
        let aliases = |count| format!("{{ {} }}", numbered(count, &|i| format!("a{i}: x")));
        assert!(weigh(&aliases(30)).is_ok());
        assert!(refused(&aliases(31)));
        let fields = |count| format!("{{ {} }}", "x ".repeat(count));
        assert!(weigh(&fields(1_000)).is_ok());
        assert!(refused(&fields(1_001)));
        assert!(refused(&format!("{{ x {} }}", "@include(if: true) ".repeat(51))));
        let operations = numbered(11, &|i| format!("query Q{i} {{ x }}"));
        assert!(refused(&operations));
        assert!(refused(&"x ".repeat(5_001)));
        assert!(refused(&"{a".repeat(2_000)));
        assert!(refused(&format!(
            "{{ x(y: {}1{}) }}",
            "[".repeat(300),
            "]".repeat(300)
        )));
    }
}
