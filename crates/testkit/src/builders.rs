//! Valid values to start from; a test changes the field it is about and says nothing of the others.

use application::ports::Ids;
use domain::{
    Account, AccountId, ActivityAction, ActivityId, ActivityKind, ApiToken, ApiTokenId, Completion,
    CompletionChoice, CompletionId, CompletionRule, Contact, ContactDetails, ContactId, Deal, DealDetails,
    DealId, DealStatus, Event, NewActivity, OutcomeId, RecordedOutcome, Role, Sentiment, Subject, Task,
    TaskId, TaskOutcome, TaskState, TaskType, TaskTypeId, TimeZone, User, UserId, Version,
    text::{AccountName, DealName, Email, Label, Notes, PersonName, TaskTitle, TokenName, TypeName},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::SequentialIds;

/// Far from those that a test's own ids reach.
static IDS: SequentialIds = SequentialIds::starting_at(1 << 32);

/// An id that nothing else in this process has; later ones sort after earlier ones.
pub fn fresh_id() -> Uuid {
    IDS.next()
}

/// A moment, in RFC 3339.
pub fn moment(text: &str) -> Timestamp {
    text.parse().expect("a moment in RFC 3339")
}

/// When things are created that no test is about.
pub fn the_beginning() -> Timestamp {
    moment("2026-01-05T08:00:00Z")
}

/// Berlin: a zone with days of 23 and 25 hours.
pub fn berlin() -> TimeZone {
    TimeZone::parse("Europe/Berlin").expect("a time zone")
}

/// An account in Berlin.
pub fn an_account() -> Account {
    Account {
        id: AccountId::new(fresh_id()),
        name: AccountName::parse("Nordwind").expect("a name"),
        time_zone: berlin(),
        created_at: the_beginning(),
    }
}

/// An active member; the address is made of the name's first word.
pub fn a_user(name: &str) -> User {
    let address = format!(
        "{}@nord.example",
        name.split(' ').next().unwrap_or_default().to_lowercase()
    );
    User {
        id: UserId::new(fresh_id()),
        name: PersonName::parse(name).expect("a name"),
        email: Email::parse(&address).expect("an address"),
        role: Role::Member,
        is_active: true,
        version: Version::FIRST,
        created_at: the_beginning(),
        updated_at: the_beginning(),
    }
}

/// A token of a user that never expires.
pub fn an_api_token(user: &User) -> ApiToken {
    let name = TokenName::parse("test").expect("a name");
    let id = ApiTokenId::new(fresh_id());
    ApiToken::create(id, user.id, name, None, the_beginning()).0
}

/// An active task type.
pub fn a_task_type(name: &str, position: i32) -> TaskType {
    let name = TypeName::parse(name).expect("a name");
    TaskType::create(TaskTypeId::new(fresh_id()), name, position, the_beginning()).0
}

/// An active outcome.
pub fn an_outcome(label: &str, sentiment: Sentiment) -> TaskOutcome {
    TaskOutcome {
        id: OutcomeId::new(fresh_id()),
        label: Label::parse(label).expect("a label"),
        description: None,
        sentiment,
        merged_into: None,
        archived_at: None,
        version: Version::FIRST,
        created_at: the_beginning(),
        updated_at: the_beginning(),
    }
}

/// A contact of whom only the name is known.
pub fn a_contact(name: &str) -> Contact {
    let details = ContactDetails {
        name: PersonName::parse(name).expect("a name"),
        email: None,
        phone: None,
        company: None,
        owner: None,
        external_id: None,
    };
    Contact::create(ContactId::new(fresh_id()), details, the_beginning()).0
}

/// An open deal of which only the name is known.
pub fn a_deal(name: &str) -> Deal {
    let details = DealDetails {
        name: DealName::parse(name).expect("a name"),
        contact: None,
        value: None,
        stage: None,
        status: DealStatus::Open,
        owner: None,
        external_id: None,
    };
    Deal::create(DealId::new(fresh_id()), details, the_beginning()).0
}

/// An open task that nobody owns, without a due time.
pub fn a_task(title: &str, task_type: &TaskType, subject: Subject) -> Task {
    Task {
        id: TaskId::new(fresh_id()),
        title: TaskTitle::parse(title).expect("a title"),
        description: None,
        task_type: task_type.id,
        subject,
        owner: None,
        due: None,
        overdue_from: None,
        state: TaskState::Open,
        version: Version::FIRST,
        created_by: None,
        created_at: the_beginning(),
        updated_at: the_beginning(),
    }
}

/// Completes a task with this outcome on offer, or without one while none is asked for.
pub fn complete(task: &mut Task, outcome: Option<&TaskOutcome>, by: &User, at: Timestamp) -> Completion {
    let choice = match outcome {
        None => CompletionChoice::Free,
        Some(outcome) => CompletionChoice::OneOf(vec![outcome.clone()]),
    };
    let rule = CompletionRule {
        settings_version: Version::FIRST,
        choice,
    };
    let id = CompletionId::new(fresh_id());
    let outcome = outcome.map(|outcome| outcome.id);
    let completed = task.complete(&rule, outcome, None, id, by.id, at);
    completed.expect("an open task").0
}

/// An outcome as a completion of now records it.
pub fn as_recorded(outcome: &TaskOutcome) -> RecordedOutcome {
    RecordedOutcome {
        id: outcome.id,
        label: outcome.label.clone(),
        sentiment: outcome.sentiment,
    }
}

/// An entry of the history about nothing but its title.
pub fn an_activity(kind: ActivityKind, title: &str, at: Timestamp) -> NewActivity {
    an_activity_of(Event::new(kind, ActivityAction::Updated, title), None, at)
}

/// An entry of the history for an event.
pub fn an_activity_of(event: Event, by: Option<&User>, at: Timestamp) -> NewActivity {
    let id = ActivityId::new(fresh_id());
    NewActivity::of(event, id, at, by.map(|user| user.id), None)
}

/// Notes on a completion.
pub fn notes(text: &str) -> Option<Notes> {
    Notes::parse(text).expect("notes")
}
