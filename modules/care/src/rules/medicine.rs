//! Medicines that must not run out: until when they last.

use crate::limits::{DOSES_A_DAY_MAX, DOSES_LEFT_MAX, MEDICINE_NAME_CHARS_MAX, REFILL_DAYS_AHEAD};
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
    let first = medicines.iter().map(Medicine::runs_out_on).min();
    first.map(|day| day.plus_days(-REFILL_DAYS_AHEAD))
}

#[cfg(test)]
mod tests {
    use super::*;

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
