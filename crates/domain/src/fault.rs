//! What can be wrong with an input: where, and what; all faults of one input are told together.

use std::fmt;

use crate::ids::ObjectId;

/// What is wrong with one value of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A required text is empty.
    Blank,
    /// A text is longer than `maximum` code points.
    TooLong {
        /// The largest accepted length.
        maximum: usize,
    },
    /// A list has fewer than `minimum` entries.
    TooFew {
        /// The smallest accepted count.
        minimum: usize,
        /// The largest accepted count.
        maximum: usize,
    },
    /// A list, or the account, has more than `maximum` entries.
    TooMany {
        /// The largest accepted count.
        maximum: usize,
    },
    /// The same entry stands before in its list.
    Repeated,
    /// The named object is archived.
    Archived,
    /// The named object does not exist in the account.
    NotFound(ObjectId),
    /// Not acceptable for the told reason.
    Invalid(Invalid),
    /// An account keeps at least one active task type.
    LastTaskType,
    /// An account keeps at least one active admin.
    LastAdmin,
}

/// Why a value is not acceptable. Each is a sentence of its own for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invalid {
    /// Control characters, line breaks in a line, or marks that turn the direction of text.
    ForbiddenCharacter,
    /// Not an e-mail address.
    Email,
    /// Not an IANA time zone.
    TimeZone,
    /// Not a decimal number with at most 15 digits before and 4 after the point.
    Amount,
    /// Not a code of ISO 4217.
    Currency,
    /// A required field is given as null.
    Null,
    /// `due_on` and `due_at` are both given.
    DueTwice,
    /// A due date outside the years 1900 to 9000.
    DueOutOfRange,
    /// The user is not active.
    InactiveUser,
    /// Assignments are given although the feature is in force already.
    AlreadyEnabled,
    /// A task type cannot take over its own tasks.
    SameTaskType,
    /// An outcome cannot take its own place.
    SameOutcome,
    /// The outcome was merged into another one.
    MergedOutcome,
    /// Not exactly all active task types.
    NotAllTaskTypes,
    /// Assignments and the starter set are both asked for.
    StarterSetTwice,
    /// A moment that must be in the future is not.
    NotInFuture,
    /// The idempotency key was used for another input before.
    KeyReused,
}

/// The way from the input to the value at fault, in this crate's words (`task_type_id`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InputPath(Vec<Segment>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Field(&'static str),
    Index(usize),
}

impl InputPath {
    /// A field of the input itself.
    pub fn field(name: &'static str) -> Self {
        Self(vec![Segment::Field(name)])
    }

    /// The field `name` below this one.
    pub fn then(&self, name: &'static str) -> Self {
        self.with(Segment::Field(name))
    }

    /// The entry at `index` of this list.
    pub fn at(&self, index: usize) -> Self {
        self.with(Segment::Index(index))
    }

    /// The segments as text, fields in snake case.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.iter().map(ToString::to_string)
    }

    fn with(&self, segment: Segment) -> Self {
        let mut path = self.clone();
        path.0.push(segment);
        path
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(name) => f.write_str(name),
            Self::Index(index) => index.fmt(f),
        }
    }
}

/// A fault and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFault {
    /// Where.
    pub path: InputPath,
    /// What.
    pub fault: Fault,
}

/// All faults of one input; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(Vec<InputFault>);

impl Faults {
    /// One fault.
    pub fn one(path: InputPath, fault: Fault) -> Self {
        Self(vec![InputFault { path, fault }])
    }

    /// The faults in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &InputFault> {
        self.0.iter()
    }
}

/// Collects faults while an input is read, so that all are told together.
#[derive(Debug, Default)]
pub struct Checks(Vec<InputFault>);

impl Checks {
    /// Nothing found yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a fault.
    pub fn fault(&mut self, path: InputPath, fault: Fault) {
        self.0.push(InputFault { path, fault });
    }

    /// The value, or `None` with its fault noted.
    pub fn take<T>(&mut self, path: InputPath, parsed: Result<T, Fault>) -> Option<T> {
        parsed.map_err(|fault| self.fault(path, fault)).ok()
    }

    /// The parsed optional value; `None` where it was not given or is at fault.
    pub fn take_opt<T>(&mut self, path: InputPath, parsed: Option<Result<T, Fault>>) -> Option<T> {
        parsed.and_then(|parsed| self.take(path, parsed))
    }

    /// Notes all faults of a part that was checked by itself.
    pub fn add(&mut self, faults: Faults) {
        self.0.extend(faults.0);
    }

    /// All faults, if there are any.
    pub fn finish(self) -> Result<(), Faults> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Faults(self.0))
        }
    }

    /// The value made of what was taken, or all faults. A value that is missing although no fault was noted counts as
    /// blank.
    pub fn finish_with<T>(self, value: Option<T>) -> Result<T, Faults> {
        self.finish()?;
        value.ok_or_else(|| Faults::one(InputPath::default(), Fault::Blank))
    }
}
