//! Who drives what, and when they work.

use super::*;
use tongxin_pass::VehiclePass;

fn id(number: i64) -> StaffId {
    StaffId::try_from(number).expect("an id")
}

/// A plan until midnight with vans for two and these drivers.
fn until_midnight(drivers: Vec<Driver>, things: Vec<ToCarry>) -> World {
    let mut world = world(vec![vehicle(1, 500), vehicle(2, 500)], things);
    world.asked.to_minute = 24 * 60;
    world.shift.1 = world.shift.0.plus_hours(18);
    world.drivers = drivers;
    world
}

/// Who brings what.
fn drivers_of(body: &PlanBody) -> BTreeMap<i64, StaffId> {
    let brought = body.runs.iter().flat_map(|run| {
        let cargo = run.stops.iter().flat_map(|stop| &stop.cargo);
        cargo.filter_map(|cargo| Some((cargo.number(), run.driver?)))
    });
    brought.collect()
}

/// The longest day of any driver, in milliseconds.
fn longest_day(body: &PlanBody) -> i64 {
    let mut days: BTreeMap<StaffId, Span> = BTreeMap::new();
    for run in &body.runs {
        let Some(driver) = run.driver else { continue };
        let day = days.entry(driver).or_insert((run.start_at, run.end_at));
        *day = (day.0.min(run.start_at), day.1.max(run.end_at));
    }
    let longest = days.values().map(|(from, until)| until.millis_since(*from)).max();
    longest.unwrap_or(0)
}

#[test]
fn whoever_works_by_night_is_given_no_run_by_day() {
    let things: Vec<ToCarry> = (1..=4).map(|number| order(number, number as usize, 5, 200)).collect();
    let mut world = world(vec![vehicle(1, 500), vehicle(2, 500)], things);
    world.drivers = vec![driver(71, Shift::Night), driver(72, Shift::Day)];
    let body = planned(world.clone());
    assert_eq!((body.unserved.len(), drivers_of(&body).len()), (0, 4));
    assert!(drivers_of(&body).values().all(|driver| *driver == id(72)));
    world.drivers.truncate(1);
    let left = planned(world).unserved;
    assert_eq!(left.len(), 4);
    assert!(left.iter().all(|left| left.why == LeftOutWhy::NoDriver), "{left:?}");
}

#[test]
fn a_vehicle_is_under_way_only_while_its_driver_works() {
    // Due at half past eleven at night, not before half past eight in the evening.
    let late = ToCarry {
        from_at: morning().plus_minutes(16 * 60 + 30),
        due_at: morning().plus_minutes(17 * 60 + 30),
        ..order(1, 3, 17, 10)
    };
    let why = |drivers| {
        let left = planned(until_midnight(drivers, vec![late.clone()])).unserved;
        left.iter().map(|left| left.why).collect::<Vec<_>>()
    };
    assert_eq!(why(vec![driver(71, Shift::Day)]), [LeftOutWhy::NoDriver]);
    assert_eq!(why(vec![driver(71, Shift::Night)]), []);
    let things = vec![order(2, 2, 4, 10), late.clone()];
    let both = until_midnight(vec![driver(71, Shift::Day), driver(72, Shift::Night)], things);
    let body = planned(both);
    assert_eq!(drivers_of(&body), BTreeMap::from([(1, id(72)), (2, id(71))]));
    let mut far = until_midnight(vec![driver(71, Shift::Day)], vec![order(1, 19, 1, 10)]);
    far.drivers[0].shift = Shift::Rotating;
    assert_eq!(
        planned(far).unserved[0].why,
        LeftOutWhy::TooFar,
        "which no driver changes"
    );
}

#[test]
fn nobody_drives_for_longer_than_the_longest_day() {
    let things = vec![order(1, 3, 3, 10), order(2, 4, 18, 10)];
    let one = until_midnight(vec![driver(71, Shift::Rotating)], things.clone());
    let body = planned(one);
    assert_eq!(
        body.unserved.iter().map(|left| left.why).collect::<Vec<_>>(),
        [LeftOutWhy::NoRoom]
    );
    let two = until_midnight(
        vec![driver(71, Shift::Rotating), driver(72, Shift::Day)],
        things.clone(),
    );
    let body = planned(two);
    assert_eq!((body.unserved.len(), drivers_of(&body).len()), (0, 2));
    assert!(longest_day(&body) <= LONGEST_DAY_MS);

    // Whoever began at six is home by five.
    let mut begun = until_midnight(vec![driver(71, Shift::Day)], vec![things[1].clone()]);
    begun.drivers[0].began_at = Some(morning());
    assert_eq!(planned(begun).unserved[0].why, LeftOutWhy::NoDriver);
}

#[test]
fn whoever_was_told_to_drive_and_works_no_more_then_is_taken_off() {
    let mut world = until_midnight(vec![driver(71, Shift::Day)], vec![order(1, 3, 4, 10)]);
    world.before = planned(world.clone()).runs;
    let told = (world.before[0].id, world.before[0].driver);
    assert_eq!(told.1, Some(id(71)));
    world.drivers[0].shift = Shift::Night;
    world.drivers.push(driver(72, Shift::Day));
    let after = planned(world);
    assert_eq!(drivers_of(&after), BTreeMap::from([(1, id(72))]));
    assert_eq!(after.runs[0].id, told.0, "it is the same run");
}

#[test]
fn where_few_work_the_vehicle_drives_that_may_go_to_the_most_places() {
    let mut world = until_midnight(
        vec![driver(71, Shift::Night), driver(72, Shift::Day)],
        vec![order(1, 3, 4, 10)],
    );
    // Only the second van has a pass to there; it is given to whoever works.
    world.shift.1 = morning().plus_hours(16);
    let pass = |ends: Vec<PlaceCode>| VehiclePass {
        ends,
        spans: vec![world.shift],
        corridor: None,
    };
    let opened = [(1, vec![]), (2, vec![place(3)])];
    let opened = opened.map(|(number, ends)| (vehicle(number, 500).plate, vec![pass(ends)]));
    world.admission = Admission::of(opened.into(), &[place(3)], &place(0), world.shift);
    let body = planned(world);
    assert_eq!(body.unserved, []);
    assert_eq!(
        (body.runs[0].vehicle, body.runs[0].driver),
        (vehicle(2, 500).id, Some(id(72)))
    );
}

#[test]
fn a_car_on_the_road_keeps_whom_it_carries_though_its_driver_is_due_home() {
    let mut world = world(vec![car(1, 4, 0)], vec![ride(1, (3, 9), 5, 2)]);
    world.drivers = vec![driver(71, Shift::Day)];
    let mut run = planned(world.clone()).runs.remove(0);
    (run.has_left, run.stops[0].is_done) = (true, true);
    world.shift.0 = run.stops[1].arrive_at;
    world.to_carry[0].taken_on = None;
    world.on_road = vec![Out {
        run: run.id,
        next_at: world.shift.0,
    }];
    world.drivers[0].began_at = Some(world.shift.0.plus_hours(-11));
    world.before = vec![run.clone()];
    let after = planned(world);
    assert_eq!((after.runs, after.unserved), (vec![run], Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whoever drives and whatever there is to bring: each run has a driver, within their shift and their longest day, and nobody
    /// has two vehicles.
    #[test]
    fn every_run_is_within_its_drivers_day(
        shifts in prop::collection::vec(prop::sample::select(Shift::ALL.to_vec()), 1..4),
        orders in prop::collection::vec((1usize..12, 2i64..18, 50i64..300), 1..10),
    ) {
        let drivers: Vec<Driver> = (71..).zip(shifts).map(|(number, shift)| driver(number, shift)).collect();
        let things = (1..).zip(orders).map(|(number, (at, due, kg))| order(number, at, due, kg));
        let body = planned(until_midnight(drivers.clone(), things.collect()));
        let mut vehicle_of = BTreeMap::new();
        for run in &body.runs {
            let driver = drivers.iter().find(|driver| Some(driver.id) == run.driver).expect("a driver");
            let span = (run.start_at, run.end_at);
            prop_assert!(driver.may_drive(span, crate::rules::working::runs_of(&body, driver.id)), "{:?} {:?}", driver, run);
            prop_assert_eq!(*vehicle_of.entry(driver.id).or_insert(run.vehicle), run.vehicle);
        }
        prop_assert!(longest_day(&body) <= LONGEST_DAY_MS);
    }
}
