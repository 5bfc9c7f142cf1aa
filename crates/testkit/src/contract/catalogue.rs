//! Settings, task types, outcomes, and which offers which.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use application::StoreError;
use domain::{
    Assignments, CompletionChoice, Sentiment, SettingsState, TaskSettings, Version,
    text::{Label, TypeName},
};

use super::{
    Checked, StoreUnderTest,
    town::{Town, assigned},
};
use crate::builders::{a_task_type, an_outcome, the_beginning};

pub async fn task_types_come_in_display_order(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (first, mut tied) = (a_task_type("Anruf", -0), a_task_type("Besuch", 1));
    tied.archived_at = Some(the_beginning());
    let mut unit = town.begin().await?;
    for task_type in [&tied, &first] {
        unit.add_task_type(task_type).await?;
    }
    let expected = [town.call.clone(), first, town.meeting.clone(), tied];
    assert_eq!(
        unit.task_types().await?,
        expected,
        "position, then id, archived ones too"
    );
    unit.rollback().await;
    Ok(())
}

pub async fn a_name_belongs_to_one_task_type(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut archived = town.meeting.clone();
    archived.archived_at = Some(the_beginning());
    town.change(async |unit| unit.put_task_type(&archived).await)
        .await?;
    let mut unit = town.begin().await?;
    let key = TypeName::parse("ＭEETING").expect("a name").key();
    assert_eq!(
        unit.task_type_with_key(&key).await?.as_ref(),
        Some(&archived),
        "archived or not"
    );
    let taken = unit.add_task_type(&a_task_type("meeting", 4)).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    unit.rollback().await;
    let mut call = town.call.clone();
    call.name = archived.name;
    let mut unit = town.begin().await?;
    let taken = unit.put_task_type(&call).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    unit.rollback().await;
    Ok(())
}

pub async fn outcomes_come_by_id(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut archived = town.later.clone();
    archived.archived_at = Some(the_beginning());
    let mut unit = town.begin().await?;
    unit.put_outcome(&archived).await?;
    let expected = [town.sold.clone(), archived.clone(), town.refused.clone()];
    assert_eq!(unit.outcomes().await?, expected, "archived ones too");
    assert_eq!(unit.outcome(archived.id).await?, Some(archived));
    unit.rollback().await;
    Ok(())
}

pub async fn a_label_belongs_to_one_outcome(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut archived = town.sold.clone();
    (archived.label, archived.archived_at) =
        (Label::parse("Straße").expect("a label"), Some(the_beginning()));
    town.change(async |unit| unit.put_outcome(&archived).await)
        .await?;
    let mut unit = town.begin().await?;
    let key = Label::parse("STRASSE").expect("a label").key();
    assert_eq!(
        unit.outcome_with_key(&key).await?.as_ref(),
        Some(&archived),
        "archived or not"
    );
    let taken = unit.add_outcome(&an_outcome("strasse", Sentiment::Neutral)).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    unit.rollback().await;
    let mut later = town.later.clone();
    later.label = archived.label;
    let mut unit = town.begin().await?;
    let taken = unit.put_outcome(&later).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    unit.rollback().await;
    Ok(())
}

/// Every state, each with other lists than the one before.
fn states(town: &Town) -> Vec<TaskSettings> {
    let (sold, later, refused) = (town.sold.id, town.later.id, town.refused.id);
    let remembered = Assignments::from([(town.meeting.id, assigned(&[later, sold]))]);
    let enabled = |calls: &[domain::OutcomeId]| SettingsState::Enabled {
        assignments: Assignments::from([
            (town.call.id, assigned(calls)),
            (town.meeting.id, assigned(&[refused])),
        ]),
        since: the_beginning(),
        by: town.bert.id,
    };
    let states = [
        enabled(&[later, sold, refused]),
        enabled(&[sold, later]),
        SettingsState::Disabled {
            remembered: remembered.clone(),
        },
        SettingsState::SettingUp { remembered },
        SettingsState::Disabled {
            remembered: Assignments::new(),
        },
        enabled(&[refused]),
    ];
    let numbered = (2..).zip(states);
    numbered
        .map(|(version, state)| TaskSettings::restore(state, Version::new(version)))
        .collect()
}

pub async fn settings_are_stored_with_their_matrix(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    for settings in states(&town) {
        town.change(async |unit| unit.put_settings(&settings).await)
            .await?;
        let mut unit = town.begin().await?;
        assert_eq!(unit.settings().await?, settings);
        unit.rollback().await;
        let reading = town.reading();
        assert_eq!(reading.settings().await?, settings);
        reading.close().await;
    }
    Ok(())
}

pub async fn the_rule_of_completing_follows_the_settings(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let bare = a_task_type("Bare", 2);
    town.change(async |unit| unit.add_task_type(&bare).await).await?;
    let mut unit = town.begin().await?;
    let both = [town.call.id, bare.id].into();
    let rules = unit.completion_rules(&both).await?;
    let (rule, of_bare) = (&rules[&town.call.id], &rules[&bare.id]);
    assert_eq!(rule.settings_version, Version::FIRST);
    let offered = vec![town.refused.clone(), town.sold.clone(), town.later.clone()];
    assert_eq!(rule.choice, CompletionChoice::OneOf(offered), "in display order");
    assert_eq!(
        of_bare.choice,
        CompletionChoice::OneOf(Vec::new()),
        "in force, and nothing on offer"
    );
    assert_eq!(
        (rules.len(), of_bare.settings_version),
        (2, rule.settings_version)
    );
    unit.rollback().await;
    for settings in states(&town) {
        town.change(async |unit| unit.put_settings(&settings).await)
            .await?;
        let mut unit = town.begin().await?;
        let rule = unit
            .completion_rules(&[town.call.id].into())
            .await?
            .remove(&town.call.id);
        let rule = rule.expect("a rule of the type");
        assert_eq!(rule.settings_version, settings.version());
        let in_force = matches!(rule.choice, CompletionChoice::OneOf(_));
        assert_eq!(in_force, settings.is_in_force());
        let offered: Vec<_> = rule.on_offer().iter().map(|outcome| outcome.id).collect();
        let expected = settings.assignments().get(&town.call.id);
        assert_eq!(
            offered,
            expected.map_or(vec![], |assigned| assigned.as_slice().to_vec())
        );
        unit.rollback().await;
    }
    Ok(())
}

pub async fn who_offers_what_follows_the_matrix(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let reading = town.reading();
    let offered = reading.outcomes_of(&[town.call.id]).await?;
    let labels: Vec<&str> = offered
        .iter()
        .map(|(_, outcome)| outcome.label.as_str())
        .collect();
    assert_eq!(labels, ["Refused", "Sold", "Later"], "in display order");
    let both = reading.outcomes_of(&[town.meeting.id, town.call.id]).await?;
    assert_eq!(both.len(), 4);
    assert!(both.contains(&(town.meeting.id, town.sold.clone())));
    let offering = reading.task_types_of(&[town.sold.id]).await?;
    assert_eq!(
        offering,
        [
            (town.sold.id, town.call.clone()),
            (town.sold.id, town.meeting.clone())
        ]
    );
    reading.close().await;
    let off = SettingsState::Disabled {
        remembered: town.in_force(Version::FIRST).assignments().clone(),
    };
    let off = TaskSettings::restore(off, Version::new(2));
    town.change(async |unit| unit.put_settings(&off).await).await?;
    assert_eq!(
        reading.outcomes_of(&[town.call.id]).await?,
        [],
        "remembered is not offered"
    );
    assert_eq!(reading.task_types_of(&[town.sold.id]).await?, []);
    reading.close().await;
    Ok(())
}

pub async fn the_catalogue_holds_what_is_archived(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (mut call, mut sold) = (town.call.clone(), town.sold.clone());
    (call.archived_at, sold.archived_at) = (Some(the_beginning()), Some(the_beginning()));
    town.change(async |unit| {
        unit.put_task_type(&call).await?;
        unit.put_outcome(&sold).await
    })
    .await?;
    let reading = town.reading();
    let catalogue = reading.catalogue().await?;
    assert_eq!(catalogue.task_type(call.id), Some(&call));
    assert_eq!(catalogue.outcome(sold.id), Some(&sold));
    assert_eq!((catalogue.task_type_count(), catalogue.outcome_count()), (2, 3));
    assert_eq!(reading.task_types_by_id(&[call.id]).await?, [call]);
    assert_eq!(reading.outcomes_by_id(&[sold.id]).await?, [sold]);
    reading.close().await;
    Ok(())
}
