//! Contacts and deals: some from the first day on, the others as time goes by.

use domain::{
    Contact, ContactDetails, ContactId, Deal, DealDetails, DealId, DealStatus, Money, Subject,
    text::{Company, DealName, Email, ExternalId, PersonName, Phone, Stage},
};
use jiff::Timestamp;

use super::{account::refused, calendar::Calendar, scribe::Scribe, team::Team};
use crate::{chance::Chance, text::Writer};

/// One contact for so many tasks, and one deal.
const TASKS_PER_CONTACT: u64 = 20;
const TASKS_PER_DEAL: u64 = 50;
/// The least number of each.
const FEWEST: u64 = 10;
/// One out of so many is there from the first day on.
const EARLY: u64 = 5;

/// What tasks relate to, with their names, oldest first.
pub(super) struct Subjects {
    contacts: Vec<(Subject, String)>,
    deals: Vec<(Subject, String)>,
}

impl Subjects {
    /// A contact or a deal that is there when the `part`th of `all` tasks is created; mostly one of the latest.
    pub(super) fn known_at(&self, part: u64, all: u64, chance: &mut Chance) -> Option<&(Subject, String)> {
        let from = if chance.percent(70) {
            &self.contacts
        } else {
            &self.deals
        };
        let known = known_at(from.len(), part, all);
        let place = known.saturating_sub(1 + chance.zipf(known));
        from.get(usize::try_from(place).unwrap_or_default())
    }

    /// Any contact that is there by then.
    fn contact_known_at(&self, part: u64, all: u64, chance: &mut Chance) -> Option<ContactId> {
        let place = chance.below(known_at(self.contacts.len(), part, all));
        let (subject, _) = self.contacts.get(usize::try_from(place).ok()?)?;
        subject.contact()
    }
}

/// How many of so many are there when the `part`th of `all` things happens that are spread over all days.
fn known_at(number: usize, part: u64, all: u64) -> u64 {
    let number = u64::try_from(number).unwrap_or_default();
    let early = number / EARLY;
    early + (number - early) * part / all.max(1)
}

/// Adds contacts and deals for so many tasks.
pub(super) fn write(
    scribe: &mut Scribe<'_>,
    writer: &Writer,
    chance: &mut Chance,
    team: &Team,
    calendar: &Calendar,
    tasks: u64,
) -> anyhow::Result<Subjects> {
    let mut subjects = Subjects {
        contacts: Vec::new(),
        deals: Vec::new(),
    };
    let number = (tasks / TASKS_PER_CONTACT).max(FEWEST);
    for part in 0..number {
        let at = created_at(calendar, part, number);
        let details = contact(writer, chance, team, part)?;
        let name = details.name.as_str().to_owned();
        let (contact, event) = Contact::create(ContactId::new(scribe.ids.at(at)), details, at);
        scribe.rows().contact(&contact)?;
        scribe.record(event, at, contact.details.owner, Some(&name))?;
        subjects.contacts.push((Subject::Contact(contact.id), name));
        scribe.next(false)?;
    }
    let number = (tasks / TASKS_PER_DEAL).max(FEWEST);
    for part in 0..number {
        let at = created_at(calendar, part, number);
        let details = deal(writer, chance, team, calendar, &subjects, (part, number))?;
        let name = details.name.as_str().to_owned();
        let (deal, event) = Deal::create(DealId::new(scribe.ids.at(at)), details, at);
        scribe.rows().deal(&deal)?;
        scribe.record(event, at, deal.details.owner, Some(&name))?;
        subjects.deals.push((Subject::Deal(deal.id), name));
        scribe.next(false)?;
    }
    Ok(subjects)
}

/// When the office opens: before any task of the day.
fn created_at(calendar: &Calendar, part: u64, number: u64) -> Timestamp {
    let early = number / EARLY;
    calendar
        .day(calendar.spread(part.saturating_sub(early), number - early))
        .opens
}

fn contact(writer: &Writer, chance: &mut Chance, team: &Team, part: u64) -> anyhow::Result<ContactDetails> {
    let (person, company) = (writer.person(chance), writer.company(chance));
    let email = Email::parse(&person.address(&company)).map_err(refused)?;
    let phone = format!(
        "+49 {} {}",
        30 + chance.below(900),
        100_000 + chance.below(900_000)
    );
    let external_id = ExternalId::parse(&format!("CRM-{part:07}")).map_err(refused)?;
    Ok(ContactDetails {
        name: PersonName::parse(&person.full()).map_err(refused)?,
        email: Some(email).filter(|_| chance.percent(90)),
        phone: Some(Phone::parse(&phone).map_err(refused)?).filter(|_| chance.percent(70)),
        company: Some(Company::parse(&company).map_err(refused)?).filter(|_| chance.percent(80)),
        owner: team.someone(chance),
        external_id: Some(external_id).filter(|_| chance.percent(30)),
    })
}

/// With a contact that is there already.
fn deal(
    writer: &Writer,
    chance: &mut Chance,
    team: &Team,
    calendar: &Calendar,
    subjects: &Subjects,
    (part, number): (u64, u64),
) -> anyhow::Result<DealDetails> {
    let lexicon = writer.language.lexicon();
    let name = writer.sentence(chance.pick(lexicon.deals), chance, calendar.day(0).date);
    let amount = Money::parse_amount(&format!(
        "{}.{:02}",
        500 + chance.zipf(200_000),
        chance.below(100)
    ));
    let value = Money::restore(amount.map_err(refused)?, "EUR".to_owned());
    let contact = subjects.contact_known_at(part.saturating_sub(number / EARLY), number, chance);
    Ok(DealDetails {
        name: DealName::parse(&name).map_err(refused)?,
        contact: contact.filter(|_| chance.percent(80)),
        value: Some(value).filter(|_| chance.percent(90)),
        stage: Some(Stage::parse(chance.pick(lexicon.stages)).map_err(refused)?),
        status: match chance.below(10) {
            0..4 => DealStatus::Open,
            4..7 => DealStatus::Won,
            _ => DealStatus::Lost,
        },
        owner: team.someone(chance),
        external_id: None,
    })
}
