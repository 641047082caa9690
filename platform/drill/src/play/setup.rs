//! Setting up the world through the API: the administrator, places, households, organisations, people.

use super::kinds::{Kinds, kinds_of};
use super::table::{MEDIA_TYPE, Table};
use super::world::{CrewInWorld, HouseholdInWorld, MarketInWorld, PersonInWorld, World};
use crate::client::{Answer, Auth, Body, Call, Client};
use crate::error::DrillError;
use crate::plan::{Over, Person, Plan, PlannedPlace, Role};
use crate::progress::Progress;
use futures::StreamExt as _;
use reqwest::Method;
use serde_json::{Value, json};
use std::ops::Range;

/// Rows of one bulk call.
const ROWS_MAX: usize = 500;
/// Invitations accepted at the same time: each costs the server a slow password hash.
const ACCEPTS_IN_FLIGHT_MAX: usize = 16;
/// How long the drill's API tokens hold, in days.
const TOKEN_DAYS: u32 = 7;
/// Length of the drill's passwords.
const PASSWORD_CHARS: usize = 40;

/// Sets up everything the plan names.
pub(super) async fn set_up(
    plan: &Plan,
    client: &Client,
    first_admin_token: &str,
    progress: &mut Progress,
) -> Result<World, DrillError> {
    let setup = Setup { plan, client };
    let kinds = client.must(Call::get("/api/v1/kinds", &Auth::Nobody)).await?;
    let Kinds {
        start_tiers,
        due_hours,
        lifelines,
    } = kinds_of(&kinds);
    let administrator = setup.join(first_admin_token, "drill-admin", "演练管理员").await?.auth;
    setup.add_places(&administrator, progress).await?;
    let households = setup.add_households(&administrator, progress).await?;
    let orgs = setup.add_orgs(&administrator, progress).await?;
    // Managers and whoever joins the plan after them come last: their firms are listed by an officer.
    let is_manager = |person: &Person| matches!(person.over, Over::Firm(_));
    let managers_from = plan.people.iter().position(is_manager).unwrap_or(plan.people.len());
    let mut market = MarketInWorld::default();
    let mut people = setup
        .invite_people(&administrator, 0..managers_from, (&orgs, &market.firms), progress)
        .await?;
    let first = |role: Role| {
        plan.people
            .iter()
            .position(|person| person.role == role)
            .unwrap_or_default()
    };
    let (commander, officer) = (first(Role::Commander), first(Role::Officer));
    if let Some(supply) = &plan.supply {
        market.firms = setup.list_firms(supply, &people[officer].auth, progress).await?;
        if let Some(pass) = &plan.pass {
            setup
                .list_rosters(pass, supply, &people[officer].auth, progress)
                .await?;
        }
        let managers = managers_from..plan.people.len();
        people.extend(
            setup
                .invite_people(&administrator, managers, (&orgs, &market.firms), progress)
                .await?,
        );
        setup.open_shops(supply, &people, &mut market, progress).await?;
    }
    if let Some(care) = &plan.care {
        setup.fill_posts(care, &people, progress).await?;
    }
    let crew = match &plan.volunteer {
        Some(volunteer) => setup.register_volunteers(volunteer, &people, officer, progress).await?,
        None => CrewInWorld::default(),
    };
    let households = setup.sign_in_households(households, progress).await?;
    Ok(World {
        administrator,
        crew,
        people,
        households,
        orgs,
        start_tiers,
        due_hours,
        lifelines,
        commander,
        officer,
        market,
    })
}

/// Ids of organisations and of firms.
type Orgs<'a> = (&'a [String], &'a [String]);

/// Sets up through the API.
pub(super) struct Setup<'a> {
    pub(super) plan: &'a Plan,
    pub(super) client: &'a Client,
}

impl Setup<'_> {
    pub(super) async fn post(&self, path: &str, auth: &Auth, key: &str, body: Value) -> Result<Answer, DrillError> {
        self.send(path, auth, key, Body::Json(body)).await
    }

    /// Sends a table as a workbook.
    pub(super) async fn post_table(
        &self,
        path: &str,
        auth: &Auth,
        key: &str,
        table: Table,
    ) -> Result<Answer, DrillError> {
        let (media_type, bytes) = (MEDIA_TYPE, table.into_workbook()?.into());
        self.send(path, auth, key, Body::File { media_type, bytes }).await
    }

    pub(super) async fn send(&self, path: &str, auth: &Auth, key: &str, body: Body) -> Result<Answer, DrillError> {
        let key = format!("drill-{:x}-{key}", self.plan.seed);
        let call = Call {
            method: Method::POST,
            path,
            auth,
            key: Some(&key),
            body,
        };
        self.client.must(call).await
    }

    async fn add_places(&self, auth: &Auth, progress: &mut Progress) -> Result<(), DrillError> {
        let total = self.plan.places.len();
        for (number, rows) in self.plan.places.chunks(ROWS_MAX).enumerate() {
            let rows: Vec<Value> = rows.iter().map(place_row).collect();
            self.post(
                "/api/v1/places",
                auth,
                &format!("places-{number}"),
                json!({ "rows": rows }),
            )
            .await?;
            progress.done("drill-places", (number * ROWS_MAX + rows.len()).min(total), total);
        }
        Ok(())
    }

    /// Adds all households; answers their ids and codes.
    async fn add_households(&self, auth: &Auth, progress: &mut Progress) -> Result<Vec<HouseholdInWorld>, DrillError> {
        let total = self.plan.households.len();
        let mut added = Vec::with_capacity(total);
        for (number, rows) in self.plan.households.chunks(ROWS_MAX).enumerate() {
            let rows: Vec<Value> = rows
                .iter()
                .map(|household| json!({ "building": household.building, "door": household.door }))
                .collect();
            let body = json!({ "rows": rows });
            let answer = self
                .post("/api/v1/households", auth, &format!("households-{number}"), body)
                .await?;
            let found = list(&answer, "households")?;
            for household in found {
                let (id, code) = (text(&answer, household, "/id")?, text(&answer, household, "/code")?);
                added.push(HouseholdInWorld {
                    id,
                    code,
                    auth: Auth::Nobody,
                });
            }
            progress.done("drill-households", added.len(), total);
        }
        Ok(added)
    }

    async fn add_orgs(&self, auth: &Auth, progress: &mut Progress) -> Result<Vec<String>, DrillError> {
        let total = self.plan.orgs.len();
        let mut ids = Vec::with_capacity(total);
        for (number, rows) in self.plan.orgs.chunks(ROWS_MAX).enumerate() {
            let rows: Vec<Value> = rows
                .iter()
                .map(|org| json!({ "kind": org.kind.as_str(), "name": org.name_zh, "place": org.place }))
                .collect();
            let answer = self
                .post("/api/v1/orgs", auth, &format!("orgs-{number}"), json!({ "rows": rows }))
                .await?;
            for id in list(&answer, "ids")? {
                ids.push(text(&answer, id, "")?);
            }
            progress.done("drill-orgs", ids.len(), total);
        }
        Ok(ids)
    }

    /// Invites some of the plan's people; `orgs` are the ids of the organisations and of the firms that they speak for.
    async fn invite_people(
        &self,
        auth: &Auth,
        numbers: Range<usize>,
        orgs: Orgs<'_>,
        progress: &mut Progress,
    ) -> Result<Vec<PersonInWorld>, DrillError> {
        let total = numbers.len();
        let joins = numbers.map(|number| self.invite_person(auth, number, &self.plan.people[number], orgs));
        let mut joins = futures::stream::iter(joins).buffered(ACCEPTS_IN_FLIGHT_MAX);
        let mut people = Vec::with_capacity(total);
        while let Some(person) = joins.next().await {
            people.push(person?);
            progress.done("drill-people", people.len(), total);
        }
        Ok(people)
    }

    async fn invite_person(
        &self,
        auth: &Auth,
        number: usize,
        person: &Person,
        (orgs, firms): Orgs<'_>,
    ) -> Result<PersonInWorld, DrillError> {
        let body = match person.over {
            Over::Place(place) => json!({ "role": person.role.as_str(), "place": place }),
            Over::Org(org) => json!({ "role": person.role.as_str(), "org": orgs[org] }),
            Over::Firm(firm) => json!({ "role": person.role.as_str(), "org": firms[firm] }),
        };
        let answer = self
            .post("/api/v1/invitations", auth, &format!("invite-{number}"), body)
            .await?;
        let token = answer.text("POST /api/v1/invitations", "/token")?;
        self.join(&token, &format!("drill-{number:05}"), &person.name).await
    }

    /// Accepts an invitation, and makes an API token for the days of the drill: a session would end in the night.
    async fn join(&self, token: &str, name: &str, display_name: &str) -> Result<PersonInWorld, DrillError> {
        let what = "POST /api/v1/invitations/…/accept";
        // Nobody signs in with it: the token does.
        let password: String = format!("drill-{token}").chars().take(PASSWORD_CHARS).collect();
        let body = json!({ "name": name, "display_name": display_name, "password": password });
        let path = format!("/api/v1/invitations/{token}/accept");
        let call = Call {
            method: Method::POST,
            path: &path,
            auth: &Auth::Nobody,
            key: None,
            body: Body::Json(body),
        };
        let answer = self.client.must(call).await?;
        let session = Auth::Token(answer.text(what, "/session/token")?);
        let body = json!({ "name": "drill", "days": TOKEN_DAYS });
        let token = self
            .post("/api/v1/tokens", &session, &format!("token-{name}"), body)
            .await?;
        let auth = Auth::Token(token.text("POST /api/v1/tokens", "/token")?);
        Ok(PersonInWorld {
            account: answer.text(what, "/account")?,
            auth,
        })
    }
}

fn place_row(place: &PlannedPlace) -> Value {
    json!({ "parent": place.parent, "code": place.code, "name_zh": place.name_zh, "name_en": place.name_en })
}

/// The rows under a key of an answer.
pub(super) fn list<'a>(answer: &'a Answer, key: &'static str) -> Result<&'a Vec<Value>, DrillError> {
    let lacks = || DrillError::AnswerLacks {
        what: "bulk".to_owned(),
        missing: key,
        body: answer.shown(),
    };
    answer.body[key].as_array().ok_or_else(lacks)
}

/// A text inside a row of an answer.
pub(super) fn text(answer: &Answer, value: &Value, pointer: &'static str) -> Result<String, DrillError> {
    let lacks = || DrillError::AnswerLacks {
        what: "bulk".to_owned(),
        missing: pointer,
        body: answer.shown(),
    };
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(lacks)
}
