//! One vehicle more or one less, judged only after the stops around it have settled.
//!
//! Where stops are optional, how many vehicles go out decides most of what a plan costs, and it freezes early: a step that adds or
//! takes a whole vehicle leaves the plan dearer than before, even where the other number is better once the neighbours have taken
//! stops from it or given some to it. So that step is made whatever it costs, the next ones stay around its place, and only then
//! annealing decides, between the plan as it is and the one before. Large steps that are followed by local ones before they are judged
//! are those of iterated local search (Lourenço, Martin and Stützle 2003, *Iterated local search*, Handbook of Metaheuristics).

use super::anneal::Anneal;
use super::best::Best;
use super::problem::NONE;

/// How often a step sets out on a venture, while there is none.
const SETS_OUT: f64 = 0.006;

/// How often that is with one vehicle more; else it is with one less.
const ONE_MORE: f64 = 0.5;

/// How many steps it has to prove itself.
const STEPS: u32 = 60;

/// Another number of vehicles that still has to prove itself.
pub(crate) struct Venture {
    before: Best,
    absent_before: Vec<u32>,
    own_stops: Vec<u32>,
    steps_left: u32,
}

impl Anneal<'_, '_, '_> {
    /// Now and then sets out with one vehicle more or less, if there are optional stops to be won or lost with it.
    pub(crate) fn set_out(&mut self) -> Option<Venture> {
        let may = self.state.problem.has_optional && !self.state.own_stops.is_empty();
        if may && self.chance.happens(SETS_OUT) {
            self.leave()
        } else {
            None
        }
    }

    /// Sets out. None, and nothing is changed, if that can't be done at the place drawn.
    pub(crate) fn leave(&mut self) -> Option<Venture> {
        let (before, absent_before) = (Best::new(self.state), self.state.absent.clone());
        let stop = if self.chance.happens(ONE_MORE) {
            self.open()?
        } else {
            self.close()?
        };
        self.note_changes();
        self.state.commit();
        let state = &mut *self.state;
        let around = state.problem.neighbours.around(stop).iter().copied();
        let is_own = |&stop: &u32| state.is_served(stop) || state.is_absent(state.problem.stops[stop as usize].job);
        let near = around.filter(is_own).chain([stop]).collect();
        Some(Venture {
            before,
            absent_before,
            own_stops: std::mem::replace(&mut state.own_stops, near),
            steps_left: STEPS,
        })
    }

    /// Counts a step. None when the venture is over.
    pub(crate) fn go_on(&mut self, mut venture: Venture, temperature: f64) -> Option<Venture> {
        venture.steps_left -= 1;
        if venture.steps_left > 0 {
            return Some(venture);
        }
        self.come_home(venture, temperature);
        None
    }

    /// Ends a venture: what it led to stays if it is better than what was before, or not much worse.
    pub(crate) fn come_home(&mut self, venture: Venture, temperature: f64) {
        self.state.own_stops = venture.own_stops;
        if (self.state.cost - venture.before.cost) as f64 >= self.slack(temperature) {
            self.go_back(&venture.before.routes, &venture.absent_before);
        }
    }

    /// Gives the state its earlier routes again. Those that are as they were are not touched, for in an area they may be others'.
    fn go_back(&mut self, routes: &[(Vec<u32>, Vec<u32>)], absent: &[u32]) {
        let state = &mut *self.state;
        let differs = |(route, (order, windows)): &(u32, &(Vec<u32>, Vec<u32>))| {
            let now = &state.routes[*route as usize].order;
            let window = |&node: &u32| state.nodes[node as usize].window;
            now != order || !now.iter().map(window).eq(windows.iter().copied())
        };
        let changed: Vec<_> = (0..).zip(routes).filter(differs).collect();
        for (route, _) in &changed {
            let order = &state.routes[*route as usize].order;
            order.iter().for_each(|&node| state.nodes[node as usize].route = NONE);
        }
        for (route, (order, windows)) in changed {
            state.restore(route, order, windows);
            self.best.note_changed(route);
        }
        for job in [absent, &state.absent.clone()].concat() {
            if state.has_job(job) {
                state.mark_present(job);
            } else {
                state.mark_absent(job);
            }
        }
        state.commit();
    }

    /// Gives up a vehicle that is under way; its jobs go elsewhere or stay away. Answers one of their stops; none, and nothing is
    /// changed, if the vehicle drawn can't be given up.
    fn close(&mut self) -> Option<u32> {
        let stop = self.state.own_stops[self.chance.below(self.state.own_stops.len())];
        let route = self.state.nodes[stop as usize].route;
        if route == NONE || self.state.routes[route as usize].locked > 0 {
            return None;
        }
        self.ruin.begin();
        self.ruin.mark_route(self.state, route);
        self.ruin.take_out(self.state);
        self.state.may_start_vehicles = false;
        self.recreate.place(self.state, &self.ruin.jobs, &mut self.chance);
        self.state.may_start_vehicles = true;
        Some(stop)
    }
}
