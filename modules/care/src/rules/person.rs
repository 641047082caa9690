//! A person in the register: what is asked for, and what is wrong with it.

use crate::limits::{
    ADULT_AGE, AGE_MAX, AT_DOOR_CHARS_MAX, CONSENT_BY_CHARS_MAX, CONSENT_FOR_CHARS_MAX, CONTACT_CHARS_MAX, ELDER_AGE,
    MEDICINES_MAX, NAME_CHARS_MAX, RECORD_DAYS_MAX, REVIEW_DAYS, WANTS_CHARS_MAX,
};
use crate::rules::group::{DAYS_BETWEEN_MAX, Group, Rhythm};
use crate::rules::medicine::Medicine;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tongxin_city::{AttachmentId, Day, HouseholdId, words};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

words! {
    /// On what ground somebody is in the register.
    Basis, "basis" {
        /// They, or whoever speaks for them, agreed.
        Consent = "consent",
        /// Their life may depend on it and they could not be asked.
        VitalInterest = "vital_interest",
    }
}

words! {
    /// How a record stands.
    PersonState, "state of a person" {
        /// In the register.
        Current = "current",
        /// Said at the door to have moved; the community looks whether it is so.
        Moved = "moved",
        /// Erased; only counts are left.
        Erased = "erased",
    }
}

/// On what ground somebody is in the register, and who said so when and for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// Which.
    pub basis: Basis,
    /// Who agreed, or who decided.
    #[schema(max_length = 60)]
    pub by: String,
    /// On which day.
    pub on: Day,
    /// For what: visits, rides, medicine.
    #[schema(max_length = 200)]
    pub purpose: String,
}

/// What only those named for it may open: sealed in the database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Why they are in the register.
    pub groups: Vec<Group>,
    /// The year they were born in, if it was said.
    #[serde(default)]
    pub birth_year: Option<i16>,
    /// What they need, and how often.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub wants: String,
    /// Medicines that must not run out.
    #[serde(default)]
    pub medicines: Vec<Medicine>,
    /// Which of them a prescription was photographed of. Whoever registers or corrects somebody leaves this out: photos are
    /// added and removed one by one.
    #[serde(default)]
    #[schema(read_only)]
    pub prescriptions: Vec<Prescription>,
}

/// The photo of a medicine's prescription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Prescription {
    /// The medicine, as the record calls it.
    #[schema(max_length = 60)]
    pub medicine: String,
    /// The photo.
    pub photo: AttachmentId,
}

/// A person as somebody registers or corrects them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedPerson {
    /// Whose household; a household registers its own and leaves this out.
    #[serde(default)]
    pub household: Option<HouseholdId>,
    /// First name or form of address.
    #[schema(max_length = 40)]
    pub name: String,
    /// How to reach them.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub contact: String,
    /// What whoever knocks has to know: languages, signs, that somebody hears badly. No illness.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub at_door: String,
    /// What is sealed.
    pub record: Record,
    /// How often somebody looks in; as the groups ask for when left out.
    #[serde(default)]
    pub rhythm: Option<Rhythm>,
    /// On what ground.
    pub ground: Ground,
    /// When the record has to be looked at again.
    #[serde(default)]
    pub review_on: Option<Day>,
    /// When it ends, unless somebody renews it.
    #[serde(default)]
    pub expires_on: Option<Day>,
}

/// The same, checked and complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedPerson {
    /// First name or form of address.
    pub name: String,
    /// How to reach them.
    pub contact: Option<String>,
    /// What whoever knocks has to know.
    pub at_door: Option<String>,
    /// What is sealed.
    pub record: Record,
    /// How often somebody looks in.
    pub rhythm: Rhythm,
    /// On what ground.
    pub ground: Ground,
    /// When it has to be looked at again.
    pub review_on: Day,
    /// When it ends.
    pub expires_on: Day,
}

impl AskedPerson {
    /// The same, checked on that day.
    ///
    /// # Errors
    /// Everything wrong with it, by field.
    pub fn checked(self, today: Day) -> Result<CheckedPerson, Vec<FieldFault>> {
        let mut faults = self.text_faults();
        faults.extend(self.record.faults(today));
        faults.extend(self.ground.faults(today));
        if matches!(self.rhythm, Some(Rhythm::EveryDays(days)) if !(1..=DAYS_BETWEEN_MAX).contains(&days)) {
            faults.push(FieldFault::new("rhythm", "care-field-rhythm").arg("max", DAYS_BETWEEN_MAX));
        }
        let last = today.plus_days(RECORD_DAYS_MAX);
        let expires_on = self.expires_on.unwrap_or(last);
        if expires_on <= today || expires_on > last {
            faults.push(FieldFault::new("expires_on", "care-field-expires").arg("max", RECORD_DAYS_MAX));
        }
        let review_on = self.review_on.unwrap_or(expires_on.min(today.plus_days(REVIEW_DAYS)));
        if review_on < today || review_on > expires_on {
            faults.push(FieldFault::new("review_on", "care-field-review"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let said = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(CheckedPerson {
            name: self.name.trim().to_owned(),
            contact: said(self.contact),
            at_door: said(self.at_door),
            rhythm: self.rhythm.unwrap_or_else(|| Rhythm::of(&self.record.groups)),
            record: Record {
                prescriptions: Vec::new(),
                ..self.record
            },
            ground: self.ground,
            review_on,
            expires_on,
        })
    }

    fn text_faults(&self) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        if self.name.trim().is_empty() {
            faults.push(FieldFault::new("name", "field-required"));
        }
        for (field, text, max) in [
            ("name", &self.name, NAME_CHARS_MAX),
            ("contact", &self.contact, CONTACT_CHARS_MAX),
            ("at_door", &self.at_door, AT_DOOR_CHARS_MAX),
        ] {
            faults.extend(FieldFault::in_line(field, text, max).err());
        }
        faults
    }
}

impl Record {
    /// Takes over the photos of another state of the record, as far as their medicines are still in it; answers those that
    /// belong to none any more.
    pub fn take_photos(&mut self, of: &[Prescription]) -> Vec<AttachmentId> {
        let is_there = |taken: &&Prescription| self.medicines.iter().any(|medicine| medicine.name == taken.medicine);
        let (stay, go): (Vec<_>, Vec<_>) = of.iter().partition(is_there);
        self.prescriptions = stay.into_iter().cloned().collect();
        go.into_iter().map(|gone| gone.photo).collect()
    }

    fn faults(&self, today: Day) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        if self.groups.is_empty() {
            faults.push(FieldFault::new("groups", "care-field-groups"));
        }
        if self.groups.iter().collect::<BTreeSet<_>>().len() < self.groups.len() {
            faults.push(FieldFault::new("groups", "care-field-group-twice"));
        }
        faults.extend(FieldFault::in_text("wants", &self.wants, WANTS_CHARS_MAX).err());
        if self.medicines.len() > MEDICINES_MAX {
            faults.push(FieldFault::new("medicines", "care-field-medicines").arg("max", MEDICINES_MAX));
        }
        let medicines = self.medicines.iter().take(MEDICINES_MAX).enumerate();
        faults.extend(medicines.flat_map(|(row, medicine)| medicine.faults(row, today)));
        faults.extend(self.birth_fault(today));
        faults
    }

    /// A year nobody living was born in, or one that a group contradicts.
    fn birth_fault(&self, today: Day) -> Option<FieldFault> {
        let year = self.birth_year?;
        let age = i64::from(today.year()) - i64::from(year);
        if !(0..=AGE_MAX).contains(&age) {
            let fault = FieldFault::new("birth_year", "care-field-birth-year");
            return Some(
                fault
                    .arg("min", i64::from(today.year()) - AGE_MAX)
                    .arg("max", today.year()),
            );
        }
        // Whoever turns sixty or eighteen this year may have had their birthday or not.
        if self.groups.contains(&Group::AloneOld) && age < ELDER_AGE {
            return Some(FieldFault::new("birth_year", "care-field-no-elder").arg("age", ELDER_AGE));
        }
        if self.groups.contains(&Group::ChildAlone) && age > ADULT_AGE {
            return Some(FieldFault::new("birth_year", "care-field-no-child").arg("age", ADULT_AGE));
        }
        None
    }
}

impl Ground {
    fn faults(&self, today: Day) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        for (field, text, max) in [
            ("ground.by", &self.by, CONSENT_BY_CHARS_MAX),
            ("ground.purpose", &self.purpose, CONSENT_FOR_CHARS_MAX),
        ] {
            if text.trim().is_empty() {
                faults.push(FieldFault::new(field, "field-required"));
            }
            faults.extend(FieldFault::in_line(field, text, max).err());
        }
        if self.on > today {
            faults.push(FieldFault::new("ground.on", "care-field-in-future"));
        }
        faults
    }
}

/// Whether two names mean the same person of a household: spaces and case don't tell people apart.
pub fn is_same_name(one: &str, other: &str) -> bool {
    plain_name(one) == plain_name(other)
}

/// A name without what tells nobody apart.
pub fn plain_name(name: &str) -> String {
    let letters = name.chars().filter(|letter| !letter.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests;
