//! The phone bank, as a browser without scripts and as a program uses it, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used)]

#[macro_use]
#[path = "../../../../platform/storage/tests/both_databases/mod.rs"]
mod both_databases;
#[path = "../../../../platform/web/tests/browser/mod.rs"]
mod browser;
mod finding;
#[path = "../harbour/mod.rs"]
mod harbour;
mod programs;
mod taking;
mod world;

suite! {
    finding: a_door_is_found_as_the_caller_says_it,
        a_door_that_nobody_knows_is_helped_at_its_building_and_a_visitor_at_the_community,
        nothing_outside_the_call_takers_place_is_found,;
    programs: a_program_finds_the_door_and_writes_the_need_down_once,
        a_program_adds_to_what_the_household_waits_for,
        what_a_program_says_wrongly_is_told_at_its_field,
        a_program_takes_calls_only_for_whoever_does_and_only_where,;
    taking: a_call_becomes_a_need_and_its_number_is_read_aloud,
        a_second_call_about_the_same_is_added_to_the_need,
        a_call_taker_sees_how_needs_stand_and_no_word_of_them,
        what_was_not_said_is_asked_for_and_what_was_typed_is_kept,
        what_was_sent_twice_is_written_once,
        what_was_closed_meanwhile_is_not_added_to,
        who_took_a_call_is_forgotten_after_thirty_days,;
}
