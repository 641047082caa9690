//! The form that registers and corrects a person.

use super::words::Words;
use crate::limits::{
    AT_DOOR_CHARS_MAX, CONSENT_BY_CHARS_MAX, CONSENT_FOR_CHARS_MAX, CONTACT_CHARS_MAX, MEDICINES_MAX, NAME_CHARS_MAX,
    WANTS_CHARS_MAX,
};
use crate::rules::group::{Group, Rhythm};
use crate::rules::medicine::Medicine;
use crate::rules::person::{AskedPerson, Basis, Ground, Record};
use crate::store::people::Person;
use tongxin_city::{Day, HouseholdId};
use tongxin_web::{Choice, FieldFault};

/// Lines for medicines beyond those that are there.
const SPARE_MEDICINES: usize = 2;

/// What was typed: fields by name, some more than once.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed(pub(super) Vec<(String, String)>);

impl Typed {
    pub(super) fn one(&self, field: &str) -> &str {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map_or("", |(_, value)| value.trim())
    }

    pub(super) fn all<'t>(&'t self, field: &'t str) -> impl Iterator<Item = &'t str> {
        let found = self.0.iter().filter(move |(name, _)| name == field);
        found.map(|(_, value)| value.as_str())
    }

    /// What it asks for, or all that can't be read.
    pub(super) fn read(&self, today: Day) -> Result<AskedPerson, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let household = self.read_field("household", &mut faults, |text| text.parse::<HouseholdId>().ok());
        let birth_year = self.read_field("birth_year", &mut faults, |text| text.parse::<i16>().ok());
        let expires_on = self.read_field("expires_on", &mut faults, |text| text.parse::<Day>().ok());
        let review_on = self.read_field("review_on", &mut faults, |text| text.parse::<Day>().ok());
        let on = self.read_field("ground.on", &mut faults, |text| text.parse::<Day>().ok());
        let rhythm = self.read_field("rhythm", &mut faults, |text| match text {
            "never" => Some(Rhythm::Never),
            text => Rhythm::from_days(Some(text.parse().ok()?)),
        });
        let basis = self.read_field("ground.basis", &mut faults, |text| text.parse::<Basis>().ok());
        let medicines = self.medicines(today, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(AskedPerson {
            household,
            name: self.one("name").to_owned(),
            contact: self.one("contact").to_owned(),
            at_door: self.one("at_door").to_owned(),
            record: Record {
                groups: self.all("groups").filter_map(|key| key.parse::<Group>().ok()).collect(),
                birth_year,
                wants: self.one("wants").to_owned(),
                medicines,
                prescriptions: Vec::new(),
            },
            rhythm,
            ground: Ground {
                basis: basis.unwrap_or(Basis::Consent),
                by: self.one("ground.by").to_owned(),
                on: on.unwrap_or(today),
                purpose: self.one("ground.purpose").to_owned(),
            },
            review_on,
            expires_on,
        })
    }

    /// A field that may be left empty.
    pub(super) fn read_field<T>(
        &self,
        field: &str,
        faults: &mut Vec<FieldFault>,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.one(field);
        if text.is_empty() {
            return None;
        }
        let value = read(text);
        if value.is_none() {
            faults.push(FieldFault::new(field, "care-field-unreadable"));
        }
        value
    }

    fn medicines(&self, today: Day, faults: &mut Vec<FieldFault>) -> Vec<Medicine> {
        let mut medicines = Vec::new();
        for row in 0..MEDICINES_MAX + SPARE_MEDICINES {
            let at = |field: &str| format!("medicines.{row}.{field}");
            if self.one(&at("name")).is_empty() {
                continue;
            }
            let left = self.read_field(&at("left"), faults, |text| text.parse().ok());
            let a_day = self.read_field(&at("a_day"), faults, |text| text.parse().ok());
            let counted_on = self.read_field(&at("counted_on"), faults, |text| text.parse().ok());
            medicines.push(Medicine {
                name: self.one(&at("name")).to_owned(),
                left: left.unwrap_or(0),
                a_day: a_day.unwrap_or(0),
                counted_on: counted_on.unwrap_or(today),
            });
        }
        medicines
    }

    /// What the form says of a person who is registered.
    pub(super) fn of(person: &Person, record: &Record) -> Typed {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut say = |name: &str, value: String| fields.push((name.to_owned(), value));
        say("name", person.name.clone().unwrap_or_default());
        say("contact", person.contact.clone().unwrap_or_default());
        say("at_door", person.at_door.clone().unwrap_or_default());
        for group in &record.groups {
            say("groups", group.to_string());
        }
        say(
            "birth_year",
            record.birth_year.map_or_else(String::new, |year| year.to_string()),
        );
        say("wants", record.wants.clone());
        if person.rhythm != Rhythm::of(&record.groups) {
            let days = person.rhythm.days();
            say(
                "rhythm",
                days.map_or_else(|| "never".to_owned(), |days| days.to_string()),
            );
        }
        say("ground.basis", person.ground.basis.to_string());
        say("ground.by", person.ground.by.clone());
        say("ground.on", person.ground.on.to_string());
        say("ground.purpose", person.ground.purpose.clone());
        say("review_on", person.review_on.to_string());
        say("expires_on", person.expires_on.to_string());
        for (row, medicine) in record.medicines.iter().enumerate() {
            say(&format!("medicines.{row}.name"), medicine.name.clone());
            say(&format!("medicines.{row}.left"), medicine.left.to_string());
            say(&format!("medicines.{row}.a_day"), medicine.a_day.to_string());
            say(&format!("medicines.{row}.counted_on"), medicine.counted_on.to_string());
        }
        Typed(fields)
    }
}

/// A line for a medicine.
pub(super) struct MedicineRow {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) left: String,
    pub(super) a_day: String,
    pub(super) counted_on: String,
}

/// The form for one viewer.
pub(super) struct PersonForm {
    pub(super) typed: Typed,
    /// Doors to choose from; none for a household that registers its own and for a correction.
    pub(super) doors: Vec<Choice>,
    pub(super) groups: Vec<Choice>,
    pub(super) rhythms: Vec<Choice>,
    pub(super) bases: Vec<Choice>,
    pub(super) medicines: Vec<MedicineRow>,
    pub(super) name_max: String,
    pub(super) contact_max: String,
    pub(super) at_door_max: String,
    pub(super) wants_max: String,
    pub(super) by_max: String,
    pub(super) purpose_max: String,
}

impl PersonForm {
    pub(super) fn new(words: &Words<'_>, typed: Typed, doors: Vec<Choice>) -> PersonForm {
        let group = |group: &Group| Choice {
            value: group.to_string(),
            label: words.t(&format!("care-group-{group}")),
            chosen: typed.all("groups").any(|key| key == group.as_str()),
            ..Choice::default()
        };
        let basis = |basis: &Basis| Choice {
            value: basis.to_string(),
            label: words.t(&format!("care-basis-{basis}")),
            hint: words.t(&format!("care-basis-{basis}-hint")),
            chosen: typed.one("ground.basis") == basis.as_str()
                || (typed.one("ground.basis").is_empty() && *basis == Basis::Consent),
        };
        let medicine = |number: usize| {
            let field = |name: &str| typed.one(&format!("medicines.{number}.{name}")).to_owned();
            MedicineRow {
                number,
                name: field("name"),
                left: field("left"),
                a_day: field("a_day"),
                counted_on: field("counted_on"),
            }
        };
        let known = (0..MEDICINES_MAX)
            .rev()
            .find(|row| !typed.one(&format!("medicines.{row}.name")).is_empty());
        let lines = (known.map_or(0, |row| row + 1) + SPARE_MEDICINES).min(MEDICINES_MAX);
        PersonForm {
            doors,
            groups: Group::ALL.iter().map(group).collect(),
            rhythms: rhythms(words, typed.one("rhythm")),
            bases: Basis::ALL.iter().map(basis).collect(),
            medicines: (0..lines).map(medicine).collect(),
            name_max: NAME_CHARS_MAX.to_string(),
            contact_max: CONTACT_CHARS_MAX.to_string(),
            at_door_max: AT_DOOR_CHARS_MAX.to_string(),
            wants_max: WANTS_CHARS_MAX.to_string(),
            by_max: CONSENT_BY_CHARS_MAX.to_string(),
            purpose_max: CONSENT_FOR_CHARS_MAX.to_string(),
            typed,
        }
    }

    pub(super) fn said(&self, field: &str) -> &str {
        self.typed.one(field)
    }
}

/// How often somebody looks in: as the groups ask for, or otherwise.
fn rhythms(words: &Words<'_>, chosen: &str) -> Vec<Choice> {
    let choice = |value: &str, label: String| Choice {
        value: value.to_owned(),
        label,
        chosen: chosen == value,
        ..Choice::default()
    };
    let usual = choice("", words.t("care-rhythm-usual"));
    let others = [
        Rhythm::TwiceADay,
        Rhythm::EveryDays(1),
        Rhythm::EveryDays(2),
        Rhythm::EveryDays(3),
        Rhythm::EveryDays(7),
        Rhythm::EveryDays(14),
        Rhythm::Never,
    ];
    let other = |rhythm: Rhythm| {
        let value = rhythm
            .days()
            .map_or_else(|| "never".to_owned(), |days| days.to_string());
        choice(&value, words.rhythm(rhythm))
    };
    std::iter::once(usual).chain(others.into_iter().map(other)).collect()
}
