//! Care over real databases and through real HTTP, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

#[macro_use]
#[path = "../../../../platform/storage/tests/both_databases/mod.rs"]
mod both_databases;
mod appointments;
#[path = "../../../../platform/web/tests/browser/mod.rs"]
mod browser;
mod desk;
mod duty;
#[path = "../../../ledger/tests/harbour/mod.rs"]
mod harbour;
mod importing;
#[path = "../../../pass/tests/keyring/mod.rs"]
mod keyring;
mod register;
mod rounds;
mod street;
mod ward;
#[allow(dead_code)]
mod world;

suite! {
    desk: a_hospital_sees_its_own_alone_and_who_opens_is_written_down,
        two_who_answer_at_once_do_not_both,
        a_calendar_opens_by_its_link_alone_and_tells_no_illness,
        a_household_asks_and_a_desk_confirms_on_pages_without_scripts,;
    duty: a_post_is_handed_over_once_both_agree_and_leaves_no_gap,
        a_vacancy_is_a_need_until_somebody_is_there,
        only_the_community_assigns_and_only_whoever_works_there,
        coverage_names_buildings_without_a_steward,
        whom_to_call_stands_on_the_door_notice,
        posts_are_handed_over_on_pages_without_scripts,;
    appointments: a_confirmed_appointment_has_both_rides_passes_and_a_time_at_the_door,
        a_pass_is_for_that_trip_alone_and_ends_with_it,
        nothing_is_confirmed_that_nobody_is_brought_back_from,
        the_evening_before_an_unconfirmed_one_is_the_districts,
        a_refusal_is_the_districts_at_once_until_another_time_is_asked_for,
        another_time_waits_for_the_household_and_then_books,
        a_series_is_made_two_weeks_ahead_and_ends_as_one,
        bad_times_are_told_in_words,
        what_is_over_is_forgotten_on_its_day,;
    register: a_household_registers_itself_and_sees_who_opened_its_record,
        what_is_sealed_lies_nowhere_in_the_database,
        nobody_is_registered_twice_or_without_a_ground,
        a_correction_over_somebody_elses_is_refused,
        neighbours_stewards_and_officers_see_what_they_may,
        a_withdrawn_record_is_gone_and_a_restored_one_goes_again,
        records_end_on_their_day_and_with_the_emergency,;
    importing: a_communitys_list_is_registered_whole_and_whom_it_knew_is_named,
        each_bad_row_is_told_and_nobody_is_registered,
        nobody_registers_people_elsewhere_from_a_table,;
    rounds: a_day_is_made_of_those_who_are_due_and_walked_from_the_top_down,
        a_visit_counts_once_and_none_is_missed_that_was_over_before,
        a_closed_door_becomes_a_need_that_only_a_seen_person_ends,
        a_visit_that_nobody_made_is_a_need_the_same_hour,
        a_late_phone_takes_back_that_somebody_was_missed,
        two_phones_that_disagree_both_stay,
        what_is_said_twice_under_one_key_happens_once,
        what_somebody_needs_goes_into_the_ledger_at_the_door,
        a_wrong_clock_and_a_wrong_door_are_refused_in_words,
        medicines_are_asked_for_before_they_run_out,
        whoever_moved_is_visited_no_more,
        a_ticked_list_is_written_down_whole_or_not_at_all,;
}
