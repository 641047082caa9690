//! Lines that are crossed, and the ways round them.

use super::*;
use proptest::prelude::*;

/// How far a distance may be off that was read from degrees, in metres.
const ROUNDING: i64 = 3;

/// A point so many metres east and north of the middle of the map, in degrees.
fn at([east, north]: [f64; 2]) -> [f64; 2] {
    let shrink = 29.5_f64.to_radians().cos();
    [106.5 + east / 111_195.0 / shrink, 29.5 + north / 111_195.0]
}

/// The ways between places, as straight lines at the road factor given.
fn straight(places: &[[f64; 2]], road_factor: f64) -> Travel {
    Travel::Straight(Straight {
        positions: Straight::metres_from_degrees(places),
        road_per_thousand: (road_factor * 1_000.0) as u32,
        time_per_thousand: SECONDS_PER_KILOMETRE,
    })
}

/// Metres from the first of two places to the other when these lines are closed.
fn way(places: [[f64; 2]; 2], closed: &[[[f64; 2]; 2]]) -> i64 {
    let places = places.map(at);
    let closed: Vec<ClosedLine> = closed.iter().map(|line| line.map(at)).collect();
    let travel = around(straight(&places, 1.0), &places, &closed, 1.0);
    assert_eq!(travel.leg(0, 1), travel.leg(1, 0));
    if travel.leg(0, 1).is_passable() {
        travel.leg(0, 1).distance.0
    } else {
        i64::MAX
    }
}

fn is_about(metres: i64, expected: f64) -> bool {
    (metres as f64 - expected).abs() <= ROUNDING as f64
}

#[test]
fn lines_cross_only_between_their_ends() {
    let line = [[0, 0], [0, 100]];
    assert!(is_crossed(line, [[-10, 50], [10, 50]]));
    assert!(is_crossed(line, [[10, 99], [-10, 1]]));
    assert!(!is_crossed(line, [[-10, 100], [10, 100]]), "by its end");
    assert!(!is_crossed(line, [[0, 100], [0, 200]]), "on from its end");
    assert!(!is_crossed(line, [[0, 50], [10, 50]]), "from a door on the line");
    assert!(!is_crossed(line, [[0, 20], [0, 80]]), "along it");
    assert!(!is_crossed(line, [[0, -20], [0, 180]]), "along all of it");
    assert!(!is_crossed(line, [[-10, 101], [10, 101]]));
    assert!(!is_crossed(line, [[1, 0], [1, 100]]), "beside it");
    assert!(lies_on(line, [0, 100]) && !lies_on(line, [0, 101]) && !lies_on(line, [1, 50]));
}

#[test]
fn whoever_has_to_get_across_goes_round_the_nearer_end() {
    let places = [[-1_000.0, 0.0], [1_000.0, 0.0]];
    let bridge = [[0.0, -500.0], [0.0, 3_000.0]];
    let round = 2.0 * 1_000_f64.hypot(500.0 + REACH_METRES);
    assert!(is_about(way(places, &[bridge]), round), "{}", way(places, &[bridge]));
    let turned = [bridge[1], bridge[0]];
    assert_eq!(
        way(places, &[bridge]),
        way(places, &[turned]),
        "whichever point comes first"
    );
    let beside = [[0.0, 500.0], [0.0, 3_000.0]];
    assert!(is_about(way(places, &[beside]), 2_000.0));
    let along = [[-500.0, 0.0], [500.0, 0.0]];
    assert!(is_about(way(places, &[along]), 2_000.0));
}

#[test]
fn the_way_round_counts_in_road_and_time() {
    let places = [[-1_000.0, 0.0], [1_000.0, 0.0]].map(at);
    let closed = [[[0.0, -500.0], [0.0, 3_000.0]].map(at)];
    let (open, shut) = (
        straight(&places, 1.4),
        around(straight(&places, 1.4), &places, &closed, 1.4),
    );
    let further = 1.4 * (2.0 * 1_000_f64.hypot(510.0) - 2_000.0);
    let longer = shut.leg(0, 1).distance - open.leg(0, 1).distance;
    assert!(is_about(longer.0, further), "{longer:?}");
    let later = shut.leg(0, 1).duration - open.leg(0, 1).duration;
    assert!(is_about(later.0, further * 0.144), "{later:?}");

    // What a routing service says is longer by the same, and where it knows no way there is none.
    let table = |metres| Table {
        size: 2,
        distances: vec![0, metres, 5_000, 0],
        durations: Some(vec![0, metres, 600, 0]),
    };
    let shut = around(Travel::Table(table(4_000)), &places, &closed, 1.4);
    assert!(is_about(shut.leg(0, 1).distance.0, 4_000.0 + further));
    assert!(is_about(shut.leg(1, 0).distance.0, 5_000.0 + further));
    assert!(is_about(shut.leg(1, 0).duration.0, 600.0 + further * 0.144));
    assert!(
        !around(Travel::Table(table(NO_WAY)), &places, &closed, 1.4)
            .leg(0, 1)
            .is_passable()
    );
}

#[test]
fn round_two_closed_ways_it_goes_past_both() {
    let places = [[-1_000.0, 0.0], [1_500.0, 0.0]];
    let lines = [[[0.0, -500.0], [0.0, 9_000.0]], [[500.0, -9_000.0], [500.0, 500.0]]];
    let expected = 1_000_f64.hypot(510.0) + 500_f64.hypot(1_020.0) + 1_000_f64.hypot(510.0);
    assert!(is_about(way(places, &lines), expected), "{}", way(places, &lines));
}

#[test]
fn a_line_with_a_bend_leaves_no_gap_and_is_gone_round_on_its_outside() {
    // From the west to the middle and on to the north: whoever is north-west of it is inside the bend.
    let bend = [[[-2_000.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 2_000.0]]];
    let inside = [-300.0, 300.0];
    let out = way([inside, [300.0, -300.0]], &bend);
    assert!(out > 3_000, "the corner is shut: {out}");
    let along = way([[-300.0, -100.0], [100.0, 300.0]], &bend);
    assert!(
        along < 600 + 60,
        "outside nothing is in the way but the corner: {along}"
    );
    let pieces = [[[0.0, -500.0], [0.0, 700.0]], [[0.0, 700.0], [0.0, 3_000.0]]];
    let whole = [[[0.0, -500.0], [0.0, 3_000.0]]];
    let places = [[-1_000.0, 650.0], [1_000.0, 650.0]];
    assert!(
        is_about(way(places, &pieces), way(places, &whole) as f64),
        "a line in two pieces"
    );
    // A street that ends on another one.
    let ends = [[[-2_000.0, 0.0], [0.0, 0.0]], [[0.0, -2_000.0], [0.0, 2_000.0]]];
    assert!(way([[-100.0, -100.0], [-100.0, 100.0]], &ends) > 3_000);
}

#[test]
fn out_of_a_ring_of_closed_ways_there_is_no_way() {
    let corners = [[-500.0, -500.0], [500.0, -500.0], [0.0, 500.0]];
    let ring = [
        [corners[0], corners[1]],
        [corners[1], corners[2]],
        [corners[2], corners[0]],
    ];
    assert_eq!(way([[0.0, 0.0], [2_000.0, 0.0]], &ring), i64::MAX);
    assert!(
        is_about(way([[0.0, 0.0], [50.0, 0.0]], &ring), 50.0),
        "inside nothing is in the way"
    );
    let past = way([[-2_000.0, 0.0], [2_000.0, 0.0]], &ring);
    assert!((4_000..4_400).contains(&past), "{past}");
}

fn points(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<[f64; 2]>> {
    let spot = -3_000.0..3_000.0_f64;
    prop::collection::vec([spot.clone(), spot].prop_map(at), count)
}

proptest! {
    #[test]
    fn closing_one_way_more_makes_no_way_shorter(places in points(2..8), ends in points(2..9)) {
        let lines: Vec<ClosedLine> = ends.chunks_exact(2).map(|ends| [ends[0], ends[1]]).collect();
        let open = straight(&places, 1.3);
        let all = around(open.clone(), &places, &lines, 1.3);
        let fewer = around(open.clone(), &places, &lines[1..], 1.3);
        for from in 0..places.len() {
            for to in 0..places.len() {
                let legs = [&open, &fewer, &all].map(|travel| travel.leg(from, to));
                prop_assert!(legs[0].distance <= legs[1].distance && legs[0].duration <= legs[1].duration);
                // Points are whole metres on a map whose middle the others move.
                prop_assert!(legs[1].distance.0 <= legs[2].distance.0 + 2 * ROUNDING, "{:?}", legs);
                prop_assert_eq!(all.leg(from, to), all.leg(to, from));
            }
        }
    }
}
