//! Optional jobs that turned out not to pay, taken out again.

use super::spot::Put;
use super::state::State;

impl State<'_, '_> {
    /// Takes a served optional job out again if that is cheaper.
    pub(crate) fn prune(&mut self, job: u32) {
        let problem = self.problem;
        let mut puts: Vec<Put> = problem.jobs[job as usize]
            .stops()
            .filter(|&stop| self.is_served(stop))
            .map(|stop| {
                let node = &self.nodes[stop as usize];
                Put {
                    index: node.position,
                    node: stop,
                    window: node.window,
                }
            })
            .collect();
        puts.sort_unstable_by_key(|put| put.index);
        let Some(first) = puts.first() else { return };
        let route = self.nodes[first.node as usize].route;
        let trail = &self.routes[route as usize];
        if self.is_locked(first.node) || trail.order.iter().any(|&node| !self.is_stop(node)) {
            return;
        }
        let before = self.cost;
        self.take(route, |node| puts.iter().any(|put| put.node == node));
        self.mark_absent(job);
        if self.cost < before && self.is_feasible(route) {
            return;
        }
        puts.iter()
            .for_each(|put| self.put(route, put.index as usize, put.node, put.window));
        self.mark_present(job);
    }
}
