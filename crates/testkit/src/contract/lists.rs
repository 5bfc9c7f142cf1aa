//! Lists of people, records, task types and outcomes.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use application::{
    page::PageRequest,
    queries::{
        catalogue::{OutcomeFilter, OutcomeOrder, OutcomeOrderField, task_type_cursor},
        people::user_cursor,
        records::{contact_cursor, deal_cursor},
    },
};
use domain::{Contact, SearchTerms, Sentiment, TaskOutcome, text::Email};
use jiff::ToSpan;

use super::{Checked, StoreUnderTest, pages::assert_sequence, town::Town};
use crate::builders::{a_contact, a_deal, a_task_type, a_user, an_outcome, the_beginning};

pub async fn users_come_by_folded_name(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut tied = a_user("ANNA AHRE");
    (tied.email, tied.is_active) = (Email::parse("a@nord.example").expect("an address"), false);
    let others = [a_user("Zoe"), a_user("Özil"), a_user("olga")];
    town.change(async |unit| {
        for user in others.iter().chain([&tied]) {
            unit.add_user(user).await?;
        }
        Ok(())
    })
    .await?;
    let expected = ["Anna Ähre", "ANNA AHRE", "Bert Olsen", "olga", "Özil", "Zoe"];
    let reading = town.reading();
    assert_sequence(
        &expected,
        |user| user.name.as_str(),
        user_cursor,
        async |request| reading.users(&[], request).await,
    )
    .await?;
    assert_eq!(reading.user_count(&[]).await?, 6, "inactive ones too");
    let found = reading.users(&words("ols ert"), &PageRequest::first(10)).await?;
    assert_eq!(found.items, [town.bert], "all words, anywhere");
    assert_eq!(reading.user_count(&words("ahre")).await?, 2);
    assert_eq!(reading.user_count(&words("ahre bert")).await?, 0);
    reading.close().await;
    Ok(())
}

fn words(search: &str) -> Vec<String> {
    let terms = SearchTerms::parse(search).expect("a search");
    terms.map_or_else(Vec::new, |terms| terms.words().to_vec())
}

pub async fn contacts_come_by_folded_name(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut addressed = a_contact("Zacharias");
    addressed.details.email = Email::parse("boss@sued.example").ok();
    let contacts = [a_contact("clara suss"), addressed, a_contact("Ärzte")];
    town.change(async |unit| {
        for contact in &contacts {
            unit.add_contact(contact).await?;
        }
        Ok(())
    })
    .await?;
    let expected = ["Ärzte", "Clara Süß", "clara suss", "Zacharias"];
    let reading = town.reading();
    assert_sequence(
        &expected,
        |contact: &Contact| contact.details.name.as_str(),
        contact_cursor,
        async |request| reading.contacts(&[], request).await,
    )
    .await?;
    assert_eq!(reading.contact_count(&[]).await?, 4);
    assert_eq!(reading.contact_count(&words("SUSS")).await?, 2);
    assert_eq!(
        reading.contact_count(&words("boss@sued")).await?,
        1,
        "by address too"
    );
    assert_eq!(
        reading
            .contacts(&words("boss clara"), &PageRequest::first(9))
            .await?
            .items,
        []
    );
    reading.close().await;
    Ok(())
}

pub async fn deals_come_by_folded_name(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let deals = [a_deal("forderband"), a_deal("Aufzug"), a_deal("Öl")];
    town.change(async |unit| {
        for deal in &deals {
            unit.add_deal(deal).await?;
        }
        Ok(())
    })
    .await?;
    let expected = ["Aufzug", "Förderband", "forderband", "Öl"];
    let reading = town.reading();
    assert_sequence(
        &expected,
        |deal| deal.details.name.as_str(),
        deal_cursor,
        async |request| reading.deals(&[], request).await,
    )
    .await?;
    assert_eq!(reading.deal_count(&words("förder")).await?, 2);
    assert_eq!(
        reading
            .deals(&words("band"), &PageRequest::first(9))
            .await?
            .items
            .len(),
        2
    );
    reading.close().await;
    Ok(())
}

pub async fn task_types_are_listed_in_display_order(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut archived = a_task_type("Archived", 1);
    archived.archived_at = Some(the_beginning());
    let types = [a_task_type("Last", 9), a_task_type("Tied", 1), archived];
    town.change(async |unit| {
        for task_type in &types {
            unit.add_task_type(task_type).await?;
        }
        Ok(())
    })
    .await?;
    let reading = town.reading();
    let all = ["Call", "Meeting", "Archived", "Tied", "Last"];
    let active = ["Call", "Meeting", "Tied", "Last"];
    for (archived_too, expected) in [(true, all.as_slice()), (false, active.as_slice())] {
        assert_sequence(
            expected,
            |t| t.name.as_str(),
            task_type_cursor,
            async |request| reading.task_types(archived_too, request).await,
        )
        .await?;
        let count = reading.task_type_count(archived_too).await?;
        assert_eq!(usize::try_from(count).ok(), Some(expected.len()));
    }
    reading.close().await;
    Ok(())
}

/// Sold, Later, Refused and: zwei (archived), Äpfel (same moment as the three), Apfel2 (later).
async fn with_outcomes(town: &Town) -> Checked {
    let [mut archived, accented, mut late] = [
        an_outcome("zwei", Sentiment::Neutral),
        an_outcome("Äpfel", Sentiment::Negative),
        an_outcome("apfel 2", Sentiment::Positive),
    ];
    archived.archived_at = Some(the_beginning());
    late.created_at = the_beginning() + 1.hour();
    town.change(async |unit| {
        for outcome in [&archived, &accented, &late] {
            unit.add_outcome(outcome).await?;
        }
        Ok(())
    })
    .await
}

/// The filter without conditions, and what is set on it.
fn given(set: impl FnOnce(&mut OutcomeFilter)) -> OutcomeFilter {
    let mut filter = OutcomeFilter::default();
    set(&mut filter);
    filter
}

pub async fn outcomes_come_in_every_order(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    with_outcomes(&town).await?;
    let reading = town.reading();
    let everything = given(|f| f.include_archived = true);
    let by_label = ["Äpfel", "apfel 2", "Later", "Refused", "Sold", "zwei"];
    let by_creation = ["Sold", "Later", "Refused", "zwei", "Äpfel", "apfel 2"];
    for (field, mut expected) in [
        (OutcomeOrderField::Label, by_label),
        (OutcomeOrderField::CreatedAt, by_creation),
    ] {
        for descending in [false, true] {
            let order = OutcomeOrder { field, descending };
            assert_sequence(
                &expected,
                |outcome: &TaskOutcome| outcome.label.as_str(),
                |outcome| order.cursor(outcome),
                async |request| reading.outcomes(&everything, order, request).await,
            )
            .await?;
            expected.reverse();
        }
    }
    reading.close().await;
    Ok(())
}

pub async fn outcomes_fit_every_filter(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    with_outcomes(&town).await?;
    let search = |text: &str| SearchTerms::parse(text).expect("a search");
    let cases: Vec<(OutcomeFilter, &[&str])> = vec![
        (
            OutcomeFilter::default(),
            &["Äpfel", "apfel 2", "Later", "Refused", "Sold"],
        ),
        (given(|f| f.search = search("APFEL")), &["Äpfel", "apfel 2"]),
        (given(|f| f.search = search("2 pfel")), &["apfel 2"]),
        (given(|f| f.search = search("zwei")), &[]),
        (
            given(|f| {
                f.search = search("zwei");
                f.include_archived = true;
            }),
            &["zwei"],
        ),
        (
            given(|f| f.sentiments = Some(vec![Sentiment::Negative, Sentiment::Neutral])),
            &["Äpfel", "Later", "Refused"],
        ),
        (given(|f| f.sentiments = Some(vec![])), &[]),
        (given(|f| f.task_types = Some(vec![town.meeting.id])), &["Sold"]),
        (
            given(|f| f.task_types = Some(vec![town.meeting.id, town.call.id])),
            &["Later", "Refused", "Sold"],
        ),
        (given(|f| f.task_types = Some(vec![])), &[]),
        (
            given(|f| {
                f.task_types = Some(vec![town.call.id]);
                f.sentiments = Some(vec![Sentiment::Negative]);
                f.search = search("ref");
            }),
            &["Refused"],
        ),
    ];
    let order = OutcomeOrder {
        field: OutcomeOrderField::Label,
        descending: false,
    };
    let reading = town.reading();
    for (filter, expected) in cases {
        let listed = reading
            .outcomes(&filter, order, &PageRequest::first(100))
            .await?
            .items;
        let labels: Vec<&str> = listed.iter().map(|outcome| outcome.label.as_str()).collect();
        assert_eq!(labels, expected, "{filter:?}");
        let count = reading.outcome_count(&filter).await?;
        assert_eq!(usize::try_from(count).ok(), Some(expected.len()), "{filter:?}");
    }
    reading.close().await;
    Ok(())
}

pub async fn what_was_typed_is_found_folded(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let contacts = [a_contact("100 % Straße_Nord"), a_contact("Weiß-Müller 10.5")];
    town.change(async |unit| {
        for contact in &contacts {
            unit.add_contact(contact).await?;
        }
        Ok(())
    })
    .await?;
    let reading = town.reading();
    let cases = [
        ("STRASSE", 1),
        ("strasse_nord", 1),
        ("strassexnord", 0),
        ("%", 3),
        ("10.5", 1),
        ("10x5", 0),
        ("weiss muller", 1),
        ("s", 3),
        ("\\", 3),
    ];
    for (search, expected) in cases {
        assert_eq!(reading.contact_count(&words(search)).await?, expected, "{search}");
    }
    reading.close().await;
    Ok(())
}
