//! Plans the contacts and deals of the German demo account: what they are and when they came.

use jiff::Timestamp;

use super::calendar::{Calendar, later, workday_after};
use super::random::Random;
use super::team::{FOUNDED, someone};
use super::words::{COMPANIES, FIRST_NAMES, LAST_NAMES, PRODUCTS, address};

const CONTACTS: u64 = 150;
/// Those that were there when the company began to use the system.
const FIRST_CONTACTS: u64 = 110;
const DEALS: u64 = 80;
const FIRST_DEALS: u64 = 22;
/// Deals older than this are decided, most of them.
const DAYS_OF_A_DEAL: i64 = 45;

const CONTACT: u64 = 1;
const DEAL: u64 = 2;

/// A contact; people are named by their place in the team.
#[derive(Debug, Clone)]
pub(super) struct PlannedContact {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) company: &'static str,
    pub(super) owner: usize,
    pub(super) external_id: String,
    pub(super) created_at: Timestamp,
}

/// A deal; its contact is named by its place in the list.
#[derive(Debug, Clone)]
pub(super) struct PlannedDeal {
    pub(super) name: String,
    pub(super) contact: usize,
    pub(super) amount: String,
    pub(super) owner: usize,
    pub(super) stage: &'static str,
    pub(super) created_at: Timestamp,
    pub(super) closing: Option<Closing>,
}

/// How a deal ended.
#[derive(Debug, Clone)]
pub(super) struct Closing {
    pub(super) at: Timestamp,
    pub(super) is_won: bool,
}

/// The contacts, oldest first.
pub(super) fn contacts(calendar: &Calendar) -> Vec<PlannedContact> {
    let mut contacts: Vec<PlannedContact> = (0..CONTACTS).map(|number| contact(calendar, number)).collect();
    contacts.sort_by_key(|contact| contact.created_at);
    contacts
}

fn contact(calendar: &Calendar, number: u64) -> PlannedContact {
    let mut random = Random::of(&[CONTACT, number]);
    let steps = i64::try_from(number).unwrap_or_default();
    let created_at = if number < FIRST_CONTACTS {
        later(
            calendar.moment(calendar.day(FOUNDED + 1), 9, 0, Some(&mut random)),
            steps * 2,
        )
    } else {
        let day = workday_after(calendar.day(random.within(5, 340)));
        calendar.busy_moment(day, &mut random)
    };
    let place = usize::try_from(number).unwrap_or_default();
    let company = match COMPANIES.get(place) {
        Some(company) => *company,
        None => random.pick(COMPANIES),
    };
    // Two numbers that have no common divisor with the lengths of the lists: no name comes twice.
    let first = FIRST_NAMES
        .get(place * 7 % FIRST_NAMES.len())
        .copied()
        .unwrap_or_default();
    let last = LAST_NAMES
        .get((place * 13 + place / 50) % LAST_NAMES.len())
        .copied()
        .unwrap_or_default();
    let name = format!("{first} {last}");
    let day = calendar.number(calendar.date_of(created_at));
    PlannedContact {
        email: format!(
            "{}@{}.example",
            address(&name.replace(' ', ".")),
            address(company)
        ),
        phone: format!(
            "+49 {} {}",
            random.within(201, 999),
            random.within(100_000, 9_999_999)
        ),
        company,
        owner: someone(&mut random, day, day),
        external_id: format!("K-{}", 10_001 + number),
        name,
        created_at,
    }
}

/// The deals, oldest first.
pub(super) fn deals(calendar: &Calendar, contacts: &[PlannedContact]) -> Vec<PlannedDeal> {
    let mut deals: Vec<PlannedDeal> = (0..DEALS)
        .map(|number| deal(calendar, contacts, number))
        .collect();
    deals.sort_by_key(|deal| deal.created_at);
    deals
}

fn deal(calendar: &Calendar, contacts: &[PlannedContact], number: u64) -> PlannedDeal {
    let mut random = Random::of(&[DEAL, number]);
    let day = if number < FIRST_DEALS {
        FOUNDED + 2 + random.within(0, 5)
    } else {
        random.within(0, 355)
    };
    let created_at = calendar.busy_moment(workday_after(calendar.day(day)), &mut random);
    let known = contacts.partition_point(|contact| contact.created_at < created_at);
    let contact = random.index(known);
    let company = contacts.get(contact).map_or("", |contact| contact.company);
    let day = calendar.number(calendar.date_of(created_at));
    PlannedDeal {
        name: format!("{} für {company}", random.pick(PRODUCTS)),
        contact,
        amount: format!(
            "{}.{:02}",
            random.within(18, 1_450) * 100,
            random.pick(&[0, 0, 0, 50])
        ),
        owner: someone(&mut random, day, day),
        stage: random.pick(&["Qualifizierung", "Bedarfsanalyse", "Angebot", "Verhandlung"]),
        created_at,
        closing: closing(calendar, day, &mut random),
    }
}

fn closing(calendar: &Calendar, created: i64, random: &mut Random) -> Option<Closing> {
    let after = created + random.within(DAYS_OF_A_DEAL, DAYS_OF_A_DEAL + 120);
    let today = calendar.number(calendar.today());
    (after < today - 2 && random.percent(85)).then(|| Closing {
        at: calendar.busy_moment(workday_after(calendar.day(after)), random),
        is_won: random.percent(55),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn people_differ_and_deals_end_after_they_began() {
        let calendar = Calendar::new("Europe/Berlin", "2026-11-23".parse().unwrap()).unwrap();
        let contacts = contacts(&calendar);
        let names: BTreeSet<&str> = contacts.iter().map(|contact| contact.name.as_str()).collect();
        assert_eq!((contacts.len(), names.len()), (150, 150));
        let deals = deals(&calendar, &contacts);
        assert_eq!(deals.len(), 80);
        let closed: Vec<_> = deals
            .iter()
            .filter_map(|deal| Some((deal, deal.closing.as_ref()?)))
            .collect();
        assert!((25..65).contains(&closed.len()), "{}", closed.len());
        let today = calendar.moment(calendar.today(), 0, 0, None);
        assert!(
            closed
                .iter()
                .all(|(deal, closing)| deal.created_at < closing.at && closing.at < today)
        );
        assert!(
            deals
                .iter()
                .all(|deal| contacts[deal.contact].created_at < deal.created_at)
        );
    }
}
