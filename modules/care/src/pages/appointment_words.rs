//! Appointments in words, as lists and pages of both sides show them.

use super::words::{Badge, Words};
use crate::calendars::needs_in_words;
use crate::care::Care;
use crate::error::CareError;
use crate::limits::APPOINTMENTS_SHOWN_MAX;
use crate::rules::appointment::AppointmentState;
use crate::store::appointments::{self, Appointment, AppointmentFilter};
use crate::store::series::Series;
use std::collections::HashMap;
use tongxin_account::Action;
use tongxin_city::{Day, HouseholdId, OrgId, PlaceCode, RideId, SeriesId};
use tongxin_dispatch::Pickup;

/// One appointment of a list.
pub(super) struct AppointmentRow {
    pub(super) badge: Badge,
    pub(super) href: String,
    /// When it begins and ends.
    pub(super) when: String,
    pub(super) hospital: String,
    /// Building and door.
    pub(super) who: String,
    pub(super) sign: String,
    /// When the door must open, while it is confirmed.
    pub(super) door: Option<String>,
    /// What the hospital said, what the ride needs.
    pub(super) notes: Vec<String>,
}

/// What a list must know beside the appointments themselves.
pub(super) struct Known {
    pub(super) series: HashMap<SeriesId, Series>,
    pub(super) pickups: HashMap<RideId, Pickup>,
    hospitals: HashMap<OrgId, String>,
    doors: HashMap<HouseholdId, String>,
}

impl Known {
    pub(super) async fn of(care: &Care, words: &Words<'_>, found: &[Appointment]) -> Result<Known, CareError> {
        let homes = words.visit.scope(Action::AppointmentEdit).unwrap_or_default();
        let theirs = found
            .iter()
            .filter(|row| homes.contains(&row.building, None, Some(row.household)));
        let doors = care.doors_of(theirs.map(|row| row.household)).await?;
        Ok(Known {
            series: care.series_of(found).await?,
            pickups: care.pickups_of(found).await?,
            hospitals: care.places().org_names(found.iter().map(|row| row.hospital)).await?,
            doors,
        })
    }

    /// When the vehicle of a ride comes, in words.
    pub(super) fn pickup(&self, words: &Words<'_>, ride: Option<RideId>) -> Option<String> {
        let pickup = ride.and_then(|ride| self.pickups.get(&ride))?;
        Some(match pickup.planned_at {
            Some(at) => words.ta("care-door-planned", &[("at", &words.time(at))]),
            None => words.ta(
                "care-door-between",
                &[
                    ("from", &words.time(pickup.from_at)),
                    ("until", &words.time(pickup.until_at)),
                ],
            ),
        })
    }

    pub(super) fn hospital(&self, row: &Appointment) -> String {
        self.hospitals.get(&row.hospital).cloned().unwrap_or_default()
    }

    /// Building and door; nothing for whoever does not look after them.
    pub(super) fn home(&self, words: &Words<'_>, row: &Appointment) -> String {
        let door = self.doors.get(&row.household);
        door.map_or_else(String::new, |door| format!("{} {door}", words.building(&row.building)))
    }

    pub(super) fn row(&self, words: &Words<'_>, row: &Appointment) -> AppointmentRow {
        let needs = self
            .series
            .get(&row.series)
            .map(|series| needs_in_words(series, words.visit.lang()));
        let answer = row.answer.clone();
        AppointmentRow {
            badge: badge(words, row.state),
            href: format!("{}/{}", super::APPOINTMENTS, row.id),
            when: span(words, row),
            hospital: self.hospital(row),
            who: self.home(words, row),
            sign: row.sign(),
            door: self.pickup(words, row.booked.there),
            notes: answer.into_iter().chain(needs.unwrap_or_default()).collect(),
        }
    }
}

/// When an appointment begins and ends, by the clock.
pub(super) fn span(words: &Words<'_>, row: &Appointment) -> String {
    format!("{}–{}", words.time(row.at), words.time(row.until_at()))
}

pub(super) fn badge(words: &Words<'_>, state: AppointmentState) -> Badge {
    let colour = match state {
        AppointmentState::Confirmed | AppointmentState::Over => "stable",
        AppointmentState::Asked | AppointmentState::Proposed => "strained",
        AppointmentState::Refused | AppointmentState::Lapsed => "failing",
        AppointmentState::Cancelled => "unknown",
    };
    Badge {
        state: colour,
        word: words.t(&format!("care-appointment-{state}")),
    }
}

/// A door that must open for a patient.
pub(super) struct DoorRow {
    pub(super) href: String,
    pub(super) who: String,
    pub(super) when: String,
}

/// The doors of a day that must open for patients, for whoever looks after them.
pub(super) async fn doors_of_day(
    care: &Care,
    words: &Words<'_>,
    day: Day,
    place: Option<PlaceCode>,
) -> Result<Vec<DoorRow>, CareError> {
    let Ok(scope) = words.visit.scope(Action::AppointmentEdit) else {
        return Ok(Vec::new());
    };
    let filter = AppointmentFilter {
        from: Some(day),
        until: Some(day),
        place,
        state: Some(AppointmentState::Confirmed),
        ..AppointmentFilter::default()
    };
    let found = appointments::page(care.db(), &scope, &filter, APPOINTMENTS_SHOWN_MAX).await?;
    let known = Known::of(care, words, &found).await?;
    let door = |row: &Appointment| {
        Some(DoorRow {
            href: format!("{}/{}", super::APPOINTMENTS, row.id),
            who: known.home(words, row),
            when: known.pickup(words, row.booked.there)?,
        })
    };
    Ok(found.iter().filter_map(door).collect())
}
