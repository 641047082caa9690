//! How stock changes: what a movement is, and what a count makes of what the books say.

use std::collections::BTreeMap;
use tongxin_city::{ItemId, Timestamp};

tongxin_city::words! {
    /// Why stock changed.
    MovementKind, "kind of movement" {
        /// It was counted.
        Count = "count",
        /// Goods came.
        Receipt = "receipt",
        /// It left with a household's order.
        Order = "order",
        /// It left for another outlet.
        TransferOut = "transfer_out",
        /// It came from another outlet.
        TransferIn = "transfer_in",
        /// It spoiled, broke or was lost.
        Waste = "waste",
        /// An order brought it back.
        Return = "return",
    }
}

/// What the books say of an item in an outlet, in pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Level {
    /// What is there.
    pub on_hand: i64,
    /// What of it stands in orders and sendings that have not left yet.
    pub promised: i64,
}

impl Level {
    /// What can still be ordered.
    pub fn free(self) -> i64 {
        (self.on_hand - self.promised).max(0)
    }

    /// How many promised pieces are not there: a count may find less than was promised.
    pub fn uncovered(self) -> i64 {
        (self.promised - self.on_hand).max(0)
    }
}

/// How a count changes what the books say: `counted` pieces were there at a moment, and `moved_since` came and went
/// (negative: more went) between that moment and now.
///
/// Where the count and what went since contradict each other, nothing is left rather than less than nothing.
pub fn change_by_count(on_hand: i64, counted: i64, moved_since: i64) -> i64 {
    (counted + moved_since).max(0) - on_hand
}

/// How many pieces of each item left a firm during the last day.
#[derive(Debug, Clone, Default)]
pub struct Pace(BTreeMap<ItemId, i64>);

impl Pace {
    /// By item.
    pub fn new(left: impl IntoIterator<Item = (ItemId, i64)>) -> Pace {
        Pace(left.into_iter().collect())
    }

    /// How many of that item.
    pub fn of(&self, item: ItemId) -> i64 {
        self.0.get(&item).copied().unwrap_or(0)
    }
}

tongxin_city::words! {
    /// What has to be looked at in a line of stock; the first that holds.
    Attention, "attention" {
        /// More is promised than is there.
        Uncovered = "uncovered",
        /// It is for sale, and none is free.
        SoldOut = "sold_out",
        /// It is for sale, and would not last another day like the last.
        Low = "low",
        /// It was never counted, or not for a day.
        Uncounted = "uncounted",
    }
}

/// What has to be looked at in a line of stock. `left_in_a_day` pieces went during the last day.
pub fn attention(
    level: Level,
    is_for_sale: bool,
    left_in_a_day: i64,
    counted_at: Option<Timestamp>,
    now: Timestamp,
) -> Option<Attention> {
    let is_fresh = counted_at.is_some_and(|at| now.millis_since(at) <= Timestamp::DAY_MS);
    if level.uncovered() > 0 {
        Some(Attention::Uncovered)
    } else if is_for_sale && level.free() == 0 {
        Some(Attention::SoldOut)
    } else if is_for_sale && level.free() < left_in_a_day {
        Some(Attention::Low)
    } else if !is_fresh {
        Some(Attention::Uncounted)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_left_after_the_count_is_not_there_again() {
        // 40 in the books, 5 left with orders, and the shelf held 38 before they did.
        assert_eq!(35 + change_by_count(35, 38, -5), 33);
    }

    #[test]
    fn a_count_below_what_is_promised_leaves_nothing_to_order() {
        let level = Level {
            on_hand: 3,
            promised: 5,
        };
        assert_eq!((level.free(), level.uncovered()), (0, 2));
    }

    #[test]
    fn the_worst_that_holds_of_a_line_is_named() {
        let now = Timestamp(1_669_262_400_000);
        let of = |on_hand, promised, is_for_sale, left, counted_at| {
            attention(Level { on_hand, promised }, is_for_sale, left, counted_at, now)
        };
        let fresh = Some(now.plus_minutes(-60));
        assert_eq!(of(3, 5, true, 0, fresh), Some(Attention::Uncovered));
        assert_eq!(of(5, 5, true, 0, fresh), Some(Attention::SoldOut));
        assert_eq!(of(9, 5, true, 5, fresh), Some(Attention::Low));
        assert_eq!(of(9, 5, true, 4, fresh), None);
        assert_eq!(of(0, 0, false, 9, fresh), None);
        assert_eq!(of(9, 0, false, 0, None), Some(Attention::Uncounted));
        assert_eq!(
            of(9, 0, false, 0, Some(now.plus_minutes(-1441))),
            Some(Attention::Uncounted)
        );
    }

    #[test]
    fn words_are_those_of_json() {
        for kind in MovementKind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("a word"), kind.as_str());
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
    }

    proptest! {
        #[test]
        fn a_count_never_leaves_less_than_nothing(on_hand in 0..1_000i64, counted in 0..1_000i64, since in -1_000..1_000i64) {
            let after = on_hand + change_by_count(on_hand, counted, since);
            prop_assert!(after >= 0);
            prop_assert!(counted + since < 0 || after == counted + since);
        }
    }
}
