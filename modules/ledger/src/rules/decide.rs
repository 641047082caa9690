//! The state machine: what a command does to a need, or why it is refused.

use crate::rules::command::{Assignee, Caller, Circumstances, Command, CommandKind, EscalationReason};
use crate::rules::due;
use crate::rules::entry::{EntryKind, Said};
use crate::rules::limits::{ENTRIES_MAX, PHOTOS_MAX, UNDO_MS};
use crate::rules::need::{Actor, NeedState, Priority, Standing, State, Tier};
use crate::rules::refusal::Refusal;
use tongxin_city::{NeedId, Timestamp};

/// What a command does: one entry, and the standing after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The kind of the entry.
    pub kind: EntryKind,
    /// The standing after it.
    pub after: Standing,
    /// Its words.
    pub said: Said,
}

/// Decides a command. Writes nothing; the same arguments always give the same answer.
///
/// # Errors
/// Why the command is refused.
pub fn decide(
    need: &NeedState,
    command: &Command,
    caller: &Caller,
    circumstances: &Circumstances,
) -> Result<Decision, Refusal> {
    check_permission(need, command, caller, circumstances)?;
    if need.is_forgotten() {
        return Err(Refusal::Erased);
    }
    check_entries_left(need, command, caller)?;
    let mut decision = apply(need, command, caller, circumstances)?;
    settle(&mut decision, need, caller, circumstances.now);
    Ok(decision)
}

/// A role allows it, or the need is the caller's own, or was given to the caller.
fn check_permission(
    need: &NeedState,
    command: &Command,
    caller: &Caller,
    circumstances: &Circumstances,
) -> Result<(), Refusal> {
    let kind = command.kind();
    let closes_itself = circumstances.closes_itself;
    if caller.actor == Actor::System {
        let is_by_clock = matches!(
            command,
            Command::Escalate(EscalationReason::Overdue | EscalationReason::Untouched)
        );
        // Whoever raises what no hand can raise also gives it to somebody, says what has changed, and ends it.
        let is_its_own = closes_itself
            && matches!(
                kind,
                CommandKind::Assign | CommandKind::StrikeOff | CommandKind::Comment
            );
        // As any raiser it says that what it raised is no longer there.
        let as_raiser = circumstances.is_of_system && kind == CommandKind::StrikeOff;
        return if is_by_clock || is_its_own || as_raiser {
            Ok(())
        } else {
            Err(Refusal::NotPermitted)
        };
    }
    if matches!(
        command,
        Command::Escalate(EscalationReason::Overdue | EscalationReason::Untouched)
    ) {
        return Err(Refusal::NotPermitted);
    }
    let by_role = caller.permissions.include(kind);
    let as_raiser = caller.is_raiser_of(need)
        && matches!(
            kind,
            CommandKind::StrikeOff
                | CommandKind::Appeal
                | CommandKind::Reopen
                | CommandKind::Comment
                | CommandKind::Attach
        );
    let as_assignee =
        caller.is_assignee_of(need) && matches!(kind, CommandKind::Solve | CommandKind::Comment | CommandKind::Attach);
    // An undo is bound to one's own last entry, which is checked where that entry is known.
    let as_author = kind == CommandKind::Undo;
    if !(by_role || as_raiser || as_assignee || as_author) {
        return Err(Refusal::NotPermitted);
    }
    // Whoever reopened one would wait for ever: what closes it has happened.
    let is_its_own = matches!(
        kind,
        CommandKind::Solve | CommandKind::StrikeOff | CommandKind::Decline | CommandKind::Merge | CommandKind::Reopen
    );
    if closes_itself && is_its_own {
        return Err(Refusal::ClosesItself);
    }
    Ok(())
}

/// However long the talk, the clock goes on and a need can still be closed.
fn check_entries_left(need: &NeedState, command: &Command, caller: &Caller) -> Result<(), Refusal> {
    let is_always_possible = caller.actor == Actor::System || command.kind() == CommandKind::StrikeOff;
    if need.seq >= i64::from(ENTRIES_MAX) && !is_always_possible {
        return Err(Refusal::TooManyEntries);
    }
    Ok(())
}

fn apply(
    need: &NeedState,
    command: &Command,
    caller: &Caller,
    circumstances: &Circumstances,
) -> Result<Decision, Refusal> {
    let mut after = need.standing.clone();
    let mut said = Said::default();
    let wrong_state = || {
        Err(Refusal::WrongState {
            state: need.standing.state,
            command: command.kind(),
        })
    };
    let kind = match command {
        Command::Accept => {
            if !matches!(after.state, State::Raised | State::Reopened) {
                return wrong_state();
            }
            after.state = State::Accepted;
            EntryKind::Accepted
        }
        Command::Assign(assignee) => {
            if !after.state.is_running() {
                return wrong_state();
            }
            assign(&mut after, *assignee)?;
            EntryKind::Assigned
        }
        Command::Solve { note } => {
            if !matches!(after.state, State::Accepted | State::Assigned) {
                return wrong_state();
            }
            after.state = State::Solved;
            after.solver = Some(caller.actor);
            said.text.clone_from(note);
            EntryKind::Solved
        }
        Command::StrikeOff { reason } => {
            strike_off(need, caller, &mut after)?;
            said.reason.clone_from(reason);
            EntryKind::StruckOff
        }
        Command::Decline { reason } => {
            if !after.state.is_running() {
                return wrong_state();
            }
            after.state = State::Declined;
            said.reason = Some(reason.clone());
            EntryKind::Declined
        }
        Command::Appeal { reason } => {
            if after.state != State::Declined {
                return wrong_state();
            }
            after.tier = after.tier.above().unwrap_or(Tier::City);
            reopen(&mut after, circumstances);
            said.reason = Some(reason.clone());
            EntryKind::Appealed
        }
        Command::Reopen { reason } => {
            // A merge that turns out wrong after the time for undo is reopened too.
            if !matches!(after.state, State::Solved | State::StruckOff | State::Merged) {
                return wrong_state();
            }
            reopen(&mut after, circumstances);
            said.reason = Some(reason.clone());
            EntryKind::Reopened
        }
        Command::Comment { text } => {
            said.text = Some(text.clone());
            EntryKind::Commented
        }
        Command::Attach(attached) => {
            if circumstances.photos >= PHOTOS_MAX {
                return Err(Refusal::TooManyPhotos);
            }
            said.attachment = Some(attached.clone());
            EntryKind::Attached
        }
        Command::Escalate(reason) => {
            if !after.state.is_running() {
                return wrong_state();
            }
            said.reason = Some(reason_word(reason));
            escalate(&mut after, reason)?
        }
        Command::Merge { into } => {
            if !after.state.is_running() {
                return wrong_state();
            }
            check_merge(need, *into, circumstances.merge_target.as_ref())?;
            after.state = State::Merged;
            after.merged_into = Some(*into);
            said.into = Some(*into);
            EntryKind::Merged
        }
        Command::SetPriority(priority) => {
            if !after.state.is_running() {
                return wrong_state();
            }
            prioritise(&mut after, *priority, need.raised_at, circumstances)?;
            EntryKind::Prioritised
        }
        Command::Undo { seq } => {
            after = undone(need, *seq, caller, circumstances)?;
            said.undone = Some(*seq);
            EntryKind::Undone
        }
    };
    Ok(Decision { kind, after, said })
}

fn assign(after: &mut Standing, assignee: Assignee) -> Result<(), Refusal> {
    let (account, org) = match assignee {
        Assignee::Account(id) => (Some(id), None),
        Assignee::Org(id) => (None, Some(id)),
    };
    if after.state == State::Assigned && (after.assigned_account, after.assigned_org) == (account, org) {
        return Err(Refusal::SameAssignee);
    }
    (after.assigned_account, after.assigned_org) = (account, org);
    after.state = State::Assigned;
    Ok(())
}

/// Solved needs are confirmed by the raiser or by a caller; "no longer needed" can only be said by the raiser.
fn strike_off(need: &NeedState, caller: &Caller, after: &mut Standing) -> Result<(), Refusal> {
    let is_solved = after.state == State::Solved;
    let is_withdrawn = after.state.is_open() && caller.is_raiser_of(need);
    // The system is let this far only with a need that closes itself, or that it raised.
    let has_ended = after.state.is_open() && caller.actor == Actor::System;
    if !is_solved && !is_withdrawn && !has_ended {
        return Err(Refusal::WrongState {
            state: after.state,
            command: CommandKind::StrikeOff,
        });
    }
    if after.solver == Some(caller.actor) {
        return Err(Refusal::SolverStrikesOff);
    }
    after.state = State::StruckOff;
    Ok(())
}

/// Open again, with a new due time and nobody who deals with it yet.
fn reopen(after: &mut Standing, circumstances: &Circumstances) {
    after.state = State::Reopened;
    after.assigned_account = None;
    after.assigned_org = None;
    after.solver = None;
    after.merged_into = None;
    after.is_overdue = false;
    after.due_at = circumstances.due_times.due_at(circumstances.now, after.priority);
}

fn escalate(after: &mut Standing, reason: &EscalationReason) -> Result<EntryKind, Refusal> {
    let above = after.tier.above();
    if *reason == EscalationReason::Overdue {
        after.is_overdue = true;
        let Some(above) = above else {
            return Ok(EntryKind::Overdue);
        };
        after.tier = above;
        return Ok(EntryKind::Escalated);
    }
    after.tier = above.ok_or(Refusal::TopTier)?;
    Ok(EntryKind::Escalated)
}

/// The reason as written in the entry; the clock's reasons are words that pages translate.
fn reason_word(reason: &EscalationReason) -> String {
    match reason {
        EscalationReason::Overdue => "overdue".to_owned(),
        EscalationReason::Untouched => "untouched".to_owned(),
        EscalationReason::ByHand(reason) => reason.clone(),
    }
}

fn check_merge(need: &NeedState, into: NeedId, target: Option<&NeedState>) -> Result<(), Refusal> {
    if into == need.id {
        return Err(Refusal::MergeIntoItself);
    }
    let target = target
        .filter(|target| target.id == into)
        .ok_or(Refusal::MergeTargetMissing)?;
    if !target.standing.state.is_open() {
        return Err(Refusal::MergeTargetClosed);
    }
    if (&target.facts.kind, target.facts.district) != (&need.facts.kind, need.facts.district) {
        return Err(Refusal::MergeTargetDiffers);
    }
    Ok(())
}

fn prioritise(
    after: &mut Standing,
    priority: Priority,
    raised_at: Timestamp,
    circumstances: &Circumstances,
) -> Result<(), Refusal> {
    if priority == after.priority {
        return Err(Refusal::SamePriority);
    }
    after.due_at = due::due_after_priority(&circumstances.due_times, after, priority, raised_at, circumstances.now);
    after.priority = priority;
    after.is_overdue = after.is_overdue && after.due_at <= circumstances.now;
    Ok(())
}

/// The standing before the last entry, if the caller may take that entry back.
fn undone(need: &NeedState, seq: i64, caller: &Caller, circumstances: &Circumstances) -> Result<Standing, Refusal> {
    let last = circumstances
        .last
        .as_ref()
        .filter(|last| last.seq == need.seq && seq == need.seq);
    let last = last.ok_or(Refusal::UndoNotLast { last: need.seq })?;
    if last.actor != caller.actor {
        return Err(Refusal::UndoNotYours);
    }
    if !last.kind.is_undoable() {
        return Err(Refusal::UndoNotPossible(last.kind));
    }
    if circumstances.now.millis_since(last.at) > UNDO_MS {
        return Err(Refusal::UndoTooLate);
    }
    Ok(last.before.clone())
}

/// What follows from any new standing: when it was touched and closed, and when the clock acts next.
fn settle(decision: &mut Decision, need: &NeedState, caller: &Caller, now: Timestamp) {
    let is_talk = matches!(decision.kind, EntryKind::Commented | EntryKind::Attached);
    // "Still waiting" from the one who waits is no sign that anybody deals with it.
    let is_touch = caller.actor != Actor::System && !(is_talk && caller.is_raiser_of(need));
    let after = &mut decision.after;
    if is_touch {
        after.touched_at = now;
    }
    if after.state.is_open() {
        after.closed_at = None;
    } else if after.closed_at.is_none() {
        after.closed_at = Some(now);
    }
    after.is_overdue &= after.state.is_running();
    if is_touch || caller.actor == Actor::System {
        after.escalate_at = due::escalate_at(after, now);
    }
}
