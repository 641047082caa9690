//! What somebody does about a post, who they are, and what is answered.

use crate::rules::duty::{By, DutyStep, Held, Next, Post, Standing};
use crate::store::duty::PostRow;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Scope, Viewer};
use tongxin_city::{AccountId, Day, PlaceCode};
use utoipa::ToSchema;

/// What somebody does about a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedDuty {
    /// The building or compound.
    pub(crate) place: PlaceCode,
    /// Which post of it.
    pub(crate) post: Post,
    /// What: `assign`, `offer`, `give`, `take`, `decline` or `end`.
    pub(crate) step: DutyStep,
    /// Who is assigned, or comes next.
    #[serde(default)]
    pub(crate) account: Option<AccountId>,
    /// Under which number they are called while on duty; it stands on the door notice.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub(crate) phone: String,
    /// From which day; today when left out.
    #[serde(default)]
    pub(crate) on: Option<Day>,
    /// With which day they leave it, if that is known; for an end, the last day.
    #[serde(default)]
    pub(crate) until: Option<Day>,
    /// What whoever leaves tells whoever comes. No illness.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub(crate) note: String,
}

/// How a post stands after a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct DutyDone {
    /// The building or compound.
    pub(crate) place: PlaceCode,
    /// The post.
    pub(crate) post: Post,
    /// Who holds it now.
    pub(crate) held: Option<Held>,
    /// Who comes next.
    pub(crate) next: Option<Next>,
}

impl DutyDone {
    /// What is kept of a step for whoever sends it again: nothing that is erased before the answer is.
    pub(super) fn kept(row: &PostRow, standing: Standing) -> DutyDone {
        let quiet = String::new;
        DutyDone {
            place: row.place,
            post: row.post,
            held: standing.held.map(|held| Held { phone: quiet(), ..held }),
            next: standing.next.map(|next| Next {
                phone: quiet(),
                note: quiet(),
                ..next
            }),
        }
    }

    /// Adds how they are called, and what is handed over, as far as they still stand there.
    pub(super) fn fill(&mut self, now: &Standing) {
        if let (Some(held), Some(there)) = (&mut self.held, &now.held)
            && held.account == there.account
        {
            held.phone.clone_from(&there.phone);
        }
        if let (Some(next), Some(there)) = (&mut self.next, &now.next)
            && next.account == there.account
        {
            next.phone.clone_from(&there.phone);
            next.note.clone_from(&there.note);
        }
    }
}

/// Who does something about posts, and where they see and assign.
#[derive(Debug, Clone)]
pub(crate) struct DutyDoer {
    pub(super) actor: String,
    account: Option<AccountId>,
    pub(crate) sees: Scope,
    assigns: Scope,
}

impl DutyDoer {
    pub(crate) fn of(viewer: &Viewer) -> DutyDoer {
        DutyDoer {
            actor: viewer.actor(),
            account: viewer.account(),
            sees: viewer.scope(Action::DutyRead).unwrap_or_default(),
            assigns: viewer.scope(Action::DutyAssign).unwrap_or_default(),
        }
    }

    /// Whether they may know of a post: it lies where they work, or they hold it or come to it.
    pub(super) fn may_see(&self, row: &PostRow) -> bool {
        let is_theirs = || row.standing.people().any(|there| Some(there) == self.account);
        self.sees.contains_place(&row.place) || is_theirs()
    }

    /// Whether they put people on posts there.
    pub(crate) fn organises(&self, place: &PlaceCode) -> bool {
        self.assigns.contains_place(place)
    }

    /// Who they are at a place, as the rules see them.
    pub(crate) fn at(&self, place: &PlaceCode) -> By {
        By {
            account: self.account,
            organises: self.organises(place),
        }
    }
}
