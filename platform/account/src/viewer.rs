//! Who asks, and what they may do.

use std::sync::Arc;

use tongxin_city::{AccountId, GrantId, HouseholdId, OrgId, PlaceCode, Timestamp, TokenId};
use tongxin_web::Problem;

use crate::{Action, Holder, Role, Scope};

/// What a grant is held over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Over {
    /// A place and everything inside it.
    Place(PlaceCode),
    /// An organisation.
    Org(OrgId),
}

/// A role held over a place or an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id, to end it.
    pub id: GrantId,
    /// The role.
    pub role: Role,
    /// Over what.
    pub over: Over,
    /// When it ends, if it does.
    pub until: Option<Timestamp>,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// Not signed in.
    Nobody,
    /// A person with an account.
    Account(AccountId),
    /// A household by its code.
    Household {
        /// The household.
        household: HouseholdId,
        /// Its building.
        place: PlaceCode,
    },
}

/// Who asks, with the grants that hold now. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// Who.
    pub who: Who,
    /// The name they chose; a household's door.
    pub name: Arc<str>,
    /// What they hold now.
    pub grants: Arc<[Grant]>,
    /// The session or token by which they are signed in.
    pub session: Option<TokenId>,
}

impl Viewer {
    /// Somebody not signed in.
    pub fn nobody() -> Viewer {
        Viewer {
            who: Who::Nobody,
            name: "".into(),
            grants: Arc::new([]),
            session: None,
        }
    }

    fn holders(&self) -> Vec<Holder> {
        match self.who {
            Who::Nobody => vec![Holder::Nobody],
            Who::Household { .. } => vec![Holder::Household],
            Who::Account(_) => self.grants.iter().map(|grant| Holder::Role(grant.role)).collect(),
        }
    }

    /// Whether they may do that on at least some row.
    pub fn may(&self, action: Action) -> bool {
        // An account may always look after itself, even when its last role has ended.
        let is_own = action == Action::OwnAccount && matches!(self.who, Who::Account(_));
        is_own || self.holders().into_iter().any(|holder| holder.may(action))
    }

    /// On which rows they may do that.
    ///
    /// # Errors
    /// 401 when nobody is signed in, 403 when none of their roles may.
    pub fn scope(&self, action: Action) -> Result<Scope, Problem> {
        let mut scope = Scope::default();
        match self.who {
            Who::Nobody => return Err(Problem::unauthorized()),
            Who::Household { household, .. } => {
                if !Holder::Household.may(action) {
                    return Err(Problem::forbidden());
                }
                scope.household = Some(household);
            }
            Who::Account(_) => {
                for grant in self.grants.iter().filter(|grant| Holder::Role(grant.role).may(action)) {
                    match grant.over {
                        Over::Place(place) => scope.add_place(place),
                        Over::Org(org) => scope.orgs.push(org),
                    }
                }
            }
        }
        if scope.is_empty() {
            Err(Problem::forbidden())
        } else {
            Ok(scope)
        }
    }

    /// The scope, if that place is inside it.
    ///
    /// # Errors
    /// 401 or 403 as [`Viewer::scope`]; 404 for a place outside, as for one that does not exist.
    pub fn require_place(&self, action: Action, place: &PlaceCode) -> Result<Scope, Problem> {
        let scope = self.scope(action)?;
        if scope.contains_place(place) {
            Ok(scope)
        } else {
            Err(Problem::not_found())
        }
    }

    /// The name under which they act: `account:ID`, `household:ID` or `nobody`.
    pub fn actor(&self) -> String {
        match self.who {
            Who::Nobody => "nobody".to_owned(),
            Who::Account(id) => format!("account:{id}"),
            Who::Household { household, .. } => format!("household:{household}"),
        }
    }

    /// The account, if it is one.
    pub fn account(&self) -> Option<AccountId> {
        match self.who {
            Who::Account(id) => Some(id),
            _ => None,
        }
    }

    /// The household, if it is one.
    pub fn household(&self) -> Option<HouseholdId> {
        match self.who {
            Who::Household { household, .. } => Some(household),
            _ => None,
        }
    }

    /// Whether they hold that role over anything.
    pub fn has_role(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether they may give that role over that: the table allows it to one of their roles, and that role's own
    /// place holds it. `org_place` is where the organisation is, when the role is over one.
    pub fn may_grant(&self, role: Role, over: Over, org_place: Option<&PlaceCode>) -> bool {
        let is_right_kind = role.is_over_org() == matches!(over, Over::Org(_));
        let inner = match &over {
            Over::Place(place) => Some(place),
            Over::Org(_) => org_place,
        };
        is_right_kind
            && self.grants.iter().any(|grant| {
                let holds = match (&grant.over, inner) {
                    (Over::Place(outer), Some(inner)) => inner.is_inside(outer),
                    _ => false,
                };
                holds && grant.role.may_grant().contains(&role)
            })
    }
}

impl Viewer {
    /// Whether they may have another account choose a new password: one that holds exactly these grants, each with where
    /// its organisation is. They could give every one of them, so that they come to nothing they could not have given
    /// away. An account that holds nothing is in nobody's charge; the own one has its old password.
    pub(crate) fn may_reset(&self, account: AccountId, held: &[(Grant, Option<PlaceCode>)]) -> bool {
        let is_another = self.account().is_some_and(|own| own != account);
        let may_give = |(grant, org_place): &(Grant, Option<PlaceCode>)| {
            self.may_grant(grant.role, grant.over, org_place.as_ref())
        };
        is_another && !held.is_empty() && held.iter().all(may_give)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> PlaceCode {
        text.parse().expect("a code")
    }

    fn holding(role: Role, place: &str) -> Viewer {
        let grant = Grant {
            id: GrantId::from_parts(Timestamp(0), 1),
            role,
            over: Over::Place(code(place)),
            until: None,
        };
        Viewer {
            who: Who::Account(AccountId::from_parts(Timestamp(1_700_000_000_000), 7)),
            name: "x".into(),
            grants: Arc::new([grant]),
            session: None,
        }
    }

    #[test]
    fn a_granter_gives_only_lower_roles_inside_the_own_place() {
        let officer = holding(Role::Officer, "500112");
        let inside = Over::Place(code("500112001001"));
        assert!(officer.may_grant(Role::CommunityWorker, inside, None));
        assert!(!officer.may_grant(Role::Officer, inside, None));
        assert!(!officer.may_grant(Role::CommunityWorker, Over::Place(code("500103")), None));
        assert!(!officer.may_grant(Role::CommunityWorker, Over::Place(code("50")), None));
    }

    #[test]
    fn a_role_over_an_organisation_is_given_by_whoever_holds_its_place() {
        let officer = holding(Role::Officer, "500112");
        let org = Over::Org(OrgId::from_parts(Timestamp(1_700_000_000_000), 1));
        assert!(officer.may_grant(Role::PlantReporter, org, Some(&code("500112001"))));
        assert!(!officer.may_grant(Role::PlantReporter, org, Some(&code("500103001"))));
        assert!(!officer.may_grant(Role::PlantReporter, Over::Place(code("500112001")), None));
        assert!(!officer.may_grant(Role::Steward, org, Some(&code("500112001"))));
    }

    #[test]
    fn a_password_is_reset_only_by_whoever_could_give_every_role_it_opens() {
        let another = AccountId::from_parts(Timestamp(1_700_000_000_000), 8);
        let may = |role, place, held: &[(Role, &str)]| {
            let grants = held.iter().map(|(role, place)| holding(*role, place).grants[0].clone());
            let held: Vec<_> = grants.map(|grant| (grant, None)).collect();
            holding(role, place).may_reset(another, &held)
        };
        let steward = (Role::Steward, "500112001001");
        assert!(may(Role::CommunityWorker, "500112001001", &[steward]));
        assert!(!may(Role::CommunityWorker, "500112001002", &[steward]));
        assert!(!may(
            Role::CommunityWorker,
            "500112001001",
            &[steward, (Role::Officer, "500112001")]
        ));
        assert!(!may(
            Role::CommunityWorker,
            "500112001001",
            &[steward, (Role::Steward, "500112001002")]
        ));
        assert!(!may(Role::Officer, "500112", &[(Role::Officer, "500112")]), "an equal");
        assert!(may(
            Role::Administrator,
            "500112",
            &[(Role::Administrator, "500112"), steward]
        ));
        assert!(!may(Role::Administrator, "500112", &[(Role::Administrator, "50")]));
        assert!(!may(Role::Administrator, "50", &[]), "nobody has it in their charge");
        let own = holding(Role::Administrator, "50");
        let held = (own.grants[0].clone(), None);
        assert!(!own.may_reset(own.account().expect("an account"), &[held]));
    }

    #[test]
    fn a_scope_holds_only_the_grants_whose_role_may() {
        let mut worker = holding(Role::CommunityWorker, "500112001001");
        let plant = OrgId::from_parts(Timestamp(1_700_000_000_000), 2);
        let reporter = Grant {
            id: GrantId::from_parts(Timestamp(0), 2),
            role: Role::PlantReporter,
            over: Over::Org(plant),
            until: None,
        };
        worker.grants = worker.grants.iter().cloned().chain([reporter]).collect();
        let reading = worker.scope(Action::NeedRead).expect("both read");
        assert_eq!((reading.places.len(), reading.orgs.len()), (1, 1));
        let declining = worker.scope(Action::NeedDecline).expect("the worker declines");
        assert_eq!((declining.places.len(), declining.orgs.len()), (1, 0));
        assert!(worker.scope(Action::LedgerVerify).is_err());
    }

    #[test]
    fn an_account_without_roles_still_looks_after_itself_and_nothing_else() {
        let mut viewer = holding(Role::Steward, "50");
        viewer.grants = Arc::new([]);
        let may: Vec<_> = Action::all().filter(|action| viewer.may(*action)).collect();
        assert_eq!(may, [Action::OwnAccount]);
    }
}
