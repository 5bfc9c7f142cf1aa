//! Importing contacts from another system.

use std::collections::BTreeMap;

use domain::{
    Actor, Contact, ContactDetails, ContactId, Event,
    import::{CONTACTS, ImportCounts},
    text::ExternalId,
};

use super::{
    Commands,
    import_rows::{ImportRow, Owners, all_or_faults, external_ids, parse_rows},
    records::{ContactFields, parsed_contact},
};
use crate::{StoreError, Unit, errors::use_case_error};

/// Create or update contacts by their external ids.
#[derive(Debug, Clone)]
pub struct ImportContacts {
    /// The contacts; each replaces all that is known of the one with its external id.
    pub contacts: Vec<ContactFields>,
}

use_case_error! {
    /// Why no contact was imported.
    pub enum ImportContactsError: Forbidden, Input {}
}

type Row<'a> = ImportRow<'a, ContactFields, ContactDetails>;

/// The contacts of an import in its order, with what has to be stored and told.
#[derive(Default)]
struct Imported {
    contacts: Vec<Contact>,
    changed: Vec<Contact>,
    events: Vec<Event>,
    counts: ImportCounts,
}

impl Commands {
    /// Imports contacts, all or none; what is known as it is stays untouched. Admins may. Gives the contacts in the
    /// order of the input.
    ///
    /// The entries of the contacts have no actor: the import did it. Who imported, the entry of the import says.
    pub async fn import_contacts(
        &self,
        actor: &Actor,
        cmd: ImportContacts,
    ) -> Result<Vec<Contact>, ImportContactsError> {
        actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            let rows = parse_rows(
                "contacts",
                &cmd.contacts,
                |fields| fields.external_id.as_deref(),
                parsed_contact,
            )?;
            let present = present(unit, &rows).await?;
            let (owners, details) = checked(unit, rows, &present).await?;
            let imported = self.imported_contacts(details, present, &owners);
            self.store_contacts(unit, actor, imported).await
        })
        .await
    }

    fn imported_contacts(
        &self,
        details: Vec<ContactDetails>,
        mut present: BTreeMap<String, Contact>,
        owners: &Owners,
    ) -> Imported {
        let (now, names) = (self.clock.now(), owners.names());
        let mut imported = Imported::default();
        for details in details {
            let id = details.external_id.as_ref().map_or("", ExternalId::as_str);
            let (contact, event) = match present.remove(id) {
                None => {
                    let (contact, event) = Contact::create(ContactId::new(self.ids.next()), details, now);
                    imported.counts.created += 1;
                    (contact, Some(event))
                }
                Some(mut contact) => {
                    let owner = contact.details.owner;
                    let event = contact.update(details, now);
                    let event = event.map(|event| names.tell(event, owner, contact.details.owner));
                    imported.counts.updated += usize::from(event.is_some());
                    imported.counts.unchanged += usize::from(event.is_none());
                    (contact, event)
                }
            };
            if let Some(event) = event {
                imported.changed.push(contact.clone());
                imported.events.push(event);
            }
            imported.contacts.push(contact);
        }
        imported
    }

    async fn store_contacts(
        &self,
        unit: &mut Unit,
        actor: &Actor,
        imported: Imported,
    ) -> Result<Vec<Contact>, ImportContactsError> {
        if let Some(event) = imported.counts.event(CONTACTS) {
            let now = self.clock.now();
            unit.save_contacts(&imported.changed).await?;
            self.record(unit, None, now, imported.events).await?;
            self.record(unit, Some(actor.user), now, [event]).await?;
        }
        Ok(imported.contacts)
    }
}

/// The contacts that are known already, by external id.
async fn present(unit: &mut Unit, rows: &[Row<'_>]) -> Result<BTreeMap<String, Contact>, StoreError> {
    let found = unit.contacts_with_external_ids(&external_ids(rows)).await?;
    let by_id = found.into_iter().filter_map(|contact| {
        let id = contact.details.external_id.as_ref()?.as_str().to_owned();
        Some((id, contact))
    });
    Ok(by_id.collect())
}

/// The details of all rows, once their owners are checked too.
async fn checked(
    unit: &mut Unit,
    mut rows: Vec<Row<'_>>,
    present: &BTreeMap<String, Contact>,
) -> Result<(Owners, Vec<ContactDetails>), ImportContactsError> {
    let named = rows.iter().map(|row| row.fields.owner);
    let before = present.values().map(|contact| contact.details.owner);
    let owners = Owners::of(unit, named.chain(before)).await?;
    for row in &mut rows {
        let known = row.external_id().and_then(|id| present.get(id));
        owners.check(
            row,
            known.and_then(|contact| contact.details.owner),
            row.fields.owner,
        );
    }
    Ok((owners, all_or_faults(rows)?))
}
