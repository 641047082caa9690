//! The plan while it is searched: routes as lists of nodes, each node knowing what lies before and behind it.
//!
//! A node is a stop, a vehicle's start or end, or a reload. Every insertion can be judged from the two nodes beside it alone.

use crate::timing::Timetable;

use super::journal::Journal;
use super::problem::{NONE, Problem, TypeFacts};
use super::segment::Segment;

/// A node's place in its route, and the time there is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) route: u32,
    pub(crate) position: u32,
    pub(crate) before: u32,
    pub(crate) after: u32,
    pub(crate) location: u32,
    /// Which of the stop's windows is used.
    pub(crate) window: u32,
    pub(crate) open: i64,
    pub(crate) close: i64,
    pub(crate) service: i64,
    /// When the vehicle leaves at the earliest.
    pub(crate) ready: i64,
    /// When the service may begin at the latest.
    pub(crate) latest: i64,
    /// How far and how long it is to the next node.
    pub(crate) leg: (i64, i64),
    /// How far it is from the start of the route.
    pub(crate) driven: i64,
}

/// A vehicle's route; stops and reloads only.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    pub(crate) order: Vec<u32>,
    pub(crate) distance: i64,
    pub(crate) duration: i64,
    pub(crate) cost: i64,
    /// How many stops at the front stay where they are.
    pub(crate) locked: u32,
}

/// All routes.
#[derive(Clone)]
pub(crate) struct State<'p, 'i> {
    pub(crate) problem: &'p Problem<'i>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) routes: Vec<Trail>,
    /// From the start up to and including a node, and from it to the end; kept only where duration matters.
    pub(crate) until: Vec<Segment>,
    pub(crate) onward: Vec<Segment>,
    /// The heaviest load, by node and dimension, from the beginning of its trip up to leaving the node, and from leaving it to
    /// the trip's end. Kept only where loads do not just go down.
    pub(crate) heaviest_until: Vec<i64>,
    pub(crate) heaviest_onward: Vec<i64>,
    /// The load on leaving a node, likewise.
    pub(crate) carried: Vec<i64>,
    /// What each route brings out in all.
    pub(crate) brought: Vec<i64>,
    /// Vehicles without stops, by type.
    pub(crate) idle: Vec<Vec<u32>>,
    idle_at: Vec<u32>,
    /// Jobs that are not served, and where each stands in the list.
    pub(crate) absent: Vec<u32>,
    pub(super) absent_at: Vec<u32>,
    /// The stops this search is about: all, or those of one part of the plan.
    pub(crate) own_stops: Vec<u32>,
    /// How many vehicles belong to other parts.
    pub(crate) away: usize,
    /// Jobs that are served.
    pub(crate) served: usize,
    /// Jobs that nobody may serve in this search.
    pub(crate) barred: Vec<bool>,
    /// What it weighs that a job is absent: its penalty, except while vehicles are spared.
    pub(super) weights: Vec<i64>,
    /// How often a job was found waiting.
    pub(super) waits: Vec<u32>,
    /// Whether the first job of an idle vehicle is charged only its part of the vehicle's fixed cost.
    pub(crate) shares_fixed_cost: bool,
    /// The only type of which idle vehicles are used at present; none for all.
    pub(crate) opens: u32,
    /// Whether idle vehicles may be used.
    pub(crate) may_start_vehicles: bool,
    /// Cost of all routes, and weight of all absent jobs.
    pub(crate) cost: i64,
    pub(crate) journal: Journal,
    pub(crate) timetable: Timetable,
}

impl<'p, 'i> State<'p, 'i> {
    /// Nobody goes anywhere yet.
    pub(crate) fn new(problem: &'p Problem<'i>) -> Self {
        let (stops, vehicles) = (problem.stops.len(), problem.vehicles.len());
        let count = stops + vehicles * (2 + problem.most_reloads as usize);
        let timed = problem.types.iter().any(|kind| kind.timed);
        let segments = if timed { count } else { 0 };
        let loads = if problem.only_deliveries {
            0
        } else {
            count * problem.dimensions
        };
        let blank = Node {
            route: NONE,
            position: 0,
            before: NONE,
            after: NONE,
            location: 0,
            window: 0,
            open: 0,
            close: 0,
            service: 0,
            ready: 0,
            latest: 0,
            leg: (0, 0),
            driven: 0,
        };
        let mut state = Self {
            problem,
            nodes: vec![blank; count],
            routes: vec![Trail::default(); vehicles],
            until: vec![Segment::default(); segments],
            onward: vec![Segment::default(); segments],
            heaviest_until: vec![0; loads],
            heaviest_onward: vec![0; loads],
            carried: vec![0; loads],
            brought: vec![0; vehicles * problem.dimensions],
            idle: vec![Vec::new(); problem.types.len()],
            idle_at: vec![NONE; vehicles],
            absent: (0..problem.jobs.len() as u32).collect(),
            absent_at: (0..problem.jobs.len() as u32).collect(),
            own_stops: (0..stops as u32).collect(),
            away: 0,
            served: 0,
            barred: vec![false; problem.jobs.len()],
            weights: problem.jobs.iter().map(|job| job.penalty).collect(),
            waits: vec![1; problem.jobs.len()],
            shares_fixed_cost: false,
            opens: NONE,
            may_start_vehicles: true,
            cost: problem.jobs.iter().map(|job| job.penalty).sum(),
            journal: Journal::new(vehicles, problem.jobs.len()),
            timetable: Timetable::default(),
        };
        for (stop, facts) in problem.stops.iter().enumerate() {
            state.nodes[stop].location = facts.location;
            state.nodes[stop].service = facts.service;
            (state.nodes[stop].open, state.nodes[stop].close) = problem.window(stop as u32, 0);
        }
        for route in (0..vehicles as u32).rev() {
            state.set_ends(route);
            state.refresh(route, 0);
            state.mark_idle(route);
        }
        state.place_first_stops();
        state
    }

    fn set_ends(&mut self, route: u32) {
        let kind = self.kind(route);
        for (node, location) in [(self.start(route), kind.start), (self.end(route), kind.end)] {
            let node = &mut self.nodes[node as usize];
            (node.route, node.location) = (route, location);
            (node.open, node.close) = kind.shift;
        }
        let reload = self.problem.instance.vehicles()[self.problem.vehicles[route as usize] as usize].reload;
        for (time, reload) in (0..kind.reloads).zip(std::iter::repeat(reload).flatten()) {
            let node = self.reload_node(route, time);
            let node = &mut self.nodes[node as usize];
            node.location = reload.location as u32;
            node.service = reload.duration.0;
            (node.open, node.close) = kind.shift;
        }
    }

    /// The type of a route's vehicle.
    #[inline]
    pub(crate) fn kind(&self, route: u32) -> &'p TypeFacts {
        &self.problem.types[self.problem.vehicles[route as usize] as usize]
    }

    /// The node of a route's start.
    #[inline]
    pub(crate) fn start(&self, route: u32) -> u32 {
        (self.problem.stops.len() + 2 * route as usize) as u32
    }

    /// The node of a route's end.
    #[inline]
    pub(crate) fn end(&self, route: u32) -> u32 {
        self.start(route) + 1
    }

    /// A node for a reload of a route.
    pub(crate) fn reload_node(&self, route: u32, time: u32) -> u32 {
        let ends = self.problem.stops.len() + 2 * self.problem.vehicles.len();
        (ends + (route * self.problem.most_reloads + time) as usize) as u32
    }

    /// Whether a node is a stop.
    #[inline]
    pub(crate) fn is_stop(&self, node: u32) -> bool {
        (node as usize) < self.problem.stops.len()
    }

    /// Whether a stop is on a route.
    #[inline]
    pub(crate) fn is_served(&self, stop: u32) -> bool {
        self.nodes[stop as usize].route != NONE
    }

    /// Whether any stop of a job is on a route.
    pub(crate) fn has_job(&self, job: u32) -> bool {
        self.problem.jobs[job as usize].stops().any(|stop| self.is_served(stop))
    }

    /// Whether a stop must stay where it is.
    pub(crate) fn is_locked(&self, stop: u32) -> bool {
        let node = &self.nodes[stop as usize];
        node.route != NONE && node.position < self.routes[node.route as usize].locked
    }

    /// Puts a node into a route, to be visited as number `index`, in one of its windows.
    pub(crate) fn put(&mut self, route: u32, index: usize, node: u32, window: u32) {
        self.journal
            .save(route, &self.routes[route as usize].order, &self.nodes);
        if self.routes[route as usize].order.is_empty() {
            self.mark_busy(route);
        }
        if self.is_stop(node) {
            (self.nodes[node as usize].open, self.nodes[node as usize].close) = self.problem.window(node, window);
            self.nodes[node as usize].window = window;
        }
        self.nodes[node as usize].route = route;
        self.routes[route as usize].order.insert(index, node);
        self.refresh(route, index);
    }

    /// Takes nodes off a route; those that `goes` says.
    pub(crate) fn take(&mut self, route: u32, goes: impl Fn(u32) -> bool) {
        self.journal
            .save(route, &self.routes[route as usize].order, &self.nodes);
        let mut order = std::mem::take(&mut self.routes[route as usize].order);
        let mut first = order.len();
        let mut index = 0;
        order.retain(|&node| {
            let goes = goes(node);
            if goes {
                self.nodes[node as usize].route = NONE;
                first = first.min(index);
            }
            index += 1;
            !goes
        });
        if self.kind(route).reloads > 0 {
            self.drop_needless_reloads(route, &mut order);
            first = 0;
        }
        let is_empty = order.is_empty();
        self.routes[route as usize].order = order;
        if is_empty && self.idle_at[route as usize] == NONE {
            self.mark_idle(route);
        }
        self.refresh(route, first);
    }

    /// Notes that a job is not served.
    pub(crate) fn mark_absent(&mut self, job: u32) {
        if self.absent_at[job as usize] == NONE {
            self.journal.note_job(job);
            self.absent_at[job as usize] = self.absent.len() as u32;
            self.absent.push(job);
            self.served -= 1;
            self.cost += self.weights[job as usize];
        }
    }

    /// Notes that a job is served.
    pub(crate) fn mark_present(&mut self, job: u32) {
        let at = std::mem::replace(&mut self.absent_at[job as usize], NONE);
        if at != NONE {
            self.journal.note_job(job);
            self.absent.swap_remove(at as usize);
            self.served += 1;
            if let Some(&moved) = self.absent.get(at as usize) {
                self.absent_at[moved as usize] = at;
            }
            self.cost -= self.weights[job as usize];
        }
    }

    /// Whether a job waits to be served.
    #[inline]
    pub(crate) fn is_absent(&self, job: u32) -> bool {
        self.absent_at[job as usize] != NONE
    }

    /// Forgets the absent jobs except these, and counts the served ones anew.
    pub(super) fn keep_absent(&mut self, jobs: &[u32]) {
        for &job in &self.absent {
            self.absent_at[job as usize] = NONE;
            self.cost -= self.weights[job as usize];
        }
        self.absent.clear();
        for &job in jobs {
            self.absent_at[job as usize] = self.absent.len() as u32;
            self.absent.push(job);
            self.cost += self.weights[job as usize];
        }
        self.served = (0..self.problem.jobs.len() as u32)
            .filter(|&job| self.has_job(job))
            .count();
    }

    pub(super) fn mark_idle(&mut self, route: u32) {
        let list = &mut self.idle[self.problem.vehicles[route as usize] as usize];
        self.idle_at[route as usize] = list.len() as u32;
        list.push(route);
    }

    pub(super) fn mark_busy(&mut self, route: u32) {
        let at = std::mem::replace(&mut self.idle_at[route as usize], NONE);
        let list = &mut self.idle[self.problem.vehicles[route as usize] as usize];
        list.swap_remove(at as usize);
        if let Some(&moved) = list.get(at as usize) {
            self.idle_at[moved as usize] = at;
        }
    }

    /// How many vehicles go nowhere.
    pub(super) fn idle_vehicles(&self) -> usize {
        self.idle.iter().map(Vec::len).sum()
    }

    pub(super) fn is_idle(&self, route: u32) -> bool {
        self.idle_at[route as usize] != NONE
    }
}
