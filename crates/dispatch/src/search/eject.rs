//! An absent job goes into a route that has no room for it, and the one or two jobs that weigh least leave that route. While
//! vehicles are spared a job weighs the more the longer it has waited; at the end, so that the more urgent is served.
//!
//! Nagata and Bräysy (2009), *A powerful route minimization heuristic for the vehicle routing problem with time windows*,
//! Operations Research Letters 37(5); for pairs Nagata and Kobayashi (2010), *Guided ejection search for the pickup and delivery
//! problem with time windows*, EvoCOP. There three leave at most.

use super::anneal::Anneal;
use super::insert::Gap;
use super::problem::{NONE, Task};
use super::spot::Spot;
use super::state::State;

/// Of a route's jobs so many that weigh least may leave.
const LIGHTEST: usize = 8;

/// Who leaves so that a job finds a place; what they weigh in sum.
struct Ejection {
    weight: i64,
    leaving: Vec<u32>,
    spot: Spot,
}

impl Anneal<'_, '_, '_> {
    /// Puts one absent job into a route from which jobs leave that waited less than it did, if there is such a route.
    pub(crate) fn eject(&mut self) {
        if self.state.absent.is_empty() {
            return;
        }
        let job = self.state.absent[self.chance.below(self.state.absent.len())];
        if self.state.eject_for(job).is_some() {
            self.note_changes();
            self.state.commit();
        }
    }

    /// Serves what was left out in place of what weighs less, the heaviest first, as long as that makes the plan better.
    pub(crate) fn trade(&mut self) {
        let mut waiting = self.state.absent.clone();
        while let Some(at) = (0..waiting.len()).max_by_key(|&at| self.state.weight(waiting[at])) {
            let (job, before) = (waiting.swap_remove(at), self.state.cost);
            let leaving = self.state.eject_for(job).filter(|_| self.state.cost < before);
            let Some(leaving) = leaving else {
                self.state.take_back();
                continue;
            };
            // Who left weighs less, and is tried in their turn.
            waiting.extend(leaving);
            self.note_changes();
            self.state.commit();
        }
    }
}

impl State<'_, '_> {
    /// Lets the jobs leave that weigh least for an absent one, and less than it, and answers which; none, and nothing is changed,
    /// if there are none. Nothing is committed.
    fn eject_for(&mut self, job: u32) -> Option<Vec<u32>> {
        let mut best = Ejection {
            weight: self.weight(job),
            leaving: Vec::new(),
            spot: Spot::nowhere(i64::MAX >> 4),
        };
        for route in self.routes_around(job) {
            self.try_ejections(job, route, &mut best);
        }
        if !best.spot.is_somewhere() {
            return None;
        }
        self.take_jobs(best.spot.route, &best.leaving);
        self.settle(&best.spot);
        self.mark_present(job);
        Some(best.leaving)
    }

    /// The routes around a job that may be changed.
    fn routes_around(&self, job: u32) -> Vec<u32> {
        let mut routes = Vec::new();
        for stop in self.problem.jobs[job as usize].stops() {
            for &other in self.problem.neighbours.around(stop) {
                let route = self.nodes[other as usize].route;
                let is_free = route != NONE && self.routes[route as usize].locked == 0 && self.is_plain(route);
                if is_free && !routes.contains(&route) {
                    routes.push(route);
                }
            }
        }
        routes
    }

    /// Tries to let one or two jobs of a route leave.
    fn try_ejections(&mut self, job: u32, route: u32, best: &mut Ejection) {
        let lightest = self.lightest_on(route);
        for (at, &one) in lightest.iter().enumerate() {
            self.try_ejection(job, route, &[one], best);
            for &other in &lightest[..at] {
                self.try_ejection(job, route, &[other, one], best);
            }
        }
    }

    /// Those of a route's jobs that weigh least.
    fn lightest_on(&self, route: u32) -> Vec<u32> {
        let order = &self.routes[route as usize].order;
        let mut jobs: Vec<u32> = order
            .iter()
            .map(|&stop| self.problem.stops[stop as usize].job)
            .collect();
        jobs.sort_unstable_by_key(|&job| (self.weight(job), job));
        jobs.dedup();
        jobs.truncate(LIGHTEST);
        jobs
    }

    fn try_ejection(&mut self, job: u32, route: u32, leaving: &[u32], best: &mut Ejection) {
        let weight = leaving.iter().map(|&job| self.weight(job)).sum();
        if weight >= best.weight {
            return;
        }
        self.take_jobs(route, leaving);
        if self.is_feasible(route) {
            let mut spot = Spot::nowhere(i64::MAX >> 4);
            self.try_all_gaps(job, route, &mut spot);
            if spot.is_somewhere() {
                let leaving = leaving.to_vec();
                *best = Ejection { weight, leaving, spot };
            }
        }
        self.take_back();
    }

    /// Takes jobs off a route.
    fn take_jobs(&mut self, route: u32, jobs: &[u32]) {
        let problem = self.problem;
        self.take(route, |stop| jobs.contains(&problem.stops[stop as usize].job));
        jobs.iter().for_each(|&job| self.mark_absent(job));
    }

    /// Tries a job everywhere in a route.
    fn try_all_gaps(&mut self, job: u32, route: u32, best: &mut Spot) {
        let what = &self.problem.jobs[job as usize].what;
        for index in 0..=self.routes[route as usize].order.len() {
            let gap = self.gap_at(route, index);
            match what {
                Task::Stop(stop) => self.try_gap(*stop, gap, best),
                Task::Any(stops) => stops.iter().for_each(|&stop| self.try_gap(stop, gap, best)),
                Task::Pair(from, to) => self.try_pair_from((*from, *to), gap, usize::MAX, best),
            }
        }
    }

    /// The gap before the visit of this number, or before the end.
    fn gap_at(&self, route: u32, index: usize) -> Gap {
        let after = self.routes[route as usize].order.get(index).copied();
        let after = after.unwrap_or(self.end(route));
        Gap {
            route,
            index: index as u32,
            before: self.nodes[after as usize].before,
            after,
        }
    }
}
