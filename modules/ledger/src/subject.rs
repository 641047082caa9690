//! Whom a new need is for: the place, household and organisation that a request names must exist and belong together.
//! What the request leaves out follows from what it says.

use crate::error::LedgerError;
use crate::rules::command::{FieldFault, TextFault};
use crate::rules::need::Priority;
use crate::rules::raise::NewNeed;
use tongxin_account::Viewer;
use tongxin_city::{HouseholdId, OrgId, PlaceCode};
use tongxin_places::{Places, PlacesError};

/// A need as a request names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedNeed {
    /// The kind's key.
    pub kind: String,
    /// The topic's key.
    pub topic: String,
    /// How urgent; normal when not said.
    pub priority: Option<Priority>,
    /// Where; when not said, the household's building or the organisation's place.
    pub place: Option<PlaceCode>,
    /// The household; a household that asks means itself.
    pub household: Option<HouseholdId>,
    /// The organisation.
    pub org: Option<OrgId>,
    /// What is lacking, in a line.
    pub title: String,
    /// More about it.
    pub body: String,
    /// How to reach the raiser.
    pub contact: Option<String>,
}

/// A need whose subject exists, and the kind of its organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The need.
    pub need: NewNeed,
    /// The key of its organisation's kind.
    pub org_kind: Option<&'static str>,
}

fn fault(field: &'static str, fault: TextFault) -> LedgerError {
    LedgerError::from(FieldFault { field, fault })
}

fn unknown(field: &'static str, found: impl ToString, right: &str) -> LedgerError {
    fault(
        field,
        TextFault::Unknown {
            found: found.to_string(),
            right: right.to_owned(),
        },
    )
}

/// Looks up whom a need is for.
///
/// # Errors
/// `Faults` at the field that names nothing known or does not fit the others; or a storage failure.
pub async fn resolve(places: &Places, viewer: &Viewer, asked: AskedNeed) -> Result<Subject, LedgerError> {
    let household = asked.household.or(viewer.household());
    if viewer.household().is_some() && household != viewer.household() {
        return Err(LedgerError::RaisingNotPermitted);
    }
    let building = match household {
        Some(id) => Some(building_of(places, id).await?),
        None => None,
    };
    let org = match asked.org {
        Some(id) => Some(org_of(places, id).await?),
        None => None,
    };
    let home = building.or(org.as_ref().map(|org| org.1));
    let place = asked.place.or(home).ok_or_else(|| fault("place", TextFault::Missing))?;
    if places.get(&place).is_none() {
        return Err(unknown("place", place, "a place of this city"));
    }
    // Where a household lives is not told to somebody who guessed its id.
    if building.is_some_and(|building| building != place) {
        return Err(unknown("place", place, "the household's own building"));
    }
    let need = NewNeed {
        kind: asked.kind,
        topic: asked.topic,
        priority: asked.priority,
        place,
        household,
        org: asked.org,
        title: asked.title,
        body: asked.body,
        contact: asked.contact,
    };
    Ok(Subject {
        need,
        org_kind: org.map(|org| org.0),
    })
}

async fn building_of(places: &Places, id: HouseholdId) -> Result<PlaceCode, LedgerError> {
    let household = places.household(id).await.map_err(stored)?;
    household
        .map(|household| household.building)
        .ok_or_else(|| unknown("household", id, "a household of this city"))
}

async fn org_of(places: &Places, id: OrgId) -> Result<(&'static str, PlaceCode), LedgerError> {
    let org = places.org(id).await.map_err(stored)?;
    org.map(|org| (org.kind.key(), org.place))
        .ok_or_else(|| unknown("org", id, "an organisation of this city"))
}

fn stored(error: PlacesError) -> LedgerError {
    match error {
        PlacesError::Storage(error) => LedgerError::Storage(error),
        other => LedgerError::Export(other.to_string()),
    }
}
