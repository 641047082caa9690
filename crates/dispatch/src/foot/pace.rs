//! How fast people with bags are, and what one task may hold.

/// Walking with bags, in metres per minute: 1.2 m/s. People walk 1.34 m/s freely (Weidmann 1993, Transporttechnik der
/// Fussgänger); a tenth less with bags is an assumption.
pub const WALK_METRES_PER_MINUTE: u32 = 72;
/// The way between two points of a compound for each hundred of straight line. Assumption: paths lead around buildings.
pub const DETOUR_PER_HUNDRED: u32 = 130;
/// From the entrance of one unit to the next one's, in metres. Assumption: two flats beside each stair, each ten metres wide.
pub const UNIT_METRES: u32 = 20;
/// Up one floor by stairs with bags, in seconds. People without bags need about 9 s for the 2.8 m of a floor (Weidmann 1993:
/// 0.61 m/s over the ground on stairs); twice that with bags is an assumption.
pub const STAIRS_UP_SECONDS: u32 = 18;
/// Down one floor by stairs, in seconds (Weidmann 1993: 0.69 m/s over the ground, and two landings).
pub const STAIRS_DOWN_SECONDS: u32 = 9;
/// Waiting for a lift, and its doors, in seconds. Assumption: half of the 80 s between two lifts of a house at a busy hour.
pub const LIFT_WAIT_SECONDS: u32 = 40;
/// One floor by lift, in seconds: 2.8 m at 1.75 m/s, as usual in houses of 12 to 33 floors; starting and braking are an
/// assumption.
pub const LIFT_FLOOR_SECONDS: u32 = 2;
/// From one door to the next on the same floor, in seconds. Assumption: a corridor of ten metres.
pub const CORRIDOR_SECONDS: u32 = 8;
/// At a door: finding it, knocking, putting the bags down, stepping back, in seconds. Assumption.
pub const DOOR_SECONDS: u32 = 40;
/// At the drop point before every trip: finding and taking the bags of these doors, in seconds. Assumption.
pub const LOADING_SECONDS: u32 = 90;
/// Floors of a building whose door labels say no floor and whose height nobody told. Assumption: walk-ups have six or seven.
pub const FLOORS_ASSUMED: u16 = 6;

/// Doors of one task: a compound of towers on a day of large deliveries.
pub const FOOT_DOORS_MAX: usize = 1_000;
/// Buildings of one task.
pub const FOOT_BUILDINGS_MAX: usize = 500;
/// Bags for one door.
pub const DOOR_BAGS_MAX: u32 = 50;
/// Loads that all doors together make, those split that are too many for one person included.
pub const FOOT_LOADS_MAX: usize = 2_000;
/// People of one task.
pub const FOOT_PEOPLE_MAX: usize = 200;
/// Bags that one person takes at once; a trolley holds fewer.
pub const BAGS_AT_ONCE_MAX: u32 = 50;
/// A run's longest time, in minutes.
pub const FOOT_MINUTES_MAX: u32 = 24 * 60;
/// The longest way between two points of a compound, in metres; more is a position typed wrongly.
pub const FOOT_METRES_MAX: u32 = 10_000;
/// Floors above the ground that a door may be on; no house has more.
pub const FLOOR_MAX: i16 = 150;
/// Floors below the ground that a door may be on.
pub const FLOOR_MIN: i16 = -10;
