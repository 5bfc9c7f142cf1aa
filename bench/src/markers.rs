//! Words to search for in measurements: in every account, at rates that are known, and in no other word.

/// A word of about 17 % of all entries.
pub const FREQUENT: &str = "Update";
/// A word of about 3.6 % of all entries.
pub const COMMON: &str = "Workshop";
/// Two words of about 8 % of all entries each that meet in about 0.02 %.
pub const SELDOM_TOGETHER: [&str; 2] = ["Budget", "Support"];
/// A word of about 500 entries in a million tasks.
pub const RARE: &str = "Kranichfeld";
/// A word of about 5 entries in a million tasks, and of at least one in every account.
pub const SINGULAR: &str = "Quittenbaum";
/// A word of no entry.
pub const NONE: &str = "Xylophonquartett";

/// One completed task out of so many has [`RARE`] in its notes.
pub(crate) const RARE_EVERY: u64 = 1_700;
/// One completed task out of so many has [`SINGULAR`] in its notes.
pub(crate) const SINGULAR_EVERY: u64 = 170_000;

/// What a title is about, so that the words above come at their rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    /// [`FREQUENT`].
    Update,
    /// [`COMMON`].
    Workshop,
    /// The first of [`SELDOM_TOGETHER`].
    Budget,
    /// The second one.
    Support,
    /// Both.
    Both,
    /// Anything else.
    Other,
}

impl Topic {
    /// The topic for a number below 10,000. Entries that are not about tasks have none, hence a bit more than the rate.
    pub(crate) const fn of(number: u64) -> Self {
        match number {
            0..1_760 => Self::Update,
            1_760..2_130 => Self::Workshop,
            2_130..2_960 => Self::Budget,
            2_960..3_790 => Self::Support,
            3_790..3_792 => Self::Both,
            _ => Self::Other,
        }
    }
}
