//! Removing what tells who a person was.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use std::time::Duration;

use application::{
    StoreError,
    ports::Reading,
    queries::{activities::ActivityFilter, tasks::TaskFilter},
};
use domain::{
    Activity, ActivityAction, ActivityKind, Event, NewActivity, SearchTerms, Subject, SubjectKind, Task,
    text::Description,
};

use super::{Checked, StoreUnderTest, town::Town};
use crate::builders::{a_contact, an_activity_of, moment, notes};

const DONE_AT: &str = "2026-02-02T10:00:00Z";
const ERASED_AT: &str = "2026-02-03T10:00:00Z";

async fn erase(town: &Town) -> Checked {
    town.change(async |unit| {
        unit.contact(town.clara.id).await?;
        unit.open_tasks_about(town.clara.id).await?;
        unit.erase_contact(town.clara.id, moment(ERASED_AT)).await
    })
    .await
}

fn related_to_contacts() -> TaskFilter {
    TaskFilter {
        relates_to: Some(SubjectKind::Contact),
        ..TaskFilter::default()
    }
}

pub async fn an_erased_contact_is_gone_and_what_was_done_still_counts(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (mut done, open, other) = (
        town.a_call("Ring Clara"),
        town.a_call("Ask Clara"),
        town.a_meeting("Show"),
    );
    done.description = Description::parse("Clara likes tea").expect("a description");
    town.add_tasks(&[open.clone(), other.clone()]).await?;
    town.add_completed(&mut done, Some(&town.sold), &town.bert, moment(DONE_AT))
        .await?;
    let mut unit = town.begin().await?;
    assert_eq!(
        unit.open_tasks_about(town.clara.id).await?,
        [(open.id, open.task_type)]
    );
    unit.rollback().await;
    let reading = town.reading();
    let before = reading.task_overview_totals(&related_to_contacts()).await?;
    reading.close().await;

    erase(&town).await?;
    assert_eq!(reading.contacts_by_id(&[town.clara.id]).await?, []);
    assert_eq!(reading.contact_count(&[]).await?, 0);
    assert_eq!(
        reading.task_overview_totals(&related_to_contacts()).await?,
        before,
        "it still counts"
    );
    let mut shown = reading.tasks_by_id(&[done.id, open.id, other.id]).await?;
    shown.sort_by_key(|task| task.id != done.id);
    assert_eq!(
        shown.get(1..),
        Some([other].as_slice()),
        "the open task is gone, that about the deal stays"
    );
    let blank = shown
        .first()
        .map(|task: &Task| (task.title.as_str().to_owned(), task.description.clone()));
    assert_eq!(blank, Some((String::new(), None)));
    let deals = reading.deals_by_id(&[town.deal.id]).await?;
    assert_eq!(deals, std::slice::from_ref(&town.deal), "its own data stay");
    reading.close().await;

    let mut unit = town.begin().await?;
    assert_eq!(unit.contact(town.clara.id).await?, None);
    assert_eq!(unit.held_contact_names(&[town.clara.id]).await?, []);
    assert_eq!(unit.task(done.id).await?, None, "nothing can be done with it");
    assert_eq!(unit.tasks(&[done.id, open.id]).await?, []);
    assert_eq!(unit.type_of_task(done.id).await?, None);
    let again = unit.erase_contact(town.clara.id, moment(ERASED_AT)).await;
    assert!(matches!(again, Err(StoreError::Broken(_))), "{again:?}");
    unit.rollback().await;
    Ok(())
}

fn told(kind: ActivityKind, title: &str, about: Subject) -> Event {
    let event = Event::new(kind, ActivityAction::Updated, title).about(about);
    Event {
        notes: notes("Clara said yes"),
        ..event.changed("name", Some("Clara Alt".to_owned()), Some("Clara Süß".to_owned()))
    }
}

async fn all_are_blank(reading: &dyn Reading, entries: &[NewActivity], town: &Town) -> Checked {
    let ids: Vec<_> = entries.iter().map(|entry| entry.activity.id).collect();
    for blank in reading.activities_by_id(&ids).await? {
        let event = &blank.event;
        let texts = (event.title.as_str(), &event.notes, event.changes.as_slice());
        assert_eq!(texts, ("", &None, [].as_slice()));
        assert_eq!(
            (event.subject, blank.actor),
            (Some(Subject::Contact(town.clara.id)), Some(town.anna.id)),
            "the facts stay"
        );
    }
    Ok(())
}

/// How many entries are found by each word of what is told about Clara.
async fn found_by_words(town: &Town) -> Result<[u64; 6], StoreError> {
    let reading = town.reading();
    let mut found = [0; 6];
    for (word, number) in ["clara", "alt", "süß", "ring", "said", "yes"]
        .iter()
        .zip(&mut found)
    {
        let of_word = ActivityFilter {
            search: SearchTerms::parse(word).expect("a word"),
            ..ActivityFilter::default()
        };
        *number = reading.activity_count(&of_word).await?;
    }
    reading.close().await;
    Ok(found)
}

pub async fn an_erased_contact_leaves_no_text_in_the_history(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (clara, deal) = (Subject::Contact(town.clara.id), Subject::Deal(town.deal.id));
    let linked = |before: Option<&str>, after: &str| {
        let event = Event::new(ActivityKind::DealChanged, ActivityAction::Updated, "Förderband").about(deal);
        let event = event.changed("stage", None, Some("Clara Süß".to_owned()));
        event.changed("contact", before.map(str::to_owned), Some(after.to_owned()))
    };
    let entry = |event| an_activity_of(event, Some(&town.anna), moment(DONE_AT));
    let own = [
        entry(told(ActivityKind::ContactChanged, "Clara Alt", clara)),
        entry(told(ActivityKind::ContactChanged, "Clara Süß", clara)),
        entry(told(ActivityKind::TaskCompleted, "Ring Clara", clara)),
    ];
    let deals = [
        entry(linked(Some("Dora"), "Clara Alt")),
        entry(linked(Some("Clara Süß"), "Dora")),
    ];
    town.change(async |unit| {
        unit.record(&own).await?;
        unit.record(&deals).await
    })
    .await?;
    assert_eq!(found_by_words(&town).await?, [3, 1, 1, 1, 3, 3]);
    erase(&town).await?;
    assert_eq!(found_by_words(&town).await?, [0; 6]);
    let reading = town.reading();
    all_are_blank(&*reading, &own, &town).await?;
    let ids: Vec<_> = deals.iter().map(|entry| entry.activity.id).collect();
    let mut found = reading.activities_by_id(&ids).await?;
    found.sort_by_key(|entry| entry.id != deals[0].activity.id);
    let contacts = |entry: &Activity| {
        let change = entry
            .event
            .changes
            .iter()
            .find(|change| change.field == "contact")
            .cloned();
        change.map(|change| (change.before, change.after))
    };
    let expected = [
        Some((Some("Dora".to_owned()), None)),
        Some((None, Some("Dora".to_owned()))),
    ];
    assert_eq!(found.iter().map(contacts).collect::<Vec<_>>(), expected);
    assert!(
        found.iter().all(|entry| entry.event.changes.len() == 2),
        "what is the deal's own stays"
    );
    assert_eq!(reading.activity_count(&ActivityFilter::default()).await?, 5);
    reading.close().await;
    Ok(())
}

pub async fn whoever_waits_for_a_held_contact_erases_it_after(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let other = a_contact("Dora");
    town.change(async |unit| unit.add_contact(&other).await).await?;
    let mut holding = town.begin().await?;
    assert_eq!(holding.held_contact_names(&[town.clara.id]).await?.len(), 1);
    let task = town.a_call("Ring Clara");
    let add = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        holding.add_task(&task).await?;
        holding.commit().await
    };
    let (added, erased) = tokio::join!(add, erase(&town));
    added?;
    erased?;
    let reading = town.reading();
    assert_eq!(
        reading.tasks_by_id(&[task.id]).await?,
        [],
        "it was deleted as all open ones"
    );
    assert_eq!(reading.contact_count(&[]).await?, 1);
    reading.close().await;
    Ok(())
}
