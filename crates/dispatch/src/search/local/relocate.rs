//! Relocate and Or-opt: one to three stops that follow each other go elsewhere, as they are or the other way round.
//!
//! Or (1976), *Traveling salesman-type combinatorial problems and their relation to the logistics of regional blood banking*;
//! between routes as in Savelsbergh (1992), *The vehicle routing problem with time windows: minimizing route duration*.

use super::super::insert::Gap;
use super::super::state::State;
use super::PLACES;
use super::found::Found;
use super::way::Way;

/// The longest chain that is moved.
const LONGEST: usize = 3;

/// Within its route a chain moves over so many stops at most: those it passes are looked at one by one.
const FARTHEST: usize = 30;

impl State<'_, '_> {
    /// Looks for a better place for a stop and up to two that follow or precede it.
    pub(crate) fn find_relocation(&mut self, stop: u32, found: &mut Found) {
        let node = self.nodes[stop as usize];
        let (route, at) = (node.route, node.position as usize);
        for length in 1..=LONGEST {
            self.relocate_chain(route, at, length, false, found);
            if length > 1 {
                self.relocate_chain(route, (at + 1).wrapping_sub(length), length, true, found);
            }
        }
    }

    /// Tries a chain beside the neighbours of its stop, which is its last one or its first.
    fn relocate_chain(&mut self, route: u32, first: usize, length: usize, is_last: bool, found: &mut Found) {
        let order = &self.routes[route as usize].order;
        let Some(chain) = order.get(first..first.saturating_add(length)) else {
            return;
        };
        if !chain.iter().all(|&stop| self.is_loose(stop)) {
            return;
        }
        let forward: [u32; LONGEST] = std::array::from_fn(|at| chain[at.min(length - 1)]);
        let backward: [u32; LONGEST] = std::array::from_fn(|at| chain[(length - 1).saturating_sub(at)]);
        let (forward, backward) = (&forward[..length], &backward[..length]);
        let without = Way {
            route,
            head: self.nodes[forward[0] as usize].before,
            middle: &[],
            tail: self.nodes[forward[length - 1] as usize].after,
        };
        let saved = self.saved_by_leaving(forward, without);
        let rest = self.cost_of_way(without, self.routes[route as usize].cost);
        let stop = if is_last { forward[length - 1] } else { forward[0] };
        let places = self.problem.neighbours.places(stop);
        for &place in places.iter().take(PLACES) {
            let Some(gap) = self.gap(place.stop(), place.is_before()) else {
                continue;
            };
            let chain = if place.is_before() == is_last {
                forward
            } else {
                backward
            };
            if gap.route == route {
                self.shift(chain, (without, saved), gap, found);
            } else if let Some(rest) = rest
                && self.is_plain(gap.route)
            {
                self.insert_chain(chain, (without, rest), gap, found);
            }
        }
    }

    /// Judges a chain in a gap of another route.
    fn insert_chain(&mut self, chain: &[u32], (without, rest): (Way, i64), gap: Gap, found: &mut Found) {
        let way = Way {
            route: gap.route,
            head: gap.before,
            middle: chain,
            tail: gap.after,
        };
        if self.may_change_vehicle(gap.route) {
            return self.judge([without, way], found);
        }
        let saved = self.routes[without.route as usize].cost - rest;
        if self.is_paid_by_distance(gap.route) && self.detour(chain, gap) - saved >= found.cost {
            return;
        }
        let paid = self.routes[without.route as usize].cost + self.routes[gap.route as usize].cost;
        if let Some(cost) = self.cost_of_way(way, paid + found.cost - rest) {
            found.offer(self, cost + rest - paid, &[without, way], &[without.route, way.route]);
        }
    }

    /// What the way through a chain costs more than the way past it, in a gap.
    fn detour(&self, chain: &[u32], gap: Gap) -> i64 {
        let kind = self.kind(gap.route);
        let location = |node: u32| self.nodes[node as usize].location;
        let leg = |from: u32, to: u32| self.problem.leg(kind, location(from), location(to)).0;
        let within: i64 = chain.windows(2).map(|pair| leg(pair[0], pair[1])).sum();
        let through = leg(gap.before, chain[0]) + within + leg(chain[chain.len() - 1], gap.after);
        (through - self.nodes[gap.before as usize].leg.0) * kind.cost_per_distance
    }

    /// What the way through a chain costs now more than the way past it.
    fn saved_by_leaving(&self, chain: &[u32], without: Way) -> i64 {
        let kind = self.kind(without.route);
        let node = |node: u32| &self.nodes[node as usize];
        let past = self
            .problem
            .leg(kind, node(without.head).location, node(without.tail).location)
            .0;
        let through = node(without.head).leg.0 + chain.iter().map(|&stop| node(stop).leg.0).sum::<i64>();
        (through - past) * kind.cost_per_distance
    }

    /// Judges a chain in another gap of its own route.
    fn shift(&mut self, chain: &[u32], (without, saved): (Way, i64), gap: Gap, found: &mut Found) {
        let order = &self.routes[gap.route as usize].order;
        let (from, to, at) = (
            self.next_index(without.head),
            self.nodes[without.tail as usize].position as usize,
            gap.index as usize,
        );
        if (from..=to).contains(&at) || at + FARTHEST < from || to + FARTHEST < at {
            return;
        }
        if self.is_paid_by_distance(gap.route) && self.detour(chain, gap) - saved >= found.cost {
            return;
        }
        let (head, passed, tail) = if at < from {
            (gap.before, at..from, without.tail)
        } else {
            (without.head, to..at, gap.after)
        };
        let passed = &order[passed];
        let middle = if at < from {
            [chain, passed].concat()
        } else {
            [passed, chain].concat()
        };
        let way = Way {
            route: gap.route,
            head,
            middle: &middle,
            tail,
        };
        let paid = self.routes[gap.route as usize].cost;
        if let Some(cost) = self.cost_of_way(way, paid + found.cost) {
            found.offer(self, cost - paid, &[way], &[way.route]);
        }
    }
}
