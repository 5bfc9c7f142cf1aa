//! What to count from sums, what from sealed days and what from the completions themselves: a pure decision over moments.

use application::queries::tasks::TimeSpan;
use jiff::Timestamp;

use crate::seal::{Seal, Span};

/// Sums of spans side by side: those that begin from `from` on and before `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) span: Span,
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
}

/// Parts that together count each completion of a span of time once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Plan {
    /// Counted from sums.
    pub(super) sums: Vec<Sums>,
    /// Counted from sealed days.
    pub(super) days: Vec<TimeSpan>,
    /// Where that has to be put right by what changed since.
    pub(super) changed: Option<TimeSpan>,
    /// Counted from the completions.
    pub(super) rows: Option<TimeSpan>,
}

impl Plan {
    /// All from the completions.
    pub(super) fn of_rows(wanted: TimeSpan) -> Self {
        Self {
            rows: Some(wanted),
            ..Self::default()
        }
    }

    /// As much as possible from what is sealed; from sums of spans of these lengths, longest first, where none of them
    /// goes across any of the `cuts`.
    pub(super) fn of_seal(seal: &Seal, wanted: TimeSpan, spans: &[Span], cuts: &[Timestamp]) -> Self {
        let Some(sealed) = seal.sealed_until else {
            return Self::of_rows(wanted);
        };
        if wanted.from.is_some_and(|from| from >= sealed) {
            return Self::of_rows(wanted);
        }
        let until = wanted.until.map_or(sealed, |until| until.min(sealed));
        let part = TimeSpan {
            from: wanted.from,
            until: Some(until),
        };
        let spans: Vec<_> = spans.iter().map(|span| (*span, seal.bounds.of(*span))).collect();
        let mut plan = Self {
            changed: Some(part),
            ..Self::default()
        };
        plan.cover((wanted.from, until), &spans, cuts);
        plan.rows = wanted
            .until
            .is_none_or(|until| until > sealed)
            .then_some(TimeSpan {
                from: Some(sealed),
                until: wanted.until,
            });
        plan
    }

    /// Whether any of the cuts is within the days, so that when something happened tells its group.
    pub(super) fn has_cut_days(&self, cuts: &[Timestamp]) -> bool {
        let is_within = |days: &TimeSpan, cut: Timestamp| days.from < Some(cut) && days.contains(cut);
        let mut cuts = cuts.iter();
        cuts.any(|cut| self.days.iter().any(|days| is_within(days, *cut)))
    }

    /// Covers a sealed part: the longest spans that fit, then shorter ones before and after.
    fn cover(
        &mut self,
        (from, until): (Option<Timestamp>, Timestamp),
        spans: &[(Span, &[Timestamp])],
        cuts: &[Timestamp],
    ) {
        if from.is_some_and(|from| from >= until) {
            return;
        }
        let Some(((span, ends), shorter)) = spans.split_first() else {
            self.days.push(TimeSpan {
                from,
                until: Some(until),
            });
            return;
        };
        let first = ends.iter().find(|end| from.is_none_or(|from| from <= **end));
        let last = ends.iter().rfind(|end| **end <= until);
        let fitting = first.zip(last).filter(|(first, last)| {
            let mut between = cuts.iter().filter(|cut| *first < *cut && *cut < *last);
            first < last && between.all(|cut| ends.binary_search(cut).is_ok())
        });
        let Some((first, last)) = fitting else {
            return self.cover((from, until), shorter, cuts);
        };
        if from != Some(*first) {
            self.cover((from, *first), shorter, cuts);
        }
        self.sums.push(Sums {
            span: *span,
            from: *first,
            until: *last,
        });
        self.cover((Some(*last), until), shorter, cuts);
    }
}

#[cfg(test)]
mod tests;
