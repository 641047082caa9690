//! The world as the server knows it: ids and tokens of what the drill set up.

use crate::book::DueHours;
use crate::client::Auth;
use crate::plan::By;
use std::collections::{BTreeMap, HashMap};

/// What was set up; indices are the plan's.
#[derive(Debug)]
pub(crate) struct World {
    /// The first administrator.
    pub administrator: Auth,
    /// People's account ids and tokens.
    pub people: Vec<PersonInWorld>,
    /// Households' ids, and the tokens of those that act.
    pub households: Vec<HouseholdInWorld>,
    /// Organisations' ids.
    pub orgs: Vec<String>,
    /// Who deals first with each kind of need, from 0.
    pub start_tiers: HashMap<String, u8>,
    /// When needs are due, as the system states it.
    pub due_hours: DueHours,
    /// The lifeline of each kind and topic.
    pub lifelines: HashMap<(String, String), String>,
    /// The commander, who may read every need.
    pub commander: usize,
    /// The officer of the city, who lists firms and reads every order.
    pub officer: usize,
    /// What feeds it.
    pub market: MarketInWorld,
    /// Who helps.
    pub crew: CrewInWorld,
}

/// Volunteers who do something, and teams, as the server knows them; indices are those of the volunteer plan.
#[derive(Debug, Default)]
pub(crate) struct CrewInWorld {
    /// Who does something: their ids, and the keys in their links.
    pub volunteers: BTreeMap<usize, (String, Auth)>,
    /// The teams' ids.
    pub teams: Vec<String>,
}

/// Firms, items and windows as the server knows them; indices are those of the supply plan.
#[derive(Debug, Default)]
pub(crate) struct MarketInWorld {
    /// The firms' ids.
    pub firms: Vec<String>,
    /// The items' ids; empty for one that nobody has.
    pub items: Vec<String>,
    /// The ids of each firm's windows; none for one that has none.
    pub windows: Vec<Vec<String>>,
}

/// A person with an account.
#[derive(Debug, Clone, Default)]
pub(crate) struct PersonInWorld {
    pub account: String,
    pub auth: Auth,
}

/// A household.
#[derive(Debug, Clone, Default)]
pub(crate) struct HouseholdInWorld {
    pub id: String,
    pub auth: Auth,
    /// Its code, for those that act.
    pub code: String,
}

impl World {
    /// Who may read every need.
    pub(crate) fn reader(&self) -> &Auth {
        &self.people[self.commander].auth
    }

    /// Who reads every order.
    pub(crate) fn order_reader(&self) -> &Auth {
        &self.people[self.officer].auth
    }

    /// The credentials of an actor.
    pub(crate) fn auth(&self, by: By) -> &Auth {
        match by {
            By::Household(index) => &self.households[index].auth,
            By::Person(index) => &self.people[index].auth,
        }
    }

    /// An actor as entries name it.
    pub(crate) fn actor(&self, by: Option<By>) -> String {
        match by {
            None => "system".to_owned(),
            Some(By::Household(index)) => format!("household:{}", self.households[index].id),
            Some(By::Person(index)) => format!("account:{}", self.people[index].account),
        }
    }
}
