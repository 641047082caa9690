//! What an outlet sells to households, and on which terms.

use crate::limits::{HOUSEHOLD_PIECES_MAX, PRICE_FEN_MAX};
use crate::rules::fields::Fields;
use crate::rules::item::Item;
use serde::Serialize;
use tongxin_city::Fen;
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// On which terms an item is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Terms {
    /// What a piece costs, in fen; 0 is free of charge.
    #[schema(value_type = i64, minimum = 0, maximum = 1_000_000)]
    pub price: Fen,
    /// Pieces that a household may order in a day.
    pub household_max: i64,
    /// Whether it can be ordered now.
    pub is_open: bool,
}

impl Terms {
    /// Reads what was filled in.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn read(price: Option<Fen>, household_max: i64, is_open: bool) -> Result<Terms, Vec<FieldFault>> {
        let mut fields = Fields::default();
        let price = price.filter(|price| price.get() <= PRICE_FEN_MAX);
        if price.is_none() {
            let max = PRICE_FEN_MAX / 100;
            fields.add(FieldFault::new("price", "supply-goods-price").arg("max", max));
        }
        if !(1..=HOUSEHOLD_PIECES_MAX).contains(&household_max) {
            let fault = FieldFault::new("household_max", "supply-goods-household-max");
            fields.add(fault.arg("max", HOUSEHOLD_PIECES_MAX));
        }
        fields.finish(Terms {
            price: price.unwrap_or_default(),
            household_max,
            is_open,
        })
    }
}

/// An item that an outlet sells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Offer {
    /// What is sold.
    pub item: Item,
    /// On which terms.
    pub terms: Terms,
    /// Pieces that can still be ordered.
    pub free: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_stay_within_bounds() {
        let fen = |fen| Fen::try_from(fen).ok();
        assert!(Terms::read(fen(0), 1, true).is_ok());
        assert!(Terms::read(fen(PRICE_FEN_MAX), HOUSEHOLD_PIECES_MAX, false).is_ok());
        for (price, max) in [(fen(PRICE_FEN_MAX + 1), 0), (fen(-1), HOUSEHOLD_PIECES_MAX + 1)] {
            let faults = Terms::read(price, max, true).expect_err("refused");
            let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
            assert_eq!(fields, ["price", "household_max"]);
        }
    }
}
