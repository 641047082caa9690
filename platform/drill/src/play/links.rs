//! Links by which a person can look around after a drill, as each kind of user.

use super::Needs;
use super::world::World;
use crate::client::{Auth, Body, Call, Client};
use crate::error::DrillError;
use crate::outcome::{UserKind, UserLink};
use crate::plan::{By, Over, Plan, Role};
use reqwest::Method;
use serde_json::{Value, json};

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
    links.extend(of_household(plan, client, world, needs));
    Ok(links)
}

/// An invitation to the role with the places of somebody who has it and did most.
async fn of_role(role: Role, plan: &Plan, client: &Client, world: &World) -> Result<Option<UserLink>, DrillError> {
    let mut acts = vec![0usize; plan.people.len()];
    for act in &plan.acts {
        if let By::Person(person) = act.by {
            acts[person] += 1;
        }
    }
    let busiest = (0..plan.people.len())
        .filter(|index| plan.people[*index].role == role)
        .max_by_key(|index| (acts[*index], std::cmp::Reverse(*index)));
    let Some(index) = busiest else { return Ok(None) };
    let person = &plan.people[index];
    let (body, place) = match person.over {
        Over::Place(place) => (json!({ "role": role.as_str(), "place": place }), place),
        Over::Org(org) => (
            json!({ "role": role.as_str(), "org": world.orgs[org] }),
            plan.orgs[org].place,
        ),
    };
    let link = invite(role.as_str(), body, plan, client, world).await?;
    let api_token = match &world.people[index].auth {
        Auth::Token(token) => Some(token.clone()),
        Auth::Nobody => None,
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
            Auth::Nobody => None,
        },
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

/// A household with a need that is still open, or any that acted.
fn of_household(plan: &Plan, client: &Client, world: &World, needs: &Needs) -> Option<UserLink> {
    let owner = |index: &usize| plan.needs[*index].household;
    let open = needs
        .iter()
        .find(|(index, live)| live.book.state().is_open() && owner(index).is_some());
    let index = open
        .or_else(|| needs.iter().find(|(index, _)| owner(index).is_some()))
        .map(|(index, _)| *index)?;
    let household = owner(&index)?;
    let link = client.address(&format!("/h/{}", world.households[household].code));
    Some(UserLink {
        kind: UserKind::Resident,
        place: plan.households[household].building,
        link,
        token: None,
    })
}
