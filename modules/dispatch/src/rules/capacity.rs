//! What a vehicle takes of goods, and how full they make it.

use serde::{Deserialize, Serialize};
use tongxin_city::words;
use tongxin_supply::{COLD_BOX_LITRES, Load};
use utoipa::ToSchema;

words! {
    /// What can be full of a vehicle for goods.
    Measure, "measure of a load" {
        /// Its payload.
        Weight = "weight",
        /// Its hold.
        Volume = "volume",
        /// Its cold boxes.
        ColdBoxes = "cold_boxes",
    }
}

/// What a vehicle takes of goods.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Capacity {
    /// Their weight, in kilograms.
    pub payload_kg: i64,
    /// Their volume, in litres. A plan from before volumes were counted has none, and neither have its goods.
    #[serde(default)]
    pub volume_litres: i64,
    /// The cold boxes for what has to stay cold; left out where the whole hold is cold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cold_boxes: Option<i64>,
}

impl Capacity {
    /// The load that fills it in every measure.
    pub const fn full(self) -> Load {
        let millilitres = self.volume_litres.saturating_mul(1_000);
        Load {
            grams: self.payload_kg.saturating_mul(1_000),
            millilitres,
            cold_millilitres: match self.cold_boxes {
                Some(boxes) => boxes.saturating_mul(COLD_BOX_LITRES * 1_000),
                None => millilitres,
            },
        }
    }

    /// Whether a load fits by every measure.
    pub fn holds(self, load: Load) -> bool {
        Measure::ALL.iter().all(|measure| self.is_enough(*measure, load))
    }

    /// Whether a load fits by one measure.
    pub fn is_enough(self, measure: Measure, load: Load) -> bool {
        measure.of(load) <= measure.of(self.full())
    }

    /// How full a load makes it by one measure, in thousandths.
    pub fn per_mille(self, measure: Measure, load: Load) -> i64 {
        measure.of(load).saturating_mul(1_000) / measure.of(self.full()).max(1)
    }

    /// Beside its weight, the measure by which a load makes it the fullest; none where neither says anything.
    pub fn tightest(self, load: Load) -> Option<Measure> {
        let others = [Measure::Volume, Measure::ColdBoxes].into_iter();
        let others = others.filter(|measure| *measure == Measure::Volume || self.cold_boxes.is_some());
        let filled = others.filter(|measure| measure.of(load) > 0);
        filled.max_by_key(|measure| self.per_mille(*measure, load))
    }

    /// By the measure by which a load makes it the fullest of all, in thousandths.
    pub fn fullest_per_mille(self, load: Load) -> i64 {
        let each = Measure::ALL.iter().map(|measure| self.per_mille(*measure, load));
        each.max().unwrap_or(0)
    }
}

impl Measure {
    /// A load by this measure: grams, or millilitres.
    pub const fn of(self, load: Load) -> i64 {
        match self {
            Measure::Weight => load.grams,
            Measure::Volume => load.millilitres,
            Measure::ColdBoxes => load.cold_millilitres,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VAN: Capacity = Capacity {
        payload_kg: 1_000,
        volume_litres: 5_000,
        cold_boxes: Some(2),
    };

    #[test]
    fn what_is_cold_fills_boxes_unless_the_whole_hold_is_cold() {
        let milk = Load {
            grams: 90_000,
            millilitres: 90_000,
            cold_millilitres: 90_000,
        };
        assert_eq!((VAN.holds(milk), VAN.tightest(milk)), (false, Some(Measure::ColdBoxes)));
        assert_eq!(
            VAN.per_mille(Measure::ColdBoxes, milk),
            1_125,
            "two boxes hold 80 litres"
        );
        let cold = Capacity {
            cold_boxes: None,
            ..VAN
        };
        assert_eq!((cold.holds(milk), cold.tightest(milk)), (true, Some(Measure::Volume)));
        assert_eq!(VAN.tightest(Load::NONE), None);
    }

    #[test]
    fn a_plan_from_before_volumes_were_counted_is_as_full_as_it_was() {
        let before: Capacity = serde_json::from_str(r#"{"payload_kg": 20}"#).expect("a capacity");
        let load: Load = serde_json::from_str(r#"{"grams": 15000}"#).expect("a load");
        assert!(before.holds(load));
        assert_eq!((before.fullest_per_mille(load), before.tightest(load)), (750, None));
    }

    proptest! {
        #[test]
        fn what_fits_together_fits_apart(
            [kg, litres, boxes] in prop::array::uniform3(0i64..3_000),
            [a, b] in prop::array::uniform2(prop::array::uniform3(0i64..4_000_000)),
        ) {
            let capacity = Capacity { payload_kg: kg, volume_litres: litres, cold_boxes: Some(boxes) };
            let load = |[grams, ml, cold]: [i64; 3]| Load { grams, millilitres: ml, cold_millilitres: cold.min(ml) };
            let (a, b) = (load(a), load(b));
            prop_assert!(!capacity.holds(a.and(b)) || capacity.holds(a) && capacity.holds(b));
            prop_assert_eq!(capacity.holds(a), capacity.fullest_per_mille(a) <= 1_000 && Measure::ALL.iter().all(|m| capacity.is_enough(*m, a)));
        }
    }
}
