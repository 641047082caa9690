//! Recreate: each job taken out goes back to its cheapest place, in an order drawn anew each time.

use super::chance::Chance;
use super::problem::Problem;
use super::spot::Blinks;
use super::state::State;

/// The orders in which jobs are placed, and how often each is drawn. The first four are those of Christiaens and Vanden
/// Berghe; the rest serve time windows.
const ORDERS: [(By, usize); 7] = [
    (By::Random, 4),
    (By::Load, 4),
    (By::Far, 2),
    (By::Near, 1),
    (By::ShortWindow, 2),
    (By::EarlyWindow, 2),
    (By::LateWindow, 2),
];

/// How often optional jobs are placed whatever it costs, and taken out afterwards if they still don't pay: one job seldom pays
/// for a vehicle, ten together do.
const GENEROUS: f64 = 0.4;

/// How often idle vehicles of one type only are used.
const ONE_TYPE: f64 = 0.5;

/// How often else a stop that begins a vehicle is charged only its part of the fixed cost.
const SHARED: f64 = 0.5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Random,
    Load,
    Far,
    Near,
    ShortWindow,
    EarlyWindow,
    LateWindow,
}

/// What jobs are ordered by.
#[derive(Clone, Copy, Debug, Default)]
struct Keys {
    load: i64,
    distance: i64,
    open: i64,
    close: i64,
}

/// Places jobs.
#[derive(Clone)]
pub(crate) struct Recreate {
    keys: Vec<Keys>,
    order: Vec<(i64, u32)>,
    blinks: Blinks,
}

impl Recreate {
    pub(crate) fn new(problem: &Problem, chance: &mut Chance) -> Self {
        let keys = (0..problem.jobs.len()).map(|job| keys_of(problem, job)).collect();
        Self {
            keys,
            order: Vec::new(),
            blinks: Blinks::new(chance),
        }
    }

    /// Places absent jobs where each is cheapest at its turn; what costs more than leaving it out stays absent.
    pub(crate) fn place(&mut self, state: &mut State, jobs: &[u32], chance: &mut Chance) {
        let is_generous = state.problem.has_optional && chance.happens(GENEROUS);
        self.place_as(is_generous, state, jobs, chance);
    }

    /// The same for a first plan: there is nothing yet that a job could join, so that none would pay alone.
    pub(crate) fn place_first(&mut self, state: &mut State, jobs: &[u32], chance: &mut Chance) {
        self.place_as(state.problem.has_optional, state, jobs, chance);
    }

    fn place_as(&mut self, is_generous: bool, state: &mut State, jobs: &[u32], chance: &mut Chance) {
        self.sort(jobs, chance);
        self.choose_vehicles(state, chance);
        for at in 0..self.order.len() {
            let job = self.order[at].1;
            let most = if is_generous { i64::MAX >> 4 } else { state.weight(job) };
            let spot = state.best_spot(job, most, chance, &mut self.blinks);
            if spot.is_somewhere() {
                state.settle(&spot);
                state.mark_present(job);
            }
        }
        if is_generous {
            self.prune(state);
        }
        state.refit();
    }

    /// Decides which idle vehicles are shown. Stop by stop the vehicle that is cheapest for one looks best, whatever would be
    /// best for ten; so now and then only one type is shown, drawn at random.
    fn choose_vehicles(&self, state: &mut State, chance: &mut Chance) {
        let types = state.problem.types.len();
        let shows_one = state.problem.has_sizes && chance.happens(ONE_TYPE);
        state.opens = if shows_one {
            chance.below(types) as u32
        } else {
            super::problem::NONE
        };
        state.shares_fixed_cost = state.problem.has_sizes && (shows_one || chance.happens(SHARED));
    }

    /// Takes out what didn't pay, last placed first.
    fn prune(&self, state: &mut State) {
        for &(_, job) in self.order.iter().rev() {
            if !state.problem.jobs[job as usize].is_required {
                state.prune(job);
            }
        }
    }

    fn sort(&mut self, jobs: &[u32], chance: &mut Chance) {
        let mut drawn = chance.below(ORDERS.iter().map(|(_, weight)| weight).sum());
        let mut by = By::Random;
        for (order, weight) in ORDERS {
            if drawn < weight {
                by = order;
                break;
            }
            drawn -= weight;
        }
        let keys = &self.keys;
        self.order.clear();
        self.order.extend(jobs.iter().map(|&job| {
            let Keys {
                load,
                distance,
                open,
                close,
            } = keys[job as usize];
            let key = match by {
                By::Random => (chance.bits() >> 1) as i64,
                By::Load => -load,
                By::Far => -distance,
                By::Near => distance,
                By::ShortWindow => close - open,
                By::EarlyWindow => open,
                By::LateWindow => -close,
            };
            (key, job)
        }));
        self.order.sort_unstable();
    }
}

fn keys_of(problem: &Problem, job: usize) -> Keys {
    let stops: Vec<u32> = problem.jobs[job].stops().collect();
    let Some(&first) = stops.first() else {
        return Keys::default();
    };
    let depot = problem.types.first().map_or(0, |kind| kind.start);
    let load = |dimension: usize| {
        let at = first as usize * problem.dimensions + dimension;
        let loads = &problem.loads;
        let load = loads.delivery[at].max(loads.to_depot[at]).max(loads.paired[at]);
        let most = problem
            .types
            .iter()
            .map(|kind| kind.capacity[dimension])
            .max()
            .unwrap_or(1)
            .max(1);
        (load as f64 / most as f64 * 1e9) as i64
    };
    let distance = problem.types.first().map_or(0, |kind| {
        let location = problem.stops[first as usize].location;
        problem.leg(kind, depot, location).0
    });
    let windows = &problem.windows[problem.stops[first as usize].first_window as usize..]
        [..problem.stops[first as usize].windows as usize];
    Keys {
        load: (0..problem.dimensions).map(load).max().unwrap_or(0),
        distance,
        open: windows.iter().map(|window| window.0).min().unwrap_or(0),
        close: windows.iter().map(|window| window.1).max().unwrap_or(0),
    }
}
