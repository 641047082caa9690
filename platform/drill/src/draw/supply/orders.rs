//! What households order, of whom and for when.

use super::places::Reach;
use super::steps::{Course, tell};
use super::{Setting, asker, step_ms};
use crate::draw::scaled;
use crate::draw::shares::dealt;
use crate::draw::stories::{times_of_day, times_of_eve};
use crate::plan::Plan;
use crate::plan_supply::{PlannedOrder, PlannedWindow, SupplyPlan};
use crate::scenario_supply::{FirmKind, OrderEnding};
use rand::RngExt as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use std::cmp::Ordering;
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
    let shares = [
        (FirmKind::Outlet, 1.0 - orders.pharmacy_share),
        (FirmKind::Pharmacy, orders.pharmacy_share),
    ];
    let kinds = dealt(times.len(), &shares, rng);
    let mut street = Street::draw(reaches, drawn, rng);
    let mut had = Had::default();
    let mut courses = Vec::new();
    for ((at, ending), kind) in times.into_iter().zip(endings).zip(kinds) {
        let Some(window) = next_window(&drawn.windows, at.plus_millis(step_ms(plan))) else {
            continue;
        };
        let basket = |firm, household| lines(setting, firm, household, short, drawn, &mut had, rng);
        let Some((firm, household, lines)) = street.next(kind, basket) else {
            // Everybody has had their share.
            return tell(setting, &courses, plan, drawn, rng);
        };
        let by = asker(setting, household, plan, rng);
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

/// All firms that sell to households.
struct Street(Vec<Counter>);

impl Street {
    fn draw(reaches: &[Reach], drawn: &SupplyPlan, rng: &mut ChaCha8Rng) -> Street {
        let mut counters = Vec::new();
        for (firm, planned) in drawn.firms.iter().enumerate() {
            let mut households = reaches[firm].households.clone();
            if planned.kind.serves_doors() && planned.manager.is_some() && !households.is_empty() {
                households.shuffle(rng);
                counters.push(Counter {
                    kind: planned.kind,
                    firm,
                    households,
                    served: 0,
                    is_done: false,
                });
            }
        }
        Street(counters)
    }

    /// Fills a basket at the firm of the kind, or of any when there is none, that has served the smallest part of its
    /// households so far. Answers the firm, the household and what it takes.
    fn next<B>(
        &mut self,
        kind: FirmKind,
        mut basket: impl FnMut(usize, usize) -> Vec<B>,
    ) -> Option<(usize, usize, Vec<B>)> {
        loop {
            let open = |counter: &&mut Counter| !counter.is_done;
            let of_kind = self.0.iter().any(|counter| counter.kind == kind && !counter.is_done);
            let counters = self.0.iter_mut().filter(open);
            let counter = counters
                .filter(|counter| !of_kind || counter.kind == kind)
                .min_by(Counter::by_share)?;
            // Whoever has had their share leaves the place to the next.
            for _ in 0..counter.households.len() {
                let household = counter.next();
                let lines = basket(counter.firm, household);
                if !lines.is_empty() {
                    return Some((counter.firm, household, lines));
                }
            }
            counter.is_done = true;
        }
    }
}

/// A firm with the households it serves, in the order in which they come.
struct Counter {
    kind: FirmKind,
    firm: usize,
    households: Vec<usize>,
    served: usize,
    is_done: bool,
}

impl Counter {
    fn next(&mut self) -> usize {
        self.served += 1;
        self.households[(self.served - 1) % self.households.len()]
    }

    fn by_share(one: &&mut Counter, other: &&mut Counter) -> Ordering {
        (one.served * other.households.len()).cmp(&(other.served * one.households.len()))
    }
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
    let orders_before = had.orders.entry(household).or_default();
    if *orders_before >= ORDERS_OF_HOUSEHOLD_MAX {
        return Vec::new();
    }
    *orders_before += 1;
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
