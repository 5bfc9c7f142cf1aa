//! Rows split by a second dimension: all of them are counted at once, however many rows are split.

use std::collections::BTreeMap;

use super::{
    Dimension, Group, GroupKey, Rows, TaskOverview,
    rows::{Known, Paged},
};
use crate::{
    StoreError,
    page::PageRequest,
    queries::{QueryError, Session, check_cursors},
};

/// The counts of a report by two dimensions.
pub struct Breakdown {
    by: Dimension,
    and: Dimension,
    groups: BTreeMap<GroupKey, Vec<Group>>,
    known: Known,
}

impl Session {
    /// Splits all rows of a report by a second dimension.
    pub async fn task_overview_breakdown(
        &self,
        report: &TaskOverview,
        by: Dimension,
        and: Dimension,
    ) -> Result<Breakdown, StoreError> {
        let pairs = self
            .reading
            .task_overview_pairs(&report.filter, (by, and), &report.time_zone)
            .await?;
        let all: Vec<Group> = pairs.iter().map(|(_, group)| group.clone()).collect();
        let known = self.known(report, and, &all).await?;
        let mut groups: BTreeMap<GroupKey, Vec<Group>> = BTreeMap::new();
        for (key, group) in pairs {
            groups.entry(key).or_default().push(group);
        }
        Ok(Breakdown {
            by,
            and,
            groups,
            known,
        })
    }
}

impl Breakdown {
    /// The rows of the second dimension within one row of the first.
    pub fn rows(
        &self,
        report: &TaskOverview,
        key: &GroupKey,
        page: &PageRequest,
    ) -> Result<Rows, QueryError> {
        check_cursors(page, self.and.list())?;
        let groups = self.groups.get(key).cloned().unwrap_or_default();
        let paged = Paged::of(&report.within(self.by, key), self.and, groups, page)?;
        Ok(paged.told(&self.known)?)
    }

    /// The report over the tasks of one row only.
    pub fn report_within(&self, report: &TaskOverview, key: &GroupKey) -> TaskOverview {
        report.within(self.by, key)
    }
}
