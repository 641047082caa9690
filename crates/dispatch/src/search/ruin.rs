//! Ruin: strings of stops taken out of routes that lie side by side.
//!
//! Christiaens and Vanden Berghe (2020), *Slack induction by string removals for vehicle routing problems*, Transportation
//! Science 54(2). What is taken out leaves slack in space and time at one place, which is where recreating can do better.

use super::chance::Chance;
use super::problem::NONE;
use super::state::State;

/// How many stops a ruin takes out on average.
const STOPS_ON_AVERAGE: f64 = 10.0;

/// The longest string.
const LONGEST_STRING: usize = 10;

/// How often a string leaves some of its stops in the middle where they are.
const SPLIT: f64 = 0.5;

/// How often it leaves one more.
const ONE_MORE: f64 = 0.01;

/// How often a ruin begins at a stop that is not served, while there is one.
const AT_ABSENT: f64 = 0.25;

/// How often, where there are vehicles of several kinds, whole routes are taken out, so that vehicles of other kinds can take the place
/// of several at once. One route alone changes its vehicle without that.
const WHOLE: f64 = 0.05;

/// How many whole routes at most.
const WHOLE_ROUTES: usize = 4;

/// The longest route that is taken out whole.
const LONGEST_WHOLE: usize = 20;

/// How many jobs that were absent before are tried again at most.
const ABSENT_TRIED: usize = 12;

/// What ruins remember from one to the next: only stamps, and lists to be used again.
pub(crate) struct Ruin {
    step: u32,
    ruined_at: Vec<u32>,
    goes_at: Vec<u32>,
    tried_at: Vec<u32>,
    routes: Vec<u32>,
    /// The jobs to be placed again.
    pub(crate) jobs: Vec<u32>,
}

impl Ruin {
    pub(crate) fn new(state: &State) -> Self {
        Self {
            step: 0,
            ruined_at: vec![0; state.routes.len()],
            goes_at: vec![0; state.nodes.len()],
            tried_at: vec![0; state.problem.jobs.len()],
            routes: Vec::new(),
            jobs: Vec::new(),
        }
    }

    /// Takes strings out around a random stop. False if a route can't be driven without what was taken out.
    pub(crate) fn ruin(&mut self, state: &mut State, chance: &mut Chance) -> bool {
        self.step += 1;
        self.routes.clear();
        self.jobs.clear();
        let seed = pick_seed(state, chance);
        let (mut strings, longest) = sizes(state, chance);
        let is_whole = state.problem.has_sizes && chance.happens(WHOLE);
        if is_whole {
            strings = 2 + chance.below(WHOLE_ROUTES - 1);
        }
        let problem = state.problem;
        for stop in [seed]
            .into_iter()
            .chain(problem.neighbours.around(seed).iter().copied())
        {
            let node = state.nodes[stop as usize];
            if node.route == NONE {
                self.try_absent(state, stop);
            } else if self.routes.len() < strings && self.ruined_at[node.route as usize] != self.step {
                if is_whole && state.routes[node.route as usize].order.len() <= LONGEST_WHOLE {
                    self.mark_route(state, node.route);
                } else {
                    self.pick_string(state, stop, longest, chance);
                }
            } else if self.routes.len() >= strings {
                break;
            }
        }
        self.take_out(state)
    }

    /// Puts an absent job on the list.
    pub(crate) fn try_absent(&mut self, state: &State, stop: u32) {
        self.offer(state, stop, ABSENT_TRIED);
    }

    /// The same, unless so many are on it.
    pub(crate) fn offer(&mut self, state: &State, stop: u32, most: usize) {
        let job = state.problem.stops[stop as usize].job;
        if state.is_absent(job) && self.jobs.len() < most && self.tried_at[job as usize] != self.step {
            self.tried_at[job as usize] = self.step;
            self.jobs.push(job);
        }
    }

    /// Marks a string of a stop's route that goes around the stop.
    fn pick_string(&mut self, state: &State, stop: u32, longest: usize, chance: &mut Chance) {
        let node = &state.nodes[stop as usize];
        let trail = &state.routes[node.route as usize];
        let (locked, position) = (trail.locked as usize, node.position as usize);
        if position < locked {
            return;
        }
        let free = trail.order.len() - locked;
        let length = 1 + chance.below(longest.min(free));
        let mut kept = 0;
        if length > 1 && length < free && chance.happens(SPLIT) {
            kept = 1;
            while length + kept < free && chance.happens(ONE_MORE) {
                kept += 1;
            }
        }
        let span = length + kept;
        let first = locked.max((position + 1).saturating_sub(span));
        let last = position.min(trail.order.len() - span);
        let from = first + chance.below(last - first + 1);
        let keep_from = if kept > 0 {
            from + 1 + chance.below(length - 1)
        } else {
            from + span
        };
        self.ruined_at[node.route as usize] = self.step;
        self.routes.push(node.route);
        for index in (from..from + span).filter(|&index| index < keep_from || index >= keep_from + kept) {
            let node = trail.order[index];
            if state.is_stop(node) {
                self.mark_job(state, node);
            }
        }
    }

    /// Marks a whole route.
    pub(crate) fn mark_route(&mut self, state: &State, route: u32) {
        self.ruined_at[route as usize] = self.step;
        self.routes.push(route);
        let order = &state.routes[route as usize].order;
        order
            .iter()
            .filter(|&&node| state.is_stop(node))
            .for_each(|&stop| self.mark_job(state, stop));
    }

    fn mark_job(&mut self, state: &State, stop: u32) {
        let number = state.problem.stops[stop as usize].job;
        if self.tried_at[number as usize] == self.step {
            return;
        }
        let job = &state.problem.jobs[number as usize];
        if job.stops().any(|stop| state.is_locked(stop)) {
            return;
        }
        self.tried_at[number as usize] = self.step;
        job.stops().for_each(|stop| self.goes_at[stop as usize] = self.step);
        self.jobs.push(number);
    }

    /// Begins a ruin of one's own, to be marked and then taken out.
    pub(crate) fn begin(&mut self) {
        self.step += 1;
        self.routes.clear();
        self.jobs.clear();
    }

    /// Takes out what is marked.
    pub(crate) fn take_out(&mut self, state: &mut State) -> bool {
        for &route in &self.routes {
            state.take(route, |node| self.goes_at[node as usize] == self.step);
        }
        for &job in &self.jobs {
            state.mark_absent(job);
        }
        self.routes.iter().all(|&route| state.is_feasible(route))
    }
}

fn pick_seed(state: &State, chance: &mut Chance) -> u32 {
    if !state.absent.is_empty() && chance.happens(AT_ABSENT) {
        let job = state.absent[chance.below(state.absent.len())];
        if let Some(stop) = state.problem.jobs[job as usize].stops().next() {
            return stop;
        }
    }
    state.own_stops[chance.below(state.own_stops.len())]
}

/// How many strings, and the longest of them.
fn sizes(state: &State, chance: &mut Chance) -> (usize, usize) {
    let idle = state.idle_vehicles();
    let used = (state.routes.len() - state.away - idle).max(1);
    let longest = LONGEST_STRING.min(state.served / used).max(1);
    let most = 4.0 * STOPS_ON_AVERAGE / (1.0 + longest as f64) - 1.0;
    ((1.0 + chance.unit() * most) as usize, longest)
}
