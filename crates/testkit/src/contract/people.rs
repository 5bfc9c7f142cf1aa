//! The account, its users and their tokens.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use application::{StoreError, confirmation::ConfirmationKey, page::PageRequest, ports::SignedIn};
use domain::{
    ApiTokenId, Due, Role, TaskSettings, TimeZone,
    text::{AccountName, Email},
};

use super::{Checked, StoreUnderTest, town::Town};
use crate::builders::{a_user, an_account, an_api_token, berlin, fresh_id, moment, the_beginning};

pub async fn an_account_starts_switched_off(store: &StoreUnderTest) -> Checked {
    let (account, key) = (an_account(), ConfirmationKey::new([42; 64]));
    let mut unit = store.store.begin(account.id).await?;
    unit.add_account(&account, &key).await?;
    unit.commit().await?;
    let mut unit = store.store.begin(account.id).await?;
    assert_eq!(unit.account().await?.as_ref(), Some(&account));
    assert_eq!(unit.settings().await?, TaskSettings::new());
    assert_eq!(unit.confirmation_key().await?, key);
    unit.rollback().await;
    let reading = store.reads.open(account.id);
    assert_eq!(reading.account().await?.as_ref(), Some(&account));
    assert_eq!(reading.settings().await?, TaskSettings::new());
    assert_eq!(reading.confirmation_key().await?, key);
    reading.close().await;
    Ok(())
}

pub async fn an_account_exists_once(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut unit = town.begin().await?;
    let again = unit
        .add_account(&town.account, &ConfirmationKey::new([1; 64]))
        .await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    unit.rollback().await;
    Ok(())
}

pub async fn a_user_is_stored_as_they_are(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut changed = town.bert.clone();
    (changed.is_active, changed.role, changed.version) = (false, Role::Admin, changed.version.next());
    let mut unit = town.begin().await?;
    assert_eq!(unit.user(town.bert.id).await?.as_ref(), Some(&town.bert));
    unit.put_user(&changed).await?;
    let key = Email::parse("BERT@nord.EXAMPLE").expect("an address").key();
    assert_eq!(
        unit.user_with_email(&key).await?.as_ref(),
        Some(&changed),
        "by the folded address"
    );
    let key = Email::parse("nobody@nord.example").expect("an address").key();
    assert_eq!(unit.user_with_email(&key).await?, None);
    unit.commit().await?;
    let reading = town.reading();
    assert_eq!(reading.users_by_id(&[changed.id]).await?, [changed]);
    reading.close().await;
    Ok(())
}

pub async fn an_address_belongs_to_one_user(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut other = a_user("Other");
    other.email = Email::parse("ANNA@nord.example").expect("an address");
    let mut unit = town.begin().await?;
    let taken = unit.add_user(&other).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    unit.rollback().await;
    let mut bert = town.bert.clone();
    bert.email = other.email;
    let mut unit = town.begin().await?;
    let taken = unit.put_user(&bert).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    unit.rollback().await;
    Ok(())
}

pub async fn a_token_signs_in_its_active_user(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let token = an_api_token(&town.bert);
    town.change(async |unit| unit.add_api_token(&token, &[3; 32]).await)
        .await?;
    let reading = town.reading();
    let signed_in = reading.signed_in(&[3; 32], the_beginning()).await?;
    let expected = SignedIn {
        user: town.bert.clone(),
        token,
    };
    assert_eq!(signed_in.as_ref(), Some(&expected));
    assert_eq!(reading.signed_in(&[4; 32], the_beginning()).await?, None);
    reading.close().await;
    let alone = async |secret| {
        let found = store.reads.signed_in(town.account.id, &secret, the_beginning());
        found.await
    };
    assert_eq!(alone([3; 32]).await?, Some(expected), "without a reading");
    assert_eq!(alone([4; 32]).await?, None);
    let mut bert = town.bert.clone();
    bert.is_active = false;
    town.change(async |unit| unit.put_user(&bert).await).await?;
    assert_eq!(reading.signed_in(&[3; 32], the_beginning()).await?, None);
    assert_eq!(alone([3; 32]).await?, None);
    reading.close().await;
    Ok(())
}

pub async fn a_token_works_until_it_expires_or_is_revoked(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let end = moment("2026-03-01T10:00:00Z");
    let mut expiring = an_api_token(&town.bert);
    expiring.expires_at = Some(end);
    let mut revoked = an_api_token(&town.bert);
    town.change(async |unit| {
        unit.add_api_token(&expiring, &[1; 32]).await?;
        unit.add_api_token(&revoked, &[2; 32]).await
    })
    .await?;
    let reading = town.reading();
    let last = end - jiff::SignedDuration::from_micros(1);
    assert!(reading.signed_in(&[1; 32], last).await?.is_some());
    assert!(reading.signed_in(&[1; 32], end).await?.is_none());
    reading.close().await;
    revoked.revoked_at = Some(end);
    town.change(async |unit| {
        assert_eq!(unit.api_token(expiring.id).await?.as_ref(), Some(&expiring));
        assert_eq!(unit.api_token(ApiTokenId::new(fresh_id())).await?, None);
        unit.put_api_token(&revoked).await
    })
    .await?;
    assert!(reading.signed_in(&[2; 32], last).await?.is_none());
    reading.close().await;
    Ok(())
}

pub async fn the_last_use_of_a_token_is_noted(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let token = an_api_token(&town.bert);
    let [early, late] = ["2026-02-01T09:00:00Z", "2026-02-01T10:00:00Z"].map(moment);
    town.change(async |unit| {
        unit.add_api_token(&token, &[1; 32]).await?;
        unit.note_token_use(token.id, late).await?;
        unit.note_token_use(token.id, early).await?;
        assert_eq!(
            unit.api_token(token.id)
                .await?
                .and_then(|token| token.last_used_at),
            Some(late)
        );
        unit.note_token_use(ApiTokenId::new(fresh_id()), late).await
    })
    .await
}

pub async fn tokens_are_listed_newest_first(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut tokens = [
        an_api_token(&town.bert),
        an_api_token(&town.anna),
        an_api_token(&town.bert),
    ];
    for (token, minutes) in tokens.iter_mut().zip(0..) {
        token.created_at = the_beginning() + jiff::SignedDuration::from_mins(minutes);
    }
    town.change(async |unit| {
        for (token, secret) in tokens.iter().zip(1..) {
            unit.add_api_token(token, &[secret; 32]).await?;
        }
        Ok(())
    })
    .await?;
    let [first, second, third] = tokens;
    let reading = town.reading();
    let page = reading.api_tokens(None, &PageRequest::first(2)).await?;
    assert_eq!(
        (page.items, page.has_next_page),
        (vec![third.clone(), second.clone()], true)
    );
    let page = reading
        .api_tokens(Some(town.bert.id), &PageRequest::first(9))
        .await?;
    assert_eq!(page.items, [third, first.clone()]);
    assert_eq!(reading.api_token_count(None).await?, 3);
    assert_eq!(reading.api_token_count(Some(town.anna.id)).await?, 1);
    let found = reading
        .api_tokens_by_id(&[first.id, ApiTokenId::new(fresh_id())])
        .await?;
    assert_eq!(found, [first]);
    reading.close().await;
    Ok(())
}

pub async fn a_secret_belongs_to_one_token(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut unit = town.begin().await?;
    unit.add_api_token(&an_api_token(&town.bert), &[3; 32]).await?;
    let taken = unit.add_api_token(&an_api_token(&town.anna), &[3; 32]).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    unit.rollback().await;
    Ok(())
}

pub async fn active_admins_are_told(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut away = a_user("Zora");
    (away.role, away.is_active) = (Role::Admin, false);
    let mut second = a_user("Yves");
    second.role = Role::Admin;
    let mut unit = town.begin().await?;
    unit.add_user(&away).await?;
    unit.add_user(&second).await?;
    let mut expected = vec![town.anna.id, second.id];
    expected.sort();
    assert_eq!(unit.lock_active_admins().await?, expected);
    assert_eq!(unit.user_to_change(second.id).await?, Some(second));
    unit.rollback().await;
    Ok(())
}

pub async fn a_changed_account_is_stored(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut account = town.account.clone();
    account.name = AccountName::parse("Südwind").expect("a name");
    account.time_zone = TimeZone::parse("Asia/Kolkata").expect("a zone");
    town.change(async |unit| {
        assert_eq!(unit.account_to_change().await?.as_ref(), Some(&town.account));
        unit.put_account(&account).await
    })
    .await?;
    let reading = town.reading();
    assert_eq!(reading.account().await?, Some(account));
    reading.close().await;
    Ok(())
}

pub async fn midnights_move_for_open_tasks_due_on_a_day(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (day, at) = (jiff::civil::date(2026, 2, 2), moment("2026-02-02T12:00:00Z"));
    let mut tasks = Vec::new();
    for due in [Some(Due::On(day)), Some(Due::On(day)), Some(Due::At(at)), None] {
        let mut task = town.a_call("Call");
        (task.due, task.overdue_from) = (due, due.and_then(|due| due.overdue_from(&berlin())));
        tasks.push(task);
    }
    let [mut done, open, at_moment, undue] = <[_; 4]>::try_from(tasks).expect("four");
    town.add_tasks(&[open.clone(), at_moment.clone(), undue.clone()])
        .await?;
    town.add_completed(&mut done, None, &town.anna, the_beginning())
        .await?;
    let moved = moment("2026-02-02T18:30:00Z");
    let mut unit = town.begin().await?;
    assert_eq!(unit.due_days_of_open_tasks().await?, [day]);
    unit.put_overdue_from(&[(day, moved)].into()).await?;
    let ids = [done.id, open.id, at_moment.id, undue.id];
    let mut seen = Vec::new();
    for id in ids {
        seen.push(unit.task(id).await?.and_then(|task| task.overdue_from));
    }
    assert_eq!(seen, [done.overdue_from, Some(moved), Some(at), None]);
    unit.put_overdue_from(&[].into()).await?;
    unit.rollback().await;
    Ok(())
}

pub async fn names_of_users_are_told(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut unit = town.begin().await?;
    let nobody = domain::UserId::new(crate::builders::fresh_id());
    let mut names = unit.user_names(&[town.bert.id, nobody, town.anna.id]).await?;
    names.sort();
    let name = |user: &domain::User| (user.id, user.name.as_str().to_owned());
    let mut expected = [name(&town.anna), name(&town.bert)];
    expected.sort();
    assert_eq!(names, expected);
    unit.rollback().await;
    Ok(())
}

pub async fn several_users_are_read_at_once(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut unit = town.begin().await?;
    let wanted = [
        town.bert.id,
        domain::UserId::new(crate::builders::fresh_id()),
        town.anna.id,
    ];
    let mut found = unit.users(&wanted).await?;
    found.sort_by_key(|user| user.role);
    assert_eq!(found, [town.bert.clone(), town.anna.clone()]);
    assert_eq!(unit.users(&[]).await?, []);
    unit.rollback().await;
    Ok(())
}
