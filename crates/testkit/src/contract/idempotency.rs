//! What was done under which key.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use std::time::Duration;

use application::{
    StoreError,
    ports::{EarlierUse, KeyUse},
};
use domain::text::IdempotencyKey;
use jiff::Timestamp;

use super::{
    Checked, StoreUnderTest,
    town::{Town, at_the_latest},
};
use crate::builders::{fresh_id, moment};

const USED_AT: &str = "2026-02-02T10:00:00Z";
const DAY_BEFORE: &str = "2026-02-01T10:00:00Z";

fn a_key(town: &Town, name: &str) -> KeyUse {
    KeyUse {
        user: town.anna.id,
        use_case: "create_task",
        key: IdempotencyKey::parse(name).expect("a key"),
        input_hash: [7; 32],
        used_at: moment(USED_AT),
        expired_at: moment(DAY_BEFORE),
    }
}

pub async fn a_key_tells_what_was_done_under_it(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let key = a_key(&town, "Größe");
    let result = [fresh_id(), fresh_id()];
    let mut unit = town.begin().await?;
    assert_eq!(unit.earlier_use(&key).await?, None);
    unit.keep_result(&key, &result).await?;
    unit.commit().await?;
    let earlier = EarlierUse {
        input_hash: key.input_hash,
        result: result.to_vec(),
    };
    let other_input = KeyUse {
        input_hash: [8; 32],
        ..key.clone()
    };
    let mut unit = town.begin().await?;
    assert_eq!(unit.earlier_use(&key).await?, Some(earlier.clone()));
    assert_eq!(
        unit.earlier_use(&other_input).await?,
        Some(earlier),
        "what differs is the caller's to see"
    );
    unit.rollback().await;
    Ok(())
}

pub async fn a_key_is_one_users_for_one_use_case(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let key = a_key(&town, "key");
    let others = [
        KeyUse {
            user: town.bert.id,
            ..key.clone()
        },
        KeyUse {
            use_case: "complete_task",
            ..key.clone()
        },
        a_key(&town, "KEY"),
    ];
    let mut unit = town.begin().await?;
    assert_eq!(unit.earlier_use(&key).await?, None);
    for other in &others {
        assert_eq!(unit.earlier_use(other).await?, None, "{other:?}");
    }
    unit.commit().await
}

pub async fn a_key_under_which_nothing_was_kept_is_free(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let key = a_key(&town, "key");
    let mut unit = town.begin().await?;
    assert_eq!(unit.earlier_use(&key).await?, None);
    unit.keep_result(&key, &[fresh_id()]).await?;
    unit.rollback().await;
    let mut unit = town.begin().await?;
    assert_eq!(unit.earlier_use(&key).await?, None, "undone");
    unit.commit().await?;
    let mut unit = town.begin().await?;
    assert_eq!(unit.earlier_use(&key).await?, None);
    unit.rollback().await;
    Ok(())
}

pub async fn whoever_takes_the_same_key_waits_for_what_is_done_under_it(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let key = a_key(&town, "key");
    let result = [fresh_id()];
    let mut first = town.begin().await?;
    first.take_key(&key).await?;
    assert_eq!(first.earlier_use(&key).await?, None);
    let second = async {
        let mut second = town.begin().await?;
        second.take_key(&key).await?;
        let seen = second.earlier_use(&key).await;
        second.rollback().await;
        seen
    };
    let first = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        first.keep_result(&key, &result).await?;
        first.commit().await
    };
    let (seen, done) = tokio::join!(second, first);
    done?;
    assert_eq!(seen?.map(|earlier| earlier.result), Some(result.to_vec()));
    Ok(())
}

pub async fn a_key_that_counts_is_not_kept_again(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let key = a_key(&town, "key");
    let result = [fresh_id()];
    town.change(async |unit| {
        unit.take_key(&key).await?;
        unit.keep_result(&key, &result).await
    })
    .await?;
    let mut unit = town.begin().await?;
    unit.take_key(&key).await?;
    let again = unit.keep_result(&key, &[fresh_id()]).await;
    let again = at_the_latest(unit, again).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    let mut unit = town.begin().await?;
    unit.take_key(&key).await?;
    let earlier = unit.earlier_use(&key).await?;
    assert_eq!(earlier.map(|earlier| earlier.result), Some(result.to_vec()));
    unit.rollback().await;
    Ok(())
}

pub async fn a_key_no_longer_counts_once_it_has_expired(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let key = a_key(&town, "key");
    let mut unit = town.begin().await?;
    assert_eq!(unit.earlier_use(&key).await?, None);
    unit.keep_result(&key, &[fresh_id()]).await?;
    unit.commit().await?;
    let just_before = |moment: Timestamp| moment - jiff::SignedDuration::from_micros(1);
    let [soon, later] = [just_before(moment(USED_AT)), moment(USED_AT)].map(|expired_at| KeyUse {
        expired_at,
        ..key.clone()
    });
    let mut unit = town.begin().await?;
    assert!(unit.earlier_use(&soon).await?.is_some());
    assert_eq!(unit.earlier_use(&later).await?, None, "used exactly then");
    unit.keep_result(&later, &[]).await?;
    unit.commit().await
}

pub async fn old_keys_of_all_accounts_are_forgotten(store: &StoreUnderTest) -> Checked {
    let (town, other) = (Town::found(store).await?, Town::found(store).await?);
    for town in [&town, &other] {
        let young = KeyUse {
            used_at: moment("2026-02-03T10:00:00Z"),
            ..a_key(town, "young")
        };
        town.change(async |unit| {
            for key in [&a_key(town, "old"), &young] {
                unit.keep_result(key, &[]).await?;
            }
            Ok(())
        })
        .await?;
    }
    assert_eq!(store.store.forget_keys(moment(USED_AT)).await?, 2);
    assert_eq!(store.store.forget_keys(moment(USED_AT)).await?, 0);
    let mut unit = town.begin().await?;
    assert_eq!(unit.earlier_use(&a_key(&town, "old")).await?, None);
    assert!(unit.earlier_use(&a_key(&town, "young")).await?.is_some());
    unit.rollback().await;
    Ok(())
}
