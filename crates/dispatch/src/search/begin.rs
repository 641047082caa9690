//! A plan to begin with: what people already hold, or what an earlier search found.

use crate::model::{Instance, Plan, Route};

use super::problem::Task;
use super::state::State;

impl State<'_, '_> {
    /// Takes over a plan's routes, as far as they keep the rules; `number` gives the search's number of each stop.
    pub(crate) fn begin_with(&mut self, plan: &Plan, number: &[u32]) {
        for route in &plan.routes {
            if let Some(slot) = self.slot(route) {
                self.take_over(slot, route, number);
            }
        }
        self.settle_jobs();
    }

    /// The vehicle of a route, if there still is one.
    fn slot(&self, route: &Route) -> Option<u32> {
        let kind = u32::try_from(route.vehicle).ok()?;
        let first = self.problem.vehicles.iter().position(|&other| other == kind)?;
        let slot = first.checked_add(route.number)?;
        (self.problem.vehicles.get(slot) == Some(&kind)).then_some(slot as u32)
    }

    fn take_over(&mut self, slot: u32, route: &Route, number: &[u32]) {
        let known = |stop: Option<usize>| stop.map(|stop| number.get(stop).copied());
        let visits: Vec<(Option<u32>, i64)> = route
            .visits
            .iter()
            .filter_map(|visit| match known(visit.stop) {
                Some(stop) => stop.map(|stop| (Some(stop), visit.begin.0)),
                None => Some((None, visit.begin.0)),
            })
            .collect();
        let is_here = |stop: u32| visits.iter().any(|&(other, _)| other == Some(stop));
        for &(stop, begin) in &visits {
            let end = self.routes[slot as usize].order.len();
            match stop {
                Some(stop) if self.may_come(slot, stop, &is_here) => {
                    self.put(slot, end, stop, self.window_at(stop, begin))
                }
                Some(_) => {}
                None => {
                    if let Some(reload) = self.free_reload(slot) {
                        self.put(slot, end, reload, 0);
                    }
                }
            }
        }
        self.shorten(slot);
    }

    fn may_come(&self, slot: u32, stop: u32, is_here: &impl Fn(u32) -> bool) -> bool {
        let job = self.problem.stops[stop as usize].job;
        let may_visit = self.problem.may_visit(self.problem.vehicles[slot as usize], stop);
        may_visit && !self.is_served(stop) && !self.barred[job as usize] && self.belongs(job, stop, is_here)
    }

    /// Whether a stop may be taken over: no other of its group is served, and both of its pair come.
    fn belongs(&self, job: u32, stop: u32, is_here: &impl Fn(u32) -> bool) -> bool {
        match &self.problem.jobs[job as usize].what {
            Task::Stop(_) => true,
            Task::Any(stops) => !stops.iter().any(|&other| other != stop && self.is_served(other)),
            Task::Pair(from, to) => is_here(*from) && is_here(*to) && (stop == *from || self.is_served(*from)),
        }
    }

    fn window_at(&self, stop: u32, begin: i64) -> u32 {
        let count = self.problem.stops[stop as usize].windows;
        let open = |&window: &u32| {
            self.problem.window(stop, window).0 <= begin && begin <= self.problem.window(stop, window).1
        };
        (0..count).find(open).unwrap_or(0)
    }

    /// Drops jobs until the route keeps the rules, the one that is most out of the way first: that is most likely the one that
    /// changed.
    fn shorten(&mut self, slot: u32) {
        for _ in 0..=self.routes[slot as usize].order.len() {
            let order = self.routes[slot as usize].order.clone();
            let is_half = |stop: u32| match &self.problem.jobs[self.problem.stops[stop as usize].job as usize].what {
                Task::Pair(from, to) => !self.is_served(*from) || !self.is_served(*to),
                _ => false,
            };
            let half = order.iter().copied().find(|&node| self.is_stop(node) && is_half(node));
            let breaks = !self.loads_fit(slot, &order) || !self.is_feasible(slot);
            let far = self.most_out_of_the_way(slot, &order).filter(|_| breaks);
            let Some(goes) = half.or(far) else { break };
            let job = self.problem.stops[goes as usize].job;
            let problem = self.problem;
            self.take(slot, |node| {
                (node as usize) < problem.stops.len() && problem.stops[node as usize].job == job
            });
        }
        if self.routes[slot as usize].order.iter().all(|&node| !self.is_stop(node)) {
            self.take(slot, |_| true);
        }
    }

    fn most_out_of_the_way(&self, slot: u32, order: &[u32]) -> Option<u32> {
        let kind = self.kind(slot);
        let detour = |stop: u32| {
            let node = &self.nodes[stop as usize];
            let (before, after) = (&self.nodes[node.before as usize], &self.nodes[node.after as usize]);
            let past = self.problem.leg(kind, before.location, after.location).1;
            before.leg.1 + node.leg.1 + node.service - past
        };
        let free = order.get(self.routes[slot as usize].locked as usize..)?;
        free.iter()
            .copied()
            .filter(|&node| self.is_stop(node))
            .max_by_key(|&stop| (detour(stop), stop))
    }
}

/// Stops keep their numbers.
pub(crate) fn same_numbers(instance: &Instance) -> Vec<u32> {
    (0..instance.stops().len() as u32).collect()
}
