//! Rows of the report: sorted, without gaps in time, paged, with what is left over.

use std::collections::BTreeMap;

use domain::{
    Catalogue, Sentiment, SubjectKind, TaskOutcome, TaskSettings, TaskType, User, UserId, text::Label,
};
use jiff::civil::Date;
use uuid::Uuid;

use super::{Dimension, Group, GroupKey, TaskOverview, Totals, spans};
use crate::{
    StoreError,
    page::{Cursor, CursorKey, Page, PageRequest},
    queries::{QueryError, Session, check_cursors},
};

/// One row with what its value stands for.
#[derive(Debug, Clone)]
pub struct Row {
    /// The shared value.
    pub key: GroupKey,
    /// What it stands for.
    pub value: RowKey,
    /// Whether outcome, type or user is archived or inactive, or the outcome no longer offered for the chosen types.
    pub is_inactive: bool,
    /// The counts.
    pub totals: Totals,
}

/// What the value of a row stands for.
#[derive(Debug, Clone)]
pub enum RowKey {
    /// First day of a span of time.
    Date(Date),
    /// An outcome as it is today; `None` for tasks without one.
    Outcome(Option<TaskOutcome>),
    /// An outcome as it is today, under the label it was recorded with.
    Recorded(TaskOutcome, Label),
    /// Contacts or deals.
    RelatesTo(SubjectKind),
    /// A sentiment; `None` for tasks without an outcome.
    Sentiment(Option<Sentiment>),
    /// A task type.
    TaskType(TaskType),
    /// A user; `None` for nobody.
    User(Option<User>),
}

/// A page of rows.
#[derive(Debug, Clone)]
pub struct Rows {
    /// The rows: spans of time in order, without gaps; everything else largest first.
    pub page: Page<Row>,
    /// How many there are on all pages.
    pub count: usize,
    /// Counts of all rows that are not on this page.
    pub remainder: Totals,
}

impl Dimension {
    /// The name of the list of rows by this dimension.
    pub(super) const fn list(self) -> &'static str {
        match self {
            Self::CompletedBy => "task_overview.completed_by",
            Self::Day => "task_overview.day",
            Self::Week => "task_overview.week",
            Self::Month => "task_overview.month",
            Self::Quarter => "task_overview.quarter",
            Self::Year => "task_overview.year",
            Self::Outcome => "task_overview.outcome",
            Self::Owner => "task_overview.owner",
            Self::RelatesTo => "task_overview.relates_to",
            Self::Sentiment => "task_overview.sentiment",
            Self::TaskType => "task_overview.task_type",
        }
    }

    /// The place of a row: its value, so that it is found again when counts have changed.
    pub fn cursor(self, key: &GroupKey) -> Cursor {
        let (number, id) = match key {
            GroupKey::Date(day) => (
                i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day()),
                None,
            ),
            GroupKey::Recorded(recorded) => {
                return Cursor {
                    list: self.list().into(),
                    key: CursorKey::Text(format!(
                        "{}{}",
                        place(recorded.sentiment),
                        recorded.label.as_str()
                    )),
                    id: recorded.id.uuid(),
                };
            }
            GroupKey::Outcome(outcome) => (0, outcome.map(domain::OutcomeId::uuid)),
            GroupKey::RelatesTo(SubjectKind::Contact) => (1, None),
            GroupKey::RelatesTo(SubjectKind::Deal) => (2, None),
            GroupKey::Sentiment(sentiment) => (sentiment.map_or(0, place), None),
            GroupKey::TaskType(task_type) => (0, Some(task_type.uuid())),
            GroupKey::User(user) => (0, user.map(UserId::uuid)),
        };
        Cursor {
            list: self.list().into(),
            key: CursorKey::Number(number),
            id: id.unwrap_or(Uuid::nil()),
        }
    }
}

const fn place(sentiment: Sentiment) -> i64 {
    match sentiment {
        Sentiment::Positive => 1,
        Sentiment::Neutral => 2,
        Sentiment::Negative => 3,
    }
}

impl Session {
    /// Rows by one dimension.
    pub async fn task_overview_rows(
        &self,
        report: &TaskOverview,
        by: Dimension,
        page: &PageRequest,
    ) -> Result<Rows, QueryError> {
        check_cursors(page, by.list())?;
        let groups = self.task_overview_groups(report, by).await?;
        let paged = Paged::of(report, by, groups, page)?;
        let known = self.known(report, by, &paged.page.items).await?;
        Ok(paged.told(&known)?)
    }

    /// What the values of these rows stand for.
    pub(super) async fn known(
        &self,
        report: &TaskOverview,
        by: Dimension,
        groups: &[Group],
    ) -> Result<Known, StoreError> {
        let user = |group: &Group| {
            if let GroupKey::User(user) = group.key {
                user
            } else {
                None
            }
        };
        let users: Vec<UserId> = groups.iter().filter_map(user).collect();
        let users = if users.is_empty() {
            Vec::new()
        } else {
            self.reading.users_by_id(&users).await?
        };
        let (catalogue, settings) = if matches!(by, Dimension::Outcome | Dimension::TaskType) {
            (self.reading.catalogue().await?, self.reading.settings().await?)
        } else {
            (Catalogue::default(), TaskSettings::new())
        };
        Ok(Known {
            chosen_types: report.filter.task_types.clone(),
            users: users.into_iter().map(|user| (user.id, user)).collect(),
            catalogue,
            settings,
        })
    }
}

/// What the values of rows stand for.
pub(super) struct Known {
    chosen_types: Option<Vec<domain::TaskTypeId>>,
    users: BTreeMap<UserId, User>,
    pub(super) catalogue: Catalogue,
    pub(super) settings: TaskSettings,
}

impl Known {
    pub(super) fn row(&self, group: Group) -> Result<Row, StoreError> {
        let missing = || StoreError::broken("a completion names something that does not exist");
        let (value, is_inactive) = match group.key.clone() {
            GroupKey::Date(day) => (RowKey::Date(day), false),
            GroupKey::RelatesTo(kind) => (RowKey::RelatesTo(kind), false),
            GroupKey::Sentiment(sentiment) => (RowKey::Sentiment(sentiment), false),
            GroupKey::Outcome(None) => (RowKey::Outcome(None), false),
            GroupKey::User(None) => (RowKey::User(None), false),
            GroupKey::Outcome(Some(id)) => {
                let outcome = self.catalogue.outcome(id).ok_or_else(missing)?;
                (
                    RowKey::Outcome(Some(outcome.clone())),
                    self.is_out_of_use(outcome),
                )
            }
            GroupKey::Recorded(recorded) => {
                let outcome = self.catalogue.outcome(recorded.id).ok_or_else(missing)?;
                (
                    RowKey::Recorded(outcome.clone(), recorded.label),
                    self.is_out_of_use(outcome),
                )
            }
            GroupKey::TaskType(id) => {
                let task_type = self.catalogue.task_type(id).ok_or_else(missing)?;
                (RowKey::TaskType(task_type.clone()), !task_type.is_active())
            }
            GroupKey::User(Some(id)) => {
                let user = self.users.get(&id).ok_or_else(missing)?;
                (RowKey::User(Some(user.clone())), !user.is_active)
            }
        };
        Ok(Row {
            key: group.key,
            value,
            is_inactive,
            totals: group.totals,
        })
    }

    fn is_out_of_use(&self, outcome: &TaskOutcome) -> bool {
        !outcome.is_active() || self.is_no_longer_offered(outcome)
    }

    fn is_no_longer_offered(&self, outcome: &TaskOutcome) -> bool {
        let Some(chosen) = &self.chosen_types else {
            return false;
        };
        let offers = |id| {
            self.settings
                .assignments()
                .get(id)
                .is_some_and(|a| a.contains(outcome.id))
        };
        self.settings.is_in_force() && !chosen.iter().any(offers)
    }
}

/// A page of groups, sorted and without gaps, still without what they stand for.
pub(super) struct Paged {
    page: Page<Group>,
    count: usize,
    remainder: Totals,
}

impl Paged {
    pub(super) fn of(
        report: &TaskOverview,
        by: Dimension,
        groups: Vec<Group>,
        page: &PageRequest,
    ) -> Result<Self, QueryError> {
        let mut groups = spans::without_gaps(report, by, groups)?;
        if by.span_length().is_none() {
            largest_first(&mut groups);
        }
        let (count, all) = (groups.len(), sum(&groups));
        let page = Page::of_whole(groups, page, |groups, wanted| spans::place_of(by, groups, wanted));
        let remainder = all.minus(&sum(&page.items));
        Ok(Self {
            page,
            count,
            remainder,
        })
    }

    /// The rows that it stands for.
    pub(super) fn told(self, known: &Known) -> Result<Rows, StoreError> {
        let items = self.page.items.into_iter().map(|group| known.row(group));
        let page = Page {
            items: items.collect::<Result<_, _>>()?,
            has_next_page: self.page.has_next_page,
            has_previous_page: self.page.has_previous_page,
        };
        Ok(Rows {
            page,
            count: self.count,
            remainder: self.remainder,
        })
    }
}

/// Most completed tasks first; equal ones in a fixed order.
pub(super) fn largest_first(groups: &mut [Group]) {
    groups.sort_by(|one, other| {
        let by_count = other.totals.completed.cmp(&one.totals.completed);
        by_count.then_with(|| one.key.cmp(&other.key))
    });
}

fn sum(groups: &[Group]) -> Totals {
    groups
        .iter()
        .fold(Totals::default(), |sum, group| sum.plus(&group.totals))
}
