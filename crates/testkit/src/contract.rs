//! The contract of `Store` and `Reads`, once: every sentence of the ports as a behaviour that each adapter shows.
//!
//! Behaviours promise nothing about what the contract leaves open: whether a second unit waits in `begin` or at the
//! first locked row, for example.

pub mod catalogue;
pub mod catalogue_removal;
pub mod completing;
pub mod due_states;
pub mod erasure;
pub mod feed;
mod five_completions;
pub mod history;
pub mod idempotency;
pub mod isolation;
pub mod lists;
pub mod pages;
pub mod people;
pub mod records;
pub mod report;
pub mod report_basis;
pub mod report_conditions;
pub mod report_zones;
pub mod task_lists;
pub mod tasks;
pub mod town;
pub mod units;
pub mod waiting;

use std::sync::Arc;

use application::{
    StoreError,
    ports::{Reads, Store},
};

/// How a behaviour ends: what the store refuses unexpectedly is told, everything else asserted.
pub type Checked = Result<(), StoreError>;

/// One store from both sides; empty at first.
#[derive(Clone)]
pub struct StoreUnderTest {
    /// The write side.
    pub store: Arc<dyn Store>,
    /// The read side.
    pub reads: Arc<dyn Reads>,
}

impl StoreUnderTest {
    /// An adapter that implements both ports.
    pub fn of(both: impl Store + Reads + 'static) -> Self {
        let both = Arc::new(both);
        let store: Arc<dyn Store> = both.clone();
        Self { store, reads: both }
    }
}

/// One test per behaviour, each on a store of its own: `store_contract!(async { MemoryStore::new() });`
///
/// The expression is a future of an empty store that implements `Store` and `Reads`.
#[macro_export]
macro_rules! store_contract {
    ($store:expr) => {
        $crate::store_contract! { @each $store;
            units: rolled_back_work_leaves_no_trace, dropped_work_leaves_no_trace, a_unit_sees_its_own_steps,
                a_reading_shows_one_moment_until_it_is_closed, after_a_failed_step_nothing_is_committed,
                a_change_of_what_does_not_exist_fails;
            waiting: whoever_waits_for_the_settings_sees_the_change,
                whoever_waits_for_a_task_type_sees_the_change, whoever_waits_for_an_outcome_sees_the_change,
                whoever_waits_for_a_contact_sees_the_change, whoever_waits_for_a_deal_sees_the_change,
                whoever_waits_for_a_task_sees_how_it_was_completed,
                whoever_wants_to_open_a_task_waits_for_the_archiving_of_its_type,
                whoever_archives_a_type_waits_for_tasks_being_opened_in_it;
            isolation: another_account_sees_nothing_of_this_one, a_unit_of_another_account_finds_nothing,
                two_accounts_may_use_the_same_keys, an_account_that_does_not_exist_is_empty;
            people: an_account_starts_switched_off, an_account_exists_once, a_user_is_stored_as_they_are,
                an_address_belongs_to_one_user, a_token_signs_in_its_active_user, a_secret_belongs_to_one_token, names_of_users_are_told, several_users_are_read_at_once,
                a_token_works_until_it_expires_or_is_revoked, the_last_use_of_a_token_is_noted,
                tokens_are_listed_newest_first, active_admins_are_told, a_changed_account_is_stored,
                midnights_move_for_open_tasks_due_on_a_day;
            catalogue: task_types_come_in_display_order, a_name_belongs_to_one_task_type,
                outcomes_come_by_id, a_label_belongs_to_one_outcome, settings_are_stored_with_their_matrix,
                the_rule_of_completing_follows_the_settings, who_offers_what_follows_the_matrix,
                the_catalogue_holds_what_is_archived;
            catalogue_removal: an_outcome_is_stored_as_it_is, what_was_merged_counts_for_the_other_one,
                usage_counts_current_completions, an_outcome_in_use_is_not_deleted, an_unused_outcome_is_deleted;
            idempotency: a_key_tells_what_was_done_under_it, a_key_is_one_users_for_one_use_case,
                a_key_under_which_nothing_was_kept_is_free, whoever_takes_the_same_key_waits_for_what_is_done_under_it,
                a_key_that_counts_is_not_kept_again,
                a_key_no_longer_counts_once_it_has_expired, old_keys_of_all_accounts_are_forgotten;
            records: contacts_are_stored_as_they_are, deals_are_stored_as_they_are,
                an_external_id_belongs_to_one_contact, an_external_id_belongs_to_one_deal,
                names_are_told_of_those_that_exist, contacts_are_saved_by_their_external_ids,
                deals_are_saved_by_their_external_ids;
            erasure: an_erased_contact_is_gone_and_what_was_done_still_counts, an_erased_contact_leaves_no_text_in_the_history,
                whoever_waits_for_a_held_contact_erases_it_after;
            tasks: tasks_are_stored_as_they_are, many_tasks_are_changed_at_once, open_tasks_of_a_type_come_by_id,
                a_task_has_one_current_completion, a_reopened_task_is_completed_anew,
                a_completion_is_superseded_once, several_tasks_are_read_and_completed_at_once, a_deleted_task_is_gone_and_its_history_stays, what_switching_off_would_touch_is_counted;
            completing: a_task_to_complete_comes_with_its_rule_and_a_name, a_task_is_stored_as_completed_if_it_is_as_it_was_read,
                a_task_that_is_overdue_from_another_moment_is_not_as_it_was_read, a_task_is_not_completed_by_rules_that_were_changed, a_task_about_whoever_was_erased_meanwhile_is_not_completed,
                whoever_completes_what_is_being_changed_waits_and_is_told;
            lists: users_come_by_folded_name, contacts_come_by_folded_name, deals_come_by_folded_name,
                task_types_are_listed_in_display_order, outcomes_come_in_every_order, outcomes_fit_every_filter,
                what_was_typed_is_found_folded;
            task_lists: tasks_come_in_every_order, tasks_fit_every_condition, conditions_hold_together,
                conditions_on_the_completion_choose_completed_tasks;
            due_states: open_tasks_are_told_by_where_their_due_time_stands;
            history: entries_are_stored_as_they_are, entries_come_in_both_orders, entries_fit_who_when_and_what,
                entries_fit_what_they_are_about, entries_have_all_words_of_a_search,
                a_subject_and_a_task_have_a_history_of_their_own;
            feed: what_is_committed_is_told_to_everyone_who_follows, what_is_undone_is_not_told,
                what_another_account_commits_is_not_told, a_reading_shows_what_was_told,
                both_sides_of_a_change_are_told_as_they_were, who_takes_nothing_is_cut_off_and_holds_up_nobody;
            report: an_empty_report_is_zero, totals_count_current_completions, groups_count_every_dimension,
                days_and_weeks_are_those_of_the_zone, two_dimensions_add_up_to_each;
            report_basis: sentiments_are_those_of_today, what_was_recorded_counts_as_recorded;
            report_conditions: every_condition_holds_for_the_report, groups_drill_down_to_what_they_count;
            report_zones: days_and_weeks_are_right_in_all_zones;
        }
    };
    (@each $store:expr; $($subject:ident: $($behaviour:ident),+;)+) => {$($(
        #[::tokio::test]
        async fn $behaviour() -> $crate::contract::Checked {
            let store = $crate::contract::StoreUnderTest::of($store.await);
            $crate::contract::$subject::$behaviour(&store).await
        }
    )+)+};
}
