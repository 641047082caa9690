//! One vehicle more, for jobs that pay for it together and never alone.
//!
//! Job by job a place in a used vehicle is nearly always cheaper than a new vehicle's way out and back, so that a plan with too
//! few vehicles never gets the next one. Here one job is given to an idle vehicle whatever that costs, and the others around
//! it join where it is cheapest for them. Annealing decides about all of it together.

use super::anneal::Anneal;
use super::insert::Gap;
use super::problem::{NONE, Task};
use super::spot::Spot;

/// How many absent jobs are offered a place at most.
const OFFERED: usize = 120;

/// How often strings are taken out first, so that jobs of other vehicles move to the new one.
const RUINS: f64 = 0.5;

impl Anneal<'_, '_, '_> {
    /// Sends one more vehicle out. Answers its first stop; none, and nothing is changed, if there is no vehicle or no job for it.
    pub(crate) fn open(&mut self) -> Option<u32> {
        let begun = self.state.may_start_vehicles && self.first_of_new();
        let Some(stop) = begun.then(|| self.begin_vehicle()).flatten() else {
            self.state.take_back();
            return None;
        };
        let most = self.ruin.jobs.len() + 1 + self.chance.below(OFFERED);
        let problem = self.state.problem;
        for &other in problem.neighbours.around(stop) {
            self.ruin.offer(self.state, other, most);
        }
        self.recreate.place(self.state, &self.ruin.jobs, &mut self.chance);
        Some(stop)
    }

    /// Makes the list of jobs to be placed, with the new vehicle's first job at its end.
    fn first_of_new(&mut self) -> bool {
        self.ruin.begin();
        if self.chance.happens(RUINS) {
            let jobs = &mut self.ruin;
            if !jobs.ruin(self.state, &mut self.chance) || jobs.jobs.is_empty() {
                return false;
            }
            let drawn = self.chance.below(jobs.jobs.len());
            let last = jobs.jobs.len() - 1;
            jobs.jobs.swap(drawn, last);
            return true;
        }
        if self.state.absent.is_empty() {
            return false;
        }
        let drawn = self.chance.below(self.state.absent.len());
        self.ruin.jobs.push(self.state.absent[drawn]);
        true
    }

    /// Gives the last job of the list to the cheapest idle vehicle. Answers its stop.
    fn begin_vehicle(&mut self) -> Option<u32> {
        let state = &mut *self.state;
        let job = self.ruin.jobs.pop()?;
        let Task::Stop(stop) = state.problem.jobs[job as usize].what else {
            return None;
        };
        if state.barred[job as usize] {
            return None;
        }
        let mut spot = Spot::nowhere(i64::MAX >> 4);
        state.opens = NONE;
        state.for_idle(&mut self.chance, |state, route, _| {
            let gap = Gap {
                route,
                index: 0,
                before: state.start(route),
                after: state.end(route),
            };
            state.try_gap(stop, gap, &mut spot);
        });
        if !spot.is_somewhere() {
            return None;
        }
        state.settle(&spot);
        state.mark_present(job);
        Some(stop)
    }
}
