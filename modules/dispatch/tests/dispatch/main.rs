//! Dispatch over real databases and through real HTTP, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

#[macro_use]
#[path = "../../../../platform/storage/tests/both_databases/mod.rs"]
mod both_databases;
mod again;
#[path = "../../../../platform/web/tests/browser/mod.rs"]
mod browser;
mod closed_ways;
mod delays;
mod desk;
#[allow(dead_code)]
mod firm;
mod foot_runs;
mod hand_out;
#[path = "../../../ledger/tests/harbour/mod.rs"]
mod harbour;
#[path = "../../../pass/tests/keyring/mod.rs"]
mod keyring;
mod loads;
mod misses;
mod paper;
mod passes;
mod plan_pages;
mod rests;
mod rides;
mod run_pages;
#[allow(dead_code)]
#[path = "../travel/service.rs"]
mod service;
mod sheet;
mod shifts;
mod steps;
mod transfers;
#[allow(dead_code)]
mod world;

suite! {
    sheet: a_link_opens_its_run_and_nothing_else,
        a_sheet_tells_all_that_is_needed_at_a_door_but_no_code,
        an_unchanged_sheet_is_not_sent_again,
        doors_are_shown_while_the_run_is_open_and_no_longer,
        doors_come_with_the_runs_day_and_go_with_it,
        a_run_that_is_out_at_midnight_keeps_its_doors_until_it_is_over,
        a_new_link_ends_the_old_one,
        a_link_opens_nothing_long_before_and_after_its_run,
        a_map_holds_the_districts_around_the_run,;
    steps: a_run_goes_its_whole_way_in_the_drivers_hand,
        what_is_said_twice_under_one_key_happens_once,
        steps_that_waited_for_a_signal_count_when_they_happened,
        a_wrong_code_is_refused_and_counted,
        orders_that_are_not_packed_stay_behind,
        what_a_household_confirmed_itself_keeps_no_run_open,
        an_order_of_another_run_is_none_of_ones_own,
        a_photo_shows_where_an_order_was_put_down,
        what_a_driver_did_is_told_with_the_run,;
    misses: a_run_that_is_stuck_before_its_next_stop_is_late_before_it_is,
        a_stop_that_was_passed_over_makes_the_others_no_later,
        a_door_that_confirmed_itself_makes_the_others_no_later,
        what_a_breakdown_stops_and_no_plan_takes_over_is_a_need,
        what_a_plan_takes_over_in_time_is_no_need,
        shortly_before_it_is_due_a_breakdown_is_said_sooner,
        orders_of_a_run_that_broke_down_before_it_left_are_needs_too,;
    transfers: a_transfer_is_sent_brought_and_counted_by_whoever_receives_it,
        what_is_short_or_comes_back_stands_in_the_books,
        a_transfer_that_was_sent_by_hand_goes_with_its_run,
        a_transfer_that_is_no_longer_wanted_stays_behind,
        a_transfer_on_a_broken_vehicle_is_fetched_from_there,
        a_transfer_that_will_be_late_is_said_to_whoever_waits,;
    delays: a_delay_is_told_to_the_household_and_to_its_steward,
        a_run_that_leaves_late_is_expected_later_at_once,
        what_a_late_run_will_bring_late_is_late_in_a_new_plan,
        of_what_lies_on_a_broken_vehicle_nobody_is_told_a_time,
        what_is_left_out_counts_once_however_often_it_is_planned,;
    again: a_closed_street_stays_closed_until_somebody_opens_it,;
    closed_ways: a_closed_way_is_gone_round_by_the_rest_of_the_day,
        a_closed_way_is_filled_in_with_two_points,;
    paper: a_run_is_printed_with_doors_and_the_code_that_opens_it,
        a_run_is_a_table_too,
        nobody_else_prints_a_firms_runs,;
    loads: what_takes_too_much_room_is_left_out_and_says_so,
        a_run_says_how_full_its_vehicle_is_on_pages_paper_and_to_programs,;
    passes: a_vehicle_is_sent_where_its_pass_leads,
        a_vehicle_is_there_when_its_pass_counts_and_its_sheet_says_when_and_by_which_road,
        what_no_pass_lets_in_at_its_hour_says_so,;
    rests: a_rest_is_asked_for_within_bounds_and_stands_on_the_run,;
    shifts: a_run_is_given_only_to_whoever_works_then,;
    plan_pages: a_plan_is_asked_for_on_a_form_and_read_in_both_languages,
        a_stop_is_moved_and_the_change_taken_back,
        a_stop_is_taken_out_put_in_and_pinned,
        a_change_that_can_not_be_is_refused_in_words,
        publishing_says_what_it_will_do_and_does_it,
        whoever_watches_sees_the_firms_of_the_own_place_alone,;
    run_pages: the_firm_says_for_the_driver_what_happened,
        a_steward_sees_what_comes_to_the_own_buildings_and_when,
        a_steward_waits_no_more_for_what_its_household_confirmed_on_the_road,;
    hand_out: what_is_on_its_way_becomes_runs_on_foot_for_those_who_look_after_the_building,
        what_was_handed_over_is_not_handed_out_again,;
    foot_runs: what_was_given_out_is_signed_off_door_by_door,
        short_and_refused_at_the_door_move_the_order_as_a_driver_does,
        a_wrong_household_code_on_foot_is_refused_and_counted,
        what_is_pressed_twice_is_given_out_and_said_once,
        a_volunteer_sees_doors_only_while_the_run_is_theirs_and_open,
        nobody_else_gives_out_or_changes_a_run_on_foot,
        a_driver_without_a_signal_may_say_late_that_it_was_put_down,
        what_a_household_fetched_itself_is_not_carried_any_more,;
    rides: a_patient_is_taken_there_and_back_by_a_vehicle_that_carries_no_goods,
        nobody_is_there_and_somebody_has_to_find_out_why,
        who_is_not_there_is_a_need_also_once_the_late_ride_was_dealt_with,
        a_ride_without_a_vehicle_is_a_need_when_the_plan_is_published,
        nobody_is_sent_to_a_ride_that_was_called_off_before_the_plan_was_published,
        who_sits_in_a_broken_vehicle_that_no_plan_fetches_is_a_need,
        who_sits_in_a_broken_vehicle_is_a_need_when_nobody_plans,
        a_patient_is_told_when_a_late_car_comes,
        a_late_car_loses_whom_another_can_fetch_and_keeps_who_is_on_board,
        rides_are_seen_and_called_off_by_those_who_may,
        a_trip_is_checked_before_it_is_booked,
        contacts_are_forgotten_the_day_after,
        who_needs_a_medical_crew_is_driven_with_one,
        who_rides_alone_shares_no_vehicle_and_only_those_who_drive_know,
        of_two_desks_that_promise_the_last_vehicle_one_does,
        a_vehicle_that_broke_down_is_promised_to_nobody,;
}
