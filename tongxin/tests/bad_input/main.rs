//! Bad input of every kind against the whole system, on both databases: each gets a clear refusal in the language asked
//! for, which names the field where there is one, and nothing is half written.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod addresses;
mod bodies;
mod care;
mod keys;
mod links;
#[path = "../system/mod.rs"]
#[allow(dead_code, reason = "shared with other tests of the whole system")]
mod system;
mod texts;
mod town;
mod values;

macro_rules! suite {
    ($($module:ident: $($test:ident,)+;)+) => {
        mod sqlite {
            $($(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let system = crate::system::System::sqlite().await;
                crate::$module::$test(&crate::town::Town::of(system).await).await;
            })+)+
        }
        mod postgres {
            $($(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                if let Some(system) = crate::system::System::postgres().await {
                    crate::$module::$test(&crate::town::Town::of(system).await).await;
                }
            })+)+
        }
    };
}

suite! {
    bodies:
        what_is_too_large_is_refused_in_words,
        another_type_than_expected_is_named_with_the_right_one,
        what_is_not_utf8_says_so,
        json_that_can_not_be_read_names_where,
        ;
    values:
        places_that_are_not_there_are_named,
        a_time_in_the_past_is_refused_where_a_later_one_is_asked_for,
        numbers_outside_their_range_are_named_with_it,
        rows_are_taken_all_or_none,
        ;
    care:
        people_who_can_not_be_are_named_by_field,
        a_table_of_people_is_refused_whole_with_each_bad_row,
        appointments_that_can_not_be_are_named_by_field,
        shifts_that_can_not_be_are_named_by_field,
        a_night_that_lacks_an_hour_keeps_hours_rest_and_calendars_right,
        ;
    texts:
        a_zero_byte_is_refused_wherever_a_text_is_kept,
        a_zero_byte_finds_nothing_wherever_a_text_is_looked_for,
        texts_too_long_or_empty_are_named_with_their_bound,
        ;
    keys:
        a_key_with_other_content_is_refused_by_every_command,
        a_command_without_a_proper_key_is_refused,
        ;
    links:
        a_link_that_has_ended_says_so,
        a_code_that_was_replaced_opens_nothing,
        ;
    addresses:
        long_addresses_are_answered_in_words,
        parameters_that_can_not_be_read_are_named,
        what_does_not_exist_is_not_found_in_words,
        ;
}
