//! A basket before it becomes an order: is everything in it there, open and within what one household may have?

use crate::limits::{BASKET_LINES_MAX, HOUSEHOLD_PIECES_MAX};
use tongxin_city::{Fen, ItemId};
use tongxin_web::FieldFault;

/// A line as it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedLine {
    /// What.
    pub item: ItemId,
    /// How many pieces.
    pub pieces: i64,
}

/// What the outlet offers of an item, and what the household ordered of it today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// What.
    pub item: ItemId,
    /// What it is called.
    pub name: String,
    /// What a piece costs.
    pub price: Fen,
    /// Pieces that a household may order in a day.
    pub household_max: i64,
    /// Whether it can be ordered now.
    pub is_open: bool,
    /// Pieces that can still be ordered.
    pub free: i64,
    /// Pieces that the household ordered today already.
    pub ordered_today: i64,
}

/// A line that can be ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BasketLine {
    /// What.
    pub item: ItemId,
    /// How many pieces.
    pub pieces: i64,
    /// What a piece costs.
    pub price: Fen,
}

/// A basket that can be ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basket {
    /// Its lines in the order of the items' ids.
    pub lines: Vec<BasketLine>,
    /// What it costs.
    pub total: Fen,
}

/// Why a basket can't be ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BasketRefusal {
    /// Something is wrong with what was asked.
    Wrong(Vec<FieldFault>),
    /// What was asked is right, and is not there any more.
    Gone(Vec<FieldFault>),
}

/// Checks a basket.
///
/// # Errors
/// Everything that is wrong, each at its line; what others took meanwhile apart from what is wrong in itself.
pub fn check(asked: &[AskedLine], offered: &[Offered]) -> Result<Basket, BasketRefusal> {
    check_shape(asked).map_err(BasketRefusal::Wrong)?;
    let (mut wrong, mut gone, mut lines) = (Vec::new(), Vec::new(), Vec::with_capacity(asked.len()));
    for (index, asked) in asked.iter().enumerate() {
        let Some(offered) = offered.iter().find(|offered| offered.item == asked.item) else {
            wrong.push(fault(index, "supply-basket-not-offered"));
            continue;
        };
        let may_have = (offered.household_max - offered.ordered_today).max(0);
        if !offered.is_open {
            gone.push(fault(index, "supply-basket-closed").arg("name", &offered.name));
        } else if asked.pieces > may_have {
            let fault = fault(index, "supply-basket-over-limit").arg("name", &offered.name);
            wrong.push(fault.arg("max", offered.household_max).arg("left", may_have));
        } else if asked.pieces > offered.free {
            let fault = fault(index, "supply-basket-sold-out").arg("name", &offered.name);
            gone.push(fault.arg("left", offered.free));
        }
        lines.push(BasketLine {
            item: asked.item,
            pieces: asked.pieces,
            price: offered.price,
        });
    }
    if !wrong.is_empty() {
        wrong.append(&mut gone);
        return Err(BasketRefusal::Wrong(wrong));
    }
    if !gone.is_empty() {
        return Err(BasketRefusal::Gone(gone));
    }
    lines.sort_unstable_by_key(|line| line.item);
    let total =
        total(&lines).ok_or_else(|| BasketRefusal::Wrong(vec![FieldFault::new("lines", "supply-basket-total")]))?;
    Ok(Basket { lines, total })
}

/// What can be seen without knowing what is offered.
///
/// # Errors
/// Everything that is wrong, each at its line.
pub fn check_shape(asked: &[AskedLine]) -> Result<(), Vec<FieldFault>> {
    if asked.is_empty() {
        return Err(vec![FieldFault::new("lines", "supply-basket-empty")]);
    }
    if asked.len() > BASKET_LINES_MAX {
        let fault = FieldFault::new("lines", "supply-basket-many");
        return Err(vec![fault.arg("max", BASKET_LINES_MAX).arg("found", asked.len())]);
    }
    let mut faults = Vec::new();
    for (index, line) in asked.iter().enumerate() {
        if !(1..=HOUSEHOLD_PIECES_MAX).contains(&line.pieces) {
            faults.push(fault(index, "supply-basket-pieces").arg("max", HOUSEHOLD_PIECES_MAX));
        }
        if asked[..index].iter().any(|before| before.item == line.item) {
            faults.push(fault(index, "supply-basket-twice"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn total(lines: &[BasketLine]) -> Option<Fen> {
    lines
        .iter()
        .try_fold(Fen::ZERO, |sum, line| sum.plus(line.price.times(line.pieces)?))
        .ok()
}

/// A fault at a line as it was asked for: `lines[0].pieces` is the first.
fn fault(index: usize, key: &'static str) -> FieldFault {
    FieldFault::new(format!("lines[{index}].pieces"), key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tongxin_city::Timestamp;

    fn item(number: u32) -> ItemId {
        ItemId::from_parts(Timestamp(1_669_262_400_000), number)
    }

    fn asked(number: u32, pieces: i64) -> AskedLine {
        AskedLine {
            item: item(number),
            pieces,
        }
    }

    fn offered(number: u32, free: i64) -> Offered {
        Offered {
            item: item(number),
            name: format!("item {number}"),
            price: Fen::try_from(1_250).expect("a price"),
            household_max: 3,
            is_open: true,
            free,
            ordered_today: 1,
        }
    }

    fn keys(asked: &[AskedLine], offered: &[Offered]) -> (bool, Vec<(String, &'static str)>) {
        let (is_gone, faults) = match check(asked, offered) {
            Ok(_) => return (false, vec![]),
            Err(BasketRefusal::Wrong(faults)) => (false, faults),
            Err(BasketRefusal::Gone(faults)) => (true, faults),
        };
        let named = faults.into_iter().map(|fault| (fault.field, fault.key));
        (is_gone, named.collect())
    }

    #[test]
    fn a_basket_that_can_be_had_has_its_price_and_its_items_in_order() {
        let basket = check(&[asked(2, 1), asked(1, 2)], &[offered(1, 2), offered(2, 9)]).expect("right");
        assert_eq!(basket.total.get(), 3_750);
        assert_eq!(basket.lines[0].item, item(1));
    }

    #[test]
    fn what_others_took_meanwhile_is_told_apart_from_what_is_wrong() {
        let gone = keys(&[asked(1, 2)], &[offered(1, 1)]);
        assert_eq!(gone, (true, vec![("lines[0].pieces".into(), "supply-basket-sold-out")]));
        let over = keys(&[asked(1, 3)], &[offered(1, 9)]);
        assert_eq!(
            over,
            (false, vec![("lines[0].pieces".into(), "supply-basket-over-limit")])
        );
        let closed = Offered {
            is_open: false,
            ..offered(1, 9)
        };
        assert_eq!(keys(&[asked(1, 1)], &[closed]).1[0].1, "supply-basket-closed");
        let both = keys(&[asked(1, 2), asked(7, 1)], &[offered(1, 0)]);
        assert_eq!((both.0, both.1.len()), (false, 2));
    }

    #[test]
    fn an_empty_an_overlong_and_an_absurd_basket_are_refused() {
        assert_eq!(keys(&[], &[]).1[0].1, "supply-basket-empty");
        let many = vec![asked(1, 1); BASKET_LINES_MAX + 1];
        assert_eq!(keys(&many, &[]).1[0].1, "supply-basket-many");
        let absurd = [asked(1, 0), asked(2, -3), asked(3, i64::MAX), asked(1, 1)];
        let found: Vec<_> = keys(&absurd, &[]).1.into_iter().map(|(_, key)| key).collect();
        let pieces = "supply-basket-pieces";
        assert_eq!(found, [pieces, pieces, pieces, "supply-basket-twice"]);
    }

    proptest! {
        #[test]
        fn whatever_is_allowed_is_within_stock_and_limit(
            pieces in -2i64..8, free in 0i64..6, max in 1i64..5, today in 0i64..6, is_open: bool
        ) {
            let offered = Offered { household_max: max, ordered_today: today, is_open, ..offered(1, free) };
            let is_allowed = check(&[asked(1, pieces)], &[offered]).is_ok();
            prop_assert_eq!(is_allowed, is_open && pieces >= 1 && pieces <= free && pieces + today <= max);
        }
    }
}
