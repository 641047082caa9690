//! Every step of the search counts right: what it thinks a plan costs is what the checker finds, and what it thinks an
//! insertion costs is what the insertion costs.

use proptest::prelude::*;

use super::sample::{With, draft};
use crate::search::{Chance, Limits, Settings, Walk};
use crate::*;

fn limits(iterations: u64) -> Limits {
    Limits {
        time: None,
        iterations: Some(iterations),
    }
}

/// What a walk stands at keeps every rule, and costs what the walk thinks.
fn knows_its_cost(walk: &Walk, instance: &Instance) -> Result<(), TestCaseError> {
    let (plan, weight, cost) = walk.present();
    let bill = check(instance, &plan);
    prop_assert!(bill.is_ok(), "{:?}", bill);
    prop_assert_eq!(bill.map(|bill| bill.total().0 + weight), Ok(cost));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_walk_always_knows_its_cost(seed in any::<u64>(), bits in 0..With::BITS, stops in 4usize..24) {
        let instance = Instance::new(draft(seed, stops, With::from_bits(bits))).expect("samples are instances");
        let mut walk = Walk::new(&instance, seed);
        for _ in 0..25 {
            walk.step();
            knows_its_cost(&walk, &instance)?;
        }
    }

    #[test]
    fn an_insertion_costs_what_was_said(seed in any::<u64>(), bits in 0..With::BITS, stops in 4usize..24) {
        let instance = Instance::new(draft(seed, stops, With::from_bits(bits))).expect("samples are instances");
        let mut walk = Walk::new(&instance, seed);
        for _ in 0..10 {
            walk.step();
            for (_, said, was) in walk.insertions() {
                prop_assert_eq!(said, was);
            }
        }
    }

    #[test]
    fn a_move_costs_what_was_said_and_breaks_no_rule(seed in any::<u64>(), bits in 0..With::BITS, stops in 4usize..24) {
        let instance = Instance::new(draft(seed, stops, With::from_bits(bits))).expect("samples are instances");
        let mut walk = Walk::new(&instance, seed);
        for _ in 0..10 {
            walk.step();
            for (_, _, said, was) in walk.moves() {
                prop_assert!(said < 0);
                prop_assert_eq!(said, was);
            }
            knows_its_cost(&walk, &instance)?;
        }
    }

    #[test]
    fn an_ejection_breaks_no_rule(seed in any::<u64>(), bits in 0..With::BITS, stops in 4usize..24) {
        let instance = Instance::new(draft(seed, stops, With::from_bits(bits))).expect("samples are instances");
        let mut walk = Walk::new(&instance, seed);
        for _ in 0..5 {
            walk.step();
            walk.eject();
            knows_its_cost(&walk, &instance)?;
        }
    }

    #[test]
    fn a_venture_breaks_no_rule_and_comes_home_no_worse(seed in any::<u64>(), bits in 0..With::BITS, stops in 4usize..24) {
        let instance = Instance::new(draft(seed, stops, With::from_bits(bits))).expect("samples are instances");
        let mut walk = Walk::new(&instance, seed);
        walk.step();
        for _ in 0..10 {
            let before = walk.present().2;
            walk.venture(0.0);
            knows_its_cost(&walk, &instance)?;
            prop_assert!(walk.present().2 <= before);
        }
    }

    #[test]
    fn what_is_taken_back_leaves_no_trace(seed in any::<u64>(), bits in 0..With::BITS, stops in 4usize..24) {
        let instance = Instance::new(draft(seed, stops, With::from_bits(bits))).expect("samples are instances");
        let mut walk = Walk::new(&instance, seed);
        for _ in 0..10 {
            walk.step();
            let before = walk.present();
            walk.ruin_and_take_back();
            prop_assert_eq!(&walk.present(), &before);
        }
    }
}

#[test]
fn moves_of_every_kind_are_found() {
    let mut found = [0; 4];
    for seed in 0..40 {
        let instance = Instance::new(draft(seed, 24, With::from_bits(seed as u32 * 6))).expect("samples are instances");
        let mut walk = Walk::new(&instance, seed);
        for _ in 0..5 {
            walk.step();
            walk.moves().iter().for_each(|&(kind, ..)| found[kind] += 1);
        }
    }
    assert!(found.iter().all(|&count| count > 20), "{found:?}");
}

#[test]
fn vehicles_of_other_sizes_take_routes_over() {
    let (mut by_insertion, mut by_move) = (0, 0);
    for seed in 0..80 {
        let with = With {
            windows: seed % 2 == 0,
            sizes: true,
            ..With::default()
        };
        let instance = Instance::new(draft(seed, 24, with)).expect("samples are instances");
        let mut walk = Walk::new(&instance, seed);
        for _ in 0..5 {
            walk.step();
            by_insertion += walk.insertions().iter().filter(|&&(joins, ..)| joins).count();
            by_move += walk.moves().iter().filter(|&&(_, joins, ..)| joins).count();
        }
    }
    assert!(by_insertion > 20 && by_move > 20, "{by_insertion} {by_move}");
}

#[test]
fn the_same_seed_and_iterations_give_the_same_plan() {
    for seed in 0..4 {
        let instance = Instance::new(draft(seed, 30, With::ALL)).expect("samples are instances");
        let settings = Settings {
            limits: limits(300),
            seed,
            ..Settings::default()
        };
        let plans = [(); 2].map(|()| solve(&instance, &settings, &mut Control::default()));
        assert_eq!(plans[0], plans[1]);
        assert!(check(&instance, &plans[0]).is_ok());
    }
}

#[test]
fn chance_is_the_same_everywhere() {
    let mut chance = Chance::new(7);
    let drawn: Vec<u64> = (0..3).map(|_| chance.bits()).collect();
    let mut again = Chance::new(7);
    assert_eq!(drawn, (0..3).map(|_| again.bits()).collect::<Vec<_>>());
    assert!((0..1000).all(|_| chance.below(10) < 10 && (0.0..1.0).contains(&chance.unit()) && chance.trials(0.01) > 0));
}
