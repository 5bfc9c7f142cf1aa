//! Open tasks by where their due time stands.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use application::{
    page::PageRequest,
    queries::tasks::{DueCondition, DueState, TaskFilter},
};
use domain::{Due, Task, TaskId};
use jiff::civil::date;

use super::{Checked, StoreUnderTest, town::Town};
use crate::builders::{berlin, fresh_id, moment};

pub async fn open_tasks_are_told_by_where_their_due_time_stands(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (today, tomorrow) = (date(2026, 2, 2), date(2026, 2, 3));
    let [now, midnight] = ["2026-02-02T12:00:00Z", "2026-02-02T23:00:00Z"].map(moment);
    let dues = [
        ("undated", None),
        ("passed", Some(Due::At(now))),
        ("yesterday", Some(Due::On(date(2026, 2, 1)))),
        ("today", Some(Due::On(today))),
        ("soon", Some(Due::At(moment("2026-02-02T22:59:59Z")))),
        ("at midnight", Some(Due::At(midnight))),
        ("tomorrow", Some(Due::On(tomorrow))),
    ];
    for (title, due) in dues {
        let mut task = town.a_call(title);
        (task.due, task.overdue_from) = (due, due.and_then(|due| due.overdue_from(&berlin())));
        town.add_tasks(std::slice::from_ref(&task)).await?;
        if title == "passed" || title == "undated" {
            let mut done = Task {
                id: TaskId::new(fresh_id()),
                ..task
            };
            town.add_completed(&mut done, None, &town.anna, now).await?;
        }
    }
    let reading = town.reading();
    let expected: [(DueState, &[&str]); 4] = [
        (DueState::None, &["undated"]),
        (DueState::Overdue, &["passed", "yesterday"]),
        (DueState::Today, &["soon", "today"]),
        (DueState::Upcoming, &["at midnight", "tomorrow"]),
    ];
    for (state, titles) in expected {
        let due = DueCondition {
            state,
            now,
            tomorrow: midnight,
        };
        let filter = TaskFilter {
            due: Some(due),
            ..TaskFilter::default()
        };
        let page = PageRequest::first(100);
        let listed = reading.tasks(&filter, filter.default_order(), &page).await?.items;
        let mut listed: Vec<&str> = listed.iter().map(|task| task.title.as_str()).collect();
        listed.sort_unstable();
        assert_eq!(listed, titles, "{state:?}");
    }
    reading.close().await;
    Ok(())
}
