//! What imports have in common: rows that are checked each by itself, with the faults of all told together.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    InputPath, User, UserId,
    fault::{Checks, Fault, Faults, Invalid},
    import::MAXIMUM_ROWS,
    text::ExternalId,
};

use super::known::{OwnerNames, check_number};
use crate::{StoreError, Unit};

/// One row of an import while it is checked: its place, its faults, and what it is if it has none.
pub(super) struct ImportRow<'a, F, D> {
    /// The row as it came in.
    pub(super) fields: &'a F,
    place: InputPath,
    checks: Checks,
    details: Option<D>,
    external_id: Option<ExternalId>,
}

/// Parses all rows of the list `field`. The external id is what makes a row a record: it has one, and no other row has
/// the same.
pub(super) fn parse_rows<'a, F, D>(
    field: &'static str,
    rows: &'a [F],
    external_id: impl Fn(&F) -> Option<&str>,
    parse: impl Fn(&F, &InputPath, &mut Checks) -> Option<D>,
) -> Result<Vec<ImportRow<'a, F, D>>, Faults> {
    let list = InputPath::field(field);
    check_number(rows.len(), MAXIMUM_ROWS, &list)?;
    let mut seen = BTreeSet::new();
    let each = rows.iter().enumerate().map(|(index, fields)| {
        let (place, mut checks) = (list.at(index), Checks::new());
        let details = parse(fields, &place, &mut checks);
        let id = ExternalId::parse(external_id(fields).unwrap_or_default());
        // A text that is not acceptable is a fault of the row already, a blank one is not.
        if matches!(id, Err(Fault::Blank)) {
            checks.fault(place.then("external_id"), Fault::Blank);
        }
        let external_id = id.ok();
        if let Some(id) = &external_id
            && !seen.insert(id.as_str().to_owned())
        {
            checks.fault(place.then("external_id"), Fault::Repeated);
        }
        ImportRow {
            fields,
            place,
            checks,
            details,
            external_id,
        }
    });
    Ok(each.collect())
}

/// The external ids of the rows that have one.
pub(super) fn external_ids<F, D>(rows: &[ImportRow<'_, F, D>]) -> Vec<ExternalId> {
    rows.iter().filter_map(|row| row.external_id.clone()).collect()
}

impl<F, D> ImportRow<'_, F, D> {
    /// The external id of the row, if that could be read.
    pub(super) fn external_id(&self) -> Option<&str> {
        self.external_id.as_ref().map(ExternalId::as_str)
    }

    /// Notes a fault at a field of the row.
    pub(super) fn fault(&mut self, field: &'static str, fault: Fault) {
        self.checks.fault(self.place.then(field), fault);
    }
}

/// What all rows are, in their order, or the faults of all of them.
pub(super) fn all_or_faults<F, D>(rows: Vec<ImportRow<'_, F, D>>) -> Result<Vec<D>, Faults> {
    let (mut checks, mut all) = (Checks::new(), Vec::with_capacity(rows.len()));
    for row in rows {
        match row.checks.finish_with(row.details) {
            Ok(details) => all.push(details),
            Err(faults) => checks.add(faults),
        }
    }
    checks.finish_with(Some(all))
}

/// The users that rows name as owners, before and after.
pub(super) struct Owners(BTreeMap<UserId, User>);

impl Owners {
    /// These users, by one look-up.
    pub(super) async fn of(
        unit: &mut Unit,
        owners: impl IntoIterator<Item = Option<UserId>>,
    ) -> Result<Self, StoreError> {
        let ids: BTreeSet<UserId> = owners.into_iter().flatten().collect();
        let ids: Vec<UserId> = ids.into_iter().collect();
        let users = unit.users(&ids).await?;
        Ok(Self(users.into_iter().map(|user| (user.id, user)).collect()))
    }

    /// Notes a fault unless the owner stays or can be given work.
    pub(super) fn check<F, D>(
        &self,
        row: &mut ImportRow<'_, F, D>,
        present: Option<UserId>,
        owner: Option<UserId>,
    ) {
        let Some(id) = owner.filter(|_| owner != present) else {
            return;
        };
        match self.0.get(&id) {
            None => row.fault("owner_id", Fault::NotFound(id.into())),
            Some(user) if !user.is_active => row.fault("owner_id", Fault::Invalid(Invalid::InactiveUser)),
            Some(_) => (),
        }
    }

    /// Their names, to tell who was and who is the owner.
    pub(super) fn names(&self) -> OwnerNames {
        let names = self
            .0
            .values()
            .map(|user| (user.id, user.name.as_str().to_owned()));
        OwnerNames::known(names)
    }
}
