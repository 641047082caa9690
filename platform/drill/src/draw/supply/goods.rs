//! What is sold, and how much of it firms have when they open.

use super::places::Reach;
use crate::plan_supply::{PlannedItem, PlannedStock, SupplyPlan};
use crate::scenario_supply::{FirmKind, Goods, SupplyScenario};
use std::collections::HashMap;

/// Pieces besides what will be ordered, however few people a firm serves.
const PIECES_MIN: i64 = 200;
/// A report takes no more of an item.
const PIECES_MAX: i64 = 100_000;

pub(super) fn items(supply: &SupplyScenario) -> Vec<PlannedItem> {
    let item = |(number, goods): (usize, &Goods)| PlannedItem {
        gtin: gtin(number + 1),
        name: goods.name.zh.clone(),
        unit: goods.unit.clone(),
        category: goods.category.clone(),
        holds: goods.holds,
        price: i64::from(goods.price),
        household_max: goods.household_max,
    };
    supply.items.iter().enumerate().map(item).collect()
}

/// A GTIN-13 under GS1's prefix for examples; the last digit makes the weighted sum a multiple of ten.
fn gtin(number: usize) -> String {
    let body = format!("952{number:09}");
    let sum: u32 = body
        .bytes()
        .zip([1, 3].iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// Pieces that last the people a firm serves for some days, rounded down.
pub(super) fn pieces_for(goods: &Goods, days: f64, reach: &Reach) -> i64 {
    let norm = goods.norm.unwrap_or_default();
    (days * f64::from(reach.people) * norm / f64::from(goods.holds)) as i64
}

pub(super) fn stocks(supply: &SupplyScenario, reaches: &[Reach], short: &[usize], drawn: &mut SupplyPlan) {
    let demand = demand(drawn);
    for (firm, planned) in drawn
        .firms
        .iter()
        .enumerate()
        .filter(|(_, firm)| firm.manager.is_some())
    {
        for (item, goods) in supply.items.iter().enumerate() {
            if !goods.at.contains(&planned.kind) {
                continue;
            }
            let is_short = item == supply.shortage.item && short.contains(&firm);
            let ordered = demand.get(&(firm, item)).copied().unwrap_or_default();
            let pieces = match planned.kind {
                FirmKind::Outlet | FirmKind::Pharmacy if is_short => {
                    pieces_for(goods, supply.shortage.cover_days, &reaches[firm])
                }
                FirmKind::Outlet | FirmKind::Pharmacy => {
                    let lasts = pieces_for(goods, goods.cover_days, &reaches[firm]);
                    (lasts + 1).max(PIECES_MIN) + ordered
                }
                _ => i64::from(supply.reserve_pieces),
            };
            drawn.stocks.push(PlannedStock {
                firm,
                item,
                pieces: pieces.min(PIECES_MAX),
                is_short,
            });
        }
    }
}

/// What will be taken of each firm's items.
fn demand(drawn: &SupplyPlan) -> HashMap<(usize, usize), i64> {
    let mut demand = HashMap::new();
    for order in &drawn.orders {
        for (item, pieces) in &order.lines {
            *demand.entry((order.firm, *item)).or_default() += pieces;
        }
    }
    if let Some(lots) = &drawn.allotment {
        *demand.entry((lots.firm, lots.item)).or_default() += lots.pieces;
    }
    demand
}

#[cfg(test)]
mod tests {
    use super::gtin;

    #[test]
    fn a_number_has_thirteen_digits_and_its_last_one_fits() {
        assert_eq!(gtin(1), "9520000000011");
        assert_eq!(gtin(12).len(), 13);
    }
}
