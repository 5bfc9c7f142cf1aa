//! W6: of a hundred requests 55 are first pages, 20 deep ones, 15 searches and 10 completions; against what the rates of
//! the parts predict.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use hyper::body::Bytes;
use serde_json::json;

use super::{
    Bench,
    completions::Completions,
    http::{any_of, asking, body},
    pages::{Pages, any},
};
use crate::{
    markers::{COMMON, FREQUENT, NONE, RARE, SELDOM_TOGETHER, SINGULAR},
    rates::{Contender, Race, Rates},
};

const SEARCH: &str = "query Search($search: String!) {
  activities(first: 20, filter: { search: $search }) {
    nodes { id occurredAt kind title notes actor { id name } }
    pageInfo { hasNextPage endCursor }
  }
}";

/// The parts and their shares in a hundred.
const PARTS: [(&str, u32); 4] = [
    ("first pages", 55),
    ("deep pages", 20),
    ("searches", 15),
    ("completions", 10),
];

/// What the parts predict together.
const PREDICTED: &str = "as its parts predict";

pub(super) fn race(bench: &Bench, pages: &Pages, completions: &Completions) -> Race<'static> {
    let searches = searches();
    let parts = [&pages.first, &pages.deep, &searches].map(|bodies| any(&bench.server, bodies));
    let [first, deep, search] = parts;
    let [(first_pages, _), (deep_pages, _), (searching, _), (completing, _)] = PARTS;
    Race {
        name: "W6: all of it".to_owned(),
        contenders: vec![
            ("server", all(bench, pages, completions)),
            (first_pages, first),
            (deep_pages, deep),
            (searching, search),
            (completing, completions.contender(bench)),
        ],
        compared: vec![(PREDICTED, Some(0.8))],
    }
}

/// All of it, by the shares.
pub(super) fn all(bench: &Bench, pages: &Pages, completions: &Completions) -> Contender<'static> {
    let bodies = Bodies {
        reading: [Arc::clone(&pages.first), Arc::clone(&pages.deep), searches()],
        completing: completions.bodies(),
    };
    asking(&bench.server, move || bodies.any())
}

/// Replaces the parts by what they predict: the time of each, by its share.
pub(super) fn predict(rates: &mut Rates) {
    let time: Option<f64> = PARTS
        .iter()
        .map(|(name, share)| Some(f64::from(*share) / 100.0 / rates.of(name)?))
        .sum();
    if let Some(time) = time {
        rates.sides.push((PREDICTED, vec![1.0 / time]));
    }
}

/// Requests of each kind.
struct Bodies {
    reading: [Arc<[Bytes]>; 3],
    completing: Rc<RefCell<Vec<Bytes>>>,
}

impl Bodies {
    /// Any of them, by the shares.
    fn any(&self) -> Option<Bytes> {
        let mut chance = fastrand::u32(..100);
        for (bodies, (_, share)) in self.reading.iter().zip(PARTS) {
            if chance < share {
                return any_of(bodies);
            }
            chance -= share;
        }
        self.completing.borrow_mut().pop()
    }
}

/// Rare and frequent words, alone and together.
fn searches() -> Arc<[Bytes]> {
    let together = SELDOM_TOGETHER.join(" ");
    let both = [RARE, FREQUENT].join(" ");
    [FREQUENT, COMMON, RARE, SINGULAR, NONE, &together, &both]
        .iter()
        .map(|words| body(SEARCH, &json!({ "search": words })))
        .collect()
}
