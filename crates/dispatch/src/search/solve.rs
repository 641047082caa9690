//! The door of the search.

use std::time::Instant;

use crate::model::{Instance, Plan};

use super::anneal::Anneal;
use super::control::{Control, Limits, Pace};
use super::problem::Problem;
use super::renumber::Renumbered;
use super::state::State;

/// How to search.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// When to stop.
    pub limits: Limits,
    /// What chance begins with. The same seed and number of iterations give the same plan.
    pub seed: u64,
}

/// Searches for a plan, the better the longer. Never fails: what can't be served is listed in the plan with its reason.
pub fn solve(instance: &Instance, settings: &Settings, control: &mut Control) -> Plan {
    let began = Instant::now();
    match Renumbered::new(instance) {
        Some(renumbered) => renumbered.give_back(search(&renumbered.instance, settings, control, began)),
        None => search(instance, settings, control, began),
    }
}

fn search(instance: &Instance, settings: &Settings, control: &mut Control, began: Instant) -> Plan {
    let problem = Problem::new(instance);
    let mut state = State::new(&problem);
    let mut pace = Pace::new(settings.limits, began);
    let mut anneal = Anneal::new(&mut state, settings.seed);
    anneal.run(&mut pace, control);
    problem.plan(&anneal.best)
}
