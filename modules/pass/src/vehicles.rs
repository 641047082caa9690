//! Where a firm's vehicles may go on a day, for whoever plans it.

use crate::desk::Passes;
use crate::error::PassError;
use crate::store::reading;
use std::collections::BTreeMap;
use tongxin_city::{Day, OrgId, PlaceCode};
use tongxin_pass_format::pass::Holder;

impl Passes {
    /// By number plate, the places between which passes of a firm's vehicles count on a day, at whatever hour. A vehicle
    /// without such a pass is missing.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn ends_of_vehicles(&self, org: OrgId, day: Day) -> Result<BTreeMap<String, Vec<PlaceCode>>, PassError> {
        let mut ends: BTreeMap<String, Vec<PlaceCode>> = BTreeMap::new();
        for pass in reading::of_vehicles(self.db(), org, day).await? {
            let Some(Holder::Vehicle { plate }) = pass.holder.filter(|_| pass.days.has(weekday(day))) else {
                continue;
            };
            ends.entry(plate)
                .or_default()
                .extend(pass.from.into_iter().chain(pass.to));
        }
        for places in ends.values_mut() {
            places.sort_unstable();
            places.dedup();
        }
        Ok(ends)
    }
}

/// 0 for Monday, 6 for Sunday: 1 January 1970, day 0, was a Thursday.
fn weekday(day: Day) -> u8 {
    (day.number() + 3).rem_euclid(7) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week_are_those_of_the_calendar() {
        let weekday_of = |text: &str| weekday(text.parse().expect("a day"));
        assert_eq!(weekday_of("1970-01-01"), 3);
        assert_eq!(weekday_of("2022-11-21"), 0, "a Monday");
        assert_eq!(weekday_of("2022-11-27"), 6, "a Sunday");
        assert_eq!(weekday_of("1969-12-29"), 0, "a Monday");
    }
}
