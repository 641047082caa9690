//! The desk over real databases and through real HTTP, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

#[macro_use]
#[path = "../../../../platform/storage/tests/both_databases/mod.rs"]
mod both_databases;
mod applying;
#[path = "../../../../platform/web/tests/browser/mod.rs"]
mod browser;
mod bulk;
mod clock;
mod deciding;
mod figures;
mod files;
mod gates;
#[path = "../../../ledger/tests/harbour/mod.rs"]
mod harbour;
mod importing;
#[path = "../keyring/mod.rs"]
mod keyring;
mod pages;
mod town;
#[allow(dead_code)]
mod world;

suite! {
    applying: clear_cases_are_decided_by_rules_that_say_why,
        whatever_is_wrong_is_said_at_its_row_and_field_and_nothing_is_taken_in,
        an_application_that_is_sent_again_is_one_application,
        a_firm_gets_no_more_than_it_has_listed_however_many_apply_at_once,
        passes_belong_to_their_firm_and_the_officers_of_its_place,
        a_renewed_pass_takes_the_place_of_the_old_one,
        a_changed_pass_is_decided_anew,;
    deciding: an_officer_approves_and_refuses_what_no_rule_could,
        both_districts_agree_before_a_pass_is_issued,
        a_district_on_the_way_may_refuse_and_nothing_else,
        all_of_a_command_is_done_or_nothing,
        what_was_applied_for_is_taken_back_until_it_is_issued,
        a_revoked_pass_is_refused_at_the_gate,
        all_passes_of_a_firm_are_revoked_at_once,
        every_change_stands_in_the_history,;
    files: a_gate_that_holds_the_published_files_lets_a_pass_through,
        a_delta_brings_an_old_list_up_to_date,
        a_list_is_signed_by_a_key_that_counts_whenever_keys_change,
        keys_rotate_without_a_pass_that_gates_can_not_check,
        what_a_withdrawn_key_signed_counts_no_more_and_is_signed_anew,;
    gates: a_batch_of_counts_counts_once_whoever_sends_it,
        wrong_counts_are_said_at_their_field_and_none_is_taken,
        a_pass_that_nobody_can_show_is_found_by_plate_or_number,
        the_gates_page_names_the_root_key_and_the_citys_zone,;
    figures: figures_count_what_happened_on_the_day_and_what_waits,
        each_figure_opens_exactly_the_passes_it_counts,
        what_gates_said_is_counted_by_place_and_opens_the_gates,;
    clock: late_agreements_become_one_need_of_the_city,
        passes_end_when_their_firm_leaves_the_whitelist,
        passes_expire_and_their_holders_are_forgotten,
        files_are_signed_anew_before_they_run_out,;
    bulk: thousands_are_issued_once_with_numbers_in_order,
        two_at_once_issue_each_pass_once,
        an_issue_that_is_cut_off_goes_on_and_doubles_nothing,
        what_was_taken_back_meanwhile_leaves_no_gap,;
    importing: a_table_of_thousands_comes_in_and_is_issued,
        rows_of_several_firms_are_answered_in_the_tables_order,
        every_bad_row_of_a_table_is_named_and_none_is_taken_in,
        the_list_is_filtered_paged_and_taken_out_as_a_file,;
    pages: a_manager_applies_on_a_page_and_is_told_what_became_of_it,
        an_officer_works_the_queue_on_pages,
        a_pass_is_carried_on_paper_and_phone_in_both_languages,
        all_passes_of_a_firm_are_revoked_on_its_page,
        a_pass_is_renewed_and_taken_back_on_its_page,;
}
