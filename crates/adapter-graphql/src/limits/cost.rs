//! What an operation costs, in nodes, before anything runs: each connection its page size for each of its parents, each
//! list of ids its length, each entry point one. Fragments are counted once each, however often they are spread.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, Value, Variables,
    parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet},
};

use crate::page::DEFAULT_SIZE;

/// What part of a document costs: as it stands, and for each item of the page that it may be part of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cost {
    once: u64,
    per_item: u64,
}

impl Cost {
    fn plus(self, other: Self) -> Self {
        Self {
            once: self.once.saturating_add(other.once),
            per_item: self.per_item.saturating_add(other.per_item),
        }
    }

    fn of_pages(self, size: u64) -> u64 {
        self.once.saturating_add(self.per_item.saturating_mul(size))
    }
}

/// The cost of an operation of a document whose fragments form no circle; at least 1.
pub(crate) fn cost(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> u64 {
    let mut meter = Meter {
        document,
        operation,
        variables,
        fragments: HashMap::new(),
        entries: HashMap::new(),
    };
    let entries = meter.entries(&operation.selection_set.node);
    entries.max(1)
}

/// How many fields an operation selects at its root; its document was found to select few enough.
pub(crate) fn roots(document: &ExecutableDocument, operation: &OperationDefinition) -> usize {
    fields(document, &operation.selection_set.node)
}

fn fields(document: &ExecutableDocument, set: &SelectionSet) -> usize {
    let of = |item: &Positioned<Selection>| match &item.node {
        Selection::Field(_) => 1,
        Selection::InlineFragment(inline) => fields(document, &inline.node.selection_set.node),
        Selection::FragmentSpread(spread) => {
            let fragment = document.fragments.get(&spread.node.fragment_name.node);
            fragment.map_or(0, |fragment| fields(document, &fragment.node.selection_set.node))
        }
    };
    set.items.iter().map(of).sum()
}

struct Meter<'a> {
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    /// Of fragments within other fields.
    fragments: HashMap<&'a Name, Cost>,
    /// Of fragments at the root.
    entries: HashMap<&'a Name, u64>,
}

impl<'a> Meter<'a> {
    /// Fields at the root: one each, beside what they ask for.
    fn entries(&mut self, set: &'a SelectionSet) -> u64 {
        let mut sum: u64 = 0;
        for item in &set.items {
            let cost = match &item.node {
                Selection::Field(field) => {
                    let below = self.set(&field.node.selection_set.node);
                    let many = self.length(&field.node, "ids").map_or(1, |ids| ids.max(1));
                    below
                        .of_pages(self.page_size(&field.node))
                        .saturating_add(1)
                        .saturating_mul(many)
                }
                Selection::InlineFragment(inline) => self.entries(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => self.entries_of(&spread.node.fragment_name.node),
            };
            sum = sum.saturating_add(cost);
        }
        sum
    }

    fn entries_of(&mut self, name: &'a Name) -> u64 {
        if let Some(cost) = self.entries.get(name) {
            return *cost;
        }
        let fragment = self.document.fragments.get(name);
        let cost = fragment.map_or(0, |fragment| self.entries(&fragment.node.selection_set.node));
        self.entries.insert(name, cost);
        cost
    }

    fn set(&mut self, set: &'a SelectionSet) -> Cost {
        set.items
            .iter()
            .map(|item| self.selection(&item.node))
            .fold(Cost::default(), Cost::plus)
    }

    fn selection(&mut self, selection: &'a Selection) -> Cost {
        match selection {
            Selection::Field(field) => self.field(&field.node),
            Selection::InlineFragment(inline) => self.set(&inline.node.selection_set.node),
            Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node),
        }
    }

    /// Only connections have fields of these names below the root.
    fn field(&mut self, field: &'a Field) -> Cost {
        let below = self.set(&field.selection_set.node);
        match field.name.node.as_str() {
            "edges" | "nodes" => Cost {
                once: 0,
                per_item: below.of_pages(1).saturating_add(1),
            },
            _ => Cost {
                once: below.of_pages(self.page_size(field)),
                per_item: 0,
            },
        }
    }

    fn fragment(&mut self, name: &'a Name) -> Cost {
        if let Some(cost) = self.fragments.get(name) {
            return *cost;
        }
        let fragment = self.document.fragments.get(name);
        let cost = fragment.map_or_else(Cost::default, |fragment| {
            self.set(&fragment.node.selection_set.node)
        });
        self.fragments.insert(name, cost);
        cost
    }

    /// A size that no page may have is refused when the page is read.
    fn page_size(&self, field: &Field) -> u64 {
        let given = ["first", "last"].map(|name| self.argument(field, name).and_then(number));
        given
            .into_iter()
            .flatten()
            .max()
            .unwrap_or(u64::from(DEFAULT_SIZE))
    }

    fn length(&self, field: &Field, name: &str) -> Option<u64> {
        match self.argument(field, name)? {
            Value::List(list) => u64::try_from(list.len()).ok(),
            _ => Some(1),
        }
    }

    /// The value of an argument, variables filled in.
    fn argument(&self, field: &Field, name: &str) -> Option<Value> {
        let (_, value) = field.arguments.iter().find(|(one, _)| one.node == name)?;
        value
            .node
            .clone()
            .into_const_with(|variable| self.variable(&variable))
            .ok()
    }

    fn variable(&self, name: &Name) -> Result<Value, ()> {
        let given = self.variables.get(name).cloned();
        let definitions = self.operation.variable_definitions.iter();
        let default = || {
            let mut definitions = definitions.map(|definition: &Positioned<_>| &definition.node);
            let definition = definitions.find(|one| one.name.node == *name)?;
            definition.default_value.as_ref().map(|value| value.node.clone())
        };
        given.or_else(default).ok_or(())
    }
}

fn number(value: Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    fn cost_of(text: &str, variables: serde_json::Value) -> u64 {
        let document = parse_query(text).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        cost(&document, &operation.node, &Variables::from_json(variables))
    }

    #[test]
    fn a_connection_costs_its_page_for_each_of_its_parents() {
        let cases = [
            ("{ viewer { user { name } } }", 1),
            ("{ tasks { totalCount } }", 1),
            ("{ tasks { nodes { id } } }", 1 + 20),
            (
                "{ tasks(first: 50) { edges { node { id owner { name } } } } }",
                1 + 50,
            ),
            (
                "{ tasks(last: 5) { nodes { subject { ... on Contact { deals(first: 3) { nodes { id } } } } } } }",
                1 + 5 * (1 + 3),
            ),
            ("{ nodes(ids: [\"a\", \"b\"]) { id } }", 2),
            ("{ a: viewer { id } b: viewer { id } }", 2),
            (
                "{ tasks(first: 2) { ...T } } fragment T on TaskConnection { ...U ...U } fragment U on TaskConnection { nodes { id } }",
                1 + 4,
            ),
            (
                "{ ...Q } fragment Q on Query { tasks(first: 7) { nodes { id } } }",
                1 + 7,
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(cost_of(text, json!({})), expected, "{text}");
        }
    }

    #[test]
    fn sizes_may_come_from_variables_and_their_defaults() {
        let text = "query Q($n: Int = 3, $ids: [ID!]!) { tasks(first: $n) { nodes { id } } nodes(ids: $ids) { id } }";
        assert_eq!(cost_of(text, json!({ "ids": ["a"] })), 1 + 3 + 1);
        assert_eq!(cost_of(text, json!({ "ids": ["a", "b"], "n": 100 })), 1 + 100 + 2);
        assert_eq!(cost_of(text, json!({ "ids": "a", "n": -1 })), 1 + 20 + 1);
    }

    #[test]
    fn fragments_that_spread_one_another_twice_are_counted_once_each() {
        let bomb = (0..200).map(|i| {
            format!(
                "fragment F{i} on Query {{ ...F{next} ...F{next} }} ",
                next = i + 1
            )
        });
        assert_eq!(
            cost_of(&format!("{{ ...F0 }} {}", bomb.collect::<String>()), json!({})),
            1
        );
    }

    #[test]
    fn what_multiplies_beyond_all_numbers_costs_the_most_there_is() {
        let nested = |depth: usize| {
            let open = "tasks(first: 9999999999) { nodes { ".repeat(depth);
            format!("{{ {open} id {} }}", "} }".repeat(depth))
        };
        assert_eq!(cost_of(&nested(4), json!({})), u64::MAX);
    }
}
