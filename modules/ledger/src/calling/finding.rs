//! Doors, buildings and places that fit an address as it is said, inside where the call-taker works.

use crate::api::LedgerState;
use crate::rules::spoken::{Fit, Reading, door_fits, number_of_building, readings};
use tongxin_account::{Scope, places_problem};
use tongxin_city::search::Rank;
use tongxin_city::{Level, PlaceCode, PlaceTree};
use tongxin_places::Household;
use tongxin_web::Problem;

/// Longest address looked at, in characters.
pub(crate) const ADDRESS_CHARS_MAX: usize = 80;
/// Things found at most: as many as there are digits to choose them.
const FOUND_MAX: usize = 9;
/// Places that a reading's name may mean.
const NAMED_MAX: usize = 8;
/// Buildings whose doors are looked at.
const BUILDINGS_MAX: usize = 40;
/// Doors shown, so that buildings and places have digits as well.
const DOORS_MAX: usize = 6;
/// Buildings shown beside doors.
const BUILDINGS_SHOWN_MAX: usize = 2;

/// What an address may mean.
pub(crate) enum Found {
    /// A registered door.
    Door(Household),
    /// A place; what was said of a door in it that is not registered.
    Place(PlaceCode, String),
}

/// A building that an address may mean, with what it says of the door.
struct Candidate {
    building: PlaceCode,
    door: String,
}

/// What an address may mean, the likeliest first, as many as there are digits.
pub(crate) async fn find(state: &LedgerState, scope: &Scope, said: &str) -> Result<Vec<Found>, Problem> {
    let said: String = said.chars().take(ADDRESS_CHARS_MAX).collect();
    let tree = state.places.tree();
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut places: Vec<PlaceCode> = Vec::new();
    for reading in readings(&said) {
        let named = named(&tree, scope, &reading);
        for building in buildings_of(&tree, &named, &reading) {
            let is_known = |known: &Candidate| known.building == building && known.door == reading.door;
            if candidates.len() < BUILDINGS_MAX && !candidates.iter().any(is_known) {
                let door = reading.door.clone();
                candidates.push(Candidate { building, door });
            }
        }
        places.extend(named);
    }
    let mut doors = doors(state, &candidates).await?;
    doors.truncate(DOORS_MAX);
    let is_known = !doors.is_empty();
    let room = if is_known { BUILDINGS_SHOWN_MAX } else { FOUND_MAX };
    let mut found: Vec<Found> = doors.into_iter().map(Found::Door).collect();
    let mut shown: Vec<PlaceCode> = Vec::new();
    for candidate in candidates {
        if shown.len() < room && !shown.contains(&candidate.building) {
            shown.push(candidate.building);
            // Beside a door that fits, the building is for what concerns no door.
            let unknown = if is_known { String::new() } else { candidate.door };
            found.push(Found::Place(candidate.building, unknown));
        }
    }
    for place in with_communities(&tree, scope, &shown, places) {
        if !shown.contains(&place) {
            shown.push(place);
            found.push(Found::Place(place, String::new()));
        }
    }
    // The community of what was found keeps a digit: a visitor, or a door that nobody knows, is helped there.
    if found.len() > FOUND_MAX {
        let wide = |one: &Found| matches!(one, Found::Place(code, _) if level(&tree, code) <= Some(Level::Community));
        if let Some(community) = found.iter().position(wide).filter(|at| *at >= FOUND_MAX) {
            found.swap(FOUND_MAX - 1, community);
        }
        found.truncate(FOUND_MAX);
    }
    Ok(found)
}

fn level(tree: &PlaceTree, code: &PlaceCode) -> Option<Level> {
    tree.widths().level_of(code)
}

/// The places that a reading's name may mean, from subdistricts down; where some bear the name, not those that only hold it.
fn named(tree: &PlaceTree, scope: &Scope, reading: &Reading) -> Vec<PlaceCode> {
    let own = scope.places.iter();
    let mut hits: Vec<_> = own
        .flat_map(|own| tree.search(&reading.name, Some(own), NAMED_MAX))
        .filter(|hit| hit.level >= Level::Subdistrict)
        .collect();
    hits.sort_unstable();
    if hits.first().is_some_and(|best| best.rank == Rank::Exact) {
        hits.retain(|hit| hit.rank == Rank::Exact);
    }
    hits.truncate(NAMED_MAX);
    hits.into_iter().map(|hit| hit.code).collect()
}

/// The buildings that a reading means: those of its number in what it names, or what it names itself.
fn buildings_of(tree: &PlaceTree, named: &[PlaceCode], reading: &Reading) -> Vec<PlaceCode> {
    let mut buildings = Vec::new();
    for code in named {
        match (level(tree, code), &reading.building) {
            (Some(Level::Building), None) => buildings.push(*code),
            (Some(Level::Community | Level::Compound), Some(number)) => {
                let inside = tree.at_level(*code, Level::Building);
                let of_number = inside.filter(|one| number_of_building(&one.name_zh).as_ref() == Some(number));
                buildings.extend(of_number.take(BUILDINGS_MAX).map(|one| one.code));
            }
            (Some(Level::Compound), None) if !reading.door.is_empty() => {
                let inside = tree.at_level(*code, Level::Building);
                buildings.extend(inside.take(BUILDINGS_MAX).map(|one| one.code));
            }
            _ => {}
        }
    }
    buildings
}

/// The registered doors that fit, the surest first.
async fn doors(state: &LedgerState, candidates: &[Candidate]) -> Result<Vec<Household>, Problem> {
    let mut fitting: Vec<(Fit, Household)> = Vec::new();
    for candidate in candidates.iter().filter(|candidate| !candidate.door.is_empty()) {
        let households = state
            .places
            .households(&candidate.building)
            .await
            .map_err(places_problem)?;
        for household in households {
            let is_known = fitting.iter().any(|(_, known)| known.id == household.id);
            if let Some(fit) = door_fits(&candidate.door, &household.door).filter(|_| !is_known) {
                fitting.push((fit, household));
            }
        }
    }
    fitting.sort_by_key(|(fit, _)| *fit);
    Ok(fitting.into_iter().map(|(_, household)| household).collect())
}

/// The named places, and the communities of the buildings and places found.
fn with_communities(tree: &PlaceTree, scope: &Scope, buildings: &[PlaceCode], named: Vec<PlaceCode>) -> Vec<PlaceCode> {
    let around = buildings.iter().chain(&named);
    let communities = around.filter_map(|code| tree.widths().ancestor(code, Level::Community));
    let communities: Vec<PlaceCode> = communities.filter(|code| scope.contains_place(code)).collect();
    let is_place = |code: &PlaceCode| level(tree, code) != Some(Level::Building);
    named.into_iter().filter(is_place).chain(communities).collect()
}
