//! The search itself: ruin, recreate, and keep the result if it is better or not much worse.
//!
//! Simulated annealing with an exponentially falling temperature, as in the paper of the ruin. How far along it is comes from
//! the iterations where those are limited, else from the clock; with iterations only, the clock decides nothing.

use super::best::Best;
use super::chance::Chance;
use super::control::{Control, Pace};
use super::local::Local;
use super::recreate::Recreate;
use super::rounds::Rounds;
use super::ruin::Ruin;
use super::state::State;

/// The first and the last temperature, in costs of an average leg.
const TEMPERATURES: (f64, f64) = (1.0, 0.02);

/// The first temperature where a plan is begun with.
const GENTLE: f64 = 0.05;

/// How often a step sends one vehicle more, where jobs are optional.
const OPENS: f64 = 0.08;

/// How often moves are looked for around what a step changed.
const POLISHED: f64 = 0.05;

/// How the temperature falls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cooling {
    /// What an average leg costs.
    pub(crate) scale: f64,
    /// The first temperature, in these.
    warmth: f64,
}

impl Cooling {
    fn temperature(self, progress: f64) -> f64 {
        self.scale * self.warmth * (TEMPERATURES.1 / self.warmth).powf(progress)
    }
}

/// One search over one state.
pub(crate) struct Anneal<'s, 'p, 'i> {
    pub(crate) state: &'s mut State<'p, 'i>,
    pub(crate) best: Best,
    pub(crate) chance: Chance,
    pub(crate) ruin: Ruin,
    pub(crate) recreate: Recreate,
    pub(crate) local: Local,
    /// What an average leg costs.
    pub(crate) scale: f64,
}

impl<'s, 'p, 'i> Anneal<'s, 'p, 'i> {
    /// Starts from what the state holds, and places what it can of the rest.
    pub(crate) fn new(state: &'s mut State<'p, 'i>, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let mut recreate = Recreate::new(state.problem, &mut chance);
        let absent = state.absent.clone();
        let before = state.cost;
        recreate.place_first(state, &absent, &mut chance);
        // Measured here, for of a plan that serves nobody there is no average leg.
        let scale = scale(state);
        // Optional jobs that were placed whatever it cost may have spoilt a plan that was good.
        if state.cost > before {
            state.take_back();
        }
        state.commit();
        let (ruin, best) = (Ruin::new(state), Best::new(state));
        let local = Local::new(state);
        Self {
            local,
            state,
            best,
            chance,
            ruin,
            recreate,
            scale,
        }
    }

    /// Goes on with a part of a plan.
    pub(crate) fn resume(state: &'s mut State<'p, 'i>, recreate: Recreate, chance: Chance, scale: f64) -> Self {
        let (ruin, best) = (Ruin::new(state), Best::new(state));
        let local = Local::new(state);
        Self {
            local,
            state,
            best,
            chance,
            ruin,
            recreate,
            scale,
        }
    }

    /// Goes on until the pace says it is over; gently from a plan that is good already.
    pub(crate) fn run(&mut self, pace: &mut Pace, control: &mut Control, is_gentle: bool, threads: usize) {
        if self.state.problem.jobs.is_empty() || self.state.routes.is_empty() {
            return;
        }
        self.spare_vehicles(pace, control);
        let warmth = if is_gentle { GENTLE } else { TEMPERATURES.0 };
        let cooling = Cooling {
            scale: self.scale,
            warmth,
        };
        if self.has_areas(threads) {
            self.run_in_areas(cooling, pace, control, threads);
        } else {
            self.anneal(cooling, Rounds::new(self.state.problem), pace, control);
        }
        self.polish_best();
    }

    /// Step by step until the pace says it is over.
    pub(crate) fn anneal(&mut self, cooling: Cooling, mut rounds: Rounds, pace: &mut Pace, control: &mut Control) {
        let mut venture = None;
        while let Some(progress) = pace.next(control) {
            let temperature = cooling.temperature(rounds.part(progress, pace.iterations));
            venture = venture.or_else(|| self.set_out());
            self.step(temperature);
            venture = venture.and_then(|begun| self.go_on(begun, temperature));
            if pace.reports() {
                control.report(pace, self.state, &self.best);
            }
        }
        if let Some(begun) = venture {
            self.come_home(begun, 0.0);
        }
    }

    /// How much worse than before a plan may be to be kept, drawn anew each time.
    pub(crate) fn slack(&mut self, temperature: f64) -> f64 {
        -temperature * (1.0 - self.chance.unit()).ln()
    }

    /// Ruins, recreates, and decides.
    pub(crate) fn step(&mut self, temperature: f64) {
        if self.state.own_stops.is_empty() {
            return;
        }
        let (before, idle) = (self.state.cost, self.state.idle_vehicles());
        let opens = self.state.problem.has_optional && self.chance.happens(OPENS) && self.open().is_some();
        if !opens {
            if !self.ruin.ruin(self.state, &mut self.chance) {
                self.state.take_back();
                return;
            }
            self.recreate.place(self.state, &self.ruin.jobs, &mut self.chance);
        }
        let slack = self.slack(temperature);
        // While vehicles are spared, an emptied one would be no gain but a vehicle that nobody may use again.
        let empties = !self.state.may_start_vehicles && self.state.idle_vehicles() > idle;
        if empties || (self.state.cost - before) as f64 >= slack {
            self.state.take_back();
            return;
        }
        self.note_changes();
        self.state.commit();
        if self.chance.happens(POLISHED) {
            self.polish_ruined();
        }
        if self.state.cost < self.best.cost && self.state.may_start_vehicles {
            self.best.take(self.state);
        }
    }

    /// Makes the moves that save something around the jobs that were placed anew.
    fn polish_ruined(&mut self) {
        let problem = self.state.problem;
        for &job in &self.ruin.jobs {
            let stops = problem.jobs[job as usize].stops();
            stops.for_each(|stop| self.local.look_around(self.state, stop));
        }
        self.local.improve(self.state, &mut self.best);
    }

    /// Makes the best plan one that no trade and no move makes better.
    fn polish_best(&mut self) {
        self.give_best();
        self.trade();
        for stop in 0..self.state.problem.stops.len() as u32 {
            self.local.look_at(self.state, stop);
        }
        self.local.improve(self.state, &mut self.best);
        self.take_best();
    }

    /// Notes which routes may now differ from the best ones.
    pub(crate) fn note_changes(&mut self) {
        for route in self.state.journal.changed() {
            self.best.note_changed(route);
        }
    }

    /// Takes the state as the best.
    pub(crate) fn take_best(&mut self) {
        self.best.take(self.state);
    }

    /// Goes back to the best.
    pub(crate) fn give_best(&mut self) {
        self.best.give(self.state);
    }
}

/// What a job of the state costs on average. Of fixed costs no more than as much again counts: where a vehicle costs more than
/// all it drives, the legs still have to cool.
fn scale(state: &State) -> f64 {
    let used = || {
        state
            .routes
            .iter()
            .zip(0..)
            .filter(|(trail, _)| !trail.order.is_empty())
    };
    let fixed: i64 = used().map(|(_, route)| state.kind(route).fixed_cost).sum();
    let driven = used().map(|(trail, _)| trail.cost).sum::<i64>() - fixed;
    ((driven + fixed.min(driven)) as f64 / state.served.max(1) as f64).max(1.0)
}
