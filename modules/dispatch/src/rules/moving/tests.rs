//! Changes by hand.

use super::*;
use tongxin_city::{OrderId, PlaceCode, VehicleId};

fn place(number: i64) -> PlaceCode {
    format!("500112016001{number:03}").parse().expect("a code")
}

fn run_id(number: i64) -> RunId {
    RunId::try_from(number).expect("an id")
}

fn cargo(number: i64) -> Cargo {
    Cargo::Order(OrderId::try_from(number).expect("an id"))
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
        grams: 10_000,
        is_cold: false,
        is_pinned: false,
        is_done: false,
        is_pickup: false,
        cargo: vec![cargo(number)],
    }
}

fn run(number: i64, stops: &[i64]) -> PlannedRun {
    PlannedRun {
        id: run_id(number),
        vehicle: VehicleId::try_from(number).expect("an id"),
        plate: format!("渝Z{number:05}"),
        payload_kg: 25,
        driver: None,
        from: place(0),
        start_at: DAWN,
        end_at: DAWN,
        metres: 0,
        has_left: false,
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
    change(body, &asked, &ways(), DAWN)
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
        (after.runs[1].stops[1].grams, after.runs[1].stops[1].due_at),
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
