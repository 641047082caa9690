//! The ledger over a database: the same suite on SQLite, and on PostgreSQL when `TONGXIN_TEST_POSTGRES` is the URL of a
//! server where databases may be made.
#![allow(clippy::unwrap_used)]

#[path = "../rules/world.rs"]
#[allow(dead_code, reason = "shared with the tests of the rules")]
mod rules_world;

#[macro_use]
#[path = "../../../../platform/storage/tests/both_databases/mod.rs"]
mod both_databases;

mod clock;
mod commands;
mod lists;
mod model;
mod tampering;
mod world;

suite! {
    commands:
        a_need_goes_from_raised_to_struck_off,
        a_resent_command_gets_the_first_answer_and_does_nothing,
        a_key_with_other_content_is_refused,
        a_refused_command_leaves_no_trace,
        nobody_acts_on_a_need_they_may_not_see,
        a_need_outside_where_the_asker_may_raise_is_refused,
        an_undo_restores_state_and_counts,
        a_merged_need_names_the_one_that_carries_on,
        a_bulk_command_does_or_refuses_each_need_for_itself,
        a_photo_is_kept_without_metadata_and_shown_only_in_scope,
        many_commands_on_one_need_at_once_leave_one_chain,
        ;
    lists:
        a_list_is_bounded_by_its_scope,
        paging_by_key_shows_each_need_once,
        filters_narrow_a_list,
        search_finds_chinese_and_english,
        what_was_given_to_the_caller_is_listed_wherever_it_is,
        counts_follow_the_needs,
        ;
    clock:
        an_overdue_need_goes_up_a_tier_by_the_clock,
        an_untouched_need_goes_up_every_24_hours_until_the_citys,
        a_tick_twice_does_nothing_more,
        two_timekeepers_at_once_do_each_thing_once_and_quietly,
        erasure_takes_the_texts_and_leaves_the_chain,
        a_need_erased_while_open_is_still_closed_and_what_was_said_since_goes_too,
        seals_follow_each_other_hourly,
        ;
    tampering:
        verify_names_a_changed_entry,
        verify_names_a_removed_entry,
        verify_names_an_inserted_entry,
        verify_names_a_changed_need,
        verify_names_a_changed_title,
        verify_names_a_removed_need,
        verify_names_an_inserted_need,
        verify_names_an_erased_body_of_a_need_that_was_not_erased,
        verify_names_a_changed_photo,
        verify_names_a_rewritten_past_by_its_seal,
        verify_names_a_need_removed_whole_by_its_seal,
        verify_names_changed_and_removed_seals_and_heads,
        verify_names_a_changed_count,
        verify_names_the_first_wrong_count_of_a_day,
        verify_bounds_what_can_not_be_counted_after_erasure,
        seals_dropped_with_all_they_sealed_are_missed_by_a_copy,
        ;
    model:
        random_commands_agree_with_a_plain_model,
        ;
}
