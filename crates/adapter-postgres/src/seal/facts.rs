//! What is known of lines, each a column of its own.

use super::lines::{COLUMNS, Line};

/// A fact of lines, in the order of their columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    After,
    Owner,
    CompletedBy,
    Outcome,
    TaskType,
    AboutDeal,
    Completed,
    InTime,
}

impl Fact {
    pub(super) const ALL: [Self; COLUMNS] = [
        Self::After,
        Self::Owner,
        Self::CompletedBy,
        Self::Outcome,
        Self::TaskType,
        Self::AboutDeal,
        Self::Completed,
        Self::InTime,
    ];

    pub(super) const fn place(self) -> usize {
        match self {
            Self::After => 0,
            Self::Owner => 1,
            Self::CompletedBy => 2,
            Self::Outcome => 3,
            Self::TaskType => 4,
            Self::AboutDeal => 5,
            Self::Completed => 6,
            Self::InTime => 7,
        }
    }

    /// What its column of `report_blocks` is called.
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::After => "after",
            Self::Owner => "owner",
            Self::CompletedBy => "completed_by",
            Self::Outcome => "outcome",
            Self::TaskType => "task_type",
            Self::AboutDeal => "about_deal",
            Self::Completed => "completed",
            Self::InTime => "in_time",
        }
    }
}

/// Which facts are read of blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts(u8);

impl Facts {
    pub(super) const ALL: Self = Self(u8::MAX);

    pub(crate) fn of(facts: impl IntoIterator<Item = Fact>) -> Self {
        let facts = facts.into_iter().map(|fact| 1 << fact.place());
        Self(facts.fold(0, |all, fact: u8| all | fact))
    }

    pub(super) const fn has(self, fact: Fact) -> bool {
        self.0 >> fact.place() & 1 == 1
    }
}

impl Line {
    pub(super) const fn fact(&mut self, fact: Fact) -> &mut u64 {
        match fact {
            Fact::After => &mut self.after,
            Fact::Owner => &mut self.owner,
            Fact::CompletedBy => &mut self.completed_by,
            Fact::Outcome => &mut self.outcome,
            Fact::TaskType => &mut self.task_type,
            Fact::AboutDeal => &mut self.about_deal,
            Fact::Completed => &mut self.completed,
            Fact::InTime => &mut self.in_time,
        }
    }
}
