//! What to count from sums and what from the completions themselves: a pure decision over moments.

use application::queries::tasks::TimeSpan;
use jiff::Timestamp;

use crate::seal::{Seal, Span};

/// Whom sums have to tell apart; what is told apart more finely takes more rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum People {
    Nobody,
    Owners,
    OwnersAndCompleters,
}

impl People {
    /// Longest first; sums of people by week would be almost as many as the completions.
    const fn spans(self) -> &'static [Span] {
        match self {
            Self::Nobody => &[Span::Year, Span::Month, Span::Week],
            Self::Owners | Self::OwnersAndCompleters => &[Span::Year, Span::Month],
        }
    }
}

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
    /// Where the sums have to be put right by what changed since.
    pub(super) corrected: Vec<TimeSpan>,
    /// Counted from the completions.
    pub(super) rows: Vec<TimeSpan>,
}

impl Plan {
    /// All from the completions.
    pub(super) fn of_rows(wanted: TimeSpan) -> Self {
        Self {
            rows: vec![wanted],
            ..Self::default()
        }
    }

    /// As much as possible from sums, where no sum may go across any of the `cuts`.
    pub(super) fn of_sums(seal: &Seal, wanted: TimeSpan, people: People, cuts: &[Timestamp]) -> Self {
        let Some(sealed) = seal.sealed_until else {
            return Self::of_rows(wanted);
        };
        if wanted.from.is_some_and(|from| from >= sealed) {
            return Self::of_rows(wanted);
        }
        let sealed_part = TimeSpan {
            from: wanted.from,
            until: wanted.until.filter(|until| *until < sealed),
        };
        let spans = people.spans().iter().map(|span| (*span, seal.bounds.of(*span)));
        let spans: Vec<_> = spans
            .filter(|(_, ends)| are_among(cuts, sealed_part, ends))
            .collect();
        let mut plan = Self::default();
        plan.cover(sealed_part, &spans, sealed);
        plan.corrected = plan.summed(sealed);
        if wanted.until.is_none_or(|until| until > sealed) {
            plan.rows.push(TimeSpan {
                from: Some(sealed),
                until: wanted.until,
            });
        }
        plan
    }

    /// Covers a sealed part, whose open end is the end of all that is sealed: the longest spans that fit, then shorter
    /// ones before and after.
    fn cover(&mut self, part: TimeSpan, spans: &[(Span, &[Timestamp])], sealed: Timestamp) {
        let Some(((span, ends), shorter)) = spans.split_first() else {
            self.rows.push(TimeSpan {
                until: part.until.or(Some(sealed)),
                ..part
            });
            return;
        };
        let first = ends.iter().find(|end| part.from.is_none_or(|from| from <= **end));
        let last = ends
            .iter()
            .rfind(|end| part.until.is_none_or(|until| **end <= until));
        let (Some(from), Some(until)) = (first.copied(), last.copied()) else {
            return self.cover(part, shorter, sealed);
        };
        if from >= until {
            return self.cover(part, shorter, sealed);
        }
        if part.from != Some(from) {
            let before = TimeSpan {
                from: part.from,
                until: Some(from),
            };
            self.cover(before, shorter, sealed);
        }
        self.sums.push(Sums {
            span: *span,
            from,
            until,
        });
        if part.until.is_some_and(|end| end != until) {
            let after = TimeSpan {
                from: Some(until),
                until: part.until,
            };
            self.cover(after, shorter, sealed);
        }
    }

    /// Where sums are counted, as far as it is sealed.
    fn summed(&self, sealed: Timestamp) -> Vec<TimeSpan> {
        let summed = |sums: &Sums| TimeSpan {
            from: Some(sums.from),
            until: Some(sums.until.min(sealed)),
        };
        self.sums.iter().map(summed).collect()
    }
}

/// Whether sums that end there can be told apart by these cuts.
fn are_among(cuts: &[Timestamp], part: TimeSpan, ends: &[Timestamp]) -> bool {
    let (Some(first), Some(last)) = (ends.first(), ends.last()) else {
        return false;
    };
    cuts.iter()
        .filter(|cut| *first <= **cut && **cut < *last && part.contains(**cut))
        .all(|cut| ends.binary_search(cut).is_ok())
}

#[cfg(test)]
mod tests;
