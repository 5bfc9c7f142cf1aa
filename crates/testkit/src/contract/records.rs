//! Contacts and deals.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use application::StoreError;
use domain::{
    ContactId, DealId, DealStatus, Money,
    text::{Company, DealName, Email, ExternalId, PersonName, Phone, Stage},
};

use super::{Checked, StoreUnderTest, town::Town};
use crate::builders::{a_contact, a_deal, fresh_id, moment};

fn external(id: &str) -> Option<ExternalId> {
    ExternalId::parse(id).ok()
}

pub async fn contacts_are_stored_as_they_are(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut full = town.clara.clone();
    full.details.name = PersonName::parse("Clara =1+1 <b> 'x").expect("a name");
    full.details.email = Email::parse("Clara@Sued.example").ok();
    full.details.phone = Phone::parse("+49 30 123").ok();
    full.details.company = Company::parse("Süd & Söhne").ok();
    full.details.owner = Some(town.bert.id);
    full.details.external_id = external("crm-1");
    (full.version, full.updated_at) = (full.version.next(), moment("2026-02-03T04:05:06.789012Z"));
    let mut unit = town.begin().await?;
    unit.put_contact(&full).await?;
    assert_eq!(unit.contact(full.id).await?.as_ref(), Some(&full));
    unit.commit().await?;
    let reading = town.reading();
    let found = reading
        .contacts_by_id(&[full.id, ContactId::new(fresh_id())])
        .await?;
    assert_eq!(found, [full], "and nothing for an unknown id");
    reading.close().await;
    town.change(async |unit| unit.put_contact(&town.clara).await)
        .await?;
    assert_eq!(reading.contacts_by_id(&[town.clara.id]).await?, [town.clara]);
    reading.close().await;
    Ok(())
}

pub async fn deals_are_stored_as_they_are(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let reading = town.reading();
    for (amount, status) in [
        ("1499.90", DealStatus::Won),
        ("-999999999999999.9999", DealStatus::Lost),
        ("5", DealStatus::Open),
    ] {
        let mut full = town.deal.clone();
        full.details.name = DealName::parse("Förderband \\ %").expect("a name");
        let amount = Money::parse_amount(amount).expect("an amount");
        full.details.value = Some(Money::restore(amount, "EUR".to_owned()));
        full.details.stage = Stage::parse("Angebot").ok();
        full.details.status = status;
        full.details.owner = Some(town.bert.id);
        full.details.external_id = external("crm-1");
        let mut unit = town.begin().await?;
        unit.put_deal(&full).await?;
        assert_eq!(unit.deal(full.id).await?.as_ref(), Some(&full));
        unit.commit().await?;
        let found = reading.deals_by_id(&[full.id, DealId::new(fresh_id())]).await?;
        let written = |deal: &domain::Deal| {
            deal.details
                .value
                .as_ref()
                .map(|value| value.amount().to_string())
        };
        assert_eq!(
            found.first().and_then(written),
            written(&full),
            "with its decimals"
        );
        assert_eq!(found, [full]);
        reading.close().await;
    }
    Ok(())
}

pub async fn an_external_id_belongs_to_one_contact(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (mut first, mut second) = (a_contact("Emil"), a_contact("Frida"));
    first.details.external_id = external("a");
    let mut unit = town.begin().await?;
    unit.add_contact(&first).await?;
    unit.add_contact(&second).await?;
    let id = external("a").expect("an id");
    assert_eq!(unit.contact_with_external_id(&id).await?, Some(first.id));
    let upper = external("A").expect("an id");
    assert_eq!(
        unit.contact_with_external_id(&upper).await?,
        None,
        "an id, not a word"
    );
    second.details.external_id = external("a");
    let taken = unit.put_contact(&second).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    unit.rollback().await;
    let mut unit = town.begin().await?;
    unit.add_contact(&first).await?;
    let taken = unit.add_contact(&second).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    unit.rollback().await;
    Ok(())
}

pub async fn an_external_id_belongs_to_one_deal(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (mut first, mut second) = (a_deal("Kran"), a_deal("Lift"));
    first.details.external_id = external("a");
    let mut unit = town.begin().await?;
    unit.add_deal(&first).await?;
    unit.add_deal(&second).await?;
    let id = external("a").expect("an id");
    assert_eq!(unit.deal_with_external_id(&id).await?, Some(first.id));
    second.details.external_id = external("a");
    let taken = unit.put_deal(&second).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    unit.rollback().await;
    let mut unit = town.begin().await?;
    unit.add_deal(&first).await?;
    let taken = unit.add_deal(&second).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    unit.rollback().await;
    Ok(())
}

pub async fn names_are_told_of_those_that_exist(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut unit = town.begin().await?;
    let names = unit
        .contact_names(&[ContactId::new(fresh_id()), town.clara.id])
        .await?;
    assert_eq!(names, [(town.clara.id, "Clara Süß".to_owned())]);
    let names = unit.deal_names(&[DealId::new(fresh_id()), town.deal.id]).await?;
    assert_eq!(names, [(town.deal.id, "Förderband".to_owned())]);
    unit.rollback().await;
    Ok(())
}

pub async fn contacts_are_saved_by_their_external_ids(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (mut first, mut second) = (a_contact("Emil"), a_contact("Frida"));
    first.details.external_id = external("b");
    second.details.external_id = external("a");
    town.change(async |unit| unit.save_contacts(&[first.clone()]).await)
        .await?;
    first.details.name = PersonName::parse("Emilia").expect("a name");
    first.details.owner = Some(town.bert.id);
    (first.version, first.updated_at) = (first.version.next(), moment("2026-02-03T04:05:06Z"));
    let mut unit = town.begin().await?;
    unit.save_contacts(&[first.clone(), second.clone()]).await?;
    let ids = ["a", "A", "b", "c"].map(|id| external(id).expect("an id"));
    let mut found = unit.contacts_with_external_ids(&ids).await?;
    let mut expected = [first.clone(), second.clone()];
    expected.sort_by_key(|contact| contact.id);
    assert_eq!(found, expected, "by id");
    found.clear();
    assert_eq!(unit.contacts_with_external_ids(&[]).await?, found);
    unit.save_contacts(&[]).await?;
    unit.commit().await?;
    let mut unit = town.begin().await?;
    let mut third = a_contact("Gerd");
    third.details.external_id = external("a");
    let taken = unit.save_contacts(&[first, third]).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    unit.rollback().await;
    Ok(())
}

pub async fn deals_are_saved_by_their_external_ids(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (mut first, mut second) = (a_deal("Emil"), a_deal("Frida"));
    first.details.external_id = external("b");
    second.details.external_id = external("a");
    town.change(async |unit| unit.save_deals(&[first.clone()]).await)
        .await?;
    first.details.name = DealName::parse("Emilia").expect("a name");
    first.details.owner = Some(town.bert.id);
    (first.version, first.updated_at) = (first.version.next(), moment("2026-02-03T04:05:06Z"));
    let mut unit = town.begin().await?;
    unit.save_deals(&[first.clone(), second.clone()]).await?;
    let ids = ["a", "A", "b", "c"].map(|id| external(id).expect("an id"));
    let mut found = unit.deals_with_external_ids(&ids).await?;
    let mut expected = [first.clone(), second.clone()];
    expected.sort_by_key(|deal| deal.id);
    assert_eq!(found, expected, "by id");
    found.clear();
    assert_eq!(unit.deals_with_external_ids(&[]).await?, found);
    unit.save_deals(&[]).await?;
    unit.commit().await?;
    let mut unit = town.begin().await?;
    let mut third = a_deal("Gerd");
    third.details.external_id = external("a");
    let taken = unit.save_deals(&[first, third]).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    unit.rollback().await;
    Ok(())
}
