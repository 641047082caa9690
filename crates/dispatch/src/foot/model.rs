//! What is asked and answered about runs on foot.

use serde::{Deserialize, Serialize};

use crate::model::Why;

/// One compound, one delivery. Indices count from 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FootTask {
    /// How far it is between the drop point and the buildings.
    pub ways: WaysOnFoot,
    /// The buildings, in the order of `ways`.
    pub buildings: Vec<FootBuilding>,
    /// The doors to be served.
    pub doors: Vec<FootDoor>,
    /// Who carries.
    pub people: Vec<Carrier>,
}

/// Ways between the drop point, which comes first, and the buildings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum WaysOnFoot {
    /// Metres walked from each to each, row by row; `buildings + 1` rows of as many.
    Metres(Vec<u32>),
    /// Longitude and latitude in degrees of each: straight line times a detour.
    Positions(Vec<[f64; 2]>),
}

/// A building of the compound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FootBuilding {
    /// The caller's name of it; no two share one.
    pub id: String,
    /// Whether there is a lift that works.
    pub has_lift: bool,
    /// Units (单元), each with an entrance and stairs of its own; numbered from 1.
    pub units: u16,
    /// Floors above the ground, where known; only used for doors whose floor nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floors: Option<u16>,
}

/// A door and what goes there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FootDoor {
    /// The caller's name of it; no two share one.
    pub id: String,
    /// Which building.
    pub building: usize,
    /// Which unit; the first is assumed if nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<u16>,
    /// Which floor: 1 is the ground, -1 the first below it. The middle of the building is assumed if nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<i16>,
    /// How many bags.
    pub bags: u32,
}

/// People who are all alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carrier {
    /// The caller's name of them; no two share one.
    pub id: String,
    /// How many there are.
    pub count: usize,
    /// Bags that one takes at once.
    pub bags_at_once: u32,
    /// How long one may be under way, all trips together, in minutes.
    pub minutes_max: u32,
}

/// Runs by person, and what nobody could bring.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FootPlan {
    /// Those who carry something only, in the order of `people`.
    pub runs: Vec<FootRun>,
    /// Bags that nobody brings within the time, and why.
    pub left: Vec<LeftDoor>,
    /// When the last one is back, in seconds from the start.
    pub seconds: u32,
}

/// What one person does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FootRun {
    /// Which of the people.
    pub carrier: usize,
    /// Which of those who are alike, from 0.
    pub number: usize,
    /// From drop point to drop point, one after the other.
    pub trips: Vec<FootTrip>,
    /// Until the person is back from the last trip, in seconds.
    pub seconds: u32,
    /// Metres walked on the ground.
    pub metres: u32,
    /// Floors climbed by stairs.
    pub floors_climbed: u32,
    /// Bags brought.
    pub bags: u32,
    /// Bags times floors they are carried up by stairs; bags for another entrance wait at the foot of the stairs.
    pub bag_floors: u32,
}

/// From the drop point to doors and back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FootTrip {
    /// Bags to load.
    pub bags: u32,
    /// The doors in order.
    pub calls: Vec<FootCall>,
}

/// Bags put down at a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FootCall {
    /// Which door.
    pub door: usize,
    /// How many of its bags.
    pub bags: u32,
    /// When the person is at the door, in seconds from the start.
    pub at_seconds: u32,
    /// Whether the way up is by lift.
    pub is_by_lift: bool,
}

/// Bags of a door that stay at the drop point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftDoor {
    /// Which door.
    pub door: usize,
    /// How many of its bags.
    pub bags: u32,
    /// The constraint that rules them out.
    pub why: Why,
}
