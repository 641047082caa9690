//! Links by which a person can look around after a drill, as each kind of user.

use super::Needs;
use super::world::World;
use crate::client::{Auth, Body, Call, Client};
use crate::error::DrillError;
use crate::outcome::{UserKind, UserLink};
use crate::plan::{By, Over, Plan, Role};
use reqwest::Method;
use serde_json::{Value, json};
use tongxin_city::PlaceCode;

/// One link for each role and one for a household, each where something is going on.
pub(super) async fn of_each_kind(
    plan: &Plan,
    client: &Client,
    world: &World,
    needs: &Needs,
) -> Result<Vec<UserLink>, DrillError> {
    let mut links = Vec::new();
    for role in Role::ALL {
        links.extend(of_role(role, plan, client, world).await?);
    }
    links.push(of_administrator(plan, client, world).await?);
    links.push(of_call_taker(plan, client, world).await?);
    links.extend(of_household(plan, client, world, needs));
    Ok(links)
}

/// Who of a role did most, as an index in [`Plan::people`].
fn busiest(role: Role, plan: &Plan) -> Option<usize> {
    let mut acts = vec![0usize; plan.people.len()];
    let supply = plan.supply.iter().flat_map(|supply| &supply.acts).map(|act| act.by);
    let care = plan.care.iter().flat_map(|care| &care.acts).map(|act| act.by);
    for by in plan.acts.iter().map(|act| act.by).chain(supply).chain(care) {
        if let By::Person(person) = by {
            acts[person] += 1;
        }
    }
    (0..plan.people.len())
        .filter(|index| plan.people[*index].role == role)
        .max_by_key(|index| (acts[*index], std::cmp::Reverse(*index)))
}

/// An invitation to the role with the places of somebody who has it and did most.
async fn of_role(role: Role, plan: &Plan, client: &Client, world: &World) -> Result<Option<UserLink>, DrillError> {
    let Some(index) = busiest(role, plan) else {
        return Ok(None);
    };
    let person = &plan.people[index];
    let (body, place) = match person.over {
        Over::Place(place) => (json!({ "role": role.as_str(), "place": place }), place),
        Over::Org(org) => (
            json!({ "role": role.as_str(), "org": world.orgs[org] }),
            plan.orgs[org].place,
        ),
        Over::Firm(firm) => (
            json!({ "role": role.as_str(), "org": world.market.firms[firm] }),
            plan.supply
                .as_ref()
                .map_or(plan.city, |supply| supply.firms[firm].place),
        ),
    };
    let link = invite(role.as_str(), body, plan, client, world).await?;
    let api_token = match &world.people[index].auth {
        Auth::Token(token) => Some(token.clone()),
        Auth::Nobody | Auth::Run(_) | Auth::Volunteer(_) => None,
    };
    Ok(Some(UserLink {
        kind: UserKind::Role(role),
        place,
        link,
        token: api_token,
    }))
}

/// An invitation to administer the whole city.
async fn of_administrator(plan: &Plan, client: &Client, world: &World) -> Result<UserLink, DrillError> {
    let body = json!({ "role": "administrator", "place": plan.city });
    Ok(UserLink {
        kind: UserKind::Administrator,
        place: plan.city,
        link: invite("administrator", body, plan, client, world).await?,
        token: match &world.administrator {
            Auth::Token(token) => Some(token.clone()),
            Auth::Nobody | Auth::Run(_) | Auth::Volunteer(_) => None,
        },
    })
}

/// An invitation to take calls for the whole city.
async fn of_call_taker(plan: &Plan, client: &Client, world: &World) -> Result<UserLink, DrillError> {
    let body = json!({ "role": "call_taker", "place": plan.city });
    Ok(UserLink {
        kind: UserKind::CallTaker,
        place: plan.city,
        link: invite("call_taker", body, plan, client, world).await?,
        token: None,
    })
}

/// The address at which somebody accepts an invitation.
async fn invite(role: &str, body: Value, plan: &Plan, client: &Client, world: &World) -> Result<String, DrillError> {
    let key = format!("drill-{:x}-link-{role}", plan.seed);
    let call = Call {
        method: Method::POST,
        path: "/api/v1/invitations",
        auth: &world.administrator,
        key: Some(&key),
        body: Body::Json(body),
    };
    let token = client.must(call).await?.text("POST /api/v1/invitations", "/token")?;
    Ok(client.address(&format!("/join/{token}")))
}

/// A household that acted: where the worker of these links works and the outlet of these links serves, so that both can be
/// seen dealing with it, and with a need that is still open, each if there is one.
fn of_household(plan: &Plan, client: &Client, world: &World, needs: &Needs) -> Option<UserLink> {
    let over = |role| busiest(role, plan).map(|person| plan.people[person].over);
    let (worker, manager) = (over(Role::CommunityWorker), over(Role::OutletManager));
    let is_of = |over: Option<Over>, building| over.is_some_and(|over| reaches(over, plan, building));
    let rank = |index: &usize| {
        let household = plan.needs[*index].household?;
        let building = &plan.households[household].building;
        let is_open = needs.get(index).is_some_and(|live| live.book.state().is_open());
        Some((is_of(worker, building), is_of(manager, building), is_open))
    };
    let best = needs
        .keys()
        .filter_map(|index| Some((rank(index)?, std::cmp::Reverse(*index))));
    let (_, std::cmp::Reverse(index)) = best.max()?;
    let household = plan.needs[index].household?;
    let link = client.address(&format!("/h/{}", world.households[household].code));
    Some(UserLink {
        kind: UserKind::Resident,
        place: plan.households[household].building,
        link,
        token: None,
    })
}

/// Whether somebody with these places has to do with a building.
fn reaches(over: Over, plan: &Plan, building: &PlaceCode) -> bool {
    match over {
        Over::Place(place) => building.is_inside(&place),
        Over::Org(org) => building.is_inside(&plan.orgs[org].place),
        Over::Firm(firm) => plan.supply.as_ref().is_some_and(|supply| {
            let serves = &supply.firms[firm].serves;
            serves.iter().any(|place| building.is_inside(place))
        }),
    }
}
