//! The people of the German demo account: who does how much, how well, and since when.

use domain::Role;

use super::random::Random;

/// A user.
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    pub(super) role: Role,
    /// Their share of the work.
    weight: u64,
    /// How much more often than others they succeed, in percent.
    pub(super) luck: i64,
    /// The day they began, counted from the first day of the year that is told.
    pub(super) joined: i64,
    /// The day they left.
    pub(super) left: Option<i64>,
}

/// When the company began to use the system, counted like [`Person::joined`].
pub(super) const FOUNDED: i64 = -36;

/// All of them; the first is who sets the account up.
pub(super) const TEAM: [Person; 8] = [
    person(
        "Katrin Albers",
        "katrin.albers@nordwind.example",
        Role::Admin,
        7,
        20,
    ),
    person(
        "Jonas Petersen",
        "jonas.petersen@nordwind.example",
        Role::Admin,
        11,
        5,
    ),
    person(
        "Lena Hoffmann",
        "lena.hoffmann@nordwind.example",
        Role::Member,
        22,
        35,
    ),
    person(
        "Mehmet Yıldız",
        "mehmet.yildiz@nordwind.example",
        Role::Member,
        19,
        10,
    ),
    person(
        "Sophie Brandt",
        "sophie.brandt@nordwind.example",
        Role::Member,
        16,
        0,
    ),
    person(
        "Tobias Krüger",
        "tobias.krueger@nordwind.example",
        Role::Member,
        14,
        -25,
    ),
    Person {
        joined: 120,
        ..person("Anna Nowak", "anna.nowak@nordwind.example", Role::Member, 15, 15)
    },
    Person {
        left: Some(297),
        ..person(
            "Ralf Schumann",
            "ralf.schumann@nordwind.example",
            Role::Member,
            12,
            -15,
        )
    },
];

const fn person(name: &'static str, email: &'static str, role: Role, weight: u64, luck: i64) -> Person {
    Person {
        name,
        email,
        role,
        weight,
        luck,
        joined: FOUNDED,
        left: None,
    }
}

impl Person {
    /// Whether they are there from one day to another.
    pub(super) fn is_there(&self, from: i64, to: i64) -> bool {
        self.joined <= from && self.left.is_none_or(|left| to < left)
    }
}

/// Someone who is there from one day to another, as often as their share says.
pub(super) fn someone(random: &mut Random, from: i64, to: i64) -> usize {
    random.weighted(TEAM.iter().map(|person| {
        if person.is_there(from, to) {
            person.weight
        } else {
            0
        }
    }))
}
