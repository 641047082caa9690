//! When to stop, and what to tell while it lasts.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::best::Best;
use super::state::State;

/// The clock is looked at once in so many iterations.
const ITERATIONS_PER_LOOK: u64 = 64;

/// How often progress is reported.
const REPORT_EVERY: Duration = Duration::from_millis(200);

/// How far the search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Since it began.
    pub elapsed: Duration,
    /// Ruins and recreations.
    pub iterations: u64,
    /// What the best plan costs so far, with penalties of what is optional and left out.
    pub cost: crate::Cost,
    /// Required jobs (a stop, a pair or a group each) that the best plan leaves out.
    pub required_unserved: usize,
}

/// How long the search goes on. With neither limit it makes the first answer only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// For so long.
    pub time: Option<Duration>,
    /// For so many iterations. With this and no time the answer depends on nothing but the instance and the seed.
    pub iterations: Option<u64>,
}

/// The caller's hands on a running search: one to stop it, one that is told how it goes.
#[derive(Default)]
pub struct Control<'c> {
    /// Set it, from any thread, and the search ends with the best plan so far.
    pub cancel: Option<&'c AtomicBool>,
    /// Is told how it goes, a few times a second.
    pub on_progress: Option<&'c mut dyn FnMut(Progress)>,
}

impl Control<'_> {
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_some_and(|cancel| cancel.load(Ordering::Relaxed))
    }

    pub(crate) fn report(&mut self, pace: &Pace, state: &State, best: &Best) {
        if let Some(on_progress) = &mut self.on_progress {
            let (cost, required_unserved) = state.problem.outcome(best);
            let progress = Progress {
                elapsed: pace.elapsed(),
                iterations: pace.iterations,
                cost,
                required_unserved,
            };
            on_progress(progress);
        }
    }
}

/// Counts iterations and watches the clock.
pub(crate) struct Pace {
    limits: Limits,
    began: Instant,
    pub(crate) iterations: u64,
    progress: f64,
    next_report: Duration,
    is_report_due: bool,
}

impl Pace {
    pub(crate) fn new(limits: Limits, began: Instant) -> Self {
        Self {
            limits,
            began,
            iterations: 0,
            progress: 0.0,
            next_report: REPORT_EVERY,
            is_report_due: false,
        }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// How much of the search is done, from 0 to 1, or none if it is over.
    #[inline]
    pub(crate) fn next(&mut self, control: &Control) -> Option<f64> {
        if self.iterations.is_multiple_of(ITERATIONS_PER_LOOK) && !self.look(control) {
            return None;
        }
        if let Some(most) = self.limits.iterations {
            if self.iterations >= most {
                return None;
            }
            self.progress = self.progress.max(self.iterations as f64 / most as f64);
        }
        self.iterations += 1;
        Some(self.progress)
    }

    /// Looks at the clock and at the caller's hand. False if it is over.
    fn look(&mut self, control: &Control) -> bool {
        if control.is_cancelled() || self.limits == Limits::default() {
            return false;
        }
        let elapsed = self.elapsed();
        self.is_report_due = elapsed >= self.next_report;
        if let Some(time) = self.limits.time {
            self.progress = elapsed.as_secs_f64() / time.as_secs_f64().max(1e-9);
            return elapsed < time;
        }
        true
    }

    /// Whether it is time to report.
    pub(crate) fn reports(&mut self) -> bool {
        let is_due = std::mem::take(&mut self.is_report_due);
        if is_due {
            self.next_report = self.elapsed() + REPORT_EVERY;
        }
        is_due
    }
}
