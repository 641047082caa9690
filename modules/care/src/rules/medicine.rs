//! Medicines that must not run out: until when they last, and how much has to be fetched.

use crate::limits::{DOSES_A_DAY_MAX, DOSES_LEFT_MAX, FETCHED_DAYS, MEDICINE_NAME_CHARS_MAX, REFILL_DAYS_AHEAD};
use serde::{Deserialize, Serialize};
use tongxin_city::Day;
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// A medicine as somebody counted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Medicine {
    /// What it is called.
    #[schema(max_length = 60)]
    pub name: String,
    /// Doses that were left.
    pub left: u32,
    /// Doses a day.
    pub a_day: u32,
    /// On which day that was counted, before that day's doses.
    pub counted_on: Day,
}

impl Medicine {
    /// The first day for which not all doses are there.
    pub fn runs_out_on(&self) -> Day {
        self.counted_on.plus_days(i64::from(self.left / self.a_day.max(1)))
    }

    /// The day on which somebody has to fetch more of it.
    pub fn refill_on(&self) -> Day {
        self.runs_out_on().plus_days(-REFILL_DAYS_AHEAD)
    }

    /// Doses that are left before those of a day.
    pub fn left_on(&self, day: Day) -> u32 {
        let days = u32::try_from(day.days_since(self.counted_on)).unwrap_or(0);
        self.left.saturating_sub(self.a_day.saturating_mul(days))
    }

    /// Doses that are fetched at once.
    pub const fn to_fetch(&self) -> u32 {
        self.a_day.saturating_mul(FETCHED_DAYS)
    }

    /// The same, counted anew on a day on which so many doses were brought.
    ///
    /// # Errors
    /// How many doses at most can be brought, when that is more than anybody is given at once, or none.
    pub fn restocked(&self, doses: u32, today: Day) -> Result<Medicine, u32> {
        let left = self.left_on(today);
        let most = DOSES_LEFT_MAX.saturating_sub(left);
        if !(1..=most).contains(&doses) {
            return Err(most);
        }
        Ok(Medicine {
            left: left + doses,
            counted_on: today.max(self.counted_on),
            ..self.clone()
        })
    }

    /// What is wrong with it as one of several, each at its field.
    pub fn faults(&self, row: usize, today: Day) -> Vec<FieldFault> {
        let at = |field: &str| format!("medicines.{row}.{field}");
        let mut faults = Vec::new();
        if self.name.trim().is_empty() {
            faults.push(FieldFault::new(at("name"), "field-required"));
        }
        faults.extend(FieldFault::in_line(&at("name"), &self.name, MEDICINE_NAME_CHARS_MAX).err());
        if self.left > DOSES_LEFT_MAX {
            faults.push(
                FieldFault::new(at("left"), "care-field-doses")
                    .arg("min", 0)
                    .arg("max", DOSES_LEFT_MAX),
            );
        }
        if !(1..=DOSES_A_DAY_MAX).contains(&self.a_day) {
            faults.push(
                FieldFault::new(at("a_day"), "care-field-doses")
                    .arg("min", 1)
                    .arg("max", DOSES_A_DAY_MAX),
            );
        }
        if self.counted_on > today {
            faults.push(FieldFault::new(at("counted_on"), "care-field-in-future"));
        }
        faults
    }
}

/// The day on which somebody has to fetch more: some days before the first medicine runs out.
pub fn refill_on(medicines: &[Medicine]) -> Option<Day> {
    medicines.iter().map(Medicine::refill_on).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counting_again_changes_nothing_and_what_is_brought_lasts_for_its_days(
            (left, a_day, days, brought) in (0..500u32, 1..=DOSES_A_DAY_MAX, 0..100i64, 1..30u32)
        ) {
            let before = medicine(left, a_day);
            let today = before.counted_on.plus_days(days);
            let after = before.restocked(brought * a_day, today).expect("not too many");
            let lasts_until = before.runs_out_on().max(today);
            // A day that was begun with too few doses counts as one without.
            let rest = i64::from(after.left_on(today) / a_day - brought);
            prop_assert_eq!(after.runs_out_on(), today.plus_days(rest + i64::from(brought)));
            prop_assert_eq!(today.plus_days(rest), lasts_until);
            prop_assert_eq!(after.counted_on, today);
        }
    }

    #[test]
    fn nobody_is_brought_nothing_or_more_than_there_may_be() {
        let today = day("2022-11-24");
        assert_eq!(medicine(0, 2).restocked(0, today), Err(DOSES_LEFT_MAX));
        assert_eq!(
            medicine(20, 2).restocked(DOSES_LEFT_MAX, today),
            Err(DOSES_LEFT_MAX - 12)
        );
        assert_eq!(medicine(7, 2).left_on(today), 0);
        assert_eq!(medicine(7, 2).to_fetch(), 28);
    }

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn medicine(left: u32, a_day: u32) -> Medicine {
        Medicine {
            name: "降压药".to_owned(),
            left,
            a_day,
            counted_on: day("2022-11-20"),
        }
    }

    #[test]
    fn a_refill_comes_before_the_last_dose() {
        // Seven doses at two a day: three whole days.
        assert_eq!(medicine(7, 2).runs_out_on(), day("2022-11-23"));
        assert_eq!(refill_on(&[medicine(7, 2), medicine(30, 1)]), Some(day("2022-11-20")));
        assert_eq!(refill_on(&[]), None);
    }

    #[test]
    fn a_medicine_without_doses_a_day_is_refused_and_divides_by_nothing() {
        let none = medicine(7, 0);
        let faults = none.faults(0, day("2022-11-20"));
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].field, "medicines.0.a_day");
        assert_eq!(none.runs_out_on(), day("2022-11-27"));
    }
}
