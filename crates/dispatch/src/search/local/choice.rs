//! Which optional stops are served: one gives its place to one beside it, one more comes in, one that no longer pays goes.
//!
//! As in Vidal, Maculan, Ochi and Penna (2016), *Large neighborhoods with implicit customer selection for vehicle routing problems
//! with profits*, Transportation Science 50(2), but move by move: ruin and recreate chooses among many, and seldom makes the last
//! small exchange.

use super::super::problem::Task;
use super::super::state::State;
use super::found::Found;
use super::way::Way;

/// How many absent stops around one are looked at at most.
const PARTNERS: usize = 20;

impl State<'_, '_> {
    /// Looks for a better choice at a stop and around it.
    pub(crate) fn find_choice(&mut self, stop: u32, found: &mut Found) {
        if !self.problem.has_optional || !self.may_start_vehicles || !self.is_loose(stop) {
            return;
        }
        let node = self.nodes[stop as usize];
        let way = |head, tail| Way {
            route: node.route,
            head,
            middle: &[],
            tail,
        };
        let leaves = self.is_optional(stop);
        if leaves {
            self.judge_choice(way(node.before, node.after), None, Some(stop), found);
        }
        let problem = self.problem;
        for &other in problem.neighbours.around(stop).iter().take(PARTNERS) {
            if !self.may_join(other) {
                continue;
            }
            if leaves {
                self.judge_choice(way(node.before, node.after), Some(other), Some(stop), found);
            }
            self.judge_choice(way(stop, node.after), Some(other), None, found);
            self.judge_choice(way(node.before, stop), Some(other), None, found);
        }
    }

    /// Judges a way of one stop's own route that another stop joins, that it leaves, or both.
    fn judge_choice(&mut self, way: Way, comes: Option<u32>, goes: Option<u32>, found: &mut Found) {
        let weight = |state: &Self, stop: Option<u32>| {
            stop.map_or(0, |stop| state.weight(state.problem.stops[stop as usize].job))
        };
        let more = weight(self, goes) - weight(self, comes) - self.routes[way.route as usize].cost;
        let middle: &[u32] = comes.as_slice();
        let way = Way { middle, ..way };
        if let Some(cost) = self.cost_of_way(way, found.cost - more) {
            found.offer(self, cost + more, &[way], &[way.route]);
            (found.comes, found.goes) = (comes, goes);
        }
    }

    fn is_optional(&self, stop: u32) -> bool {
        !self.problem.jobs[self.problem.stops[stop as usize].job as usize].is_required
    }

    /// Whether a stop waits to be served and is one by itself.
    fn may_join(&self, stop: u32) -> bool {
        let job = self.problem.stops[stop as usize].job;
        let is_single = matches!(self.problem.jobs[job as usize].what, Task::Stop(_));
        is_single && self.is_absent(job) && !self.barred[job as usize]
    }
}
