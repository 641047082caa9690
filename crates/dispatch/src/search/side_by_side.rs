//! Areas searched side by side, round by round.
//!
//! A step of annealing changes one place and is accepted or not by what changes there, so that steps in areas that share no
//! route are the same steps one after the other: many threads do what one would, sooner. Between rounds the areas are joined
//! and cut anew with other borders. What a round does depends on the seed, the number of areas and the number of steps alone,
//! never on which thread was faster.

use super::anneal::{Anneal, Cooling};
use super::areas::{Area, cut};
use super::chance::Chance;
use super::control::{Control, Pace};
use super::part::Orders;
use super::recreate::Recreate;
use super::rounds::Rounds;
use super::state::State;

/// Steps of a thread between two joinings.
const STEPS_A_ROUND: u64 = 10_000;

/// A search has at least so many rounds, if the number of its iterations is given: borders have to move.
const ROUNDS: u64 = 20;

/// An area has at least so many routes, or there are fewer areas.
const ROUTES_AN_AREA: usize = 3;

/// With more stops than this, an area has at most so many even for one thread: what it reads stays in the cache.
const STOPS_AN_AREA: usize = 2_500;

/// What a search in an area gives back: where it stands, the best it saw, what that costs, and the steps made.
struct Found {
    present: Orders,
    best: Orders,
    best_cost: i64,
    steps: u64,
}

/// An area, and all that its search needs.
struct Task<'t> {
    area: &'t Area,
    seed: u64,
    pace: Pace,
}

impl Anneal<'_, '_, '_> {
    /// Whether areas may be worth it at all.
    pub(crate) fn has_areas(&self, threads: usize) -> bool {
        threads.max(self.state.problem.stops.len() / STOPS_AN_AREA) > 1
    }

    /// How many areas are worth it.
    fn areas(&self, threads: usize) -> usize {
        let used = self.state.routes.iter().filter(|trail| !trail.order.is_empty()).count();
        let stops = self.state.problem.stops.len();
        threads.max(stops / STOPS_AN_AREA).min(used / ROUTES_AN_AREA)
    }

    /// Goes on in areas until the pace says it is over.
    pub(crate) fn run_in_areas(&mut self, cooling: Cooling, pace: &mut Pace, control: &mut Control, threads: usize) {
        let mut round = 0;
        while pace.look(control) {
            if pace.is_over() {
                return;
            }
            match self.areas(threads) {
                0 | 1 => self.whole_round(cooling, pace, control),
                areas => self.round(round, areas, cooling, pace, control, threads),
            }
            if pace.reports() {
                control.report(pace, self.state, &self.best);
            }
            round += 1;
        }
    }

    /// One round where there is too little for two.
    fn whole_round(&mut self, cooling: Cooling, pace: &mut Pace, control: &mut Control) {
        let mut share = pace.share(STEPS_A_ROUND, 1);
        self.anneal(cooling, Rounds::ONE, &mut share, control);
        pace.count(share.steps_since(pace.iterations));
    }

    /// One round: cut, search, join.
    fn round(
        &mut self,
        round: u64,
        areas: usize,
        cooling: Cooling,
        pace: &mut Pace,
        control: &Control,
        threads: usize,
    ) {
        let areas = cut(self.state, areas, round);
        let steps = pace.most().div_ceil(ROUNDS * areas.len() as u64);
        let share = pace.share(
            steps.clamp(1, STEPS_A_ROUND / areas.len().div_ceil(threads) as u64),
            areas.len() as u64,
        );
        let tasks: Vec<Task> = areas
            .iter()
            .map(|area| Task {
                area,
                seed: self.chance.bits(),
                pace: share.clone(),
            })
            .collect();
        let (state, recreate, cancel) = (&*self.state, &self.recreate, control.cancel);
        let search = |task: Task| {
            let mut control = Control {
                cancel,
                on_progress: None,
            };
            search(state, recreate, task, cooling, &mut control)
        };
        let found = in_threads(tasks, threads, &search);
        pace.count(found.iter().map(|found| found.steps).sum());
        self.join(found);
    }

    /// Puts the areas together again, and keeps their best parts if these make the best plan.
    fn join(&mut self, found: Vec<Found>) {
        let best_cost = found.iter().map(|found| found.best_cost).sum();
        let mut routes = vec![Default::default(); self.state.routes.len()];
        if best_cost < self.best.cost {
            for (route, order, windows) in found.iter().flat_map(|found| &found.best) {
                routes[*route as usize] = (order.clone(), windows.clone());
            }
            self.best.replace(best_cost, &routes);
        }
        for (route, order, windows) in found.into_iter().flat_map(|found| found.present) {
            routes[route as usize] = (order, windows);
        }
        self.state.load(&routes);
    }
}

/// Searches in one area.
fn search(state: &State, recreate: &Recreate, task: Task, cooling: Cooling, control: &mut Control) -> Found {
    let mut pace = task.pace;
    let begun = pace.iterations;
    let mut part = state.part(task.area);
    let mut anneal = Anneal::resume(&mut part, recreate.clone(), Chance::new(task.seed), cooling.scale);
    anneal.anneal(cooling, Rounds::ONE, &mut pace, control);
    let best_cost = anneal.best.cost;
    let routes = std::mem::take(&mut anneal.best.routes);
    let of = |&route: &u32| {
        let (order, windows) = routes[route as usize].clone();
        (route, order, windows)
    };
    Found {
        best: task.area.routes.iter().map(of).collect(),
        best_cost,
        steps: pace.steps_since(begun),
        present: part.orders(&task.area.routes),
    }
}

/// Does tasks in turn by so many threads; answers in the order of the tasks.
fn in_threads<T: Send, A: Send>(tasks: Vec<T>, threads: usize, work: &(impl Fn(T) -> A + Sync)) -> Vec<A> {
    if threads < 2 {
        return tasks.into_iter().map(work).collect();
    }
    let count = tasks.len();
    let mut hands: Vec<Vec<(usize, T)>> = (0..threads.min(count)).map(|_| Vec::new()).collect();
    let number_of_hands = hands.len();
    for (number, task) in tasks.into_iter().enumerate() {
        hands[number % number_of_hands].push((number, task));
    }
    let mut done: Vec<(usize, A)> = std::thread::scope(|scope| {
        let do_all = |tasks: Vec<(usize, T)>| -> Vec<(usize, A)> {
            tasks.into_iter().map(|(number, task)| (number, work(task))).collect()
        };
        let threads: Vec<_> = hands
            .into_iter()
            .map(|tasks| scope.spawn(move || do_all(tasks)))
            .collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, Vec<(usize, A)>>| match thread.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        threads.into_iter().flat_map(join).collect()
    });
    done.sort_by_key(|&(number, _)| number);
    done.into_iter().map(|(_, answer)| answer).collect()
}
