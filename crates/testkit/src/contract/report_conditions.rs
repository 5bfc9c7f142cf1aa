//! The report under conditions: what it counts, and the tasks behind each number.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use std::sync::Arc;

use application::{
    Queries, StoreError,
    page::PageRequest,
    queries::{
        QueryError,
        task_overview::{Days, Dimension, Period, Totals},
        tasks::{Basis, TaskFilter, TimeSpan},
    },
};
use domain::{Actor, Role, SearchTerms, Sentiment, Subject, SubjectKind};
use jiff::civil::Date;

use super::{
    Checked, StoreUnderTest,
    five_completions::{AUTUMN, MONDAY, NEW_YEAR, SPRING, five_completions, given, sold_only, totals},
    town::Town,
};
use crate::{
    FixedClock,
    builders::{berlin, moment},
};

fn filters(town: &Town) -> Vec<(TaskFilter, [u64; 6])> {
    let search = |text: &str| SearchTerms::parse(text).expect("a search");
    let span = |from: Option<&str>, until: Option<&str>| TimeSpan {
        from: from.map(moment),
        until: until.map(moment),
    };
    let (at_new_year, february) = ("2025-12-31T23:30:00Z", "2026-02-01T00:00:00Z");
    vec![
        (given(|f| f.owners = Some(vec![None])), SPRING),
        (
            given(|f| f.owners = Some(vec![None, Some(town.bert.id)])),
            [2, 1, 1, 0, 1, 0],
        ),
        (given(|f| f.owners = Some(vec![])), [0; 6]),
        (
            given(|f| f.completed_by = Some(vec![town.bert.id])),
            [2, 0, 0, 0, 1, 1],
        ),
        (given(|f| f.without_outcome = Some(true)), MONDAY),
        (given(|f| f.without_outcome = Some(false)), [3, 1, 1, 0, 2, 0]),
        (given(|f| f.outcomes = Some(vec![town.refused.id])), SPRING),
        (sold_only(town), [2, 1, 0, 0, 2, 0]),
        (given(|f| f.sentiments = Some(vec![Sentiment::Negative])), SPRING),
        (given(|f| f.sentiments = Some(vec![])), [0; 6]),
        (
            given(|f| f.task_types = Some(vec![town.meeting.id])),
            [2, 0, 0, 0, 1, 1],
        ),
        (
            given(|f| f.relates_to = Some(SubjectKind::Deal)),
            [2, 0, 0, 0, 1, 1],
        ),
        (
            given(|f| f.subjects = Some(vec![Subject::Contact(town.clara.id)])),
            [2, 1, 1, 0, 1, 0],
        ),
        (given(|f| f.subjects = Some(vec![])), [0; 6]),
        (given(|f| f.search = search("SPRING")), SPRING),
        (given(|f| f.due_at = span(Some(february), None)), SPRING),
        (given(|f| f.due_at = span(None, Some(february))), NEW_YEAR),
        (given(|f| f.completed_at = span(None, Some(at_new_year))), [0; 6]),
        (
            given(|f| f.completed_at = span(Some(at_new_year), Some(february))),
            NEW_YEAR,
        ),
        (
            TaskFilter {
                search: search("a"),
                owners: Some(vec![Some(town.anna.id)]),
                ..sold_only(town)
            },
            AUTUMN,
        ),
    ]
}

pub async fn every_condition_holds_for_the_report(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    five_completions(&town).await?;
    let reading = town.reading();
    for (filter, expected) in filters(&town) {
        let expected = totals(expected);
        assert_eq!(
            reading.task_overview_totals(&filter).await?,
            expected,
            "{filter:?}"
        );
        for by in Dimension::ALL {
            let groups = reading.task_overview_groups(&filter, by, &berlin()).await?;
            let sum = groups
                .iter()
                .fold(Totals::default(), |sum, group| sum.plus(&group.totals));
            assert_eq!(sum, expected, "{by:?} {filter:?}");
        }
    }
    reading.close().await;
    Ok(())
}

pub async fn groups_drill_down_to_what_they_count(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    five_completions(&town).await?;
    let clock = Arc::new(FixedClock::at("2026-11-01T12:00:00Z"));
    let queries = Queries::new(Arc::clone(&store.reads), clock);
    let actor = Actor {
        account: town.account.id,
        user: town.anna.id,
        role: Role::Admin,
    };
    let session = queries.session(actor);
    let days = Days {
        first: Some(Date::constant(2025, 12, 1)),
        last: Some(Date::constant(2026, 12, 1)),
    };
    let as_recorded = TaskFilter {
        basis: Basis::AsRecorded,
        ..TaskFilter::default()
    };
    let further = [TaskFilter::default(), as_recorded].map(|filter| (filter, [0; 6]));
    for (filter, _) in filters(&town).into_iter().chain(further) {
        let report = session
            .task_overview(filter, Period::Days(days), None)
            .await
            .map_err(query_failed)?;
        for by in Dimension::ALL {
            let request = PageRequest::first(100);
            let rows = session
                .task_overview_rows(&report, by, &request)
                .await
                .map_err(query_failed)?;
            for row in rows.page.items {
                let behind = session.task_count(&report.behind(by, &row.key)).await?;
                assert_eq!(behind, row.totals.completed, "{by:?} {:?}", row.key);
            }
        }
    }
    session.close().await;
    Ok(())
}

fn query_failed(error: QueryError) -> StoreError {
    StoreError::broken(error)
}
