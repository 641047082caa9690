//! What can't be served says which constraint rules it out, each by itself.

use super::edges::reasons;
use crate::*;

/// A stop and a pair, all a hundred from the depot and from each other, and one vehicle that serves all of it in 400.
fn errands() -> Draft {
    let stop = |id: &str, location| Stop {
        id: id.into(),
        location,
        ..Stop::default()
    };
    Draft {
        travel: vec![Travel::Table(Table {
            size: 4,
            distances: vec![0, 100, 100, 100, 100, 0, 100, 100, 100, 100, 0, 100, 100, 100, 100, 0],
            durations: None,
        })],
        stops: vec![stop("door", 1), stop("in", 2), stop("out", 3)],
        pairs: vec![Pair {
            pickup: 1,
            delivery: 2,
            ..Pair::default()
        }],
        vehicles: vec![VehicleType {
            id: "van".into(),
            end: Some(0),
            shift: Window {
                earliest: Time(0),
                latest: Time(1_000),
            },
            ..VehicleType::default()
        }],
        ..Draft::default()
    }
}

/// The reasons where something was changed.
fn why(change: impl Fn(&mut Draft)) -> Vec<Why> {
    let mut draft = errands();
    change(&mut draft);
    reasons(draft)
}

/// Takes the way from one location to another away.
fn cut(draft: &mut Draft, from: usize, to: usize) {
    if let Travel::Table(table) = &mut draft.travel[0] {
        table.distances[from * table.size + to] = NO_WAY;
    }
}

fn only(earliest: i64, latest: i64) -> Vec<Window> {
    vec![Window {
        earliest: Time(earliest),
        latest: Time(latest),
    }]
}

#[test]
fn where_nothing_is_in_the_way_all_is_served() {
    assert_eq!(why(|_| {}), []);
}

#[test]
fn without_a_way_there_between_or_back_it_says_so() {
    let cut_off = |ways: &'static [(usize, usize)]| {
        why(|draft| {
            draft.stops.remove(0);
            (draft.pairs[0].pickup, draft.pairs[0].delivery) = (0, 1);
            ways.iter().for_each(|&(from, to)| cut(draft, from, to));
        })
    };
    assert_eq!(cut_off(&[(0, 2)]), [Why::NoWay; 2]);
    assert_eq!(cut_off(&[(2, 3)]), [Why::NoWay; 2]);
    assert_eq!(cut_off(&[(3, 0)]), [Why::NoWay; 2]);
    assert_eq!(
        why(|draft| {
            draft.stops.truncate(1);
            draft.pairs.clear();
            cut(draft, 1, 0);
            draft.vehicles[0].end = None;
        }),
        [],
        "who ends at the last stop needs no way back"
    );
}

#[test]
fn what_is_too_far_for_every_vehicle_says_so() {
    let far = |longest| why(|draft| draft.vehicles[0].longest_distance = Some(Distance(longest)));
    assert_eq!(far(199), [Why::TooFar; 3]);
    assert_eq!(far(299), [Why::TooFar; 2], "the door is two hundred, the pair three");
    assert_eq!(far(500), []);
}

#[test]
fn what_takes_every_vehicle_too_long_says_so() {
    let long = |longest| why(|draft| draft.vehicles[0].longest_duration = Some(Time(longest)));
    assert_eq!(long(199), [Why::TooLong; 3]);
    assert_eq!(long(500), []);
    let waits = why(|draft| {
        draft.stops[1].windows = only(100, 200);
        draft.stops[2].windows = only(700, 800);
        draft.vehicles[0].longest_duration = Some(Time(600));
    });
    assert_eq!(
        waits,
        [Why::TooLong; 2],
        "it leaves at 100 at the latest and is back at 800"
    );
}

#[test]
fn a_ride_that_can_only_be_too_long_says_so() {
    let ride = |longest| why(|draft| draft.pairs[0].longest_ride = Some(Time(longest)));
    assert_eq!(ride(99), [Why::RideTooLong; 2]);
    assert_eq!(ride(100), []);
    let waits = |longest| {
        why(|draft| {
            draft.stops[1].windows = only(100, 200);
            draft.stops[2].windows = only(700, 800);
            draft.pairs[0].longest_ride = Some(Time(longest));
        })
    };
    assert_eq!(waits(499), [Why::RideTooLong; 2], "from 200 at the latest until 700");
    assert_eq!(waits(500), []);
}

#[test]
fn windows_shift_and_rest_alone_are_no_window_that_can_be_reached() {
    let early = why(|draft| draft.stops[0].windows = only(0, 99));
    assert_eq!(early, [Why::NoWindowReachable]);
    let short = why(|draft| draft.vehicles[0].shift.latest = Time(199));
    assert_eq!(short, [Why::NoWindowReachable; 3]);
    let rests = why(|draft| {
        draft.vehicles[0].rest = Some(Rest {
            window: Window {
                earliest: Time(50),
                latest: Time(60),
            },
            duration: Time(900),
        });
    });
    assert_eq!(rests, [Why::NoWindowReachable; 3]);
}

#[test]
fn each_question_is_put_to_the_vehicles_that_are_left() {
    let two = why(|draft| {
        let mut near = draft.vehicles[0].clone();
        (near.id, near.longest_distance) = ("near".into(), Some(Distance(150)));
        draft.vehicles[0].longest_duration = Some(Time(150));
        draft.vehicles.push(near);
    });
    assert_eq!(two, [Why::TooLong; 3], "the one that may go so far takes too long");
    let either = why(|draft| {
        draft.pairs.clear();
        draft.groups.push(Group {
            stops: vec![1, 2],
            ..Group::default()
        });
        [0, 1].into_iter().for_each(|from| cut(draft, from, 2));
        draft.stops[2].windows = only(0, 99);
    });
    assert_eq!(
        either,
        [Why::NoWindowReachable; 2],
        "of a group, the stop that comes furthest"
    );
}
