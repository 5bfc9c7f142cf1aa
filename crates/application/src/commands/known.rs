//! Steps that several use cases share: what they load, check and record.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ActivityId, Catalogue, ContactId, DealId, Event, InputPath, NewActivity, ObjectId, OutcomeId, Subject,
    TaskOutcome, TaskTypeId, TimeZone, UserId,
    fault::{Checks, Fault, Faults, Invalid},
};
use jiff::Timestamp;

use super::Commands;
use crate::{StoreError, Unit, queries::must_exist};

impl Commands {
    /// Records what happened, with who and when.
    pub(super) async fn record(
        &self,
        unit: &mut Unit,
        by: Option<UserId>,
        now: Timestamp,
        events: impl IntoIterator<Item = Event>,
    ) -> Result<(), StoreError> {
        let events: Vec<Event> = events.into_iter().collect();
        let names = subject_names(unit, events.iter().filter_map(|event| event.subject)).await?;
        let name = |subject| names.get(&subject).map(String::as_str);
        self.record_named(unit, by, now, events, name).await
    }

    /// The same where the names of the contacts and deals are known.
    pub(super) async fn record_named<'a>(
        &self,
        unit: &mut Unit,
        by: Option<UserId>,
        now: Timestamp,
        events: impl IntoIterator<Item = Event>,
        name: impl Fn(Subject) -> Option<&'a str>,
    ) -> Result<(), StoreError> {
        let entry = |event: Event| {
            let name = event.subject.and_then(&name);
            NewActivity::of(event, ActivityId::new(self.ids.next()), now, by, name)
        };
        let entries: Vec<NewActivity> = events.into_iter().map(entry).collect();
        if entries.is_empty() {
            Ok(())
        } else {
            unit.record(&entries).await
        }
    }
}

/// All task types and outcomes. Whoever needs them to stay as they are holds the settings.
pub(super) async fn catalogue(unit: &mut Unit) -> Result<Catalogue, StoreError> {
    Ok(Catalogue::new(unit.task_types().await?, unit.outcomes().await?))
}

/// These task types as lists show them, archived ones left out.
pub(super) fn in_display_order(catalogue: &Catalogue, ids: &[TaskTypeId]) -> Vec<TaskTypeId> {
    let active = catalogue.active_task_types().into_iter();
    active
        .map(|task_type| task_type.id)
        .filter(|id| ids.contains(id))
        .collect()
}

/// The outcome that takes the place of another one: active, not merged, not that one itself.
pub(super) fn replacement(
    catalogue: &Catalogue,
    outcome: OutcomeId,
    by: OutcomeId,
    path: InputPath,
) -> Result<&TaskOutcome, Faults> {
    let fault = match catalogue.outcome(by) {
        None => Fault::NotFound(by.into()),
        Some(_) if by == outcome => Fault::Invalid(Invalid::SameOutcome),
        Some(found) if found.merged_into.is_some() => Fault::Invalid(Invalid::MergedOutcome),
        Some(found) if !found.is_active() => Fault::Archived,
        Some(found) => return Ok(found),
    };
    Err(Faults::one(path, fault))
}

/// The account's time zone.
pub(super) async fn time_zone(unit: &mut Unit) -> Result<TimeZone, StoreError> {
    Ok(must_exist(unit.account().await?, "the account")?.time_zone)
}

/// Names of the contacts and deals that exist.
pub(super) async fn subject_names(
    unit: &mut Unit,
    subjects: impl Iterator<Item = Subject>,
) -> Result<BTreeMap<Subject, String>, StoreError> {
    let subjects: BTreeSet<Subject> = subjects.collect();
    let contacts: Vec<ContactId> = subjects.iter().filter_map(|subject| subject.contact()).collect();
    let deals: Vec<DealId> = subjects.iter().filter_map(|subject| subject.deal()).collect();
    let mut names = BTreeMap::new();
    if !contacts.is_empty() {
        let found = unit.contact_names(&contacts).await?;
        names.extend(found.into_iter().map(|(id, name)| (Subject::Contact(id), name)));
    }
    if !deals.is_empty() {
        let found = unit.deal_names(&deals).await?;
        names.extend(found.into_iter().map(|(id, name)| (Subject::Deal(id), name)));
    }
    Ok(names)
}

/// Notes a fault unless the user can be given work: they exist and are active. Gives their name.
pub(super) async fn check_owner(
    unit: &mut Unit,
    owner: Option<UserId>,
    path: InputPath,
    checks: &mut Checks,
) -> Result<Option<String>, StoreError> {
    let Some(id) = owner else { return Ok(None) };
    match unit.user(id).await? {
        None => checks.fault(path, Fault::NotFound(id.into())),
        Some(user) if !user.is_active => checks.fault(path, Fault::Invalid(Invalid::InactiveUser)),
        Some(user) => return Ok(Some(user.name.as_str().to_owned())),
    }
    Ok(None)
}

/// Adds to an event that the owner changed, with the names of that moment.
pub(super) async fn owner_changed(
    unit: &mut Unit,
    event: Event,
    before: Option<UserId>,
    after: Option<UserId>,
) -> Result<Event, StoreError> {
    if before == after {
        return Ok(event);
    }
    let names = OwnerNames::of(unit, [before, after]).await?;
    Ok(names.tell(event, before, after))
}

/// Names of owners, to tell in events that they changed.
pub(super) struct OwnerNames(BTreeMap<UserId, String>);

impl OwnerNames {
    /// The names of these users, by one look-up.
    pub(super) async fn of(
        unit: &mut Unit,
        owners: impl IntoIterator<Item = Option<UserId>>,
    ) -> Result<Self, StoreError> {
        let ids: BTreeSet<UserId> = owners.into_iter().flatten().collect();
        let ids: Vec<UserId> = ids.into_iter().collect();
        let names = if ids.is_empty() {
            Vec::new()
        } else {
            unit.user_names(&ids).await?
        };
        Ok(Self(names.into_iter().collect()))
    }

    /// Names that are known already.
    pub(super) fn known(names: impl IntoIterator<Item = (UserId, String)>) -> Self {
        Self(names.into_iter().collect())
    }

    /// The event with the owner before and after, if they differ.
    pub(super) fn tell(&self, event: Event, before: Option<UserId>, after: Option<UserId>) -> Event {
        let name = |id: &UserId| self.0.get(id).cloned().unwrap_or_default();
        event.changed_if("owner", before.as_ref(), after.as_ref(), name)
    }
}

/// Names of contacts, to tell in events that they changed. None of them is erased before the unit ends, so that no name
/// is told afterwards.
pub(super) struct ContactNames(BTreeMap<ContactId, String>);

impl ContactNames {
    /// The names of those of these contacts that exist, by one look-up.
    pub(super) async fn of(
        unit: &mut Unit,
        contacts: impl IntoIterator<Item = Option<ContactId>>,
    ) -> Result<Self, StoreError> {
        let ids: BTreeSet<ContactId> = contacts.into_iter().flatten().collect();
        let ids: Vec<ContactId> = ids.into_iter().collect();
        let names = if ids.is_empty() {
            Vec::new()
        } else {
            unit.held_contact_names(&ids).await?
        };
        Ok(Self(names.into_iter().collect()))
    }

    /// Whether the contact exists.
    pub(super) fn knows(&self, id: ContactId) -> bool {
        self.0.contains_key(&id)
    }

    /// The event with the contact before and after, if they differ.
    pub(super) fn tell(&self, event: Event, before: Option<ContactId>, after: Option<ContactId>) -> Event {
        if before == after {
            return event;
        }
        let name = |id: Option<ContactId>| id.and_then(|id| self.0.get(&id).cloned());
        event.changed("contact", name(before), name(after))
    }
}

/// The object that a use case is about does not exist.
pub(super) fn missing(id: impl Into<ObjectId>) -> Faults {
    Faults::one(InputPath::field("id"), Fault::NotFound(id.into()))
}

/// A list of an input has 1 to `maximum` entries.
pub(super) fn check_number(number: usize, maximum: usize, place: &InputPath) -> Result<(), Faults> {
    match number {
        0 => Err(Faults::one(place.clone(), Fault::TooFew { minimum: 1, maximum })),
        number if number > maximum => Err(Faults::one(place.clone(), Fault::TooMany { maximum })),
        _ => Ok(()),
    }
}
