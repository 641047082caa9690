//! Every bound of this crate in one place.

/// Rows of one bulk call.
pub const BULK_ROWS_MAX: usize = 500;
/// Positions of one call: a table of a large subdistrict's buildings.
pub const POSITION_ROWS_MAX: usize = 5_000;
/// How far outside the box around all boundaries a place may lie, in degrees: 11 km, for boundaries that are drawn coarsely.
pub const POSITION_MARGIN_DEGREES: f64 = 0.1;
/// The longest door label, in characters: 12栋3单元1502室 has 11.
pub const DOOR_CHARS_MAX: usize = 20;
/// Doors of one building; the tallest residential towers have about 600.
pub const BUILDING_DOORS_MAX: usize = 1_000;
/// People behind one door; a dormitory room or an extended family stays below.
pub const DOOR_PEOPLE_MAX: u32 = 99;
/// People of one place: more than any city has.
pub const PLACE_PEOPLE_MAX: u32 = 100_000_000;
/// The longest name of an organisation or area, in characters.
pub const ORG_NAME_CHARS_MAX: usize = 80;
/// Places of one area.
pub const AREA_PLACES_MAX: usize = 500;
/// Rows of one answer.
pub const LIST_MAX: usize = 200;
/// Things named when a new city would leave them without their place.
pub const ORPHANS_LISTED_MAX: usize = 100;
