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

/// Which facts are read of blocks, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts(pub(super) [bool; COLUMNS]);

impl Facts {
    pub(super) const ALL: Self = Self([true; COLUMNS]);

    pub(crate) fn of(facts: impl IntoIterator<Item = Fact>) -> Self {
        facts.into_iter().fold(Self([false; COLUMNS]), Self::with)
    }

    /// The same and one more.
    pub(crate) fn with(mut self, fact: Fact) -> Self {
        if let Some(has) = self.0.get_mut(fact.place()) {
            *has = true;
        }
        self
    }

    pub(super) fn has(self, fact: Fact) -> bool {
        self.0.get(fact.place()).is_some_and(|has| *has)
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
