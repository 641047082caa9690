//! The cheapest place for a stop, each candidate judged in constant time from the nodes beside it.

use super::chance::Chance;
use super::problem::{Approach, NONE, Task, TypeFacts};
use super::refresh::price;
use super::spot::{Blinks, Put, Spot};
use super::state::State;

/// With more vehicle types than this, a stop tries idle vehicles of as many random ones only.
const TYPES_TRIED: usize = 8;

/// How often a stop that has a place in a used vehicle does not look at idle ones. Looking always leaves too many vehicles in
/// use for long; never looking is what Christiaens and Vanden Berghe do, and sometimes wrong.
const STAYS: f64 = 0.9;

/// A gap between two nodes of a route.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gap {
    pub(crate) route: u32,
    pub(crate) index: u32,
    pub(crate) before: u32,
    pub(crate) after: u32,
}

/// The way through a stop in a gap: the times to it and on from it, and how far the route goes in all.
#[derive(Clone, Copy, Debug)]
struct Through {
    to: i64,
    on: i64,
    distance: i64,
}

impl State<'_, '_> {
    /// The cheapest place for an absent job that costs less than `most`.
    pub(crate) fn best_spot(&mut self, job: u32, most: i64, chance: &mut Chance, blinks: &mut Blinks) -> Spot {
        let problem = self.problem;
        let is_barred = self.barred[job as usize];
        let job = &problem.jobs[job as usize];
        let mut best = Spot::nowhere(most);
        if is_barred {
            return best;
        }
        match &job.what {
            Task::Stop(stop) => self.try_stop(*stop, &mut best, chance, blinks),
            Task::Any(stops) => stops
                .iter()
                .for_each(|&stop| self.try_stop(stop, &mut best, chance, blinks)),
            Task::Pair(from, to) => self.try_pair((*from, *to), &mut best, chance, blinks),
        }
        best
    }

    /// Makes the puts of a spot.
    pub(crate) fn settle(&mut self, spot: &Spot) {
        if spot.vehicle != spot.route {
            self.hand_over(spot.route, spot.vehicle);
        }
        for put in &spot.puts[..spot.count as usize] {
            self.put(spot.vehicle, put.index as usize, put.node, put.window);
        }
    }

    fn try_stop(&mut self, stop: u32, best: &mut Spot, chance: &mut Chance, blinks: &mut Blinks) {
        let problem = self.problem;
        let approach = problem.approaches[stop as usize];
        for &place in problem.neighbours.places(stop) {
            let Some(gap) = self.gap(place.stop(), place.is_before()) else {
                continue;
            };
            if !blinks.blink(chance) && !self.is_full(stop, gap.route) && !self.is_hopeless(&approach, gap, best.cost) {
                self.try_gap(stop, gap, best);
            }
        }
        if best.is_somewhere() && !self.problem.has_sizes && chance.happens(STAYS) {
            return;
        }
        self.for_idle(chance, |state, route, chance| {
            if !blinks.blink(chance) {
                let gap = state.only_gap(route);
                state.try_gap(stop, gap, best);
            }
        });
    }

    /// The gap of a vehicle that goes nowhere yet.
    pub(crate) fn only_gap(&self, route: u32) -> Gap {
        Gap {
            route,
            index: 0,
            before: self.start(route),
            after: self.end(route),
        }
    }

    /// Shows an idle vehicle of each type, or of some types where there are many.
    pub(crate) fn for_idle(&mut self, chance: &mut Chance, mut show: impl FnMut(&mut Self, u32, &mut Chance)) {
        if !self.may_start_vehicles {
            return;
        }
        if let Some(&route) = self.idle.get(self.opens as usize).and_then(|idle| idle.last()) {
            show(self, route, chance);
            return;
        }
        let types = self.idle.len();
        let tried = types.min(TYPES_TRIED);
        let first = if types > tried { chance.below(types) } else { 0 };
        for number in 0..tried {
            let kind = if types > tried {
                (first + number * types / tried) % types
            } else {
                number
            };
            if let Some(&route) = self.idle[kind].last() {
                show(self, route, chance);
            }
        }
    }

    /// The gap beside a stop, if the stop is on a route and may be parted from what is there.
    #[inline(always)]
    pub(crate) fn gap(&self, beside: u32, is_before: bool) -> Option<Gap> {
        let node = &self.nodes[beside as usize];
        if node.route == NONE {
            return None;
        }
        let gap = if is_before {
            Gap {
                route: node.route,
                index: node.position,
                before: node.before,
                after: beside,
            }
        } else {
            Gap {
                route: node.route,
                index: node.position + 1,
                before: beside,
                after: node.after,
            }
        };
        (gap.index >= self.routes[gap.route as usize].locked).then_some(gap)
    }

    /// Whether a route certainly has no room for a stop, nor has an idle vehicle that could take the route over.
    #[inline(always)]
    fn is_full(&self, stop: u32, route: u32) -> bool {
        if !self.problem.only_deliveries {
            return false;
        }
        let dimensions = self.problem.dimensions;
        let delivery = self.problem.loads.delivery_of(stop, dimensions);
        let brought = &self.brought[route as usize * dimensions..][..dimensions];
        let fits = |kind: &TypeFacts| (0..dimensions).all(|d| brought[d] + delivery[d] <= kind.capacity[d]);
        !fits(self.kind(route)) && !self.idle_alike(route).any(|vehicle| fits(self.kind(vehicle)))
    }

    /// An idle vehicle of each other type that could drive a route as it is.
    pub(crate) fn idle_alike(&self, route: u32) -> impl Iterator<Item = u32> + '_ {
        let own = self.problem.vehicles[route as usize];
        let types = self.problem.alike[own as usize].iter();
        types.filter_map(|&kind| self.idle[kind as usize].last().copied())
    }

    /// Whether a gap of a used vehicle is certainly too late or too dear, from as few numbers as will say it. Most gaps are.
    #[inline(always)]
    fn is_hopeless(&self, approach: &Approach, gap: Gap, most: i64) -> bool {
        let fare = &self.problem.fares[gap.route as usize];
        let before = &self.nodes[gap.before as usize];
        let to = self
            .problem
            .leg_to_stop(fare.profile, before.location, approach.location);
        let begin = (before.ready + to.1).max(approach.open);
        let after = &self.nodes[gap.after as usize];
        if begin > approach.close || begin + approach.service > after.latest {
            return true;
        }
        let on = self.problem.leg_of(fare.profile, approach.location, after.location);
        if begin + approach.service + on.1 > after.latest {
            return true;
        }
        !fare.is_time_paid && (to.0 + on.0 - before.leg.0) * fare.rate >= most
    }

    /// Judges a gap for a stop: cost first, for most gaps are too dear; then windows, bounds and loads.
    pub(crate) fn try_gap(&mut self, stop: u32, gap: Gap, best: &mut Spot) {
        let kind = self.kind(gap.route);
        let (before, after) = (&self.nodes[gap.before as usize], &self.nodes[gap.after as usize]);
        let location = self.nodes[stop as usize].location;
        let to = self.problem.leg_to(kind, before.location, location);
        let on = self.problem.leg(kind, location, after.location);
        let trail = &self.routes[gap.route as usize];
        let is_empty = trail.order.is_empty();
        let saved = if is_empty { 0 } else { before.leg.0 };
        let distance = to.0 + on.0 - saved;
        let vehicle = self.problem.vehicles[gap.route as usize];
        let mut cost = distance * kind.cost_per_distance + self.problem.price_of_change(vehicle, stop);
        if is_empty {
            cost += self.fixed_share(stop, gap.route);
        }
        if cost >= best.cost && kind.cost_per_time == 0 {
            return;
        }
        let driven = trail.distance * i64::from(!is_empty);
        if !self.problem.may_visit(vehicle, stop) || driven + distance > kind.longest_distance {
            return;
        }
        for window in 0..self.problem.stops[stop as usize].windows {
            let (open, close) = self.problem.window(stop, window);
            let begin = (self.nodes[gap.before as usize].ready + to.1).max(open);
            let service = self.nodes[stop as usize].service;
            if begin > close || begin + service + on.1 > self.nodes[gap.after as usize].latest {
                continue;
            }
            let through = Through {
                to: to.1,
                on: on.1,
                distance: driven + distance,
            };
            self.try_window(stop, window, gap, through, cost, best);
        }
    }

    /// What a stop that is the first of a vehicle is charged of its fixed cost: all, or the part of the vehicle that it fills. With
    /// all, a small vehicle looks cheapest for every single stop, and large ones are never begun.
    pub(crate) fn fixed_share(&self, stop: u32, route: u32) -> i64 {
        let kind = self.kind(route);
        if !self.shares_fixed_cost {
            return kind.fixed_cost;
        }
        let (dimensions, loads) = (self.problem.dimensions, &self.problem.loads);
        let part = |dimension: usize| {
            let at = stop as usize * dimensions + dimension;
            let load = loads.delivery[at].max(loads.to_depot[at]).max(loads.paired[at]);
            load as f64 / kind.capacity[dimension].max(1) as f64
        };
        (kind.fixed_cost as f64 * (0..dimensions).map(part).fold(0.0, f64::max).min(1.0)) as i64
    }

    /// Judges one window of a stop in a gap where the windows are kept.
    fn try_window(&mut self, stop: u32, window: u32, gap: Gap, through: Through, mut cost: i64, best: &mut Spot) {
        let kind = self.kind(gap.route);
        let needs_timetable = self.needs_timetable(gap.route);
        if kind.timed && !needs_timetable {
            let visit = self.problem.visit(stop, window);
            let so_far = self.until[gap.before as usize].join(through.to, visit);
            let duration = so_far.join(through.on, self.onward[gap.after as usize]).duration;
            if duration > kind.longest_duration {
                return;
            }
            let trail = &self.routes[gap.route as usize];
            cost += kind.cost_per_time
                * if trail.order.is_empty() {
                    duration
                } else {
                    duration - trail.duration
                };
        }
        if cost >= best.cost && !needs_timetable {
            return;
        }
        let put = Put {
            index: gap.index,
            node: stop,
            window,
        };
        let mut vehicle = gap.route;
        if !self.has_room(stop, gap, gap.route) {
            if kind.reloads > 0 {
                self.try_reload(put, gap, cost, best);
                return;
            }
            match self.larger_vehicle(stop, gap, through.distance) {
                Some((dearer, larger)) => (vehicle, cost) = (larger, cost + dearer),
                None => return,
            }
        }
        if needs_timetable {
            match self.exact_cost(gap.route, &[put], cost) {
                Some(exact) => cost = exact,
                None => return,
            }
        }
        if cost < best.cost {
            *best = Spot {
                vehicle,
                ..Spot::one(cost, gap.route, put)
            };
        }
    }

    /// The idle vehicle that takes a route over with a stop in a gap at the least price, and how much dearer it is for the distance.
    ///
    /// Golden, Assad, Levy and Gheysens (1984), *The fleet size and mix vehicle routing problem*, Computers & Operations Research
    /// 11(1), count savings so: with the cheapest vehicle that carries what comes together.
    fn larger_vehicle(&self, stop: u32, gap: Gap, distance: i64) -> Option<(i64, u32)> {
        if self.routes[gap.route as usize].order.is_empty() {
            return None;
        }
        let own = self.kind(gap.route);
        let dearer = |vehicle: u32| {
            let kind = self.kind(vehicle);
            (kind.cost_per_distance - own.cost_per_distance) * distance + kind.fixed_cost - own.fixed_cost
        };
        let able = self
            .idle_alike(gap.route)
            .filter(|&vehicle| self.has_room(stop, gap, vehicle));
        able.map(|vehicle| (dearer(vehicle), vehicle)).min()
    }

    /// Whether a stop's loads fit into the trip that a gap is in, if this vehicle drives it.
    #[inline]
    fn has_room(&self, stop: u32, gap: Gap, vehicle: u32) -> bool {
        let dimensions = self.problem.dimensions;
        let kind = self.kind(vehicle);
        let delivery = self.problem.loads.delivery_of(stop, dimensions);
        if self.problem.only_deliveries {
            let brought = &self.brought[gap.route as usize * dimensions..][..dimensions];
            return (0..dimensions).all(|d| brought[d] + delivery[d] <= kind.capacity[d]);
        }
        let to_depot = self.problem.loads.to_depot_of(stop, dimensions);
        let at = gap.before as usize * dimensions;
        (0..dimensions).all(|d| {
            self.heaviest_until[at + d] + delivery[d] <= kind.capacity[d]
                && self.heaviest_onward[at + d] + to_depot[d] <= kind.capacity[d]
        })
    }

    /// What puts add to a route's cost, the time computed exactly; `cost` is what they add without the time.
    pub(crate) fn exact_cost(&mut self, route: u32, puts: &[Put], cost: i64) -> Option<i64> {
        let order = &self.routes[route as usize].order;
        let is_empty = order.is_empty();
        let mut calls: Vec<_> = order
            .iter()
            .map(|&node| self.call(node, self.nodes[node as usize].window))
            .collect();
        for put in puts {
            calls.insert(put.index as usize, self.call(put.node, put.window));
        }
        let duration = self.duration_of_calls(route, &calls)?;
        let kind = self.kind(route);
        let before = if is_empty {
            0
        } else {
            self.routes[route as usize].duration
        };
        Some(
            cost + if kind.timed {
                price(kind, 0, duration - before)
            } else {
                0
            },
        )
    }
}
