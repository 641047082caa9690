//! 2-opt*: two routes exchange all that lies behind a stop.
//!
//! Potvin and Rousseau (1995), *An exchange heuristic for routeing problems with time windows*, Journal of the Operational
//! Research Society 46(12).

use super::super::problem::Task;
use super::super::state::State;
use super::PLACES;
use super::found::Found;
use super::way::Way;

impl State<'_, '_> {
    /// Looks for a route whose tail a stop's route should have.
    pub(crate) fn find_exchange_of_tails(&mut self, stop: u32, found: &mut Found) {
        let places = self.problem.neighbours.places(stop);
        let node = self.nodes[stop as usize];
        for &place in places.iter().take(PLACES) {
            let Some(gap) = self.gap(place.stop(), place.is_before()) else {
                continue;
            };
            if gap.route == node.route || !self.is_plain(gap.route) || !self.ends_alike(node.route, gap.route) {
                continue;
            }
            // The stop is put before a neighbour, or after it.
            let (head, tail) = if place.is_before() {
                (stop, node.after)
            } else {
                (node.before, stop)
            };
            if self.next_index(head) < self.routes[node.route as usize].locked as usize {
                continue;
            }
            if self.is_dear_exchange((head, tail), (gap.before, gap.after), found.cost) {
                continue;
            }
            let way = |route, head, tail| Way {
                route,
                head,
                middle: &[],
                tail,
            };
            let ways = [way(node.route, head, gap.after), way(gap.route, gap.before, tail)];
            if self.parts_no_pair(tail) && self.parts_no_pair(gap.after) {
                self.judge(ways, found);
            }
        }
    }

    /// Whether an exchange behind two heads certainly adds more than that.
    fn is_dear_exchange(&self, (one, behind_one): (u32, u32), (other, behind_other): (u32, u32), most: i64) -> bool {
        let [a, b] = [one, other].map(|node| self.nodes[node as usize].route);
        let empties = |head: u32, tail: u32| !self.is_stop(head) && !self.is_stop(tail);
        let differ = self.problem.vehicles[a as usize] != self.problem.vehicles[b as usize];
        if differ || !self.is_paid_by_distance(a) || empties(one, behind_other) || empties(other, behind_one) {
            return false;
        }
        let kind = self.kind(a);
        let [from, to, other_from, other_to] =
            [one, behind_other, other, behind_one].map(|node| self.nodes[node as usize].location);
        let ways = self.problem.leg(kind, from, to).0 + self.problem.leg(kind, other_from, other_to).0;
        let driven = self.nodes[one as usize].leg.0 + self.nodes[other as usize].leg.0;
        (ways - driven) * kind.cost_per_distance >= most
    }

    /// Whether what lies behind a node is driven alike by both.
    fn ends_alike(&self, one: u32, other: u32) -> bool {
        let (one, other) = (self.kind(one), self.kind(other));
        (one.profile, one.end, one.shift) == (other.profile, other.end, other.shift) && one.timed == other.timed
    }

    /// Whether a node and all behind it hold whole pairs only.
    fn parts_no_pair(&self, tail: u32) -> bool {
        let node = &self.nodes[tail as usize];
        let is_behind = |stop: u32| self.nodes[stop as usize].position >= node.position;
        let is_whole = |&stop: &u32| match self.problem.jobs[self.problem.stops[stop as usize].job as usize].what {
            Task::Pair(from, to) => is_behind(from) && is_behind(to),
            _ => true,
        };
        self.problem.instance.pairs().is_empty() || self.behind(tail).iter().all(is_whole)
    }
}
