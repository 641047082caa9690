//! What the caller says: plain lists of stops and vehicles, not yet checked.
//!
//! A draft is also the JSON form of an instance, field by field. [`Instance::new`](super::Instance::new) checks it.
//! Quantities are in one unit throughout (see [`units`](super::units)); loads are in the caller's units by dimension, say
//! kilograms, litres and seats.

use serde::{Deserialize, Serialize};

use super::travel::Travel;
use super::units::{Cost, Distance, LATEST_TIME, Priority, Time};

/// An instance as the caller describes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// What the instance is called, for people.
    #[serde(default)]
    pub name: String,
    /// Profiles of travel; all know the same locations. At least one.
    pub travel: Vec<Travel>,
    /// Where each location is, for maps: longitude and latitude, or x and y. Empty, or one for each location.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<[f64; 2]>,
    /// What is to be visited.
    pub stops: Vec<Stop>,
    /// Stops that belong together as pick-up and delivery.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<Pair>,
    /// Stops of which only one is visited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// What does the visiting.
    pub vehicles: Vec<VehicleType>,
    /// Areas that nobody may enter today.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_areas: Vec<u8>,
}

/// From when to when something may begin, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Not before.
    pub earliest: Time,
    /// Not after.
    pub latest: Time,
}

impl Window {
    /// At any time.
    pub const ALWAYS: Self = Self {
        earliest: Time::ZERO,
        latest: LATEST_TIME,
    };

    /// Whether a moment lies in it.
    pub fn contains(self, moment: Time) -> bool {
        self.earliest <= moment && moment <= self.latest
    }
}

/// A visit to be made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// The caller's name of it; no two stops share one.
    pub id: String,
    /// Where.
    pub location: usize,
    /// What is brought there from the depot, by dimension; empty for nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delivery: Vec<i64>,
    /// What is taken along from there, by dimension: to the depot, or to the other stop of its [`Pair`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pickup: Vec<i64>,
    /// How long the visit takes.
    #[serde(default)]
    pub service: Time,
    /// When the visit may begin: in any one of these. Empty for at any time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<Window>,
    /// What it costs to leave it out; required if there is none. A member of a pair or group has none: the pair or group has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penalty: Option<Cost>,
    /// How urgent it is, where not all that is required can be served. Like a penalty it belongs to the pair or group; what has
    /// a penalty has no priority.
    #[serde(default, skip_serializing_if = "Priority::is_lowest")]
    pub priority: Priority,
    /// Skills a vehicle must have, by number from 0 to 63.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<u8>,
    /// The area it lies in, by number from 0 to 63.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<u8>,
    /// The vehicle it is promised to by the plan that people already hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
}

/// A stop's vehicle in the published plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// Which of the instance's vehicle types; one that is out on the road is a type of its own.
    pub vehicle: usize,
    /// What it costs to give the stop to another one.
    pub price_of_change: Cost,
}

/// A load that is taken from one stop to another by the same vehicle: a patient from home to hospital. What the first stop
/// picks up goes on board there and comes off at the second one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The stop where it begins.
    pub pickup: usize,
    /// The stop where it ends.
    pub delivery: usize,
    /// The longest time from leaving the first to beginning at the second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_ride: Option<Time>,
    /// What it costs to leave both out; required if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penalty: Option<Cost>,
    /// How urgent it is, if it is required.
    #[serde(default, skip_serializing_if = "Priority::is_lowest")]
    pub priority: Priority,
}

/// Stops that stand for one another: any one of them will do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The stops.
    pub stops: Vec<usize>,
    /// What it costs to visit none; exactly one is required if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penalty: Option<Cost>,
    /// How urgent it is that one is visited, if that is required.
    #[serde(default, skip_serializing_if = "Priority::is_lowest")]
    pub priority: Priority,
}

/// Vehicles that are all alike. A vehicle in the middle of its day is a type of its own, with one vehicle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VehicleType {
    /// The caller's name of it; no two types share one.
    pub id: String,
    /// How many there are.
    #[serde(default = "one")]
    pub count: usize,
    /// What one carries, by dimension. A dimension that isn't named carries nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capacity: Vec<i64>,
    /// The location it starts from.
    pub start: usize,
    /// The location it ends at; it ends with its last stop if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// When it may be under way.
    #[serde(default = "always")]
    pub shift: Window,
    /// What it costs to use one at all.
    #[serde(default)]
    pub fixed_cost: Cost,
    /// What a unit of distance costs.
    #[serde(default = "one_cost")]
    pub cost_per_distance: Cost,
    /// What a unit of time costs, from its start to its end.
    #[serde(default)]
    pub cost_per_time: Cost,
    /// The longest time from its start to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_duration: Option<Time>,
    /// The longest way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_distance: Option<Distance>,
    /// The rest its driver takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Rest>,
    /// Where it may load again in the middle of its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reload: Option<Reload>,
    /// Skills it has, by number from 0 to 63.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<u8>,
    /// Areas it may enter; all that are open if there are none named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub areas: Option<Vec<u8>>,
    /// Which profile of travel it has.
    #[serde(default)]
    pub profile: usize,
    /// Stops it visits first, in this order, whatever happens: it is on its way to them. Only for a type of one vehicle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first_stops: Vec<usize>,
}

/// A rest, taken at a stop before the visit begins, or at the start before leaving. A vehicle that has ended its day when the
/// window closes needs none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// When it may begin.
    pub window: Window,
    /// How long it is.
    pub duration: Time,
}

/// A place to load again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reload {
    /// Where.
    pub location: usize,
    /// How long it takes.
    pub duration: Time,
    /// How many times at most.
    pub times: usize,
}

impl Default for VehicleType {
    fn default() -> Self {
        Self {
            id: String::new(),
            count: 1,
            capacity: Vec::new(),
            start: 0,
            end: None,
            shift: Window::ALWAYS,
            fixed_cost: Cost::ZERO,
            cost_per_distance: Cost(1),
            cost_per_time: Cost::ZERO,
            longest_duration: None,
            longest_distance: None,
            rest: None,
            reload: None,
            skills: Vec::new(),
            areas: None,
            profile: 0,
            first_stops: Vec::new(),
        }
    }
}

fn one() -> usize {
    1
}

fn one_cost() -> Cost {
    Cost(1)
}

fn always() -> Window {
    Window::ALWAYS
}
