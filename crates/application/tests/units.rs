//! Committing, rolling back and trying again, with a store that fails on cue.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::sync::atomic::Ordering;

use application::{
    StoreError, UseCaseError,
    commands::{Authority, UpdateUser, UpdateUserError},
};
use domain::{AccountId, User};
use testkit::{
    builders::{a_user, fresh_id},
    scripted::{self, MockWork},
};

/// Deactivates a user of a store that opens these units, one per attempt; tells how many were opened.
async fn deactivate(
    unit: impl Fn(usize) -> Result<MockWork, StoreError> + Send + Sync + 'static,
) -> (Result<User, UpdateUserError>, usize) {
    let (commands, opened) = scripted::commands(unit);
    let user = a_user("Bert");
    let cmd = UpdateUser::activity(Authority::Operator(AccountId::new(fresh_id())), user.id, false);
    let done = commands.update_user(cmd).await;
    (done, opened.load(Ordering::Relaxed))
}

/// A unit that finds the user, stores the change and ends like this.
fn that_ends(commit: Result<(), StoreError>) -> MockWork {
    let mut work = MockWork::new();
    work.expect_lock_active_admins().returning(|| Ok(Vec::new()));
    work.expect_user_to_change()
        .times(1)
        .returning(|_| Ok(Some(a_user("Bert"))));
    work.expect_put_user().times(1).returning(|_| Ok(()));
    work.expect_record().times(1).returning(|_| Ok(()));
    work.expect_commit().times(1).return_once(move || commit);
    work
}

/// A unit whose first step fails, and which is rolled back.
fn that_fails(error: StoreError) -> MockWork {
    let mut work = MockWork::new();
    work.expect_lock_active_admins().returning(|| Ok(Vec::new()));
    work.expect_user_to_change()
        .times(1)
        .return_once(move |_| Err(error));
    work.expect_rollback().times(1).return_once(|| ());
    work
}

#[tokio::test]
async fn what_succeeds_is_committed_once() {
    let (done, units) = deactivate(|_| Ok(that_ends(Ok(())))).await;
    assert!(done.is_ok_and(|user| !user.is_active));
    assert_eq!(units, 1);
}

#[tokio::test]
async fn after_two_conflicts_the_third_attempt_succeeds() {
    let unit = |attempt| match attempt {
        1 => Ok(that_fails(StoreError::Conflict)),
        2 => Ok(that_ends(Err(StoreError::Conflict))),
        _ => Ok(that_ends(Ok(()))),
    };
    let (done, units) = deactivate(unit).await;
    assert!(done.is_ok(), "{done:?}");
    assert_eq!(units, 3);
}

#[tokio::test]
async fn a_conflict_without_end_is_told_after_four_attempts() {
    let (done, units) = deactivate(|_| Ok(that_ends(Err(StoreError::Conflict)))).await;
    let error = done.unwrap_err();
    assert!(
        matches!(error.store_error(), Some(StoreError::Conflict)),
        "{error:?}"
    );
    assert_eq!(units, 4);
}

#[tokio::test]
async fn a_store_that_is_busy_is_told_at_once() {
    let (done, units) = deactivate(|_| Err(StoreError::Busy)).await;
    assert!(matches!(done.unwrap_err().store_error(), Some(StoreError::Busy)));
    assert_eq!(units, 1);
    let (done, units) = deactivate(|_| Ok(that_fails(StoreError::Busy))).await;
    assert!(matches!(done.unwrap_err().store_error(), Some(StoreError::Busy)));
    assert_eq!(units, 1);
}

#[tokio::test]
async fn a_commit_that_fails_is_told_and_not_tried_again() {
    for error in [StoreError::Busy, StoreError::broken("disk full")] {
        let expected = format!("{error:?}");
        let (done, units) = deactivate(move |_| Ok(that_ends(Err(error.clone())))).await;
        let error = done.unwrap_err();
        assert_eq!(
            error.store_error().map(|error| format!("{error:?}")),
            Some(expected)
        );
        assert_eq!(units, 1);
    }
}

#[tokio::test]
async fn what_the_use_case_refuses_is_rolled_back() {
    let refusing = |_| {
        let mut work = MockWork::new();
        work.expect_lock_active_admins().returning(|| Ok(Vec::new()));
        work.expect_lock_active_admins().returning(|| Ok(Vec::new()));
        work.expect_user_to_change().times(1).returning(|_| Ok(None));
        work.expect_rollback().times(1).return_once(|| ());
        Ok(work)
    };
    let (done, units) = deactivate(refusing).await;
    assert!(matches!(done, Err(UpdateUserError::Input(_))));
    assert_eq!(units, 1);
}
