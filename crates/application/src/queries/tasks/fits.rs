//! Whether one task fits a filter, told from the task itself: the conditions of `TaskFilter` in words of the domain.

use domain::{CompletionFacets, OutcomeId, Sentiment, TaskFacets, TaskOutcome};

use super::{Basis, TaskFilter};

impl TaskFilter {
    /// Whether all conditions but that on the status hold. `counts_as` gives the outcome that one counts for today:
    /// itself, or the one it was merged into.
    pub fn fits<'a>(
        &self,
        task: &TaskFacets,
        counts_as: impl Fn(OutcomeId) -> Option<&'a TaskOutcome>,
    ) -> bool {
        let is_open = task.completion.is_none();
        self.relates_to.is_none_or(|kind| task.subject.kind() == kind)
            && is_any_of(self.subjects.as_ref(), &task.subject)
            && is_any_of(self.task_types.as_ref(), &task.task_type)
            && is_any_of(self.owners.as_ref(), &task.owner)
            && (self.due_at.is_open() || task.overdue_from.is_some_and(|from| self.due_at.contains(from)))
            && self
                .due
                .is_none_or(|due| is_open && due.holds(task.due, task.overdue_from))
            && self
                .search
                .as_ref()
                .is_none_or(|terms| terms.match_folded(&task.title.folded()))
            && (!self.has_completion_condition()
                || task
                    .completion
                    .as_ref()
                    .is_some_and(|completion| self.completion_fits(completion, counts_as)))
    }

    fn completion_fits<'a>(
        &self,
        completion: &CompletionFacets,
        counts_as: impl Fn(OutcomeId) -> Option<&'a TaskOutcome>,
    ) -> bool {
        let recorded = completion.outcome.as_ref();
        let (outcome, sentiment, wanted): (Option<OutcomeId>, Option<Sentiment>, _) = match self.basis {
            Basis::AsRecorded => (
                recorded.map(|recorded| recorded.id),
                recorded.map(|recorded| recorded.sentiment),
                self.outcomes.clone(),
            ),
            Basis::Current => {
                let counted = recorded.and_then(|recorded| counts_as(recorded.id));
                let stays = |id: &OutcomeId| counts_as(*id).map(|outcome| outcome.id);
                (
                    counted.map(|outcome| outcome.id),
                    counted.map(|outcome| outcome.sentiment),
                    self.outcomes
                        .as_ref()
                        .map(|wanted| wanted.iter().filter_map(stays).collect()),
                )
            }
        };
        self.completed_at.contains(completion.completed_at)
            && is_any_of(self.completed_by.as_ref(), &completion.completed_by)
            && (self.recorded.is_none() || self.recorded.as_ref() == recorded)
            && some_is_any_of(wanted.as_ref(), outcome.as_ref())
            && some_is_any_of(self.sentiments.as_ref(), sentiment.as_ref())
            && self
                .without_outcome
                .is_none_or(|without| without == recorded.is_none())
    }
}

/// An empty list matches nothing.
fn is_any_of<T: PartialEq>(condition: Option<&Vec<T>>, value: &T) -> bool {
    condition.is_none_or(|accepted| accepted.contains(value))
}

/// The same for a value that may be missing, which no condition matches.
fn some_is_any_of<T: PartialEq>(condition: Option<&Vec<T>>, value: Option<&T>) -> bool {
    condition.is_none_or(|accepted| value.is_some_and(|value| accepted.contains(value)))
}
