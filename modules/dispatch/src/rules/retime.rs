//! Times of a run whose stops somebody moved.

use crate::rules::plan::PlannedRun;
use crate::rules::ways::{Ways, service_seconds};
use tongxin_city::{PlaceCode, Timestamp};

/// Works a run out anew: it leaves as late as it may without making its first stop wait, but not before `earliest`, and
/// goes to its stops in their order. A stop that it can't reach in time gets the time at which it is reached.
pub fn retime(run: &mut PlannedRun, ways: &Ways, earliest: Timestamp) {
    let Some(first) = run.stops.first() else {
        (run.start_at, run.end_at, run.metres) = (earliest, earliest, 0);
        return;
    };
    let way = seconds(ways.leg(&run.from, &first.place).1);
    run.start_at = earliest.max(first.from_at.plus_millis(-way));
    let (mut at, mut now): (PlaceCode, Timestamp) = (run.from, run.start_at);
    run.metres = 0;
    for stop in &mut run.stops {
        let (metres, way) = ways.leg(&at, &stop.place);
        stop.metres = metres;
        run.metres += metres;
        stop.arrive_at = now.plus_millis(seconds(way));
        stop.leave_at = stop.begin_at().plus_millis(seconds(service_seconds(stop.cargo.len())));
        (at, now) = (stop.place, stop.leave_at);
    }
    let (metres, way) = ways.leg(&at, &run.from);
    run.metres += metres;
    run.end_at = now.plus_millis(seconds(way));
}

fn seconds(count: i64) -> i64 {
    count.saturating_mul(1_000)
}
