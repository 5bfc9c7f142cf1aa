//! The account, its users and their tokens.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use application::{StoreError, confirmation::ConfirmationKey};
use domain::{Role, TaskSettings, text::Email};

use super::{Checked, StoreUnderTest, town::Town};
use crate::builders::{a_user, an_account, an_api_token, the_beginning};

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
    let token = an_api_token(&town.bert, 3);
    town.change(async |unit| unit.add_api_token(&token).await).await?;
    let reading = town.reading();
    let signed_in = reading.user_of_token(&token.secret_hash, the_beginning()).await?;
    assert_eq!(signed_in.as_ref(), Some(&town.bert));
    assert_eq!(reading.user_of_token(&[4; 32], the_beginning()).await?, None);
    reading.close().await;
    let mut bert = town.bert.clone();
    bert.is_active = false;
    town.change(async |unit| unit.put_user(&bert).await).await?;
    assert_eq!(
        reading.user_of_token(&token.secret_hash, the_beginning()).await?,
        None
    );
    reading.close().await;
    Ok(())
}

pub async fn a_secret_belongs_to_one_token(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut unit = town.begin().await?;
    unit.add_api_token(&an_api_token(&town.bert, 3)).await?;
    let taken = unit.add_api_token(&an_api_token(&town.anna, 3)).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
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
