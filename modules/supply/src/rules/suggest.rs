//! Which transfers would end a shortage: whoever has more than enough gives, the nearest first.

use crate::rules::cover::Days;
use crate::rules::cover::{Demand, Served};
use crate::rules::distance::Distance;
use std::collections::BTreeMap;
use tongxin_city::{ItemId, OrgId};

/// An outlet that gives keeps so much of the cover under which it would be strained, in percent: it has orders to meet
/// while the goods are on the road, and must not be the next to ask.
pub const COMFORTABLE_PERCENT: i64 = 150;
/// Transfers in one suggestion: a shortage that needs more is the city's matter, not a list of errands.
pub const SUGGESTIONS_MAX: usize = 5;

/// An item that a giver could part with and the receiver could stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpareItem {
    /// The item.
    pub item: ItemId,
    /// Pieces that are promised to nobody.
    pub free: i64,
    /// What one piece holds, by category; more than 0 each.
    pub contents: Vec<(String, i64)>,
    /// Whether the receiver carries it already.
    pub is_known_there: bool,
}

/// A firm that could give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Giver {
    /// Which.
    pub org: OrgId,
    /// How far it is.
    pub distance: Distance,
    /// What it has above what it keeps, by category. A category that is not there is not counted in days: of that it
    /// may give all.
    pub surplus: BTreeMap<String, i64>,
    /// What it could give.
    pub items: Vec<SpareItem>,
}

/// Goods that one firm could give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggested {
    /// Who gives.
    pub from: OrgId,
    /// What.
    pub item: ItemId,
    /// How many pieces.
    pub pieces: i64,
    /// What they hold of the category that is short.
    pub amount: i64,
    /// How far.
    pub distance: Distance,
}

/// What a firm has above what it keeps for those it serves. A reserve serves no door itself and may give everything.
pub fn surplus(contents: i64, served: Served, demand: &Demand, is_reserve: bool) -> i64 {
    if is_reserve {
        return contents;
    }
    let comfortable = Days(demand.strained.0 * COMFORTABLE_PERCENT / 100);
    (contents - demand.amount_for(comfortable, served)).max(0)
}

/// Transfers that bring `missing` of a category, or as much of it as can be had: the nearest giver first, then the one
/// with most; items that the receiver carries already before others.
pub fn suggest(category: &str, missing: i64, mut givers: Vec<Giver>) -> Vec<Suggested> {
    let of_category = |giver: &Giver| giver.surplus.get(category).copied().unwrap_or(0);
    givers.sort_by_key(|giver| (giver.distance, -of_category(giver), giver.org));
    let mut missing = missing;
    let mut suggested = Vec::new();
    for giver in givers {
        for found in from_one(category, missing, giver) {
            if suggested.len() == SUGGESTIONS_MAX {
                return suggested;
            }
            missing -= found.amount;
            suggested.push(found);
        }
    }
    suggested
}

fn from_one(category: &str, mut missing: i64, mut giver: Giver) -> Vec<Suggested> {
    let held = |item: &SpareItem| {
        item.contents
            .iter()
            .find(|(key, _)| key == category)
            .map(|(_, held)| *held)
    };
    let mut items: Vec<(SpareItem, i64)> = giver
        .items
        .drain(..)
        .filter_map(|item| held(&item).map(|held| (item, held)))
        .collect();
    items.sort_by_key(|(item, held)| (!item.is_known_there, -item.free.saturating_mul(*held), item.item));
    let mut found = Vec::new();
    for (item, held) in items {
        let wanted = (missing.max(0) + held - 1) / held.max(1);
        let pieces = wanted.min(spare_pieces(&item, &giver.surplus));
        if pieces < 1 {
            continue;
        }
        for (key, held) in &item.contents {
            giver
                .surplus
                .entry(key.clone())
                .and_modify(|left| *left -= held * pieces);
        }
        missing -= held * pieces;
        found.push(Suggested {
            from: giver.org,
            item: item.item,
            pieces,
            amount: held * pieces,
            distance: giver.distance,
        });
    }
    found
}

/// How many pieces can go without any of their categories falling below what the giver keeps.
fn spare_pieces(item: &SpareItem, surplus: &BTreeMap<String, i64>) -> i64 {
    let by_category = item
        .contents
        .iter()
        .filter_map(|(key, held)| Some(surplus.get(key)? / (*held).max(1)));
    by_category.chain([item.free]).min().unwrap_or(0).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tongxin_city::Timestamp;

    fn org(number: u32) -> OrgId {
        OrgId::from_parts(Timestamp(1_669_262_400_000), number)
    }

    fn item(number: u32, free: i64, contents: &[(&str, i64)]) -> SpareItem {
        SpareItem {
            item: ItemId::from_parts(Timestamp(1_669_262_400_000), number),
            free,
            contents: contents.iter().map(|(key, held)| ((*key).to_owned(), *held)).collect(),
            is_known_there: false,
        }
    }

    fn giver(number: u32, distance: Distance, surplus: &[(&str, i64)], items: Vec<SpareItem>) -> Giver {
        Giver {
            org: org(number),
            distance,
            surplus: surplus
                .iter()
                .map(|(key, amount)| ((*key).to_owned(), *amount))
                .collect(),
            items,
        }
    }

    fn rice(number: u32, free: i64) -> SpareItem {
        item(number, free, &[("grain", 5_000)])
    }

    #[test]
    fn the_nearest_gives_first_in_whole_pieces() {
        let far = giver(1, Distance::Kilometres(12), &[("grain", 900_000)], vec![rice(1, 500)]);
        let near = giver(2, Distance::SameDistrict, &[("grain", 21_000)], vec![rice(1, 500)]);
        let found = suggest("grain", 31_000, vec![far, near]);
        let said: Vec<_> = found.iter().map(|one| (one.from, one.pieces, one.amount)).collect();
        assert_eq!(said, [(org(2), 4, 20_000), (org(1), 3, 15_000)]);
    }

    #[test]
    fn what_is_promised_already_is_not_suggested() {
        let promised = giver(1, Distance::SameDistrict, &[("grain", 900_000)], vec![rice(1, 2)]);
        assert_eq!(suggest("grain", 50_000, vec![promised])[0].pieces, 2);
    }

    #[test]
    fn a_package_goes_only_as_far_as_the_giver_can_spare_all_it_holds() {
        let package = item(1, 100, &[("grain", 5_000), ("oil", 500)]);
        let short_of_oil = giver(
            1,
            Distance::SameDistrict,
            &[("grain", 900_000), ("oil", 1_400)],
            vec![package],
        );
        assert_eq!(suggest("grain", 50_000, vec![short_of_oil])[0].pieces, 2);
    }

    #[test]
    fn an_item_the_receiver_carries_comes_before_another() {
        let mut known = rice(2, 3);
        known.is_known_there = true;
        let one = giver(
            1,
            Distance::SameDistrict,
            &[("grain", 900_000)],
            vec![rice(1, 50), known.clone()],
        );
        let found = suggest("grain", 20_000, vec![one]);
        assert_eq!((found[0].item, found[0].pieces), (known.item, 3));
        assert_eq!(found[1].pieces, 1);
    }

    #[test]
    fn an_outlet_keeps_a_comfortable_cover_and_a_reserve_nothing() {
        let demand = Demand {
            norm_milli: 200_000,
            strained: Days::whole(4),
            failing: Days::whole(2),
        };
        let served = Served::people(100);
        assert_eq!(surplus(150_000, served, &demand, false), 30_000);
        assert_eq!(surplus(100_000, served, &demand, false), 0);
        assert_eq!(surplus(100_000, served, &demand, true), 100_000);
    }

    proptest! {
        #[test]
        fn no_giver_falls_below_what_it_keeps_and_nobody_gets_a_piece_too_many(
            missing in 0..1_000_000i64,
            givers in prop::collection::vec((0..300_000i64, prop::collection::vec((0..60i64, 1..20_000i64), 0..4)), 0..8),
        ) {
            let made: Vec<Giver> = givers.iter().enumerate().map(|(number, (spare, items))| {
                let items = items.iter().enumerate().map(|(index, (free, held))| {
                    item((number * 10 + index) as u32, *free, &[("grain", *held)])
                }).collect();
                giver(number as u32, Distance::Kilometres(number as i64), &[("grain", *spare)], items)
            }).collect();
            let found = suggest("grain", missing, made);
            prop_assert!(found.len() <= SUGGESTIONS_MAX);
            let given: i64 = found.iter().map(|one| one.amount).sum();
            let last = found.last().map_or(0, |one| one.amount / one.pieces);
            prop_assert!(given < missing + last.max(1));
            for (number, (spare, _)) in givers.iter().enumerate() {
                let from_it: i64 = found.iter().filter(|one| one.from == org(number as u32)).map(|one| one.amount).sum();
                prop_assert!(from_it <= *spare);
            }
        }
    }
}
