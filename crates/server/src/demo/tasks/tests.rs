//! What the planned year looks like: plausible in every direction one can report on.

use jiff::civil::Weekday;

use super::*;
use crate::demo::{TASKS, records};

struct Year {
    calendar: Calendar,
    deals: Vec<PlannedDeal>,
    completed: Vec<PlannedTask>,
    open: Vec<PlannedTask>,
}

fn year(today: &str) -> Year {
    let calendar = Calendar::new("Europe/Berlin", today.parse().unwrap()).unwrap();
    let contacts = records::contacts(&calendar);
    let deals = records::deals(&calendar, &contacts);
    let planner = Planner {
        calendar: &calendar,
        contacts: &contacts,
        deals: &deals,
    };
    let (completed, open) = (planner.completed(TASKS), planner.open());
    Year {
        calendar,
        deals,
        completed,
        open,
    }
}

fn last(task: &PlannedTask) -> &PlannedCompletion {
    task.completions.last().unwrap()
}

#[test]
fn nothing_happens_before_it_can() {
    for today in ["2026-11-23", "2027-03-01", "2026-01-01"] {
        let year = year(today);
        let begin = year.calendar.moment(year.calendar.day(0), 0, 0, None);
        let end = year.calendar.moment(year.calendar.today(), 0, 0, None);
        for task in &year.completed {
            assert!(begin <= last(task).at && last(task).at < end);
            let mut before = task.created_at;
            for completion in &task.completions {
                assert!(before < completion.at, "{task:?}");
                before = completion
                    .reopening
                    .as_ref()
                    .map_or(completion.at, |reopening| reopening.at);
                assert!(completion.at <= before, "{task:?}");
                assert_eq!(
                    completion.outcome.is_some(),
                    in_force(&year.calendar) <= completion.at
                );
            }
        }
        assert!(year.open.iter().all(|task| task.created_at < end));
    }
}

#[test]
fn people_work_while_they_are_there_and_deals_while_they_go_on() {
    let year = year("2026-11-23");
    for task in &year.completed {
        let day = year.calendar.number(year.calendar.date_of(last(task).at));
        let created = year.calendar.number(year.calendar.date_of(task.created_at));
        for person in [last(task).by, task.owner.unwrap()] {
            assert!(TEAM[person].is_there(created, day), "{task:?}");
        }
        if let PlannedSubject::Deal(deal) = task.subject {
            let deal = &year.deals[deal];
            assert!(deal.created_at <= task.created_at);
            assert!(
                deal.closing
                    .as_ref()
                    .is_none_or(|closing| last(task).at <= closing.at)
            );
        }
    }
    assert!(
        year.open
            .iter()
            .filter_map(|task| task.owner)
            .all(|owner| TEAM[owner].left.is_none())
    );
}

#[test]
fn weekends_and_august_are_quiet_and_a_third_has_notes() {
    let year = year("2026-11-23");
    let all = year.completed.len();
    let part = |fits: &dyn Fn(&PlannedTask) -> bool| {
        year.completed.iter().filter(|task| fits(task)).count() * 100 / all
    };
    let date = |task: &PlannedTask| year.calendar.date_of(last(task).at);
    assert!(part(&|task| matches!(date(task).weekday(), Weekday::Saturday | Weekday::Sunday)) < 3);
    assert!(part(&|task| date(task).month() == 8) * 2 < part(&|task| date(task).month() == 9));
    assert!((28..38).contains(&part(&|task| last(task).notes.is_some())));
    assert!(
        (3..12).contains(&part(&|task| last(task).outcome.is_none())),
        "before it was in force"
    );
    let reopened = year
        .completed
        .iter()
        .filter(|task| task.completions.len() > 1)
        .count();
    assert!((40..200).contains(&reopened), "{reopened}");
}

#[test]
fn every_outcome_and_person_occurs_and_texts_are_complete() {
    let year = year("2026-11-23");
    for (place, outcome) in OUTCOMES.iter().enumerate() {
        let chosen = year
            .completed
            .iter()
            .filter(|task| last(task).outcome == Some(place))
            .count();
        assert!((60..700).contains(&chosen), "{} {chosen}", outcome.label);
    }
    for (place, person) in TEAM.iter().enumerate() {
        let owned = year
            .completed
            .iter()
            .filter(|task| task.owner == Some(place))
            .count();
        assert!((100..1_200).contains(&owned), "{} {owned}", person.name);
    }
    let notes = year
        .completed
        .iter()
        .filter_map(|task| last(task).notes.as_deref());
    let texts = notes.chain(year.completed.iter().map(|task| task.title.as_str()));
    for text in texts {
        assert!(!text.is_empty() && !text.contains(['{', '}']), "{text}");
    }
}

#[test]
fn open_tasks_are_late_due_today_due_later_and_some_time() {
    let year = year("2026-11-23");
    let today = year.calendar.today();
    let on = |fits: &dyn Fn(Date) -> bool| {
        year.open
            .iter()
            .filter(|task| matches!(task.due, PlannedDue::On(day) if fits(day)))
            .count()
    };
    assert_eq!(year.open.len(), 120);
    assert!(on(&|day| day < today) >= 15 && on(&|day| day == today) >= 5 && on(&|day| day > today) >= 20);
    assert!(year.open.iter().any(|task| matches!(task.due, PlannedDue::At(_))));
    assert!(year.open.iter().any(|task| matches!(task.due, PlannedDue::Never)));
    assert!(year.open.iter().any(|task| task.owner.is_none()));
}
