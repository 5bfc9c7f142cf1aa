//! Random documents and requests: whatever comes, nothing panics, each part is looked at once, and bounds are exact.
//!
//! A short run is part of all tests; `cargo xtask fuzz --minutes 10` goes on for longer.

mod grammar;
mod mutation;

use std::time::{Duration, Instant};

use async_graphql::{
    Variables,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestError, TestRunner},
};

use super::*;
use crate::{documents::Documents, request::GraphQlRequest};

/// How long a run takes, in minutes; without it a fixed number of cases.
const MINUTES: &str = "FUZZ_MINUTES";

/// Cases between two looks at the clock.
const ROUND: u32 = 500;

#[test]
fn fuzz_documents_of_the_grammar() {
    holds(vec(any::<u8>(), 0..400), |choices| {
        look_at(&grammar::document(choices));
    });
}

#[test]
fn fuzz_mutations_of_the_corpus() {
    let corpus = mutation::corpus();
    assert!(corpus.len() >= 10, "{} documents", corpus.len());
    let edits = (any::<prop::sample::Index>(), mutation::edits());
    holds(edits, |(which, edits)| {
        look_at(&mutation::mutated(&corpus[which.index(corpus.len())], edits));
    });
}

#[test]
fn fuzz_bytes() {
    holds(vec(any::<u8>(), 0..300), |bytes| {
        look_at(&String::from_utf8_lossy(bytes));
    });
}

#[test]
fn fuzz_requests() {
    let corpus = mutation::requests();
    let documents = Documents::new(Limits::default(), 64 * 1024, None);
    let edits = (any::<prop::sample::Index>(), mutation::edits());
    holds(edits, |(which, edits)| {
        let body = mutation::mutated(&corpus[which.index(corpus.len())], edits);
        if let Ok(request) = serde_json::from_slice::<GraphQlRequest>(body.as_bytes()) {
            let _ = documents
                .find(&request)
                .map_err(|refused| refused.told(crate::Language::De));
        }
    });
}

/// Tries until the number of cases or the time is reached; tells the smallest case that fails.
fn holds<S: Strategy>(strategy: S, check: impl Fn(&S::Value))
where
    S::Value: std::fmt::Debug,
{
    #[expect(
        clippy::disallowed_methods,
        reason = "the wish of whoever runs this test for longer"
    )]
    let minutes = std::env::var(MINUTES)
        .ok()
        .and_then(|minutes| minutes.parse().ok());
    let until = minutes.map(|minutes: u64| Instant::now() + Duration::from_secs(60 * minutes));
    let mut cases: u64 = 0;
    loop {
        let mut config = Config::default();
        config.cases = if until.is_some() { ROUND } else { config.cases };
        config.failure_persistence = None;
        cases += u64::from(config.cases);
        let tried = TestRunner::new(config).run(&strategy, |case| {
            check(&case);
            Ok(())
        });
        match tried {
            Ok(()) => (),
            Err(TestError::Fail(reason, case)) => panic!("{reason}\n{case:?}"),
            Err(TestError::Abort(reason)) => panic!("{reason}"),
        }
        if until.is_none_or(|until| Instant::now() >= until) {
            println!("{cases} cases");
            return;
        }
    }
}

/// What holds for every text.
fn look_at(text: &str) {
    let _ = weigh(text, &Limits::default()).map_err(|refused| refused.told(crate::Language::De));
    let Ok(weighed) = weigh(text, &BOUNDLESS) else {
        return;
    };
    assert!(
        weighed.parts <= weighed.tokens,
        "each part is looked at once: {text}"
    );
    let document = &weighed.document;
    for (_, operation) in document.operations.iter() {
        assert!(cost(document, &operation.node, &Variables::default()) >= 1);
    }
    if let Some(spread) = Spread::out(document) {
        spread.agrees(document, text);
    }
}

/// What operations select at most, found the slow way: by spreading every fragment out.
#[derive(Debug, Default, Clone, Copy)]
struct Spread {
    depth: u32,
    aliases: u32,
    selections: u32,
    directives: u32,
}

/// Selections that are spread out at most.
const BUDGET: u32 = 1_000;

impl Spread {
    /// `None` where that would take too long.
    fn out(document: &ExecutableDocument) -> Option<Self> {
        let mut most = Self::default();
        for (_, operation) in document.operations.iter() {
            let mut sum = Self {
                directives: u32::try_from(operation.node.directives.len()).unwrap(),
                ..Self::default()
            };
            let mut budget = BUDGET;
            sum.depth = sum.add(document, &operation.node.selection_set.node, &mut budget)?;
            most.depth = most.depth.max(sum.depth);
            most.aliases = most.aliases.max(sum.aliases);
            most.selections = most.selections.max(sum.selections);
            most.directives = most.directives.max(sum.directives);
        }
        Some(most)
    }

    /// Adds a selection and gives its depth.
    fn add(&mut self, document: &ExecutableDocument, set: &SelectionSet, budget: &mut u32) -> Option<u32> {
        let mut depth = 0;
        for item in &set.items {
            *budget = budget.checked_sub(1)?;
            let below = match &item.node {
                Selection::Field(field) => {
                    self.selections += 1;
                    self.aliases += u32::from(field.node.alias.is_some());
                    1 + self.add(document, &field.node.selection_set.node, budget)?
                }
                Selection::InlineFragment(inline) => {
                    self.add(document, &inline.node.selection_set.node, budget)?
                }
                Selection::FragmentSpread(spread) => {
                    match document.fragments.get(&spread.node.fragment_name.node) {
                        Some(fragment) => {
                            self.directives += u32::try_from(fragment.node.directives.len()).unwrap();
                            self.add(document, &fragment.node.selection_set.node, budget)?
                        }
                        None => 0,
                    }
                }
            };
            self.directives += u32::try_from(item.node.directives().len()).unwrap();
            depth = depth.max(below);
        }
        Some(depth)
    }

    /// Each bound lets through exactly what was found, and not one less.
    fn agrees(self, document: &ExecutableDocument, text: &str) {
        let exact = Limits {
            depth: self.depth,
            introspection_depth: self.depth,
            aliases: self.aliases,
            selections: self.selections,
            directives: self.directives,
            ..BOUNDLESS
        };
        assert!(weight::check(document, &exact).is_ok(), "{self:?}: {text}");
        let less = [
            Limits {
                aliases: self.aliases.saturating_sub(1),
                ..exact
            },
            Limits {
                selections: self.selections.saturating_sub(1),
                ..exact
            },
            Limits {
                directives: self.directives.saturating_sub(1),
                ..exact
            },
            Limits {
                depth: self.depth.saturating_sub(1),
                introspection_depth: self.depth.saturating_sub(1),
                ..exact
            },
        ];
        let found = [self.aliases, self.selections, self.directives, self.depth];
        for (limits, found) in less.into_iter().zip(found) {
            assert_eq!(
                weight::check(document, &limits).is_err(),
                found > 0,
                "{limits:?}: {text}"
            );
        }
    }
}
