//! Swap*: two routes exchange a stop each, and each stop goes to its best place in its new route, not to the other's.
//!
//! Vidal (2022), *Hybrid genetic search for the CVRP: open-source implementation and SWAP\* neighborhood*, Computers &
//! Operations Research 140. As there, the best three places of a stop are known, and an exchange is judged exactly only if it
//! saves distance with the best of them that stands beside no stop that leaves. Unlike there, a stop is exchanged with those
//! around it only, for routes of a hundred stops have ten thousand exchanges.

use super::super::problem::NONE;
use super::super::state::State;
use super::found::Found;
use super::way::Way;

/// How many stops around one it is exchanged with at most.
const PARTNERS: usize = 20;

/// A place costs this if there is none.
const NOWHERE: i64 = i64::MAX >> 4;

/// A stop that may leave: what that saves, and its three best places in the other route, each the node before it.
#[derive(Clone, Copy, Debug)]
struct Leaver {
    stop: u32,
    saves: i64,
    places: [(i64, u32); 3],
}

impl State<'_, '_> {
    /// Looks for a stop beside one with which it should exchange routes.
    pub(crate) fn find_swap(&mut self, stop: u32, found: &mut Found) {
        if !self.is_loose(stop) {
            return;
        }
        let route = self.nodes[stop as usize].route;
        let mut last: Option<(u32, Leaver)> = None;
        for &other in self.problem.neighbours.around(stop).iter().take(PARTNERS) {
            let beside = self.nodes[other as usize].route;
            if beside == NONE || beside == route || !self.is_plain(beside) || !self.may_swap(stop, other) {
                continue;
            }
            let one = match last {
                Some((to, leaver)) if to == beside => leaver,
                _ => self.leaver(stop, beside),
            };
            last = Some((beside, one));
            let other = self.leaver(other, route);
            self.judge_swap(&one, &other, found);
        }
    }

    fn judge_swap(&mut self, one: &Leaver, other: &Leaver, found: &mut Found) {
        let (place, other_place) = (one.place_without(other, self), other.place_without(one, self));
        if place.0 + other_place.0 - one.saves - other.saves >= found.cost {
            return;
        }
        let mut middles = [Vec::new(), Vec::new()];
        let [first, second] = &mut middles;
        let ways = [
            self.replace(one.stop, other.stop, other_place.1, first),
            self.replace(other.stop, one.stop, place.1, second),
        ];
        self.judge(ways, found);
    }

    /// What it is for a stop to leave for another route.
    fn leaver(&self, stop: u32, to: u32) -> Leaver {
        let node = &self.nodes[stop as usize];
        let kind = self.kind(node.route);
        let [before, after] = [node.before, node.after].map(|node| &self.nodes[node as usize]);
        let past = self.problem.leg(kind, before.location, after.location).0;
        Leaver {
            stop,
            saves: (before.leg.0 + node.leg.0 - past) * kind.cost_per_distance,
            places: self.best_places(stop, to),
        }
    }

    /// Whether two stops may change places at all.
    fn may_swap(&self, one: u32, other: u32) -> bool {
        let vehicle = |stop: u32| self.problem.vehicles[self.nodes[stop as usize].route as usize];
        self.is_loose(other)
            && self.problem.may_visit(vehicle(other), one)
            && self.problem.may_visit(vehicle(one), other)
            && self.has_room_for_swap(one, other)
    }

    /// The three places of a route where a stop adds the least distance and is in time.
    fn best_places(&self, stop: u32, route: u32) -> [(i64, u32); 3] {
        let (kind, trail) = (self.kind(route), &self.routes[route as usize]);
        let stop = &self.nodes[stop as usize];
        let mut best = [(NOWHERE, 0); 3];
        let first = [self.start(route)];
        let heads = first.iter().chain(&trail.order).skip(trail.locked as usize);
        for &head in heads {
            let before = &self.nodes[head as usize];
            let to = self.problem.leg_to(kind, before.location, stop.location);
            let begin = (before.ready + to.1).max(stop.open);
            if begin > stop.close {
                break;
            }
            let after = &self.nodes[before.after as usize];
            let on = self.problem.leg(kind, stop.location, after.location);
            let cost = (to.0 + on.0 - before.leg.0) * kind.cost_per_distance;
            if cost < best[2].0 && begin + stop.service + on.1 <= after.latest {
                best[2] = (cost, head);
                best.sort_unstable();
            }
        }
        best
    }

    /// What a stop adds where another one leaves.
    fn cost_instead(&self, stop: u32, leaving: u32, route: u32) -> i64 {
        let kind = self.kind(route);
        let node = &self.nodes[leaving as usize];
        let [before, after] = [node.before, node.after].map(|node| self.nodes[node as usize].location);
        let at = self.nodes[stop as usize].location;
        let there = self.problem.leg_to(kind, before, at).0 + self.problem.leg(kind, at, after).0;
        (there - self.problem.leg(kind, before, after).0) * kind.cost_per_distance
    }

    fn has_room_for_swap(&self, one: u32, other: u32) -> bool {
        let (dimensions, delivery) = (self.problem.dimensions, &self.problem.loads.delivery);
        let fits = |from: u32, to: u32, d: usize| {
            let route = self.nodes[from as usize].route as usize;
            let brought = self.brought[route * dimensions + d] - delivery[from as usize * dimensions + d];
            brought + delivery[to as usize * dimensions + d] <= self.kind(route as u32).capacity[d]
        };
        !self.problem.only_deliveries || (0..dimensions).all(|d| fits(one, other, d) && fits(other, one, d))
    }

    /// The way of a route that one stop leaves, with another one behind `head`, or in the place of the one that leaves if that is
    /// the head.
    fn replace<'m>(&self, leaving: u32, coming: u32, head: u32, middle: &'m mut Vec<u32>) -> Way<'m> {
        let node = &self.nodes[leaving as usize];
        let order = &self.routes[node.route as usize].order;
        let (at, index) = (node.position as usize, self.next_index(head));
        middle.clear();
        let (head, tail) = if head == leaving {
            middle.push(coming);
            (node.before, node.after)
        } else if index <= at {
            middle.push(coming);
            middle.extend_from_slice(&order[index..at]);
            (head, node.after)
        } else {
            middle.extend_from_slice(&order[at + 1..index]);
            middle.push(coming);
            (node.before, self.nodes[head as usize].after)
        };
        Way {
            route: node.route,
            head,
            middle,
            tail,
        }
    }
}

impl Leaver {
    /// The best place in the other's route when the other leaves: its own, or one beside which it does not stand.
    fn place_without(&self, other: &Self, state: &State) -> (i64, u32) {
        let left = &state.nodes[other.stop as usize];
        let instead = (state.cost_instead(self.stop, other.stop, left.route), other.stop);
        let is_free = |&&(cost, before): &&(i64, u32)| cost < NOWHERE && before != other.stop && before != left.before;
        let best = self.places.iter().find(is_free).copied();
        best.map_or(instead, |best| best.min(instead))
    }
}
