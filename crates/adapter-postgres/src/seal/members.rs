//! Which numbers stand for whom and what in sealed lines: those of one account, from 1, in the order they came in.

use std::collections::HashMap;

use uuid::Uuid;

/// An outcome under the label and sentiment it was recorded with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Recorded {
    pub(crate) id: Uuid,
    pub(crate) label: String,
    pub(crate) sentiment: i16,
}

/// What the numbers stand for. They are only added to, so that what is packed stays true.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Members {
    pub(crate) users: Vec<Uuid>,
    pub(crate) task_types: Vec<Uuid>,
    pub(crate) outcomes: Vec<Recorded>,
}

/// Gives numbers to whoever seals.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    users: Numbered<Uuid>,
    task_types: Numbered<Uuid>,
    outcomes: Numbered<Recorded>,
}

#[derive(Debug)]
struct Numbered<T> {
    numbers: HashMap<T, u64>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            numbers: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Numbered<T> {
    fn of(members: &[T]) -> Self {
        Self {
            numbers: members.iter().cloned().zip(1..).collect(),
        }
    }

    fn number(&mut self, member: Option<T>) -> u64 {
        let Some(member) = member else { return 0 };
        let next = u64::try_from(self.numbers.len())
            .unwrap_or(u64::MAX)
            .saturating_add(1);
        *self.numbers.entry(member).or_insert(next)
    }

    fn into_members(self) -> Vec<T> {
        let mut members: Vec<_> = self.numbers.into_iter().collect();
        members.sort_unstable_by_key(|(_, number)| *number);
        members.into_iter().map(|(member, _)| member).collect()
    }
}

impl Numbers {
    pub(super) fn of(members: &Members) -> Self {
        Self {
            users: Numbered::of(&members.users),
            task_types: Numbered::of(&members.task_types),
            outcomes: Numbered::of(&members.outcomes),
        }
    }

    pub(super) fn user(&mut self, id: Option<Uuid>) -> u64 {
        self.users.number(id)
    }

    pub(super) fn task_type(&mut self, id: Uuid) -> u64 {
        self.task_types.number(Some(id))
    }

    pub(super) fn outcome(&mut self, recorded: Option<Recorded>) -> u64 {
        self.outcomes.number(recorded)
    }

    pub(super) fn into_members(self) -> Members {
        Members {
            users: self.users.into_members(),
            task_types: self.task_types.into_members(),
            outcomes: self.outcomes.into_members(),
        }
    }
}
