//! The people of an account.

use domain::{
    Role, User, UserId,
    text::{Email, PersonName},
};
use jiff::Timestamp;

use super::{account::refused, scribe::Scribe};
use crate::{
    chance::Chance,
    text::{Person, Writer},
};

/// One out of so many is an admin.
const ADMIN_EVERY: u64 = 10;

/// Everyone who works for the account.
pub(super) struct Team(Vec<(UserId, String)>);

impl Team {
    /// Adds everyone; the first is the admin that the account was made with.
    pub(super) fn gather(
        scribe: &mut Scribe<'_>,
        writer: &Writer,
        chance: &mut Chance,
        admin: UserId,
        number: u64,
        now: Timestamp,
    ) -> anyhow::Result<Self> {
        let mut people = Vec::new();
        for place in 0..number.max(1) {
            let person = writer.person(chance);
            let id = if place == 0 {
                admin
            } else {
                UserId::new(scribe.ids.at(now))
            };
            let role = if place.is_multiple_of(ADMIN_EVERY) {
                Role::Admin
            } else {
                Role::Member
            };
            let (user, event) = User::create(id, name(&person)?, address(&person, place)?, role, now);
            scribe.rows().user(&user)?;
            scribe.record(event, now, Some(admin).filter(|_| place > 0), None)?;
            people.push((id, person.full()));
        }
        Ok(Self(people))
    }

    /// Someone: a few do most.
    pub(super) fn someone(&self, chance: &mut Chance) -> Option<UserId> {
        self.0.get(chance.zipf_index(self.0.len())).map(|(id, _)| *id)
    }

    /// Their name.
    pub(super) fn name(&self, id: UserId) -> String {
        let known = self.0.iter().find(|(known, _)| *known == id);
        known.map(|(_, name)| name.clone()).unwrap_or_default()
    }
}

fn name(person: &Person) -> anyhow::Result<PersonName> {
    PersonName::parse(&person.full()).map_err(refused)
}

/// The number makes it unique.
fn address(person: &Person, place: u64) -> anyhow::Result<Email> {
    let company = format!("team{place}");
    Email::parse(&person.address(&company)).map_err(refused)
}
