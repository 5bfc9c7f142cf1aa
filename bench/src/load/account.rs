//! The whole of one account, from its founding to now.

use domain::{
    Account, AccountId, ActivityAction, ActivityKind, Actor, Event, Role, UserId, text::AccountName,
};
use jiff::Timestamp;

use super::{
    Loaded,
    calendar::Calendar,
    catalogue,
    ids::Ids,
    plan::AccountPlan,
    records,
    scribe::{Scribe, Taker},
    stories::Stories,
    team::Team,
};
use crate::{
    chance::Chance,
    text::{Language, Writer},
};

/// An account whose story is about to be told.
pub(super) struct Founding {
    plan: AccountPlan,
    calendar: Calendar,
    ids: Ids,
    chance: Chance,
    account: Account,
    admin: UserId,
}

impl Founding {
    /// `apart` keeps its ids apart from those of all others.
    pub(super) fn new(plan: &AccountPlan, now: Timestamp, apart: [u8; 6]) -> anyhow::Result<Self> {
        let zone = match plan.language {
            Language::German => "Europe/Berlin",
            Language::English => "Europe/London",
        };
        let calendar = Calendar::new(zone, now)?;
        let (mut ids, mut chance) = (Ids::new(apart), Chance::of(plan.seed, plan.number));
        let created_at = calendar.day(0).opens;
        let name = format!(
            "{} ({})",
            Writer::new(plan.language).company(&mut chance),
            plan.number + 1
        );
        let account = Account {
            id: AccountId::new(ids.at(created_at)),
            name: AccountName::parse(&name).map_err(refused)?,
            time_zone: calendar.zone.clone(),
            created_at,
        };
        let admin = UserId::new(ids.at(created_at));
        Ok(Self {
            plan: plan.clone(),
            calendar,
            ids,
            chance,
            account,
            admin,
        })
    }

    pub(super) fn account(&self) -> &Account {
        &self.account
    }

    pub(super) fn loaded(&self) -> Loaded {
        Loaded {
            id: self.account.id,
            name: self.account.name.as_str().to_owned(),
            tasks: self.plan.tasks,
            admin: self.admin,
        }
    }

    /// Tells everything, in portions.
    pub(super) fn tell<'a>(self, take: &'a mut Taker<'a>) -> anyhow::Result<()> {
        let Self {
            plan,
            calendar,
            ids,
            mut chance,
            account,
            admin,
        } = self;
        let mut scribe = Scribe::new(account.id, ids, take);
        let writers = [Writer::new(plan.language), Writer::new(plan.language.other())];
        let [own, _] = &writers;
        let founded = account.created_at;
        let created = Event::new(
            ActivityKind::AccountChanged,
            ActivityAction::Created,
            account.name.as_str(),
        );
        scribe.record(created, founded, None, None)?;
        let team = Team::gather(&mut scribe, own, &mut chance, admin, plan.users, founded)?;
        let actor = Actor {
            account: account.id,
            user: admin,
            role: Role::Admin,
        };
        let offers = catalogue::set_up(&mut scribe, plan.language, &mut chance, &actor, founded)?;
        let subjects = records::write(&mut scribe, own, &mut chance, &team, &calendar, plan.tasks)?;
        scribe.hand_on()?;
        let stories = Stories {
            calendar: &calendar,
            writers: &writers,
            team: &team,
            offers: &offers,
            subjects: &subjects,
            actor,
        };
        stories.tell(&mut scribe, &mut chance, plan.tasks)?;
        scribe.hand_on()
    }
}

/// A rule of the domain forbids what was made up: a fault of this program.
pub(super) fn refused(fault: impl std::fmt::Debug) -> anyhow::Error {
    anyhow::anyhow!("the domain refuses what was made up: {fault:?}")
}
