//! Demo data: two accounts and a year of work, written through the use cases only, the same for the same day.

mod calendar;
mod dues;
mod harbour;
mod kinds;
mod nordwind;
mod outcomes;
mod planned;
mod random;
mod records;
mod scribe;
mod tasks;
mod team;
mod words;
mod work;

use std::sync::Arc;

use anyhow::Context;
use application::{
    Queries,
    confirmation::ConfirmationKey,
    page::PageRequest,
    ports::{Clock, Reads, Store},
    queries::activities::{ActivityFilter, ActivityOrder},
};
use domain::{AccountId, ActivityAction, ActivityKind, Actor, Role, User, UserId};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use self::calendar::Calendar;
use self::nordwind::Written;
use self::scribe::Scribe;
use self::tasks::{Planner, in_force};
use self::work::Press;

/// How many steps are done side by side while loading.
pub const STREAMS: usize = 8;

/// How many tasks were completed in the year.
pub const TASKS: u64 = 4_000;

/// The three people whose tokens the demo hands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guest {
    /// An admin of the German account.
    Admin,
    /// A member of the German account.
    Member,
    /// An admin of the English account.
    OtherAdmin,
}

/// How much of the demo data is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    Missing,
    /// Loading broke off.
    Partial,
    /// All.
    Complete,
}

/// Where the demo data go.
pub struct Destination {
    /// Where it is written.
    pub store: Arc<dyn Store>,
    /// The same store, to look up what came with the accounts.
    pub reads: Arc<dyn Reads>,
    /// How many steps are done side by side; the data do not depend on it.
    pub streams: usize,
    /// How many tasks of the year are told; [`TASKS`] in a demo, fewer in tests.
    pub tasks: u64,
}

/// Loads everything that happened in the year before `today`. The keys are the accounts' own secrets.
pub async fn load(to: &Destination, today: Date, keys: [ConfirmationKey; 2]) -> anyhow::Result<()> {
    let [nordwind_key, harbour_key] = keys;
    let scribe = Scribe::new(Arc::clone(&to.store));
    let queries = Queries::new(Arc::clone(&to.reads), scribe.clock());
    let berlin = Calendar::new("Europe/Berlin", today)?;
    let london = Calendar::new("Europe/London", today)?;
    let written = nordwind::found(&scribe, &queries, &berlin, nordwind_key).await?;
    let written = work(to, &scribe, &berlin, written).await?;
    harbour::write(&scribe, &queries, &london, harbour_key).await?;
    nordwind::say_goodbye(&scribe, &berlin, &written).await
}

/// The contacts, deals and tasks: first what was completed before outcomes were put to work, then the rest.
async fn work(
    to: &Destination,
    scribe: &Scribe,
    calendar: &Calendar,
    mut written: Written,
) -> anyhow::Result<Written> {
    let press = Press {
        store: Arc::clone(&to.store),
        streams: to.streams,
    };
    let contacts = records::contacts(calendar);
    let deals = records::deals(calendar, &contacts);
    written.contacts = press.contacts(&Arc::new(written.clone()), &contacts).await?;
    written.deals = press.deals(&Arc::new(written.clone()), &deals).await?;
    let planner = Planner {
        calendar,
        contacts: &contacts,
        deals: &deals,
    };
    let tasks = (0_u64..).zip(planner.completed(to.tasks).into_iter().chain(planner.open()));
    let begin = in_force(calendar);
    let is_early = |task: &planned::PlannedTask| task.completions.last().is_some_and(|last| last.at < begin);
    let (early, late) = tasks.partition(|(_, task)| is_early(task));
    press.tasks(&Arc::new(written.clone()), early).await?;
    nordwind::put_outcomes_to_work(scribe, calendar, &mut written).await?;
    let written = Arc::new(written);
    press.tasks(&written, late).await?;
    Ok(Written::clone(&written))
}

/// The day of a first start at this moment, where the German account is.
pub fn today(now: Timestamp) -> anyhow::Result<Date> {
    let berlin = Calendar::new("Europe/Berlin", Date::default())?;
    Ok(berlin.date_of(now))
}

/// Looks how much is there.
pub async fn state(reads: &Arc<dyn Reads>, clock: &Arc<dyn Clock>) -> anyhow::Result<State> {
    let reading = reads.open(nordwind::ACCOUNT);
    let account = reading.account().await;
    reading.close().await;
    if account.context("cannot look for the demo data")?.is_none() {
        return Ok(State::Missing);
    }
    let session = Queries::new(Arc::clone(reads), Arc::clone(clock)).session(installation(nordwind::ACCOUNT));
    let filter = ActivityFilter {
        kinds: Some(vec![ActivityKind::UserChanged]),
        ..ActivityFilter::default()
    };
    let entries = session
        .activities(&filter, ActivityOrder::OldestFirst, &PageRequest::first(100))
        .await;
    session.close().await;
    // The goodbye is the last step of loading, and history is never changed.
    let entries = entries.context("cannot look for the demo data")?.items;
    let is_goodbye = entries
        .iter()
        .any(|entry| entry.event.action == ActivityAction::Updated);
    Ok(if is_goodbye {
        State::Complete
    } else {
        State::Partial
    })
}

impl Guest {
    /// The account they belong to.
    pub const fn account(self) -> AccountId {
        match self {
            Self::Admin | Self::Member => nordwind::ACCOUNT,
            Self::OtherAdmin => harbour::ACCOUNT,
        }
    }

    /// Their record.
    pub async fn user(self, queries: &Queries) -> anyhow::Result<User> {
        let email = match self {
            Self::Admin => team::TEAM[0].email,
            Self::Member => team::TEAM[2].email,
            Self::OtherAdmin => harbour::ADMIN_EMAIL,
        };
        let session = queries.session(installation(self.account()));
        let users = session.users(None, &PageRequest::first(100)).await;
        session.close().await;
        let users = users.context("cannot read the users of the demo data")?.items;
        let found = users.into_iter().find(|user| user.email.as_str() == email);
        found.with_context(|| format!("the demo data have lost their user {email}: start with --reset"))
    }
}

/// Whoever runs the installation: nobody of the account.
fn installation(account: AccountId) -> Actor {
    Actor {
        account,
        user: UserId::new(Uuid::nil()),
        role: Role::Admin,
    }
}
