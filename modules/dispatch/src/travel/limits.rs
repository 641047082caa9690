//! Every bound of asking for ways.

use std::time::Duration;

/// Coordinates in one request: what `osrm-routed` takes unless it is told otherwise (`--max-table-size 100`).
pub const COORDINATES_MAX: usize = 100;
/// Places whose ways are asked for: 1,600 requests. With more, straight lines are used.
pub const PLACES_MAX: usize = 2_000;
/// Bytes of one answer; a full one of 50 rows and columns has about 60 KB.
pub const ANSWER_BYTES_MAX: usize = 1024 * 1024;
/// How long one request may take.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(10);
/// How long all requests for one plan may take.
pub const TABLE_TIME_MAX: Duration = Duration::from_secs(60);
/// How far a place may lie from the road that the service found for it, in metres; further away its map is another city's.
pub const ROAD_METRES_MAX: f64 = 10_000.0;
/// Characters of a service's own message that are kept.
pub const MESSAGE_CHARS_MAX: usize = 200;
/// Bytes of a file of ways: two million rows.
pub const FILE_BYTES_MAX: u64 = 128 * 1024 * 1024;
/// The longest way, in metres and in seconds; longer is a unit mixed up.
pub const LEG_MAX: u32 = 10_000_000;
