//! The form that asks a hospital for an appointment, once or as a series.

use super::person_form::Typed;
use super::words::Words;
use crate::care::Care;
use crate::error::CareError;
use crate::limits::{CONTACT_CHARS_MAX, DEPARTMENT_CHARS_MAX, FOR_HOSPITAL_CHARS_MAX, NAME_CHARS_MAX};
use crate::rules::recurrence::Weekday;
use crate::rules::series::{AskedSeries, Card, Facts, SeriesRide, Treatment};
use std::cmp::Reverse;
use tongxin_account::Scope;
use tongxin_city::{HouseholdId, OrgId, Timestamp, Zone};
use tongxin_places::{OrgFilter, OrgKind};
use tongxin_web::{Choice, FieldFault};

/// Hospitals to choose from.
const HOSPITALS_MAX: usize = 300;
/// How it comes again, as the form offers it: the value, and the rule that it begins.
const REPEATS: [(&str, &str); 4] = [
    ("daily", "FREQ=DAILY"),
    ("weekly", "FREQ=WEEKLY"),
    ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
    ("monthly", "FREQ=MONTHLY"),
];

/// What was typed, as somebody asks for it; or all that can't be read.
pub(super) fn read(typed: &Typed, zone: &Zone) -> Result<AskedSeries, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let household = typed.read_field("household", &mut faults, |text| text.parse::<HouseholdId>().ok());
    let hospital = typed.read_field("hospital", &mut faults, |text| text.parse::<OrgId>().ok());
    let treatment = typed.read_field("facts.treatment", &mut faults, |text| text.parse::<Treatment>().ok());
    let minutes = typed.read_field("minutes", &mut faults, |text| text.parse::<i64>().ok());
    let first_at = typed.read_field("first_at", &mut faults, |text| zone.parse_local_input(text).ok());
    for field in ["hospital", "first_at", "minutes", "facts.treatment"] {
        if typed.one(field).is_empty() {
            faults.push(FieldFault::new(field, "field-required"));
        }
    }
    let (Some(hospital), Some(treatment), true) = (hospital, treatment, faults.is_empty()) else {
        return Err(faults);
    };
    let card = |name: &str| Card {
        surname: typed.one(&format!("facts.{name}.surname")).to_owned(),
        id_end: typed.one(&format!("facts.{name}.id_end")).to_owned(),
    };
    let is_needed = |name: &str| typed.all("ride").any(|need| need == name);
    Ok(AskedSeries {
        household,
        hospital,
        first_at: first_at.unwrap_or(Timestamp(0)),
        minutes: minutes.unwrap_or(0),
        repeat: repeat(typed),
        ride: SeriesRide {
            wheelchair: is_needed("wheelchair"),
            escort: is_needed("escort"),
            medical_crew: is_needed("medical_crew"),
            alone: is_needed("alone"),
        },
        contact: typed.one("contact").to_owned(),
        facts: Facts {
            treatment,
            department: typed.one("facts.department").to_owned(),
            patient: typed.one("facts.patient").to_owned(),
            note: typed.one("facts.note").to_owned(),
            card: card("card"),
            escort_card: card("escort_card"),
        },
    })
}

/// The rule that the fields make together; whether it is one, its own reader says.
fn repeat(typed: &Typed) -> Option<String> {
    let (_, begins) = REPEATS.iter().find(|(value, _)| *value == typed.one("repeat"))?;
    let days: Vec<&str> = typed.all("repeat_days").collect();
    let by_day = if days.is_empty() || !begins.starts_with("FREQ=WEEKLY") {
        String::new()
    } else {
        format!(";BYDAY={}", days.join(","))
    };
    Some(format!("{begins}{by_day};COUNT={}", typed.one("repeat_times")))
}

/// The form for one viewer.
pub(super) struct SeriesForm {
    typed: Typed,
    /// Doors to choose from; none for a household that asks for its own.
    pub(super) doors: Vec<Choice>,
    pub(super) hospitals: Vec<Choice>,
    pub(super) treatments: Vec<Choice>,
    pub(super) repeats: Vec<Choice>,
    pub(super) days: Vec<Choice>,
    pub(super) needs: Vec<Choice>,
    pub(super) patient_max: String,
    pub(super) department_max: String,
    pub(super) note_max: String,
    pub(super) contact_max: String,
}

impl SeriesForm {
    pub(super) async fn load(
        care: &Care,
        words: &Words<'_>,
        scope: &Scope,
        typed: Typed,
        doors: Vec<Choice>,
    ) -> Result<SeriesForm, CareError> {
        let chosen = |field: &str, value: &str| typed.all(field).any(|typed| typed == value);
        let choice = |field: &str, value: &str, key: &str| Choice {
            value: value.to_owned(),
            label: words.t(&format!("{key}{value}")),
            chosen: chosen(field, value),
            ..Choice::default()
        };
        let treatments = Treatment::ALL.iter();
        let once = Choice {
            label: words.t("care-repeat-once"),
            chosen: typed.one("repeat").is_empty(),
            ..Choice::default()
        };
        let repeats = REPEATS.iter().map(|(value, _)| choice("repeat", value, "care-repeat-"));
        let days = Weekday::all().map(|day| choice("repeat_days", day.name(), "care-weekday-"));
        let needs = ["wheelchair", "escort", "medical_crew", "alone"];
        Ok(SeriesForm {
            doors,
            hospitals: hospitals(care, words, scope, typed.one("hospital")).await?,
            treatments: treatments
                .map(|treatment| choice("facts.treatment", treatment.as_str(), "care-treatment-"))
                .collect(),
            repeats: std::iter::once(once).chain(repeats).collect(),
            days: days.collect(),
            needs: needs.iter().map(|need| choice("ride", need, "care-ride-")).collect(),
            patient_max: NAME_CHARS_MAX.to_string(),
            department_max: DEPARTMENT_CHARS_MAX.to_string(),
            note_max: FOR_HOSPITAL_CHARS_MAX.to_string(),
            contact_max: CONTACT_CHARS_MAX.to_string(),
            typed,
        })
    }

    pub(super) fn said(&self, field: &str) -> &str {
        self.typed.one(field)
    }
}

/// Hospitals, the nearest in the tree first.
async fn hospitals(care: &Care, words: &Words<'_>, scope: &Scope, chosen: &str) -> Result<Vec<Choice>, CareError> {
    let filter = OrgFilter {
        kind: Some(OrgKind::Hospital),
        ..OrgFilter::default()
    };
    let mut found = care.places().orgs(&filter).await?;
    let near = match (scope.household, scope.widest_place()) {
        (Some(household), _) => care.places().household(household).await?.map(|home| home.building),
        (None, place) => place,
    };
    if let Some(near) = near {
        found.sort_by_key(|org| Reverse(org.place.shared_width(&near)));
    }
    let choice = |org: tongxin_places::Org| Choice {
        chosen: org.id.to_string() == chosen,
        value: org.id.to_string(),
        label: org.name,
        ..Choice::default()
    };
    let none = Choice {
        label: words.t("care-choose-hospital"),
        chosen: chosen.is_empty(),
        ..Choice::default()
    };
    let named = found.into_iter().take(HOSPITALS_MAX).map(choice);
    Ok(std::iter::once(none).chain(named).collect())
}
