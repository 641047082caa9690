//! Supply over real databases and through real HTTP, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

#[macro_use]
#[path = "../../../../platform/storage/tests/both_databases/mod.rs"]
mod both_databases;
mod routes;
mod whitelist;
mod world;

suite! {
    whitelist: an_application_becomes_a_listing_with_its_organisation,
        everybody_sees_who_serves_a_place_and_no_contacts,
        whatever_is_wrong_with_an_application_is_said_at_its_field,
        a_credit_code_belongs_to_one_firm,
        a_refused_application_says_why_and_another_may_follow,
        a_listing_is_suspended_resumed_renewed_ended_and_listed_again,
        the_clock_expires_a_listing_the_day_after_its_last,
        a_manager_renews_the_own_firm_and_sees_no_other,
        an_officer_of_another_district_finds_nothing,
        the_list_is_filtered_paged_and_taken_out_as_a_file,;
    routes: everything_that_is_open_to_anyone_answers_without_signing_in,;
}
