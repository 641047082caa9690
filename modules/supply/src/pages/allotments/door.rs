//! For which door somebody asks: a household's own; who helps others chooses one of theirs.

use crate::Supply;
use tongxin_account::{Action, Visit, places_problem};
use tongxin_city::{HouseholdId, Level, PlaceCode};
use tongxin_places::Household;
use tongxin_web::Problem;

/// Buildings shown to somebody who searches for one.
const BUILDINGS_MAX: usize = 50;

/// For whom, as a page's address says it.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(in crate::pages) struct DoorQuery {
    household: Option<HouseholdId>,
    building: Option<PlaceCode>,
    q: String,
}

impl DoorQuery {
    /// For that household; none for one's own.
    pub(super) fn of(household: Option<HouseholdId>) -> DoorQuery {
        DoorQuery {
            household,
            ..DoorQuery::default()
        }
    }
}

/// For whom somebody may ask.
pub(super) enum Door {
    /// For nobody: they are not signed in, or have another role.
    Nobody,
    /// For this household.
    Of(Household),
    /// For one of these, once it is chosen.
    Choose(Choosing),
}

/// What there is to choose from.
#[derive(Debug, Default)]
pub(super) struct Choosing {
    pub(super) query: String,
    /// Address and name of buildings, or of a building's doors.
    pub(super) rows: Vec<(String, String)>,
}

/// Reads the address; `base` is the page's own.
pub(super) async fn door(supply: &Supply, visit: &Visit, query: &DoorQuery, base: &str) -> Result<Door, Problem> {
    let Ok(scope) = visit.scope(Action::AllotmentAsk) else {
        return Ok(Door::Nobody);
    };
    if visit.viewer.household().is_some() || query.household.is_some() {
        let household = supply.asking_household(&visit.viewer, &scope, query.household).await?;
        return Ok(Door::Of(household));
    }
    let tree = supply.places().tree();
    let level = |code: &PlaceCode| tree.widths().level_of(code);
    let only = scope.places.first().copied().filter(|_| scope.places.len() == 1);
    let building = query
        .building
        .or(only)
        .filter(|code| level(code) == Some(Level::Building));
    if let Some(building) = building {
        if !scope.contains_place(&building) {
            return Err(Problem::not_found());
        }
        let doors = supply.places().households(&building).await.map_err(places_problem)?;
        let row = |door: Household| (format!("{base}?household={}", door.id), door.door);
        let rows = doors.into_iter().map(row).collect();
        return Ok(Door::Choose(Choosing {
            query: String::new(),
            rows,
        }));
    }
    let hits = scope.places.iter().flat_map(|own| {
        if query.q.trim().is_empty() {
            let inside = tree.at_level(*own, Level::Building).take(BUILDINGS_MAX);
            inside.map(|place| place.code).collect::<Vec<_>>()
        } else {
            let hits = tree.search(&query.q, Some(own), BUILDINGS_MAX);
            hits.into_iter().map(|hit| hit.code).collect()
        }
    });
    let rows = hits
        .filter(|code| level(code) == Some(Level::Building))
        .take(BUILDINGS_MAX)
        .map(|code| (format!("{base}?building={code}"), said(supply, visit, &code)));
    Ok(Door::Choose(Choosing {
        query: query.q.clone(),
        rows: rows.collect(),
    }))
}

/// The last names of a place's path.
fn said(supply: &Supply, visit: &Visit, code: &PlaceCode) -> String {
    let tree = supply.places().tree();
    let path = tree.path(code);
    let names: Vec<&str> = path
        .iter()
        .rev()
        .take(3)
        .rev()
        .map(|place| place.name(visit.lang()))
        .collect();
    names.join(" › ")
}
