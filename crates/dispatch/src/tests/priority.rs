//! Where not all that is required can be served, the more urgent is.

use proptest::prelude::*;

use crate::*;

fn priority(number: u8) -> Priority {
    Priority::try_from(number).expect("from 1 to 5")
}

/// A stop of each priority and load, on a line, and vans of that capacity.
fn line(stops: &[(Priority, i64)], vans: usize, capacity: i64) -> Draft {
    let stop = |(number, &(priority, load)): (usize, &(Priority, i64))| Stop {
        id: number.to_string(),
        location: number + 1,
        delivery: vec![load],
        priority,
        ..Stop::default()
    };
    Draft {
        travel: vec![Travel::Straight(Straight {
            positions: (0..=stops.len() as i32).map(|x| [10 * x, 0]).collect(),
            road_per_thousand: 1_000,
            time_per_thousand: 1_000,
        })],
        stops: stops.iter().enumerate().map(stop).collect(),
        vehicles: vec![VehicleType {
            id: "van".into(),
            count: vans,
            capacity: vec![capacity],
            end: Some(0),
            ..VehicleType::default()
        }],
        ..Draft::default()
    }
}

/// The stops that are left out, and what the checker says of them.
fn left_out(draft: Draft, seed: u64) -> (Vec<usize>, Bill) {
    let instance = Instance::new(draft).expect("an instance");
    let limits = Limits {
        time: None,
        iterations: Some(2_000),
    };
    let settings = Settings {
        limits,
        seed,
        ..Settings::default()
    };
    let plan = solve(&instance, &settings, &mut Control::default());
    let bill = check(&instance, &plan).expect("a plan that keeps the rules");
    (plan.unserved.iter().map(|left| left.stop).collect(), bill)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn with_too_few_vehicles_the_more_urgent_are_served(
        numbers in prop::collection::vec(1u8..=5, 2..12), missing in 1usize..4, seed in any::<u64>(),
    ) {
        let vans = numbers.len().saturating_sub(missing).max(1);
        let stops: Vec<_> = numbers.iter().map(|&number| (priority(number), 1)).collect();
        let (left, bill) = left_out(line(&stops, vans, 1), seed);
        let mut least = numbers.clone();
        least.sort_unstable();
        least.truncate(numbers.len() - vans);
        let mut found: Vec<u8> = left.iter().map(|&stop| numbers[stop]).collect();
        found.sort_unstable();
        prop_assert_eq!(&found, &least);
        prop_assert_eq!(bill.required_unserved, least.len());
        prop_assert_eq!(bill.weight_unserved, least.iter().map(|&number| 10_i64.pow(u32::from(number) - 1)).sum::<i64>());
    }
}

/// A plan that annealing once ended in left out a 3 where a 2 was served.
#[test]
fn what_annealing_leaves_is_traded_for_what_weighs_less() {
    let numbers = [2u8, 3, 2, 5, 4, 2, 4, 3, 3, 4];
    let stops: Vec<_> = numbers.iter().map(|&number| (priority(number), 1)).collect();
    let (left, _) = left_out(line(&stops, 7, 1), 3_965_179_609_187_687_291);
    assert_eq!(left.iter().map(|&stop| numbers[stop]).collect::<Vec<_>>(), [2, 2, 2]);
}

#[test]
fn one_step_of_priority_weighs_ten_stops() {
    let beside = |small: usize| {
        let urgent = (priority(2), 11);
        let stops: Vec<_> = std::iter::once(urgent)
            .chain(vec![(Priority::LOWEST, 1); small])
            .collect();
        left_out(line(&stops, 1, 11), 1)
    };
    let (left, bill) = beside(9);
    assert_eq!((left, bill.weight_unserved), ((1..=9).collect(), 9));
    let (left, bill) = beside(11);
    assert_eq!((left, bill.weight_unserved), (vec![0], 10));
}

#[test]
fn a_pair_and_a_group_count_once_by_their_priority() {
    let mut draft = line(&[(Priority::LOWEST, 0); 4], 0, 0);
    draft.pairs = vec![Pair {
        pickup: 0,
        delivery: 1,
        priority: priority(3),
        ..Pair::default()
    }];
    draft.groups = vec![Group {
        stops: vec![2, 3],
        priority: priority(2),
        ..Group::default()
    }];
    let (left, bill) = left_out(draft, 1);
    assert_eq!((left.len(), bill.required_unserved, bill.weight_unserved), (4, 3, 110));
}
