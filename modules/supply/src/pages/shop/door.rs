//! For which door a page is: the own one, or one that whoever asks looks after.

use crate::Supply;
use crate::error::SupplyError;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{HouseholdId, PlaceCode};
use tongxin_web::{Choice, Problem};

/// The door as an address or a form names it; a household's own goes without saying.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct DoorQuery {
    pub(super) building: Option<PlaceCode>,
    pub(super) household: Option<HouseholdId>,
}

/// For which door a page is.
pub(super) struct Door {
    pub(super) building: PlaceCode,
    /// Its name in words.
    pub(super) name: String,
    /// Whether a household asks for itself, rather than somebody who looks after the building.
    pub(super) is_own: bool,
    /// `building=…` where the address has to name it, else empty.
    pub(super) query: String,
}

impl Door {
    /// The door that a visit means.
    ///
    /// # Errors
    /// 404 for a building that the viewer may not order for; 422 when somebody who looks after several names none.
    pub(super) fn of(supply: &Supply, visit: &Visit, building: Option<PlaceCode>) -> Result<Door, Problem> {
        let building = supply.shop_door(&visit.viewer, building)?;
        let is_own = visit.viewer.household().is_some();
        let place = place_name(supply, visit, &building);
        let name = if is_own {
            format!("{place} {}", visit.viewer.name)
        } else {
            place
        };
        let query = if is_own {
            String::new()
        } else {
            format!("building={building}")
        };
        Ok(Door {
            building,
            name,
            is_own,
            query,
        })
    }

    /// An address of the shop for this door.
    pub(super) fn href(&self, path: &str) -> String {
        if self.query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", self.query)
        }
    }

    /// The building's doors to choose from, first none of them; nothing for a household's own.
    pub(super) async fn doors(&self, supply: &Supply, visit: &Visit, chosen: &str) -> Result<Vec<Choice>, Problem> {
        if self.is_own
            || visit
                .viewer
                .require_place(Action::HouseholdRead, &self.building)
                .is_err()
        {
            return Ok(Vec::new());
        }
        let households = supply.places().households(&self.building).await;
        let doors = households
            .map_err(SupplyError::from)?
            .into_iter()
            .map(|household| Choice {
                chosen: household.id.to_string() == chosen,
                value: household.id.to_string(),
                label: household.door,
                hint: String::new(),
            });
        let none = Choice {
            label: visit.t("supply-shop-choose-door"),
            chosen: chosen.is_empty(),
            ..Choice::default()
        };
        Ok(std::iter::once(none).chain(doors).collect())
    }
}

/// A place with the one above it, as people know it.
pub(super) fn place_name(supply: &Supply, visit: &Visit, code: &PlaceCode) -> String {
    let tree = supply.places().tree();
    let names: Vec<&str> = tree
        .path(code)
        .iter()
        .rev()
        .take(2)
        .map(|place| place.name(visit.lang()))
        .collect();
    names.into_iter().rev().collect::<Vec<_>>().join(" ")
}
