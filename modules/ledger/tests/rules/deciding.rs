//! The state machine, due times and escalation.

use crate::world::*;
use proptest::prelude::*;
use tongxin_ledger::rules::chain::{self, Link};
use tongxin_ledger::rules::command::{
    Assignee, Caller, Circumstances, Command, CommandKind, EscalationReason, LastEntry, Permissions,
};
use tongxin_ledger::rules::decide::{Decision, decide};
use tongxin_ledger::rules::entry::EntryKind;
use tongxin_ledger::rules::need::{NeedState, Priority, State, Tier};
use tongxin_ledger::rules::refusal::Refusal;
use tongxin_ledger::rules::tally::{Move, moves};

/// Applies a decision as the store does, without writing.
fn apply(need: &NeedState, decision: &Decision) -> NeedState {
    NeedState {
        standing: decision.after.clone(),
        seq: need.seq + 1,
        ..need.clone()
    }
}

fn done(need: &NeedState, command: &Command, caller: &Caller, circumstances: &Circumstances) -> NeedState {
    apply(need, &decide(need, command, caller, circumstances).unwrap())
}

fn solved_by(number: u32) -> NeedState {
    let accepted = done(&need(), &Command::Accept, &worker(number), &at(minutes(1)));
    done(
        &accepted,
        &Command::Solve { note: None },
        &worker(number),
        &at(minutes(2)),
    )
}

fn declined() -> NeedState {
    done(
        &need(),
        &Command::Decline {
            reason: "重复".into()
        },
        &worker(1),
        &at(minutes(1)),
    )
}

const STRIKE_OFF: Command = Command::StrikeOff { reason: None };

#[test]
fn a_need_is_past_once_it_is_closed_and_its_texts_were_erased_since() {
    let closed = done(&solved_by(1), &STRIKE_OFF, &resident(), &at(minutes(3)));
    let reopen = Command::Reopen { reason: "again".into() };
    let open_again = done(&closed, &reopen, &resident(), &at(minutes(5)));
    let cases = [
        (&need(), None, false),
        (&need(), Some(1), false),
        (&closed, None, false),
        // What was said when it was closed is still there.
        (&closed, Some(2), false),
        (&closed, Some(3), true),
        (&closed, Some(4), true),
        (&open_again, Some(2), false),
    ];
    for (need, minute, expected) in cases {
        let erased_at = minute.map(minutes);
        let need = NeedState {
            erased_at,
            ..need.clone()
        };
        assert_eq!(need.is_forgotten(), expected, "{:?} {erased_at:?}", need.standing.state);
        let said = decide(
            &need,
            &Command::Comment { text: "x".into() },
            &worker(1),
            &at(minutes(6)),
        );
        assert_eq!(said == Err(Refusal::Erased), expected, "{said:?}");
    }
}

#[test]
fn a_solver_cannot_strike_off_their_own_work() {
    let refusal = decide(&solved_by(1), &STRIKE_OFF, &worker(1), &at(minutes(3)));
    assert_eq!(refusal, Err(Refusal::SolverStrikesOff));
}

#[test]
fn another_caller_or_the_raiser_strikes_off_what_was_solved() {
    for caller in [worker(2), resident()] {
        let need = done(&solved_by(1), &STRIKE_OFF, &caller, &at(minutes(3)));
        assert_eq!(need.standing.state, State::StruckOff);
        assert_eq!(need.standing.closed_at, Some(minutes(3)));
        assert_eq!(need.standing.escalate_at, None);
    }
}

#[test]
fn a_raiser_who_solved_their_own_need_cannot_confirm_it() {
    let mut need = solved_by(1);
    need.facts.raised_by = Some(account(1));
    assert_eq!(
        decide(&need, &STRIKE_OFF, &stranger(1), &at(minutes(3))),
        Err(Refusal::SolverStrikesOff)
    );
}

#[test]
fn only_the_raiser_says_that_a_need_is_no_longer_there() {
    assert!(decide(&need(), &STRIKE_OFF, &resident(), &at(minutes(3))).is_ok());
    let refusal = Refusal::WrongState {
        state: State::Raised,
        command: CommandKind::StrikeOff,
    };
    assert_eq!(decide(&need(), &STRIKE_OFF, &worker(2), &at(minutes(3))), Err(refusal));
}

#[test]
fn a_need_that_closes_itself_is_closed_by_the_system_alone() {
    let waits = Circumstances {
        closes_itself: true,
        ..at(minutes(3))
    };
    let accepted = done(&need(), &Command::Accept, &worker(1), &waits);
    for command in [
        STRIKE_OFF,
        Command::Solve { note: None },
        Command::Decline { reason: "x".into() },
        Command::Merge { into: need_id(2) },
    ] {
        assert_eq!(
            decide(&accepted, &command, &worker(1), &waits),
            Err(Refusal::ClosesItself)
        );
    }
    for command in [STRIKE_OFF, Command::Reopen { reason: "again".into() }] {
        assert_eq!(
            decide(&need(), &command, &resident(), &waits),
            Err(Refusal::ClosesItself)
        );
    }
    let assign = Command::Assign(Assignee::Account(account(2)));
    let given = done(&need(), &assign, &Caller::system(), &waits);
    assert_eq!(
        given.standing.state,
        State::Assigned,
        "and the system gives it to somebody"
    );
    assert_eq!(
        decide(&need(), &assign, &Caller::system(), &at(minutes(3))),
        Err(Refusal::NotPermitted)
    );
    let closed = done(&accepted, &STRIKE_OFF, &Caller::system(), &waits);
    assert_eq!(closed.standing.state, State::StruckOff);
    let refusal = decide(&need(), &STRIKE_OFF, &Caller::system(), &at(minutes(3)));
    assert_eq!(refusal, Err(Refusal::NotPermitted));
    let by_people = Circumstances {
        is_of_system: true,
        ..at(minutes(3))
    };
    let closed = done(&accepted, &STRIKE_OFF, &Caller::system(), &by_people);
    assert_eq!(
        closed.standing.state,
        State::StruckOff,
        "as any raiser, where people close it too"
    );
    assert!(decide(&accepted, &Command::Solve { note: None }, &worker(1), &by_people).is_ok());
    // Until then it says what has changed, which is no sign that anybody deals with it.
    let word = Command::Comment { text: "x".into() };
    let said = done(&accepted, &word, &Caller::system(), &waits);
    assert_eq!(said.standing.touched_at, accepted.standing.touched_at);
    let refusal = decide(&need(), &word, &Caller::system(), &at(minutes(3)));
    assert_eq!(refusal, Err(Refusal::NotPermitted));
}

#[test]
fn a_need_must_be_accepted_before_it_is_solved() {
    let refusal = decide(&need(), &Command::Solve { note: None }, &worker(1), &at(minutes(1)));
    assert_eq!(
        refusal,
        Err(Refusal::WrongState {
            state: State::Raised,
            command: CommandKind::Solve
        })
    );
}

#[test]
fn an_appeal_raises_the_tier_and_starts_a_new_due_time() {
    let need = done(
        &declined(),
        &Command::Appeal {
            reason: "真的没有".into(),
        },
        &resident(),
        &at(minutes(600)),
    );
    assert_eq!(
        (need.standing.state, need.standing.tier),
        (State::Reopened, Tier::Subdistrict)
    );
    assert_eq!(need.standing.due_at, minutes(600 + 24 * 60));
    assert_eq!(need.standing.closed_at, None);
}

#[test]
fn a_neighbour_can_do_nothing_to_a_need() {
    let neighbour = Caller::household(household(2));
    for command in [STRIKE_OFF, Command::Comment { text: "?".into() }, Command::Accept] {
        assert_eq!(
            decide(&need(), &command, &neighbour, &at(minutes(1))),
            Err(Refusal::NotPermitted)
        );
    }
}

#[test]
fn an_assignee_without_a_role_solves_what_was_given_to_them_or_their_organisation() {
    let carrier = Caller {
        acts_for: vec![org(1)],
        ..stranger(9)
    };
    for (assignee, caller) in [
        (Assignee::Account(account(5)), stranger(5)),
        (Assignee::Org(org(1)), carrier),
    ] {
        let given = done(&need(), &Command::Assign(assignee), &worker(1), &at(minutes(1)));
        let solved = done(&given, &Command::Solve { note: None }, &caller, &at(minutes(2)));
        assert_eq!(solved.standing.state, State::Solved);
        assert_eq!(
            decide(&given, &STRIKE_OFF, &caller, &at(minutes(2))),
            Err(Refusal::NotPermitted)
        );
    }
}

#[test]
fn an_overdue_need_goes_up_one_tier_until_the_citys() {
    let mut need = need();
    let overdue = Command::Escalate(EscalationReason::Overdue);
    need = done(&need, &overdue, &Caller::system(), &at(minutes(24 * 60)));
    assert_eq!(
        (need.standing.tier, need.standing.is_overdue),
        (Tier::Subdistrict, true)
    );
    let untouched = Command::Escalate(EscalationReason::Untouched);
    for tier in [Tier::District, Tier::City] {
        need = done(&need, &untouched, &Caller::system(), &at(minutes(48 * 60)));
        assert_eq!(need.standing.tier, tier);
    }
    assert_eq!(need.standing.escalate_at, None);
    assert_eq!(
        decide(&need, &untouched, &Caller::system(), &at(minutes(99 * 60))),
        Err(Refusal::TopTier)
    );
}

#[test]
fn the_raisers_own_comment_does_not_keep_a_need_from_going_up() {
    let mut slow = need();
    slow.standing.due_at = minutes(72 * 60);
    let comment = Command::Comment {
        text: "还没有人来".into(),
    };
    let asked = done(&slow, &comment, &resident(), &at(minutes(60)));
    assert_eq!(asked.standing.escalate_at, slow.standing.escalate_at);
    let answered = done(&slow, &comment, &worker(1), &at(minutes(60)));
    assert_eq!(answered.standing.escalate_at, Some(minutes(25 * 60)));
}

#[test]
fn a_solved_need_waits_for_confirmation_without_going_up() {
    assert_eq!(solved_by(1).standing.escalate_at, None);
}

#[test]
fn changing_the_priority_back_and_forth_gains_no_time() {
    let urgent = done(
        &need(),
        &Command::SetPriority(Priority::Urgent),
        &worker(1),
        &at(minutes(10)),
    );
    assert_eq!(urgent.standing.due_at, minutes(130));
    let normal = done(
        &urgent,
        &Command::SetPriority(Priority::Normal),
        &worker(1),
        &at(minutes(100)),
    );
    assert_eq!(normal.standing.due_at, need().standing.due_at);
}

fn with_last(need: &NeedState, kind: EntryKind, by: &Caller, now: i64) -> Circumstances {
    let before = crate::world::need().standing;
    let last = LastEntry {
        seq: need.seq,
        actor: by.actor,
        at: minutes(1),
        kind,
        before,
    };
    Circumstances {
        last: Some(last),
        ..at(minutes(now))
    }
}

#[test]
fn an_undo_restores_the_standing_before_the_last_entry() {
    let undone = done(
        &declined(),
        &Command::Undo { seq: 2 },
        &worker(1),
        &with_last(&declined(), EntryKind::Declined, &worker(1), 11),
    );
    assert_eq!(undone.standing.state, State::Raised);
    assert_eq!(undone.standing.closed_at, None);
    assert_eq!(undone.standing.touched_at, minutes(11));
}

#[test]
fn an_undo_comes_from_the_same_person_in_time_and_only_for_the_last_entry() {
    let need = declined();
    let try_undo = |seq, by: &Caller, circumstances: &Circumstances| {
        decide(&need, &Command::Undo { seq }, by, circumstances).unwrap_err()
    };
    let in_time = with_last(&need, EntryKind::Declined, &worker(1), 11);
    assert_eq!(try_undo(2, &worker(2), &in_time), Refusal::UndoNotYours);
    assert_eq!(try_undo(1, &worker(1), &in_time), Refusal::UndoNotLast { last: 2 });
    let late = with_last(&need, EntryKind::Declined, &worker(1), 12);
    assert_eq!(try_undo(2, &worker(1), &late), Refusal::UndoTooLate);
    let comment = with_last(&need, EntryKind::Commented, &worker(1), 2);
    assert_eq!(
        try_undo(2, &worker(1), &comment),
        Refusal::UndoNotPossible(EntryKind::Commented)
    );
}

#[test]
fn a_need_merges_only_into_an_open_need_of_its_kind() {
    let target = NeedState {
        id: need_id(2),
        ..need()
    };
    let merge = Command::Merge { into: need_id(2) };
    let with = |target| Circumstances {
        merge_target: target,
        ..at(minutes(1))
    };
    let merged = done(&need(), &merge, &worker(1), &with(Some(target.clone())));
    assert_eq!(
        (merged.standing.state, merged.standing.merged_into),
        (State::Merged, Some(need_id(2)))
    );
    let refused = |command: &Command, target| decide(&need(), command, &worker(1), &with(target)).unwrap_err();
    assert_eq!(refused(&merge, None), Refusal::MergeTargetMissing);
    assert_eq!(
        refused(&Command::Merge { into: need_id(1) }, Some(need())),
        Refusal::MergeIntoItself
    );
    let closed = NeedState {
        id: need_id(2),
        ..declined()
    };
    assert_eq!(refused(&merge, Some(closed)), Refusal::MergeTargetClosed);
    let mut other = target;
    other.facts.kind = "plant_blockage".into();
    assert_eq!(refused(&merge, Some(other)), Refusal::MergeTargetDiffers);
}

#[test]
fn the_tenth_photo_is_the_last() {
    let photo = Command::Attach(tongxin_ledger::rules::command::Attached {
        digest: String::new(),
        id: tongxin_city::AttachmentId::from_parts(NOON, 1),
        media_type: "image/png".into(),
        name: String::new(),
        size: 1,
    });
    let with = |photos| Circumstances {
        photos,
        ..at(minutes(1))
    };
    assert!(decide(&need(), &photo, &resident(), &with(9)).is_ok());
    assert_eq!(
        decide(&need(), &photo, &resident(), &with(10)),
        Err(Refusal::TooManyPhotos)
    );
}

proptest! {
    /// Whatever is asked by whomever, what must stay true stays true.
    #[test]
    fn no_sequence_of_commands_breaks_what_must_stay_true(
        steps in proptest::collection::vec((any_command(), any_caller(), 0..2_000i64), 1..40)
    ) {
        let mut need = need();
        let mut last: Option<LastEntry> = None;
        let mut now = NOON;
        let (mut open, mut overdue) = (1i64, 0i64);
        for (command, caller, minutes_later) in steps {
            now = now.plus_minutes(minutes_later);
            let merge_target = Some(NeedState { id: need_id(2), ..crate::world::need() });
            let circumstances = Circumstances { merge_target, last: last.clone(), ..at(now) };
            let Ok(decision) = decide(&need, &command, &caller, &circumstances) else { continue };
            let (before, after) = (&need.standing, &decision.after);
            if decision.kind == EntryKind::StruckOff {
                prop_assert_ne!(before.solver, Some(caller.actor));
                prop_assert!(caller.is_raiser_of(&need) || caller.permissions == Permissions::ALL);
            }
            prop_assert!(after.tier >= before.tier || decision.kind == EntryKind::Undone);
            prop_assert_eq!(after.closed_at.is_some(), !after.state.is_open());
            prop_assert_eq!(after.merged_into.is_some(), after.state == State::Merged);
            prop_assert!(!after.is_overdue || after.state.is_running());
            prop_assert_eq!(after.escalate_at.is_none(), !after.state.is_running()
                || (after.tier == Tier::City && after.is_overdue));
            prop_assert!(after.state != State::Solved || after.solver.is_some());
            for step in moves(Some(before), after) {
                match step {
                    Move::State(_, _) => {}
                    Move::Tier(_, delta) => open += delta,
                }
                if let Move::State("overdue", delta) = step { overdue += delta; }
            }
            prop_assert_eq!(open, i64::from(after.state.is_open()));
            prop_assert_eq!(overdue, i64::from(after.is_overdue));
            last = Some(LastEntry {
                seq: need.seq + 1, actor: caller.actor, at: now, kind: decision.kind, before: before.clone(),
            });
            need = apply(&need, &decision);
        }
    }

    #[test]
    fn every_part_of_an_entry_changes_its_hash(seq in 1..9i64, ms in 0..9i64, actor in "[a-c]", body in "[a-c]", part in 0..6usize) {
        let hashed = |need, seq, ms, kind, actor: &str, body: &str, previous: u8| {
            let body_hash = chain::body_hash(body);
            chain::link_hash(
                &Link { need: need_id(need), seq, at: NOON.plus_millis(ms), kind, actor, body_hash: &body_hash },
                &[previous; 32],
            )
        };
        let whole = hashed(1, seq, ms, "raised", &actor, &body, 0);
        let changed = match part {
            0 => hashed(2, seq, ms, "raised", &actor, &body, 0),
            1 => hashed(1, seq + 1, ms, "raised", &actor, &body, 0),
            2 => hashed(1, seq, ms + 1, "raised", &actor, &body, 0),
            3 => hashed(1, seq, ms, "solved", &actor, &body, 0),
            4 => hashed(1, seq, ms, "raised", &actor, "z", 0),
            _ => hashed(1, seq, ms, "raised", &actor, &body, 1),
        };
        prop_assert_ne!(whole, changed);
    }
}
