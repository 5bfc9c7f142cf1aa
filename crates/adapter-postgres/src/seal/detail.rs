//! What the counts of a span tell apart: the less, the fewer lines there are to read.

use super::lines::Line;

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
    pub(super) const EACH: [Self; 3] = [Self::WithoutOwner, Self::OwnerAndOutcome, Self::All];

    /// The facts of a line that are told apart.
    pub(super) const fn of(self, line: &Line) -> Line {
        let line = Line {
            after: 0,
            completed_by: 0,
            completed: 0,
            in_time: 0,
            ..*line
        };
        match self {
            Self::WithoutOwner => Line { owner: 0, ..line },
            Self::OwnerAndOutcome => Line {
                task_type: 0,
                about_deal: 0,
                ..line
            },
            Self::All => line,
        }
    }
}
