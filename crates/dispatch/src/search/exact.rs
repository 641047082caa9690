//! Routes whose times the segments can't say: with rests, or with rides that must not be long.

use crate::timing::Call;

use super::state::State;

impl State<'_, '_> {
    /// Whether a route's times must be computed exactly.
    #[inline]
    pub(crate) fn needs_timetable(&self, route: u32) -> bool {
        self.problem.has_rides || self.kind(route).has_rest
    }

    /// The least duration of a route that goes to these nodes in this order; none if it can't.
    pub(crate) fn exact_duration(&mut self, route: u32, order: &[u32]) -> Option<i64> {
        let calls: Vec<Call> = order
            .iter()
            .map(|&node| self.call(node, self.nodes[node as usize].window))
            .collect();
        self.duration_of_calls(route, &calls)
    }

    /// The least duration of a route with these calls.
    pub(crate) fn duration_of_calls(&mut self, route: u32, calls: &[Call]) -> Option<i64> {
        let vehicle = self.problem.vehicles[route as usize] as usize;
        let timing = self.timetable.time(self.problem.instance, vehicle, calls)?;
        Some(timing.end - timing.start)
    }

    /// A node as a call.
    pub(crate) fn call(&self, node: u32, window: u32) -> Call {
        let stop = self.is_stop(node).then_some(node as usize);
        Call {
            stop,
            window: window as usize,
        }
    }
}
