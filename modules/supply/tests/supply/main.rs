//! Supply over real databases and through real HTTP, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

mod allotment_pages;
mod allotments;
#[macro_use]
#[path = "../../../../platform/storage/tests/both_databases/mod.rs"]
mod both_databases;
mod draw;
mod routes;
mod world;

suite! {
    routes: everything_that_is_open_to_anyone_answers_without_signing_in,;
    allotments: everybody_who_asked_is_drawn_once_and_anybody_can_draw_again,
        pieces_that_nobody_asked_for_are_free_again,
        who_came_away_empty_carries_it_on_and_who_was_served_starts_anew,
        an_ask_can_be_changed_and_taken_back_until_the_window_closes,
        a_resent_ask_is_one_ask_even_after_the_window,
        what_cannot_be_opened_is_said_at_each_field,
        what_no_door_can_have_is_said_at_the_field,
        who_may_not_open_or_ask_is_turned_away,
        a_witness_speaks_after_the_list_is_public,
        a_list_that_was_changed_behind_the_digest_is_not_drawn,
        allotments_are_listed_for_the_doors_they_are_for,;
    allotment_pages: a_resident_asks_on_a_page_and_finds_the_result_there,
        an_ask_is_taken_back_on_the_page,
        a_steward_chooses_a_door_and_asks_for_it,
        an_officer_opens_and_draws_on_pages,
        the_public_sees_the_rules_and_nobody_the_office,;
}
