//! What people do about the needs that the system raised: most are accepted, dealt with and closed by whoever lacked something.

use super::{Market, Stage};
use crate::client::{Auth, IN_FLIGHT_MAX};
use crate::error::DrillError;
use crate::plan::{Act, By, Over, Role, What};
use crate::play::act::{Story, tell};
use crate::play::raised::RaisedNeed;
use crate::play::{Live, Log};
use futures::StreamExt as _;
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use std::collections::VecDeque;
use tongxin_city::Timestamp;

/// Random streams of errands begin here, beyond those of supply's commands; each need has so many.
const ERRAND_STREAM: u64 = 1 << 41;
const STREAMS_EACH: usize = 8;
/// Shares of the needs that are accepted; of those, dealt with; of those, closed.
const SHARES: [f64; 3] = [0.9, 0.75, 0.85];
/// Minutes from one step to the next, at least and at most.
const WAITS: [[i64; 2]; 3] = [[5, 40], [20, 120], [10, 120]];

impl Market {
    /// Does what is due about needs that the system raised.
    pub(in crate::play) async fn work(&mut self, stage: Stage<'_>, log: &mut Log) -> Result<usize, DrillError> {
        for number in self.errands.len()..self.raised.len() {
            self.errands.push(errands(number, &self.raised[number], stage));
        }
        let due: Vec<(usize, Live, Act)> = (self.errands.iter_mut().zip(&self.raised).enumerate())
            .filter_map(|(number, (errands, raised))| {
                let act = errands.pop_front_if(|act| act.at <= stage.now)?;
                Some((number, raised.live.clone(), act))
            })
            .collect();
        let told = due.iter().map(|(number, live, act)| {
            let stream = ERRAND_STREAM as usize + number * STREAMS_EACH + live.book.entries().len() % STREAMS_EACH;
            let story = Story {
                index: *number,
                subject: self.raised[*number].subject(),
                live: Some(live.clone()),
                acts: vec![(stream, act)],
                target: None,
                now: stage.now,
            };
            tell(stage.plan, stage.client, stage.world, story)
        });
        let mut told = futures::stream::iter(told.collect::<Vec<_>>()).buffer_unordered(IN_FLIGHT_MAX);
        let count = due.len();
        while let Some(told) = told.next().await {
            let mut told = told?;
            if let Some(live) = told.live.take() {
                self.raised[told.index].live = live;
            }
            told.enter(log);
        }
        Ok(count)
    }
}

/// What people will do about a need, in order of time. A shortage waits for the played day: its firm is asked in the morning.
fn errands(number: usize, raised: &RaisedNeed, stage: Stage<'_>) -> VecDeque<Act> {
    let mut rng = ChaCha8Rng::seed_from_u64(stage.plan.seed);
    rng.set_stream(ERRAND_STREAM + (number * STREAMS_EACH) as u64);
    if raised.is_given() {
        return VecDeque::new();
    }
    if raised.closes_itself() {
        return assigned(number, solver(raised, stage), &mut rng, stage);
    }
    let solver = By::Person(solver(raised, stage));
    let confirms = match raised.household.map(By::Household) {
        Some(household) if !matches!(stage.world.auth(household), Auth::Nobody) => household,
        _ => By::Person(stage.world.commander),
    };
    let steps = [
        (solver, What::Accept),
        (solver, What::Solve("已处理，已送达。".to_owned())),
        (confirms, What::StrikeOff(Some("已收到。".to_owned()))),
    ];
    // What a firm lacks comes after the drill, so that nobody closes it; were it closed, the system would raise it again.
    let (mut at, count) = match raised.firm {
        Some(_) => (stage.now.max(stage.plan.day_starts_at.plus_millis(MORNING_MS)), 2),
        None => (stage.now, steps.len()),
    };
    let mut acts = VecDeque::new();
    for ((by, what), (share, [least, most])) in steps.into_iter().take(count).zip(SHARES.into_iter().zip(WAITS)) {
        if rng.random::<f64>() >= share {
            break;
        }
        at = at.plus_minutes(rng.random_range(least..=most));
        acts.push_back(Act {
            at,
            need: number,
            by,
            what,
        });
    }
    acts
}

/// Minutes until somebody is named who is on it, at least and at most.
const NAMED_MINUTES: [i64; 2] = [5, 30];

/// No hand closes it, but somebody is on it.
fn assigned(number: usize, person: usize, rng: &mut ChaCha8Rng, stage: Stage<'_>) -> VecDeque<Act> {
    let [least, most] = NAMED_MINUTES;
    VecDeque::from([Act {
        at: stage.now.plus_minutes(rng.random_range(least..=most)),
        need: number,
        by: By::Person(person),
        what: What::Assign(person),
    }])
}

/// From midnight until the offices open.
const MORNING_MS: i64 = 8 * Timestamp::HOUR_MS;

/// Who deals with it: a worker of the subdistrict with what a household lacks, the officer of the district with what a firm lacks and with
/// what begins at districts.
fn solver(raised: &RaisedNeed, stage: Stage<'_>) -> usize {
    let role = match raised.firm {
        Some(_) => Role::Officer,
        None if raised.is_of_districts() => Role::Officer,
        None => Role::CommunityWorker,
    };
    let of_role = (stage.plan.people.iter().enumerate()).filter(|(_, person)| person.role == role);
    let around = of_role.filter_map(|(index, person)| match person.over {
        Over::Place(code) if code != stage.plan.city && raised.place.is_inside(&code) => Some((code.width(), index)),
        _ => None,
    });
    around.min().map_or(stage.world.officer, |(_, index)| index)
}
