//! The form that books a trip there and back.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::limits::{RIDE_CONTACT_CHARS_MAX, RIDE_NOTE_CHARS_MAX};
use crate::pages::words::Words;
use crate::rules::cargo::{RideNeeds, Seats};
use crate::rules::ride::AskedTrip;
use serde::Deserialize;
use std::cmp::Reverse;
use tongxin_account::Scope;
use tongxin_city::{Level, PlaceCode, Timestamp};
use tongxin_places::{OrgFilter, OrgKind};
use tongxin_supply::place_named;
use tongxin_web::{Choice, FieldFault, typed_number};

/// Buildings and hospitals to choose from.
const CHOICES_MAX: usize = 300;

/// What was typed, or stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::pages) struct TripForm {
    pub(super) key: String,
    pub(super) building: String,
    pub(super) household: String,
    pub(super) to: String,
    pub(super) appointment_at: String,
    pub(super) ready_at: String,
    #[serde(rename = "people.seats")]
    pub(super) seats: String,
    #[serde(rename = "people.wheelchairs")]
    pub(super) wheelchairs: String,
    #[serde(rename = "needs.medical_crew")]
    pub(super) needs_crew: bool,
    #[serde(rename = "needs.alone")]
    pub(super) rides_alone: bool,
    pub(super) contact: String,
    pub(super) note: String,
}

impl TripForm {
    /// What it asks for, or all that can't be read.
    pub(super) fn read(&self, words: &Words<'_>) -> Result<AskedTrip, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let zone = &words.visit.asked.shell.zone;
        let mut moment = |field: &str, text: &str| {
            zone.parse_local_input(text).unwrap_or_else(|_| {
                faults.push(FieldFault::new(field, "dispatch-ride-no-time"));
                Timestamp(0)
            })
        };
        let appointment_at = moment("appointment_at", &self.appointment_at);
        let ready_at = moment("ready_at", &self.ready_at);
        let household = match self.household.trim() {
            "" => None,
            text => match text.parse() {
                Ok(id) => Some(id),
                Err(_) => {
                    faults.push(FieldFault::new("household", "field-unknown-choice"));
                    None
                }
            },
        };
        let to = place_named("to", &self.to, &words.tree, words.visit.lang()).map_err(|fault| faults.push(fault));
        let asked = AskedTrip {
            household,
            to: match to {
                Ok(to) if faults.is_empty() => to,
                _ => return Err(faults),
            },
            appointment_at,
            ready_at,
            people: Seats {
                seats: typed_number(&self.seats, 0),
                wheelchairs: typed_number(&self.wheelchairs, 0),
            },
            needs: RideNeeds {
                medical_crew: self.needs_crew,
                alone: self.rides_alone,
            },
            contact: self.contact.clone(),
            note: self.note.clone(),
            org: None,
        };
        Ok(asked)
    }
}

/// The form for one viewer: whose trip it can be, and which hospitals there are.
pub(super) struct TripOf {
    pub(super) typed: TripForm,
    /// Whether a household books for itself.
    pub(super) is_own: bool,
    pub(super) buildings: Vec<Choice>,
    /// The doors of the building that was chosen; nothing before.
    pub(super) doors: Vec<Choice>,
    /// Code and name.
    pub(super) hospitals: Vec<(String, String)>,
    pub(super) contact_max: String,
    pub(super) note_max: String,
    /// Whether it is shown at once.
    pub(super) is_open: bool,
}

impl TripOf {
    pub(super) async fn load(
        dispatch: &Dispatch,
        words: &Words<'_>,
        scope: &Scope,
        mut typed: TripForm,
    ) -> Result<TripOf, DispatchError> {
        let is_own = scope.household.is_some();
        let is_open = !typed.building.is_empty() || !typed.to.is_empty();
        let buildings = buildings(words, scope);
        if let [only] = buildings[..] {
            typed.building = only.to_string();
        }
        let building = typed.building.parse().ok().filter(|code| scope.contains_place(code));
        let near = building.or(scope.widest_place());
        if typed.seats.is_empty() && typed.wheelchairs.is_empty() {
            typed.seats = "1".to_owned();
        }
        Ok(TripOf {
            doors: match building {
                Some(building) => doors(dispatch, words, &building, &typed.household).await?,
                None => Vec::new(),
            },
            hospitals: hospitals(dispatch, near).await?,
            buildings: choices(words, &buildings, &typed.building),
            contact_max: RIDE_CONTACT_CHARS_MAX.to_string(),
            note_max: RIDE_NOTE_CHARS_MAX.to_string(),
            is_own,
            is_open,
            typed,
        })
    }
}

/// The buildings that somebody looks after, as far as one can choose from them.
fn buildings(words: &Words<'_>, scope: &Scope) -> Vec<PlaceCode> {
    let inside = scope.places.iter().flat_map(|place| words.tree.inside(place));
    let buildings = inside.filter(|place| place.level == Level::Building);
    buildings.map(|place| place.code).take(CHOICES_MAX).collect()
}

fn choices(words: &Words<'_>, buildings: &[PlaceCode], chosen: &str) -> Vec<Choice> {
    let choice = |code: &PlaceCode| Choice {
        value: code.to_string(),
        label: words.building(code),
        chosen: code.as_str() == chosen,
        ..Choice::default()
    };
    buildings.iter().map(choice).collect()
}

async fn doors(
    dispatch: &Dispatch,
    words: &Words<'_>,
    building: &PlaceCode,
    chosen: &str,
) -> Result<Vec<Choice>, DispatchError> {
    let households = dispatch.places().households(building).await?;
    let doors = households.into_iter().map(|household| Choice {
        chosen: household.id.to_string() == chosen,
        value: household.id.to_string(),
        label: household.door,
        ..Choice::default()
    });
    let none = Choice {
        label: words.t("dispatch-ride-choose-door"),
        chosen: chosen.is_empty(),
        ..Choice::default()
    };
    Ok(std::iter::once(none).chain(doors).collect())
}

/// Hospitals, the nearest in the tree first.
async fn hospitals(dispatch: &Dispatch, near: Option<PlaceCode>) -> Result<Vec<(String, String)>, DispatchError> {
    let filter = OrgFilter {
        kind: Some(OrgKind::Hospital),
        ..OrgFilter::default()
    };
    let mut found = dispatch.places().orgs(&filter).await?;
    if let Some(near) = near {
        found.sort_by_key(|org| Reverse(org.place.shared_width(&near)));
    }
    let named = found.into_iter().take(CHOICES_MAX);
    Ok(named.map(|org| (org.place.to_string(), org.name)).collect())
}
