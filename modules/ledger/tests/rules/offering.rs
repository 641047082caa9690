//! Which commands a page offers.

use crate::world::*;
use tongxin_ledger::rules::command::{Command, CommandKind};
use tongxin_ledger::rules::decide::decide;
use tongxin_ledger::rules::need::State;
use tongxin_ledger::rules::offered::{next_step, offered};

#[test]
fn a_resident_may_withdraw_and_talk_and_no_more() {
    let kinds = offered(&need(), &resident(), &at(minutes(1)));
    assert_eq!(
        kinds,
        [CommandKind::StrikeOff, CommandKind::Comment, CommandKind::Attach]
    );
    assert_eq!(next_step(State::Raised, &kinds), None, "withdrawing is no step forward");
}

#[test]
fn whoever_works_is_led_from_accepting_to_solving() {
    let kinds = offered(&need(), &worker(1), &at(minutes(1)));
    assert_eq!(next_step(State::Raised, &kinds), Some(CommandKind::Accept));
    assert_eq!(
        next_step(State::Accepted, &[CommandKind::Solve]),
        Some(CommandKind::Solve)
    );
    assert_eq!(next_step(State::Merged, &CommandKind::ALL), None);
}

#[test]
fn a_merge_is_offered_and_the_target_is_the_callers_choice() {
    let kinds = offered(&need(), &worker(1), &at(minutes(1)));
    assert!(kinds.contains(&CommandKind::Merge));
    let into = need().id;
    assert!(decide(&need(), &Command::Merge { into }, &worker(1), &at(minutes(1))).is_err());
}

#[test]
fn nothing_is_offered_on_a_forgotten_need() {
    let mut need = need();
    need.erased_at = Some(minutes(1));
    assert_ne!(
        offered(&need, &worker(1), &at(minutes(2))),
        [],
        "it is open, and somebody still has to help"
    );
    need.standing.closed_at = Some(minutes(1));
    assert_eq!(offered(&need, &worker(1), &at(minutes(2))), []);
}
