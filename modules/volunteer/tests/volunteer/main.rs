//! Volunteers over real databases and through real HTTP, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

#[macro_use]
#[path = "../../../../platform/storage/tests/both_databases/mod.rs"]
mod both_databases;
#[path = "../../../../platform/web/tests/browser/mod.rs"]
mod browser;
mod coming;
mod crew;
mod figures;
#[allow(dead_code)]
#[path = "../../../../platform/sms/tests/sms/gateway.rs"]
mod gateway;
mod goods;
#[path = "../../../ledger/tests/harbour/mod.rs"]
mod harbour;
mod importing;
mod joining;
mod keeping;
mod matching;
mod pages;
mod placing;
mod reminding;
mod teams;
mod texts;
#[allow(dead_code)]
mod world;

suite! {
    joining: somebody_registers_without_an_account_and_the_community_verifies_them,
        what_cant_be_is_told_by_field_and_nobody_is_registered,
        nobody_is_registered_twice_and_a_lost_link_is_replaced,
        what_others_rely_on_is_looked_at_anew_when_it_changes,
        other_communities_see_no_volunteer_of_this_one,;
    importing: a_platforms_export_is_registered_whole_and_whom_it_knew_is_named,
        a_workbook_with_other_headings_is_registered_and_what_was_not_read_is_named,
        each_bad_row_is_told_and_nobody_is_registered,;
    reminding: whoever_works_tomorrow_is_reminded_once_and_gives_the_place_back_by_two_words,
        whoever_gets_a_place_after_the_evenings_round_is_reminded_at_once_and_once,
        a_kept_place_stays_and_a_reply_for_somebody_else_changes_nothing,
        whoever_registered_in_english_is_reminded_in_english,
        only_the_gateway_brings_replies,
        without_a_gateway_nothing_is_queued,
        a_stop_lasts_as_long_as_whoever_said_it_is_there,;
    placing: places_are_taken_waited_for_and_handed_on,
        minors_and_those_without_cover_go_into_no_controlled_building,
        a_skill_is_asked_for_and_rest_is_kept,
        two_who_reach_for_the_last_place_never_both_have_it,
        whoever_is_refused_later_leaves_their_places_to_others,
        places_that_somebody_may_have_no_longer_go_to_others_and_they_are_told_why,
        whoever_is_insured_no_longer_in_the_middle_of_a_shift_sees_no_door_any_more,
        whatever_people_do_no_place_is_held_twice_or_left_empty_while_somebody_waits,
        an_errands_door_is_seen_by_its_holder_only_while_they_have_it,
        a_shift_that_is_called_off_lets_everybody_go,
        an_errand_that_nobody_did_is_a_need_of_its_door,
        the_errands_of_a_shift_that_is_called_off_are_needs,
        an_errand_in_hand_is_seen_and_finished_however_late_and_is_a_need_no_longer,
        an_errand_that_somebody_else_saw_to_leaves_the_hand_of_whoever_has_it,
        whoever_may_no_longer_help_has_no_errand_of_a_shift_that_is_over,
        whoever_is_refused_in_the_middle_of_a_shift_sees_no_door_any_more,;
    coming: a_shift_is_checked_in_and_out_of_and_its_hours_are_written_down,
        a_wrong_clock_a_wrong_person_and_a_wrong_code_are_refused_in_words,
        a_phone_without_a_signal_says_it_later_and_nothing_is_lost,
        a_list_on_paper_is_keyed_in_after_the_shift_and_who_did_stands_beside_the_hours,
        a_shift_across_midnight_and_the_clock_change_counts_its_real_hours,
        hours_are_corrected_only_with_a_reason_that_stays,
        a_certificate_is_checked_by_anybody_and_a_changed_one_is_not_good,;
    keeping: a_shift_that_lacks_people_is_a_need_until_it_is_filled,
        a_need_ends_when_its_shift_is_over_or_called_off,
        whoever_leaves_is_erased_and_their_places_go_to_others,
        a_record_that_nobody_needs_is_erased_on_its_day,;
    matching: people_are_asked_by_the_rule_and_answer_on_their_own_page,
        a_near_shift_is_proposed_however_many_begin_sooner_far_away,
        whoever_declined_a_whole_places_match_makes_room_for_another,
        a_place_that_was_given_up_tires_nobody_and_is_no_time_to_ask_for_another,
        hours_that_somebody_did_not_stay_for_are_free_again,
        a_whole_place_is_matched_once_and_nobody_is_asked_twice,;
    figures: a_days_shifts_are_counted_and_its_list_has_exactly_those,;
    teams: a_leader_sees_the_teams_shifts_and_says_who_came,;
    goods: goods_are_counted_and_none_is_given_out_that_is_not_there,;
    pages: from_sign_up_to_certificate_without_scripts,
        the_desks_pages_open_and_say_what_is_missing,
        only_whoever_wants_stands_on_the_wall,
        a_calendar_reminds_and_names_no_door,;
}
