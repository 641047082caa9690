//! Which commands a page offers: those that [`decide`] would not refuse now, whatever their texts.

use crate::rules::command::{Assignee, Attached, Caller, Circumstances, Command, CommandKind, EscalationReason};
use crate::rules::decide::decide;
use crate::rules::need::{NeedState, Priority, State};
use tongxin_city::{AttachmentId, NeedId, OrgId};

/// The commands the caller could give now, in the order of [`CommandKind::ALL`].
///
/// A merge is offered when some other need could carry on; which one, the caller says.
pub fn offered(need: &NeedState, caller: &Caller, circumstances: &Circumstances) -> Vec<CommandKind> {
    CommandKind::ALL
        .into_iter()
        .filter(|kind| is_offered(*kind, need, caller, circumstances))
        .collect()
}

/// Whether the caller could give that command now.
pub fn is_offered(kind: CommandKind, need: &NeedState, caller: &Caller, circumstances: &Circumstances) -> bool {
    let command = example(kind, need);
    if kind != CommandKind::Merge {
        return decide(need, &command, caller, circumstances).is_ok();
    }
    let circumstances = Circumstances {
        merge_target: Some(twin_of(need)),
        ..circumstances.clone()
    };
    decide(need, &command, caller, &circumstances).is_ok()
}

/// The one next step among what is offered: what moves the need on, not what takes it aside.
pub fn next_step(state: State, offered: &[CommandKind]) -> Option<CommandKind> {
    let wanted = match state {
        State::Raised | State::Reopened => CommandKind::Accept,
        State::Accepted | State::Assigned => CommandKind::Solve,
        State::Solved => CommandKind::StrikeOff,
        State::Declined => CommandKind::Appeal,
        State::StruckOff | State::Merged => return None,
    };
    offered.contains(&wanted).then_some(wanted)
}

/// Another need of the same kind and district that is open: the best target a merge could have.
fn twin_of(need: &NeedState) -> NeedState {
    let mut twin = need.clone();
    twin.id = NeedId::from_parts(need.raised_at, 1);
    if twin.id == need.id {
        twin.id = NeedId::from_parts(need.raised_at, 2);
    }
    twin.standing.state = State::Accepted;
    twin
}

/// A command of that kind whose texts are in order.
fn example(kind: CommandKind, need: &NeedState) -> Command {
    let reason = || "x".to_owned();
    match kind {
        CommandKind::Accept => Command::Accept,
        CommandKind::Assign => Command::Assign(Assignee::Org(OrgId::from_parts(need.raised_at, 0))),
        CommandKind::Solve => Command::Solve { note: None },
        CommandKind::StrikeOff => Command::StrikeOff { reason: None },
        CommandKind::Decline => Command::Decline { reason: reason() },
        CommandKind::Appeal => Command::Appeal { reason: reason() },
        CommandKind::Reopen => Command::Reopen { reason: reason() },
        CommandKind::Comment => Command::Comment { text: reason() },
        CommandKind::Attach => Command::Attach(Attached {
            digest: String::new(),
            id: AttachmentId::from_parts(need.raised_at, 0),
            media_type: String::new(),
            name: String::new(),
            size: 0,
        }),
        CommandKind::Escalate => Command::Escalate(EscalationReason::ByHand(reason())),
        CommandKind::Merge => Command::Merge { into: twin_of(need).id },
        CommandKind::SetPriority => Command::SetPriority(other_than(need.standing.priority)),
        CommandKind::Undo => Command::Undo { seq: need.seq },
    }
}

fn other_than(priority: Priority) -> Priority {
    if priority == Priority::Normal {
        Priority::High
    } else {
        Priority::Normal
    }
}
