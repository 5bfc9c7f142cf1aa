//! Counts lines of sealed blocks under the conditions of a report: some hundred at a time, column by column.

mod cells;
mod lanes;

use std::collections::HashMap;

use application::queries::tasks::{Basis, TaskFilter};
use jiff::Timestamp;

use self::{
    cells::{Cells, Counted},
    lanes::Lane,
};
use super::{
    chosen::Chosen,
    grouped::{By, Counts, GroupedKey},
    today::Today,
};
use crate::seal::{Column, Fact, Facts, Lines, Members, Recorded};

/// Counts lines, by up to two dimensions.
pub(super) struct Tally {
    chosen: Chosen,
    /// Which count an outcome adds to, by number of the recorded one.
    kinds: Vec<usize>,
    lanes: [Lane; 2],
    cells: Cells,
    portion: Box<Portion>,
}

/// What is found out about the lines that are being counted.
struct Portion {
    numbers: Column<u64>,
    is_chosen: Column<bool>,
    groups: Column<usize>,
    kinds: Column<usize>,
    completed: Column<u64>,
    in_time: Column<u64>,
}

impl Tally {
    pub(super) fn new(filter: &TaskFilter, by: &[By; 2], members: &Members, today: &Today) -> Self {
        let recorded = std::iter::once(None).chain(members.outcomes.iter().map(Some));
        let sentiments = recorded.map(|outcome| sentiment(filter.basis, outcome?, today));
        let lanes = by.each_ref().map(|by| Lane::new(by, members, today));
        Self {
            chosen: Chosen::new(filter, members, today),
            kinds: sentiments.map(cells::kind).collect(),
            cells: Cells::of(lanes.each_ref().map(Lane::len)),
            lanes,
            portion: Box::new(Portion {
                numbers: Column::of(0),
                is_chosen: Column::of(true),
                groups: Column::of(0),
                kinds: Column::of(0),
                completed: Column::of(0),
                in_time: Column::of(0),
            }),
        }
    }

    /// What it reads of lines, but for when they are.
    pub(super) fn facts(&self) -> Facts {
        let always = [Fact::Outcome, Fact::Completed, Fact::InTime];
        let of_lanes = self.lanes.iter().filter_map(Lane::fact);
        Facts::of(always.into_iter().chain(of_lanes).chain(self.chosen.facts()))
    }

    /// Counts those lines that are chosen; their block begins at that moment. `None` where a number stands for nothing, or
    /// a fact was not read.
    pub(super) fn count(&mut self, start: Timestamp, lines: &Lines<'_>) -> Option<()> {
        let portion = &mut *self.portion;
        let (numbers, number) = (&mut portion.numbers, lines.number());
        let is_chosen = portion.is_chosen.of_lines(number);
        is_chosen.fill(true);
        self.chosen.leave_out(lines, numbers, is_chosen)?;
        let groups = portion.groups.of_lines(number);
        groups.fill(0);
        for lane in &self.lanes {
            lane.narrow(groups, start, lines, numbers)?;
        }
        let kinds = portion.kinds.of_lines(number);
        kinds.fill(0);
        let outcomes = lines.read(Fact::Outcome, numbers)?;
        lanes::narrow(kinds, outcomes, &self.kinds, cells::KINDS)?;
        let completed = lines.read(Fact::Completed, &mut portion.completed)?;
        let in_time = lines.read(Fact::InTime, &mut portion.in_time)?;
        let groups = groups.iter().zip(&*kinds);
        let counts = completed.iter().zip(in_time).zip(is_chosen);
        let lines = groups.zip(counts).filter(|(_, (_, is_chosen))| **is_chosen);
        self.cells
            .add(lines.map(|((group, kind), ((completed, in_time), _))| Counted {
                group,
                kind,
                completed,
                in_time,
            }))
    }

    /// Adds all groups to others.
    pub(super) fn add_to(self, all: &mut HashMap<GroupedKey, Counts>) {
        let [of_first, of_second] = self.lanes;
        for (group, counts) in self.cells.into_groups() {
            let (first, second) = (group / of_second.len(), group % of_second.len());
            let key = [of_first.value(first), of_second.value(second)];
            all.entry(key).or_default().add(&counts);
        }
    }
}

/// The sentiment that counts for a recorded outcome.
fn sentiment(basis: Basis, outcome: &Recorded, today: &Today) -> Option<i16> {
    match basis {
        Basis::AsRecorded => Some(outcome.sentiment),
        Basis::Current => today.of(outcome.id).map(|counted| counted.sentiment),
    }
}
