//! People and households of a place, and how a known total is spread over places that have no figure of their own.

use serde::{Deserialize, Serialize};

/// People and households at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Population {
    /// Resident people.
    pub people: u32,
    /// Households; always worked out from the people by the city's average household size.
    pub households: u32,
    /// Whether `people` was spread from a place further up rather than counted here.
    pub estimated: bool,
}

/// Splits `total` into whole parts in proportion to `weights`; the parts add up to `total` exactly.
///
/// Hamilton's method of largest remainders; equal remainders go to the earlier part. All zeroes when the weights
/// are (or there are none).
pub(crate) fn spread(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let shares = weights.iter().map(|weight| u128::from(total) * u128::from(*weight));
    let mut parts: Vec<u64> = shares.clone().map(|share| (share / sum) as u64).collect();
    let mut by_remainder: Vec<(u128, usize)> = shares.map(|share| share % sum).zip(0..).collect();
    by_remainder.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let left_over = total - parts.iter().sum::<u64>();
    for (_, index) in by_remainder.into_iter().take(left_over as usize) {
        parts[index] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::spread;

    #[test]
    fn a_remainder_goes_to_the_largest_fraction_first() {
        assert_eq!(spread(10, &[3, 3, 1]), [4, 4, 2]);
        assert_eq!(spread(1, &[1, 1, 1]), [1, 0, 0]);
        assert_eq!(spread(7, &[0, 0]), [0, 0]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_stay_within_one_of_their_share(
            total in 0u64..50_000_000,
            weights in prop::collection::vec(0u64..100, 1..400),
        ) {
            let parts = spread(total, &weights);
            let sum: u64 = weights.iter().sum();
            prop_assume!(sum > 0);
            prop_assert_eq!(parts.iter().sum::<u64>(), total);
            for (part, weight) in parts.iter().zip(&weights) {
                let share = total as f64 * *weight as f64 / sum as f64;
                prop_assert!((*part as f64 - share).abs() < 1.0 + 1e-6);
            }
        }
    }
}
