//! Care over real databases and through real HTTP, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

#[macro_use]
#[path = "../../../../platform/storage/tests/both_databases/mod.rs"]
mod both_databases;
mod appointments;
mod backup;
mod board;
#[path = "../../../../platform/web/tests/browser/mod.rs"]
mod browser;
mod desk;
mod duty;
mod duty_coverage;
mod duty_rights;
mod ending;
mod enquiring;
mod erasing;
mod figures;
#[allow(dead_code)]
#[path = "../../../../platform/sms/tests/sms/gateway.rs"]
mod gateway;
#[path = "../../../ledger/tests/harbour/mod.rs"]
mod harbour;
mod importing;
#[path = "../../../pass/tests/keyring/mod.rs"]
mod keyring;
mod medicines;
mod register;
mod reminding;
mod rounds;
mod street;
mod ward;
#[allow(dead_code)]
mod world;

suite! {
    board: a_missed_visit_is_on_the_board_within_the_hour_at_every_level,;
    ending: no_record_ends_as_if_all_was_well_while_nobody_saw_the_person,
        whoever_was_seen_since_needs_nobodys_word,
        consent_taken_back_leaves_a_door_without_a_name_until_somebody_was_seen_there,
        a_door_without_a_name_is_left_when_somebody_says_where_they_are,
        the_emergencys_end_forgets_the_record_and_not_the_person,;
    enquiring: a_neighbour_and_the_telephone_are_steps_that_the_need_shows,
        each_community_has_one_worker_and_a_need_without_any_waits,
        the_steps_are_said_on_the_page_without_scripts,;
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
    duty_rights: whoever_hands_over_sees_nothing_more_and_whoever_comes_sees_it,
        a_dated_change_moves_the_role_on_its_day,
        whoever_was_dismissed_before_their_day_does_not_come,
        a_posts_end_ends_no_role_of_another_post_and_none_given_by_hand,
        a_cadre_may_in_the_compound_what_a_steward_may_and_no_more,
        a_role_that_was_ended_leaves_the_post_vacant,;
    duty_coverage: buildings_that_never_had_a_steward_are_one_need_of_their_community,
        a_communitys_need_ends_with_its_last_person,
        stewards_with_too_many_doors_are_counted_by_district,
        the_notice_names_all_who_can_be_called_and_is_printed_anew_after_a_hand_over,
        a_communitys_number_is_written_on_its_page_without_scripts,;
    appointments: a_confirmed_appointment_has_both_rides_passes_and_a_time_at_the_door,
        a_pass_is_for_that_trip_alone_and_ends_with_it,
        nothing_is_confirmed_that_nobody_is_brought_back_from,
        who_needs_a_medical_crew_is_confirmed_only_where_one_rides_along,
        without_one_of_its_rides_an_appointment_is_not_sure_any_more,
        the_evening_before_an_unconfirmed_one_is_the_districts,
        a_refusal_is_the_districts_at_once_until_another_time_is_asked_for,
        another_time_waits_for_the_household_and_then_books,
        a_series_is_made_two_weeks_ahead_and_ends_as_one,
        bad_times_are_told_in_words,
        what_is_over_is_forgotten_on_its_day,;
    figures: a_days_appointments_are_counted_and_listed_without_a_household,
        posts_that_nobody_holds_are_counted_at_the_moment_alone,;
    erasing: a_withdrawn_record_stands_in_no_table_and_in_no_search,
        an_empty_record_forgets_whose_it_was,
        every_need_of_somebody_is_emptied_with_their_record_also_from_a_restored_backup,
        what_expired_or_was_withdrawn_goes_again_from_a_restored_backup,
        a_photo_taken_out_stays_out_of_a_restored_backup,
        the_emergencys_end_erases_appointments_and_ends_calendars,
        a_series_that_was_ended_stays_ended,
        a_calendars_link_that_was_ended_stays_ended,
        the_number_of_whoever_left_a_post_goes_and_stays_gone,
        a_hand_over_that_a_backup_does_not_know_leaves_the_post_to_whoever_was_agreed,;
    medicines: the_pharmacy_list_names_medicines_to_whoever_may_open_records,
        what_was_brought_moves_the_day_and_closes_the_need,
        a_prescription_is_sealed_stripped_and_opened_with_a_reason,
        what_is_no_photo_is_refused_in_words_and_nothing_is_lost,
        medicines_are_fetched_and_brought_on_pages_without_scripts,;
    register: a_household_registers_itself_and_sees_who_opened_its_record,
        a_household_corrects_its_own_record_by_its_code,
        somebody_is_found_by_a_part_of_their_name_or_number,
        what_is_sealed_lies_nowhere_in_the_database,
        nobody_is_registered_twice_or_without_a_ground,
        a_correction_over_somebody_elses_is_refused,
        neighbours_stewards_and_officers_see_what_they_may,
        a_withdrawn_record_is_gone_and_a_restored_one_goes_again,
        records_end_on_their_day_and_with_the_emergency,;
    reminding: a_household_is_reminded_with_the_cars_time_and_no_word_about_health,
        what_is_confirmed_after_the_evenings_round_is_reminded_of_at_once_and_once,
        a_no_calls_the_appointment_off_with_its_rides_once,
        whoever_is_not_sure_or_left_no_mobile_number_is_not_reminded,
        whoever_said_stop_is_reminded_again_once_they_ask_and_forgotten_with_the_appointments,;
    importing: whoever_stands_at_two_doors_of_a_table_is_named_however_the_number_is_typed,
        every_column_says_who_sees_it,
        a_communitys_list_is_registered_whole_and_whom_it_knew_is_named,
        a_communitys_workbook_is_taken_in_and_duplicates_are_named,
        each_bad_row_is_told_and_nobody_is_registered,
        nobody_registers_people_elsewhere_from_a_table,;
    rounds: a_day_is_made_of_those_who_are_due_and_walked_from_the_top_down,
        whoever_is_visited_rarely_is_looked_for_every_day_until_seen,
        a_visit_counts_once_and_none_is_missed_that_was_over_before,
        who_is_to_be_visited_more_often_from_the_evening_on_is_not_missed_that_day,
        a_closed_door_becomes_a_need_that_only_a_seen_person_ends,
        a_visit_that_nobody_made_is_a_need_the_same_hour,
        a_late_phone_takes_back_that_somebody_was_missed,
        two_phones_that_disagree_both_stay,
        what_is_said_twice_under_one_key_happens_once,
        what_somebody_needs_goes_into_the_ledger_at_the_door,
        a_wrong_clock_and_a_wrong_door_are_refused_in_words,
        medicines_are_asked_for_before_they_run_out,
        whoever_moved_is_visited_no_more,
        whoever_was_said_to_have_moved_is_asked_after,
        what_a_phone_tells_late_of_an_earlier_day_ends_no_later_search,
        a_closed_door_that_is_told_after_somebody_was_seen_raises_nothing,
        a_round_shows_each_state_whole_and_page_by_page,
        a_record_is_looked_at_before_it_ends,
        what_is_needed_most_days_takes_one_press,
        a_ticked_list_is_written_down_whole_or_not_at_all,;
}
