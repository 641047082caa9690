//! What somebody asks of a plan.

use crate::limits::{
    CLOSED_PLACES_MAX, CLOSED_WAYS_MAX, CREWS_MAX, DAYS_AHEAD_MAX, SEARCH_SECONDS, SHIFT_FROM_MINUTE, SHIFT_TO_MINUTE,
};
use crate::rules::closed_way::ClosedWay;
use crate::rules::rest::REST_MINUTES;
use serde::{Deserialize, Serialize};
use tongxin_city::{Day, PlaceCode, Timestamp, VehicleId, Zone};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// What a plan is asked to hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedPlan {
    /// The day: today or one of the next days.
    pub day: Day,
    /// How long the search looks, in seconds; left out, as long as the number of stops suggests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 600)]
    pub seconds: Option<u32>,
    /// From when vehicles may be under way, in minutes after midnight; 06:00 when left out.
    #[serde(default = "from_minute")]
    #[schema(minimum = 0, maximum = 1439)]
    pub from_minute: i64,
    /// Until when; 22:00 when left out.
    #[serde(default = "to_minute")]
    #[schema(minimum = 1, maximum = 1440)]
    pub to_minute: i64,
    /// Only what is due by then, in minutes after midnight: what is not packed yet is planned later. All of the day when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1440)]
    pub due_minute: Option<i64>,
    /// Whether what has to stay cold goes only into vehicles with a cold chain; else a cool box will do.
    #[serde(default)]
    pub is_cold_only: bool,
    /// Whether nobody asks for passes on the way. Else, as soon as one of the firm's vehicles has a pass that counts on the
    /// day, each goes only where its own leads, and inside the firm's district.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_without_passes: bool,
    /// How long whoever drives goods around noon rests, in minutes; nobody is given a rest when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 20, maximum = 120)]
    pub rest_minutes: Option<i64>,
    /// Vehicles for patients with which somebody medical rides that day, beside those of which that is listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 500)]
    pub crews: Vec<VehicleId>,
    /// Places that nobody can get into that day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub closed: Vec<PlaceCode>,
    /// Ways that nobody gets across that day: bridges, streets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    pub closed_ways: Vec<ClosedWay>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

fn from_minute() -> i64 {
    SHIFT_FROM_MINUTE
}

fn to_minute() -> i64 {
    SHIFT_TO_MINUTE
}

impl AskedPlan {
    /// A plan of that day with nothing special about it.
    pub fn of_day(day: Day) -> AskedPlan {
        AskedPlan {
            day,
            seconds: None,
            from_minute: SHIFT_FROM_MINUTE,
            to_minute: SHIFT_TO_MINUTE,
            due_minute: None,
            is_cold_only: false,
            is_without_passes: false,
            rest_minutes: None,
            crews: Vec::new(),
            closed: Vec::new(),
            closed_ways: Vec::new(),
        }
    }

    /// The same with its bounds checked.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn checked(mut self, today: Day) -> Result<AskedPlan, Vec<FieldFault>> {
        let mut faults = Vec::new();
        if self.day < today || self.day > today.plus_days(DAYS_AHEAD_MAX) {
            faults.push(FieldFault::new("day", "dispatch-plan-day").arg("days", DAYS_AHEAD_MAX));
        }
        if self.seconds.is_some_and(|seconds| !SEARCH_SECONDS.contains(&seconds)) {
            let fault = FieldFault::new("seconds", "dispatch-plan-seconds");
            faults.push(
                fault
                    .arg("min", SEARCH_SECONDS.start())
                    .arg("max", SEARCH_SECONDS.end()),
            );
        }
        let minutes = 0..=24 * 60;
        if !minutes.contains(&self.from_minute)
            || !minutes.contains(&self.to_minute)
            || self.from_minute >= self.to_minute
        {
            faults.push(FieldFault::new("to_minute", "dispatch-plan-shift"));
        }
        if self.due_minute.is_some_and(|minute| !(1..=24 * 60).contains(&minute)) {
            faults.push(FieldFault::new("due_minute", "dispatch-plan-due"));
        }
        if self
            .rest_minutes
            .is_some_and(|minutes| !REST_MINUTES.contains(&minutes))
        {
            let fault = FieldFault::new("rest_minutes", "dispatch-plan-rest");
            faults.push(fault.arg("min", *REST_MINUTES.start()).arg("max", *REST_MINUTES.end()));
        }
        if self.closed.len() > CLOSED_PLACES_MAX {
            faults.push(FieldFault::new("closed", "dispatch-plan-closed").arg("max", CLOSED_PLACES_MAX));
        }
        if self.closed_ways.len() > CLOSED_WAYS_MAX {
            faults.push(FieldFault::new("closed_ways", "dispatch-plan-closed-ways").arg("max", CLOSED_WAYS_MAX));
        }
        if self.crews.len() > CREWS_MAX {
            faults.push(FieldFault::new("crews", "dispatch-plan-crews").arg("max", CREWS_MAX));
        }
        self.crews.sort_unstable();
        self.crews.dedup();
        self.closed.sort_unstable();
        self.closed.dedup();
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }

    /// From when to when vehicles may be under way.
    pub fn shift(&self, zone: &Zone) -> (Timestamp, Timestamp) {
        let midnight = zone.span_of(self.day).start;
        let at = |minute: i64| midnight.plus_millis(minute * Timestamp::MINUTE_MS);
        (at(self.from_minute), at(self.to_minute))
    }

    /// Until when things are due that it holds.
    pub fn due_until(&self, zone: &Zone) -> Timestamp {
        let day = zone.span_of(self.day);
        let minutes = self
            .due_minute
            .map(|minute| day.start.plus_millis(minute * Timestamp::MINUTE_MS));
        minutes.unwrap_or(day.end)
    }

    /// Whether a place can be got into.
    pub fn is_open(&self, place: &PlaceCode) -> bool {
        !self.closed.iter().any(|closed| place.is_inside(closed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let today = Day::from_number(19_320);
        let mut asked = AskedPlan::of_day(today.plus_days(-1));
        (asked.seconds, asked.from_minute, asked.to_minute) = (Some(0), 700, 600);
        asked.rest_minutes = Some(5);
        let fields: Vec<String> = asked
            .checked(today)
            .expect_err("wrong")
            .into_iter()
            .map(|fault| fault.field)
            .collect();
        assert_eq!(fields, ["day", "seconds", "to_minute", "rest_minutes"]);
    }

    #[test]
    fn a_closed_place_closes_all_that_lies_in_it() {
        let mut asked = AskedPlan::of_day(Day::from_number(19_320));
        asked.closed = vec!["500112016".parse().expect("a code")];
        assert!(!asked.is_open(&"500112016001002".parse().expect("a code")));
        assert!(asked.is_open(&"500112017001002".parse().expect("a code")));
    }
}
