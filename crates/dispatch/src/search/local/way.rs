//! A route as it would be after a move, judged from the two nodes where old and new meet.

use super::super::refresh::price;
use super::super::segment::Segment;
use super::super::state::State;

/// The way of a route's vehicle up to and including `head`, then these nodes, then the way from `tail` on, which may be that of
/// another route whose vehicle ends alike.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way<'m> {
    pub(super) route: u32,
    pub(super) head: u32,
    pub(super) middle: &'m [u32],
    pub(super) tail: u32,
}

impl State<'_, '_> {
    /// What a route would cost that goes this way; none if it can't. Each stop keeps its window. Times and lengths are joined in
    /// constant time but for the nodes in the middle; loads, skills, prices of change, rests and rides are looked at only if the
    /// way costs less than `most` without them.
    pub(super) fn cost_of_way(&mut self, way: Way, most: i64) -> Option<i64> {
        let kind = self.kind(way.route);
        if self.is_empty_way(way) {
            return (0 < most).then_some(0);
        }
        let (distance, duration) = self.length_of_way(way)?;
        let cost = price(kind, distance, duration) + kind.fixed_cost;
        let needs_timetable = self.needs_timetable(way.route);
        let is_dear = cost >= most && !(needs_timetable && kind.cost_per_time > 0);
        if is_dear || distance > kind.longest_distance || (kind.timed && duration > kind.longest_duration) {
            return None;
        }
        if !self.may_go_way(way) || !self.way_has_room(way) {
            return None;
        }
        let mut cost = cost;
        if needs_timetable {
            let order = self.order_of_way(way);
            let exact = self.exact_duration(way.route, &order)?;
            cost += price(kind, 0, if kind.timed { exact - duration } else { 0 });
        }
        cost += self.changes_of_way(way);
        (cost < most).then_some(cost)
    }

    /// Distance, and duration where it matters; none if some node is reached too late.
    pub(super) fn length_of_way(&self, way: Way) -> Option<(i64, i64)> {
        let kind = self.kind(way.route);
        let head = &self.nodes[way.head as usize];
        let (mut at, mut ready, mut distance) = (head.location, head.ready, head.driven);
        let mut segment = if kind.timed {
            self.until[way.head as usize]
        } else {
            Segment::default()
        };
        for &node in way.middle {
            let node = &self.nodes[node as usize];
            let leg = self.problem.leg(kind, at, node.location);
            let begin = (ready + leg.1).max(node.open);
            if begin > node.close {
                return None;
            }
            if kind.timed {
                segment = segment.join(leg.1, Segment::visit(node.open, node.close, node.service));
            }
            (at, ready, distance) = (node.location, begin + node.service, distance + leg.0);
        }
        let tail = &self.nodes[way.tail as usize];
        let leg = self.problem.leg(kind, at, tail.location);
        if ready + leg.1 > tail.latest {
            return None;
        }
        if kind.timed {
            segment = segment.join(leg.1, self.onward[way.tail as usize]);
        }
        let behind = self.nodes[self.end(tail.route) as usize].driven - tail.driven;
        Some((distance + leg.0 + behind, segment.duration))
    }

    pub(super) fn is_empty_way(&self, way: Way) -> bool {
        way.middle.is_empty() && way.head == self.start(way.route) && !self.is_stop(way.tail)
    }

    /// Whether the vehicle may visit all that is new to it.
    pub(super) fn may_go_way(&self, way: Way) -> bool {
        let vehicle = self.problem.vehicles[way.route as usize];
        let from = self.nodes[way.tail as usize].route;
        let may_visit = |&node: &u32| self.problem.may_visit(vehicle, node);
        let is_own = self.problem.vehicles[from as usize] == vehicle;
        way.middle.iter().all(may_visit) && (is_own || self.behind(way.tail).iter().all(may_visit))
    }

    /// Whether no load is ever too heavy.
    fn way_has_room(&self, way: Way) -> bool {
        let capacity = &self.kind(way.route).capacity;
        capacity
            .iter()
            .zip(0..)
            .all(|(&most, dimension)| self.heaviest_on_way(way, dimension) <= most)
    }

    /// The heaviest load on a way, in one dimension.
    pub(super) fn heaviest_on_way(&self, way: Way, dimension: usize) -> i64 {
        let (dimensions, loads) = (self.problem.dimensions, &self.problem.loads);
        let stretches = [self.up_to(way.route, way.head), way.middle, self.behind(way.tail)];
        let stops = || {
            stretches
                .iter()
                .flat_map(|nodes| nodes.iter())
                .map(|&stop| stop as usize * dimensions + dimension)
        };
        let brought: i64 = stops().map(|at| loads.delivery[at]).sum();
        if self.problem.only_deliveries {
            return brought;
        }
        let mut load = brought;
        let change = |at: usize| loads.paired[at] + loads.to_depot[at] - loads.delivery[at];
        stops().fold(brought, |heaviest, at| {
            load += change(at);
            heaviest.max(load)
        })
    }

    /// What it costs that stops are not visited by the type in the published plan.
    fn changes_of_way(&self, way: Way) -> i64 {
        if !self.problem.has_published {
            return 0;
        }
        let vehicle = self.problem.vehicles[way.route as usize];
        let price = |&stop: &u32| self.problem.price_of_change(vehicle, stop);
        self.order_of_way(way).iter().map(price).sum()
    }

    /// The nodes of a way, without its ends.
    pub(super) fn order_of_way(&self, way: Way) -> Vec<u32> {
        [self.up_to(way.route, way.head), way.middle, self.behind(way.tail)].concat()
    }

    /// A route's nodes up to and including one.
    fn up_to(&self, route: u32, node: u32) -> &[u32] {
        &self.routes[route as usize].order[..self.next_index(node)]
    }

    /// The nodes from one on to the end of its route.
    pub(super) fn behind(&self, node: u32) -> &[u32] {
        let node = &self.nodes[node as usize];
        &self.routes[node.route as usize].order[node.position as usize..]
    }

    /// The index in its route that follows a node, which is no end.
    pub(super) fn next_index(&self, node: u32) -> usize {
        if self.is_stop(node) {
            self.nodes[node as usize].position as usize + 1
        } else {
            0
        }
    }

    /// Whether a stop is on a route that moves may touch.
    pub(crate) fn may_move(&self, stop: u32) -> bool {
        self.is_served(stop) && self.is_plain(self.nodes[stop as usize].route)
    }

    /// Whether moves may touch a route: one that reloads is left to ruin and recreate.
    pub(crate) fn is_plain(&self, route: u32) -> bool {
        let order = &self.routes[route as usize].order;
        !order.is_empty() && (self.kind(route).reloads == 0 || order.iter().all(|&node| self.is_stop(node)))
    }

    /// Whether distance alone decides what a change of a route costs.
    #[inline]
    pub(super) fn is_paid_by_distance(&self, route: u32) -> bool {
        self.kind(route).cost_per_time == 0 && !self.problem.has_published
    }

    /// Whether moves may touch a stop alone: it is no first stop of a vehicle, and half of no pair.
    pub(super) fn is_loose(&self, stop: u32) -> bool {
        self.problem.jobs[self.problem.stops[stop as usize].job as usize].is_single() && !self.is_locked(stop)
    }
}
