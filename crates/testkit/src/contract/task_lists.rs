//! Lists of tasks: orders and conditions.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use application::{
    page::PageRequest,
    queries::tasks::{Basis, TaskFilter, TaskOrder, TaskOrderField, TaskStatus, TimeSpan},
};
use domain::{ContactId, Due, SearchTerms, Sentiment, Subject, SubjectKind, Task, UserId};
use jiff::ToSpan;

use super::{Checked, StoreUnderTest, pages::assert_sequence, town::Town};
use crate::builders::{as_recorded, fresh_id, moment, the_beginning};

/// Six tasks, in the order of their ids and of their creation (the last two at the same moment):
/// open: `1` (no due time), `2` and `3` (the same one), `4` (an earlier one, nobody's, for the deal);
/// completed: `5` (sold, by Anna, Bert's), `6` (without outcome, by Bert, at the same moment, no due time).
async fn six_tasks(town: &Town) -> Checked {
    let mut tasks: [Task; 6] =
        ["1 Angebot", "2 Größe", "3", "4 Nachfassen", "5 Angebot", "6"].map(|title| town.a_call(title));
    let hours = [0, 1, 2, 3, 4, 4];
    let dues = [
        None,
        Some("02-10"),
        Some("02-10"),
        Some("02-01"),
        Some("02-20"),
        None,
    ];
    for ((task, hour), due) in tasks.iter_mut().zip(hours).zip(dues) {
        task.created_at = the_beginning() + hour.hours();
        task.owner = Some(town.bert.id);
        let at = due.map(|day| moment(&format!("2026-{day}T12:00:00Z")));
        (task.due, task.overdue_from) = (at.map(Due::At), at);
    }
    let [one, two, three, four, five, six] = &mut tasks;
    (one.owner, two.owner) = (Some(town.anna.id), Some(town.anna.id));
    four.owner = None;
    let meeting = town.a_meeting("any");
    (four.task_type, four.subject) = (meeting.task_type, meeting.subject);
    town.add_tasks(&[one.clone(), two.clone(), three.clone(), four.clone()])
        .await?;
    let at = moment("2026-02-15T09:00:00Z");
    town.add_completed(five, Some(&town.sold), &town.anna, at).await?;
    town.add_completed(six, None, &town.bert, at).await?;
    Ok(())
}

fn number(task: &Task) -> &str {
    task.title.as_str().split(' ').next().unwrap_or_default()
}

fn of_any_status() -> TaskFilter {
    TaskFilter {
        statuses: Some(vec![TaskStatus::Completed, TaskStatus::Open]),
        ..TaskFilter::default()
    }
}

pub async fn tasks_come_in_every_order(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    six_tasks(&town).await?;
    let reading = town.reading();
    let cases: [(TaskOrderField, bool, [&str; 6]); 6] = [
        (TaskOrderField::CreatedAt, false, ["1", "2", "3", "4", "5", "6"]),
        (TaskOrderField::CreatedAt, true, ["6", "5", "4", "3", "2", "1"]),
        (TaskOrderField::DueAt, false, ["4", "2", "3", "5", "1", "6"]),
        (TaskOrderField::DueAt, true, ["5", "3", "2", "4", "6", "1"]),
        (TaskOrderField::CompletedAt, false, ["5", "6", "1", "2", "3", "4"]),
        (TaskOrderField::CompletedAt, true, ["6", "5", "4", "3", "2", "1"]),
    ];
    for (field, descending, expected) in cases {
        let order = TaskOrder { field, descending };
        for filter in [of_any_status(), TaskFilter::default(), completed()] {
            let listed = |number: &&str| match filter.statuses().as_slice() {
                [TaskStatus::Open] => ["1", "2", "3", "4"].contains(number),
                [TaskStatus::Completed] => ["5", "6"].contains(number),
                _ => true,
            };
            let expected: Vec<&str> = expected.iter().copied().filter(listed).collect();
            assert_sequence(
                &expected,
                number,
                |task| order.cursor(task),
                async |request| reading.tasks(&filter, order, request).await,
            )
            .await?;
        }
    }
    reading.close().await;
    Ok(())
}

fn completed() -> TaskFilter {
    TaskFilter {
        statuses: Some(vec![TaskStatus::Completed]),
        ..TaskFilter::default()
    }
}

/// The filter without conditions, and what is set on it.
fn given(set: impl FnOnce(&mut TaskFilter)) -> TaskFilter {
    let mut filter = TaskFilter::default();
    set(&mut filter);
    filter
}

/// The same over open and completed tasks.
fn of_any(set: impl FnOnce(&mut TaskFilter)) -> TaskFilter {
    let mut filter = of_any_status();
    set(&mut filter);
    filter
}

async fn assert_listed(town: &Town, cases: Vec<(TaskFilter, &[&str])>) -> Checked {
    let order = TaskOrder {
        field: TaskOrderField::CreatedAt,
        descending: false,
    };
    let reading = town.reading();
    for (filter, expected) in cases {
        let listed = reading
            .tasks(&filter, order, &PageRequest::first(100))
            .await?
            .items;
        let numbers: Vec<&str> = listed.iter().map(number).collect();
        assert_eq!(numbers, expected, "{filter:?}");
        let count = reading.task_count(&filter).await?;
        assert_eq!(usize::try_from(count).ok(), Some(expected.len()), "{filter:?}");
    }
    reading.close().await;
    Ok(())
}

fn search(text: &str) -> Option<SearchTerms> {
    SearchTerms::parse(text).expect("a search")
}

fn span(from: Option<&str>, until: Option<&str>) -> TimeSpan {
    TimeSpan {
        from: from.map(moment),
        until: until.map(moment),
    }
}

pub async fn tasks_fit_every_condition(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    six_tasks(&town).await?;
    let (contact, deal) = (Subject::Contact(town.clara.id), Subject::Deal(town.deal.id));
    let nobody = Subject::Contact(ContactId::new(fresh_id()));
    let due = "2026-02-10T12:00:00Z";
    let cases: Vec<(TaskFilter, &[&str])> = vec![
        (TaskFilter::default(), &["1", "2", "3", "4"]),
        (of_any_status(), &["1", "2", "3", "4", "5", "6"]),
        (of_any(|f| f.statuses = Some(vec![])), &[]),
        (of_any(|f| f.relates_to = Some(SubjectKind::Deal)), &["4"]),
        (
            of_any(|f| f.relates_to = Some(SubjectKind::Contact)),
            &["1", "2", "3", "5", "6"],
        ),
        (of_any(|f| f.subjects = Some(vec![deal, nobody])), &["4"]),
        (
            of_any(|f| f.subjects = Some(vec![contact, deal])),
            &["1", "2", "3", "4", "5", "6"],
        ),
        (of_any(|f| f.subjects = Some(vec![nobody])), &[]),
        (of_any(|f| f.subjects = Some(vec![])), &[]),
        (of_any(|f| f.task_types = Some(vec![town.meeting.id])), &["4"]),
        (of_any(|f| f.task_types = Some(vec![])), &[]),
        (of_any(|f| f.owners = Some(vec![None])), &["4"]),
        (of_any(|f| f.owners = Some(vec![Some(town.anna.id)])), &["1", "2"]),
        (
            of_any(|f| f.owners = Some(vec![None, Some(town.anna.id)])),
            &["1", "2", "4"],
        ),
        (
            of_any(|f| f.owners = Some(vec![Some(UserId::new(fresh_id()))])),
            &[],
        ),
        (of_any(|f| f.owners = Some(vec![])), &[]),
        (of_any(|f| f.due_at = span(Some(due), None)), &["2", "3", "5"]),
        (of_any(|f| f.due_at = span(None, Some(due))), &["4"]),
        (of_any(|f| f.due_at = span(Some(due), Some(due))), &[]),
        (of_any(|f| f.search = search("angebot")), &["1", "5"]),
        (of_any(|f| f.search = search("gross")), &["2"]),
        (of_any(|f| f.search = search("bot 5 ang")), &["5"]),
    ];
    assert_listed(&town, cases).await
}

pub async fn conditions_on_the_completion_choose_completed_tasks(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    six_tasks(&town).await?;
    let at = "2026-02-15T09:00:00Z";
    let cases: Vec<(TaskFilter, &[&str])> = vec![
        (given(|f| f.completed_at = span(Some(at), None)), &["5", "6"]),
        (given(|f| f.completed_at = span(None, Some(at))), &[]),
        (
            given(|f| f.completed_at = span(Some(at), Some("2026-02-15T09:00:01Z"))),
            &["5", "6"],
        ),
        (given(|f| f.completed_by = Some(vec![town.anna.id])), &["5"]),
        (given(|f| f.completed_by = Some(vec![])), &[]),
        (
            given(|f| f.outcomes = Some(vec![town.sold.id, town.later.id])),
            &["5"],
        ),
        (given(|f| f.outcomes = Some(vec![town.later.id])), &[]),
        (given(|f| f.outcomes = Some(vec![])), &[]),
        (given(|f| f.sentiments = Some(vec![Sentiment::Positive])), &["5"]),
        (given(|f| f.sentiments = Some(vec![Sentiment::Neutral])), &[]),
        (given(|f| f.sentiments = Some(Sentiment::ALL.to_vec())), &["5"]),
        (given(|f| f.sentiments = Some(vec![])), &[]),
        (given(|f| f.without_outcome = Some(true)), &["6"]),
        (given(|f| f.without_outcome = Some(false)), &["5"]),
        (
            TaskFilter {
                without_outcome: Some(true),
                ..of_any_status()
            },
            &["6"],
        ),
        (
            given(|f| {
                f.without_outcome = Some(true);
                f.statuses = Some(vec![TaskStatus::Open]);
            }),
            &[],
        ),
    ];
    assert_listed(&town, cases).await
}

pub async fn conditions_hold_together(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    six_tasks(&town).await?;
    let all = TaskFilter {
        statuses: Some(vec![TaskStatus::Completed]),
        relates_to: Some(SubjectKind::Contact),
        subjects: Some(vec![Subject::Contact(town.clara.id)]),
        task_types: Some(vec![town.call.id]),
        owners: Some(vec![Some(town.bert.id)]),
        due_at: span(Some("2026-02-20T12:00:00Z"), Some("2026-02-20T12:00:01Z")),
        due: None,
        search: search("angebot"),
        completed_at: span(Some("2026-02-15T09:00:00Z"), None),
        completed_by: Some(vec![town.anna.id]),
        basis: Basis::AsRecorded,
        recorded: Some(as_recorded(&town.sold)),
        outcomes: Some(vec![town.sold.id]),
        sentiments: Some(vec![Sentiment::Positive]),
        without_outcome: Some(false),
    };
    let cases: Vec<(TaskFilter, &[&str])> = vec![
        (all.clone(), &["5"]),
        (
            TaskFilter {
                owners: Some(vec![Some(town.anna.id)]),
                ..all.clone()
            },
            &[],
        ),
        (
            TaskFilter {
                search: search("nachfassen"),
                ..all.clone()
            },
            &[],
        ),
        (
            TaskFilter {
                without_outcome: Some(true),
                ..all
            },
            &[],
        ),
    ];
    assert_listed(&town, cases).await
}
