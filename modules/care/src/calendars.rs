//! Calendars that a family's or a hospital's own programs subscribe to, by a link that opens one calendar and nothing else.
//!
//! What is secret in a link is worked out from the server's own secret, so that it can be shown again when its making is repeated;
//! the database has only its hash. A new link ends the old one.

use crate::care::Care;
use crate::erased::Erased;
use crate::error::CareError;
use crate::limits::{CALENDAR_DAYS, CALENDAR_EVENTS_MAX};
use crate::raising::said_with;
use crate::rules::appointment::AppointmentState;
use crate::store::appointments::{self, Appointment, AppointmentFilter};
use crate::store::calendars::{self, CalendarOf, Made, NewLink};
use crate::store::series::{self, Series};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::Arc;
use tongxin_account::{Doer, Scope};
use tongxin_city::{CalendarId, HouseholdId, Lang, OrgId, PlaceCode, RideId, SeriesId, Timestamp};
use tongxin_dispatch::Pickup;
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::ical::{Event, Status, calendar};
use utoipa::ToSchema;

/// What the secret of a link is worked out for.
const PURPOSE: &str = "calendar";
/// What made the calendars, as they say themselves.
const PART: &str = "Appointments";
/// How long before an appointment a family's telephone reminds it.
const REMINDERS: &[&str] = &["P1D", "PT2H"];
/// Days back that a calendar shows.
const DAYS_BACK: i64 = 7;

/// A link that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct CalendarLink {
    /// Its path on this server.
    pub(crate) path: String,
    /// Until when it opens the calendar.
    pub(crate) until: Timestamp,
}

/// What is kept of a command that made a link: nothing that opens it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct MadeLink {
    id: CalendarId,
    until: Timestamp,
}

impl Care {
    /// Whose calendar somebody may share: the own household's, or the own hospital's.
    ///
    /// # Errors
    /// `NotFound` for whoever speaks for neither, or for several hospitals and named none of them.
    pub(crate) fn own_calendar(may: &Scope, hospital: Option<OrgId>) -> Result<CalendarOf, CareError> {
        let own = match (may.household, hospital, &may.orgs[..]) {
            (Some(household), None, _) => return Ok(CalendarOf::Household(household)),
            (_, Some(named), orgs) => orgs.iter().find(|org| **org == named),
            (None, None, [only]) => Some(only),
            (None, None, _) => None,
        };
        own.copied().map(CalendarOf::Hospital).ok_or(CareError::NotFound)
    }

    /// Makes a link to a calendar, once; the link before it ends.
    ///
    /// # Errors
    /// `NotFound`; or a storage failure.
    pub(crate) async fn make_calendar(
        &self,
        key: CommandKey,
        by: Doer,
        hospital: Option<OrgId>,
        now: Timestamp,
    ) -> Result<CalendarLink, CareError> {
        let of = Care::own_calendar(&by.may, hospital)?;
        let place = self.place_of(of).await?;
        let work = Arc::new((self.clone(), by.actor, NewLink { of, place }));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, actor, new) = &*work;
                let id = CalendarId::generate(now);
                let made = Made {
                    at: now,
                    until: now.plus_days(CALENDAR_DAYS),
                };
                care.end_links_in(tx, new.of).await?;
                calendars::insert(tx, id, hash_of(&care.calendar_token(id)), new, actor, made);
                Ok::<_, CareError>(MadeLink { id, until: made.until })
            })
        });
        let made = done.await?.value;
        Ok(CalendarLink {
            path: format!("/calendar/{}.ics", self.calendar_token(made.id)),
            until: made.until,
        })
    }

    /// Ends the link to a calendar, once.
    ///
    /// # Errors
    /// `NotFound`; or a storage failure.
    pub(crate) async fn end_calendar(
        &self,
        key: CommandKey,
        by: Doer,
        hospital: Option<OrgId>,
    ) -> Result<(), CareError> {
        let of = Care::own_calendar(&by.may, hospital)?;
        let care = self.clone();
        let done = self.db().write_once(key, move |tx| {
            let care = care.clone();
            Box::pin(async move { care.end_links_in(tx, of).await })
        });
        done.await?;
        Ok(())
    }

    /// Where whoever shares a calendar is: with the emergency there the link ends too.
    async fn place_of(&self, of: CalendarOf) -> Result<PlaceCode, CareError> {
        let place = match of {
            CalendarOf::Household(id) => self.places().household(id).await?.map(|household| household.building),
            CalendarOf::Hospital(id) => self.places().org(id).await?.map(|org| org.place),
        };
        place.ok_or(CareError::NotFound)
    }

    /// Ends the links to a calendar that there are; none comes back with an old copy of the database.
    async fn end_links_in(&self, tx: &mut Tx, of: CalendarOf) -> Result<(), CareError> {
        let links = calendars::links_in(tx, of).await?;
        let ended: Vec<Erased> = links.iter().copied().map(Erased::Calendar).collect();
        if !ended.is_empty() {
            self.erased().remember(&ended)?;
        }
        links.into_iter().for_each(|id| calendars::end_one(tx, id));
        Ok(())
    }

    fn calendar_token(&self, id: CalendarId) -> String {
        BASE64URL_NOPAD.encode(&self.accounts().derived(PURPOSE, &id.get().to_be_bytes()))
    }

    /// The calendar that a link opens, as text.
    ///
    /// # Errors
    /// `NotFound` for a link that opens none, or no more; or a storage failure.
    pub(crate) async fn calendar_of(&self, token: &str, lang: Lang, now: Timestamp) -> Result<String, CareError> {
        let of = calendars::opened_by(self.db(), hash_of(token), now).await?;
        match of.ok_or(CareError::NotFound)? {
            CalendarOf::Household(household) => self.family_calendar(household, lang, now).await,
            CalendarOf::Hospital(hospital) => self.hospital_calendar(hospital, lang, now).await,
        }
    }

    /// What is to come first, for a calendar has room for so many; then the last days, as far as there is room.
    async fn events_of(&self, scope: &Scope, now: Timestamp) -> Result<Vec<Appointment>, CareError> {
        let today = self.day_of(now)?;
        let ahead = AppointmentFilter {
            from: Some(today),
            ..AppointmentFilter::default()
        };
        let mut found = appointments::page(self.db(), scope, &ahead, CALENDAR_EVENTS_MAX).await?;
        let left = CALENDAR_EVENTS_MAX.saturating_sub(u32::try_from(found.len()).unwrap_or(u32::MAX));
        if left > 0 {
            let back = AppointmentFilter {
                from: Some(today.plus_days(-DAYS_BACK)),
                until: Some(today.previous()),
                ..AppointmentFilter::default()
            };
            found.extend(appointments::page(self.db(), scope, &back, left).await?);
        }
        Ok(found)
    }

    /// For a family: where and when, and when the vehicle comes. What it is for they know, and a telephone's calendar need not.
    async fn family_calendar(&self, household: HouseholdId, lang: Lang, now: Timestamp) -> Result<String, CareError> {
        let scope = Scope {
            household: Some(household),
            ..Scope::default()
        };
        let found = self.events_of(&scope, now).await?;
        let names = self.places().org_names(found.iter().map(|row| row.hospital)).await?;
        let pickups = self.pickups_of(&found).await?;
        let zone = self.zone()?;
        let event = |row: &Appointment| {
            let hospital = names.get(&row.hospital).cloned().unwrap_or_default();
            let span = |ride: Option<RideId>| {
                let pickup = ride.and_then(|ride| pickups.get(&ride))?;
                let (from, until) = (pickup.from_at, pickup.until_at);
                let times = format!("{}–{}", zone.format_time(from), zone.format_time(until));
                Some(pickup.planned_at.map_or(times, |at| zone.format_time(at)))
            };
            let rides = span(row.booked.there).zip(span(row.booked.back));
            let description = rides.map_or_else(String::new, |(there, back)| {
                said_with(lang, "care-calendar-rides", &[("there", &there), ("back", &back)])
            });
            Event {
                summary: said_with(lang, "care-calendar-family", &[("hospital", &hospital)]),
                location: hospital,
                description,
                alarms: REMINDERS,
                ..event_at(row)
            }
        };
        let events: Vec<Event> = found.iter().map(event).collect();
        Ok(calendar(
            PART,
            &said_with(lang, "care-calendar-name", &[]),
            &events,
            &zone,
        ))
    }

    /// For a hospital: its own appointments by their signs, with what the patient needs on the way; nobody's name and no illness.
    async fn hospital_calendar(&self, hospital: OrgId, lang: Lang, now: Timestamp) -> Result<String, CareError> {
        let found = self.events_of(&Scope::of_org(hospital), now).await?;
        let names = self.places().org_names([hospital]).await?;
        let name = names.get(&hospital).cloned().unwrap_or_default();
        let series = self.series_of(&found).await?;
        let event = |row: &Appointment| Event {
            summary: said_with(lang, "care-calendar-hospital", &[("sign", &row.sign())]),
            location: name.clone(),
            description: series.get(&row.series).map_or_else(String::new, |series| {
                needs_in_words(series, lang).join(lang.pick("；", "; "))
            }),
            ..event_at(row)
        };
        let events: Vec<Event> = found.iter().map(event).collect();
        Ok(calendar(PART, &name, &events, &self.zone()?))
    }

    /// When the vehicles of appointments come.
    pub(crate) async fn pickups_of(&self, found: &[Appointment]) -> Result<HashMap<RideId, Pickup>, CareError> {
        let rides = found
            .iter()
            .flat_map(|row| row.booked.there.into_iter().chain(row.booked.back));
        Ok(self.dispatch().pickups(rides).await?)
    }

    /// The series of appointments.
    pub(crate) async fn series_of(&self, found: &[Appointment]) -> Result<HashMap<SeriesId, Series>, CareError> {
        let series = series::of(self.db(), found.iter().map(|row| row.series)).await?;
        Ok(series.into_iter().map(|series| (series.id, series)).collect())
    }
}

/// What a ride needs, each in a few words.
pub(crate) fn needs_in_words(series: &Series, lang: Lang) -> Vec<String> {
    let needs = [
        (series.ride.wheelchair, "care-ride-wheelchair"),
        (series.ride.escort, "care-ride-escort"),
        (series.ride.medical_crew, "care-ride-medical_crew"),
        (series.ride.alone, "care-ride-alone"),
    ];
    let said = needs.into_iter().filter(|(is_needed, _)| *is_needed);
    said.map(|(_, key)| said_with(lang, key, &[])).collect()
}

/// An event with the times and the standing of an appointment.
fn event_at(row: &Appointment) -> Event {
    Event {
        uid: format!("{}@tongxin", row.id),
        sequence: row.seq,
        changed_at: row.changed_at,
        from_at: row.at,
        until_at: row.until_at(),
        status: match row.state {
            AppointmentState::Confirmed | AppointmentState::Over => Status::Confirmed,
            AppointmentState::Asked | AppointmentState::Proposed => Status::Tentative,
            AppointmentState::Refused | AppointmentState::Cancelled | AppointmentState::Lapsed => Status::Cancelled,
        },
        summary: String::new(),
        location: String::new(),
        description: String::new(),
        alarms: &[],
    }
}

/// The hash under which a link's secret is kept. It has 256 bits, so a plain hash can't be searched.
fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests;
