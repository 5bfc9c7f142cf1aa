//! Writes the English demo account, which has never switched the feature on.

use anyhow::Context;
use application::{
    Queries,
    commands::{
        Authority, CompleteTask, CompletionFields, ContactFields, CreateAccount, CreateContact, CreateDeal,
        CreateTask, CreateUser, DealFields, MoneyFields, TaskFields,
    },
    confirmation::ConfirmationKey,
    page::PageRequest,
};
use domain::{AccountId, Actor, ContactId, DealId, Patch, Role, Subject, TaskTypeId};
use uuid::Uuid;

use super::calendar::{Calendar, later, workday_after, workday_before};
use super::nordwind::at;
use super::random::Random;
use super::scribe::{Scribe, done};

/// The account; its id is the same in every installation.
pub(super) const ACCOUNT: AccountId =
    AccountId::new(Uuid::from_u128(0x018c_c251_f400_7000_8000_6861_7262_6f75));
/// Whose token the demo prints.
pub(super) const ADMIN_EMAIL: &str = "emma.clarke@harbour.example";

const FOUNDING: u64 = 30;
const USER: u64 = 31;
const CONTACT: u64 = 32;
const DEAL: u64 = 33;
const TASK: u64 = 34;
const COMPLETION: u64 = 35;

const USERS: [(&str, &str, Role); 4] = [
    ("Emma Clarke", ADMIN_EMAIL, Role::Admin),
    ("Oliver Hughes", "oliver.hughes@harbour.example", Role::Member),
    ("Priya Shah", "priya.shah@harbour.example", Role::Member),
    ("Callum Fraser", "callum.fraser@harbour.example", Role::Member),
];

const CONTACTS: [(&str, &str); 12] = [
    ("Alice Warren", "Dover Chandlery"),
    ("Ben Osborne", "Solent Sailmakers"),
    ("Catherine Boyd", "Mersey Marine Paints"),
    ("Daniel Reeve", "Cornish Boatyards"),
    ("Eleanor Finch", "Tyne Rope Works"),
    ("Farah Aziz", "Thames Ferry Services"),
    ("George Lamb", "Orkney Fish Traders"),
    ("Harriet Cole", "Bristol Dry Dock"),
    ("Isaac Munro", "Clyde Ship Stores"),
    ("Joanna Pike", "Norfolk Cruisers"),
    ("Kieran Doyle", "Humber Port Logistics"),
    ("Lucy Marsh", "Isle Lifejackets"),
];

const DEALS: [(&str, usize, &str); 6] = [
    ("Spring refit, rope and rigging", 1, "4800.00"),
    ("Antifouling paint, yearly contract", 2, "12650.00"),
    ("Mooring lines for twelve berths", 3, "7320.50"),
    ("Safety equipment for two ferries", 5, "21900.00"),
    ("Dock fenders", 7, "9450.00"),
    ("Charts and navigation lights", 9, "3175.00"),
];

const TITLES: [&str; 12] = [
    "Call about the delivery date",
    "Send the new price list",
    "Lunch at the harbour",
    "Agree on the yearly contract",
    "Ask for feedback on the last order",
    "Confirm the quantities",
    "Send samples of the new rope",
    "Prepare the offer",
    "Visit the yard",
    "Follow up on the boat show",
    "Check stock of lifejackets",
    "Discuss payment terms",
];

const OPEN: u64 = 18;
const COMPLETED: u64 = 24;

/// Writes everything.
pub(super) async fn write(
    scribe: &Scribe,
    queries: &Queries,
    calendar: &Calendar,
    key: ConfirmationKey,
) -> anyhow::Result<()> {
    let founded = calendar.moment(workday_after(calendar.day(300)), 9, 0, None);
    let account = CreateAccount {
        id: ACCOUNT,
        name: "Harbour Supplies Ltd".to_owned(),
        time_zone: "Europe/London".to_owned(),
        confirmation_key: key,
    };
    done(
        scribe.at(founded, &[FOUNDING]).create_account(account).await,
        "create the account",
    )?;
    let mut shop = Shop::empty(scribe, calendar);
    for (number, (name, email, role)) in (0_u64..).zip(USERS) {
        let (name, email) = (name.to_owned(), email.to_owned());
        let user = CreateUser {
            by: Authority::Operator(ACCOUNT),
            name,
            email,
            role,
        };
        let commands = scribe.at(later(founded, minutes(number)), &[USER, number]);
        let user = done(commands.create_user(user).await, "create a user")?;
        shop.actors.push(Actor {
            account: ACCOUNT,
            user: user.id,
            role,
        });
    }
    shop.task_types = task_types(queries, at(&shop.actors, 0)?).await?;
    shop.contacts().await?;
    shop.deals().await?;
    for number in 0..COMPLETED + OPEN {
        shop.task(number).await?;
    }
    Ok(())
}

async fn task_types(queries: &Queries, admin: Actor) -> anyhow::Result<Vec<TaskTypeId>> {
    let session = queries.session(admin);
    let task_types = session.task_types(false, &PageRequest::first(100)).await;
    session.close().await;
    let task_types = task_types
        .context("cannot read the task types of the demo data")?
        .items;
    Ok(task_types.into_iter().map(|task_type| task_type.id).collect())
}

struct Shop<'a> {
    scribe: &'a Scribe,
    calendar: &'a Calendar,
    actors: Vec<Actor>,
    task_types: Vec<TaskTypeId>,
    contacts: Vec<ContactId>,
    deals: Vec<DealId>,
}

impl<'a> Shop<'a> {
    fn empty(scribe: &'a Scribe, calendar: &'a Calendar) -> Self {
        Self {
            scribe,
            calendar,
            actors: Vec::new(),
            task_types: Vec::new(),
            contacts: Vec::new(),
            deals: Vec::new(),
        }
    }

    fn someone(&self, random: &mut Random) -> anyhow::Result<Actor> {
        at(&self.actors, random.index(self.actors.len()))
    }

    async fn contacts(&mut self) -> anyhow::Result<()> {
        for (number, (name, company)) in (0_u64..).zip(CONTACTS) {
            let actor = self.someone(&mut Random::of(&[CONTACT, number]))?;
            let email = format!("{}@example.com", name.to_lowercase().replace(' ', "."));
            let fields = ContactFields {
                name: name.to_owned(),
                email: Some(email),
                company: Some(company.to_owned()),
                owner: Some(actor.user),
                ..ContactFields::default()
            };
            let when = later(
                self.calendar.moment(self.calendar.day(302), 10, 0, None),
                minutes(number),
            );
            let commands = self.scribe.at(when, &[CONTACT, number]);
            let contact = commands
                .create_contact(
                    &actor,
                    CreateContact {
                        idempotency_key: None,
                        fields,
                    },
                )
                .await;
            self.contacts.push(done(contact, "create a contact")?.id);
        }
        Ok(())
    }

    async fn deals(&mut self) -> anyhow::Result<()> {
        for (number, (name, contact, amount)) in (0_u64..).zip(DEALS) {
            let actor = self.someone(&mut Random::of(&[DEAL, number]))?;
            let fields = DealFields {
                name: name.to_owned(),
                contact: Some(at(&self.contacts, contact)?),
                value: Some(MoneyFields {
                    amount: amount.to_owned(),
                    currency: "GBP".to_owned(),
                }),
                stage: Some("Proposal".to_owned()),
                owner: Some(actor.user),
                ..DealFields::default()
            };
            let when = later(
                self.calendar.moment(self.calendar.day(303), 11, 0, None),
                minutes(number),
            );
            let commands = self.scribe.at(when, &[DEAL, number]);
            let deal = commands
                .create_deal(
                    &actor,
                    CreateDeal {
                        idempotency_key: None,
                        fields,
                    },
                )
                .await;
            self.deals.push(done(deal, "create a deal")?.id);
        }
        Ok(())
    }

    /// The first ones are completed, without outcome: the feature is off.
    async fn task(&self, number: u64) -> anyhow::Result<()> {
        let mut random = Random::of(&[TASK, number]);
        let actor = self.someone(&mut random)?;
        let created_on = workday_before(self.calendar.day(random.within(310, 360)));
        let created_at = self.calendar.busy_moment(created_on, &mut random);
        let due = self
            .calendar
            .day(self.calendar.number(created_on) + random.within(1, 14));
        let new = CreateTask {
            fields: TaskFields {
                title: random.pick(&TITLES).to_owned(),
                description: None,
                task_type: at(&self.task_types, random.index(self.task_types.len()))?,
                owner: Patch::Keep,
                due_on: random.percent(80).then(|| workday_after(due)),
                due_at: None,
            },
            idempotency_key: None,
            completion: None,
            subject: self.subject(&mut random)?,
        };
        let commands = self.scribe.at(created_at, &[TASK, number]);
        let task = done(commands.create_task(&actor, new).await, "create a task")?.id;
        if number < COMPLETED {
            let completing = CompleteTask {
                how: CompletionFields {
                    outcome: None,
                    notes: None,
                },
                idempotency_key: None,
                follow_up: None,
                task,
                expected_version: None,
            };
            let day = self.calendar.number(created_on) + random.within(1, 2);
            let day = workday_after(self.calendar.day(day));
            let completed_at = self.calendar.busy_moment(day, &mut random);
            let commands = self.scribe.at(completed_at, &[COMPLETION, number]);
            done(
                commands.complete_task(&actor, completing).await,
                "complete a task",
            )?;
        }
        Ok(())
    }

    fn subject(&self, random: &mut Random) -> anyhow::Result<Subject> {
        if random.percent(40) {
            let deal = at(&self.deals, random.index(self.deals.len()))?;
            return Ok(Subject::Deal(deal));
        }
        let contact = at(&self.contacts, random.index(self.contacts.len()))?;
        Ok(Subject::Contact(contact))
    }
}

fn minutes(number: u64) -> i64 {
    i64::try_from(number).unwrap_or_default()
}
