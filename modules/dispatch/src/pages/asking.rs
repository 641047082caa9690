//! The form for a new plan of a firm's day.

use crate::api::Shared;
use crate::limits::{CLOSED_WAYS_MAX, DAYS_AHEAD_MAX, SHIFT_FROM_MINUTE, SHIFT_TO_MINUTE};
use crate::pages::plans::{Of, own_page};
use crate::pages::words::Words;
use crate::rules::asked::AskedPlan;
use crate::rules::closed_way::{ClosedWay, Spot};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::str::FromStr;
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, OrgId, PlaceCode};
use tongxin_supply::{FleetVehicle, place_line, place_named};
use tongxin_web::{Choice, FieldFault, Form, IdempotencyKey, Problem, redirect, refused};

/// Closed ways that can be added to those that are typed already.
const MORE_WAYS: usize = 2;
/// Midnight at the end of a day, which a clock shows as its beginning.
const DAY_MINUTES: i64 = 24 * 60;

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AskForm {
    key: String,
    pub(super) org: String,
    pub(super) day: String,
    pub(super) from_minute: String,
    pub(super) to_minute: String,
    /// Only what is due by then; everything when left empty.
    pub(super) due_minute: String,
    pub(super) seconds: String,
    pub(super) is_cold_only: bool,
    pub(super) is_without_passes: bool,
    pub(super) rest_minutes: String,
    /// Vehicles with which somebody medical rides that day.
    pub(super) crews: Vec<String>,
    /// Places, one a line.
    pub(super) closed: String,
    /// Where closed ways begin.
    way_from: Vec<String>,
    /// Where they end.
    way_to: Vec<String>,
}

impl AskForm {
    /// The form of a day on which nothing was typed.
    pub(super) fn fresh(org: &str, day: Day) -> AskForm {
        AskForm {
            org: org.to_owned(),
            day: day.to_string(),
            from_minute: clock(SHIFT_FROM_MINUTE),
            to_minute: clock(SHIFT_TO_MINUTE),
            ..AskForm::default()
        }
    }

    /// The form of a day that was planned before: what is closed, who rides along and who rests is as it was, until somebody
    /// says otherwise. A time by which things were due that is past says nothing of what is to be planned now.
    pub(super) fn again(org: &str, asked: &AskedPlan, words: &Words<'_>) -> AskForm {
        let zone = &words.visit.asked.shell.zone;
        let due_minute = asked.due_minute.filter(|_| asked.due_until(zone) > words.visit.now());
        let closed = asked
            .closed
            .iter()
            .map(|place| place_line(place, &words.tree, words.visit.lang()));
        AskForm {
            from_minute: clock(asked.from_minute),
            to_minute: clock(asked.to_minute),
            due_minute: due_minute.map_or_else(String::new, clock),
            seconds: said(asked.seconds),
            is_cold_only: asked.is_cold_only,
            is_without_passes: asked.is_without_passes,
            rest_minutes: said(asked.rest_minutes),
            crews: asked.crews.iter().map(ToString::to_string).collect(),
            closed: closed.collect::<Vec<_>>().join("\n"),
            way_from: asked.closed_ways.iter().map(|way| spot_line(way.from, words)).collect(),
            way_to: asked.closed_ways.iter().map(|way| spot_line(way.to, words)).collect(),
            ..AskForm::fresh(org, asked.day)
        }
    }

    /// The days for which there can be a plan, as choices.
    pub(super) fn days(&self, words: &Words<'_>) -> Vec<Choice> {
        let day = |ahead| words.today.plus_days(ahead);
        let choice = |day: Day| Choice {
            value: day.to_string(),
            label: words.near_day(day),
            chosen: day.to_string() == self.day,
            ..Choice::default()
        };
        (0..=DAYS_AHEAD_MAX).map(|ahead| choice(day(ahead))).collect()
    }

    /// The vehicles for patients that can be given a medical crew for the day, as choices; those that always have one are none.
    pub(super) fn crews(&self, vehicles: &[FleetVehicle]) -> Vec<Choice> {
        let without = |vehicle: &&FleetVehicle| vehicle.is_for_patients() && !vehicle.has_medical_crew;
        let choice = |vehicle: &FleetVehicle| Choice {
            value: vehicle.id.to_string(),
            label: vehicle.plate.clone(),
            chosen: self.crews.contains(&vehicle.id.to_string()),
            ..Choice::default()
        };
        vehicles.iter().filter(without).map(choice).collect()
    }

    /// The two fields of each closed way, and of some more.
    pub(super) fn ways(&self) -> Vec<[&str; 2]> {
        let mut ways = self.typed_ways();
        let rows = (ways.len() + MORE_WAYS).min(CLOSED_WAYS_MAX).max(ways.len());
        ways.resize(rows, ["", ""]);
        ways
    }

    /// Both fields of each closed way of which one is filled in; of too many, as many as show that.
    fn typed_ways(&self) -> Vec<[&str; 2]> {
        let fields = [&self.way_from, &self.way_to];
        let typed = |row: usize| fields.map(|typed| typed.get(row).map_or("", |text| text.trim()));
        let rows = 0..fields[0].len().max(fields[1].len());
        let filled = rows.map(typed).filter(|ends| *ends != ["", ""]);
        filled.take(CLOSED_WAYS_MAX + 1).collect()
    }

    /// What it asks for, or all that can't be read.
    fn read(&self, words: &Words<'_>) -> Result<AskedPlan, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let mut minute = |field: &str, text: &str, default: i64| match minute_of(text) {
            Some(minute) => minute,
            None => {
                faults.push(FieldFault::new(field, "dispatch-plan-time"));
                default
            }
        };
        let from_minute = minute("from_minute", &self.from_minute, SHIFT_FROM_MINUTE);
        let to_minute = minute("to_minute", &self.to_minute, SHIFT_TO_MINUTE);
        let due_minute = match self.due_minute.trim() {
            "" => None,
            text => Some(minute("due_minute", text, DAY_MINUTES)),
        };
        let (seconds, rest_minutes) = (number(&self.seconds), number(&self.rest_minutes));
        let closed = self.closed(words);
        let closed_ways = self.closed_ways(words);
        let asked = AskedPlan {
            day: self.day.parse().unwrap_or(words.today.previous()),
            seconds: seconds.unwrap_or(Some(0)),
            from_minute,
            to_minute: if to_minute == 0 { DAY_MINUTES } else { to_minute },
            // A clock shows the end of a day as its beginning.
            due_minute: due_minute.map(|minute| if minute == 0 { DAY_MINUTES } else { minute }),
            is_cold_only: self.is_cold_only,
            is_without_passes: self.is_without_passes,
            rest_minutes: rest_minutes.unwrap_or(Some(0)),
            crews: self.crews.iter().filter_map(|id| id.parse().ok()).collect(),
            closed: closed.clone().unwrap_or_default(),
            closed_ways: closed_ways.clone().unwrap_or_default(),
        };
        faults.extend(closed.err().into_iter().flatten().chain(closed_ways.err()));
        match asked.checked(words.today) {
            Ok(asked) if faults.is_empty() => Ok(asked),
            Ok(_) => Err(faults),
            Err(others) => Err(others.into_iter().chain(faults).collect()),
        }
    }

    fn closed(&self, words: &Words<'_>) -> Result<Vec<PlaceCode>, Vec<FieldFault>> {
        let lines = self.closed.lines().filter(|line| !line.trim().is_empty());
        let named = lines.map(|line| place_named("closed", line, &words.tree, words.visit.lang()));
        let (mut places, mut faults) = (Vec::new(), Vec::new());
        for one in named {
            match one {
                Ok(place) => places.push(place),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(places) } else { Err(faults) }
    }

    fn closed_ways(&self, words: &Words<'_>) -> Result<Vec<ClosedWay>, FieldFault> {
        let way = |ends: [&str; 2]| {
            if ends.contains(&"") {
                return Err(FieldFault::new("closed_ways", "dispatch-plan-way-half"));
            }
            let [from, to] = [spot_of(ends[0], words)?, spot_of(ends[1], words)?];
            Ok(ClosedWay { from, to })
        };
        self.typed_ways().into_iter().map(way).collect()
    }
}

/// A spot as a field shows it.
fn spot_line(spot: Spot, words: &Words<'_>) -> String {
    match spot {
        Spot::Place { place } => place_line(&place, &words.tree, words.visit.lang()),
        Spot::Point { lon, lat } => format!("{lon}, {lat}"),
    }
}

/// A spot as somebody types it: longitude and latitude, or a place's code or name.
fn spot_of(text: &str, words: &Words<'_>) -> Result<Spot, FieldFault> {
    if let Some([lon, lat]) = degrees_of(text) {
        return Ok(Spot::Point { lon, lat });
    }
    let place = place_named("closed_ways", text, &words.tree, words.visit.lang())?;
    Ok(Spot::Place { place })
}

/// Two numbers with a point each; codes of places have none.
fn degrees_of(text: &str) -> Option<[f64; 2]> {
    let parts = text.split([',', '，', ' ']).filter(|part| !part.is_empty());
    let numbers: Option<Vec<f64>> = parts
        .map(|part| part.parse().ok().filter(|_| part.contains('.')))
        .collect();
    numbers?.try_into().ok()
}

/// A number that may be left out: none when left empty, `Err` for what is no number.
fn number<N: FromStr>(text: &str) -> Result<Option<N>, N::Err> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some)
}

/// A number as a field shows it; empty when it was left out.
fn said<N: ToString>(number: Option<N>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// Minutes after midnight as a field shows them; the end of a day as its beginning.
fn clock(minute: i64) -> String {
    let minute = minute % DAY_MINUTES;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Minutes after midnight as a field sends them, perhaps with seconds.
fn minute_of(text: &str) -> Option<i64> {
    let mut parts = text.trim().split(':');
    let (hour, minute): (i64, i64) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let fits = (0..24).contains(&hour) && (0..60).contains(&minute) || (hour, minute) == (24, 0);
    fits.then_some(hour * 60 + minute)
}

/// Begins to make a plan.
pub(super) async fn ask(State(dispatch): Shared, visit: Visit, Form(form): Form<AskForm>) -> Result<Response, Problem> {
    let key = IdempotencyKey::checked(&form.key)?;
    let org: OrgId = form.org.parse().map_err(|_| Problem::not_found())?;
    let by = visit.doer(Action::PlanWork)?;
    let command = visit.command(key, "ask-plan", format!("{form:?}").as_bytes());
    let words = Words::of(&dispatch, &visit)?;
    let asked = match form.read(&words) {
        Ok(asked) => dispatch.ask(command, by, org, asked, visit.now()).await,
        Err(faults) => Err(faults.into()),
    };
    match asked {
        Ok(asked) => Ok(redirect(&format!("/plans/{}", asked.id))),
        Err(error) => {
            let errors = visit.form_errors(error)?;
            let of = Of {
                org: Some(org),
                day: form.day.parse().ok(),
            };
            refused(&own_page(&dispatch, &visit, &of, Some(form), errors).await?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_times_are_read_as_fields_send_them() {
        assert_eq!(minute_of("06:30"), Some(390));
        assert_eq!(minute_of("06:30:00"), Some(390));
        assert_eq!(minute_of("24:00"), Some(1_440));
        assert_eq!(minute_of("24:01"), None);
        assert_eq!(minute_of("six"), None);
        assert_eq!(clock(390), "06:30");
    }

    #[test]
    fn two_numbers_with_points_are_degrees_and_codes_are_not() {
        for text in ["106.55, 29.56", "106.55，29.56", "106.55 29.56"] {
            assert_eq!(degrees_of(text), Some([106.55, 29.56]));
        }
        for text in [
            "500112016001",
            "500112016001 12",
            "106.55",
            "106.55, 29.56, 200.0",
            "106.55, north",
        ] {
            assert_eq!(degrees_of(text), None, "{text}");
        }
    }
}
