//! Documents by the grammar of GraphQL (specification, appendix B), each choice taken from a list of bytes.

/// The document that these choices make; where they end, the shortest way on is taken.
pub(super) fn document(choices: &[u8]) -> String {
    let mut writer = Writer {
        choices: choices.iter(),
        text: String::new(),
    };
    for _ in 0..=writer.choose(3) {
        writer.definition();
    }
    for number in 0..writer.choose(6) {
        writer.put(&format!("fragment F{number} on Query "));
        writer.directives();
        writer.selections(0);
    }
    writer.text
}

struct Writer<'a> {
    choices: std::slice::Iter<'a, u8>,
    text: String,
}

const FIELDS: [&str; 8] = [
    "viewer",
    "tasks",
    "nodes",
    "edges",
    "node",
    "id",
    "__typename",
    "__schema",
];
const NAMES: [&str; 6] = ["first", "last", "ids", "filter", "if", "a"];

/// Deeper, everything is a leaf.
const DEEPEST: u8 = 12;

impl Writer<'_> {
    fn choose(&mut self, below: u8) -> u8 {
        self.choices.next().map_or(0, |choice| choice % below)
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn one_of(&mut self, words: &[&str]) {
        let at = usize::from(self.choose(u8::try_from(words.len()).unwrap()));
        self.put(words[at]);
        self.put(" ");
    }

    fn definition(&mut self) {
        match self.choose(4) {
            0 => (),
            1 => self.put("query "),
            2 => self.put("mutation M "),
            _ => {
                self.put("query Q($first: Int = ");
                self.value(0);
                self.put("$a: [ID!]!) ");
                self.directives();
            }
        }
        self.selections(0);
    }

    fn selections(&mut self, depth: u8) {
        self.put("{ ");
        for _ in 0..=self.choose(4) {
            self.selection(depth);
        }
        self.put("} ");
    }

    fn selection(&mut self, depth: u8) {
        match self.choose(6) {
            0 => {
                let number = self.choose(7);
                self.put(&format!("...F{number} "));
                self.directives();
            }
            1 if depth < DEEPEST => {
                self.put("... on Query ");
                self.directives();
                self.selections(depth + 1);
            }
            _ => self.field(depth),
        }
    }

    fn field(&mut self, depth: u8) {
        if self.choose(4) == 1 {
            self.one_of(&["a:", "b:", "c:"]);
        }
        self.one_of(&FIELDS);
        if self.choose(4) == 1 {
            self.put("(");
            for _ in 0..=self.choose(3) {
                self.one_of(&NAMES);
                self.put(": ");
                self.value(0);
            }
            self.put(") ");
        }
        self.directives();
        if depth < DEEPEST && self.choose(3) == 1 {
            self.selections(depth + 1);
        }
    }

    fn directives(&mut self) {
        for _ in 0..self.choose(5).saturating_sub(2) {
            self.one_of(&["@skip(if: true)", "@include(if: $a)", "@unknown"]);
        }
    }

    fn value(&mut self, depth: u8) {
        match self.choose(10) {
            0..=2 => self.one_of(&["1", "-1", "100", "99999999999999999999", "1.5e300", "0"]),
            3 => self.one_of(&[
                "\"\"",
                "\"a\\u00e9\"",
                "\"\"\"block \\\"\"\" \"\"\"",
                "\"\u{1F600}\"",
            ]),
            4 => self.one_of(&["$first", "$a", "$none"]),
            5 => self.one_of(&["true", "false", "null", "ASC"]),
            6 | 7 if depth < DEEPEST => {
                self.put("[");
                for _ in 0..self.choose(4) {
                    self.value(depth + 1);
                }
                self.put("] ");
            }
            8 if depth < DEEPEST => {
                self.put("{");
                self.one_of(&NAMES);
                self.put(": ");
                self.value(depth + 1);
                self.put("} ");
            }
            _ => self.put("1 "),
        }
    }
}
