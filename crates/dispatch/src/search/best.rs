//! The best plan so far, kept up to date by copying only the routes that changed.

use super::state::State;

/// The best routes found.
pub(crate) struct Best {
    pub(crate) cost: i64,
    pub(crate) routes: Vec<(Vec<u32>, Vec<u32>)>,
    changed: Vec<u32>,
    is_changed: Vec<bool>,
}

impl Best {
    /// A state as the best so far.
    pub(crate) fn new(state: &State) -> Self {
        let routes = state.routes.len();
        let mut best = Self {
            cost: state.cost,
            routes: vec![Default::default(); routes],
            changed: (0..routes as u32).collect(),
            is_changed: vec![true; routes],
        };
        best.take(state);
        best
    }

    /// Notes that the state's route may differ from the best one's.
    #[inline]
    pub(crate) fn note_changed(&mut self, route: u32) {
        if !std::mem::replace(&mut self.is_changed[route as usize], true) {
            self.changed.push(route);
        }
    }

    /// Takes the state as the best.
    pub(crate) fn take(&mut self, state: &State) {
        self.cost = state.cost;
        for route in self.changed.drain(..) {
            self.is_changed[route as usize] = false;
            let (order, windows) = &mut self.routes[route as usize];
            order.clone_from(&state.routes[route as usize].order);
            windows.clear();
            windows.extend(order.iter().map(|&node| state.nodes[node as usize].window));
        }
    }

    /// Takes a plan that was put together elsewhere.
    pub(crate) fn replace(&mut self, cost: i64, routes: &[(Vec<u32>, Vec<u32>)]) {
        self.cost = cost;
        self.routes.clone_from_slice(routes);
        (0..routes.len() as u32).for_each(|route| self.note_changed(route));
    }

    /// Gives the state the best routes again.
    pub(crate) fn give(&mut self, state: &mut State) {
        state.load(&self.routes);
        self.changed.clear();
        self.is_changed.fill(false);
    }
}

impl State<'_, '_> {
    /// Replaces all routes.
    pub(crate) fn load(&mut self, routes: &[(Vec<u32>, Vec<u32>)]) {
        for trail in &self.routes {
            for &node in &trail.order {
                self.nodes[node as usize].route = super::problem::NONE;
            }
        }
        for (route, (order, windows)) in routes.iter().enumerate() {
            self.restore(route as u32, order, windows);
        }
        self.settle_jobs();
    }

    /// Marks which jobs the routes have, once all of them were replaced, and lets that stand.
    pub(crate) fn settle_jobs(&mut self) {
        for job in 0..self.problem.jobs.len() as u32 {
            if self.has_job(job) {
                self.mark_present(job)
            } else {
                self.mark_absent(job)
            }
        }
        self.commit();
    }
}
