//! Areas side by side: nothing is lost or counted twice, and the same number of threads gives the same plan.

use std::path::Path;

use proptest::prelude::*;

use super::sample::{With, draft};
use crate::files::{lilim, vrplib};
use crate::search::Walk;
use crate::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn areas_share_nothing_and_leave_nothing_out(seed in any::<u64>(), bits in 0..With::BITS, stops in 4usize..24, areas in 1usize..5) {
        let instance = Instance::new(draft(seed, stops, With::from_bits(bits))).expect("samples are instances");
        let mut walk = Walk::new(&instance, seed);
        for round in 0..5 {
            walk.step();
            let (_, _, whole) = walk.present();
            let (costs, vehicles, absent) = walk.areas(areas, round);
            prop_assert_eq!(costs.iter().sum::<i64>(), whole);
            prop_assert!(vehicles.iter().chain(&absent).all(|&count| count == 1));
        }
    }

    #[test]
    fn a_step_in_an_area_counts_right(seed in any::<u64>(), bits in 0..With::BITS, stops in 4usize..24) {
        let instance = Instance::new(draft(seed, stops, With::from_bits(bits))).expect("samples are instances");
        let mut walk = Walk::new(&instance, seed);
        for round in 0..5 {
            walk.step();
            let (said, is) = walk.step_in_area(2, round);
            prop_assert_eq!(said, is);
        }
    }
}

fn text(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/routes/instances");
    std::fs::read_to_string(folder.join(file)).expect("the instances are in the repository")
}

fn with_threads(instance: &Instance, threads: usize) -> Plan {
    let settings = Settings {
        limits: Limits {
            time: None,
            iterations: Some(400),
        },
        seed: 3,
        threads,
        ..Settings::default()
    };
    solve(instance, &settings, &mut Control::default())
}

#[test]
fn the_same_threads_give_the_same_plan_that_keeps_the_rules() {
    let pairs = lilim::read(&text("PDPTW/LC101.txt"), None)
        .expect("an instance")
        .instance;
    let sizes = vrplib::read(&text("HFVRP/X110-HD.vrp"), None)
        .expect("an instance")
        .instance;
    for instance in [pairs, sizes] {
        let alone = with_threads(&instance, 1);
        for threads in [2, 3, 7] {
            let plan = with_threads(&instance, threads);
            assert_eq!(plan, with_threads(&instance, threads));
            let bill = check(&instance, &plan).expect("a plan that keeps the rules");
            let of_one = check(&instance, &alone).expect("a plan that keeps the rules");
            assert!(bill.required_unserved <= of_one.required_unserved);
        }
    }
}
