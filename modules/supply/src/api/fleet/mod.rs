//! Vehicles and staff of listed firms.

mod staff;
mod vehicles;

use crate::Supply;
use crate::store::fleet::FleetFilter;
use crate::whitelist::Decider;
use serde::Deserialize;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::{OrgId, PlaceCode};
use tongxin_web::{Problem, require_short};
use utoipa::ToSchema;
use utoipa_axum::routes;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let read = Right::May(Action::ListingRead);
    let edit = Right::May(Action::FleetEdit);
    Routes::new()
        .api(routes!(vehicles::list_vehicles), read)
        .api(routes!(vehicles::add_vehicle), edit)
        .api(routes!(vehicles::end_vehicle), edit)
        .api(routes!(vehicles::set_vehicle_pass), edit)
        .api(routes!(staff::list_staff), read)
        .api(routes!(staff::add_staff), edit)
        .api(routes!(staff::end_staff), edit)
        .api(routes!(staff::set_staff_pass), edit)
}

/// The number of a pass.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PassBody {
    /// The number; empty takes it away.
    #[schema(max_length = 40)]
    pass_number: String,
}

fn editor(visit: &Visit) -> Result<Decider, Problem> {
    Ok(Decider {
        actor: visit.viewer.actor(),
        may: visit.scope(Action::FleetEdit)?,
    })
}

fn filter(
    org: Option<OrgId>,
    place: Option<PlaceCode>,
    search: Option<&String>,
    with_ended: bool,
) -> Result<FleetFilter, Problem> {
    if let Some(search) = search {
        require_short("q", search, crate::limits::WHITELIST_SEARCH_CHARS_MAX)?;
    }
    Ok(FleetFilter {
        org,
        place,
        search: search.cloned(),
        with_ended,
    })
}
