//! The search one step at a time, for tests that look over its shoulder.

use crate::model::{Instance, Plan};

use super::anneal::Anneal;
use super::areas::cut;
use super::best::Best;
use super::chance::Chance;
use super::local::Found;
use super::problem::Problem;
use super::recreate::Recreate;
use super::ruin::Ruin;
use super::spot::Blinks;
use super::state::State;

/// A search that stands still between steps.
pub(crate) struct Walk<'i> {
    problem: &'static Problem<'static>,
    state: State<'static, 'static>,
    chance: Chance,
    _instance: &'i Instance,
}

impl<'i> Walk<'i> {
    /// Begins. The instance lives as long as the test's process; there are few and they are small.
    pub(crate) fn new(instance: &'i Instance, seed: u64) -> Self {
        let kept: &'static Instance = Box::leak(Box::new(instance.clone()));
        let problem: &'static Problem<'static> = Box::leak(Box::new(Problem::new(kept)));
        let state = State::new(problem);
        Self {
            problem,
            state,
            chance: Chance::new(seed),
            _instance: instance,
        }
    }

    /// One step at a temperature at which nearly all is accepted.
    pub(crate) fn step(&mut self) {
        let seed = self.chance.bits();
        Anneal::new(&mut self.state, seed).step(1e6);
    }

    /// What a search that begins here takes for the cost of an average leg.
    pub(crate) fn scale(&mut self) -> f64 {
        let seed = self.chance.bits();
        Anneal::new(&mut self.state, seed).scale
    }

    /// The plan, the weight of required jobs left out, and what the search thinks of both.
    pub(crate) fn present(&self) -> (Plan, i64, i64) {
        let best = Best::new(&self.state);
        let (cost, _) = self.problem.outcome(&best);
        (self.problem.plan(&best), self.state.cost - cost.0, self.state.cost)
    }

    /// For each served job in turn: takes it out, and says whether another vehicle takes the route over with it, what putting it
    /// back was said to cost and what it did.
    pub(crate) fn insertions(&mut self) -> Vec<(bool, i64, i64)> {
        let mut found = Vec::new();
        self.state.shares_fixed_cost = false;
        let mut blinks = Blinks::new(&mut self.chance);
        for job in 0..self.problem.jobs.len() as u32 {
            let served = self.problem.jobs[job as usize]
                .stops()
                .find(|&stop| self.state.is_served(stop));
            let Some(stop) = served else { continue };
            let route = self.state.nodes[stop as usize].route;
            self.state.take(route, |node| {
                (node as usize) < self.problem.stops.len() && self.problem.stops[node as usize].job == job
            });
            self.state.mark_absent(job);
            if self.state.is_feasible(route) {
                let before = self.state.cost;
                let spot = self.state.best_spot(job, i64::MAX >> 4, &mut self.chance, &mut blinks);
                if spot.is_somewhere() {
                    self.state.settle(&spot);
                    found.push((spot.vehicle != spot.route, spot.cost, self.state.cost - before));
                }
            }
            self.state.take_back();
        }
        found
    }

    /// Makes every move that is found around any stop. Says of each its kind, whether an idle vehicle joins, what it was said to
    /// cost and what it did.
    pub(crate) fn moves(&mut self) -> Vec<(usize, bool, i64, i64)> {
        let kinds = [
            State::find_relocation,
            State::find_exchange_of_tails,
            State::find_swap,
            State::find_choice,
        ];
        let mut made = Vec::new();
        for stop in 0..self.problem.stops.len() as u32 {
            for (kind, find) in kinds.iter().enumerate() {
                let mut found = Found::default();
                if self.state.may_move(stop) {
                    find(&mut self.state, stop, &mut found);
                }
                if found.is_some() {
                    let before = self.state.cost;
                    let joins = found.orders.iter().any(|&(route, _)| self.state.is_idle(route));
                    self.state.make(&found);
                    self.state.commit();
                    made.push((kind, joins, found.cost, self.state.cost - before));
                }
            }
        }
        made
    }

    /// Takes out what a ruin takes, lets it wait, and ejects others for it.
    pub(crate) fn eject(&mut self) {
        let mut ruin = Ruin::new(&self.state);
        if !ruin.ruin(&mut self.state, &mut self.chance) {
            self.state.take_back();
        }
        self.state.commit();
        (0..3).for_each(|_| self.state.wait(1.0));
        let recreate = Recreate::new(self.problem, &mut self.chance);
        let seed = self.chance.bits();
        let mut anneal = Anneal::resume(&mut self.state, recreate, Chance::new(seed), 1.0);
        (0..5).for_each(|_| anneal.eject());
        self.state.weigh_plainly();
    }

    /// Tries to go out with one vehicle more or less, makes some steps and comes home. Says whether it went out.
    pub(crate) fn venture(&mut self, temperature: f64) -> bool {
        let recreate = Recreate::new(self.problem, &mut self.chance);
        let seed = self.chance.bits();
        let mut anneal = Anneal::resume(&mut self.state, recreate, Chance::new(seed), 1.0);
        let Some(begun) = anneal.leave() else { return false };
        (0..3).for_each(|_| anneal.step(temperature));
        anneal.come_home(begun, temperature);
        true
    }

    /// What the plan's areas cost one by one, and how often each vehicle and each absent job lies in one.
    pub(crate) fn areas(&mut self, areas: usize, round: u64) -> (Vec<i64>, Vec<usize>, Vec<usize>) {
        let cut = cut(&self.state, areas, round);
        let mut vehicles = vec![0; self.state.routes.len()];
        let mut absent = vec![0; self.problem.jobs.len()];
        for area in &cut {
            area.routes.iter().for_each(|&route| vehicles[route as usize] += 1);
            area.absent.iter().for_each(|&job| absent[job as usize] += 1);
        }
        let absent = self.state.absent.iter().map(|&job| absent[job as usize]).collect();
        let costs = cut.iter().map(|area| self.state.part(area).cost).collect();
        (costs, vehicles, absent)
    }

    /// What a part thinks it costs after some steps, and what its routes and absent jobs cost.
    pub(crate) fn step_in_area(&mut self, areas: usize, round: u64) -> (i64, i64) {
        let cut = cut(&self.state, areas, round);
        let mut part = self.state.part(&cut[0]);
        let recreate = Recreate::new(self.problem, &mut self.chance);
        let mut anneal = Anneal::resume(&mut part, recreate, Chance::new(round), 1.0);
        (0..5).for_each(|_| anneal.step(1e6));
        for temperature in [0.0, 1e6] {
            if !anneal.state.own_stops.is_empty()
                && let Some(begun) = anneal.leave()
            {
                anneal.step(1e6);
                anneal.come_home(begun, temperature);
            }
        }
        let weights: i64 = part.absent.iter().map(|&job| part.weight(job)).sum();
        let mut again = State::new(self.problem);
        let recounted: i64 = part
            .orders(&cut[0].routes)
            .iter()
            .map(|(route, order, windows)| {
                again.restore(*route, order, windows);
                again.routes[*route as usize].cost
            })
            .sum();
        (part.cost, recounted + weights)
    }

    /// Ruins, and takes that back.
    pub(crate) fn ruin_and_take_back(&mut self) {
        let mut ruin = Ruin::new(&self.state);
        ruin.ruin(&mut self.state, &mut self.chance);
        self.state.take_back();
    }
}
