//! Several anneals one after the other, where one would be frozen long before the time is over.
//!
//! With vehicles of several sizes in a nearly full fleet the plans that annealing ends in lie far apart, and which of them it is, is
//! decided while it is warm: cooling more slowly helps no longer, but beginning anew does, as for any search whose luck differs widely
//! from run to run (Luby, Sinclair and Zuckerman 1993, *Optimal speedup of Las Vegas algorithms*, Information Processing Letters 47).
//! The best plan of all rounds is kept.

use super::problem::Problem;

/// How many iterations a job is worth in one round.
const ITERATIONS_PER_JOB: u64 = 4_000;

/// How much of the search has to be done to know how many iterations it will have, where the clock ends it.
const KNOWN: f64 = 0.01;

/// How many rounds there are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rounds {
    /// Iterations of a round; none where there is one round only.
    length: Option<u64>,
    /// How many; 0 until that is known.
    count: u64,
}

impl Rounds {
    /// One round.
    pub(crate) const ONE: Self = Self { length: None, count: 0 };

    /// Rounds for a problem.
    pub(crate) fn new(problem: &Problem) -> Self {
        let length = ITERATIONS_PER_JOB * problem.jobs.len().max(1) as u64;
        Self {
            length: problem.has_sizes.then_some(length),
            count: 0,
        }
    }

    /// How much of its round a search has done that has done so much, with so many iterations.
    pub(crate) fn part(&mut self, progress: f64, iterations: u64) -> f64 {
        let Some(length) = self.length else { return progress };
        if self.count == 0 {
            if progress < KNOWN {
                return progress;
            }
            let expected = iterations as f64 / progress;
            self.count = ((expected / length as f64).round() as u64).max(1);
        }
        (progress * self.count as f64).fract()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of a round's steps that a search of so many iterations has done, one by one.
    fn parts(length: Option<u64>, iterations: u64) -> Vec<f64> {
        let mut rounds = Rounds { length, count: 0 };
        let part = |done: u64| rounds.part(done as f64 / iterations as f64, done);
        (0..iterations).map(part).collect()
    }

    #[test]
    fn a_long_search_begins_anew_and_a_short_one_does_not() {
        let restarts = |parts: &[f64]| parts.windows(2).filter(|pair| pair[1] < pair[0]).count();
        assert_eq!(restarts(&parts(Some(1_000), 1_000)), 0);
        assert_eq!(restarts(&parts(None, 5_000)), 0);
        let five = parts(Some(1_000), 5_000);
        assert_eq!(restarts(&five), 4);
        assert!(five.last().is_some_and(|&part| part > 0.99));
    }
}
