//! A series of appointments at a hospital as somebody asks for it: known ahead, once or again and again.

use crate::limits::{
    APPOINTMENT_AHEAD_MS, APPOINTMENT_MINUTES, CONTACT_CHARS_MAX, DEPARTMENT_CHARS_MAX, FOR_HOSPITAL_CHARS_MAX,
    NAME_CHARS_MAX, SERIES_AHEAD_DAYS_MAX,
};
use crate::rules::recurrence::{INTERVAL_MAX, Recurrence, TIMES_MAX};
use serde::{Deserialize, Serialize};
use tongxin_city::{Day, HouseholdId, OrgId, Timestamp, Zone, words};
use tongxin_pass::TripHolder;
use tongxin_web::FieldFault;
use utoipa::ToSchema;

words! {
    /// What an appointment is for.
    Treatment, "treatment" {
        /// 透析.
        Dialysis = "dialysis",
        /// 化疗.
        Chemotherapy = "chemotherapy",
        /// 孕检.
        Pregnancy = "pregnancy",
        /// 放疗.
        Radiotherapy = "radiotherapy",
        /// 移植随访.
        Transplant = "transplant",
        /// 精神科用药.
        Psychiatric = "psychiatric",
        /// 急需就诊，但不是急救: soon, but no emergency.
        Acute = "acute",
        /// Something else.
        Other = "other",
    }
}

/// Who goes through a gate, as it compares them with a card that they show: the least that a pass needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The surname.
    pub surname: String,
    /// The last four characters of an id that they choose to show.
    pub id_end: String,
}

impl Card {
    /// Whether it is left empty.
    pub fn is_empty(&self) -> bool {
        self.surname.trim().is_empty() && self.id_end.trim().is_empty()
    }

    /// Whom the pass is for; nobody when it is left empty.
    ///
    /// # Errors
    /// What is wrong, at fields below this one.
    pub fn holder(&self, field: &str) -> Result<Option<TripHolder>, Vec<FieldFault>> {
        if self.is_empty() {
            return Ok(None);
        }
        let below = |mut fault: FieldFault| {
            fault.field = format!("{field}.{}", fault.field);
            fault
        };
        let read = TripHolder::read(&self.surname, &self.id_end);
        read.map(Some).map_err(|faults| faults.into_iter().map(below).collect())
    }
}

/// What only the household, its community and the hospital may open: sealed in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// What it is for.
    pub treatment: Treatment,
    /// The department.
    #[serde(default)]
    #[schema(max_length = 60)]
    pub department: String,
    /// First name or form of address of the patient.
    #[schema(max_length = 40)]
    pub patient: String,
    /// What the hospital should know beforehand.
    #[serde(default)]
    #[schema(max_length = 300)]
    pub note: String,
    /// For the patient's pass; without it the vehicle's alone counts.
    #[serde(default)]
    pub card: Card,
    /// For the pass of whoever comes along.
    #[serde(default)]
    pub escort_card: Card,
}

/// What the ride needs to know, and no more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesRide {
    /// The patient rides in a wheelchair.
    #[serde(default)]
    pub wheelchair: bool,
    /// Somebody comes along.
    #[serde(default)]
    pub escort: bool,
    /// Somebody medical has to look after the patient on the way: only a vehicle with a crew comes.
    #[serde(default)]
    pub medical_crew: bool,
    /// They ride with nobody else, because they may infect others; whoever drives wears protection.
    #[serde(default)]
    pub alone: bool,
}

/// A series as somebody asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedSeries {
    /// Whose; a household asks for its own and leaves this out.
    #[serde(default)]
    pub household: Option<HouseholdId>,
    /// Which hospital.
    pub hospital: OrgId,
    /// When the first appointment begins.
    pub first_at: Timestamp,
    /// How many minutes it takes; then they are fetched again.
    pub minutes: i64,
    /// How it comes again: a rule of RFC 5545 with `FREQ` `DAILY`, `WEEKLY` or `MONTHLY`, and `COUNT` or `UNTIL`. Left out, once.
    #[serde(default)]
    #[schema(max_length = 120, example = "FREQ=WEEKLY;BYDAY=TU,TH,SA;COUNT=12")]
    pub repeat: Option<String>,
    /// What the ride needs.
    #[serde(default)]
    pub ride: SeriesRide,
    /// How to reach them.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub contact: String,
    /// What is sealed.
    pub facts: Facts,
}

/// The same, checked and complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedSeries {
    /// Which hospital.
    pub hospital: OrgId,
    /// The day of the first appointment.
    pub first: Day,
    /// When each begins, in minutes after midnight.
    pub minute: i64,
    /// How many minutes each takes.
    pub minutes: i64,
    /// How it comes again; nothing for one that comes once.
    pub rule: Option<Recurrence>,
    /// What the ride needs.
    pub ride: SeriesRide,
    /// How to reach them.
    pub contact: Option<String>,
    /// What is sealed.
    pub facts: Facts,
}

impl CheckedSeries {
    /// Its days.
    pub fn days(&self) -> Vec<Day> {
        match &self.rule {
            Some(rule) => rule.days(self.first),
            None => vec![self.first],
        }
    }
}

impl AskedSeries {
    /// The same, checked at that moment.
    ///
    /// # Errors
    /// Everything wrong with it, by field.
    pub fn checked(self, now: Timestamp, zone: &Zone) -> Result<CheckedSeries, Vec<FieldFault>> {
        let mut faults: Vec<FieldFault> = when_fault("first_at", self.first_at, now, zone).into_iter().collect();
        faults.extend(minutes_fault(self.first_at, self.minutes, zone));
        let first = zone.day_of(self.first_at);
        let rule = read_rule(self.repeat.as_deref(), self.first_at, zone)
            .map_err(|fault| faults.push(fault))
            .unwrap_or(None);
        faults.extend(self.text_faults());
        for (field, card) in [
            ("facts.card", &self.facts.card),
            ("facts.escort_card", &self.facts.escort_card),
        ] {
            faults.extend(card.holder(field).err().unwrap_or_default());
        }
        if !self.facts.escort_card.is_empty() && !self.ride.escort {
            faults.push(FieldFault::new("ride.escort", "care-field-escort"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(CheckedSeries {
            hospital: self.hospital,
            first,
            minute: i64::from(zone.minute_of_day(self.first_at)),
            minutes: self.minutes,
            rule,
            ride: self.ride,
            contact: Some(self.contact.trim().to_owned()).filter(|text| !text.is_empty()),
            facts: self.facts,
        })
    }

    fn text_faults(&self) -> Vec<FieldFault> {
        let facts = &self.facts;
        let mut faults = Vec::new();
        if facts.patient.trim().is_empty() {
            faults.push(FieldFault::new("facts.patient", "field-required"));
        }
        for (field, text, max) in [
            ("facts.patient", &facts.patient, NAME_CHARS_MAX),
            ("facts.department", &facts.department, DEPARTMENT_CHARS_MAX),
            ("contact", &self.contact, CONTACT_CHARS_MAX),
        ] {
            faults.extend(FieldFault::in_line(field, text, max).err());
        }
        faults.extend(FieldFault::in_text("facts.note", &facts.note, FOR_HOSPITAL_CHARS_MAX).err());
        faults
    }
}

/// What is wrong with when an appointment begins: it is past, too soon for a vehicle, or too far ahead.
pub fn when_fault(field: &str, at: Timestamp, now: Timestamp, zone: &Zone) -> Option<FieldFault> {
    if at <= now {
        return Some(FieldFault::new(field, "care-field-appointment-past"));
    }
    if at < now.plus_millis(APPOINTMENT_AHEAD_MS) {
        let hours = APPOINTMENT_AHEAD_MS / Timestamp::HOUR_MS;
        return Some(FieldFault::new(field, "care-field-appointment-soon").arg("hours", hours));
    }
    let is_far = zone.day_of(at).days_since(zone.day_of(now)) > SERIES_AHEAD_DAYS_MAX;
    is_far.then(|| FieldFault::new(field, "care-field-appointment-far").arg("days", SERIES_AHEAD_DAYS_MAX))
}

/// What is wrong with how long it takes: without an end on the same day there is no way back.
pub fn minutes_fault(at: Timestamp, minutes: i64, zone: &Zone) -> Option<FieldFault> {
    let fits = APPOINTMENT_MINUTES.contains(&minutes) && zone.day_of(at.plus_minutes(minutes)) == zone.day_of(at);
    let fault = || {
        FieldFault::new("minutes", "care-field-appointment-return")
            .arg("min", APPOINTMENT_MINUTES.start())
            .arg("max", APPOINTMENT_MINUTES.end())
    };
    (!fits).then(fault)
}

fn read_rule(text: Option<&str>, first_at: Timestamp, zone: &Zone) -> Result<Option<Recurrence>, FieldFault> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let fault = |key| {
        FieldFault::new("repeat", key)
            .arg("times", TIMES_MAX)
            .arg("interval", INTERVAL_MAX)
    };
    let first = zone.day_of(first_at);
    let rule = Recurrence::read(text, first_at, zone).map_err(|_| fault("care-field-repeat"))?;
    if !rule.names(first) {
        return Err(fault("care-field-repeat-first"));
    }
    if rule.days(first).is_empty() {
        return Err(fault("care-field-repeat-none"));
    }
    if rule.is_too_long(first) {
        return Err(fault("care-field-repeat-many"));
    }
    Ok(Some(rule))
}

#[cfg(test)]
mod tests;
