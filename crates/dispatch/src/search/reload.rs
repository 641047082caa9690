//! Reloads: a full vehicle that has time goes back and loads again.

use super::insert::Gap;
use super::problem::NONE;
use super::spot::{Put, Spot};
use super::state::State;

impl State<'_, '_> {
    /// Judges a stop in a gap with a reload before or after it.
    pub(crate) fn try_reload(&mut self, put: Put, gap: Gap, cost: i64, best: &mut Spot) {
        let Some(reload) = self.free_reload(gap.route) else {
            return;
        };
        let extra = |state: &Self, from: u32, to: u32| {
            let kind = state.kind(gap.route);
            let [from, at, to] = [from, reload, to].map(|node| state.nodes[node as usize].location);
            let (there, back) = (state.problem.leg(kind, from, at).0, state.problem.leg(kind, at, to).0);
            (there + back - state.problem.leg(kind, from, to).0) * kind.cost_per_distance
        };
        let put_reload = |index: u32| Put {
            index,
            node: reload,
            window: 0,
        };
        let earlier = (
            extra(self, gap.before, put.node),
            [
                put_reload(put.index),
                Put {
                    index: put.index + 1,
                    ..put
                },
            ],
        );
        let later = (extra(self, put.node, gap.after), [put, put_reload(put.index + 1)]);
        for (extra, puts) in [earlier, later] {
            if cost + extra >= best.cost && self.kind(gap.route).cost_per_time == 0 {
                continue;
            }
            let mut order = self.routes[gap.route as usize].order.clone();
            puts.iter().for_each(|put| order.insert(put.index as usize, put.node));
            if !self.loads_fit(gap.route, &order) || !self.distance_fits(gap.route, &order) {
                continue;
            }
            let without_time = cost + extra - self.paid_time(put, gap, cost);
            if let Some(exact) = self.exact_cost(gap.route, &puts, without_time)
                && exact < best.cost
            {
                *best = Spot::two(exact, gap.route, puts);
            }
        }
    }

    /// The part of a stop's insertion cost that is for time, which is computed again with the reload.
    fn paid_time(&self, put: Put, gap: Gap, cost: i64) -> i64 {
        let kind = self.kind(gap.route);
        let [before, at, after] = [gap.before, put.node, gap.after].map(|node| self.nodes[node as usize].location);
        let is_empty = self.routes[gap.route as usize].order.is_empty();
        let driven = if is_empty {
            0
        } else {
            self.nodes[gap.before as usize].leg.0
        };
        let distance = self.problem.leg(kind, before, at).0 + self.problem.leg(kind, at, after).0 - driven;
        let vehicle = self.problem.vehicles[gap.route as usize];
        let price = self.problem.price_of_change(vehicle, put.node)
            + if is_empty {
                self.fixed_share(put.node, gap.route)
            } else {
                0
            };
        cost - distance * kind.cost_per_distance - price
    }

    /// A reload that a route doesn't make yet.
    pub(crate) fn free_reload(&self, route: u32) -> Option<u32> {
        let nodes = (0..self.kind(route).reloads).map(|time| self.reload_node(route, time));
        nodes.into_iter().find(|&node| self.nodes[node as usize].route == NONE)
    }

    fn distance_fits(&self, route: u32, order: &[u32]) -> bool {
        let kind = self.kind(route);
        let all = [self.start(route)]
            .into_iter()
            .chain(order.iter().copied())
            .chain([self.end(route)]);
        let ends = order.iter().copied().chain([self.end(route)]);
        let leg = |(from, to): (u32, u32)| {
            self.problem
                .leg(
                    kind,
                    self.nodes[from as usize].location,
                    self.nodes[to as usize].location,
                )
                .0
        };
        all.zip(ends).map(leg).sum::<i64>() <= kind.longest_distance
    }

    /// Whether no trip of an order is ever too heavy.
    pub(crate) fn loads_fit(&self, route: u32, order: &[u32]) -> bool {
        let (dimensions, loads) = (self.problem.dimensions, &self.problem.loads);
        let capacity = &self.kind(route).capacity;
        (0..dimensions).all(|dimension| {
            let at = |stop: u32| stop as usize * dimensions + dimension;
            let mut paired = 0;
            order.split(|&node| !self.is_stop(node)).all(|trip| {
                let mut load = paired + trip.iter().map(|&stop| loads.delivery[at(stop)]).sum::<i64>();
                let mut heaviest = load;
                for &stop in trip {
                    paired += loads.paired[at(stop)];
                    load += loads.paired[at(stop)] + loads.to_depot[at(stop)] - loads.delivery[at(stop)];
                    heaviest = heaviest.max(load);
                }
                heaviest <= capacity[dimension]
            })
        })
    }

    /// Takes reloads out of an order that fits without them.
    pub(crate) fn drop_needless_reloads(&mut self, route: u32, order: &mut Vec<u32>) {
        let mut index = 0;
        while index < order.len() {
            if self.is_stop(order[index]) {
                index += 1;
                continue;
            }
            let node = order.remove(index);
            if self.loads_fit(route, order) {
                self.nodes[node as usize].route = NONE;
            } else {
                order.insert(index, node);
                index += 1;
            }
        }
    }
}
