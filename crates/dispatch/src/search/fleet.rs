//! Fewer vehicles, where a vehicle costs more than all it drives.
//!
//! After Christiaens and Vanden Berghe (2020): one route is given up, and its jobs wait while the search goes on without it. A
//! job weighs the more the longer it has waited, until all are placed or patience ends. Now and then jobs that waited little are
//! put out for one that waited long ([`super::eject`]).

use super::anneal::Anneal;
use super::control::{Control, Pace};

/// A vehicle that costs as much as so many average legs is worth the trouble.
const DEAR: f64 = 5.0;

/// What part of the search may be spent on it.
const PART: f64 = 0.35;

/// How often jobs that the first plan left out are tried again before.
const TRIES: usize = 5;

/// Steps without a better best before one route is given up as not to be spared.
const PATIENCE: u64 = 60_000;

/// How often jobs are ejected for one that waits, in place of a step.
const EJECTS: f64 = 0.2;

/// Temperature meanwhile, in costs of an average leg.
const TEMPERATURE: f64 = 0.1;

impl Anneal<'_, '_, '_> {
    /// Spares vehicles as long as it works.
    pub(crate) fn spare_vehicles(&mut self, pace: &mut Pace, control: &mut Control) {
        let dear = self.scale * DEAR;
        let is_dear = self
            .state
            .problem
            .types
            .iter()
            .all(|kind| kind.fixed_cost as f64 > dear);
        if !is_dear || !self.place_all() {
            return;
        }
        let mut progress = 0.0;
        while progress < PART {
            match self.spare_one(pace, control) {
                Some(now) => progress = now,
                None => break,
            }
        }
        self.state.weigh_plainly();
        self.state.may_start_vehicles = true;
        self.give_best();
    }

    /// Places what a blink left out of the first plan. False if that doesn't work.
    fn place_all(&mut self) -> bool {
        for _ in 0..TRIES {
            if self.state.absent.is_empty() {
                break;
            }
            let absent = self.state.absent.clone();
            self.recreate.place(self.state, &absent, &mut self.chance);
        }
        self.note_changes();
        self.state.commit();
        if self.state.cost < self.best.cost {
            self.take_best();
        }
        self.state.absent.is_empty()
    }

    /// Spares one vehicle. None if that didn't work, or the search is over.
    fn spare_one(&mut self, pace: &mut Pace, control: &mut Control) -> Option<f64> {
        let lightest = |route: &u32| self.state.waits_on(*route);
        let used = (0..self.state.routes.len() as u32).filter(|&route| {
            let trail = &self.state.routes[route as usize];
            !trail.order.is_empty() && trail.locked == 0
        });
        let victim = used.min_by_key(lightest)?;
        self.ruin.begin();
        self.ruin.mark_route(self.state, victim);
        self.ruin.take_out(self.state);
        self.note_changes();
        self.state.commit();
        self.state.may_start_vehicles = false;
        self.state.weigh_waiting(self.scale);
        let (mut steps, mut fewest) = (0, usize::MAX);
        while !self.state.absent.is_empty() {
            let progress = pace.next(control).filter(|&progress| progress < PART)?;
            if self.chance.happens(EJECTS) {
                self.eject();
            } else {
                self.step(TEMPERATURE * self.scale);
            }
            self.state.wait(self.scale);
            steps += 1;
            if self.state.absent.len() < fewest {
                (fewest, steps) = (self.state.absent.len(), 0);
            }
            if steps > PATIENCE {
                return None;
            }
            if self.state.absent.is_empty() {
                self.take_best();
                return Some(progress);
            }
        }
        None
    }
}
