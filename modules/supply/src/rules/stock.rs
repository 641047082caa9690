//! How stock changes: what a movement is, and what a count makes of what the books say.

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
