//! The best move found so far, and making it.

use super::super::problem::NONE;
use super::super::state::State;
use super::way::Way;

/// A move: what it adds to the cost, which is less than nothing, and the routes as they will be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) cost: i64,
    pub(crate) orders: Vec<(u32, Vec<u32>)>,
    /// A stop that is served from now on, and one that no longer is.
    pub(super) comes: Option<u32>,
    pub(super) goes: Option<u32>,
}

impl Found {
    /// Whether there is a move.
    pub(crate) fn is_some(&self) -> bool {
        self.cost < 0
    }

    /// Keeps a move if it is the best so far. Each way is driven by a vehicle, or by none if there is nothing to drive; a route that
    /// none of these vehicles had is left empty.
    pub(super) fn offer(&mut self, state: &State, cost: i64, ways: &[Way], drivers: &[u32]) {
        if cost < self.cost {
            self.cost = cost;
            (self.comes, self.goes) = (None, None);
            self.orders.clear();
            let left = ways
                .iter()
                .map(|way| way.route)
                .filter(|route| !drivers.contains(route));
            self.orders.extend(left.map(|route| (route, Vec::new())));
            let driven = ways.iter().zip(drivers).filter(|&(_, &driver)| driver != NONE);
            self.orders
                .extend(driven.map(|(&way, &driver)| (driver, state.order_of_way(way))));
        }
    }
}

impl State<'_, '_> {
    /// Judges two ways that routes would go in place of the present ones, and keeps them if that is the best move so far. Where vehicles
    /// are alike but for room and price, the cheapest ones drive them.
    pub(super) fn judge(&mut self, ways: [Way; 2], found: &mut Found) {
        let [one, other] = ways;
        let paid = self.routes[one.route as usize].cost + self.routes[other.route as usize].cost;
        let most = paid + found.cost;
        if self.may_change_vehicle(one.route) || self.may_change_vehicle(other.route) {
            if let Some((cost, drivers)) = self.cheapest_drivers(ways, most) {
                found.offer(self, cost - paid, &ways, &drivers);
            }
            return;
        }
        let Some(first) = self.cost_of_way(one, most) else {
            return;
        };
        if let Some(second) = self.cost_of_way(other, most - first) {
            found.offer(self, first + second - paid, &ways, &[one.route, other.route]);
        }
    }

    /// Makes a move.
    pub(crate) fn make(&mut self, found: &Found) {
        for (route, _) in &found.orders {
            self.journal
                .save(*route, &self.routes[*route as usize].order, &self.nodes);
        }
        if let Some(stop) = found.goes {
            self.nodes[stop as usize].route = NONE;
            self.mark_absent(self.problem.stops[stop as usize].job);
        }
        for (route, order) in &found.orders {
            let windows: Vec<u32> = order.iter().map(|&node| self.nodes[node as usize].window).collect();
            self.restore(*route, order, &windows);
        }
        if let Some(stop) = found.comes {
            self.mark_present(self.problem.stops[stop as usize].job);
        }
    }
}
