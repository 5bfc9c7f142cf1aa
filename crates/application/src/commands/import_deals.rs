//! Importing deals from another system.

use std::collections::BTreeMap;

use domain::{
    Actor, ContactId, Deal, DealDetails, DealId, Event,
    fault::Fault,
    import::{DEALS, ImportCounts},
    text::ExternalId,
};

use super::{
    Commands,
    import_rows::{ImportRow, Owners, all_or_faults, external_ids, parse_rows},
    known::ContactNames,
    records::{DealFields, parsed_deal},
};
use crate::{StoreError, Unit, errors::use_case_error};

/// Create or update deals by their external ids.
#[derive(Debug, Clone)]
pub struct ImportDeals {
    /// The deals; each replaces all that is known of the one with its external id.
    pub deals: Vec<DealFields>,
}

use_case_error! {
    /// Why no deal was imported.
    pub enum ImportDealsError: Forbidden, Input {}
}

/// Who is named by the rows, and by the deals as they are.
struct Named {
    owners: Owners,
    contacts: ContactNames,
}

type Row<'a> = ImportRow<'a, DealFields, DealDetails>;

/// The deals of an import in its order, with what has to be stored and told.
#[derive(Default)]
struct Imported {
    deals: Vec<Deal>,
    changed: Vec<Deal>,
    events: Vec<Event>,
    counts: ImportCounts,
}

impl Commands {
    /// Imports deals, all or none; what is known as it is stays untouched. Admins may. Gives the deals in the order of
    /// the input.
    ///
    /// The entries of the deals have no actor: the import did it. Who imported, the entry of the import says.
    pub async fn import_deals(&self, actor: &Actor, cmd: ImportDeals) -> Result<Vec<Deal>, ImportDealsError> {
        actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            let rows = parse_rows(
                "deals",
                &cmd.deals,
                |fields| fields.external_id.as_deref(),
                parsed_deal,
            )?;
            let present = present(unit, &rows).await?;
            let (named, details) = checked(unit, rows, &present).await?;
            let imported = self.imported_deals(details, present, &named);
            self.store_deals(unit, actor, imported).await
        })
        .await
    }

    fn imported_deals(
        &self,
        details: Vec<DealDetails>,
        mut present: BTreeMap<String, Deal>,
        named: &Named,
    ) -> Imported {
        let (now, owners) = (self.clock.now(), named.owners.names());
        let mut imported = Imported::default();
        for details in details {
            let id = details.external_id.as_ref().map_or("", ExternalId::as_str);
            let (deal, event) = match present.remove(id) {
                None => {
                    let (deal, event) = Deal::create(DealId::new(self.ids.next()), details, now);
                    imported.counts.created += 1;
                    (deal, Some(event))
                }
                Some(mut deal) => {
                    let (owner, contact) = (deal.details.owner, deal.details.contact);
                    let event = deal.update(details, now);
                    let event = event.map(|event| owners.tell(event, owner, deal.details.owner));
                    let event = event.map(|event| named.contacts.tell(event, contact, deal.details.contact));
                    imported.counts.updated += usize::from(event.is_some());
                    imported.counts.unchanged += usize::from(event.is_none());
                    (deal, event)
                }
            };
            if let Some(event) = event {
                imported.changed.push(deal.clone());
                imported.events.push(event);
            }
            imported.deals.push(deal);
        }
        imported
    }

    async fn store_deals(
        &self,
        unit: &mut Unit,
        actor: &Actor,
        imported: Imported,
    ) -> Result<Vec<Deal>, ImportDealsError> {
        if let Some(event) = imported.counts.event(DEALS) {
            let now = self.clock.now();
            unit.save_deals(&imported.changed).await?;
            self.record(unit, None, now, imported.events).await?;
            self.record(unit, Some(actor.user), now, [event]).await?;
        }
        Ok(imported.deals)
    }
}

/// The deals that are known already, by external id.
async fn present(unit: &mut Unit, rows: &[Row<'_>]) -> Result<BTreeMap<String, Deal>, StoreError> {
    let found = unit.deals_with_external_ids(&external_ids(rows)).await?;
    let by_id = found.into_iter().filter_map(|deal| {
        let id = deal.details.external_id.as_ref()?.as_str().to_owned();
        Some((id, deal))
    });
    Ok(by_id.collect())
}

/// The details of all rows, once their owners and contacts are checked too.
async fn checked(
    unit: &mut Unit,
    mut rows: Vec<Row<'_>>,
    present: &BTreeMap<String, Deal>,
) -> Result<(Named, Vec<DealDetails>), ImportDealsError> {
    let before = || present.values().map(|deal| &deal.details);
    let owners = rows.iter().map(|row| row.fields.owner);
    let owners = owners.chain(before().map(|details| details.owner));
    let contacts = rows.iter().map(|row| row.fields.contact);
    let contacts = contacts.chain(before().map(|details| details.contact));
    let named = Named {
        owners: Owners::of(unit, owners).await?,
        contacts: ContactNames::of(unit, contacts).await?,
    };
    for row in &mut rows {
        let known = row.external_id().and_then(|id| present.get(id));
        let known = known.map(|deal| &deal.details);
        let (owner, contact) = (known.and_then(|one| one.owner), known.and_then(|one| one.contact));
        named.owners.check(row, owner, row.fields.owner);
        check_contact(row, &named.contacts, contact);
    }
    Ok((named, all_or_faults(rows)?))
}

fn check_contact(row: &mut Row<'_>, contacts: &ContactNames, present: Option<ContactId>) {
    if let Some(id) = row.fields.contact.filter(|id| Some(*id) != present)
        && !contacts.knows(id)
    {
        row.fault("contact_id", Fault::NotFound(id.into()));
    }
}
