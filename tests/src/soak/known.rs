//! The ids that the clients of an account have seen, whatever became of the objects since.

use std::{collections::BTreeMap, sync::Mutex};

use fastrand::Rng;
use serde_json::{Value, json};

use crate::Team;

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Contact,
    Deal,
    Outcome,
    Task,
    TaskType,
    /// Of those the team began with: somebody is signed in as each.
    User,
    /// Made since.
    NewUser,
}

/// How many of a kind are remembered: few, so that clients meet.
const REMEMBERED: usize = 40;

#[derive(Debug, Default)]
pub(super) struct Known(Mutex<BTreeMap<Kind, Vec<String>>>);

impl Known {
    /// What a new team has.
    pub(super) async fn of(team: &Team) -> Self {
        let known = Self::default();
        known.learn(Kind::Contact, &team.contact);
        known.learn(Kind::Deal, &team.deal);
        for (kind, list) in [
            (Kind::TaskType, "taskTypes"),
            (Kind::Outcome, "taskOutcomes"),
            (Kind::User, "users"),
        ] {
            let query = format!("{{ {list}(first: 100) {{ nodes {{ id }} }} }}");
            let data = team.admin().query(&query, json!({})).await;
            for id in crate::all(&data[list]["nodes"], "id") {
                known.learn(kind, id);
            }
        }
        known
    }

    pub(super) fn learn(&self, kind: Kind, id: &str) {
        let mut known = self.0.lock().unwrap();
        let ids = known.entry(kind).or_default();
        if !ids.iter().any(|one| one == id) {
            ids.push(id.to_owned());
        }
        if ids.len() > REMEMBERED {
            ids.remove(0);
        }
    }

    /// One of this kind, or a text that names nothing.
    pub(super) fn any(&self, kind: Kind, rng: &mut Rng) -> Value {
        let known = self.0.lock().unwrap();
        let ids = known.get(&kind).map_or(&[][..], Vec::as_slice);
        let id = rng.choice(ids).map_or("nothing", String::as_str);
        json!(id)
    }

    /// Up to `most` of this kind, perhaps one twice.
    pub(super) fn some(&self, kind: Kind, most: usize, rng: &mut Rng) -> Value {
        let count = rng.usize(1..=most);
        (0..count).map(|_| self.any(kind, rng)).collect()
    }
}
