//! The history: append only, searchable.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use application::{
    page::PageRequest,
    queries::{
        activities::{ActivityFilter, ActivityOrder, HistoryOf},
        tasks::TimeSpan,
    },
};
use domain::{
    Activity, ActivityAction, ActivityId, ActivityKind, Event, NewActivity, OutcomeId, SearchTerms,
    Sentiment, Subject, SubjectKind, Task, text::Reason,
};

use super::{Checked, StoreUnderTest, pages::assert_sequence, town::Town};
use crate::builders::{an_activity, an_activity_of, fresh_id, moment, notes};

/// `Angebot`: Anna completed a call with Clara, sold, with notes · `Nachfassen`: Bert reopened a meeting about the deal,
/// at the same moment · `Sold`: the outcome was changed, by nobody, later · `Call`: the type was changed, last.
async fn four_entries(town: &Town) -> Result<(Vec<Activity>, Task), application::StoreError> {
    let (call, meeting) = (town.a_call("Angebot"), town.a_meeting("Nachfassen"));
    let about = |task: &Task, kind, action| {
        let mut event = Event::new(kind, action, task.title.as_str()).about(task.subject);
        (event.task, event.task_type) = (Some(task.id), Some(task.task_type));
        event
    };
    let mut completed = about(&call, ActivityKind::TaskCompleted, ActivityAction::Completed);
    (completed.outcome, completed.notes) = (Some(town.sold.recorded()), notes("Über die Größe\ngesprochen"));
    let mut reopened = about(&meeting, ActivityKind::TaskReopened, ActivityAction::Reopened);
    reopened.reason = Reason::parse("Irrtum").expect("a reason");
    let mut outcome = Event::new(ActivityKind::TaskOutcomeChanged, ActivityAction::Updated, "Sold");
    outcome.outcome = Some(town.later.recorded());
    let outcome = outcome
        .changed("label", Some("Sold".to_owned()), Some("Verkauft".to_owned()))
        .changed("sentiment", None, Some("POSITIVE".to_owned()));
    let mut task_type = Event::new(ActivityKind::TaskTypeChanged, ActivityAction::Archived, "Call");
    task_type.task_type = Some(town.call.id);
    let noon = moment("2026-02-01T12:00:00Z");
    let completed = NewActivity::of(
        completed,
        ActivityId::new(fresh_id()),
        noon,
        Some(town.anna.id),
        Some(town.clara.details.name.as_str()),
    );
    let entries = vec![
        completed,
        an_activity_of(reopened, Some(&town.bert), noon),
        an_activity_of(outcome, None, moment("2026-02-02T12:00:00.000001Z")),
        an_activity_of(task_type, Some(&town.anna), moment("2026-02-03T12:00:00Z")),
    ];
    town.add_tasks(&[call.clone(), meeting]).await?;
    town.change(async |unit| unit.record(&entries).await).await?;
    Ok((entries.into_iter().map(|entry| entry.activity).collect(), call))
}

pub async fn entries_are_stored_as_they_are(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (entries, _) = four_entries(&town).await?;
    let reading = town.reading();
    let ids: Vec<ActivityId> = entries.iter().map(|entry| entry.id).collect();
    let mut found = reading.activities_by_id(&ids).await?;
    found.sort_by_key(|entry| entry.id);
    assert_eq!(found, entries);
    reading.close().await;
    town.change(async |unit| {
        unit.record(&[]).await?;
        unit.record(&[an_activity(
            ActivityKind::DealChanged,
            "One",
            moment("2026-02-05T12:00:00Z"),
        )])
        .await
    })
    .await?;
    assert_eq!(reading.activity_count(&ActivityFilter::default()).await?, 5);
    reading.close().await;
    Ok(())
}

pub async fn entries_come_in_both_orders(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    four_entries(&town).await?;
    let reading = town.reading();
    let mut expected = ["Angebot", "Nachfassen", "Sold", "Call"];
    for order in [ActivityOrder::OldestFirst, ActivityOrder::NewestFirst] {
        assert_sequence(
            &expected,
            |entry: &Activity| entry.event.title.as_str(),
            |entry| order.cursor(entry),
            async |request| {
                reading
                    .activities(&ActivityFilter::default(), order, request)
                    .await
            },
        )
        .await?;
        expected.reverse();
    }
    reading.close().await;
    Ok(())
}

/// The filter without conditions, and what is set on it.
fn given(set: impl FnOnce(&mut ActivityFilter)) -> ActivityFilter {
    let mut filter = ActivityFilter::default();
    set(&mut filter);
    filter
}

async fn assert_listed(town: &Town, cases: Vec<(ActivityFilter, &[&str])>) -> Checked {
    let reading = town.reading();
    for (filter, expected) in cases {
        let request = PageRequest::first(100);
        let listed = reading
            .activities(&filter, ActivityOrder::OldestFirst, &request)
            .await?
            .items;
        let titles: Vec<&str> = listed.iter().map(|entry| entry.event.title.as_str()).collect();
        assert_eq!(titles, expected, "{filter:?}");
        let count = reading.activity_count(&filter).await?;
        assert_eq!(usize::try_from(count).ok(), Some(expected.len()), "{filter:?}");
    }
    reading.close().await;
    Ok(())
}

pub async fn entries_fit_who_when_and_what(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    four_entries(&town).await?;
    let (noon, next) = (
        moment("2026-02-01T12:00:00Z"),
        moment("2026-02-02T12:00:00.000001Z"),
    );
    let kinds = vec![ActivityKind::TaskReopened, ActivityKind::TaskTypeChanged];
    let between = TimeSpan {
        from: Some(noon),
        until: Some(next),
    };
    let cases: Vec<(ActivityFilter, &[&str])> = vec![
        (
            ActivityFilter::default(),
            &["Angebot", "Nachfassen", "Sold", "Call"],
        ),
        (
            given(|f| f.actors = Some(vec![town.anna.id])),
            &["Angebot", "Call"],
        ),
        (given(|f| f.actors = Some(vec![])), &[]),
        (given(|f| f.kinds = Some(kinds)), &["Nachfassen", "Call"]),
        (given(|f| f.kinds = Some(vec![])), &[]),
        (given(|f| f.occurred_at = between), &["Angebot", "Nachfassen"]),
        (
            given(|f| {
                f.occurred_at = TimeSpan {
                    from: Some(next),
                    until: None,
                }
            }),
            &["Sold", "Call"],
        ),
        (given(|f| f.outcomes = Some(vec![town.sold.id])), &["Angebot"]),
        (
            given(|f| f.outcomes = Some(vec![OutcomeId::new(fresh_id())])),
            &[],
        ),
    ];
    assert_listed(&town, cases).await
}

pub async fn entries_fit_what_they_are_about(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    four_entries(&town).await?;
    let (contact, deal) = (Subject::Contact(town.clara.id), Subject::Deal(town.deal.id));
    let cases: Vec<(ActivityFilter, &[&str])> = vec![
        (given(|f| f.relates_to = Some(SubjectKind::Contact)), &["Angebot"]),
        (given(|f| f.relates_to = Some(SubjectKind::Deal)), &["Nachfassen"]),
        (
            given(|f| f.sentiments = Some(vec![Sentiment::Positive])),
            &["Angebot"],
        ),
        (
            given(|f| f.sentiments = Some(vec![Sentiment::Neutral])),
            &["Sold"],
        ),
        (given(|f| f.sentiments = Some(vec![])), &[]),
        (
            given(|f| f.subjects = Some(vec![contact, deal])),
            &["Angebot", "Nachfassen"],
        ),
        (given(|f| f.subjects = Some(vec![deal])), &["Nachfassen"]),
        (given(|f| f.subjects = Some(vec![])), &[]),
        (
            given(|f| f.task_types = Some(vec![town.call.id])),
            &["Angebot", "Call"],
        ),
        (given(|f| f.task_types = Some(vec![])), &[]),
    ];
    assert_listed(&town, cases).await
}

pub async fn entries_have_all_words_of_a_search(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    four_entries(&town).await?;
    let search = |text: &str| SearchTerms::parse(text).expect("a search");
    let cases: Vec<(ActivityFilter, &[&str])> = vec![
        (given(|f| f.search = search("gross uber")), &["Angebot"]),
        (given(|f| f.search = search("clara")), &["Angebot"]),
        (given(|f| f.search = search("sold")), &["Angebot", "Sold"]),
        (given(|f| f.search = search("sold nachfassen")), &[]),
        (
            given(|f| {
                f.actors = Some(vec![town.anna.id]);
                f.task_types = Some(vec![town.call.id]);
                f.search = search("angebot");
            }),
            &["Angebot"],
        ),
    ];
    assert_listed(&town, cases).await
}

pub async fn a_subject_and_a_task_have_a_history_of_their_own(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (_, call) = four_entries(&town).await?;
    let of = |of| given(|f| f.of = of);
    let deal = Subject::Deal(town.deal.id);
    let cases: Vec<(ActivityFilter, &[&str])> = vec![
        (of(HistoryOf::Subject(call.subject)), &["Angebot"]),
        (of(HistoryOf::Subject(deal)), &["Nachfassen"]),
        (of(HistoryOf::Task(call.id)), &["Angebot"]),
        (
            ActivityFilter {
                subjects: Some(vec![deal]),
                ..of(HistoryOf::Task(call.id))
            },
            &[],
        ),
    ];
    assert_listed(&town, cases).await
}
