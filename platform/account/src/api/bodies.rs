//! What is sent and answered.

use serde::{Deserialize, Serialize};
use tongxin_city::{AccountId, GrantId, HouseholdId, InvitationId, OrgId, PlaceCode, Timestamp, TokenId};
use utoipa::ToSchema;

use crate::{Grant, HeldRole, InvitationView, Over, Role, SessionView};

/// A name and its password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInBody {
    /// What the person signs in with.
    #[schema(max_length = 128)]
    pub name: String,
    /// The password.
    #[schema(max_length = 1024)]
    pub password: String,
}

/// A household's code from the door notice.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeBody {
    /// The code, in either case, with or without dashes.
    #[schema(example = "7KQ4-M2XD-9PA", max_length = 64)]
    pub code: String,
}

/// A session just opened, or a token just made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenedBody {
    /// Its id, to end it.
    pub id: TokenId,
    /// To be sent as `Authorization: Bearer …`. It is told only now.
    pub token: String,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

impl From<crate::OpenedSession> for OpenedBody {
    fn from(opened: crate::OpenedSession) -> Self {
        OpenedBody {
            id: opened.id,
            token: opened.token,
            expires_at: opened.expires_at,
        }
    }
}

/// A role and over what it is held.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GrantBody {
    /// Its id, to end it.
    pub id: GrantId,
    /// The role.
    pub role: Role,
    /// Over this place and everything inside it,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceCode>,
    /// or over this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<OrgId>,
    /// When it ends, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// The place or the organisation.
pub(crate) fn parts_of(over: Over) -> (Option<PlaceCode>, Option<OrgId>) {
    match over {
        Over::Place(place) => (Some(place), None),
        Over::Org(org) => (None, Some(org)),
    }
}

impl From<&Grant> for GrantBody {
    fn from(grant: &Grant) -> Self {
        let (place, org) = parts_of(grant.over);
        GrantBody {
            id: grant.id,
            role: grant.role,
            place,
            org,
            until: grant.until,
        }
    }
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeBody {
    /// The account, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The household, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdId>,
    /// The household's building.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building: Option<PlaceCode>,
    /// The name they chose; a household's door.
    pub name: String,
    /// The roles that hold now.
    pub grants: Vec<GrantBody>,
}

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTokenBody {
    /// What it is for.
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    /// How many days it holds.
    #[schema(minimum = 1, maximum = 366)]
    pub days: u32,
}

/// A token as its owner sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenBody {
    /// Its id.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// Since when.
    pub opened_at: Timestamp,
    /// Last used, to within a few minutes.
    pub seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl From<SessionView> for TokenBody {
    fn from(view: SessionView) -> Self {
        TokenBody {
            id: view.id,
            name: view.name.unwrap_or_default(),
            opened_at: view.opened_at,
            seen_at: view.seen_at,
            expires_at: view.expires_at,
        }
    }
}

/// The own tokens, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokensBody {
    /// At most 20.
    pub tokens: Vec<TokenBody>,
}

/// A role to be offered, over a place or an organisation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InviteBody {
    /// The role.
    pub role: Role,
    /// Over this place,
    pub place: Option<PlaceCode>,
    /// or over this organisation.
    pub org: Option<OrgId>,
    /// When the role ends, if it does.
    pub until: Option<Timestamp>,
}

/// An invitation just made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitedBody {
    /// Its id, to revoke it.
    pub id: InvitationId,
    /// The secret of the link.
    pub token: String,
    /// The link to pass on. It opens once.
    pub link: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A link just made, by which a person sets a new password.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ResetBody {
    /// The secret of the link.
    pub token: String,
    /// The link to pass on. It opens once, and is told only now.
    pub link: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPasswordBody {
    /// The password.
    #[schema(min_length = 10, max_length = 128)]
    pub password: String,
}

/// An open invitation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitationBody {
    /// Its id.
    pub id: InvitationId,
    /// The role it gives.
    pub role: Role,
    /// Over this place,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceCode>,
    /// or over this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<OrgId>,
    /// When it was made.
    pub invited_at: Timestamp,
    /// When the link ends.
    pub expires_at: Timestamp,
}

impl From<InvitationView> for InvitationBody {
    fn from(view: InvitationView) -> Self {
        let (place, org) = parts_of(view.over);
        InvitationBody {
            id: view.id,
            role: view.role,
            place,
            org,
            invited_at: view.invited_at,
            expires_at: view.expires_at,
        }
    }
}

/// Open invitations, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitationsBody {
    /// At most 200.
    pub invitations: Vec<InvitationBody>,
}

/// What a person chose when accepting.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptBody {
    /// What they will sign in with: 2 to 40 letters, digits and `.-_@+`.
    #[schema(min_length = 2, max_length = 40)]
    pub name: String,
    /// What others see.
    #[schema(min_length = 1, max_length = 40)]
    pub display_name: String,
    /// The password.
    #[schema(min_length = 10, max_length = 128)]
    pub password: String,
}

/// The new account, signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcceptedBody {
    /// The account.
    pub account: AccountId,
    /// Its session.
    pub session: OpenedBody,
}

/// A person and one role they hold.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonBody {
    /// The account.
    pub account: AccountId,
    /// What they sign in with.
    pub name: String,
    /// What others see.
    pub display_name: String,
    /// The role.
    pub grant: GrantBody,
    /// What the role goes with and ends with, such as a post; nothing for one given by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "post steward 500112001001001001")]
    pub cause: Option<String>,
}

impl From<&HeldRole> for PersonBody {
    fn from(held: &HeldRole) -> Self {
        PersonBody {
            account: held.account,
            name: held.name.clone(),
            display_name: held.display_name.clone(),
            grant: (&held.grant).into(),
            cause: held.cause.as_ref().map(ToString::to_string),
        }
    }
}

/// People with their roles, by name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PeopleBody {
    /// At most 200.
    pub people: Vec<PersonBody>,
    /// The name to ask after for the next page, if there may be one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
