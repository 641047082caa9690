//! Dispatch over real databases and through real HTTP, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

#[macro_use]
#[path = "../../../../platform/storage/tests/both_databases/mod.rs"]
mod both_databases;
#[path = "../../../../platform/web/tests/browser/mod.rs"]
mod browser;
mod desk;
#[allow(dead_code)]
mod firm;
mod foot_runs;
mod hand_out;
#[path = "../../../ledger/tests/harbour/mod.rs"]
mod harbour;
#[path = "../../../pass/tests/keyring/mod.rs"]
mod keyring;
mod misses;
mod paper;
mod passes;
mod plan_pages;
mod rests;
mod rides;
mod run_pages;
mod sheet;
mod steps;
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
        an_order_of_another_run_is_none_of_ones_own,
        a_photo_shows_where_an_order_was_put_down,
        what_a_driver_did_is_told_with_the_run,;
    misses: a_run_that_is_stuck_before_its_next_stop_is_late_before_it_is,
        a_stop_that_was_passed_over_makes_the_others_no_later,
        what_a_breakdown_stops_and_no_plan_takes_over_is_a_need,
        what_a_plan_takes_over_in_time_is_no_need,
        shortly_before_it_is_due_a_breakdown_is_said_sooner,
        orders_of_a_run_that_broke_down_before_it_left_are_needs_too,;
    paper: a_run_is_printed_with_doors_and_the_code_that_opens_it,
        a_run_is_a_table_too,
        nobody_else_prints_a_firms_runs,;
    passes: a_vehicle_is_sent_where_its_pass_leads,;
    rests: a_rest_is_asked_for_within_bounds_and_stands_on_the_run,;
    plan_pages: a_plan_is_asked_for_on_a_form_and_read_in_both_languages,
        a_stop_is_moved_and_the_change_taken_back,
        a_stop_is_taken_out_put_in_and_pinned,
        a_change_that_can_not_be_is_refused_in_words,
        publishing_says_what_it_will_do_and_does_it,
        whoever_watches_sees_the_firms_of_the_own_place_alone,;
    run_pages: the_firm_says_for_the_driver_what_happened,
        a_steward_sees_what_comes_to_the_own_buildings_and_when,;
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
        a_ride_without_a_vehicle_is_a_need_when_the_plan_is_published,
        who_sits_in_a_broken_vehicle_that_no_plan_fetches_is_a_need,
        who_sits_in_a_broken_vehicle_is_a_need_when_nobody_plans,
        a_late_car_loses_whom_another_can_fetch_and_keeps_who_is_on_board,
        rides_are_seen_and_called_off_by_those_who_may,
        a_trip_is_checked_before_it_is_booked,
        contacts_are_forgotten_the_day_after,;
}
