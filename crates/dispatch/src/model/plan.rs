//! The answer: who goes where and when, what it costs, and what could not be served and why.

use serde::{Deserialize, Serialize};

use super::units::{Cost, Distance, Time};

/// Routes for an instance. Indices are those of its draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Used vehicles only, in the order of their types.
    pub routes: Vec<Route>,
    /// Stops that nobody visits. A member of a group is not listed when another one is visited.
    pub unserved: Vec<Unserved>,
}

/// The day of one vehicle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Its type.
    pub vehicle: usize,
    /// Which of its type, from 0.
    pub number: usize,
    /// When it leaves its start (or begins a rest there).
    pub start: Time,
    /// Where it goes, in order.
    pub visits: Vec<Visit>,
    /// The rest, if one is taken.
    pub rest: Option<RestTaken>,
    /// When it gets to its end.
    pub end: Time,
}

/// A visit to a stop, or to the place of reloading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The stop; none for a reload.
    pub stop: Option<usize>,
    /// When the vehicle gets there.
    pub arrival: Time,
    /// When the service begins.
    pub begin: Time,
    /// When the vehicle leaves.
    pub departure: Time,
}

/// Where and when a rest is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestTaken {
    /// Before the service of which visit of the route, or none: at the start, before leaving.
    pub before: Option<usize>,
    /// When it begins.
    pub begin: Time,
}

/// A stop that is left out, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unserved {
    /// The stop.
    pub stop: usize,
    /// The constraint that rules it out.
    pub why: Why,
}

/// The constraint that rules a stop out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// There is no vehicle.
    NoVehicle,
    /// Its area is closed.
    AreaClosed,
    /// No vehicle may enter its area.
    AreaNotAllowed,
    /// No vehicle has the skills.
    NoSkill,
    /// Vehicles have the skills and vehicles may enter the area, but none both.
    NoSkillInArea,
    /// It is too heavy for every vehicle that may go there.
    TooHeavy,
    /// No vehicle that could carry it has a way there, between the stops of a pair, or on to its end.
    NoWay,
    /// For every vehicle with a way it is farther there and on to its end than the vehicle may go, even if it does nothing else.
    TooFar,
    /// No vehicle that may go so far gets there in its windows and to its end in its shift, with its rest, even if it does nothing
    /// else.
    NoWindowReachable,
    /// Every vehicle that gets there in time would keep the pair's load on board for longer than the longest ride.
    RideTooLong,
    /// Every vehicle for which all that can be kept would be under way for longer than its longest duration.
    TooLong,
    /// The first stops of its vehicle cannot be kept any more.
    FirstStopsTooLate,
    /// Leaving it out costs less than serving it.
    NotWorthIt,
    /// It would fit alone, but no vehicle had room or time left.
    DidNotFit,
}

/// What a plan costs, item by item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// How far all vehicles go.
    pub distance: Distance,
    /// How long all vehicles are under way.
    pub duration: Time,
    /// How many vehicles are used.
    pub vehicles: usize,
    /// How many required stops are left out. A pair counts as two, a group as one.
    pub required_unserved: usize,
    /// What the required stops, pairs and groups left out weigh by their [priority](super::Priority::weight), each once.
    pub weight_unserved: i64,
    /// Cost of using vehicles at all.
    pub fixed: Cost,
    /// Cost of distance.
    pub travelling: Cost,
    /// Cost of time.
    pub working: Cost,
    /// Penalties of what is optional and left out.
    pub penalties: Cost,
    /// Prices of stops whose vehicle changed.
    pub changes: Cost,
}

impl Bill {
    /// All of it. What is required and left out has no price; compare [its weight](Self::weight_unserved) first.
    pub fn total(&self) -> Cost {
        self.fixed + self.travelling + self.working + self.penalties + self.changes
    }
}
