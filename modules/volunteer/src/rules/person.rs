//! A volunteer: what they say of themselves, and whether it can be so.

use crate::limits::{
    ADULT_AGE, AGE_MAX, NAME_CHARS_MAX, PHONE_CHARS_MAX, PHONE_DIGITS, VOLUNTEER_AGE_MIN, WALL_NAME_CHARS_MAX,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tongxin_city::{Day, PlaceCode, Timestamp, Zone, half_width, words};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

words! {
    /// How a volunteer stands.
    VolunteerState, "state of a volunteer" {
        /// Registered; the community has yet to look whether it is so.
        Applied = "applied",
        /// The community knows them.
        Verified = "verified",
        /// The community said no.
        Refused = "refused",
        /// Gone; only hours are left.
        Erased = "erased",
    }
}

words! {
    /// What a volunteer can do, as far as a shift may ask for it.
    Skill, "skill" {
        /// Speaks another language.
        Languages = "languages",
        /// Uses sign language.
        Signing = "signing",
        /// Doctor, nurse, or trained for it.
        Medical = "medical",
        /// Has learnt to talk people through trouble.
        Counselling = "counselling",
        /// Has taught children.
        Teaching = "teaching",
        /// Drives a van or lorry.
        Driving = "driving",
        /// Repairs at home: water, electricity, locks.
        Repair = "repair",
        /// Works with lists and computers.
        Office = "office",
    }
}

words! {
    /// A part of the week in which somebody has time.
    Slot, "part of the week" {
        /// Monday to Friday, 6:00 to 12:00.
        WeekdayMorning = "weekday_morning",
        /// Monday to Friday, 12:00 to 18:00.
        WeekdayAfternoon = "weekday_afternoon",
        /// Monday to Friday, 18:00 to 22:00.
        WeekdayEvening = "weekday_evening",
        /// The nights before Tuesday to Saturday.
        WeekdayNight = "weekday_night",
        /// Saturday and Sunday, 6:00 to 12:00.
        WeekendMorning = "weekend_morning",
        /// Saturday and Sunday, 12:00 to 18:00.
        WeekendAfternoon = "weekend_afternoon",
        /// Saturday and Sunday, 18:00 to 22:00.
        WeekendEvening = "weekend_evening",
        /// The nights before Sunday and Monday.
        WeekendNight = "weekend_night",
    }
}

impl Slot {
    /// The part of the week in which something begins. After midnight it is still the night of the day before.
    pub fn of(start: Timestamp, zone: &Zone) -> Slot {
        let hour = zone.minute_of_day(start) / 60;
        let (day, part) = match hour {
            0..6 => (zone.day_of(start).previous(), 3),
            6..12 => (zone.day_of(start), 0),
            12..18 => (zone.day_of(start), 1),
            18..22 => (zone.day_of(start), 2),
            _ => (zone.day_of(start), 3),
        };
        let weekend = if is_weekend(day) { 4 } else { 0 };
        Slot::ALL[weekend + part]
    }
}

/// The first of January 1970 was a Thursday.
fn is_weekend(day: Day) -> bool {
    (day.number() + 3).rem_euclid(7) >= 5
}

words! {
    /// How far from home somebody goes, and how far two places lie from each other in the tree.
    Reach, "reach" {
        /// Within the community.
        Community = "community",
        /// Within the subdistrict.
        Subdistrict = "subdistrict",
        /// Within the district.
        District = "district",
        /// Anywhere in the city.
        City = "city",
    }
}

/// What somebody says when they register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedVolunteer {
    /// Name.
    #[schema(max_length = 40)]
    pub name: String,
    /// Telephone number.
    #[schema(max_length = 24)]
    pub phone: String,
    /// The year they were born in.
    pub birth_year: i16,
    /// Their community, or a place inside it.
    pub home: Option<PlaceCode>,
    /// What they can do.
    #[serde(default)]
    pub skills: Vec<Skill>,
    /// When they have time.
    #[serde(default)]
    pub slots: Vec<Slot>,
    /// How far they go; within the subdistrict when left out.
    #[serde(default)]
    pub reach: Option<Reach>,
    /// Whether they are insured while they help.
    #[serde(default)]
    pub is_covered: bool,
    /// Whether a guardian agrees; asked of whoever is not of age.
    #[serde(default)]
    pub guardian_agrees: bool,
}

/// The same, checked and complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedVolunteer {
    /// Name.
    pub name: String,
    /// Telephone number, digits alone.
    pub phone: String,
    /// The year they were born in.
    pub birth_year: i16,
    /// Where they live.
    pub home: PlaceCode,
    /// What they can do, each once.
    pub skills: Vec<Skill>,
    /// When they have time, each once.
    pub slots: Vec<Slot>,
    /// How far they go.
    pub reach: Reach,
    /// Whether they are insured while they help.
    pub is_covered: bool,
}

impl AskedVolunteer {
    /// The same, checked on that day.
    ///
    /// # Errors
    /// Everything wrong with it, by field.
    pub fn checked(self, today: Day) -> Result<CheckedVolunteer, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let name = plain_name(&self.name);
        if name.is_empty() {
            faults.push(FieldFault::new("name", "field-required"));
        }
        faults.extend(FieldFault::in_line("name", &self.name, NAME_CHARS_MAX).err());
        let phone = plain_phone(&self.phone);
        if phone.is_none() {
            faults.push(FieldFault::new("phone", "volunteer-field-phone"));
        }
        faults.extend(birth_fault(self.birth_year, today));
        if self.home.is_none() {
            faults.push(FieldFault::new("home", "field-required"));
        }
        if !is_adult(self.birth_year, today) && !self.guardian_agrees {
            faults.push(FieldFault::new("guardian_agrees", "volunteer-field-guardian").arg("age", ADULT_AGE));
        }
        let (Some(phone), Some(home), true) = (phone, self.home, faults.is_empty()) else {
            return Err(faults);
        };
        Ok(CheckedVolunteer {
            name,
            phone,
            birth_year: self.birth_year,
            home,
            skills: each_once(self.skills),
            slots: each_once(self.slots),
            reach: self.reach.unwrap_or(Reach::Subdistrict),
            is_covered: self.is_covered,
        })
    }
}

/// A year in which no volunteer can be born.
fn birth_fault(year: i16, today: Day) -> Option<FieldFault> {
    let this_year = i64::from(today.year());
    let (oldest, youngest) = (this_year - AGE_MAX, this_year - VOLUNTEER_AGE_MIN);
    if (oldest..=youngest).contains(&i64::from(year)) {
        return None;
    }
    let fault = FieldFault::new("birth_year", "volunteer-field-birth-year");
    Some(fault.arg("min", oldest).arg("max", youngest))
}

/// Whether somebody is of age for sure: whoever comes of age this year may not have had their birthday yet.
pub fn is_adult(birth_year: i16, today: Day) -> bool {
    i64::from(today.year()) - i64::from(birth_year) > ADULT_AGE
}

/// A name without blanks at its ends, and with no more than one anywhere else.
pub fn plain_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The digits of a telephone number, however it is written; nothing when it can be none.
pub fn plain_phone(phone: &str) -> Option<String> {
    if phone.chars().count() > PHONE_CHARS_MAX {
        return None;
    }
    let is_written_so = |sign: char| sign.is_ascii_digit() || matches!(sign, ' ' | '-' | '.' | '+' | '(' | ')');
    let written: String = phone.trim().chars().map(half_width).collect();
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    // China's own prefix says nothing within China.
    let national = digits.strip_prefix("00").unwrap_or(&digits).strip_prefix("86");
    let digits = national.filter(|rest| rest.len() == 11).unwrap_or(&digits);
    (written.chars().all(is_written_so) && PHONE_DIGITS.contains(&digits.len())).then(|| digits.to_owned())
}

/// A name that somebody wants on the thanks wall; none takes it off.
///
/// # Errors
/// That it is too long.
pub fn wall_name(said: &str) -> Result<Option<String>, FieldFault> {
    FieldFault::in_line("wall_name", said, WALL_NAME_CHARS_MAX)?;
    Ok(Some(plain_name(said)).filter(|name| !name.is_empty()))
}

fn each_once<T: Ord>(values: Vec<T>) -> Vec<T> {
    let set: BTreeSet<T> = values.into_iter().collect();
    set.into_iter().collect()
}

#[cfg(test)]
mod tests;
