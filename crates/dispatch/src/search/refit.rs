//! A route as it is, driven by another kind of vehicle where that is cheaper.

use super::state::State;

impl State<'_, '_> {
    /// Gives each route that was changed to the idle vehicle for which it is cheapest.
    pub(crate) fn refit(&mut self) {
        if !self.problem.has_sizes {
            return;
        }
        let changed: Vec<u32> = self.journal.changed().collect();
        for route in changed {
            let trail = &self.routes[route as usize];
            if !trail.order.is_empty() && trail.locked == 0 && trail.order.iter().all(|&node| self.is_stop(node)) {
                self.refit_route(route);
            }
        }
        self.exchange_vehicles();
    }

    /// Exchanges the vehicles of two changed routes where that is cheaper.
    fn exchange_vehicles(&mut self) {
        let changed: Vec<u32> = self.journal.changed().collect();
        for (at, &one) in changed.iter().enumerate() {
            for &other in &changed[..at] {
                if self.exchange_saves(one, other) {
                    self.exchange(one, other);
                }
            }
        }
    }

    fn exchange_saves(&self, one: u32, other: u32) -> bool {
        let (a, b) = (self.kind(one), self.kind(other));
        let (x, y) = (&self.routes[one as usize], &self.routes[other as usize]);
        let is_free = |route: &super::state::Trail| {
            !route.order.is_empty() && route.locked == 0 && route.order.iter().all(|&node| self.is_stop(node))
        };
        let dearer = (a.cost_per_distance - b.cost_per_distance) * (x.distance - y.distance)
            + (a.cost_per_time - b.cost_per_time) * (x.duration - y.duration);
        let alike = (a.profile, a.start, a.end) == (b.profile, b.start, b.end);
        alike && dearer > 0 && is_free(x) && is_free(y)
    }

    fn exchange(&mut self, one: u32, other: u32) {
        let before = self.cost;
        let content = |state: &Self, route: u32| {
            let order = state.routes[route as usize].order.clone();
            let windows: Vec<u32> = order.iter().map(|&node| state.nodes[node as usize].window).collect();
            (order, windows)
        };
        let (x, y) = (content(self, one), content(self, other));
        self.refill(one, other, &y, &x);
        let may_go = |state: &mut Self, route: u32, order: &[u32]| {
            let kind = state.problem.vehicles[route as usize];
            let may_visit = order.iter().all(|&stop| state.problem.may_visit(kind, stop));
            may_visit && state.loads_fit(route, order) && state.is_feasible(route)
        };
        if self.cost >= before || !may_go(self, one, &y.0) || !may_go(self, other, &x.0) {
            self.refill(one, other, &x, &y);
        }
    }

    fn refill(&mut self, one: u32, other: u32, first: &(Vec<u32>, Vec<u32>), second: &(Vec<u32>, Vec<u32>)) {
        self.take(one, |_| true);
        self.take(other, |_| true);
        self.restore(one, &first.0, &first.1);
        self.restore(other, &second.0, &second.1);
    }

    fn refit_route(&mut self, route: u32) {
        let own = self.problem.vehicles[route as usize];
        let mut candidates: Vec<(i64, u32)> = (0..self.idle.len() as u32)
            .filter(|&kind| kind != own)
            .filter_map(|kind| Some((self.saving(route, kind)?, *self.idle[kind as usize].last()?)))
            .collect();
        candidates.sort_unstable();
        for (_, other) in candidates.into_iter().rev() {
            if self.swap_vehicle(route, other) {
                return;
            }
        }
    }

    /// What another type saves for sure if it has the same ends and roads; none if it saves nothing or can't carry it.
    fn saving(&self, route: u32, other: u32) -> Option<i64> {
        let (own, other) = (self.kind(route), &self.problem.types[other as usize]);
        let alike = own.profile == other.profile && own.start == other.start && own.end == other.end;
        let trail = &self.routes[route as usize];
        let distance = (own.cost_per_distance - other.cost_per_distance) * trail.distance;
        let duration = (own.cost_per_time - other.cost_per_time) * trail.duration;
        let saving = distance + duration + own.fixed_cost - other.fixed_cost;
        let brought = &self.brought[route as usize * self.problem.dimensions..][..self.problem.dimensions];
        let fits = brought
            .iter()
            .zip(&other.capacity)
            .all(|(load, capacity)| load <= capacity);
        (alike && fits && saving > 0).then_some(saving)
    }

    /// Moves a route to an idle vehicle, and back if that is not cheaper or breaks a rule.
    fn swap_vehicle(&mut self, route: u32, other: u32) -> bool {
        let before = self.cost;
        self.hand_over(route, other);
        let order = self.routes[other as usize].order.clone();
        let kind = self.problem.vehicles[other as usize];
        let may_visit = order.iter().all(|&stop| self.problem.may_visit(kind, stop));
        if may_visit && self.cost < before && self.loads_fit(other, &order) && self.is_feasible(other) {
            return true;
        }
        self.hand_over(other, route);
        false
    }

    /// Gives a route to an idle vehicle.
    pub(crate) fn hand_over(&mut self, route: u32, vehicle: u32) {
        let order = self.routes[route as usize].order.clone();
        let windows: Vec<u32> = order.iter().map(|&node| self.nodes[node as usize].window).collect();
        self.take(route, |_| true);
        self.journal
            .save(vehicle, &self.routes[vehicle as usize].order, &self.nodes);
        self.restore(vehicle, &order, &windows);
    }
}
