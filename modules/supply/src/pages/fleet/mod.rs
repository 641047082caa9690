//! A firm's vehicles and staff, below the firm's page.

mod change;
mod staff;
mod vehicles;

use crate::Supply;
use crate::fleet::Member;
use crate::pages::address::Address;
use crate::store::fleet::FleetFilter;
use crate::whitelist::Decider;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::OrgId;
use tongxin_web::{Path, Problem};

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let read = Right::May(Action::ListingRead);
    let edit = Right::May(Action::FleetEdit);
    Routes::new()
        .page(Method::GET, "/supply/firms/{org}/vehicles", read, vehicles::show)
        .page(Method::POST, "/supply/firms/{org}/vehicles", edit, vehicles::add)
        .page(Method::GET, "/supply/firms/{org}/staff", read, staff::show)
        .page(Method::POST, "/supply/firms/{org}/staff", edit, staff::add)
        .page(
            Method::POST,
            "/supply/vehicles/{id}/pass",
            edit,
            |supply, visit, Path(id), form| change::set_pass(Member::Vehicle(id), supply, visit, form),
        )
        .page(
            Method::POST,
            "/supply/vehicles/{id}/end",
            edit,
            |supply, visit, Path(id), form| change::end(Member::Vehicle(id), supply, visit, form),
        )
        .page(
            Method::POST,
            "/supply/staff/{id}/pass",
            edit,
            |supply, visit, Path(id), form| change::set_pass(Member::Staff(id), supply, visit, form),
        )
        .page(
            Method::POST,
            "/supply/staff/{id}/end",
            edit,
            |supply, visit, Path(id), form| change::end(Member::Staff(id), supply, visit, form),
        )
}

fn editor(visit: &Visit) -> Result<Decider, Problem> {
    Ok(Decider {
        actor: visit.viewer.actor(),
        may: visit.scope(Action::FleetEdit)?,
    })
}

/// What both lists show of the firm they belong to.
struct Head {
    firm: String,
    filter: FleetFilter,
    vehicles: i64,
    staff: i64,
    may_edit: bool,
}

impl Head {
    async fn of(supply: &Supply, visit: &Visit, org: OrgId) -> Result<Head, Problem> {
        let scope = visit.scope(Action::ListingRead)?;
        let (listing, _) = supply.listing_history(&scope, org).await?;
        let filter = FleetFilter {
            org: Some(org),
            ..FleetFilter::default()
        };
        let (vehicles, staff) = supply.fleet_counts(&scope, &filter).await?;
        let editing = visit.scope(Action::FleetEdit);
        Ok(Head {
            firm: listing.name,
            filter,
            vehicles,
            staff,
            may_edit: editing.is_ok_and(|scope| scope.contains(&listing.place, Some(org), None)),
        })
    }
}

/// The first page, when this is a later one, and the next.
fn pager(visit: &Visit, own: &str, next: Option<String>) -> (Option<String>, Option<String>) {
    let address = Address::of("", &visit.asked.address);
    let first = (!address.first("cursor").is_empty()).then(|| own.to_owned());
    (first, next.map(|next| format!("{own}?cursor={next}")))
}
