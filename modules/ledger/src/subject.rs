//! Whom a new need is for: the place, household and organisation that a request names must exist and belong together.
//! What the request leaves out follows from what it says.

use crate::api::LedgerState;
use crate::error::LedgerError;
use crate::rules::command::{Assignee, Command, FieldFault, TextFault};
use crate::rules::need::Priority;
use crate::rules::raise::NewNeed;
use tongxin_account::{Action, Viewer};
use tongxin_city::{HouseholdId, Level, OrgId, PlaceCode};
use tongxin_places::{Places, PlacesError};
use tongxin_web::Problem;

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
        return Err(fault("place", TextFault::NoSuch));
    }
    // Where a household lives is not told to somebody who guessed its id. A need of an organisation is where it is, so
    // that it never stands in another place's list.
    if home.is_some_and(|home| home != place) {
        return Err(fault("place", TextFault::Elsewhere));
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

/// Checks that whoever a command gives a need to works where the caller works, or is an organisation there: a need is
/// seen by those it is given to, so it is given to nobody else.
///
/// # Errors
/// `Faults` at the field that names them; or a storage failure.
pub(crate) async fn check_assignee(state: &LedgerState, viewer: &Viewer, command: &Command) -> Result<(), Problem> {
    let Command::Assign(assignee) = command else {
        return Ok(());
    };
    let places = viewer.scope(Action::NeedWork)?.places;
    let (field, is_near) = match assignee {
        Assignee::Account(id) => (
            "account",
            state.accounts.works_near(*id, Action::NeedWork, &places).await?,
        ),
        Assignee::Org(id) => ("org", is_org_near(state, *id, &places).await?),
    };
    if is_near {
        Ok(())
    } else {
        Err(fault(field, TextFault::NotAssignable).into())
    }
}

/// Whether an organisation lies in a district in which one of the places lies.
async fn is_org_near(state: &LedgerState, id: OrgId, places: &[PlaceCode]) -> Result<bool, Problem> {
    let Some(org) = state.places.org(id).await.map_err(stored)? else {
        return Ok(false);
    };
    let tree = state.places.tree();
    let district = |place: &PlaceCode| tree.widths().ancestor(place, Level::District).unwrap_or(*place);
    Ok(places.iter().any(|place| org.place.is_inside(&district(place))))
}

async fn building_of(places: &Places, id: HouseholdId) -> Result<PlaceCode, LedgerError> {
    let household = places.household(id).await.map_err(stored)?;
    household
        .map(|household| household.building)
        .ok_or_else(|| fault("household", TextFault::NoSuch))
}

async fn org_of(places: &Places, id: OrgId) -> Result<(&'static str, PlaceCode), LedgerError> {
    let org = places.org(id).await.map_err(stored)?;
    org.map(|org| (org.kind.key(), org.place))
        .ok_or_else(|| fault("org", TextFault::NoSuch))
}

fn stored(error: PlacesError) -> LedgerError {
    match error {
        PlacesError::Storage(error) => LedgerError::Storage(error),
        other => LedgerError::Export(other.to_string()),
    }
}
