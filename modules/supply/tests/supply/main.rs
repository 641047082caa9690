//! Supply over real databases and through real HTTP, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

mod allotment_pages;
mod allotments;
mod beside;
#[macro_use]
#[path = "../../../../platform/storage/tests/both_databases/mod.rs"]
mod both_databases;
#[path = "../../../../platform/web/tests/browser/mod.rs"]
mod browser;
mod cover;
mod draw;
mod drop_photos;
mod fleet;
mod goods;
mod goods_files;
#[path = "../../../ledger/tests/harbour/mod.rs"]
mod harbour;
mod imports;
mod market;
mod outlet;
mod outlet_lists;
mod outlet_order_pages;
mod outlet_orders;
mod outlet_shop;
mod routes;
mod rush;
mod shop;
mod shop_pages;
mod stock;
mod transfers;
mod unpacking;
mod whitelist;
mod whitelist_pages;
mod world;

suite! {
    imports: three_hundred_firms_with_their_fleets_come_in_as_tables,
        every_bad_row_of_a_table_is_named_and_none_is_taken_in,
        rows_that_are_there_already_are_named,
        a_manager_sends_a_table_of_the_own_firm_alone,
        a_table_is_sent_by_a_page_and_its_bad_rows_are_shown,;
    fleet: a_plate_belongs_to_one_vehicle_until_that_one_ends,
        a_vehicle_holds_what_its_firm_listed_or_what_its_kind_does,
        what_is_wrong_with_a_vehicle_or_a_person_is_said_at_its_field,
        passes_are_noted_and_people_leave,
        people_are_forgotten_ninety_days_after_they_left,
        a_fleet_is_seen_and_changed_by_its_manager_and_officers_of_its_place_alone,;
    goods: categories_are_public_with_their_sources,
        an_item_with_a_number_is_everybodys_and_one_without_its_outlets_own,
        what_is_wrong_with_an_item_is_said_at_its_field_in_both_languages,
        an_offer_is_seen_by_whoever_is_signed_in_while_it_is_open,
        a_manager_touches_only_the_own_outlets_goods,
        an_item_with_a_number_is_changed_only_by_whoever_added_it,
        a_picture_is_kept_by_a_browser_for_ever_and_asked_for_once,
        items_are_listed_by_name_page_by_page,;
    goods_files: goods_and_a_count_come_in_as_tables,
        a_volume_comes_with_the_table_and_the_page_says_whether_it_is_estimated,
        every_bad_row_of_a_count_is_named_and_none_is_entered,
        every_bad_row_of_goods_is_named_and_none_is_taken_in,
        tables_are_sent_by_pages_and_templates_downloaded,;
    outlet: a_manager_is_told_what_to_do_first_in_both_languages,
        goods_are_added_priced_and_pictured_on_forms,
        an_item_that_is_there_is_carried_from_the_search,
        a_count_is_reported_on_one_form_and_a_wrong_one_taken_back,
        stock_and_movements_are_read_by_whoever_may_and_by_nobody_else,;
    outlet_orders: an_order_goes_its_whole_way_by_the_api,
        an_outlet_can_not_try_all_hand_over_codes,
        an_order_that_is_packed_short_tells_its_need,
        a_substitute_comes_as_the_household_chose,
        another_outlet_finds_nothing_of_an_order,
        a_barcode_finds_its_line_or_says_what_it_is,
        an_order_that_is_packed_twice_under_one_key_is_packed_once,
        a_run_with_an_order_that_is_not_packed_changes_nothing,
        an_outlet_calls_an_order_off_with_a_reason_and_takes_one_back,
        what_was_noted_on_a_run_is_forgotten_with_its_orders,;
    outlet_order_pages: an_order_goes_its_whole_way_on_pages,
        a_pack_form_offers_what_comes_instead_where_the_household_allows_it,
        what_is_packed_short_called_off_or_comes_back_is_said_on_the_page,;
    drop_photos: a_photo_is_asked_for_each_time_and_a_later_one_takes_its_place,
        a_photo_is_seen_by_whoever_may_open_the_order_and_by_nobody_else,
        a_photo_is_added_while_the_order_waits_and_forgotten_with_it,
        what_is_no_photo_is_not_kept,
        an_order_is_put_down_with_a_photo_on_a_form,
        a_photo_that_can_not_be_kept_is_told_and_the_order_is_put_down,;
    unpacking: an_outlet_takes_packing_back_by_the_api,
        packing_stays_when_others_have_what_was_missing,
        packing_is_taken_back_on_the_orders_page,;
    outlet_lists: pick_lists_and_labels_read_in_both_languages,
        windows_are_opened_and_closed_on_a_page,
        every_page_of_an_outlets_orders_is_its_own_and_says_when_it_is_empty,;
    stock: receipts_counts_and_waste_make_the_stock_and_leave_their_movements,
        a_count_of_before_counts_what_came_since_and_an_older_one_is_refused,
        every_bad_row_is_named_and_none_is_entered,
        a_count_below_what_is_promised_is_entered_and_answered_with_what_is_short,
        a_wrong_report_is_taken_back_while_nothing_has_moved,
        a_resent_report_is_entered_once,
        an_outlet_sees_only_its_own_stock_and_an_officer_that_of_the_place,
        a_report_by_number_reaches_an_item_the_outlet_did_not_carry,;
    rush: two_processes_never_sell_more_than_is_there,
        a_window_is_never_overbooked_by_many_at_once,
        baskets_with_the_same_items_in_another_order_do_not_wait_for_each_other,
        one_households_orders_at_once_stay_within_its_share,
        whatever_is_ordered_and_called_off_the_books_agree_with_a_plain_model,;
    shop: a_household_orders_from_an_outlet_that_serves_its_door,
        an_order_that_is_sent_again_is_placed_once,
        what_is_wrong_with_a_basket_is_said_at_its_line_in_both_languages,
        a_household_has_no_more_than_its_share_of_a_day_until_it_calls_off,
        a_household_orders_at_most_ten_times_a_day,
        a_window_takes_no_more_orders_than_it_has_places_and_none_when_it_is_over,
        an_outlet_that_is_not_listed_or_serves_elsewhere_takes_no_order,
        calling_off_gives_back_the_place_and_the_pieces_once,
        a_neighbours_own_code_lets_somebody_order_for_it_and_follow_that_order,
        a_steward_orders_on_a_paper_slip_for_the_own_buildings_and_nobody_elses,
        an_outlet_sees_the_doors_of_its_own_orders_and_neither_codes_nor_households,
        the_last_order_becomes_a_basket_and_says_what_is_gone,
        an_outlet_opens_windows_one_by_one_and_by_the_week,
        a_days_orders_are_settled_in_a_file_without_doors,;
    shop_pages: a_resident_fills_a_basket_checks_it_orders_and_calls_off,
        a_form_that_came_too_late_says_at_its_field_what_is_left,
        a_steward_orders_for_a_door_of_the_own_building_on_pages,
        a_prescription_becomes_a_need_that_the_chosen_pharmacy_has,
        a_household_says_on_the_page_what_was_missing,;
    whitelist_pages: anybody_applies_and_sees_the_firm_once_it_is_listed,
        one_address_sends_a_few_applications_an_hour,
        an_officer_works_the_list_and_a_firm,
        many_applications_are_listed_together,
        a_manager_adds_vehicles_and_people_and_asks_for_renewal,
        every_page_reads_in_chinese_too,;
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
    cover: stock_is_cover_of_its_outlet_and_of_every_place_it_serves,
        a_short_outlet_raises_one_need_that_says_who_could_help,
        a_closed_need_is_followed_by_another_only_after_a_day,
        a_trend_leaves_gaps_and_says_when_it_will_be_too_little,
        figures_of_a_place_belong_to_whoever_holds_it,
        what_can_not_be_asked_of_cover_is_said_at_its_field,
        cover_can_be_taken_out_as_a_file,
        firms_are_listed_shortest_cover_first_page_by_page,
        an_officer_sees_where_what_is_short_and_proposes_with_one_press,
        a_city_in_which_nobody_reported_says_so,;
    transfers: goods_go_from_hand_to_hand_and_both_books_agree,
        what_is_lost_on_the_road_becomes_a_need_once,
        neither_side_does_the_others_step,
        more_than_is_free_is_not_promised,
        the_last_step_is_taken_back_within_ten_minutes_where_stock_allows,
        a_wrong_proposal_is_refused_at_its_fields_and_a_resent_one_made_once,
        a_transfer_is_known_only_to_its_sides_and_their_places,
        the_pages_show_each_side_its_step_and_print_a_sheet_for_both,
        forms_take_steps_and_say_what_is_wrong_at_the_field,;
    routes: everything_that_is_open_to_anyone_answers_without_signing_in,;
    allotments: everybody_who_asked_is_drawn_once_and_anybody_can_draw_again,
        households_that_were_served_get_an_order_once_there_is_a_window,
        pieces_that_nobody_asked_for_are_free_again,
        who_came_away_empty_carries_it_on_and_who_was_served_starts_anew,
        an_ask_can_be_changed_and_taken_back_until_the_window_closes,
        a_resent_ask_is_one_ask_even_after_the_window,
        what_cannot_be_opened_is_said_at_each_field,
        what_no_door_can_have_is_said_at_the_field,
        who_may_not_open_or_ask_is_turned_away,
        a_witness_speaks_after_the_list_is_public,
        a_list_that_was_changed_behind_the_digest_is_not_drawn,
        allotments_are_listed_for_the_doors_they_are_for,
        a_month_after_the_draw_nobody_knows_whose_asks_they_were_and_the_list_stands,;
    allotment_pages: a_resident_asks_on_a_page_and_finds_the_result_there,
        an_ask_is_taken_back_on_the_page,
        a_steward_chooses_a_door_and_asks_for_it,
        an_officer_opens_and_draws_on_pages,
        the_public_sees_the_rules_and_nobody_the_office,;
}
