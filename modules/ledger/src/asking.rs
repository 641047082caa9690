//! From a viewer to an [`Asker`]: which needs they see, and where a role allows what they ask.

use crate::commands::Asker;
use crate::rules::command::{Caller, CommandKind, Permissions};
use crate::rules::need::{Actor, NeedState};
use crate::store::Scope;
use tongxin_account::{Action, Viewer, Who};
use tongxin_city::{AccountId, OrgId};
use tongxin_web::Problem;

/// The action that the rights table knows a command by.
pub const fn action_of(command: CommandKind) -> Action {
    match command {
        CommandKind::Accept
        | CommandKind::Assign
        | CommandKind::Solve
        | CommandKind::Merge
        | CommandKind::SetPriority
        | CommandKind::Undo => Action::NeedWork,
        CommandKind::StrikeOff => Action::NeedStrikeOff,
        CommandKind::Decline => Action::NeedDecline,
        CommandKind::Appeal | CommandKind::Reopen => Action::NeedReopen,
        CommandKind::Comment | CommandKind::Attach => Action::NeedComment,
        CommandKind::Escalate => Action::NeedEscalate,
    }
}

impl Scope {
    /// The ledger's scope for what the rights table allows a viewer.
    pub fn of(allowed: tongxin_account::Scope, account: Option<AccountId>) -> Self {
        Scope {
            is_whole: false,
            places: allowed.places,
            orgs: allowed.orgs,
            households: allowed.household.into_iter().collect(),
            account,
        }
    }

    /// The needs a viewer may do that with.
    ///
    /// # Errors
    /// 401 when nobody is signed in, 403 when none of their roles may.
    pub fn for_viewer(viewer: &Viewer, action: Action) -> Result<Self, Problem> {
        Ok(Scope::of(viewer.scope(action)?, viewer.account()))
    }
}

/// Whom the ledger names for a viewer.
///
/// # Errors
/// 401 when nobody is signed in.
pub fn actor_of(viewer: &Viewer) -> Result<Actor, Problem> {
    match viewer.who {
        Who::Account(id) => Ok(Actor::Account(id)),
        Who::Household { household, .. } => Ok(Actor::Household(household)),
        Who::Nobody => Err(Problem::unauthorized()),
    }
}

/// A viewer who gives a command.
///
/// A role may not allow the command anywhere and the caller still give it: for the own need, or one given to them. So
/// what the role allows may be nothing; what they see may not.
///
/// # Errors
/// 401 when nobody is signed in, 403 when they see no needs at all.
pub fn asker(viewer: &Viewer, action: Action) -> Result<Asker, Problem> {
    let sees = Scope::for_viewer(viewer, Action::NeedRead)?;
    Ok(Asker {
        actor: actor_of(viewer)?,
        acts_for: sees.orgs.clone(),
        sees,
        may: allowed_by_role(viewer, action),
    })
}

/// Where a role allows that; perhaps nowhere.
fn allowed_by_role(viewer: &Viewer, action: Action) -> Scope {
    let allowed = viewer.scope(action);
    allowed.map(|allowed| Scope::of(allowed, None)).unwrap_or_default()
}

/// What a viewer may do with needs, for pages that show many needs and what can be done with each.
#[derive(Debug, Clone)]
pub(crate) struct Powers {
    actor: Actor,
    acts_for: Vec<OrgId>,
    may: Vec<(CommandKind, Scope)>,
}

impl Powers {
    /// The powers of a viewer.
    ///
    /// # Errors
    /// 401 when nobody is signed in, 403 when they see no needs at all.
    pub(crate) fn of(viewer: &Viewer) -> Result<Self, Problem> {
        let sees = Scope::for_viewer(viewer, Action::NeedRead)?;
        let scope = |kind| allowed_by_role(viewer, action_of(kind));
        Ok(Powers {
            actor: actor_of(viewer)?,
            acts_for: sees.orgs,
            may: CommandKind::ALL.into_iter().map(|kind| (kind, scope(kind))).collect(),
        })
    }

    /// Whether the need is of the viewer's own household or organisation.
    pub(crate) fn is_home_of(&self, need: &NeedState) -> bool {
        let facts = &need.facts;
        let is_own_household = matches!(self.actor, Actor::Household(id) if facts.household == Some(id));
        is_own_household || facts.org.is_some_and(|org| self.acts_for.contains(&org))
    }

    /// The viewer as a caller of commands on that need.
    pub(crate) fn caller(&self, need: &NeedState) -> Caller {
        let permissions = self
            .may
            .iter()
            .filter(|(_, scope)| scope.covers(need))
            .fold(Permissions::NONE, |permissions, (kind, _)| permissions.with(*kind));
        Caller {
            actor: self.actor,
            permissions,
            acts_for: self.acts_for.clone(),
        }
    }
}
