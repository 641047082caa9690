//! Accounts, sessions, invitations and codes over a database: the same suite on SQLite, and on PostgreSQL when
//! `TONGXIN_TEST_POSTGRES` is the URL of a server where databases may be made.
#![allow(clippy::unwrap_used, missing_docs)]

#[macro_use]
#[path = "../../../storage/tests/both_databases/mod.rs"]
mod both_databases;

mod causes;
mod codes;
mod first;
mod invitations;
mod people;
mod resets;
mod sessions;
mod signing_in;
mod tokens;
mod world;

suite! {
    first:
        the_first_link_makes_one_administrator_and_no_second,
        a_new_first_link_ends_the_one_before,
        the_first_link_ends_after_a_day,
        somebody_always_administers_the_whole_city,
        ;
    signing_in:
        a_wrong_name_and_a_wrong_password_answer_alike,
        guessing_at_one_account_is_slowed_down_for_everybody_and_ends,
        a_client_that_guesses_many_names_is_slowed_down_and_no_other,
        names_that_nobody_can_have_are_not_remembered,
        a_name_is_read_in_any_case,
        ;
    sessions:
        a_session_ends_twelve_hours_after_its_last_use,
        a_session_ends_after_seven_days_however_much_it_is_used,
        a_households_session_lasts_a_week_without_use,
        signing_out_ends_that_session_only,
        a_new_password_ends_other_sessions_and_no_token,
        a_password_is_changed_only_by_whoever_knows_it_and_to_a_good_one,
        nobody_ends_anothers_session,
        ended_sessions_are_forgotten_and_no_others,
        a_session_that_was_never_opened_is_nobody,
        ;
    invitations:
        an_invitation_opens_once,
        of_two_who_open_it_at_once_one_joins,
        an_invitation_ends_after_seven_days,
        a_revoked_invitation_is_dead,
        nobody_gives_a_role_that_they_may_not,
        nobody_gives_a_role_outside_the_own_place,
        nobody_revokes_what_they_could_not_have_made,
        an_offer_that_can_not_be_is_named_at_its_field,
        what_was_chosen_badly_is_named_and_the_link_stays,
        a_taken_name_leaves_the_link_open,
        a_resent_invitation_is_the_same_link_and_another_content_is_refused,
        a_role_is_added_to_an_account_that_exists,
        ;
    people:
        a_role_ends_at_its_time,
        a_role_is_ended_at_once_and_only_by_whoever_could_give_it,
        whoever_may_do_something_is_found_among_hundreds_who_may_not,
        people_are_listed_inside_the_own_place_only,
        every_role_stands_on_one_page_of_people,
        ;
    causes:
        a_role_that_goes_with_something_ends_with_it_and_with_nothing_else,
        a_role_that_is_ended_by_hand_is_broken_until_its_cause_has_ended,
        ;
    resets:
        a_link_sets_a_new_password_once_and_ends_whoever_was_signed_in,
        whoever_lost_a_phone_is_signed_out_everywhere_by_those_who_could_reset_them,
        a_link_ends_after_a_day_and_when_a_newer_one_is_made,
        of_two_who_use_it_at_once_one_sets_the_password,
        nobody_resets_whoever_can_do_more_than_they,
        a_link_is_dead_once_its_maker_could_not_make_it_any_more,
        a_known_password_ends_open_links,
        a_bad_password_is_named_and_the_link_stays,
        a_resent_command_answers_the_same_link,
        guessing_links_is_slowed_down_as_signing_in_is,
        who_reset_a_password_is_told_to_its_owner,
        ;
    tokens:
        a_token_acts_with_its_owners_rights_until_its_last_day,
        a_token_that_was_ended_opens_nothing,
        a_tokens_name_and_days_have_bounds,
        an_account_has_at_most_twenty_tokens,
        a_resent_token_is_the_same,
        ;
    codes:
        a_code_opens_its_household_and_nothing_else,
        a_new_code_ends_the_old_one_and_its_sessions,
        wrong_codes_answer_alike_whatever_is_wrong_with_them,
        guessing_codes_is_slowed_down_for_that_client_only_and_ends,
        nobody_touches_codes_outside_the_own_place,
        doors_are_added_all_or_none,
        a_sheet_can_be_printed_again,
        the_database_alone_opens_no_household,
        ;
}
