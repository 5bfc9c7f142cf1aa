//! The outcomes of one task type: ordered, distinct, 1 to 20; and how a requested list becomes one.

use std::collections::BTreeSet;

use super::Assignments;
use crate::{
    catalogue::Catalogue,
    fault::{Checks, Fault, Faults, InputPath},
    ids::{OutcomeId, TaskTypeId},
};

/// The outcomes that a task type offers, in display order; distinct, at least 1 and at most 20.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignedOutcomes(Vec<OutcomeId>);

impl AssignedOutcomes {
    /// The smallest number.
    pub const MINIMUM: usize = 1;
    /// The largest number.
    pub const MAXIMUM: usize = 20;

    /// A list that was checked before it was stored; `None` if it cannot have been.
    pub fn restore(ids: Vec<OutcomeId>) -> Option<Self> {
        let distinct: BTreeSet<_> = ids.iter().collect();
        let fits = (Self::MINIMUM..=Self::MAXIMUM).contains(&ids.len()) && distinct.len() == ids.len();
        fits.then_some(Self(ids))
    }

    /// Checks a requested list against the outcomes there are; `path` names it in the input.
    pub fn check(requested: &[OutcomeId], catalogue: &Catalogue, path: &InputPath) -> Result<Self, Faults> {
        let mut checks = Checks::new();
        let assigned = Self::take(requested, catalogue, path, &mut checks);
        checks.finish()?;
        Ok(assigned)
    }

    /// As [`Self::check`], noting the faults.
    fn take(requested: &[OutcomeId], catalogue: &Catalogue, path: &InputPath, checks: &mut Checks) -> Self {
        if requested.len() < Self::MINIMUM {
            checks.fault(
                path.clone(),
                Fault::TooFew {
                    minimum: Self::MINIMUM,
                    maximum: Self::MAXIMUM,
                },
            );
        }
        if requested.len() > Self::MAXIMUM {
            checks.fault(
                path.clone(),
                Fault::TooMany {
                    maximum: Self::MAXIMUM,
                },
            );
        }
        let mut seen = BTreeSet::new();
        for (index, id) in requested.iter().enumerate() {
            let fault = match catalogue.outcome(*id) {
                None => Some(Fault::NotFound((*id).into())),
                Some(_) if !seen.insert(*id) => Some(Fault::Repeated),
                Some(outcome) if !outcome.is_active() => Some(Fault::Archived),
                Some(_) => None,
            };
            if let Some(fault) = fault {
                checks.fault(path.at(index), fault);
            }
        }
        Self(requested.to_vec())
    }

    /// The outcomes, in display order.
    pub fn as_slice(&self) -> &[OutcomeId] {
        &self.0
    }

    /// Whether the outcome is one of them.
    pub fn contains(&self, id: OutcomeId) -> bool {
        self.0.contains(&id)
    }

    /// Lets another outcome take the place of one, or only drops that one where the other stands already.
    pub(super) fn replace(&mut self, outcome: OutcomeId, by: OutcomeId) {
        if self.contains(by) && outcome != by {
            self.0.retain(|id| *id != outcome);
        }
        for id in self.0.iter_mut().filter(|id| **id == outcome) {
            *id = by;
        }
    }

    /// Those that `keep` accepts; `None` when it accepts none.
    pub fn retaining(&self, keep: impl Fn(&OutcomeId) -> bool) -> Option<Self> {
        Self::restore(self.0.iter().copied().filter(keep).collect())
    }
}

/// The complete list that one task type shall offer, as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestedAssignment {
    /// The task type.
    pub task_type: TaskTypeId,
    /// The outcomes, in display order.
    pub outcomes: Vec<OutcomeId>,
}

/// Checks all requested lists, so that every fault is told; `path` names the list of lists in the input.
pub(super) fn check_all(
    requested: &[RequestedAssignment],
    catalogue: &Catalogue,
    path: &InputPath,
) -> Result<Assignments, Faults> {
    let mut checks = Checks::new();
    let mut assignments = Assignments::new();
    for (index, one) in requested.iter().enumerate() {
        let here = path.at(index);
        let repeated = assignments.contains_key(&one.task_type);
        if let Some(fault) = task_type_fault(one.task_type, repeated, catalogue) {
            checks.fault(here.then("task_type_id"), fault);
        }
        let assigned =
            AssignedOutcomes::take(&one.outcomes, catalogue, &here.then("outcome_ids"), &mut checks);
        assignments.insert(one.task_type, assigned);
    }
    checks.finish()?;
    Ok(assignments)
}

/// Appends one outcome to the lists of the named types, which exist, are active, stand once each and are not full; all
/// faults are told.
pub(super) fn append(
    assignments: &mut Assignments,
    outcome: OutcomeId,
    task_types: &[TaskTypeId],
    catalogue: &Catalogue,
    path: &InputPath,
) -> Result<(), Faults> {
    let mut checks = Checks::new();
    let mut seen = BTreeSet::new();
    let mut longer = Vec::new();
    for (index, id) in task_types.iter().enumerate() {
        let mut ids = assignments
            .get(id)
            .map(|assigned| assigned.0.clone())
            .unwrap_or_default();
        ids.push(outcome);
        match (
            task_type_fault(*id, !seen.insert(*id), catalogue),
            AssignedOutcomes::restore(ids),
        ) {
            (Some(fault), _) => checks.fault(path.at(index), fault),
            (None, Some(assigned)) => longer.push((*id, assigned)),
            (None, None) => checks.fault(
                path.at(index),
                Fault::TooMany {
                    maximum: AssignedOutcomes::MAXIMUM,
                },
            ),
        }
    }
    checks.finish()?;
    assignments.extend(longer);
    Ok(())
}

fn task_type_fault(id: TaskTypeId, repeated: bool, catalogue: &Catalogue) -> Option<Fault> {
    match catalogue.task_type(id) {
        None => Some(Fault::NotFound(id.into())),
        Some(_) if repeated => Some(Fault::Repeated),
        Some(task_type) if !task_type.is_active() => Some(Fault::Archived),
        Some(_) => None,
    }
}
