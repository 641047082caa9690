//! Patients' runs on the road, planned anew from their next stop on.

use super::*;

fn cargo(number: i64) -> Cargo {
    Cargo::Ride(RideId::try_from(number).expect("an id"))
}

/// What a run does with a ride: whether somebody gets in, in order.
fn stops_with(run: &PlannedRun, number: i64) -> Vec<bool> {
    let stops = run.stops.iter().filter(|stop| stop.cargo == [cargo(number)]);
    stops.map(|stop| stop.is_pickup).collect()
}

/// A car on the road with the patient of the first of two rides on board, so much later at its next stop than planned; and
/// so many cars beside it that wait at the depot.
fn out(behind_minutes: i64, others: i64) -> (World, PlannedRun) {
    let rides = vec![ride(1, (3, 9), 5, 2), ride(2, (12, 9), 7, 2)];
    let mut world = world(vec![car(1, 4, 0)], rides);
    let body = planned(world.clone());
    let [run] = &body.runs[..] else { panic!("{body:?}") };
    let mut run = run.clone();
    run.has_left = true;
    run.stops[0].is_done = true;
    assert_eq!(
        (run.stops[0].is_pickup, &run.stops[0].cargo[..]),
        (true, &[cargo(1)][..])
    );
    let next_at = run.stops[1].arrive_at.plus_minutes(behind_minutes);
    world.shift.0 = next_at;
    world.to_carry[0].taken_on = None;
    world.before = vec![run.clone()];
    world.on_road = vec![Out { run: run.id, next_at }];
    world
        .vehicles
        .extend((2..).map(|number| car(number, 4, 0)).take(others as usize));
    (world, run)
}

#[test]
fn a_run_that_is_in_time_goes_on_as_it_was() {
    let (world, run) = out(0, 1);
    let after = planned(world);
    assert_eq!((after.runs, after.unserved), (vec![run], Vec::new()));
}

#[test]
fn a_car_that_comes_too_late_loses_whom_another_can_fetch_and_keeps_who_is_on_board() {
    let (mut world, run) = out(0, 1);
    // It stands still far away, and the other sets out now.
    world.on_road[0].next_at = run.stops[2].due_at.plus_minutes(30);
    let after = planned(world);
    assert_eq!(after.unserved, []);
    let [own, other] = &after.runs[..] else {
        panic!("{after:?}")
    };
    assert_eq!((own.id, own.is_anew, other.has_left), (run.id, true, false));
    assert_eq!(
        (stops_with(own, 1), stops_with(other, 2)),
        (vec![true, false], vec![true, false])
    );
    assert_eq!((stops_with(own, 2), stops_with(other, 1)), (Vec::new(), Vec::new()));
    assert_eq!(own.stops[1].stop, run.stops[1].stop, "a stop keeps its number");
    assert!(own.stops[1].is_late() && !other.stops.iter().any(PlannedStop::is_late));
}

#[test]
fn whom_nobody_else_can_fetch_stays_with_a_car_that_comes_late() {
    let (mut world, run) = out(0, 0);
    world.on_road[0].next_at = run.stops[2].due_at.plus_minutes(30);
    let after = planned(world);
    assert_eq!((after.runs, after.unserved), (vec![run], Vec::new()));
}

#[test]
fn somebody_new_gets_into_a_car_on_the_road() {
    let (mut world, run) = out(0, 0);
    world.to_carry.push(ride(3, (4, 9), 9, 1));
    let after = planned(world);
    assert_eq!(after.unserved, []);
    let [own] = &after.runs[..] else { panic!("{after:?}") };
    assert!(own.is_anew && own.is_told());
    let numbers: Vec<i64> = own.stops.iter().map(|stop| stop.stop).collect();
    let last = run.stops.iter().map(|stop| stop.stop).max().expect("stops");
    let known: Vec<i64> = run.stops.iter().map(|stop| stop.stop).collect();
    assert_eq!(numbers, [known, vec![last + 1, last + 2]].concat());
    assert_eq!(stops_with(own, 3), [true, false]);
    assert!(own.room.holds(own.most_people()) && own.end_at > run.end_at);
}

#[test]
fn into_a_closed_street_nobody_is_sent_though_the_run_has_left() {
    let (mut world, run) = out(0, 0);
    world.asked.closed = vec![place(12)];
    let after = planned(world);
    let why: Vec<(Cargo, LeftOutWhy)> = after.unserved.iter().map(|left| (left.cargo, left.why)).collect();
    assert_eq!(why, [(cargo(2), LeftOutWhy::PlaceClosed)]);
    assert_eq!((after.runs[0].id, stops_with(&after.runs[0], 2)), (run.id, Vec::new()));
}
