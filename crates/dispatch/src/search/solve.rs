//! The door of the search.

use std::time::Instant;

use crate::model::{Instance, Plan};

use super::anneal::Anneal;
use super::begin::same_numbers;
use super::control::{Control, Limits, Pace};
use super::problem::Problem;
use super::renumber::Renumbered;
use super::state::State;

/// How to search.
#[derive(Clone, Debug)]
pub struct Settings {
    /// When to stop.
    pub limits: Limits,
    /// What chance begins with. The same seed, number of iterations and number of threads give the same plan.
    pub seed: u64,
    /// How many threads search side by side, each in an area of its own; 1 by default. 0 is 1.
    pub threads: usize,
    /// A plan to begin with, in the instance's numbers: the published one when the day is planned anew. What of it breaks a
    /// rule is left out, what is missing is added; with it the search goes gently, for most of it is good.
    pub begin_with: Option<Plan>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            seed: 0,
            threads: 1,
            begin_with: None,
        }
    }
}

/// Searches for a plan, the better the longer. Never fails: what can't be served is listed in the plan with its reason.
pub fn solve(instance: &Instance, settings: &Settings, control: &mut Control) -> Plan {
    let began = Instant::now();
    match Renumbered::new(instance) {
        Some(new) => new.give_back(search(&new.instance, &new.numbers(), settings, control, began)),
        None => search(instance, &same_numbers(instance), settings, control, began),
    }
}

fn search(instance: &Instance, numbers: &[u32], settings: &Settings, control: &mut Control, began: Instant) -> Plan {
    let problem = Problem::new(instance);
    let mut state = State::new(&problem);
    if let Some(plan) = &settings.begin_with {
        state.begin_with(plan, numbers);
    }
    let mut pace = Pace::new(settings.limits, began);
    let mut anneal = Anneal::new(&mut state, settings.seed);
    anneal.run(
        &mut pace,
        control,
        settings.begin_with.is_some(),
        settings.threads.max(1),
    );
    problem.plan(&anneal.best)
}
