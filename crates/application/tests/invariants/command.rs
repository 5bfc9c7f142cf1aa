//! The commands that a sequence is made of. Numbers name what exists, in the order of its creation; too large ones name
//! what does not.

use domain::Sentiment;
use proptest::{collection::vec, option, prelude::*};

/// One command; `Who` gives it.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    pub(crate) is_admin: bool,
    pub(crate) what: What,
}

#[derive(Debug, Clone)]
pub(crate) enum What {
    Enable,
    EnableWithStarterSet,
    EnableWithEverything(usize),
    Save(Vec<(usize, Vec<usize>)>),
    Disable,
    CreateOutcome(u8, Sentiment, Vec<usize>),
    RenameOutcome(usize, u8),
    ArchiveOutcome(usize, Option<usize>),
    MergeOutcome(usize, usize),
    DeleteOutcome(usize),
    UnarchiveOutcome(usize),
    CreateType(u8, Option<Vec<usize>>),
    RenameType(usize, u8),
    ArchiveType(usize, Option<usize>),
    UnarchiveType(usize, Option<Vec<usize>>),
    DeleteType(usize),
    ReorderTypes(usize),
    CreateTask(NewTask),
    UpdateTask(usize, u8, Option<usize>),
    Complete(Vec<usize>, Option<usize>),
    CompleteWithFollowUp(usize, Option<usize>, usize),
    Correct(usize, Option<usize>, Option<u8>),
    Reopen(usize, Option<usize>),
    Reassign(Vec<usize>, bool),
    Delete(usize),
}

/// A task, perhaps one that is done already.
#[derive(Debug, Clone)]
pub(crate) struct NewTask {
    pub(crate) title: u8,
    pub(crate) task_type: usize,
    pub(crate) is_about_deal: bool,
    pub(crate) is_due: bool,
    pub(crate) state: NewState,
}

/// Whether it is still to be done, or done without or with an outcome.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NewState {
    Open,
    DoneWithout,
    Done(usize),
}

pub(crate) fn command() -> impl Strategy<Value = Command> {
    (prop::bool::weighted(0.8), what()).prop_map(|(is_admin, what)| Command { is_admin, what })
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![4 => switching(), 5 => catalogue(), 10 => tasks()]
}

fn outcome() -> std::ops::Range<usize> {
    0..6
}

fn task_type() -> std::ops::Range<usize> {
    0..6
}

fn task() -> std::ops::Range<usize> {
    0..8
}

fn switching() -> impl Strategy<Value = What> {
    let lists = vec((task_type(), vec(outcome(), 0..4)), 0..4);
    prop_oneof![
        1 => Just(What::Enable),
        1 => Just(What::EnableWithStarterSet),
        5 => outcome().prop_map(What::EnableWithEverything),
        3 => lists.prop_map(What::Save),
        1 => Just(What::Disable),
    ]
}

fn catalogue() -> impl Strategy<Value = What> {
    let sentiment = prop_oneof![
        Just(Sentiment::Positive),
        Just(Sentiment::Neutral),
        Just(Sentiment::Negative)
    ];
    prop_oneof![
        4 => (0..9_u8, sentiment, vec(task_type(), 0..3)).prop_map(|(label, sentiment, types)|
            What::CreateOutcome(label, sentiment, types)),
        1 => (outcome(), 0..9_u8).prop_map(|(at, label)| What::RenameOutcome(at, label)),
        2 => (outcome(), option::of(outcome())).prop_map(|(at, with)| What::ArchiveOutcome(at, with)),
        2 => (outcome(), outcome()).prop_map(|(at, into)| What::MergeOutcome(at, into)),
        1 => outcome().prop_map(What::DeleteOutcome),
        1 => outcome().prop_map(What::UnarchiveOutcome),
        2 => (0..9_u8, option::of(vec(outcome(), 0..3))).prop_map(|(name, list)| What::CreateType(name, list)),
        1 => (task_type(), 0..9_u8).prop_map(|(at, name)| What::RenameType(at, name)),
        2 => (task_type(), option::of(task_type())).prop_map(|(at, to)| What::ArchiveType(at, to)),
        1 => (task_type(), option::of(vec(outcome(), 0..3))).prop_map(|(at, list)| What::UnarchiveType(at, list)),
        1 => task_type().prop_map(What::DeleteType),
        1 => task_type().prop_map(What::ReorderTypes),
    ]
}

fn new_task() -> impl Strategy<Value = NewTask> {
    let state = prop_oneof![
        5 => Just(NewState::Open),
        1 => Just(NewState::DoneWithout),
        2 => outcome().prop_map(NewState::Done),
    ];
    let fields = (0..9_u8, task_type(), any::<bool>(), any::<bool>(), state);
    fields.prop_map(|(title, task_type, is_about_deal, is_due, state)| NewTask {
        title,
        task_type,
        is_about_deal,
        is_due,
        state,
    })
}

fn tasks() -> impl Strategy<Value = What> {
    let chosen = || option::weighted(0.8, outcome());
    prop_oneof![
        6 => new_task().prop_map(What::CreateTask),
        2 => (task(), 0..9_u8, option::of(task_type())).prop_map(|(at, title, of)| What::UpdateTask(at, title, of)),
        5 => (vec(task(), 1..3), chosen()).prop_map(|(tasks, outcome)| What::Complete(tasks, outcome)),
        1 => (task(), chosen(), task_type())
            .prop_map(|(at, outcome, of)| What::CompleteWithFollowUp(at, outcome, of)),
        3 => (task(), option::of(outcome()), option::of(0..9_u8))
            .prop_map(|(at, outcome, notes)| What::Correct(at, outcome, notes)),
        3 => (task(), option::weighted(0.2, task_type())).prop_map(|(at, of)| What::Reopen(at, of)),
        1 => (vec(task(), 1..3), any::<bool>()).prop_map(|(tasks, nobody)| What::Reassign(tasks, nobody)),
        1 => task().prop_map(What::Delete),
    ]
}
