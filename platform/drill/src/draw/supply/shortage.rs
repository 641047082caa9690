//! Outlets that run short of something, and the warehouses that help them.

use super::goods::pieces_for;
use super::places::Reach;
use super::{Setting, step_ms};
use crate::draw::scaled;
use crate::plan::{By, Plan};
use crate::plan_supply::{Deed, PlannedFirm, PlannedTransfer, SupplyAct, SupplyPlan};
use crate::scenario_supply::FirmKind;
use tongxin_city::Timestamp;

/// On the road, in minutes.
const ROAD_MINUTES: i64 = 45;

/// Which outlets run short: some that share their customers with no other, so that what they have is all there is.
pub(super) fn outlets(setting: &Setting<'_>, drawn: &SupplyPlan, reaches: &[Reach], scale: f64) -> Vec<usize> {
    let story = &setting.supply.shortage;
    let goods = &setting.supply.items[story.item];
    let can_run_short = |index: &usize| {
        let firm = &drawn.firms[*index];
        firm.kind == FirmKind::Outlet
            && firm.manager.is_some()
            && goods.at.contains(&firm.kind)
            && pieces_for(goods, story.cover_days, &reaches[*index]) > 0
            && !drawn
                .firms
                .iter()
                .enumerate()
                .any(|(other, beside)| other != *index && overlap(firm, beside))
    };
    let able = (0..drawn.firms.len()).filter(can_run_short);
    able.take(scaled(story.outlets, scale)).collect()
}

/// Whether two firms sell to the same doors.
fn overlap(one: &PlannedFirm, other: &PlannedFirm) -> bool {
    let is_beside = other.kind == FirmKind::Outlet && other.manager.is_some();
    is_beside
        && one.serves.iter().any(|place| {
            other
                .serves
                .iter()
                .any(|beside| place.is_inside(beside) || beside.is_inside(place))
        })
}

pub(super) fn draw(setting: &Setting<'_>, short: &[usize], plan: &Plan, drawn: &mut SupplyPlan) {
    let story = &setting.supply.shortage;
    let is_giver = |firm: &PlannedFirm| firm.kind == FirmKind::Warehouse && firm.manager.is_some();
    let givers: Vec<usize> = (0..drawn.firms.len())
        .filter(|index| is_giver(&drawn.firms[*index]))
        .collect();
    if givers.is_empty() || !setting.supply.items[story.item].at.contains(&FirmKind::Warehouse) {
        return;
    }
    let share = i64::from(setting.supply.reserve_pieces) / short.len().max(1) as i64;
    for (number, (to, from)) in short.iter().zip(givers.iter().cycle()).enumerate() {
        drawn.transfers.push(PlannedTransfer {
            from: *from,
            to: *to,
            item: story.item,
            pieces: i64::from(story.pieces).min(share.max(1)),
        });
        let first = plan
            .day_starts_at
            .plus_hours(i64::from(story.hour))
            .plus_minutes(number as i64);
        tell(setting, number, first, plan, drawn);
    }
}

fn tell(setting: &Setting<'_>, number: usize, first: Timestamp, plan: &Plan, drawn: &mut SupplyPlan) {
    let transfer = drawn.transfers[number];
    let manager = |firm: usize| By::Person(drawn.firms[firm].manager.unwrap_or_default());
    let (officer, giver, receiver) = (
        By::Person(setting.crew.city_officer),
        manager(transfer.from),
        manager(transfer.to),
    );
    let (agreed, sent) = (
        first.plus_millis(step_ms(plan)),
        first.plus_millis(2 * step_ms(plan)).plus_minutes(ROAD_MINUTES),
    );
    let arrived = sent.plus_millis(step_ms(plan)).plus_minutes(ROAD_MINUTES);
    for (at, by, deed) in [
        (first, officer, Deed::Propose(number)),
        (agreed, giver, Deed::Agree(number)),
        (sent, giver, Deed::Dispatch(number)),
        (arrived, receiver, Deed::Arrive(number)),
    ] {
        if at < plan.ends_at {
            drawn.acts.push(SupplyAct { at, by, deed });
        }
    }
}
