//! Matches the reference city's volunteers to its open places, and compares samples with the best match there is:
//! `matching [SAMPLES]`.

#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../tests/matching/exact.rs"]
mod exact;
#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../tests/matching/sample.rs"]
mod sample;

use exact::{best, worth};
use sample::{Sample, Size};
use std::time::Instant;
use tongxin_volunteer::rules::matching::match_all;

/// The reference city.
const CITY: Size = Size {
    volunteers: 600_000,
    places: 100_000,
    districts: 38,
    subdistricts: 27,
    communities: 11,
};
/// Samples that are compared unless the user says otherwise.
const SAMPLES: u64 = 20;

fn main() {
    let samples = std::env::args()
        .nth(1)
        .and_then(|word| word.parse().ok())
        .unwrap_or(SAMPLES);
    let city = Sample::draw(CITY, 1);
    let ground = city.ground();
    let start = Instant::now();
    let found = match_all(&city.candidates, &city.posts, ground);
    let took = start.elapsed();
    let ours = worth(&found, &city.candidates, &city.posts, ground);
    println!(
        "{} volunteers, {} places in {} posts: {} filled in {:.2} s",
        city.candidates.len(),
        city.places(),
        city.posts.len(),
        ours.filled,
        took.as_secs_f64()
    );
    for (name, size) in [("enough people", Size::SAMPLE), ("few people", Size::SCARCE)] {
        compare(name, size, samples);
    }
}

fn compare(name: &str, size: Size, samples: u64) {
    let (mut filled, mut filled_best, mut cost, mut cost_best) = (0, 0, 0, 0);
    for seed in 1..=samples {
        let sample = Sample::draw(size, seed);
        let ground = sample.ground();
        let found = match_all(&sample.candidates, &sample.posts, ground);
        let ours = worth(&found, &sample.candidates, &sample.posts, ground);
        let exact = best(&sample.candidates, &sample.posts, ground);
        (filled, filled_best) = (filled + ours.filled, filled_best + exact.filled);
        (cost, cost_best) = (cost + ours.cost, cost_best + exact.cost);
    }
    let ratio = f64::from(filled) / f64::from(filled_best);
    // Sums of costs of small samples lie far below 2^53.
    let (each, each_best) = (
        cost as f64 / f64::from(filled),
        cost_best as f64 / f64::from(filled_best),
    );
    println!(
        "{name}: {samples} samples of {} volunteers and about {} places: {filled} of {filled_best} places filled, ratio {ratio:.4}; \
         cost for each {each:.0} against {each_best:.0}, ratio {:.4}",
        size.volunteers,
        size.places,
        each / each_best
    );
}
