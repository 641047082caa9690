//! The match against the best there is.
#![allow(clippy::unwrap_used, missing_docs)]

mod exact;
mod sample;

use exact::{best, worth};
use proptest::prelude::*;
use sample::{Sample, Size};
use tongxin_volunteer::rules::matching::{best_for, match_all};

/// What a match must reach of the places that the best one fills.
const FILLED_PERCENT_MIN: u32 = 99;
/// What it may cost of the best one's cost for each place it fills.
const COST_PERCENT_MAX: i64 = 115;

fn compared(size: Size, seed: u64) {
    let sample = Sample::draw(size, seed);
    let ground = sample.ground();
    let found = match_all(&sample.candidates, &sample.posts, ground);
    let ours = worth(&found, &sample.candidates, &sample.posts, ground);
    let exact = best(&sample.candidates, &sample.posts, ground);
    println!(
        "seed {seed}: {} of {} places filled, the best fills {}; cost {} against {}",
        ours.filled,
        sample.places(),
        exact.filled,
        ours.cost,
        exact.cost
    );
    assert!(ours.filled <= exact.filled, "nobody is better than the best");
    assert!(
        ours.filled * 100 >= exact.filled * FILLED_PERCENT_MIN,
        "seed {seed}: {ours:?}, {exact:?}"
    );
    let (cost, least) = (ours.cost * i64::from(exact.filled), exact.cost * i64::from(ours.filled));
    assert!(
        cost * 100 <= least * COST_PERCENT_MAX,
        "seed {seed}: {ours:?}, {exact:?}"
    );
}

#[test]
fn nearly_every_place_that_can_be_filled_is_and_at_little_more_than_the_least_cost() {
    (1..=4).for_each(|seed| compared(Size::SAMPLE, seed));
}

#[test]
fn where_people_are_few_hardly_a_place_stays_empty_that_need_not() {
    (1..=4).for_each(|seed| compared(Size::SCARCE, seed));
}

#[test]
fn the_same_city_is_matched_the_same_way_whatever_the_order_of_its_people() {
    let sample = Sample::draw(Size::SAMPLE, 7);
    let ground = sample.ground();
    let asked = |candidates: &[_]| {
        let found = match_all(candidates, &sample.posts, ground);
        let mut pairs: Vec<_> = found
            .iter()
            .map(|one| (one.post, candidates[one.candidate].id))
            .collect();
        pairs.sort_unstable();
        pairs
    };
    let mut turned = sample.candidates.clone();
    turned.reverse();
    assert_eq!(asked(&sample.candidates), asked(&turned));
}

#[test]
fn of_those_equally_near_the_one_with_the_fewest_hours_comes_first() {
    let sample = Sample::draw(Size::SAMPLE, 3);
    let post = &sample.posts[0];
    let best = best_for(post, &sample.candidates, sample.ground(), 20);
    assert!(!best.is_empty());
    let ranks: Vec<_> = best.iter().map(|(_, why)| (why.near, why.minutes)).collect();
    assert!(ranks.is_sorted());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// `worth` panics when somebody is asked who can't go, twice, or for more places than there are.
    #[test]
    fn no_match_breaks_a_rule(seed in any::<u64>(), volunteers in 0_usize..120, places in 1_u32..60) {
        let size = Size { volunteers, places, ..Size::SAMPLE };
        let sample = Sample::draw(size, seed);
        let ground = sample.ground();
        let found = match_all(&sample.candidates, &sample.posts, ground);
        let ours = worth(&found, &sample.candidates, &sample.posts, ground);
        prop_assert!(ours.filled <= best(&sample.candidates, &sample.posts, ground).filled);
    }
}
