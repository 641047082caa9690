//! What a step of the search changed, so that it can be taken back without a copy of the whole plan.

use super::problem::NONE;
use super::state::{Node, State};

/// A route as it was: its nodes and the windows used.
#[derive(Clone, Debug, Default)]
pub(crate) struct Saved {
    pub(crate) route: u32,
    pub(crate) order: Vec<u32>,
    pub(crate) windows: Vec<u32>,
}

/// What was changed since the last commit.
#[derive(Clone)]
pub(crate) struct Journal {
    saved: Vec<Saved>,
    used: usize,
    is_saved: Vec<bool>,
    jobs: Vec<u32>,
    is_noted: Vec<bool>,
}

impl Journal {
    pub(crate) fn new(routes: usize, jobs: usize) -> Self {
        Self {
            saved: Vec::new(),
            used: 0,
            is_saved: vec![false; routes],
            jobs: Vec::new(),
            is_noted: vec![false; jobs],
        }
    }

    /// Keeps a route as it is, before its first change.
    #[inline]
    pub(crate) fn save(&mut self, route: u32, order: &[u32], nodes: &[Node]) {
        if std::mem::replace(&mut self.is_saved[route as usize], true) {
            return;
        }
        if self.used == self.saved.len() {
            self.saved.push(Saved::default());
        }
        let saved = &mut self.saved[self.used];
        self.used += 1;
        saved.route = route;
        saved.order.clear();
        saved.order.extend_from_slice(order);
        saved.windows.clear();
        saved
            .windows
            .extend(order.iter().map(|&node| nodes[node as usize].window));
    }

    /// Notes that a job became absent or present.
    pub(crate) fn note_job(&mut self, job: u32) {
        if !std::mem::replace(&mut self.is_noted[job as usize], true) {
            self.jobs.push(job);
        }
    }

    /// The routes that changed since the last commit.
    pub(crate) fn changed(&self) -> impl Iterator<Item = u32> + '_ {
        self.saved[..self.used].iter().map(|saved| saved.route)
    }

    fn clear(&mut self) {
        for saved in &self.saved[..self.used] {
            self.is_saved[saved.route as usize] = false;
        }
        self.used = 0;
        for job in self.jobs.drain(..) {
            self.is_noted[job as usize] = false;
        }
    }
}

impl State<'_, '_> {
    /// Keeps what was changed.
    pub(crate) fn commit(&mut self) {
        self.journal.clear();
    }

    /// Takes back what was changed since the last commit.
    pub(crate) fn take_back(&mut self) {
        let mut journal = std::mem::replace(&mut self.journal, Journal::new(0, 0));
        for saved in &journal.saved[..journal.used] {
            for &node in &self.routes[saved.route as usize].order {
                self.nodes[node as usize].route = NONE;
            }
        }
        for saved in &journal.saved[..journal.used] {
            self.restore(saved.route, &saved.order, &saved.windows);
        }
        journal
            .jobs
            .iter()
            .for_each(|&job| journal.is_noted[job as usize] = true);
        let jobs = std::mem::take(&mut journal.jobs);
        self.journal = journal;
        for &job in &jobs {
            if self.has_job(job) {
                self.mark_present(job)
            } else {
                self.mark_absent(job)
            }
        }
        self.journal.jobs = jobs;
        self.journal.clear();
    }

    /// Gives a route these nodes; none of them may be on another route.
    pub(crate) fn restore(&mut self, route: u32, order: &[u32], windows: &[u32]) {
        let trail = &mut self.routes[route as usize];
        trail.order.clear();
        trail.order.extend_from_slice(order);
        for (&node, &window) in order.iter().zip(windows) {
            if self.is_stop(node) {
                (self.nodes[node as usize].open, self.nodes[node as usize].close) = self.problem.window(node, window);
            }
            self.nodes[node as usize].window = window;
            self.nodes[node as usize].route = route;
        }
        match (order.is_empty(), self.is_idle(route)) {
            (true, false) => self.mark_idle(route),
            (false, true) => self.mark_busy(route),
            _ => {}
        }
        self.refresh(route, 0);
    }
}
