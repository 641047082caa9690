//! What nodes know of their route, computed anew after a change.

use super::problem::TypeFacts;
use super::segment::Segment;
use super::state::State;

impl State<'_, '_> {
    /// Computes a route anew where the change at position `from` can be felt: what lies before for the nodes from there on, and
    /// what lies behind for the nodes up to there.
    pub(crate) fn refresh(&mut self, route: u32, from: usize) {
        let kind = self.kind(route);
        let order = std::mem::take(&mut self.routes[route as usize].order);
        let old = self.routes[route as usize].cost;
        self.refresh_times(route, &order, from, kind);
        if kind.timed {
            self.refresh_segments(route, &order);
        }
        self.refresh_loads(route, &order);
        let distance = self.nodes[self.end(route) as usize].driven;
        let duration = if kind.timed {
            self.least_duration(route, &order)
        } else {
            0
        };
        let changes: i64 = {
            let vehicle = self.problem.vehicles[route as usize];
            let stops = order.iter().filter(|&&node| self.is_stop(node));
            stops.map(|&stop| self.problem.price_of_change(vehicle, stop)).sum()
        };
        let trail = &mut self.routes[route as usize];
        trail.distance = distance;
        trail.duration = duration;
        trail.cost = if order.is_empty() {
            0
        } else {
            price(kind, distance, duration) + kind.fixed_cost + changes
        };
        self.cost += trail.cost - old;
        trail.order = order;
    }

    fn refresh_times(&mut self, route: u32, order: &[u32], from: usize, kind: &TypeFacts) {
        let (start, end) = (self.start(route), self.end(route));
        let mut before = if from == 0 { start } else { order[from - 1] };
        if from == 0 {
            self.nodes[start as usize].ready = kind.shift.0;
        }
        for (position, &node) in order.iter().chain([&end]).enumerate().skip(from) {
            let leg = self.problem.leg(
                kind,
                self.nodes[before as usize].location,
                self.nodes[node as usize].location,
            );
            self.nodes[before as usize].leg = leg;
            self.nodes[before as usize].after = node;
            let (ready, driven) = (self.nodes[before as usize].ready, self.nodes[before as usize].driven);
            let this = &mut self.nodes[node as usize];
            this.before = before;
            this.position = position as u32;
            this.driven = driven + leg.0;
            this.ready = (ready + leg.1).max(this.open) + this.service;
            before = node;
        }
        let last = &mut self.nodes[end as usize];
        last.latest = last.close;
        let mut latest = last.close;
        for &node in order.iter().rev().chain([&start]) {
            let this = &mut self.nodes[node as usize];
            latest = this.close.min(latest - this.leg.1 - this.service);
            this.latest = latest;
        }
    }

    fn refresh_segments(&mut self, route: u32, order: &[u32]) {
        let (start, end) = (self.start(route), self.end(route));
        let visit = |state: &Self, node: u32| {
            let node = &state.nodes[node as usize];
            Segment::visit(node.open, node.close, node.service)
        };
        let mut so_far = visit(self, start);
        self.until[start as usize] = so_far;
        let mut before = start;
        for &node in order.iter().chain([&end]) {
            so_far = so_far.join(self.nodes[before as usize].leg.1, visit(self, node));
            self.until[node as usize] = so_far;
            before = node;
        }
        let mut rest = visit(self, end);
        self.onward[end as usize] = rest;
        for &node in order.iter().rev().chain([&start]) {
            rest = visit(self, node).join(self.nodes[node as usize].leg.1, rest);
            self.onward[node as usize] = rest;
        }
    }

    /// The least duration, with rests and rides where there are any.
    fn least_duration(&mut self, route: u32, order: &[u32]) -> i64 {
        if self.needs_timetable(route) {
            let exact = self.exact_duration(route, order);
            exact.unwrap_or_else(|| self.until[self.end(route) as usize].duration)
        } else {
            self.until[self.end(route) as usize].duration
        }
    }

    /// Whether a route keeps its windows and bounds. Taking a stop out can break them where the way through a stop is shorter
    /// than the way past it.
    pub(crate) fn is_feasible(&mut self, route: u32) -> bool {
        let kind = self.kind(route);
        let trail = &self.routes[route as usize];
        if trail.order.is_empty() {
            return true;
        }
        let in_time = self.is_in_time(route);
        let within =
            trail.distance <= kind.longest_distance && (!kind.timed || trail.duration <= kind.longest_duration);
        if !in_time || !within || !self.needs_timetable(route) {
            return in_time && within;
        }
        let order = std::mem::take(&mut self.routes[route as usize].order);
        let exact = self.exact_duration(route, &order);
        self.routes[route as usize].order = order;
        exact.is_some()
    }

    /// Whether a vehicle that hurries comes to no node too late. Latest times alone do not say it: they know nothing of waiting.
    fn is_in_time(&self, route: u32) -> bool {
        let order = &self.routes[route as usize].order;
        order.iter().chain([&self.end(route)]).all(|&node| {
            let node = &self.nodes[node as usize];
            node.ready - node.service <= node.close
        })
    }

    fn refresh_loads(&mut self, route: u32, order: &[u32]) {
        let dimensions = self.problem.dimensions;
        let loads = &self.problem.loads;
        for dimension in 0..dimensions {
            let stops = order.iter().filter(|&&node| self.is_stop(node));
            let brought = stops
                .map(|&stop| loads.delivery[stop as usize * dimensions + dimension])
                .sum();
            self.brought[route as usize * dimensions + dimension] = brought;
            if !self.problem.only_deliveries {
                self.refresh_heaviest(route, order, dimension);
            }
        }
    }

    /// The heaviest loads in one dimension, trip by trip: a reload ends a trip.
    fn refresh_heaviest(&mut self, route: u32, order: &[u32], dimension: usize) {
        let dimensions = self.problem.dimensions;
        let at = |node: u32| node as usize * dimensions + dimension;
        let stops = self.problem.stops.len();
        let loads = &self.problem.loads;
        let mut opening = self.start(route);
        let mut paired = 0;
        let mut rest = order;
        loop {
            let length = rest
                .iter()
                .position(|&node| node as usize >= stops)
                .unwrap_or(rest.len());
            let (trip, later) = rest.split_at(length);
            let mut load: i64 = paired + trip.iter().map(|&stop| loads.delivery[at(stop)]).sum::<i64>();
            let mut heaviest = load;
            (self.heaviest_until[at(opening)], self.carried[at(opening)]) = (heaviest, load);
            for &stop in trip {
                paired += loads.paired[at(stop)];
                load += loads.paired[at(stop)] + loads.to_depot[at(stop)] - loads.delivery[at(stop)];
                heaviest = heaviest.max(load);
                (self.heaviest_until[at(stop)], self.carried[at(stop)]) = (heaviest, load);
            }
            let mut heaviest = i64::MIN;
            for &node in trip.iter().rev().chain([&opening]) {
                heaviest = heaviest.max(self.carried[at(node)]);
                self.heaviest_onward[at(node)] = heaviest;
            }
            match later.split_first() {
                Some((&reload, later)) => (opening, rest) = (reload, later),
                None => break,
            }
        }
    }
}

/// What a route's way and time cost.
#[inline]
pub(crate) fn price(kind: &TypeFacts, distance: i64, duration: i64) -> i64 {
    distance * kind.cost_per_distance
        + if kind.cost_per_time == 0 {
            0
        } else {
            duration * kind.cost_per_time
        }
}
