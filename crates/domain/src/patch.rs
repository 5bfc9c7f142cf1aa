//! Changes that leave alone what is not named.

/// What a change says about one value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Patch<T> {
    /// It stays.
    #[default]
    Keep,
    /// It becomes this one.
    Set(T),
}

impl<T> Patch<T> {
    /// `Set` for a value, `Keep` for none.
    pub fn from_option(value: Option<T>) -> Self {
        value.map_or(Self::Keep, Self::Set)
    }

    /// The new value, if one is named.
    pub fn as_option(&self) -> Option<&T> {
        match self {
            Self::Keep => None,
            Self::Set(value) => Some(value),
        }
    }

    /// Turns the named value into another.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Set(value) => Patch::Set(turn(value)),
        }
    }

    /// The named value, or the present one.
    pub fn or(self, present: T) -> T {
        match self {
            Self::Keep => present,
            Self::Set(value) => value,
        }
    }
}
