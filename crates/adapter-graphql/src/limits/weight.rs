//! What a document selects once its fragments are spread out, computed without spreading them out.

use std::collections::HashMap;

use async_graphql::{
    Name,
    parser::types::{ExecutableDocument, FragmentDefinition, Selection, SelectionSet},
};

use super::Refused;

/// Levels of fields, counted through fragments; introspection needs more.
const DEPTH: usize = 12;
const INTROSPECTION_DEPTH: usize = 15;
/// Aliases, counted through fragments.
const ALIASES: usize = 30;
/// Fields, counted through fragments.
const SELECTIONS: usize = 1_000;
/// Directives, counted through fragments.
const DIRECTIVES: usize = 50;
/// Brackets within one another: levels of fields, and the values of their arguments.
pub(super) const BRACKETS: usize = 64;

/// What a part of a document selects.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    depth: usize,
    aliases: usize,
    selections: usize,
    directives: usize,
    introspects: bool,
}

impl Weight {
    fn plus(self, other: Self) -> Self {
        Self {
            depth: self.depth.max(other.depth),
            aliases: self.aliases.saturating_add(other.aliases),
            selections: self.selections.saturating_add(other.selections),
            directives: self.directives.saturating_add(other.directives),
            introspects: self.introspects || other.introspects,
        }
    }

    fn check(self) -> Result<(), Refused> {
        let depth = if self.introspects {
            INTROSPECTION_DEPTH
        } else {
            DEPTH
        };
        let bounds = [
            (self.depth, depth, "levels of fields"),
            (self.aliases, ALIASES, "aliases"),
            (self.selections, SELECTIONS, "fields"),
            (self.directives, DIRECTIVES, "directives"),
        ];
        for (found, bound, what) in bounds {
            if found > bound {
                let sentence =
                    format!("An operation may have at most {bound} {what}, counted through fragments.");
                return Err(Refused::TooComplex(sentence));
            }
        }
        Ok(())
    }
}

/// Refuses a document of which an operation asks for more than a request may.
pub(super) fn check(document: &ExecutableDocument) -> Result<(), Refused> {
    let mut scale = Scale {
        document,
        fragments: HashMap::new(),
    };
    for (_, operation) in document.operations.iter() {
        let own = Weight {
            directives: operation.node.directives.len(),
            ..Weight::default()
        };
        scale
            .selections(&operation.node.selection_set.node)?
            .plus(own)
            .check()?;
    }
    Ok(())
}

/// Weighs each fragment once.
struct Scale<'a> {
    document: &'a ExecutableDocument,
    /// `None` while a fragment is being weighed: meeting it again closes a circle.
    fragments: HashMap<&'a Name, Option<Weight>>,
}

impl<'a> Scale<'a> {
    fn selections(&mut self, set: &'a SelectionSet) -> Result<Weight, Refused> {
        let mut sum = Weight::default();
        for item in &set.items {
            sum = sum.plus(self.selection(&item.node)?);
        }
        Ok(sum)
    }

    fn selection(&mut self, selection: &'a Selection) -> Result<Weight, Refused> {
        Ok(match selection {
            Selection::Field(field) => {
                let field = &field.node;
                let below = self.selections(&field.selection_set.node)?;
                let own = Weight {
                    depth: below.depth.saturating_add(1),
                    aliases: usize::from(field.alias.is_some()),
                    selections: 1,
                    directives: field.directives.len(),
                    introspects: matches!(field.name.node.as_str(), "__schema" | "__type"),
                };
                below.plus(own)
            }
            Selection::InlineFragment(inline) => {
                let own = Weight {
                    directives: inline.node.directives.len(),
                    ..Weight::default()
                };
                self.selections(&inline.node.selection_set.node)?.plus(own)
            }
            Selection::FragmentSpread(spread) => {
                let own = Weight {
                    directives: spread.node.directives.len(),
                    ..Weight::default()
                };
                self.fragment(&spread.node.fragment_name.node)?.plus(own)
            }
        })
    }

    /// A spread of a fragment that does not exist weighs nothing; validation names it.
    fn fragment(&mut self, name: &'a Name) -> Result<Weight, Refused> {
        match self.fragments.get(name) {
            Some(Some(weight)) => return Ok(*weight),
            Some(None) => {
                return Err(Refused::TooComplex(format!(
                    "The fragment `{name}` spreads itself."
                )));
            }
            None => (),
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(Weight::default());
        };
        let FragmentDefinition {
            directives,
            selection_set,
            ..
        } = &fragment.node;
        self.fragments.insert(name, None);
        let own = Weight {
            directives: directives.len(),
            ..Weight::default()
        };
        let weight = self.selections(&selection_set.node)?.plus(own);
        // Before it is added up again. Who introspects, the operation tells: a part of it gets the wider bound.
        let widest = Weight {
            introspects: true,
            ..weight
        };
        widest.check()?;
        self.fragments.insert(name, Some(weight));
        Ok(weight)
    }
}
