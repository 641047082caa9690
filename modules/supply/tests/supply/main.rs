//! Supply over real databases and through real HTTP, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

#[macro_use]
#[path = "../../../../platform/storage/tests/both_databases/mod.rs"]
mod both_databases;
mod browser;
mod goods;
mod outlet;
mod routes;
mod stock;
mod whitelist;
mod world;

suite! {
    goods: categories_are_public_with_their_sources,
        an_item_with_a_number_is_everybodys_and_one_without_its_outlets_own,
        what_is_wrong_with_an_item_is_said_at_its_field_in_both_languages,
        an_offer_is_seen_by_whoever_is_signed_in_while_it_is_open,
        a_manager_touches_only_the_own_outlets_goods,
        an_item_with_a_number_is_changed_only_by_whoever_added_it,
        a_picture_is_kept_by_a_browser_for_ever_and_asked_for_once,
        items_are_listed_by_name_page_by_page,;
    outlet: a_manager_is_told_what_to_do_first_in_both_languages,
        goods_are_added_priced_and_pictured_on_forms,
        an_item_that_is_there_is_carried_from_the_search,
        a_count_is_reported_on_one_form_and_a_wrong_one_taken_back,
        stock_and_movements_are_read_by_whoever_may_and_by_nobody_else,;
    stock: receipts_counts_and_waste_make_the_stock_and_leave_their_movements,
        a_count_of_before_counts_what_came_since_and_an_older_one_is_refused,
        every_bad_row_is_named_and_none_is_entered,
        a_count_below_what_is_promised_is_entered_and_answered_with_what_is_short,
        a_wrong_report_is_taken_back_while_nothing_has_moved,
        a_resent_report_is_entered_once,
        an_outlet_sees_only_its_own_stock_and_an_officer_that_of_the_place,
        a_report_by_number_reaches_an_item_the_outlet_did_not_carry,;
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
