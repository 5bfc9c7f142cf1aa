//! What a document selects once its fragments are spread out, computed without spreading them out.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{Directive, ExecutableDocument, FragmentDefinition, Selection, SelectionSet},
};

use super::{BOUNDLESS, Limits, exceeds, too_many};
use crate::{
    codes::Code,
    refused::Refused,
    text::words::{Key, Sentence},
};

/// Brackets within one another: levels of fields, and the values of their arguments.
pub(super) const BRACKETS: u32 = 64;

/// Letters of a name of a field or an argument. The library compares a wrong one with all that are right, letter by
/// letter, so one of a megabyte would keep it busy for seconds.
const NAME: u32 = 200;

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

    fn check(self, limits: &Limits) -> Result<(), Refused> {
        let depth = if self.introspects {
            limits.introspection_depth.max(limits.depth)
        } else {
            limits.depth
        };
        let bounds = [
            (self.depth, depth, Key("too-many-levels")),
            (self.aliases, limits.aliases, Key("too-many-aliases")),
            (self.selections, limits.selections, Key("too-many-fields")),
            (self.directives, limits.directives, Key("too-many-directives")),
        ];
        for (found, bound, key) in bounds {
            if exceeds(found, bound) {
                return Err(too_many(Code::TooComplex, key, bound));
            }
        }
        Ok(())
    }
}

/// What was found in a document that may be run.
pub(super) struct Found {
    /// Whether one of its operations asks for the schema.
    pub(super) introspects: bool,
    /// Parts that were looked at.
    pub(super) parts: usize,
}

/// Refuses a document of which an operation asks for more than a request may.
pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<Found, Refused> {
    let mut scale = Scale {
        document,
        limits,
        fragments: HashMap::new(),
        parts: 0,
    };
    let mut introspects = false;
    for (_, operation) in document.operations.iter() {
        let own = Weight {
            directives: directives(&operation.node.directives)?,
            ..Weight::default()
        };
        let weight = scale.selections(&operation.node.selection_set.node)?.plus(own);
        weight.check(limits)?;
        introspects |= weight.introspects;
    }
    // Those that nothing spreads are part of no operation, but are validated as well.
    scale.limits = &BOUNDLESS;
    for name in document.fragments.keys() {
        scale.fragment(name)?;
    }
    Ok(Found {
        introspects,
        parts: scale.parts,
    })
}

/// Weighs each fragment once.
struct Scale<'a> {
    document: &'a ExecutableDocument,
    limits: &'a Limits,
    /// `None` while a fragment is being weighed: meeting it again closes a circle.
    fragments: HashMap<&'a Name, Option<Weight>>,
    parts: usize,
}

impl<'a> Scale<'a> {
    fn selections(&mut self, set: &'a SelectionSet) -> Result<Weight, Refused> {
        let mut sum = Weight::default();
        for item in &set.items {
            self.parts = self.parts.saturating_add(1);
            sum = sum.plus(self.selection(&item.node)?);
        }
        Ok(sum)
    }

    fn selection(&mut self, selection: &'a Selection) -> Result<Weight, Refused> {
        Ok(match selection {
            Selection::Field(field) => {
                let field = &field.node;
                names(
                    [&field.name]
                        .into_iter()
                        .chain(field.arguments.iter().map(|(name, _)| name)),
                )?;
                let below = self.selections(&field.selection_set.node)?;
                let own = Weight {
                    depth: below.depth.saturating_add(1),
                    aliases: usize::from(field.alias.is_some()),
                    selections: 1,
                    directives: directives(&field.directives)?,
                    introspects: matches!(field.name.node.as_str(), "__schema" | "__type"),
                };
                below.plus(own)
            }
            Selection::InlineFragment(inline) => {
                let own = Weight {
                    directives: directives(&inline.node.directives)?,
                    ..Weight::default()
                };
                self.selections(&inline.node.selection_set.node)?.plus(own)
            }
            Selection::FragmentSpread(spread) => {
                let own = Weight {
                    directives: directives(&spread.node.directives)?,
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
                let sentence = Sentence::new(Key("fragment-circle")).with("name", name.as_str());
                return Err(Refused::Coded(Code::TooComplex, sentence));
            }
            None => (),
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(Weight::default());
        };
        let FragmentDefinition {
            directives: own,
            selection_set,
            ..
        } = &fragment.node;
        self.fragments.insert(name, None);
        let own = Weight {
            directives: directives(own)?,
            ..Weight::default()
        };
        let weight = self.selections(&selection_set.node)?.plus(own);
        // Before it is added up again. Who introspects, the operation tells: a part of it gets the wider bound.
        let widest = Weight {
            introspects: true,
            ..weight
        };
        widest.check(self.limits)?;
        self.fragments.insert(name, Some(weight));
        Ok(weight)
    }
}

/// How many directives there are; none of their arguments has a name that is too long.
fn directives(directives: &[Positioned<Directive>]) -> Result<usize, Refused> {
    for directive in directives {
        names(directive.node.arguments.iter().map(|(name, _)| name))?;
    }
    Ok(directives.len())
}

fn names<'a>(names: impl IntoIterator<Item = &'a Positioned<Name>>) -> Result<(), Refused> {
    let is_long = |name: &Positioned<Name>| exceeds(name.node.len(), NAME);
    if names.into_iter().any(is_long) {
        return Err(too_many(Code::TooLarge, Key("name-too-long"), NAME));
    }
    Ok(())
}
