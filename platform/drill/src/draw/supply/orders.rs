//! What households order, of whom and for when.

use super::places::Reach;
use super::steps::{Course, tell};
use super::{Setting, step_ms};
use crate::draw::scaled;
use crate::draw::shares::{dealt, happens};
use crate::draw::stories::{times_of_day, times_of_eve};
use crate::plan::{By, Plan};
use crate::plan_supply::{PlannedOrder, PlannedWindow, SupplyPlan};
use crate::scenario_supply::OrderEnding;
use rand::RngExt as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use std::collections::HashMap;
use tongxin_city::Timestamp;

/// A household orders so often at most; the system's own bound is ten a day.
const ORDERS_OF_HOUSEHOLD_MAX: usize = 8;

pub(super) fn draw(
    setting: &Setting<'_>,
    reaches: &[Reach],
    short: &[usize],
    plan: &Plan,
    drawn: &mut SupplyPlan,
    rng: &mut ChaCha8Rng,
) {
    let orders = &setting.supply.orders;
    let eve = times_of_eve(scaled(orders.eve_count, plan.scale), plan, rng);
    let count = scaled(orders.count, plan.scale);
    let day = times_of_day(count, &orders.by_hour, setting.scenario, plan, rng);
    let mut times: Vec<Timestamp> = eve.into_iter().chain(day).collect();
    times.sort();
    let endings: Vec<(OrderEnding, f64)> = orders.endings.iter().map(|(ending, share)| (*ending, *share)).collect();
    let endings = dealt(times.len(), &endings, rng);
    let mut counters = counters(reaches, drawn, rng);
    let mut had = Had::default();
    let mut courses = Vec::new();
    if counters.is_empty() {
        return;
    }
    for (number, (at, ending)) in times.into_iter().zip(endings).enumerate() {
        let place = number % counters.len();
        let counter = &mut counters[place];
        let Some(window) = next_window(&drawn.windows, at.plus_millis(step_ms(plan))) else {
            continue;
        };
        let firm = counter.firm;
        let household = counter.next();
        let lines = lines(setting, firm, household, short, drawn, &mut had, rng);
        if lines.is_empty() {
            continue;
        }
        let building = plan.households[household].building;
        let helper = setting.crew.steward_of(&building);
        let by = if happens(orders.own_code, rng) {
            By::Household(household)
        } else {
            By::Person(helper.unwrap_or_else(|| setting.crew.worker_of(&building)))
        };
        drawn.orders.push(PlannedOrder {
            firm,
            window,
            household,
            by,
            lines,
        });
        courses.push(Course { at, ending });
    }
    tell(setting, &courses, plan, drawn, rng);
}

/// A firm with the households it serves, in the order in which they come.
struct Counter {
    firm: usize,
    households: Vec<usize>,
    served: usize,
}

impl Counter {
    fn next(&mut self) -> usize {
        self.served += 1;
        self.households[(self.served - 1) % self.households.len()]
    }
}

fn counters(reaches: &[Reach], drawn: &SupplyPlan, rng: &mut ChaCha8Rng) -> Vec<Counter> {
    let serving = (0..drawn.firms.len()).filter(|index| {
        let firm = &drawn.firms[*index];
        firm.kind.serves_doors() && firm.manager.is_some() && !reaches[*index].households.is_empty()
    });
    let counter = |firm: usize| {
        let mut households = reaches[firm].households.clone();
        households.shuffle(rng);
        Counter {
            firm,
            households,
            served: 0,
        }
    };
    serving.map(counter).collect()
}

/// The next window that can still be ordered for then.
pub(super) fn next_window(windows: &[PlannedWindow], at: Timestamp) -> Option<usize> {
    let open = (0..windows.len()).filter(|index| windows[*index].closes_at > at);
    open.min_by_key(|index| windows[*index].closes_at)
}

/// What households ordered so far; a day's share holds for the whole play, so that none is refused.
#[derive(Default)]
struct Had {
    orders: HashMap<usize, usize>,
    pieces: HashMap<(usize, usize), i64>,
}

fn lines(
    setting: &Setting<'_>,
    firm: usize,
    household: usize,
    short: &[usize],
    drawn: &SupplyPlan,
    had: &mut Had,
    rng: &mut ChaCha8Rng,
) -> Vec<(usize, i64)> {
    let (supply, orders) = (setting.supply, &setting.supply.orders);
    let count = had.orders.entry(household).or_default();
    *count += 1;
    if *count > ORDERS_OF_HOUSEHOLD_MAX {
        return Vec::new();
    }
    let kind = drawn.firms[firm].kind;
    let is_scarce = |item: usize| item == supply.shortage.item && short.contains(&firm);
    let mut choices: Vec<(usize, f64)> = supply
        .items
        .iter()
        .enumerate()
        .filter(|(item, goods)| goods.weight > 0.0 && goods.at.contains(&kind) && !is_scarce(*item))
        .map(|(item, goods)| (item, goods.weight))
        .collect();
    let mut lines = Vec::new();
    for _ in 0..rng.random_range(orders.lines[0]..=orders.lines[1]) {
        let Some(item) = picked(&mut choices, rng) else { break };
        let wanted = i64::from(rng.random_range(orders.pieces[0]..=orders.pieces[1]));
        let before = had.pieces.entry((household, item)).or_default();
        let pieces = wanted.min(i64::from(supply.items[item].household_max) - *before);
        if pieces > 0 {
            *before += pieces;
            lines.push((item, pieces));
        }
    }
    lines
}

/// One of the choices by its weight; it is no choice any more.
fn picked(choices: &mut Vec<(usize, f64)>, rng: &mut ChaCha8Rng) -> Option<usize> {
    let sum: f64 = choices.iter().map(|(_, weight)| weight).sum();
    let mut drawn = rng.random::<f64>() * sum;
    let found = choices.iter().position(|(_, weight)| {
        drawn -= weight;
        drawn < 0.0
    });
    let index = found.or_else(|| choices.len().checked_sub(1))?;
    Some(choices.remove(index).0)
}
