//! What requests carry.

use crate::rules::command::{Assignee, Command, EscalationReason, FieldFault, TextFault};
use crate::rules::need::Priority;
use crate::subject::AskedNeed;
use serde::Deserialize;
use tongxin_city::{AccountId, HouseholdId, NeedId, OrgId, PlaceCode};
use utoipa::ToSchema;

/// A need to be raised.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RaiseBody {
    /// The kind's key; see `GET /api/v1/kinds`.
    #[schema(example = "household_request")]
    kind: String,
    /// The topic's key within the kind.
    #[schema(example = "food")]
    topic: String,
    /// How urgent; normal when left out.
    priority: Option<Priority>,
    /// Where; when left out, the household's building or the organisation's place.
    place: Option<PlaceCode>,
    /// The household that lacks something; a household that asks means itself.
    household: Option<HouseholdId>,
    /// The organisation that lacks something.
    org: Option<OrgId>,
    /// What is lacking, in a line.
    #[schema(min_length = 1, max_length = 120, pattern = "\\S")]
    title: String,
    /// More about it.
    #[schema(max_length = 2000)]
    #[serde(default)]
    body: String,
    /// How to reach the raiser.
    #[schema(max_length = 100)]
    contact: Option<String>,
}

impl From<RaiseBody> for AskedNeed {
    fn from(body: RaiseBody) -> Self {
        let RaiseBody {
            kind,
            topic,
            priority,
            place,
            household,
            org,
            title,
            body,
            contact,
        } = body;
        AskedNeed {
            kind,
            topic,
            priority,
            place,
            household,
            org,
            title,
            body,
            contact,
        }
    }
}

/// To whom a need is given: exactly one of the two.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssignBody {
    /// A person.
    account: Option<AccountId>,
    /// An organisation.
    org: Option<OrgId>,
}

impl AssignBody {
    pub(crate) fn into_command(self) -> Result<Command, FieldFault> {
        match (self.account, self.org) {
            (Some(account), None) => Ok(Command::Assign(Assignee::Account(account))),
            (None, Some(org)) => Ok(Command::Assign(Assignee::Org(org))),
            (None, None) => Err(FieldFault {
                field: "account",
                fault: TextFault::Missing,
            }),
            (Some(_), Some(_)) => Err(FieldFault {
                field: "org",
                fault: TextFault::NotAllowed,
            }),
        }
    }
}

/// What was done.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SolveBody {
    /// What was done.
    #[schema(max_length = 1000)]
    pub(crate) note: Option<String>,
}

/// A reason that may be left out.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StrikeOffBody {
    /// Why, when it was not solved.
    #[schema(max_length = 500)]
    pub(crate) reason: Option<String>,
}

/// A reason.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonBody {
    /// Why.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
    pub(crate) reason: String,
}

/// A comment.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentBody {
    /// What is said.
    #[schema(min_length = 1, max_length = 1000, pattern = "\\S")]
    pub(crate) text: String,
}

/// The need that carries on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MergeBody {
    /// An open need of the same kind and district.
    pub(crate) into: NeedId,
}

/// A priority.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriorityBody {
    /// The new one.
    pub(crate) priority: Priority,
}

/// The entry to take back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UndoBody {
    /// Its number; it must be the need's last entry and the caller's own, at most 10 minutes old.
    #[schema(minimum = 1)]
    pub(crate) seq: i64,
}

/// A command as part of a bulk call, named by `do`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum CommandBody {
    /// "We will deal with it."
    Accept,
    /// Give it to exactly one of a person and an organisation.
    Assign {
        /// A person.
        account: Option<AccountId>,
        /// An organisation.
        org: Option<OrgId>,
    },
    /// "It is done."
    Solve {
        /// What was done.
        #[schema(max_length = 1000)]
        note: Option<String>,
    },
    /// Confirm and close.
    StrikeOff {
        /// Why, when it was not solved.
        #[schema(max_length = 500)]
        reason: Option<String>,
    },
    /// Refuse.
    Decline {
        /// Why.
        #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
        reason: String,
    },
    /// "It is not done."
    Reopen {
        /// Why.
        #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
        reason: String,
    },
    /// Say something.
    Comment {
        /// What.
        #[schema(min_length = 1, max_length = 1000, pattern = "\\S")]
        text: String,
    },
    /// Pass it to the tier above.
    Escalate {
        /// Why.
        #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
        reason: String,
    },
    /// "These are the same as that one."
    Merge {
        /// The one that carries on.
        into: NeedId,
    },
    /// Change how urgent it is.
    Priority {
        /// The new priority.
        priority: Priority,
    },
}

impl CommandBody {
    /// The command it names.
    ///
    /// # Errors
    /// The field that is missing or too much.
    pub fn into_command(self) -> Result<Command, FieldFault> {
        Ok(match self {
            CommandBody::Accept => Command::Accept,
            CommandBody::Assign { account, org } => return AssignBody { account, org }.into_command(),
            CommandBody::Solve { note } => Command::Solve { note },
            CommandBody::StrikeOff { reason } => Command::StrikeOff { reason },
            CommandBody::Decline { reason } => Command::Decline { reason },
            CommandBody::Reopen { reason } => Command::Reopen { reason },
            CommandBody::Comment { text } => Command::Comment { text },
            CommandBody::Escalate { reason } => Command::Escalate(EscalationReason::ByHand(reason)),
            CommandBody::Merge { into } => Command::Merge { into },
            CommandBody::Priority { priority } => Command::SetPriority(priority),
        })
    }
}
