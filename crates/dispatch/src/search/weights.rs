//! What it weighs that a job is left out: its penalty, or, while vehicles are spared, how long it has waited.

use super::problem::NONE;
use super::state::State;

impl State<'_, '_> {
    /// What it weighs to leave a job out.
    #[inline]
    pub(crate) fn weight(&self, job: u32) -> i64 {
        self.weights[job as usize]
    }

    /// How often the jobs of a route have waited.
    pub(crate) fn waits_on(&self, route: u32) -> u64 {
        let stops = self.routes[route as usize]
            .order
            .iter()
            .filter(|&&node| self.is_stop(node));
        stops
            .map(|&stop| u64::from(self.waits[self.problem.stops[stop as usize].job as usize]))
            .sum()
    }

    /// Weighs every job by how often it has waited, in costs of an average leg.
    pub(crate) fn weigh_waiting(&mut self, scale: f64) {
        for job in 0..self.weights.len() {
            self.reweigh(job, (scale * f64::from(self.waits[job])) as i64);
        }
    }

    /// Weighs every job by its penalty.
    pub(crate) fn weigh_plainly(&mut self) {
        for job in 0..self.weights.len() {
            self.reweigh(job, self.problem.jobs[job].penalty);
        }
    }

    /// Lets absent jobs wait once more.
    pub(crate) fn wait(&mut self, scale: f64) {
        for at in 0..self.absent.len() {
            let job = self.absent[at] as usize;
            self.waits[job] = (self.waits[job] + 1).min(1_000_000);
            self.reweigh(job, (scale * f64::from(self.waits[job])) as i64);
        }
    }

    fn reweigh(&mut self, job: usize, weight: i64) {
        let old = std::mem::replace(&mut self.weights[job], weight);
        if self.absent_at[job] != NONE {
            self.cost += weight - old;
        }
    }
}
