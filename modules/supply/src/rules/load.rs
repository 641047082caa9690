//! What goods weigh and how much room they take on a vehicle. What nobody stated is estimated here and nowhere else.

use crate::rules::goods::{Goods, Unit};
use crate::rules::item::Item;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a piece weighs of which only the number is known, in grams (an assumption: a box of medicine, a carton of eggs).
const PIECE_GRAMS: i64 = 500;
/// What a packed order is rounded up by, in grams: packing weighs as well.
const PACKING_GRAMS: i64 = 300;
/// What a litre of goods weighs of which nobody stated the volume, in grams. An assumption: hauliers count a cubic metre of
/// bulky goods as 333 kg (the custom of road freight, not a measurement of groceries).
pub const GRAMS_A_LITRE: i64 = 333;
/// How many litres of goods one cold box holds. An assumption: an insulated box of about 60 × 40 × 30 cm outside, with its
/// ice packs in it.
pub const COLD_BOX_LITRES: i64 = 40;
/// What has to stay cold on its way.
const COLD: [&str; 2] = ["meat", "milk"];

/// What goods weigh and the room they take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Load {
    /// Their weight, in grams.
    pub grams: i64,
    /// Their volume, in millilitres.
    #[serde(default)]
    pub millilitres: i64,
    /// The volume of those that have to stay cold, in millilitres: in cold boxes, unless the whole vehicle is cold.
    #[serde(default)]
    pub cold_millilitres: i64,
}

impl Load {
    /// Nothing.
    pub const NONE: Load = Load {
        grams: 0,
        millilitres: 0,
        cold_millilitres: 0,
    };

    /// One piece of an item: what it holds of everything that is weighed or poured (a millilitre weighs a gram), or a guess; and
    /// the volume that somebody stated, or what its weight suggests. A package with something cold in it is cold as a whole.
    pub fn of_piece(item: &Item, goods: &Goods) -> Load {
        let weighed = item.contents.iter().map(|content| {
            let unit = goods.category(&content.category).map(|category| category.unit);
            match unit {
                Some(Unit::G | Unit::Ml) => content.amount.get(),
                _ => 0,
            }
        });
        let grams = match weighed.sum::<i64>() {
            0 => PIECE_GRAMS,
            grams => grams,
        };
        let millilitres = item.volume_ml.unwrap_or_else(|| estimated_millilitres(grams));
        Load {
            grams,
            millilitres,
            cold_millilitres: if item.holds(&COLD) { millilitres } else { 0 },
        }
    }

    /// One piece of something that is not known any more.
    pub fn of_unknown_piece() -> Load {
        Load {
            grams: PIECE_GRAMS,
            millilitres: estimated_millilitres(PIECE_GRAMS),
            cold_millilitres: 0,
        }
    }

    /// The same in bags and boxes.
    #[must_use]
    pub fn packed(self) -> Load {
        Load {
            grams: self.grams.saturating_add(PACKING_GRAMS),
            ..self
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Load) -> Load {
        Load {
            grams: self.grams.saturating_add(other.grams),
            millilitres: self.millilitres.saturating_add(other.millilitres),
            cold_millilitres: self.cold_millilitres.saturating_add(other.cold_millilitres),
        }
    }

    /// So many pieces of it.
    #[must_use]
    pub fn times(self, pieces: i64) -> Load {
        Load {
            grams: self.grams.saturating_mul(pieces),
            millilitres: self.millilitres.saturating_mul(pieces),
            cold_millilitres: self.cold_millilitres.saturating_mul(pieces),
        }
    }

    /// An equal part of it, when so many share it.
    #[must_use]
    pub fn shared_by(self, number: usize) -> Load {
        let number = i64::try_from(number.max(1)).unwrap_or(i64::MAX);
        Load {
            grams: self.grams / number,
            millilitres: self.millilitres / number,
            cold_millilitres: self.cold_millilitres / number,
        }
    }

    /// How many cold boxes it fills, the last one perhaps in part.
    pub fn cold_boxes(self) -> i64 {
        let box_ml = COLD_BOX_LITRES * 1_000;
        self.cold_millilitres / box_ml + i64::from(self.cold_millilitres % box_ml > 0)
    }
}

fn estimated_millilitres(grams: i64) -> i64 {
    grams.saturating_mul(1_000) / GRAMS_A_LITRE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::goods::Amount;
    use crate::rules::item::Content;
    use proptest::prelude::*;
    use tongxin_city::ItemId;

    fn item(contents: &[(&str, i64)], volume_ml: Option<i64>) -> Item {
        let content = |(category, amount): &(&str, i64)| Content {
            category: (*category).to_owned(),
            amount: Amount::try_from(*amount).expect("an amount"),
        };
        Item {
            id: ItemId::try_from(1).expect("an id"),
            gtin: None,
            org: None,
            name: String::new(),
            unit: String::new(),
            contents: contents.iter().map(content).collect(),
            volume_ml,
            picture: None,
        }
    }

    #[test]
    fn a_stated_volume_counts_and_else_the_weight_says_it() {
        let goods = Goods::built_in();
        let load = |item: &Item| Load::of_piece(item, &goods);
        let rice = load(&item(&[("grain", 5_000)], None));
        assert_eq!(
            (rice.grams, rice.millilitres, rice.cold_millilitres),
            (5_000, 15_015, 0)
        );
        let paper = load(&item(&[], Some(30_000)));
        assert_eq!((paper.grams, paper.millilitres), (PIECE_GRAMS, 30_000));
        let package = load(&item(&[("vegetables", 2_000), ("meat", 500)], Some(8_000)));
        assert_eq!(package.cold_millilitres, 8_000, "a package is not taken apart");
    }

    proptest! {
        #[test]
        fn boxes_hold_what_is_cold_and_none_is_empty(cold in 0i64..10_000_000) {
            let boxes = Load { cold_millilitres: cold, ..Load::NONE }.cold_boxes();
            prop_assert!(boxes * COLD_BOX_LITRES * 1_000 >= cold);
            prop_assert!(boxes == 0 || (boxes - 1) * COLD_BOX_LITRES * 1_000 < cold);
        }

        #[test]
        fn equal_parts_are_never_more_than_the_whole(grams in 0i64..1_000_000, ml in 0i64..1_000_000, number in 1usize..40) {
            let whole = Load { grams, millilitres: ml, cold_millilitres: ml };
            let parts = whole.shared_by(number).times(number as i64);
            prop_assert!(parts.grams <= grams && parts.millilitres <= ml);
        }
    }
}
