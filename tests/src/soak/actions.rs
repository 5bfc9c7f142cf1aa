//! What comes to a client's mind: commands with inputs made of what is known, good ones and bad ones.

use fastrand::Rng;
use serde_json::{Value, json};

use super::known::{Kind, Known};

/// One command.
pub(super) struct Action {
    pub(super) field: &'static str,
    pub(super) ask: Ask,
}

/// What it is sent with.
pub(super) enum Ask {
    Input(Value),
    /// A task with an outcome that is offered for it, which is read first.
    Offered,
    /// Several open tasks with an outcome that is offered for all of them, which are read first.
    OfferedForSeveral,
    /// A complete matrix, which is read first.
    EveryType,
    /// All active task types, which are read first, in another order.
    AnotherOrder,
    /// A confirmation, which is read first.
    Confirmation,
    /// Not a command but the report, whose parts must add up.
    Totals,
}

/// What the report is grouped by.
pub(super) const DIMENSIONS: [&str; 11] = [
    "COMPLETED_BY",
    "DAY",
    "WEEK",
    "MONTH",
    "QUARTER",
    "YEAR",
    "OUTCOME",
    "OWNER",
    "RELATES_TO",
    "SENTIMENT",
    "TASK_TYPE",
];

type Input = fn(&mut Rng, &Known) -> Value;
type ReadingFirst = (u32, &'static str, fn() -> Ask);

/// How often each command comes, and with which input.
const COMMANDS: &[(u32, &str, Input)] = &[
    (220, "taskCreate", task),
    (120, "taskComplete", completion),
    (40, "tasksComplete", completions),
    (60, "taskCompletionCorrect", correction),
    (70, "taskReopen", reopening),
    (110, "taskUpdate", task_change),
    (30, "tasksReassign", handing_over),
    (40, "taskDelete", one_task),
    (30, "taskOutcomeCreate", outcome),
    (20, "taskOutcomeUpdate", outcome_change),
    (20, "taskOutcomeArchive", archive_outcome),
    (15, "taskOutcomeUnarchive", one_outcome),
    (12, "taskOutcomeMerge", merge),
    (15, "taskOutcomeDelete", one_outcome),
    (12, "taskTypeCreate", task_type),
    (10, "taskTypeUpdate", type_change),
    (10, "taskTypeArchive", archive_type),
    (10, "taskTypeUnarchive", bring_type_back),
    (8, "taskTypeDelete", one_type),
    (30, "taskTypeOutcomesSave", assignments),
    (10, "contactCreate", record),
    (10, "contactUpdate", contact_change),
    (4, "contactErase", one_contact),
    (10, "dealCreate", record),
    (10, "dealUpdate", deal_change),
    (6, "userCreate", user),
    (10, "userUpdate", user_change),
    (4, "contactsImport", contacts),
    (4, "dealsImport", deals),
    (3, "accountUpdate", account),
    (
        15,
        "taskOutcomesEnable",
        |rng, _| json!({ "useStarterSet": rng.u32(..3) == 0 }),
    ),
];
/// The same for those that read first.
const READING_FIRST: [ReadingFirst; 6] = [
    (10, "taskTypesReorder", || Ask::AnotherOrder),
    (25, "tasksComplete", || Ask::OfferedForSeveral),
    (140, "taskComplete", || Ask::Offered),
    (25, "taskTypeOutcomesSave", || Ask::EveryType),
    (3, "taskOutcomesDisable", || Ask::Confirmation),
    (30, "taskOverviewReport", || Ask::Totals),
];

/// One of them, by its frequency.
pub(super) fn choose(rng: &mut Rng, known: &Known) -> Action {
    let all = COMMANDS
        .iter()
        .map(|one| one.0)
        .chain(READING_FIRST.iter().map(|one| one.0));
    let mut left = rng.u32(..all.sum::<u32>());
    for (weight, field, input) in COMMANDS {
        if left < *weight {
            let ask = Ask::Input(input(rng, known));
            return Action { field, ask };
        }
        left -= weight;
    }
    for (weight, field, ask) in READING_FIRST {
        if left < weight {
            return Action { field, ask: ask() };
        }
        left -= weight;
    }
    unreachable!("the weights add up")
}

impl Action {
    /// The operation, with `input` as its variable.
    pub(super) fn document(&self) -> String {
        let field = self.field;
        let mut letters = field.chars();
        let first = letters.next().unwrap().to_ascii_uppercase();
        let input_type = format!("{first}{}Input", letters.as_str());
        let made = self.makes().map_or("", |kind| match kind {
            Kind::Contact => "made: contact { id }",
            Kind::Deal => "made: deal { id }",
            Kind::Outcome => "made: taskOutcome { id }",
            Kind::Task => "made: task { id }",
            Kind::TaskType => "made: taskType { id }",
            Kind::User | Kind::NewUser => "made: user { id }",
        });
        format!(
            "mutation M($input: {input_type}!) {{ {field}(input: $input) {{ {made} userErrors {{ ... on UserError {{ code message }} }} }} }}"
        )
    }

    /// What a success brings that is worth remembering.
    pub(super) fn makes(&self) -> Option<Kind> {
        match self.field {
            "contactCreate" => Some(Kind::Contact),
            "dealCreate" => Some(Kind::Deal),
            "taskOutcomeCreate" => Some(Kind::Outcome),
            "taskCreate" | "taskComplete" => Some(Kind::Task),
            "taskTypeCreate" => Some(Kind::TaskType),
            "userCreate" => Some(Kind::NewUser),
            _ => None,
        }
    }

    /// Whether its input names an object that must be there.
    pub(super) fn names_something(&self) -> bool {
        match &self.ask {
            Ask::Input(input) => ["id", "ids", "subject"]
                .iter()
                .any(|field| input.get(field).is_some()),
            Ask::Offered
            | Ask::OfferedForSeveral
            | Ask::EveryType
            | Ask::AnotherOrder
            | Ask::Confirmation
            | Ask::Totals => false,
        }
    }
}

/// Some of the fields, each with this chance in ten.
fn sometimes(rng: &mut Rng, input: &mut Value, field: &str, value: Value) {
    if rng.u32(..10) < 4 {
        input[field] = value;
    }
}

fn word(rng: &mut Rng) -> Value {
    json!(format!("Word {}", rng.u32(..100_000)))
}

/// Few different ones, so that they collide.
fn name(rng: &mut Rng) -> Value {
    let number = rng.u32(..400);
    json!(if rng.bool() {
        format!("Name {number}")
    } else {
        format!("  NAME  {number}")
    })
}

fn sentiment(rng: &mut Rng) -> Value {
    json!(rng.choice(["POSITIVE", "NEUTRAL", "NEGATIVE"]).unwrap())
}

fn day(rng: &mut Rng) -> Value {
    json!(format!("2026-{:02}-{:02}", rng.u32(1..=12), rng.u32(1..=28)))
}

fn perhaps_null(rng: &mut Rng, value: Value) -> Value {
    if rng.u32(..4) == 0 { Value::Null } else { value }
}

fn task(rng: &mut Rng, known: &Known) -> Value {
    let subject = if rng.bool() {
        json!({ "contactId": known.any(Kind::Contact, rng) })
    } else {
        json!({ "dealId": known.any(Kind::Deal, rng) })
    };
    let mut input =
        json!({ "title": word(rng), "taskTypeId": known.any(Kind::TaskType, rng), "subject": subject });
    let (owner, due, text) = (known.any(Kind::User, rng), day(rng), word(rng));
    let owner = perhaps_null(rng, owner);
    sometimes(rng, &mut input, "ownerId", owner);
    sometimes(rng, &mut input, "dueOn", due);
    sometimes(rng, &mut input, "description", text);
    if rng.u32(..5) == 0 {
        input["completion"] = json!({ "outcomeId": known.any(Kind::Outcome, rng), "notes": word(rng) });
    }
    with_key(rng, input)
}

/// Some are sent with a key, under which they can be sent again.
fn with_key(rng: &mut Rng, mut input: Value) -> Value {
    let key = json!(format!("{:032x}", rng.u128(..)));
    sometimes(rng, &mut input, "idempotencyKey", key);
    input
}

fn one_task(rng: &mut Rng, known: &Known) -> Value {
    json!({ "id": known.any(Kind::Task, rng) })
}

fn completion(rng: &mut Rng, known: &Known) -> Value {
    let mut input = json!({ "id": known.any(Kind::Task, rng) });
    if rng.u32(..10) > 0 {
        input["outcomeId"] = known.any(Kind::Outcome, rng);
    }
    let notes = word(rng);
    sometimes(rng, &mut input, "notes", notes);
    if rng.u32(..6) == 0 {
        input["followUp"] = json!({ "title": word(rng), "taskTypeId": known.any(Kind::TaskType, rng) });
    }
    with_key(rng, input)
}

fn completions(rng: &mut Rng, known: &Known) -> Value {
    let input = json!({ "ids": known.some(Kind::Task, 3, rng), "outcomeId": known.any(Kind::Outcome, rng) });
    with_key(rng, input)
}

fn correction(rng: &mut Rng, known: &Known) -> Value {
    let mut input = json!({ "id": known.any(Kind::Task, rng) });
    let (outcome, notes) = (known.any(Kind::Outcome, rng), word(rng));
    let notes = perhaps_null(rng, notes);
    sometimes(rng, &mut input, "outcomeId", outcome);
    sometimes(rng, &mut input, "notes", notes);
    input
}

fn handing_over(rng: &mut Rng, known: &Known) -> Value {
    let owner = known.any(Kind::User, rng);
    json!({ "ids": known.some(Kind::Task, 3, rng), "ownerId": perhaps_null(rng, owner) })
}

fn reopening(rng: &mut Rng, known: &Known) -> Value {
    let mut input = json!({ "id": known.any(Kind::Task, rng) });
    let (reason, other) = (word(rng), known.any(Kind::TaskType, rng));
    sometimes(rng, &mut input, "reason", reason);
    sometimes(rng, &mut input, "taskTypeId", other);
    input
}

fn task_change(rng: &mut Rng, known: &Known) -> Value {
    let mut input = json!({ "id": known.any(Kind::Task, rng) });
    let (title, other, owner) = (
        word(rng),
        known.any(Kind::TaskType, rng),
        known.any(Kind::User, rng),
    );
    let (due, text) = (day(rng), word(rng));
    let (owner, due, text) = (
        perhaps_null(rng, owner),
        perhaps_null(rng, due),
        perhaps_null(rng, text),
    );
    let version = json!(rng.i32(1..4));
    for (field, value) in [
        ("title", title),
        ("taskTypeId", other),
        ("ownerId", owner),
        ("dueOn", due),
        ("description", text),
        ("expectedVersion", version),
    ] {
        sometimes(rng, &mut input, field, value);
    }
    input
}

fn outcome(rng: &mut Rng, known: &Known) -> Value {
    let mut input = json!({ "label": name(rng), "sentiment": sentiment(rng) });
    let types = known.some(Kind::TaskType, 3, rng);
    sometimes(rng, &mut input, "taskTypeIds", types);
    with_key(rng, input)
}

fn outcome_change(rng: &mut Rng, known: &Known) -> Value {
    let mut input = json!({ "id": known.any(Kind::Outcome, rng) });
    let (label, sentiment) = (name(rng), sentiment(rng));
    sometimes(rng, &mut input, "label", label);
    sometimes(rng, &mut input, "sentiment", sentiment);
    let text = word(rng);
    let text = perhaps_null(rng, text);
    sometimes(rng, &mut input, "description", text);
    input
}

fn one_outcome(rng: &mut Rng, known: &Known) -> Value {
    json!({ "id": known.any(Kind::Outcome, rng) })
}

fn archive_outcome(rng: &mut Rng, known: &Known) -> Value {
    let mut input = one_outcome(rng, known);
    let other = known.any(Kind::Outcome, rng);
    sometimes(rng, &mut input, "replaceWithId", other);
    input
}

fn merge(rng: &mut Rng, known: &Known) -> Value {
    json!({ "id": known.any(Kind::Outcome, rng), "intoId": known.any(Kind::Outcome, rng) })
}

fn task_type(rng: &mut Rng, known: &Known) -> Value {
    let mut input = json!({ "name": name(rng) });
    if rng.u32(..5) > 0 {
        input["outcomeIds"] = known.some(Kind::Outcome, 4, rng);
    }
    with_key(rng, input)
}

fn type_change(rng: &mut Rng, known: &Known) -> Value {
    json!({ "id": known.any(Kind::TaskType, rng), "name": name(rng) })
}

fn one_type(rng: &mut Rng, known: &Known) -> Value {
    json!({ "id": known.any(Kind::TaskType, rng) })
}

fn bring_type_back(rng: &mut Rng, known: &Known) -> Value {
    let mut input = one_type(rng, known);
    if rng.u32(..5) > 0 {
        input["outcomeIds"] = known.some(Kind::Outcome, 4, rng);
    }
    input
}

fn archive_type(rng: &mut Rng, known: &Known) -> Value {
    let mut input = json!({ "id": known.any(Kind::TaskType, rng) });
    let target = known.any(Kind::TaskType, rng);
    sometimes(rng, &mut input, "moveOpenTasksToId", target);
    input
}

fn assignments(rng: &mut Rng, known: &Known) -> Value {
    let lists = (0..rng.usize(1..3)).map(|_| {
        json!({ "taskTypeId": known.any(Kind::TaskType, rng), "outcomeIds": known.some(Kind::Outcome, 5, rng) })
    });
    let input = json!({ "assignments": lists.collect::<Value>() });
    with_key(rng, input)
}

fn record(rng: &mut Rng, known: &Known) -> Value {
    let mut input = json!({ "name": word(rng) });
    let (id, owner) = (name(rng), known.any(Kind::User, rng));
    sometimes(rng, &mut input, "externalId", id);
    sometimes(rng, &mut input, "ownerId", owner);
    with_key(rng, input)
}

fn user(rng: &mut Rng, _: &Known) -> Value {
    let number = rng.u32(..200);
    json!({ "name": word(rng), "email": format!("user{number}@nord.example") })
}

/// Neither names, which the history keeps as they were, nor those who are signed in.
fn user_change(rng: &mut Rng, known: &Known) -> Value {
    json!({ "id": known.any(Kind::NewUser, rng), "isActive": rng.bool(), "role": rng.choice(["ADMIN", "MEMBER"]).unwrap() })
}

/// A few external ids, so that imports meet.
fn contacts(rng: &mut Rng, _: &Known) -> Value {
    let row = |_| json!({ "externalId": format!("crm-{}", rng.u32(..12)), "name": format!("Person {}", rng.u32(..9)) });
    json!({ "contacts": (0..3).map(row).collect::<Vec<_>>() })
}

fn deals(rng: &mut Rng, known: &Known) -> Value {
    let row = |_| {
        json!({ "externalId": format!("crm-{}", rng.u32(..12)), "name": format!("Deal {}", rng.u32(..9)),
            "contactId": known.any(Kind::Contact, rng) })
    };
    json!({ "deals": (0..2).map(row).collect::<Vec<_>>() })
}

/// Moves the midnights of all open tasks.
fn account(rng: &mut Rng, _: &Known) -> Value {
    json!({ "timeZone": rng.choice(["Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles"]) })
}

fn one_contact(rng: &mut Rng, known: &Known) -> Value {
    json!({ "id": known.any(Kind::Contact, rng) })
}

fn contact_change(rng: &mut Rng, known: &Known) -> Value {
    let mut input = json!({ "id": known.any(Kind::Contact, rng), "name": word(rng) });
    let id = name(rng);
    sometimes(rng, &mut input, "externalId", id);
    input
}

fn deal_change(rng: &mut Rng, known: &Known) -> Value {
    let mut input = json!({ "id": known.any(Kind::Deal, rng), "name": word(rng) });
    let (id, contact) = (name(rng), known.any(Kind::Contact, rng));
    sometimes(rng, &mut input, "externalId", id);
    sometimes(rng, &mut input, "contactId", contact);
    input
}
