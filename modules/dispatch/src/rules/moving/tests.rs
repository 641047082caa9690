//! Changes by hand.

use super::*;
use crate::rules::capacity::Capacity;
use crate::rules::cargo::Seats;
use tongxin_city::{OrderId, PlaceCode, VehicleId};
use tongxin_dispatch_solver::{NO_WAY, Table, Travel};
use tongxin_pass::{PassSpan, VehiclePass};
use tongxin_supply::{Load, Shift};

fn place(number: i64) -> PlaceCode {
    format!("500112016001{number:03}").parse().expect("a code")
}

fn run_id(number: i64) -> RunId {
    RunId::try_from(number).expect("an id")
}

fn cargo(number: i64) -> Cargo {
    Cargo::Order(OrderId::try_from(number).expect("an id"))
}

fn ride(number: i64) -> Cargo {
    Cargo::Ride(RideId::try_from(number).expect("an id"))
}

/// When the first vehicle's pass leads to these places from one moment to another; it starts at the first place.
fn bounds_of(ends: &[PlaceCode], span: PassSpan) -> Bounds {
    let pass = VehiclePass {
        ends: ends.to_vec(),
        spans: vec![span],
        corridor: None,
    };
    let opened = std::iter::once((run(1, &[]).plate, vec![pass])).collect();
    let day = (DAWN, DAWN.plus_hours(16));
    Bounds {
        admission: Admission::of(opened, &[place(1), place(2), place(3)], &place(1), day),
        ..Bounds::default()
    }
}

const DAWN: Timestamp = Timestamp(1_669_240_800_000);

fn stop(number: i64) -> PlannedStop {
    PlannedStop {
        stop: number,
        place: place(number),
        from_at: DAWN,
        due_at: DAWN.plus_hours(4),
        arrive_at: DAWN,
        leave_at: DAWN,
        metres: 0,
        load: Load {
            grams: 10_000,
            ..Load::NONE
        },
        people: Seats::NONE,
        is_cold: false,
        is_pinned: false,
        is_done: false,
        is_pickup: false,
        rest_minutes: 0,
        cargo: vec![cargo(number)],
    }
}

fn run(number: i64, stops: &[i64]) -> PlannedRun {
    PlannedRun {
        id: run_id(number),
        vehicle: VehicleId::try_from(number).expect("an id"),
        plate: format!("渝Z{number:05}"),
        capacity: Capacity {
            payload_kg: 25,
            ..Capacity::default()
        },
        room: Seats::NONE,
        driver: None,
        from: place(0),
        start_at: DAWN,
        end_at: DAWN,
        metres: 0,
        has_left: false,
        is_anew: false,
        stops: stops.iter().copied().map(stop).collect(),
    }
}

fn ways() -> Ways {
    let points = (0..10).map(|number| [106.5 + f64::from(number) * 0.01, 29.5]).collect();
    Ways::straight((0..10).map(place).collect(), points, 1.0, false)
}

fn body() -> PlanBody {
    PlanBody {
        runs: vec![run(1, &[1, 2]), run(2, &[3])],
        ..PlanBody::default()
    }
}

fn changed(body: &PlanBody, asked: Change) -> Result<PlanBody, ChangeRefusal> {
    change(body, &asked, (&ways(), &Bounds::default()), DAWN)
}

#[test]
fn a_moved_stop_changes_both_runs_and_their_times() {
    let moved = Change::Move {
        run: run_id(1),
        stop: 2,
        to: run_id(2),
        position: 0,
    };
    let after = changed(&body(), moved).expect("changed");
    let cargo_of = |run: &PlannedRun| run.stops.iter().flat_map(|stop| stop.cargo.clone()).collect::<Vec<_>>();
    assert_eq!(cargo_of(&after.runs[0]), [cargo(1)]);
    assert_eq!(cargo_of(&after.runs[1]), [cargo(2), cargo(3)]);
    let second = &after.runs[1];
    assert!(second.stops[0].arrive_at < second.stops[1].arrive_at && second.end_at > second.stops[1].leave_at);
    assert_eq!(second.stops.iter().map(|stop| stop.stop).collect::<Vec<_>>(), [4, 3]);
    let driven: i64 = second.stops.iter().map(|stop| stop.metres).sum();
    assert!(second.metres > driven, "the way back counts");
}

#[test]
fn a_heavy_run_can_be_planned_and_says_so() {
    let moved = Change::Move {
        run: run_id(2),
        stop: 3,
        to: run_id(1),
        position: 9,
    };
    let after = changed(&body(), moved).expect("changed");
    assert_eq!(after.runs.len(), 1, "a run without stops is gone");
    assert!(after.runs[0].is_overloaded());
}

#[test]
fn what_was_taken_out_can_be_put_in_again() {
    let taken = changed(
        &body(),
        Change::TakeOut {
            run: run_id(1),
            stop: 1,
        },
    )
    .expect("changed");
    assert_eq!(taken.unserved[0].why, LeftOutWhy::TakenOut);
    let back = Change::PutIn {
        cargo: cargo(1),
        to: run_id(2),
        position: 1,
    };
    let after = changed(&taken, back).expect("changed");
    assert_eq!(after.unserved, []);
    assert_eq!(after.runs[1].stops[1].cargo, [cargo(1)]);
    assert_eq!(
        (after.runs[1].stops[1].load.grams, after.runs[1].stops[1].due_at),
        (10_000, DAWN.plus_hours(4))
    );
}

#[test]
fn what_is_not_there_or_has_left_can_not_be_changed() {
    let nothing = Change::Pin {
        run: run_id(1),
        stop: 9,
        is_pinned: true,
    };
    assert_eq!(changed(&body(), nothing), Err(ChangeRefusal::NotThere));
    let mut left = body();
    left.runs[0].has_left = true;
    let taken = Change::TakeOut {
        run: run_id(1),
        stop: 1,
    };
    assert_eq!(changed(&left, taken), Err(ChangeRefusal::HasLeft));
}

#[test]
fn what_is_fetched_from_a_broken_vehicle_stays_with_the_run_that_fetches_it() {
    let mut body = body();
    let mut pickup = stop(8);
    (pickup.is_pickup, pickup.cargo) = (true, vec![cargo(2)]);
    body.runs[0].stops.insert(0, pickup);
    let taken = Change::TakeOut {
        run: run_id(1),
        stop: 2,
    };
    assert_eq!(changed(&body, taken), Err(ChangeRefusal::TakenOn));
}

/// The same places with no way to the fourth, and none back from the sixth.
fn broken_ways() -> Ways {
    let straight = ways();
    let none = |from: usize, to: usize| from != to && (to == 4 || (from == 6 && to == 0));
    let metres = |from: usize, to: usize| {
        let (from, to) = (i64::try_from(from).expect("few"), i64::try_from(to).expect("few"));
        u32::try_from(straight.leg(&place(from), &place(to)).0).expect("near")
    };
    let pairs = (0..10).flat_map(|from| (0..10).map(move |to| (from, to)));
    let distances = pairs.map(|(from, to)| if none(from, to) { NO_WAY } else { metres(from, to) });
    let table = Table {
        size: 10,
        distances: distances.collect(),
        durations: None,
    };
    Ways::along(
        (0..10).map(place).collect(),
        straight.points().to_vec(),
        Travel::Table(table),
        false,
    )
}

#[test]
fn nothing_is_put_where_no_way_leads() {
    let ways = broken_ways();
    let mut body = body();
    let left = |number: i64| LeftOut {
        cargo: cargo(number),
        place: place(number),
        from_at: DAWN,
        due_at: DAWN.plus_hours(4),
        load: Load::NONE,
        people: Seats::NONE,
        taken_on: None,
        is_cold: false,
        why: LeftOutWhy::TooFar,
    };
    body.unserved = vec![left(4), left(5), left(6)];
    let put = |body: &PlanBody, number: i64, position: usize| {
        let asked = Change::PutIn {
            cargo: cargo(number),
            to: run_id(1),
            position,
        };
        change(body, &asked, (&ways, &Bounds::default()), DAWN)
    };
    assert_eq!(put(&body, 4, 0), Err(ChangeRefusal::NoWay), "nothing leads there");
    assert_eq!(put(&body, 6, 9), Err(ChangeRefusal::NoWay), "nothing leads back");
    assert!(put(&body, 6, 0).is_ok() && put(&body, 5, 0).is_ok());
    // A plan that goes where no way leads can still be made better.
    body.runs[0].stops.push(stop(4));
    assert_eq!(put(&body, 6, 9), Err(ChangeRefusal::NoWay));
    let better = put(&body, 5, 0).expect("put in");
    let taken = Change::TakeOut {
        run: run_id(1),
        stop: 4,
    };
    let mended = change(&better, &taken, (&ways, &Bounds::default()), DAWN).expect("taken out");
    assert!(
        mended.runs.iter().all(|run| run.end_at < DAWN.plus_hours(24)),
        "{mended:?}"
    );
}

/// The body with a ride in a car of its own: in at place 3, out at place 5.
fn body_with_ride() -> PlanBody {
    let mut body = body();
    let people = Seats {
        seats: 2,
        wheelchairs: 0,
    };
    let mut car = run(3, &[3, 5]);
    car.room = people;
    for stop in &mut car.stops {
        (stop.people, stop.load, stop.cargo) = (people, Load::NONE, vec![ride(77)]);
    }
    (car.stops[0].is_pickup, car.stops[0].stop, car.stops[1].stop) = (true, 1, 2);
    let mut other = run(4, &[6]);
    (other.room, other.stops[0].people, other.stops[0].load) = (people, people, Load::NONE);
    other.stops[0].cargo = vec![ride(6)];
    body.runs.extend([car, other]);
    body
}

#[test]
fn a_ride_moves_with_both_its_stops_and_only_to_a_vehicle_for_patients() {
    let body = body_with_ride();
    let moved = |to, position| Change::Move {
        run: run_id(3),
        stop: 2,
        to: run_id(to),
        position,
    };
    assert_eq!(changed(&body, moved(1, 0)), Err(ChangeRefusal::KeptForPatients));
    let after = changed(&body, moved(4, 1)).expect("moved");
    let stops: Vec<(PlaceCode, bool)> = (after
        .runs
        .iter()
        .find(|run| run.id == run_id(4))
        .expect("there")
        .stops
        .iter())
    .map(|stop| (stop.place, stop.is_pickup))
    .collect();
    assert_eq!(stops, [(place(6), false), (place(3), true), (place(5), false)]);
    assert!(
        after.runs.iter().all(|run| run.id != run_id(3)),
        "the car has nothing left to do"
    );
    let goods = Change::Move {
        run: run_id(1),
        stop: 1,
        to: run_id(3),
        position: 0,
    };
    assert_eq!(changed(&body, goods), Err(ChangeRefusal::KeptForPatients));
}

#[test]
fn nobody_gets_out_before_they_got_in() {
    let out_first = Change::Move {
        run: run_id(3),
        stop: 2,
        to: run_id(3),
        position: 0,
    };
    assert_eq!(changed(&body_with_ride(), out_first), Err(ChangeRefusal::OutBeforeIn));
}

#[test]
fn a_ride_that_was_taken_out_comes_back_with_both_its_stops() {
    let taken = Change::TakeOut {
        run: run_id(3),
        stop: 1,
    };
    let without = changed(&body_with_ride(), taken).expect("taken out");
    assert_eq!(without.unserved.len(), 1);
    assert_eq!(without.unserved[0].taken_on.expect("fetched").place, place(3));
    let back = Change::PutIn {
        cargo: ride(77),
        to: run_id(4),
        position: 0,
    };
    let after = changed(&without, back).expect("put in");
    let run = after.runs.iter().find(|run| run.id == run_id(4)).expect("there");
    let stops: Vec<(i64, bool)> = run.stops.iter().map(|stop| (stop.stop, stop.is_pickup)).collect();
    assert_eq!(stops, [(7, true), (8, false), (6, false)]);
}

#[test]
fn pins_and_drivers_change_no_times() {
    let pin = Change::Pin {
        run: run_id(1),
        stop: 1,
        is_pinned: true,
    };
    let after = changed(&body(), pin).expect("changed");
    assert!(after.runs[0].stops[0].is_pinned);
    let driver = Some(StaffId::try_from(5).expect("an id"));
    let after = changed(&after, Change::Driver { run: run_id(2), driver }).expect("changed");
    assert_eq!(after.runs[1].driver, driver);
    assert_eq!(after.runs[1].start_at, DAWN);
}

#[test]
fn nobody_is_named_for_a_run_outside_their_shift_nor_kept_at_it_for_longer() {
    let driver = |number, shift| Driver {
        id: StaffId::try_from(number).expect("an id"),
        shift,
        midnight: DAWN.plus_hours(-6),
        began_at: None,
    };
    let bounds = Bounds {
        drivers: vec![driver(1, Shift::Night), driver(2, Shift::Day)],
        ..Bounds::default()
    };
    let asked = |body: &PlanBody, asked| change(body, &asked, (&ways(), &bounds), DAWN);
    let named = |driver| {
        let driver = Some(StaffId::try_from(driver).expect("an id"));
        Change::Driver { run: run_id(2), driver }
    };
    let mut body = asked(
        &body(),
        Change::TakeOut {
            run: run_id(1),
            stop: 2,
        },
    )
    .expect("taken out");
    assert_eq!(asked(&body, named(1)), Err(ChangeRefusal::OffShift));
    assert!(
        asked(&body, named(7)).is_ok(),
        "nothing is known of one who is not listed"
    );
    body = asked(&body, named(2)).expect("by day");

    // Eleven hours later there is a parcel more, for which the run would be out too long.
    body.unserved[0].from_at = DAWN.plus_hours(11);
    let put_in = Change::PutIn {
        cargo: cargo(2),
        to: run_id(2),
        position: 9,
    };
    assert_eq!(asked(&body, put_in.clone()), Err(ChangeRefusal::OffShift));
    body.runs[1].driver = None;
    let mut late = asked(&body, put_in).expect("nobody is named");
    late.runs[1].driver = Some(StaffId::try_from(2).expect("an id"));
    let better = Change::TakeOut {
        run: run_id(2),
        stop: 3,
    };
    assert!(
        asked(&late, better).is_ok(),
        "what is too long already can be made better"
    );
}

#[test]
fn nothing_is_moved_to_a_vehicle_whose_passes_do_not_lead_there() {
    let bounds = bounds_of(&[place(2)], (DAWN, DAWN.plus_hours(16)));
    let moved = |stop, to| {
        let (run, to) = (run_id(if stop == 3 { 2 } else { 1 }), run_id(to));
        let position = 0;
        let asked = Change::Move {
            run,
            stop,
            to,
            position,
        };
        change(&body(), &asked, (&ways(), &bounds), DAWN)
    };
    assert_eq!(moved(2, 2), Err(ChangeRefusal::NoPass));
    assert_eq!(
        moved(3, 1),
        Err(ChangeRefusal::NoPass),
        "a pass leads to one place only"
    );
    assert!(moved(2, 1).is_ok(), "where its pass leads");
    assert!(moved(1, 2).is_ok(), "no vehicle needs a pass where it starts");
}

#[test]
fn a_rest_stays_with_its_run_when_its_stop_goes() {
    let mut body = body();
    body.runs[0].stops[0].rest_minutes = 30;
    let moved = Change::Move {
        run: run_id(1),
        stop: 1,
        to: run_id(2),
        position: 0,
    };
    let after = changed(&body, moved).expect("changed");
    let rests = |run: &PlannedRun| run.stops.iter().map(|stop| stop.rest_minutes).collect::<Vec<_>>();
    assert_eq!((rests(&after.runs[0]), rests(&after.runs[1])), (vec![30], vec![0, 0]));
    let stop = &after.runs[0].stops[0];
    assert!(stop.leave_at >= stop.arrive_at.plus_minutes(30));
}

#[test]
fn nothing_is_moved_to_an_hour_at_which_the_pass_does_not_count() {
    // It counts for the first quarter of an hour of the shift, or for all of it.
    let moved = |span| {
        let asked = Change::Move {
            run: run_id(2),
            stop: 3,
            to: run_id(1),
            position: 9,
        };
        let bounds = bounds_of(&[place(2), place(3)], span);
        change(&body(), &asked, (&ways(), &bounds), DAWN)
    };
    assert!(moved((DAWN, DAWN.plus_hours(16))).is_ok());
    assert_eq!(moved((DAWN, DAWN.plus_minutes(15))), Err(ChangeRefusal::PassHours));
    assert_eq!(
        moved((DAWN.plus_hours(9), DAWN.plus_hours(12))),
        Err(ChangeRefusal::PassHours)
    );
    // Whatever was out of hours already keeps nobody from taking something out.
    let bounds = bounds_of(&[place(2), place(3)], (DAWN.plus_hours(9), DAWN.plus_hours(12)));
    let taken = Change::TakeOut {
        run: run_id(1),
        stop: 1,
    };
    let mut late = body();
    late.runs[0].stops[1].place = place(2);
    assert!(change(&late, &taken, (&ways(), &bounds), DAWN).is_ok());
}

fn needing(number: i64, medical_crew: bool, alone: bool) -> Bounds {
    let ride = ride(number).ride().expect("a ride");
    Bounds {
        needs: HashMap::from([(ride, RideNeeds { medical_crew, alone })]),
        ..Bounds::default()
    }
}

#[test]
fn who_needs_a_medical_crew_comes_only_where_there_is_one() {
    let moved = Change::Move {
        run: run_id(3),
        stop: 2,
        to: run_id(4),
        position: 1,
    };
    let mut bounds = needing(77, true, false);
    let with = |bounds: &Bounds| change(&body_with_ride(), &moved, (&ways(), bounds), DAWN);
    assert_eq!(with(&bounds), Err(ChangeRefusal::NoCrew));
    bounds.crews.insert(VehicleId::try_from(4).expect("an id"));
    assert!(with(&bounds).is_ok());
}

#[test]
fn who_rides_alone_shares_no_vehicle_by_hand_either() {
    // The other car fetches somebody at place 6 and brings them to place 7.
    let mut body = body_with_ride();
    let car = body.runs.last_mut().expect("there");
    let mut out = car.stops[0].clone();
    (out.stop, out.place) = (7, place(7));
    car.stops[0].is_pickup = true;
    car.stops.push(out);
    let moved = |position| Change::Move {
        run: run_id(3),
        stop: 2,
        to: run_id(4),
        position,
    };
    for (bounds, whose) in [
        (needing(77, false, true), "theirs"),
        (needing(6, false, true), "the other's"),
    ] {
        let put = |position| change(&body, &moved(position), (&ways(), &bounds), DAWN);
        assert_eq!(put(1), Err(ChangeRefusal::RidesAlone), "{whose}");
        assert!(put(0).is_ok() && put(2).is_ok(), "before and after the other: {whose}");
    }
    assert!(change(&body, &moved(1), (&ways(), &Bounds::default()), DAWN).is_ok());
}
