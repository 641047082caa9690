//! What can be done to a need, by whom, and what is asked of its texts.

use crate::rules::due::DueTimes;
use crate::rules::kinds::{Kinds, RaisedFor};
use crate::rules::limits::{COMMENT_CHARS_MAX, REASON_CHARS_MAX};
use crate::rules::need::{Actor, NeedState, Priority, Standing};
use serde::{Deserialize, Serialize};
use tongxin_city::{AccountId, AttachmentId, HouseholdId, NeedId, OrgId, Timestamp};

/// To whom a need is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Assignee {
    /// A person.
    Account(AccountId),
    /// An organisation.
    Org(OrgId),
}

/// Why a need goes up a tier.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EscalationReason {
    /// Its due time passed.
    Overdue,
    /// Nobody touched it for 24 h.
    Untouched,
    /// A person says so.
    ByHand(String),
}

/// Something done to a need that exists.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Command {
    /// "We will deal with it."
    Accept,
    /// Give it to a person or an organisation.
    Assign(Assignee),
    /// "It is done."
    Solve {
        /// What was done.
        note: Option<String>,
    },
    /// Confirm and close; by the raiser also "no longer needed".
    StrikeOff {
        /// Why, when it was not solved.
        reason: Option<String>,
    },
    /// Refuse.
    Decline {
        /// Why.
        reason: String,
    },
    /// Ask the tier above to look at a refusal.
    Appeal {
        /// Why.
        reason: String,
    },
    /// "It is not done."
    Reopen {
        /// Why.
        reason: String,
    },
    /// Say something.
    Comment {
        /// What.
        text: String,
    },
    /// Add a photo.
    Attach(Attached),
    /// Pass it to the tier above.
    Escalate(EscalationReason),
    /// "This is the same as that one."
    Merge {
        /// The one that carries on.
        into: NeedId,
    },
    /// Change how urgent it is.
    SetPriority(Priority),
    /// Take back one's own last decision.
    Undo {
        /// The number of the entry to take back; it must be the last.
        seq: i64,
    },
}

/// What an entry keeps of a photo.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Attached {
    /// SHA-256 of the bytes kept, in hex.
    pub digest: String,
    /// Its id.
    pub id: AttachmentId,
    /// `image/jpeg` or `image/png`.
    pub media_type: String,
    /// The file's name as sent.
    pub name: String,
    /// Bytes kept.
    pub size: u64,
}

/// The commands by name: for rights, messages and addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is the command of the same name")]
pub enum CommandKind {
    Accept,
    Assign,
    Solve,
    StrikeOff,
    Decline,
    Appeal,
    Reopen,
    Comment,
    Attach,
    Escalate,
    Merge,
    SetPriority,
    Undo,
}

impl CommandKind {
    /// All commands.
    pub const ALL: [CommandKind; 13] = [
        CommandKind::Accept,
        CommandKind::Assign,
        CommandKind::Solve,
        CommandKind::StrikeOff,
        CommandKind::Decline,
        CommandKind::Appeal,
        CommandKind::Reopen,
        CommandKind::Comment,
        CommandKind::Attach,
        CommandKind::Escalate,
        CommandKind::Merge,
        CommandKind::SetPriority,
        CommandKind::Undo,
    ];

    /// The last part of its address, and of its language key.
    pub const fn as_str(self) -> &'static str {
        match self {
            CommandKind::Accept => "accept",
            CommandKind::Assign => "assign",
            CommandKind::Solve => "solve",
            CommandKind::StrikeOff => "strike-off",
            CommandKind::Decline => "decline",
            CommandKind::Appeal => "appeal",
            CommandKind::Reopen => "reopen",
            CommandKind::Comment => "comment",
            CommandKind::Attach => "attach",
            CommandKind::Escalate => "escalate",
            CommandKind::Merge => "merge",
            CommandKind::SetPriority => "priority",
            CommandKind::Undo => "undo",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl Command {
    /// Which command this is.
    pub fn kind(&self) -> CommandKind {
        match self {
            Command::Accept => CommandKind::Accept,
            Command::Assign(_) => CommandKind::Assign,
            Command::Solve { .. } => CommandKind::Solve,
            Command::StrikeOff { .. } => CommandKind::StrikeOff,
            Command::Decline { .. } => CommandKind::Decline,
            Command::Appeal { .. } => CommandKind::Appeal,
            Command::Reopen { .. } => CommandKind::Reopen,
            Command::Comment { .. } => CommandKind::Comment,
            Command::Attach(_) => CommandKind::Attach,
            Command::Escalate(_) => CommandKind::Escalate,
            Command::Merge { .. } => CommandKind::Merge,
            Command::SetPriority(_) => CommandKind::SetPriority,
            Command::Undo { .. } => CommandKind::Undo,
        }
    }

    /// The command with its texts trimmed and checked.
    ///
    /// # Errors
    /// What is wrong with a text, by field.
    pub fn checked(self) -> Result<Command, FieldFault> {
        Ok(match self {
            Command::Solve { note } => Command::Solve {
                note: optional("note", note, COMMENT_CHARS_MAX)?,
            },
            Command::StrikeOff { reason } => Command::StrikeOff {
                reason: optional("reason", reason, REASON_CHARS_MAX)?,
            },
            Command::Decline { reason } => Command::Decline {
                reason: required("reason", &reason, REASON_CHARS_MAX)?,
            },
            Command::Appeal { reason } => Command::Appeal {
                reason: required("reason", &reason, REASON_CHARS_MAX)?,
            },
            Command::Reopen { reason } => Command::Reopen {
                reason: required("reason", &reason, REASON_CHARS_MAX)?,
            },
            Command::Comment { text } => Command::Comment {
                text: required("text", &text, COMMENT_CHARS_MAX)?,
            },
            Command::Escalate(EscalationReason::ByHand(reason)) => {
                Command::Escalate(EscalationReason::ByHand(required("reason", &reason, REASON_CHARS_MAX)?))
            }
            other => other,
        })
    }
}

/// A set of commands that somebody may give because of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions(u16);

impl Permissions {
    /// None.
    pub const NONE: Permissions = Permissions(0);
    /// Every command.
    pub const ALL: Permissions = Permissions(u16::MAX);

    /// These and one more.
    #[must_use]
    pub const fn with(self, command: CommandKind) -> Permissions {
        Permissions(self.0 | command.bit())
    }

    /// Whether the command is in it.
    pub const fn include(self, command: CommandKind) -> bool {
        self.0 & command.bit() != 0
    }
}

/// Who gives a command, and on what authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// What a role over the need's place or organisation allows.
    pub permissions: Permissions,
    /// Organisations the actor acts for.
    pub acts_for: Vec<OrgId>,
}

impl Caller {
    /// The clock.
    pub fn system() -> Self {
        Caller {
            actor: Actor::System,
            permissions: Permissions::ALL,
            acts_for: Vec::new(),
        }
    }

    /// A household that holds its code.
    pub fn household(id: HouseholdId) -> Self {
        Caller {
            actor: Actor::Household(id),
            permissions: Permissions::NONE,
            acts_for: Vec::new(),
        }
    }

    /// Whether the need is the caller's own: its household, its organisation, or raised by the caller.
    pub fn is_raiser_of(&self, need: &NeedState) -> bool {
        let facts = &need.facts;
        match self.actor {
            Actor::Household(id) => facts.household == Some(id),
            Actor::Account(id) => {
                facts.raised_by == Some(id) || facts.org.is_some_and(|org| self.acts_for.contains(&org))
            }
            Actor::System => false,
        }
    }

    /// Whether the need was given to the caller or an organisation the caller acts for.
    pub fn is_assignee_of(&self, need: &NeedState) -> bool {
        let standing = &need.standing;
        let is_own = matches!(self.actor, Actor::Account(id) if standing.assigned_account == Some(id));
        is_own || standing.assigned_org.is_some_and(|org| self.acts_for.contains(&org))
    }
}

/// What a decision needs to know besides the need, the command and the caller.
#[derive(Debug, Clone)]
pub struct Circumstances {
    /// The time.
    pub now: Timestamp,
    /// How long the need's topic may take.
    pub due_times: DueTimes,
    /// Whether only the module that raised the need closes it.
    pub closes_itself: bool,
    /// Whether needs of its kind are raised by the system alone.
    pub is_of_system: bool,
    /// For a merge: the need that would carry on, when the caller can see it.
    pub merge_target: Option<NeedState>,
    /// For an undo: the last entry, and the standing before it.
    pub last: Option<LastEntry>,
    /// For a photo: how many there are.
    pub photos: u32,
}

impl Circumstances {
    /// Those of a command that asks for nothing else.
    pub fn at(now: Timestamp, kinds: &Kinds, need: &NeedState) -> Self {
        let kind = kinds.get(&need.facts.kind);
        Circumstances {
            now,
            due_times: kinds.due_times(need),
            closes_itself: kind.is_some_and(|kind| kind.closes_itself),
            is_of_system: kind.is_some_and(|kind| kind.raised_for == RaisedFor::HouseholdBySystem),
            merge_target: None,
            last: None,
            photos: 0,
        }
    }
}

/// The last entry of a need, for an undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastEntry {
    /// Its number.
    pub seq: i64,
    /// Who made it.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// What it was.
    pub kind: crate::rules::entry::EntryKind,
    /// The standing before it.
    pub before: Standing,
}

/// What is wrong with a field's text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {fault:?}")]
pub struct FieldFault {
    /// The field, as in JSON.
    pub field: &'static str,
    /// What is wrong.
    pub fault: TextFault,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextFault {
    /// There is none.
    Missing,
    /// Too long.
    TooLong {
        /// Characters allowed.
        max: usize,
        /// Characters found.
        found: usize,
    },
    /// It holds a character that can't be shown.
    Unprintable,
    /// It names nothing known.
    Unknown {
        /// What was given.
        found: String,
        /// What would be right, as a list.
        right: String,
    },
    /// It is no need's number.
    NoNumber,
    /// There is nothing of that id or code.
    NoSuch,
    /// The place is not that of the household or organisation.
    Elsewhere,
    /// The place is wider than a subdistrict, so nobody would know where to go.
    TooWide,
    /// They don't work where the caller does.
    NotAssignable,
    /// It must not be given here.
    NotAllowed,
}

/// A text that must be there: trimmed, bounded, without control characters other than line breaks and tabs.
///
/// # Errors
/// What is wrong with it.
pub fn required(field: &'static str, text: &str, chars_max: usize) -> Result<String, FieldFault> {
    let text = text.trim();
    let fail = |fault| Err(FieldFault { field, fault });
    if text.is_empty() {
        return fail(TextFault::Missing);
    }
    let found = text.chars().count();
    if found > chars_max {
        return fail(TextFault::TooLong { max: chars_max, found });
    }
    if text.chars().any(is_unprintable) {
        return fail(TextFault::Unprintable);
    }
    Ok(text.to_owned())
}

/// As [`required`], but an empty text is none.
///
/// # Errors
/// What is wrong with it.
pub fn optional(field: &'static str, text: Option<String>, chars_max: usize) -> Result<Option<String>, FieldFault> {
    match text {
        Some(text) if !text.trim().is_empty() => required(field, &text, chars_max).map(Some),
        _ => Ok(None),
    }
}

/// Control characters, and the marks that turn the direction of text, with which a line can be made to read as another.
fn is_unprintable(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
        || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
