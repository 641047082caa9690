//! Vehicles that are already on their way begin with the stops they are on their way to.

use crate::schedule::first_windows;

use super::problem::NONE;
use super::state::State;

impl State<'_, '_> {
    /// Puts every vehicle's first stops into its route and locks them there. Where they can't be kept any more they stay
    /// unserved: nobody else is sent in the vehicle's place without being asked.
    pub(crate) fn place_first_stops(&mut self) {
        for route in 0..self.routes.len() as u32 {
            let vehicle = self.problem.vehicles[route as usize] as usize;
            let stops = &self.problem.instance.vehicles()[vehicle].first_stops;
            if !stops.is_empty() {
                self.place_first(route, vehicle, stops);
            }
        }
        self.commit();
    }

    fn place_first(&mut self, route: u32, vehicle: usize, stops: &[usize]) {
        let visits: Vec<Option<usize>> = stops.iter().copied().map(Some).collect();
        let calls = first_windows(self.problem.instance, vehicle, &visits);
        for (index, call) in calls.iter().enumerate() {
            self.put(route, index, stops[index] as u32, call.window as u32);
        }
        let order = self.routes[route as usize].order.clone();
        let may_visit = order.iter().all(|&stop| self.problem.may_visit(vehicle as u32, stop));
        let jobs = order.iter().map(|&stop| self.problem.stops[stop as usize].job);
        if may_visit && self.loads_fit(route, &order) && self.is_feasible(route) {
            self.routes[route as usize].locked = order.len() as u32;
            jobs.for_each(|job| self.mark_present(job));
        } else {
            jobs.for_each(|job| self.barred[job as usize] = true);
            self.take(route, |node| node != NONE);
        }
    }
}
