//! Runs on foot: every door once, nobody overloaded, as soon as any order could be, forty doors by one and by four.

use proptest::prelude::*;

use crate::foot::*;

pub(super) fn building(id: &str, has_lift: bool, units: u16) -> FootBuilding {
    FootBuilding {
        id: id.into(),
        has_lift,
        units,
        floors: None,
    }
}

pub(super) fn door(id: usize, building: usize, unit: u16, floor: i16, bags: u32) -> FootDoor {
    FootDoor {
        id: format!("d{id}"),
        building,
        unit: Some(unit),
        floor: Some(floor),
        bags,
    }
}

pub(super) fn people(count: usize, bags_at_once: u32, minutes_max: u32) -> Vec<Carrier> {
    vec![Carrier {
        id: "volunteers".into(),
        count,
        bags_at_once,
        minutes_max,
    }]
}

/// Three towers with lifts and two walk-ups around a gate.
fn compound(doors: Vec<FootDoor>, people: Vec<Carrier>) -> FootTask {
    FootTask {
        ways: WaysOnFoot::Positions(vec![
            [106.5500, 29.5600],
            [106.5508, 29.5603],
            [106.5515, 29.5600],
            [106.5508, 29.5610],
            [106.5495, 29.5606],
            [106.5500, 29.5612],
        ]),
        buildings: (0..5)
            .map(|number| building(&format!("b{number}"), number < 3, 2))
            .collect(),
        doors,
        people,
    }
}

fn forty(people: Vec<Carrier>) -> FootTask {
    let doors = (0..40).map(|number| {
        let building = number % 5;
        let floors = if building < 3 { 31 } else { 7 };
        let floor = 1 + (number * 13 % floors) as i16;
        door(
            number,
            building,
            1 + (number / 5 % 2) as u16,
            floor,
            1 + (number % 3) as u32,
        )
    });
    compound(doors.collect(), people)
}

/// What must hold of any plan: every bag is brought or left, once, and nobody carries too much or too long.
pub(super) fn judge(task: &FootTask, plan: &FootPlan) {
    let mut bags = vec![0; task.doors.len()];
    for run in &plan.runs {
        let carrier = &task.people[run.carrier];
        assert!(run.number < carrier.count);
        assert!(run.seconds <= carrier.minutes_max * 60 && run.seconds <= plan.seconds);
        let mut last = 0;
        for trip in &run.trips {
            assert!(trip.bags <= carrier.bags_at_once && !trip.calls.is_empty());
            assert_eq!(trip.bags, trip.calls.iter().map(|call| call.bags).sum::<u32>());
            for call in &trip.calls {
                assert!(last < call.at_seconds && call.at_seconds <= run.seconds);
                last = call.at_seconds;
                bags[call.door] += call.bags;
            }
        }
        assert_eq!(run.bags, run.trips.iter().map(|trip| trip.bags).sum::<u32>());
    }
    plan.left.iter().for_each(|left| bags[left.door] += left.bags);
    let asked: Vec<u32> = task.doors.iter().map(|door| door.bags).collect();
    assert_eq!(bags, asked);
}

#[test]
fn forty_doors_are_one_volunteers_run() {
    let task = forty(people(1, 8, 240));
    let plan = plan_on_foot(&task, 1).expect("a task");
    judge(&task, &plan);
    assert!(plan.left.is_empty(), "{:?}", plan.left);
    let run = &plan.runs[0];
    assert_eq!(
        (plan.runs.len(), run.bags),
        (1, task.doors.iter().map(|door| door.bags).sum())
    );
    // Ten trips of eight bags carry the seventy-nine.
    assert!((10..=12).contains(&run.trips.len()), "{}", run.trips.len());
    assert_eq!(
        plan,
        plan_on_foot(&task, 1).expect("a task"),
        "the same seed gives the same runs"
    );
}

#[test]
fn a_team_of_four_brings_the_same_forty_doors_in_a_third_of_the_time() {
    let alone = plan_on_foot(&forty(people(1, 8, 240)), 1).expect("a task");
    let task = forty(people(4, 8, 240));
    let together = plan_on_foot(&task, 1).expect("a task");
    judge(&task, &together);
    assert!(together.left.is_empty());
    assert_eq!(together.runs.len(), 4);
    assert!(
        together.seconds * 3 <= alone.seconds,
        "{} and {}",
        together.seconds,
        alone.seconds
    );
    let shortest = together.runs.iter().map(|run| run.seconds).min().unwrap_or(0);
    assert!(
        shortest * 10 >= together.seconds * 7,
        "the work is shared: {shortest} of {}",
        together.seconds
    );
}

#[test]
fn what_does_not_fit_into_the_time_is_left_and_said() {
    let task = forty(people(1, 8, 30));
    let plan = plan_on_foot(&task, 1).expect("a task");
    judge(&task, &plan);
    assert!(!plan.left.is_empty() && !plan.runs.is_empty());
}

#[test]
fn a_door_with_more_bags_than_hands_is_served_in_several_trips() {
    let task = compound(vec![door(0, 0, 1, 5, 7)], people(1, 3, 60));
    let plan = plan_on_foot(&task, 1).expect("a task");
    judge(&task, &plan);
    let loads: Vec<u32> = plan.runs[0].trips.iter().map(|trip| trip.bags).collect();
    assert_eq!((loads.len(), loads.iter().sum::<u32>()), (3, 7));
}

#[test]
fn by_stairs_the_load_goes_up_least_and_by_lift_one_walks_down() {
    let floors = |building: usize| {
        let doors = [4, 2, 6].into_iter().enumerate();
        let doors =
            doors.map(|(number, floor)| door(number, building, 1, if building < 3 { floor + 10 } else { floor }, 1));
        let task = compound(doors.collect(), people(1, 3, 60));
        let plan = plan_on_foot(&task, 1).expect("a task");
        let calls = &plan.runs[0].trips[0].calls;
        let floors: Vec<_> = calls.iter().filter_map(|call| task.doors[call.door].floor).collect();
        (
            floors,
            plan.runs[0].floors_climbed,
            plan.runs[0].bag_floors,
            calls[0].is_by_lift,
        )
    };
    assert_eq!(floors(3), (vec![2, 4, 6], 5, 1 + 3 + 5, false));
    assert_eq!(floors(0), (vec![16, 14, 12], 0, 0, true));
}

#[test]
fn one_floor_is_walked_even_where_there_is_a_lift() {
    let task = compound(vec![door(0, 0, 1, 2, 1)], people(1, 3, 60));
    let plan = plan_on_foot(&task, 1).expect("a task");
    assert!(!plan.runs[0].trips[0].calls[0].is_by_lift);
    assert_eq!(plan.runs[0].floors_climbed, 1);
}

#[test]
fn tasks_that_cannot_be_say_what_is_wrong() {
    let good = || compound(vec![door(0, 0, 1, 5, 2), door(1, 1, 2, -1, 2)], people(2, 4, 60));
    plan_on_foot(&good(), 1).expect("a task");
    let wrong = |change: fn(&mut FootTask)| {
        let mut task = good();
        change(&mut task);
        plan_on_foot(&task, 1).expect_err("refused")
    };
    let count = |what| move |fault: &FootFault| matches!(fault, FootFault::Count { what: found, .. } if *found == what);
    let range = |what| move |fault: &FootFault| matches!(fault, FootFault::OutOfRange { field, .. } if *field == what);
    assert!(count("doors")(&wrong(|task| task.doors.clear())));
    assert!(count("people")(&wrong(|task| task.people[0].count = 0)));
    assert!(count("people")(&wrong(|task| task.people[0].count = usize::MAX)));
    assert!(range("bags")(&wrong(|task| task.doors[0].bags = 0)));
    assert!(range("bags")(&wrong(|task| task.doors[0].bags = u32::MAX)));
    assert!(range("floor")(&wrong(|task| task.doors[0].floor = Some(0))));
    assert!(range("floor")(&wrong(|task| task.doors[0].floor = Some(i16::MAX))));
    assert!(range("unit")(&wrong(|task| task.doors[0].unit = Some(3))));
    assert!(range("building")(&wrong(|task| task.doors[0].building = 9)));
    assert!(range("bags_at_once")(&wrong(|task| task.people[0].bags_at_once = 0)));
    assert!(range("minutes_max")(&wrong(
        |task| task.people[0].minutes_max = u32::MAX
    )));
    assert!(matches!(
        wrong(|task| task.ways = WaysOnFoot::Metres(vec![0; 4])),
        FootFault::WaysSize { found: 4, expected: 36 }
    ));
    assert!(matches!(
        wrong(|task| task.ways = WaysOnFoot::Metres(vec![u32::MAX; 36])),
        FootFault::TooFar { .. }
    ));
    let far = wrong(|task| {
        let WaysOnFoot::Positions(points) = &mut task.ways else {
            return;
        };
        points[1] = [f64::NAN, 12.0];
    });
    assert!(matches!(far, FootFault::TooFar { .. }), "{far}");
    assert!(matches!(
        wrong(|task| task.doors[1].id = "d0".into()),
        FootFault::DuplicateId { .. }
    ));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_door_is_served_once_and_nobody_is_overloaded(
        doors in prop::collection::vec((0usize..5, 1u16..3, prop::option::of(1i16..30), 1u32..9), 1..25),
        teams in prop::collection::vec((1usize..3, 1u32..9, 5u32..120), 1..4),
        seed in any::<u64>(),
    ) {
        let doors = doors.into_iter().enumerate().map(|(id, (building, unit, floor, bags))| FootDoor {
            floor,
            ..door(id, building, unit, 1, bags)
        });
        let teams = teams.into_iter().enumerate().map(|(id, (count, bags, minutes))| Carrier {
            id: format!("team {id}"),
            ..people(count, bags, minutes).remove(0)
        });
        let task = compound(doors.collect(), teams.collect());
        judge(&task, &plan_on_foot(&task, seed).expect("a task"));
    }
}
