//! The cheapest place for a pick-up and its delivery: the pick-up beside its neighbours, the delivery anywhere behind it for
//! as long as time and room last; and both together beside the delivery's neighbours.

use super::chance::Chance;
use super::insert::Gap;
use super::segment::Segment;
use super::spot::{Blinks, Put, Spot};
use super::state::State;

/// A pick-up put into a gap, while places for the delivery are looked for.
struct Begun {
    gap: Gap,
    window: u32,
    /// What the pick-up adds: distance up to the node before the present place, less what was driven before.
    distance: i64,
    ready: i64,
    segment: Segment,
}

impl State<'_, '_> {
    /// Tries a pair everywhere that is worth it.
    pub(crate) fn try_pair(&mut self, pair: (u32, u32), best: &mut Spot, chance: &mut Chance, blinks: &mut Blinks) {
        let problem = self.problem;
        for &place in problem.neighbours.places(pair.0) {
            let Some(gap) = self.gap(place.stop(), place.is_before()) else {
                continue;
            };
            if place.stop() != pair.1 && !blinks.blink(chance) {
                self.try_pair_from(pair, gap, usize::MAX, best);
            }
        }
        for &place in problem.neighbours.places(pair.1) {
            let Some(gap) = self.gap(place.stop(), place.is_before()) else {
                continue;
            };
            if place.stop() != pair.0 && !blinks.blink(chance) {
                self.try_pair_from(pair, gap, 0, best);
            }
        }
        self.for_idle(chance, |state, route, chance| {
            if !blinks.blink(chance) {
                let gap = state.only_gap(route);
                state.try_pair_from(pair, gap, 0, best);
            }
        });
    }

    /// Tries the pick-up in a gap, with up to `between` nodes between it and the delivery.
    pub(super) fn try_pair_from(&mut self, pair: (u32, u32), gap: Gap, between: usize, best: &mut Spot) {
        let vehicle = self.problem.vehicles[gap.route as usize];
        if !self.problem.may_visit(vehicle, pair.0) || !self.problem.may_visit(vehicle, pair.1) {
            return;
        }
        let kind = self.kind(gap.route);
        let from = &self.nodes[gap.before as usize];
        let leg = self
            .problem
            .leg_to(kind, from.location, self.nodes[pair.0 as usize].location);
        let driven = if self.routes[gap.route as usize].order.is_empty() {
            0
        } else {
            from.leg.0
        };
        for window in 0..self.problem.stops[pair.0 as usize].windows {
            let (open, close) = self.problem.window(pair.0, window);
            let begin = (self.nodes[gap.before as usize].ready + leg.1).max(open);
            if begin > close || !self.carries(pair.0, gap.before, gap.route) {
                continue;
            }
            let segment = if kind.timed {
                self.until[gap.before as usize].join(leg.1, self.problem.visit(pair.0, window))
            } else {
                Segment::default()
            };
            let ready = begin + self.nodes[pair.0 as usize].service;
            self.try_deliveries(
                pair,
                Begun {
                    gap,
                    window,
                    distance: leg.0 - driven,
                    ready,
                    segment,
                },
                between,
                best,
            );
        }
    }

    /// Whether a pair's load fits on leaving a node.
    fn carries(&self, pickup: u32, node: u32, route: u32) -> bool {
        let dimensions = self.problem.dimensions;
        let load = self.problem.loads.paired_of(pickup, dimensions);
        let carried = &self.carried[node as usize * dimensions..][..dimensions];
        let capacity = &self.kind(route).capacity;
        (0..dimensions).all(|d| carried[d] + load[d] <= capacity[d])
    }

    /// Goes along the route behind the pick-up and tries the delivery in each gap.
    fn try_deliveries(&mut self, pair: (u32, u32), mut begun: Begun, between: usize, best: &mut Spot) {
        let kind = self.kind(begun.gap.route);
        let mut last = pair.0;
        let mut next = begun.gap.after;
        let mut passed = 0;
        loop {
            self.try_delivery(pair, &begun, (last, next, passed), best);
            if next == self.end(begun.gap.route) || passed as usize >= between {
                return;
            }
            let node = &self.nodes[next as usize];
            let leg = self
                .problem
                .leg(kind, self.nodes[last as usize].location, node.location);
            let begin = (begun.ready + leg.1).max(node.open);
            if begin > node.latest || !self.carries(pair.0, next, begun.gap.route) {
                return;
            }
            if kind.timed {
                begun.segment = begun
                    .segment
                    .join(leg.1, Segment::visit(node.open, node.close, node.service));
            }
            begun.ready = begin + node.service;
            begun.distance += leg.0 - node.leg.0;
            (last, next) = (next, node.after);
            passed += 1;
        }
    }

    /// Judges the delivery between two nodes behind the pick-up.
    fn try_delivery(&mut self, pair: (u32, u32), begun: &Begun, at: (u32, u32, u32), best: &mut Spot) {
        let (last, next, passed) = at;
        let route = begun.gap.route;
        let kind = self.kind(route);
        let vehicle = self.problem.vehicles[route as usize];
        let location = self.nodes[pair.1 as usize].location;
        let to = self.problem.leg_to(kind, self.nodes[last as usize].location, location);
        let on = self.problem.leg(kind, location, self.nodes[next as usize].location);
        let distance = begun.distance + to.0 + on.0;
        let is_empty = self.routes[route as usize].order.is_empty();
        let prices = self.problem.price_of_change(vehicle, pair.0) + self.problem.price_of_change(vehicle, pair.1);
        let fixed = if is_empty { self.fixed_share(pair.0, route) } else { 0 };
        let cost = distance * kind.cost_per_distance + prices + fixed;
        let so_far = if is_empty {
            0
        } else {
            self.routes[route as usize].distance
        };
        if (cost >= best.cost && kind.cost_per_time == 0) || so_far + distance > kind.longest_distance {
            return;
        }
        for window in 0..self.problem.stops[pair.1 as usize].windows {
            let (open, close) = self.problem.window(pair.1, window);
            let begin = (begun.ready + to.1).max(open);
            let ready = begin + self.nodes[pair.1 as usize].service;
            if begin > close || ready + on.1 > self.nodes[next as usize].latest {
                continue;
            }
            let puts = [
                Put {
                    index: begun.gap.index,
                    node: pair.0,
                    window: begun.window,
                },
                Put {
                    index: begun.gap.index + 1 + passed,
                    node: pair.1,
                    window,
                },
            ];
            if let Some(cost) = self.cost_of_pair(begun, puts, (to.1, on.1), next, cost)
                && cost < best.cost
            {
                *best = Spot::two(cost, route, puts);
            }
        }
    }

    /// The cost with time, or none if the duration or a ride is too long.
    fn cost_of_pair(&mut self, begun: &Begun, puts: [Put; 2], legs: (i64, i64), next: u32, cost: i64) -> Option<i64> {
        let route = begun.gap.route;
        if self.needs_timetable(route) {
            return self.exact_cost(route, &puts, cost);
        }
        let kind = self.kind(route);
        if !kind.timed {
            return Some(cost);
        }
        let delivery = self.problem.visit(puts[1].node, puts[1].window);
        let duration = begun
            .segment
            .join(legs.0, delivery)
            .join(legs.1, self.onward[next as usize])
            .duration;
        let trail = &self.routes[route as usize];
        let before = if trail.order.is_empty() { 0 } else { trail.duration };
        (duration <= kind.longest_duration).then_some(cost + kind.cost_per_time * (duration - before))
    }
}
