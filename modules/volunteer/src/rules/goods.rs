//! Protective goods: what comes in, what is given out, what comes back. What a place has can't be less than nothing.

use crate::limits::{PIECES_ISSUED_MAX, PIECES_MAX};
use tongxin_city::words;
use tongxin_web::FieldFault;

words! {
    /// What protects a volunteer.
    Goods, "protective goods" {
        /// Surgical masks.
        Mask = "mask",
        /// N95 or FFP2 masks.
        Respirator = "respirator",
        /// Gloves, in pairs.
        Gloves = "gloves",
        /// Face shields.
        Shield = "shield",
        /// Gowns or coveralls.
        Gown = "gown",
        /// Hand rub, in bottles.
        HandRub = "hand_rub",
    }
}

words! {
    /// What happened to goods.
    GoodsStep, "step of goods" {
        /// They came in.
        Received = "received",
        /// A volunteer was given them.
        Issued = "issued",
        /// A volunteer brought them back unused.
        Returned = "returned",
        /// They were counted, and fewer were there.
        Lost = "lost",
    }
}

impl GoodsStep {
    /// Whether a volunteer is part of it.
    pub const fn is_of_volunteer(self) -> bool {
        matches!(self, GoodsStep::Issued | GoodsStep::Returned)
    }

    /// How it changes what is there.
    pub const fn change(self, pieces: i64) -> i64 {
        match self {
            GoodsStep::Received | GoodsStep::Returned => pieces,
            GoodsStep::Issued | GoodsStep::Lost => -pieces,
        }
    }
}

/// What is there after a step, from what was there before.
///
/// # Errors
/// That the number can't be, or that there are not so many.
pub fn after(step: GoodsStep, pieces: i64, there: i64) -> Result<i64, FieldFault> {
    let most = if step.is_of_volunteer() {
        PIECES_ISSUED_MAX
    } else {
        PIECES_MAX
    };
    if !(1..=most).contains(&pieces) {
        let fault = FieldFault::new("pieces", "volunteer-field-whole");
        return Err(fault.arg("min", 1).arg("max", most));
    }
    let left = there + step.change(pieces);
    if left < 0 {
        return Err(FieldFault::new("pieces", "volunteer-field-not-there").arg("there", there));
    }
    Ok(left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_is_given_out_that_is_not_there() {
        assert_eq!(after(GoodsStep::Issued, 3, 10), Ok(7));
        assert_eq!(
            after(GoodsStep::Issued, 11, 10).map_err(|fault| fault.key),
            Err("volunteer-field-not-there")
        );
        assert_eq!(
            after(GoodsStep::Returned, 0, 10).map_err(|fault| fault.key),
            Err("volunteer-field-whole")
        );
    }

    proptest! {
        #[test]
        fn whatever_happens_what_is_there_is_what_came_in_less_what_went(steps in prop::collection::vec((0_usize..4, 1_i64..50), 0..60)) {
            let mut there = 0;
            let mut sum = 0;
            for (step, pieces) in steps {
                let step = GoodsStep::ALL[step];
                if let Ok(left) = after(step, pieces, there) {
                    there = left;
                    sum += step.change(pieces);
                }
                prop_assert!(there >= 0 && there == sum);
            }
        }
    }
}
