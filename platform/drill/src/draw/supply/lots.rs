//! Something scarce that one outlet has, and households of its district draw lots for.

use super::places::Reach;
use super::{Setting, step_ms};
use crate::draw::scaled;
use crate::draw::shares::happens;
use crate::plan::{By, Plan};
use crate::plan_supply::{Deed, PlannedAllotment, SupplyAct, SupplyPlan};
use crate::scenario_supply::FirmKind;
use rand::RngExt as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;
use tongxin_city::{Level, Timestamp};

pub(super) fn draw(
    setting: &Setting<'_>,
    reaches: &[Reach],
    plan: &Plan,
    drawn: &mut SupplyPlan,
    rng: &mut ChaCha8Rng,
) {
    let Some(story) = &setting.supply.allotment else { return };
    let is_able = |index: &usize| {
        let firm = &drawn.firms[*index];
        firm.kind == FirmKind::Outlet && firm.manager.is_some()
    };
    let able = (0..drawn.firms.len()).filter(is_able);
    let Some(firm) = able.max_by_key(|index| reaches[*index].households.len()) else {
        return;
    };
    let widths = setting.city.tree.widths();
    let place = drawn.firms[firm].place;
    let place = widths.ancestor(&place, Level::District).unwrap_or(place);
    let households: Vec<usize> = (0..plan.households.len())
        .filter(|index| plan.households[*index].building.is_inside(&place))
        .collect();
    let asks = scaled(story.asks, plan.scale).min(households.len());
    let pieces = scaled(story.pieces, plan.scale).min(asks);
    if pieces == 0 || !setting.supply.items[story.item].at.contains(&FirmKind::Outlet) {
        return;
    }
    let hour = |hour: u8| plan.day_starts_at.plus_hours(i64::from(hour));
    let lots = PlannedAllotment {
        firm,
        place,
        item: story.item,
        pieces: pieces as i64,
        opens_at: hour(story.opens_hour),
        closes_at: hour(story.closes_hour),
        asks,
    };
    let officer = By::Person(setting.crew.city_officer);
    let opened = lots.opens_at.plus_millis(-2 * step_ms(plan));
    push(drawn, opened, officer, Deed::OpenAllotment);
    let asking: Vec<usize> = households.sample(rng, asks).copied().collect();
    for household in asking {
        let by = customer(setting, household, plan, rng);
        let at = ask_time(&lots, plan, rng);
        push(drawn, at, by, Deed::Ask(household));
    }
    drawn.allotment = Some(lots);
}

fn customer(setting: &Setting<'_>, household: usize, plan: &Plan, rng: &mut ChaCha8Rng) -> By {
    if happens(setting.supply.orders.own_code, rng) {
        return By::Household(household);
    }
    By::Person(setting.crew.worker_of(&plan.households[household].building))
}

/// A turn of the clock away from the edges of the window.
fn ask_time(lots: &PlannedAllotment, plan: &Plan, rng: &mut ChaCha8Rng) -> Timestamp {
    let first = lots.opens_at.plus_millis(step_ms(plan));
    let last = lots.closes_at.plus_millis(-step_ms(plan));
    first.plus_millis(rng.random_range(0..last.millis_since(first).max(1)))
}

fn push(drawn: &mut SupplyPlan, at: Timestamp, by: By, deed: Deed) {
    drawn.acts.push(SupplyAct { at, by, deed });
}
