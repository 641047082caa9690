//! Tiny tasks on foot, where every order can be tried and added up by hand: the runs found take as little time as any.

use proptest::prelude::*;

use super::foot::{building, door, judge, people};
use crate::foot::*;

/// The seconds of one person who makes these trips, added up by hand from the constants.
fn by_hand(task: &FootTask, trips: &[Vec<usize>]) -> u32 {
    let WaysOnFoot::Metres(metres) = &task.ways else {
        panic!("tiny tasks have metres")
    };
    let size = task.buildings.len() + 1;
    let place = |door: usize| {
        let door = &task.doors[door];
        (door.building, door.unit.expect("known"), door.floor.expect("known"))
    };
    let height = |floor: i16| {
        if floor > 0 {
            i32::from(floor) - 1
        } else {
            i32::from(floor)
        }
    };
    let vertical = |building: usize, from: i32, to: i32| {
        let floors = from.abs_diff(to);
        let stairs = floors
            * if to > from {
                STAIRS_UP_SECONDS
            } else {
                STAIRS_DOWN_SECONDS
            };
        let lift = LIFT_WAIT_SECONDS + floors * LIFT_FLOOR_SECONDS;
        if task.buildings[building].has_lift {
            stairs.min(lift)
        } else {
            stairs
        }
    };
    let walk = |metres: u32| (metres * 60).div_ceil(WALK_METRES_PER_MINUTE);
    let inside = |unit: u16| u32::from(unit - 1) * UNIT_METRES;
    let leg = |from: Option<usize>, to: Option<usize>| match (from.map(place), to.map(place)) {
        (None, None) => 0,
        (None, Some((b, u, f))) => walk(metres[b + 1] + inside(u)) + vertical(b, 0, height(f)),
        (Some((b, u, f)), None) => walk(metres[(b + 1) * size] + inside(u)) + vertical(b, height(f), 0),
        (Some((a, u, f)), Some((b, v, g))) if (a, u) == (b, v) => {
            if f == g {
                CORRIDOR_SECONDS
            } else {
                vertical(a, height(f), height(g))
            }
        }
        (Some((a, u, f)), Some((b, v, g))) => {
            let along = if a == b {
                inside(u).abs_diff(inside(v))
            } else {
                metres[(a + 1) * size + b + 1] + inside(u) + inside(v)
            };
            vertical(a, height(f), 0) + walk(along) + vertical(b, 0, height(g))
        }
    };
    let trip = |doors: &Vec<usize>| {
        let ends = doors.iter().map(|door| Some(*door)).chain([None]);
        let starts = [None].into_iter().chain(doors.iter().map(|door| Some(*door)));
        let legs: u32 = starts.zip(ends).map(|(from, to)| leg(from, to)).sum();
        LOADING_SECONDS + legs + DOOR_SECONDS * doors.len() as u32
    };
    trips.iter().map(trip).sum()
}

/// The least seconds of all ways to cut all orders of the doors into trips.
fn least(task: &FootTask) -> u32 {
    fn extend(task: &FootTask, trips: &mut Vec<Vec<usize>>, left: &[usize], best: &mut u32) {
        if left.is_empty() {
            *best = (*best).min(by_hand(task, trips));
            return;
        }
        for (at, &door) in left.iter().enumerate() {
            let rest: Vec<usize> = [&left[..at], &left[at + 1..]].concat();
            trips.push(vec![door]);
            extend(task, trips, &rest, best);
            trips.pop();
            let Some(last) = trips.last_mut() else { continue };
            last.push(door);
            let bags: u32 = last.iter().map(|door| task.doors[*door].bags).sum();
            if bags <= task.people[0].bags_at_once {
                extend(task, trips, &rest, best);
            }
            if let Some(last) = trips.last_mut() {
                last.pop();
            }
        }
    }
    let mut best = u32::MAX;
    let all: Vec<usize> = (0..task.doors.len()).collect();
    extend(task, &mut Vec::new(), &all, &mut best);
    best
}

/// Makes metres between four points those of shortest ways: nobody goes round where the way through a third point, the drop
/// point above all, is shorter. (Plans drop a way back to it that no load asks for.)
fn make_shortest(ways: &mut [u32]) {
    for through in 0..4 {
        for from in 0..4 {
            for to in 0..4 {
                let round = ways[from * 4 + through] + ways[through * 4 + to];
                ways[from * 4 + to] = ways[from * 4 + to].min(round);
            }
        }
    }
}

fn tiny() -> impl Strategy<Value = FootTask> {
    let doors = prop::collection::vec((0usize..3, 1u16..3, -1i16..25, 1u32..4), 1..6);
    let ways = prop::collection::vec(10u32..400, 16);
    (doors, ways, prop::collection::vec(any::<bool>(), 3), 3u32..7).prop_map(
        |(doors, mut ways, lifts, bags_at_once)| {
            (0..4).for_each(|at| ways[at * 5] = 0);
            make_shortest(&mut ways);
            let door = |(id, (building, unit, floor, bags)): (usize, (usize, u16, i16, u32))| {
                door(id, building, unit, if floor == 0 { 1 } else { floor }, bags)
            };
            FootTask {
                ways: WaysOnFoot::Metres(ways),
                buildings: lifts
                    .into_iter()
                    .enumerate()
                    .map(|(id, lift)| building(&format!("b{id}"), lift, 2))
                    .collect(),
                doors: doors.into_iter().enumerate().map(door).collect(),
                people: people(1, bags_at_once, 24 * 60),
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_tiny_task_is_done_as_soon_as_any_order_could_do_it(task in tiny()) {
        let plan = plan_on_foot(&task, 1).expect("a task");
        judge(&task, &plan);
        let trips: Vec<Vec<usize>> = plan.runs[0]
            .trips
            .iter()
            .map(|trip| trip.calls.iter().map(|call| call.door).collect())
            .collect();
        prop_assert_eq!(plan.seconds, by_hand(&task, &trips));
        prop_assert_eq!(plan.seconds, least(&task));
    }
}
