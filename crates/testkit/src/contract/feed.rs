//! The feed: what is committed is told to those who follow.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use std::{sync::Arc, time::Duration};

use application::{
    StoreError,
    ports::{FeedEntry, Following, Unfollowed, feed::ROOM},
};
use domain::{
    Activity, ActivityAction, ActivityKind, Actor, CompletionChoice, CompletionId, CompletionRule, Due,
    Event, NewActivity, Patch, Role, Task, Version,
    task::{NewTask, TaskChanges},
    text::TaskTitle,
};
use tokio::time::timeout;

use super::{Checked, StoreUnderTest, town::Town};
use crate::builders::{an_activity, an_activity_of, berlin, fresh_id, moment};

const NOON: &str = "2026-02-01T12:00:00Z";

/// What is told next; a store that tells nothing for so long tells nothing any more.
pub async fn told(following: &mut Following) -> Arc<FeedEntry> {
    let told = timeout(Duration::from_secs(20), following.next()).await;
    told.expect("something is told").expect("it goes on")
}

/// Whether nothing is told for a while.
pub async fn is_silent(following: &mut Following) -> bool {
    timeout(Duration::from_millis(300), following.next())
        .await
        .is_err()
}

fn an_entry(title: &str) -> NewActivity {
    an_activity(ActivityKind::DealChanged, title, moment(NOON))
}

impl Town {
    /// Follows its account.
    pub async fn follow(&self) -> Result<Following, StoreError> {
        self.reads().follow(self.account.id).await
    }

    async fn record(&self, entries: &[NewActivity]) -> Result<(), StoreError> {
        self.change(async |unit| unit.record(entries).await).await
    }
}

pub async fn what_is_committed_is_told_to_everyone_who_follows(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    town.record(&[an_entry("Before")]).await?;
    let (mut one, mut other) = (town.follow().await?, town.follow().await?);
    let entries = [an_entry("First"), an_entry("Second"), an_entry("Third")];
    town.record(&entries[..2]).await?;
    town.record(&entries[2..]).await?;
    for following in [&mut one, &mut other] {
        for entry in &entries {
            assert_eq!(told(following).await.id, entry.activity.id, "nothing from before");
        }
        assert!(is_silent(following).await, "each is told once");
    }
    Ok(())
}

pub async fn what_is_undone_is_not_told(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut following = town.follow().await?;
    let mut unit = town.begin().await?;
    unit.record(&[an_entry("Undone")]).await?;
    assert!(
        is_silent(&mut following).await,
        "nothing is told before it is committed"
    );
    unit.rollback().await;
    let entry = an_entry("Done");
    town.record(std::slice::from_ref(&entry)).await?;
    assert_eq!(told(&mut following).await.id, entry.activity.id);
    Ok(())
}

pub async fn what_another_account_commits_is_not_told(store: &StoreUnderTest) -> Checked {
    let (town, other) = (Town::found(store).await?, Town::found(store).await?);
    let mut following = town.follow().await?;
    other.record(&[an_entry("Theirs")]).await?;
    let entry = an_entry("Ours");
    town.record(std::slice::from_ref(&entry)).await?;
    assert_eq!(told(&mut following).await.id, entry.activity.id);
    assert!(is_silent(&mut following).await);
    Ok(())
}

pub async fn a_reading_shows_what_was_told(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut following = town.follow().await?;
    for number in 0..10 {
        let entry = an_entry(&format!("Entry {number}"));
        town.record(std::slice::from_ref(&entry)).await?;
        let id = told(&mut following).await.id;
        let reading = town.reading();
        let found = reading.activities_by_id(&[id]).await?;
        reading.close().await;
        assert_eq!(found.first(), Some(&entry.activity));
    }
    Ok(())
}

pub async fn both_sides_of_a_change_are_told_as_they_were(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut following = town.follow().await?;
    let events = a_life(&town);
    let entries: Vec<NewActivity> = events
        .into_iter()
        .zip(1..)
        .map(|(event, minute)| {
            let at = moment(NOON) + Duration::from_mins(minute);
            an_activity_of(event, Some(&town.anna), at)
        })
        .collect();
    let mut task = town.a_call("Anrufen");
    task.id = entries[0].activity.event.task.expect("a task");
    town.add_tasks(&[task]).await?;
    town.record(&entries).await?;
    for entry in &entries {
        assert_eq!(*told(&mut following).await, FeedEntry::of(&entry.activity));
    }
    let reading = town.reading();
    let ids: Vec<_> = entries.iter().map(|entry| entry.activity.id).collect();
    let stored = reading.activities_by_id(&ids).await?;
    reading.close().await;
    assert_eq!(stored.len(), entries.len());
    let is_bare = |entry: &Activity| entry.event.task_change.is_none();
    assert!(stored.iter().all(is_bare), "the history tells no sides");
    Ok(())
}

/// Everything that can happen to a task: each condition of a filter has another value on one of the sides.
fn a_life(town: &Town) -> Vec<Event> {
    let (zone, now) = (berlin(), moment(NOON));
    let admin = Actor {
        account: town.account.id,
        user: town.anna.id,
        role: Role::Admin,
    };
    let new = NewTask {
        id: domain::TaskId::new(fresh_id()),
        title: title("Anrufen"),
        description: None,
        task_type: town.call.id,
        subject: town.a_call("Anrufen").subject,
        owner: None,
        due: Some(Due::On(jiff::civil::date(2026, 2, 3))),
        created_by: Some(town.anna.id),
    };
    let (mut task, created) = Task::create(new, &zone, now);
    let mut events = vec![created];
    let changes = [
        TaskChanges {
            title: Patch::Set(title("Zurückrufen")),
            owner: Patch::Set(Some(town.bert.id)),
            ..TaskChanges::default()
        },
        TaskChanges {
            task_type: Patch::Set(town.meeting.id),
            due: Patch::Set(Some(Due::At(moment("2026-02-04T12:00:00.000001Z")))),
            ..TaskChanges::default()
        },
        TaskChanges {
            owner: Patch::Set(None),
            due: Patch::Set(None),
            ..TaskChanges::default()
        },
    ];
    for change in changes {
        let event = task.update(change, &zone, now).expect("it is open");
        events.push(event.expect("it differs"));
    }
    events.extend(done_and_gone(town, task, &admin));
    events
}

fn done_and_gone(town: &Town, mut task: Task, admin: &Actor) -> Vec<Event> {
    let (zone, now) = (berlin(), moment(NOON));
    let id = || CompletionId::new(fresh_id());
    let rule = |choice| CompletionRule {
        settings_version: Version::FIRST,
        choice,
    };
    let free = rule(CompletionChoice::Free);
    let offered = rule(CompletionChoice::OneOf(vec![town.sold.clone()]));
    let (_, completed) = task
        .complete(&free, None, None, id(), town.bert.id, now)
        .expect("it is open");
    let corrected = task
        .correct(admin, &offered, Some(town.sold.id), Patch::Keep, id(), now)
        .expect("it may be corrected")
        .expect("it differs");
    let (_, reopened) = task
        .reopen(admin, town.call.id, None, &zone, now)
        .expect("it may be reopened");
    let deleted = task.delete(admin, now).expect("it may be deleted");
    vec![completed, corrected.event, reopened, deleted.event]
}

fn title(text: &str) -> TaskTitle {
    TaskTitle::parse(text).expect("a title")
}

pub async fn who_takes_nothing_is_cut_off_and_holds_up_nobody(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (mut slow, mut fast) = (town.follow().await?, town.follow().await?);
    let entries: Vec<NewActivity> = (0..=ROOM)
        .map(|number| an_entry(&format!("Entry {number}")))
        .collect();
    for some in entries.chunks(200) {
        town.record(some).await?;
        for entry in some {
            assert_eq!(told(&mut fast).await.id, entry.activity.id);
        }
    }
    assert_eq!(slow.next().await, Err(Unfollowed::FellBehind));
    let entry = an_activity_of(
        Event::new(ActivityKind::DealChanged, ActivityAction::Updated, "Later"),
        None,
        moment(NOON),
    );
    town.record(std::slice::from_ref(&entry)).await?;
    let mut anew = town.follow().await?;
    let last = an_entry("Last");
    town.record(std::slice::from_ref(&last)).await?;
    while told(&mut anew).await.id != last.activity.id {}
    Ok(())
}
