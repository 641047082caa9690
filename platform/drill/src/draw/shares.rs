//! Splitting a count by shares, so that even a small drill keeps the mix.

use rand::RngExt as _;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand_chacha::ChaCha8Rng;

/// Splits `total` in proportion to the weights by largest remainders; the parts add up to `total`.
pub(super) fn quotas(total: usize, weights: &[f64]) -> Vec<usize> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<f64> = weights.iter().map(|weight| weight / sum * total as f64).collect();
    let mut parts: Vec<usize> = exact.iter().map(|part| part.floor() as usize).collect();
    let missing = total.saturating_sub(parts.iter().sum());
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by(|a, b| {
        let remainder = |index: usize| exact[index] - exact[index].floor();
        remainder(*b).total_cmp(&remainder(*a))
    });
    for index in by_remainder.into_iter().take(missing) {
        parts[index] += 1;
    }
    parts
}

/// `total` values that hold each choice by its share, in random order.
pub(super) fn dealt<T: Copy>(total: usize, choices: &[(T, f64)], rng: &mut ChaCha8Rng) -> Vec<T> {
    let weights: Vec<f64> = choices.iter().map(|(_, weight)| *weight).collect();
    let mut hand: Vec<T> = Vec::with_capacity(total);
    for ((choice, _), count) in choices.iter().zip(quotas(total, &weights)) {
        hand.extend(std::iter::repeat_n(*choice, count));
    }
    hand.shuffle(rng);
    hand
}

/// One of the choices, each as often as its share says: dealt out one by one they would all be the most frequent one. None when
/// no choice has a share.
pub(super) fn drawn<T: Copy>(choices: &[(T, f64)], rng: &mut ChaCha8Rng) -> Option<T> {
    let chosen = choices.choose_weighted(rng, |(_, share)| *share);
    chosen.ok().map(|(choice, _)| *choice)
}

/// Whether something happens that happens with that share.
pub(crate) fn happens(share: f64, rng: &mut ChaCha8Rng) -> bool {
    rng.random::<f64>() < share
}

/// One of the values; there is at least one.
pub(super) fn one_of<'a, T>(values: &'a [T], rng: &mut ChaCha8Rng) -> &'a T {
    &values[rng.random_range(0..values.len())]
}

/// Minutes from the shortest to the longest, short more often than long.
pub(crate) fn minutes([shortest, longest]: [u32; 2], rng: &mut ChaCha8Rng) -> i64 {
    let skewed = rng.random::<f64>().powi(2);
    i64::from(shortest) + (f64::from(longest - shortest) * skewed).round() as i64
}

#[cfg(test)]
mod tests {
    use super::{drawn, quotas};
    use rand::SeedableRng as _;
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn parts_add_up_and_keep_their_proportions() {
        assert_eq!(quotas(10, &[0.5, 0.3, 0.2]), [5, 3, 2]);
        assert_eq!(quotas(1, &[0.2, 0.5, 0.3]), [0, 1, 0]);
        assert_eq!(quotas(7, &[1.0, 1.0, 1.0]).iter().sum::<usize>(), 7);
    }

    #[test]
    fn what_is_drawn_one_by_one_keeps_its_shares() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let choices = [("often", 0.8), ("never", 0.0), ("seldom", 0.2)];
        let hand: Vec<&str> = (0..1_000).filter_map(|_| drawn(&choices, &mut rng)).collect();
        let count = |word: &str| hand.iter().filter(|drawn| **drawn == word).count();
        assert_eq!((hand.len(), count("never")), (1_000, 0));
        assert!((150..250).contains(&count("seldom")), "{}", count("seldom"));
        assert_eq!(drawn(&[("never", 0.0)], &mut rng), None);
    }

    #[test]
    fn without_weights_nothing_is_dealt() {
        assert_eq!(quotas(5, &[0.0, 0.0]), [0, 0]);
    }
}
