//! Patients' rides: to an appointment and back home. Both are booked at once, so that nobody is taken somewhere from where
//! nothing takes them back.

use crate::limits::{
    RIDE_CONTACT_CHARS_MAX, RIDE_DAYS_AHEAD_MAX, RIDE_HOURS_MAX, RIDE_NOTE_CHARS_MAX, RIDE_SEATS_MAX,
    RIDE_WHEELCHAIRS_MAX,
};
use crate::rules::cargo::{RideNeeds, Seats, TakenOn};
use serde::{Deserialize, Serialize};
use tongxin_city::{HouseholdId, OrgId, PlaceCode, Timestamp, Zone, words};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// Nobody has to be there longer than this before their appointment (an assumption).
pub const EARLY_MS: i64 = 60 * Timestamp::MINUTE_MS;
/// How long before the appointment a ride has to be there (an assumption: the way from the gate to the department, and ten
/// minutes that a plan may be wrong by, for searches use all the time there is).
pub const MARGIN_MS: i64 = 20 * Timestamp::MINUTE_MS;
/// How long somebody waits at most to be fetched once they are ready (an assumption).
pub const WAIT_MS: i64 = 60 * Timestamp::MINUTE_MS;
/// How much longer than the direct way a ride may take, in seconds, where half as long again is less (an assumption).
pub const DETOUR_SECONDS: i64 = 20 * 60;
/// For how long a ride its bounds leave room at least, in seconds, however short the way: traffic and checkpoints (an
/// assumption).
const RIDE_SECONDS_LEAST: i64 = 90 * 60;

/// How long somebody may sit in the vehicle at most whose direct way takes so many seconds: others may be fetched on the way,
/// but nobody is driven around for long.
pub fn longest_seconds(direct: i64) -> i64 {
    (direct + direct / 2).max(direct + DETOUR_SECONDS)
}

words! {
    /// Which of a trip's two ways.
    RideWay, "way of a ride" {
        /// To the appointment.
        There = "there",
        /// Back home.
        Back = "back",
    }
}

words! {
    /// How a ride stands.
    RideState, "state of a ride" {
        /// It is to come.
        Booked = "booked",
        /// The patient is in the vehicle.
        OnBoard = "on_board",
        /// The patient arrived.
        Arrived = "arrived",
        /// The patient was not where the vehicle came.
        Absent = "absent",
        /// The patient did not want to go.
        Refused = "refused",
        /// It was called off.
        Cancelled = "cancelled",
    }
}

impl RideState {
    /// Whether it is still to be driven or on its way.
    pub const fn is_open(self) -> bool {
        matches!(self, RideState::Booked | RideState::OnBoard)
    }
}

/// A trip as somebody asks for it: there and back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedTrip {
    /// Whose trip; a household asks for its own and leaves this out.
    #[serde(default)]
    pub household: Option<HouseholdId>,
    /// Where to.
    pub to: PlaceCode,
    /// When they have to be there.
    pub appointment_at: Timestamp,
    /// When they are ready to be fetched again, on the same day.
    pub ready_at: Timestamp,
    /// Who ride: the patient, and whoever comes along.
    pub people: Seats,
    /// What the ride needs beside room.
    #[serde(default)]
    pub needs: RideNeeds,
    /// How to reach them.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub contact: String,
    /// What whoever drives should know: which entrance, that somebody hears badly. No illness.
    #[serde(default)]
    #[schema(max_length = 300)]
    pub note: String,
    /// Who drives; left out, the nearest firm with vehicles kept for patients that have room.
    #[serde(default)]
    pub org: Option<OrgId>,
}

impl AskedTrip {
    /// The same without blanks around its texts and with its bounds checked.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn checked(mut self, now: Timestamp, zone: &Zone) -> Result<AskedTrip, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let (today, day) = (zone.day_of(now), zone.day_of(self.appointment_at));
        if self.appointment_at.plus_millis(-MARGIN_MS) <= now || day > today.plus_days(RIDE_DAYS_AHEAD_MAX) {
            let fault = FieldFault::new("appointment_at", "dispatch-ride-appointment");
            faults.push(fault.arg("days", RIDE_DAYS_AHEAD_MAX));
        }
        let stay = self.ready_at.millis() - self.appointment_at.millis();
        if stay <= 0 || stay > RIDE_HOURS_MAX * 60 * Timestamp::MINUTE_MS || zone.day_of(self.ready_at) != day {
            faults.push(FieldFault::new("ready_at", "dispatch-ride-ready"));
        }
        if !(0..=RIDE_SEATS_MAX).contains(&self.people.seats) || self.people.is_none() {
            faults.push(FieldFault::new("people.seats", "dispatch-ride-seats").arg("max", RIDE_SEATS_MAX));
        }
        if !(0..=RIDE_WHEELCHAIRS_MAX).contains(&self.people.wheelchairs) {
            let fault = FieldFault::new("people.wheelchairs", "dispatch-ride-wheelchairs");
            faults.push(fault.arg("max", RIDE_WHEELCHAIRS_MAX));
        }
        self.contact = self.contact.trim().to_owned();
        self.note = self.note.trim().to_owned();
        faults.extend(FieldFault::in_text("contact", &self.contact, RIDE_CONTACT_CHARS_MAX).err());
        faults.extend(FieldFault::in_text("note", &self.note, RIDE_NOTE_CHARS_MAX).err());
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }
}

/// When a ride has to be where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RideTimes {
    /// Fetched not before.
    pub from_at: Timestamp,
    /// Fetched by then.
    pub until_at: Timestamp,
    /// There not before.
    pub there_from_at: Timestamp,
    /// There by then.
    pub due_at: Timestamp,
}

impl RideTimes {
    /// The times of one of a trip's two ways, which directly takes so many seconds: they leave room for the longest ride that
    /// the way allows.
    pub fn of(way: RideWay, appointment_at: Timestamp, ready_at: Timestamp, direct_seconds: i64) -> RideTimes {
        let ride_ms = longest_seconds(direct_seconds).max(RIDE_SECONDS_LEAST) * 1_000;
        match way {
            RideWay::There => {
                let due_at = appointment_at.plus_millis(-MARGIN_MS);
                RideTimes {
                    from_at: appointment_at.plus_millis(-EARLY_MS - ride_ms),
                    until_at: due_at,
                    there_from_at: appointment_at.plus_millis(-EARLY_MS),
                    due_at,
                }
            }
            RideWay::Back => {
                let until_at = ready_at.plus_millis(WAIT_MS);
                RideTimes {
                    from_at: ready_at,
                    until_at,
                    there_from_at: ready_at,
                    due_at: until_at.plus_millis(ride_ms),
                }
            }
        }
    }

    /// Where and when the patient gets in.
    pub fn taken_on(&self, place: PlaceCode) -> TakenOn {
        TakenOn {
            place,
            from_at: self.from_at,
            until_at: self.until_at,
            run: None,
        }
    }
}

#[cfg(test)]
mod tests;
