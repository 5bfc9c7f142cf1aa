//! How an outcome is judged.

/// How reports judge an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Sentiment {
    /// A good result.
    Positive,
    /// Neither good nor bad.
    #[default]
    Neutral,
    /// A bad result.
    Negative,
}

impl Sentiment {
    /// All of them, best first.
    pub const ALL: [Self; 3] = [Self::Positive, Self::Neutral, Self::Negative];

    /// The word for it in stored changes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Positive => "POSITIVE",
            Self::Neutral => "NEUTRAL",
            Self::Negative => "NEGATIVE",
        }
    }
}
