//! Writes the German demo account through the use cases, as its people would have.

use anyhow::Context;
use application::{
    Queries,
    commands::{
        Authority, CreateAccount, CreateOutcome, CreateTaskType, CreateUser, EnableTaskOutcomes,
        SaveTaskTypeOutcomes, UpdateTaskType, UpdateUser,
    },
    confirmation::ConfirmationKey,
    page::PageRequest,
};
use domain::{
    AccountId, Actor, ContactId, DealId, OutcomeId, Patch, TaskTypeId, UserId, settings::RequestedAssignment,
};
use jiff::Timestamp;
use uuid::Uuid;

use super::calendar::{Calendar, later, workday_before};
use super::kinds::Kind;
use super::outcomes::OUTCOMES;
use super::scribe::{Scribe, done};
use super::tasks::in_force;
use super::team::{FOUNDED, TEAM};

/// The account; its id is the same in every installation.
pub(super) const ACCOUNT: AccountId =
    AccountId::new(Uuid::from_u128(0x018c_c251_f400_7000_8000_6e6f_7264_7769));

const FOUNDING: u64 = 10;
const USER: u64 = 11;
const TASK_TYPE: u64 = 12;
const OUTCOME: u64 = 13;
const SETTINGS: u64 = 14;
const LEAVING: u64 = 15;

/// The ids of what was written, in the order of the plans.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    users: Vec<UserId>,
    task_types: Vec<TaskTypeId>,
    outcomes: Vec<OutcomeId>,
    pub(super) contacts: Vec<ContactId>,
    pub(super) deals: Vec<DealId>,
}

impl Written {
    /// A person of the team, acting.
    pub(super) fn actor(&self, place: usize) -> anyhow::Result<Actor> {
        let person = TEAM
            .get(place)
            .context("the demo data name someone who is not in the team")?;
        Ok(Actor {
            account: ACCOUNT,
            user: self.user(place)?,
            role: person.role,
        })
    }

    /// A person of the team.
    pub(super) fn user(&self, place: usize) -> anyhow::Result<UserId> {
        at(&self.users, place)
    }

    /// A task type.
    pub(super) fn task_type(&self, kind: Kind) -> anyhow::Result<TaskTypeId> {
        at(&self.task_types, kind.place())
    }

    /// An outcome.
    pub(super) fn outcome(&self, place: usize) -> anyhow::Result<OutcomeId> {
        at(&self.outcomes, place)
    }
}

/// The id of something that was written before.
pub(super) fn at<T: Copy>(written: &[T], place: usize) -> anyhow::Result<T> {
    written
        .get(place)
        .copied()
        .context("the demo data refer to something that was not written")
}

/// The account with its people and task types.
pub(super) async fn found(
    scribe: &Scribe,
    queries: &Queries,
    calendar: &Calendar,
    key: ConfirmationKey,
) -> anyhow::Result<Written> {
    let founded = calendar.moment(calendar.day(FOUNDED), 8, 30, None);
    let account = CreateAccount {
        id: ACCOUNT,
        name: "Nordwind Vertrieb GmbH".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        confirmation_key: key,
    };
    done(
        scribe.at(founded, &[FOUNDING]).create_account(account).await,
        "create the account",
    )?;
    let mut written = Written {
        users: users(scribe, calendar).await?,
        ..Written::default()
    };
    written.task_types = task_types(scribe, queries, written.actor(0)?, later(founded, 45)).await?;
    Ok(written)
}

async fn users(scribe: &Scribe, calendar: &Calendar) -> anyhow::Result<Vec<UserId>> {
    let mut users = Vec::new();
    for (number, person) in (0_u64..).zip(&TEAM) {
        let joined = calendar.moment(calendar.day(person.joined), 8, 40, None);
        let joined = later(joined, i64::try_from(number).unwrap_or_default());
        let user = CreateUser {
            by: Authority::Operator(ACCOUNT),
            name: person.name.to_owned(),
            email: person.email.to_owned(),
            role: person.role,
        };
        users.push(
            done(
                scribe.at(joined, &[USER, number]).create_user(user).await,
                "create a user",
            )?
            .id,
        );
    }
    Ok(users)
}

/// A new account has four task types with English names: they get German ones, and a fifth comes along.
async fn task_types(
    scribe: &Scribe,
    queries: &Queries,
    admin: Actor,
    begin: Timestamp,
) -> anyhow::Result<Vec<TaskTypeId>> {
    let session = queries.session(admin);
    let present = session.task_types(false, &PageRequest::first(100)).await;
    session.close().await;
    let present = present
        .context("cannot read the task types of the demo data")?
        .items;
    let mut ids = Vec::new();
    for (number, kind) in (0_u64..).zip(Kind::ALL) {
        let commands = scribe.at(
            later(begin, i64::try_from(number).unwrap_or_default()),
            &[TASK_TYPE, number],
        );
        let name = kind.name().to_owned();
        let task_type = if let Some(present) = present.get(kind.place()) {
            let renaming = UpdateTaskType {
                task_type: present.id,
                name: Patch::Set(name),
                expected_version: None,
            };
            let renamed = commands.update_task_type(&admin, renaming).await;
            done(renamed, "rename a task type")?
        } else {
            let new = CreateTaskType {
                idempotency_key: None,
                name,
                outcomes: None,
            };
            let created = commands.create_task_type(&admin, new).await;
            done(created, "create a task type")?
        };
        ids.push(task_type.id);
    }
    Ok(ids)
}

/// Switches Task Outcomes on, creates the outcomes, and the next morning puts them to work.
pub(super) async fn put_outcomes_to_work(
    scribe: &Scribe,
    calendar: &Calendar,
    written: &mut Written,
) -> anyhow::Result<()> {
    let (admin, in_force) = (written.actor(0)?, in_force(calendar));
    let day_before = workday_before(calendar.day(calendar.number(calendar.date_of(in_force)) - 1));
    let begin = calendar.moment(day_before, 15, 5, None);
    let commands = scribe.at(begin, &[SETTINGS, 0]);
    let switched_on = commands
        .enable_task_outcomes(&admin, EnableTaskOutcomes::default())
        .await;
    done(switched_on, "switch on the feature")?;
    for (number, outcome) in (0_u64..).zip(&OUTCOMES) {
        let when = later(begin, 3 + 2 * i64::try_from(number).unwrap_or_default());
        let new = CreateOutcome {
            description: None,
            idempotency_key: None,
            label: outcome.label.to_owned(),
            sentiment: outcome.sentiment,
            task_types: Vec::new(),
        };
        let created = scribe
            .at(when, &[OUTCOME, number])
            .create_outcome(&admin, new)
            .await;
        written.outcomes.push(done(created, "create an outcome")?.id);
    }
    let save = SaveTaskTypeOutcomes {
        idempotency_key: None,
        assignments: assignments(written)?,
        expected_version: None,
    };
    let saved = scribe
        .at(in_force, &[SETTINGS, 1])
        .save_task_type_outcomes(&admin, save)
        .await;
    done(saved, "save the assignments").map(drop)
}

fn assignments(written: &Written) -> anyhow::Result<Vec<RequestedAssignment>> {
    Kind::ALL
        .into_iter()
        .map(|kind| assignment(written, kind))
        .collect()
}

fn assignment(written: &Written, kind: Kind) -> anyhow::Result<RequestedAssignment> {
    let offered = OUTCOMES
        .iter()
        .zip(&written.outcomes)
        .filter(|(outcome, _)| outcome.weight(kind) > 0);
    Ok(RequestedAssignment {
        task_type: written.task_type(kind)?,
        outcomes: offered.map(|(_, id)| *id).collect(),
    })
}

/// Deactivates those who have left. The last step of loading: its entry in the history says that all is there.
pub(super) async fn say_goodbye(
    scribe: &Scribe,
    calendar: &Calendar,
    written: &Written,
) -> anyhow::Result<()> {
    for (place, person) in TEAM.iter().enumerate() {
        let Some(left) = person.left else { continue };
        let leaving = UpdateUser::activity(Authority::Operator(ACCOUNT), written.user(place)?, false);
        let when = calendar.moment(calendar.day(left), 17, 30, None);
        done(
            scribe.at(when, &[LEAVING]).update_user(leaving).await,
            "deactivate a user",
        )?;
    }
    Ok(())
}
