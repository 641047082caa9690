//! Every bound of dispatch, by name.

use std::ops::RangeInclusive;
use tongxin_city::Timestamp;

/// A plan is made for today or at most so many days ahead: nobody knows orders further on.
pub const DAYS_AHEAD_MAX: i64 = 3;
/// How long a search may look, in seconds.
pub const SEARCH_SECONDS: RangeInclusive<u32> = 1..=600;
/// A search that nobody gave a time looks so many seconds, and one more for each so many stops.
pub const SEARCH_SECONDS_LEAST: u32 = 2;
/// See [`SEARCH_SECONDS_LEAST`].
pub const STOPS_A_SECOND: usize = 20;
/// See [`SEARCH_SECONDS_LEAST`]; never more than this.
pub const SEARCH_SECONDS_MOST: u32 = 60;
/// A search ends after so many steps for each stop, at the latest.
pub const ITERATIONS_A_STOP: u64 = 5_000;
/// Searches at the same time in one process; each takes a processor.
pub const SEARCHES_AT_ONCE: usize = 2;
/// How often a search says that it is alive, in milliseconds.
pub const SEARCH_SAYS_EVERY_MS: u64 = 500;
/// How often one that waits for its turn says so, in milliseconds.
pub const SEARCH_WAITS_SAYS_EVERY_MS: u64 = 1_000;
/// A search that has not said so for this long is taken for dead.
pub const SEARCH_SILENT_MS: i64 = 2 * Timestamp::MINUTE_MS;
/// Places that a plan can close.
pub const CLOSED_PLACES_MAX: usize = 50;
/// Ways that a plan closes.
pub const CLOSED_WAYS_MAX: usize = 10;
/// How far the two points of a closed way lie apart, in metres: farther is a point mixed up.
pub const CLOSED_WAY_METRES: RangeInclusive<f64> = 10.0..=50_000.0;
/// Vehicles that a plan gives a medical crew for its day.
pub const CREWS_MAX: usize = 500;
/// When vehicles may be under way unless a plan says otherwise, in minutes after midnight.
pub const SHIFT_FROM_MINUTE: i64 = 6 * 60;
/// See [`SHIFT_FROM_MINUTE`].
pub const SHIFT_TO_MINUTE: i64 = 22 * 60;
/// Stops of one run: what one person does in a day.
pub const RUN_STOPS_MAX: usize = 200;
/// Where something was put down, in characters.
pub const POINT_CHARS_MAX: usize = 100;
/// What a household says at its door, in characters as typed.
pub const CODE_CHARS_MAX: usize = 20;
/// Why something came back or a run broke down, in characters.
pub const REASON_CHARS_MAX: usize = 300;
/// Runs whose delays one tick looks at.
pub const RUNS_A_TICK: u32 = 2_000;
/// Things on stopped runs that one tick looks at.
pub const UNCLAIMED_A_TICK: u32 = 5_000;
/// For so long after it was to leave or was stopped a run is looked at: whatever it missed by then was said.
pub const LOOKED_AT_MS: i64 = 48 * 60 * Timestamp::MINUTE_MS;
/// What no plan takes over from a run that was stopped becomes a need so long after that, or so long before it is due: loading
/// and driving take no less.
pub const UNCLAIMED_MS: i64 = 30 * Timestamp::MINUTE_MS;
/// After a breakdown a firm has so long to plan anew.
pub const UNCLAIMED_LEAST_MS: i64 = 5 * Timestamp::MINUTE_MS;
/// Plans that are kept after their day; runs keep their counts.
pub const PLAN_KEPT_DAYS: i64 = 30;
/// A phone's clock may be ahead of the server's by this much.
pub const PHONE_AHEAD_MS: i64 = 2 * Timestamp::MINUTE_MS;
/// Firms that a place's page of a day names.
pub const FIRMS_SHOWN_MAX: u32 = 200;
/// Stops of a plan up to which all its runs can be changed on one page; beyond them the run that was chosen.
pub const STOPS_WITH_FORMS_MAX: usize = 60;
/// Things left out that a plan's page names for one reason.
pub const LEFT_SHOWN_MAX: usize = 50;
/// Costs that a page remembers of a search while it watches it.
pub const COSTS_SEEN_MAX: usize = 60;
/// Arrivals that a page shows.
pub const ARRIVALS_SHOWN_MAX: u32 = 500;
/// Runs on the road that one plan plans anew: each vehicle has a mark of its own in the instance, which holds 64, of which the
/// cold chain and the medical crew have one each.
pub const ON_ROAD_MAX: usize = 62;
/// A ride is booked for today or at most so many days ahead.
pub const RIDE_DAYS_AHEAD_MAX: i64 = 14;
/// Hours between an appointment and the way back, at most.
pub const RIDE_HOURS_MAX: i64 = 12;
/// Who sit, of those who ride together: the patient and whoever comes along.
pub const RIDE_SEATS_MAX: i64 = 6;
/// Who ride in a wheelchair, of those who ride together.
pub const RIDE_WHEELCHAIRS_MAX: i64 = 2;
/// How to reach whoever is fetched, in characters.
pub const RIDE_CONTACT_CHARS_MAX: usize = 100;
/// What whoever drives should know, in characters.
pub const RIDE_NOTE_CHARS_MAX: usize = 300;
/// Rides of a household on one day: two trips.
pub const RIDES_A_DAY_MAX: i64 = 4;
/// Rides that a page shows.
pub const RIDES_SHOWN_MAX: u32 = 500;
/// People who carry in one compound.
pub const FOOT_PEOPLE: RangeInclusive<u32> = 1..=50;
/// Bags that one of them takes at once.
pub const FOOT_BAGS_AT_ONCE: RangeInclusive<u32> = 1..=20;
/// How long a run on foot may be out after it was given to somebody, in hours: then it counts as given up.
pub const FOOT_RUN_HOURS: i64 = 24;
/// Runs on foot that a page shows.
pub const FOOT_RUNS_SHOWN_MAX: u32 = 500;
/// Minutes that each of them may be under way.
pub const FOOT_MINUTES: RangeInclusive<u32> = 10..=480;
