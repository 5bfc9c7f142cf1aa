//! What the counts of a span tell apart: the less, the fewer lines there are to read.

use super::{
    facts::{Fact, Facts},
    lines::Line,
};

/// What counts tell apart of completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// The outcome, the type, contacts and deals: as many lines whatever the size of an account.
    WithoutOwner,
    /// The owner and the outcome: what a report by owner needs.
    OwnerAndOutcome,
    /// All four, for conditions.
    All,
}

impl Detail {
    /// Those with the fewest lines come first.
    pub(super) const EACH: [Self; 3] = [Self::WithoutOwner, Self::OwnerAndOutcome, Self::All];

    /// The least that holds these facts; none holds who completed, or when.
    pub(crate) fn least_of(facts: Facts) -> Option<Self> {
        Self::EACH.into_iter().find(|detail| {
            Fact::ALL
                .into_iter()
                .all(|fact| detail.has(fact) || !facts.has(fact))
        })
    }

    const fn has(self, fact: Fact) -> bool {
        match fact {
            Fact::Outcome | Fact::Completed | Fact::InTime => true,
            Fact::Owner => matches!(self, Self::OwnerAndOutcome | Self::All),
            Fact::TaskType | Fact::AboutDeal => matches!(self, Self::WithoutOwner | Self::All),
            Fact::CompletedBy | Fact::After => false,
        }
    }

    /// The facts of a line that are told apart, without its counts.
    pub(super) fn of(self, line: &Line) -> Line {
        let mut told = Line {
            completed: 0,
            in_time: 0,
            ..*line
        };
        for fact in Fact::ALL.into_iter().filter(|fact| !self.has(*fact)) {
            *told.fact(fact) = 0;
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_reads_the_least_that_holds_what_it_asks_for() {
        let least = |facts: &[Fact]| {
            let always = [Fact::Outcome, Fact::Completed, Fact::InTime];
            Detail::least_of(Facts::of(always.iter().chain(facts).copied()))
        };
        assert_eq!(least(&[]), Some(Detail::WithoutOwner));
        assert_eq!(
            least(&[Fact::TaskType, Fact::AboutDeal]),
            Some(Detail::WithoutOwner)
        );
        assert_eq!(least(&[Fact::Owner]), Some(Detail::OwnerAndOutcome));
        assert_eq!(least(&[Fact::Owner, Fact::TaskType]), Some(Detail::All));
        assert_eq!(least(&[Fact::AboutDeal, Fact::Owner]), Some(Detail::All));
        assert_eq!(least(&[Fact::CompletedBy]), None);
        assert_eq!(least(&[Fact::After]), None);
    }

    #[test]
    fn what_is_not_told_apart_is_the_same() {
        let line = Line {
            after: 1,
            owner: 2,
            completed_by: 3,
            outcome: 4,
            task_type: 5,
            about_deal: 1,
            completed: 6,
            in_time: 6,
        };
        let told = Line {
            outcome: 4,
            ..Line::default()
        };
        let with_type = Line {
            task_type: 5,
            about_deal: 1,
            ..told
        };
        assert_eq!(Detail::WithoutOwner.of(&line), with_type);
        assert_eq!(Detail::OwnerAndOutcome.of(&line), Line { owner: 2, ..told });
        assert_eq!(
            Detail::All.of(&line),
            Line {
                owner: 2,
                ..with_type
            }
        );
    }
}
