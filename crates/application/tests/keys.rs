//! What is done under a key, with a store that fails on cue: nothing is looked up before it has to be.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::sync::atomic::Ordering;

use application::{
    StoreError, UseCaseError,
    commands::{ContactFields, CreateContact, CreateContactError},
    ports::EarlierUse,
};
use domain::{
    AccountId, Actor, Contact, Faults, InputPath, Role,
    fault::{Fault, Invalid},
};
use mockall::Sequence;
use testkit::{
    builders::{a_contact, a_user, fresh_id},
    scripted::{self, MockWork},
};

/// Creates a contact of this name under a key, with a store that opens these units; tells how many were opened.
async fn create(
    name: &str,
    unit: impl Fn(usize) -> MockWork + Send + Sync + 'static,
) -> (Result<Contact, CreateContactError>, usize) {
    let (commands, opened) = scripted::commands(move |number| Ok(unit(number)));
    let actor = Actor {
        account: AccountId::new(fresh_id()),
        user: a_user("Anna").id,
        role: Role::Member,
    };
    let cmd = CreateContact {
        fields: ContactFields {
            name: name.to_owned(),
            ..ContactFields::default()
        },
        idempotency_key: Some("once".to_owned()),
    };
    let done = commands.create_contact(&actor, cmd).await;
    (done, opened.load(Ordering::Relaxed))
}

/// A unit that waits for whoever else uses the key, first of all.
fn that_takes_the_key(order: &mut Sequence) -> MockWork {
    let mut work = MockWork::new();
    work.expect_take_key()
        .times(1)
        .in_sequence(order)
        .returning(|_| Ok(()));
    work
}

/// A unit that does the work, looks nothing up, and ends like this.
fn that_works(commit: Result<(), StoreError>) -> MockWork {
    let mut order = Sequence::new();
    let mut work = that_takes_the_key(&mut order);
    work.expect_add_contact()
        .times(1)
        .in_sequence(&mut order)
        .returning(|_| Ok(()));
    work.expect_contact_names().returning(|_| Ok(Vec::new()));
    work.expect_record().times(1).returning(|_| Ok(()));
    work.expect_keep_result().times(1).returning(|_, _| Ok(()));
    work.expect_commit().times(1).return_once(move || commit);
    work
}

/// A unit that finds that other input was sent under the key before.
fn that_finds_another_use() -> MockWork {
    let mut work = that_takes_the_key(&mut Sequence::new());
    work.expect_earlier_use().times(1).return_once(|key| {
        Ok(Some(EarlierUse {
            input_hash: key.input_hash.map(|byte| !byte),
            result: vec![fresh_id()],
        }))
    });
    work.expect_rollback().times(1).return_once(|| ());
    work
}

/// A unit that looks for what was done under the key before, and ends.
fn that_looks(earlier: Option<&Contact>) -> MockWork {
    let mut work = that_takes_the_key(&mut Sequence::new());
    let use_of = earlier.cloned();
    work.expect_earlier_use().times(1).return_once(move |key| {
        Ok(use_of.map(|contact| EarlierUse {
            input_hash: key.input_hash,
            result: vec![contact.id.uuid()],
        }))
    });
    if let Some(contact) = earlier.cloned() {
        work.expect_contact()
            .times(1)
            .return_once(move |_| Ok(Some(contact)));
    }
    work.expect_commit().times(1).return_once(|| Ok(()));
    work
}

/// A unit whose work is refused.
fn that_is_undone() -> MockWork {
    let mut work = that_takes_the_key(&mut Sequence::new());
    work.expect_rollback().times(1).return_once(|| ());
    work
}

#[tokio::test]
async fn a_new_key_is_not_looked_up() {
    let (done, units) = create("Clara", |_| that_works(Ok(()))).await;
    assert!(done.is_ok_and(|contact| contact.details.name.as_str() == "Clara"));
    assert_eq!(units, 1);
}

#[tokio::test]
async fn where_the_key_was_used_already_the_work_is_undone_and_what_was_done_then_is_told() {
    let before = a_contact("Clara");
    let told = before.clone();
    let unit = move |attempt| match attempt {
        1 => that_works(Err(StoreError::Conflict)),
        _ => that_looks(Some(&before)),
    };
    let (done, units) = create("Clara", unit).await;
    assert_eq!(done.unwrap(), told);
    assert_eq!(units, 2);
}

#[tokio::test]
async fn a_refusal_is_told_only_if_nothing_was_done_under_the_key() {
    let before = a_contact("Clara");
    let told = before.clone();
    let unit = move |attempt| match attempt {
        1 => that_is_undone(),
        _ => that_looks(Some(&before)),
    };
    let (done, units) = create(" ", unit).await;
    assert_eq!(
        (done.unwrap(), units),
        (told, 2),
        "what a repeat is refused for it caused itself"
    );

    let unit = |attempt| match attempt {
        1 => that_is_undone(),
        _ => that_looks(None),
    };
    let (done, units) = create(" ", unit).await;
    assert!(matches!(done, Err(CreateContactError::Input(_))), "{done:?}");
    assert_eq!(units, 2);
}

#[tokio::test]
async fn a_key_of_other_input_is_told_as_such_whatever_became_of_the_work() {
    for is_refused in [true, false] {
        let unit = move |attempt| match attempt {
            1 if is_refused => that_is_undone(),
            1 => that_works(Err(StoreError::Conflict)),
            _ => that_finds_another_use(),
        };
        let (done, units) = create(if is_refused { " " } else { "Clara" }, unit).await;
        let Err(CreateContactError::Input(faults)) = done else {
            panic!("{done:?}");
        };
        let reused = Fault::Invalid(Invalid::KeyReused);
        assert_eq!(faults, Faults::one(InputPath::field("idempotency_key"), reused));
        assert_eq!(units, 2);
    }
}

#[tokio::test]
async fn a_conflict_of_another_kind_begins_the_work_anew_four_times_at_most() {
    let unit = |attempt| match attempt {
        1 => that_works(Err(StoreError::Conflict)),
        2 => that_looks(None),
        _ => that_works(Ok(())),
    };
    let (done, units) = create("Clara", unit).await;
    assert!(done.is_ok(), "{done:?}");
    assert_eq!(units, 3);

    let unit = |attempt: usize| match attempt % 2 {
        1 => that_works(Err(StoreError::Conflict)),
        _ => that_looks(None),
    };
    let (done, units) = create("Clara", unit).await;
    assert!(done.unwrap_err().is_conflict());
    assert_eq!(units, 8, "four times the work, four times a look");
}

#[tokio::test]
async fn a_failure_is_told_at_once() {
    let (done, units) = create("Clara", |_| that_works(Err(StoreError::Busy))).await;
    assert!(matches!(done.unwrap_err().store_error(), Some(StoreError::Busy)));
    assert_eq!(units, 1);
}
