//! A part of the plan as a search of its own: the same problem and the same numbers, with all other routes sent away.

use super::areas::Area;
use super::problem::NONE;
use super::state::State;

/// The routes of a part, as a search left them: number, nodes and windows.
pub(crate) type Orders = Vec<(u32, Vec<u32>, Vec<u32>)>;

impl State<'_, '_> {
    /// A copy that knows only an area's vehicles and absent jobs. Costs are of these alone.
    pub(crate) fn part(&self, area: &Area) -> Self {
        let mut part = self.clone();
        let mut is_here = vec![false; self.routes.len()];
        area.routes.iter().for_each(|&route| is_here[route as usize] = true);
        for route in (0..self.routes.len() as u32).filter(|&route| !is_here[route as usize]) {
            part.send_away(route);
        }
        part.keep_absent(&area.absent);
        part.own_stops = (0..self.problem.stops.len() as u32)
            .filter(|&stop| part.is_served(stop) || part.is_absent(self.problem.stops[stop as usize].job))
            .collect();
        part
    }

    /// The orders of some routes.
    pub(crate) fn orders(&self, routes: &[u32]) -> Orders {
        let windows = |order: &[u32]| order.iter().map(|&node| self.nodes[node as usize].window).collect();
        let content = |&route: &u32| {
            let order = self.routes[route as usize].order.clone();
            (route, windows(&order), order)
        };
        routes
            .iter()
            .map(content)
            .map(|(route, windows, order)| (route, order, windows))
            .collect()
    }

    fn send_away(&mut self, route: u32) {
        if self.is_idle(route) {
            self.mark_busy(route);
        }
        let trail = &mut self.routes[route as usize];
        self.cost -= std::mem::take(&mut trail.cost);
        for node in std::mem::take(&mut trail.order) {
            self.nodes[node as usize].route = NONE;
        }
        self.away += 1;
    }
}
