//! `/allotments`: what is being shared out, asking, and what came of it.

use super::door::{Choosing, Door, DoorQuery, door};
use super::form_errors;
use super::words::{Fact, Row, badge, facts, parts, phase_of, proofs, result, row, rules, when};
use crate::api::Shared;
use crate::rules::allotment::{Declared, Phase};
use crate::store::allotments::Allotment;
use crate::store::allotments::asks::HouseholdAsk;
use crate::{Supply, SupplyError};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{AllotmentId, HouseholdId};
use tongxin_places::Household;
use tongxin_web::{
    Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, Query, fresh_key, html, redirect_with, refused,
};

/// Which page of the list.
#[derive(Debug, Deserialize)]
pub(super) struct ListQuery {
    before: Option<AllotmentId>,
}

#[derive(Template)]
#[template(path = "allotments_list.html")]
struct ListPage {
    page: Page,
    /// Whether the rows are those for the reader's own door.
    is_own_door: bool,
    rows: Vec<Row>,
    asked: Vec<Row>,
    next: Option<String>,
}

/// Those for one's own door with what one asked; for others, all.
pub(super) async fn list(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    let page = visit.page("supply-allotments-title");
    let own = own_household(&supply, &visit).await?;
    let found = match &own {
        Some(own) => supply.allotments_for(&own.building, query.before).await?,
        None => supply.allotments(query.before).await?,
    };
    let is_full = found.len() as i64 == crate::limits::ALLOTMENTS_LISTED;
    let last = found.last().map(|last| last.id).filter(|_| is_full);
    let asked = match &own {
        Some(own) if query.before.is_none() => supply.asks_of(own).await?,
        _ => Vec::new(),
    };
    let said = |(allotment, ask): &(Allotment, HouseholdAsk)| Row {
        note: result(allotment, ask, &page),
        ..row(allotment, "/allotments", &visit, &page)
    };
    html(&ListPage {
        is_own_door: own.is_some(),
        rows: found.iter().map(|one| row(one, "/allotments", &visit, &page)).collect(),
        asked: asked.iter().map(said).collect(),
        next: last.map(|last| format!("/allotments?before={last}")),
        page,
    })
}

async fn own_household(supply: &Supply, visit: &Visit) -> Result<Option<Household>, Problem> {
    if visit.viewer.household().is_none() {
        return Ok(None);
    }
    let scope = visit.scope(Action::AllotmentAsk)?;
    Ok(Some(supply.asking_household(&visit.viewer, &scope, None).await?))
}

#[derive(Template)]
#[template(path = "allotments_one.html")]
struct OnePage {
    page: Page,
    id: AllotmentId,
    name: String,
    badge: (&'static str, String),
    when: String,
    asked: i64,
    facts: Vec<Fact>,
    rules: Vec<String>,
    proofs: Vec<Fact>,
    is_drawn: bool,
    /// The door somebody helps; none for one's own.
    helped: Option<(HouseholdId, String)>,
    own: Option<Own>,
    form: Option<AskFields>,
    choosing: Option<Choosing>,
    errors: FormErrors,
}

/// One's own ask.
struct Own {
    result: String,
    pseudonym: String,
    parts: Vec<(String, u32)>,
    lots: u32,
    may_withdraw: bool,
}

/// The form's fields as they stand.
struct AskFields {
    /// None where the community knows how many live there.
    people: Option<String>,
    known_people: Option<u32>,
    infants: String,
    elders: String,
    is_change: bool,
}

/// What a form sends.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct AskForm {
    key: String,
    household: Option<HouseholdId>,
    people: String,
    infants: String,
    elders: String,
}

/// An allotment; with the form while one can ask.
pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<AllotmentId>,
    Query(query): Query<DoorQuery>,
) -> Result<Response, Problem> {
    html(&one_page(&supply, &visit, id, &query, None).await?)
}

async fn one_page(
    supply: &Supply,
    visit: &Visit,
    id: AllotmentId,
    query: &DoorQuery,
    typed: Option<(&AskForm, FormErrors)>,
) -> Result<OnePage, Problem> {
    let allotment = supply.allotment(id).await?;
    let (phase, is_drawn) = (phase_of(&allotment, visit), allotment.seed.is_some());
    let page = visit.page_titled(allotment.name.clone());
    let door = door(supply, visit, query, &format!("/allotments/{id}")).await?;
    let household = match &door {
        Door::Of(household) => Some(household),
        _ => None,
    };
    let ask = match household {
        Some(household) => supply.ask_of(id, household).await?,
        None => None,
    };
    let can_ask = household.filter(|household| phase == Phase::Asking && allotment.is_for(&household.building));
    Ok(OnePage {
        id,
        name: allotment.name.clone(),
        badge: badge(phase, &page),
        when: when(&allotment, phase, &page),
        asked: allotment.asked,
        facts: facts(&allotment, &supply.places().tree(), &page),
        rules: rules(&allotment.lot_rules, &page),
        proofs: proofs(&allotment, &page),
        is_drawn,
        helped: household
            .filter(|_| visit.viewer.household().is_none())
            .map(|household| (household.id, household.door.clone())),
        own: ask.map(|ask| own(&allotment, &ask, phase, &page)),
        form: can_ask.map(|household| fields(household, ask.as_ref(), typed.as_ref().map(|(form, _)| *form))),
        choosing: match door {
            Door::Choose(choosing) if phase == Phase::Asking => Some(choosing),
            _ => None,
        },
        errors: typed.map(|(_, errors)| errors).unwrap_or_default(),
        page,
    })
}

fn own(allotment: &Allotment, ask: &HouseholdAsk, phase: Phase, page: &Page) -> Own {
    Own {
        result: result(allotment, ask, page),
        pseudonym: ask.ask.pseudonym.to_string(),
        parts: parts(allotment, ask, page),
        lots: ask.ask.lots,
        may_withdraw: phase == Phase::Asking,
    }
}

fn fields(household: &Household, ask: Option<&HouseholdAsk>, typed: Option<&AskForm>) -> AskFields {
    let known_people = household.people;
    let facts = ask.map(|ask| ask.ask.facts);
    let stands = |typed: Option<&String>, before: Option<u32>| {
        let before = before.map(|number| number.to_string());
        typed.cloned().or(before).unwrap_or_default()
    };
    AskFields {
        people: known_people
            .is_none()
            .then(|| stands(typed.map(|form| &form.people), facts.map(|facts| facts.people))),
        known_people,
        infants: stands(
            typed.map(|form| &form.infants),
            facts.map(|facts| facts.infants).or(Some(0)),
        ),
        elders: stands(
            typed.map(|form| &form.elders),
            facts.map(|facts| facts.elders).or(Some(0)),
        ),
        is_change: ask.is_some(),
    }
}

/// Asks, or changes what was asked.
pub(super) async fn ask(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<AllotmentId>,
    Form(form): Form<AskForm>,
) -> Result<Response, Problem> {
    let asked = match give(&supply, &visit, id, &form).await {
        Ok(asked) => asked,
        Err(error) => {
            let errors = form_errors(&visit, error)?;
            let query = DoorQuery::of(form.household);
            return refused(&one_page(&supply, &visit, id, &query, Some((&form, errors))).await?);
        }
    };
    let mut undo = vec![("key".to_owned(), fresh_key())];
    undo.extend(
        form.household
            .map(|household| ("household".to_owned(), household.to_string())),
    );
    let flash = Flash::done("supply-allotment-asked-done")
        .arg("lots", asked.lots)
        .undo(format!("/allotments/{id}/ask/withdraw"), undo);
    Ok(redirect_with(&visit.asked, &back(id, &form), &flash))
}

async fn give(
    supply: &Supply,
    visit: &Visit,
    id: AllotmentId,
    form: &AskForm,
) -> Result<crate::allotments::Asked, Problem> {
    let scope = visit.scope(Action::AllotmentAsk)?;
    let household = supply.asking_household(&visit.viewer, &scope, form.household).await?;
    let declared = declared(form, household.people)?;
    let content = serde_json::to_vec(form).unwrap_or_default();
    let key = visit.command(IdempotencyKey::checked(&form.key)?, &format!("ask {id}"), &content);
    let asked = supply
        .ask(&visit.viewer, (id, &household), declared, key, visit.now())
        .await?;
    Ok(asked.value)
}

fn declared(form: &AskForm, known_people: Option<u32>) -> Result<Declared, SupplyError> {
    let mut faults = Vec::new();
    let mut number = |field: &str, text: &str| match text.trim() {
        "" => None,
        text => text
            .parse()
            .map_err(|_| faults.push(super::form::no_number(field)))
            .ok(),
    };
    let declared = Declared {
        people: number("people", &form.people).filter(|_| known_people.is_none()),
        infants: number("infants", &form.infants).unwrap_or(0),
        elders: number("elders", &form.elders).unwrap_or(0),
    };
    if faults.is_empty() {
        Ok(declared)
    } else {
        Err(SupplyError::Faults(faults))
    }
}

/// Takes an ask back.
pub(super) async fn withdraw(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<AllotmentId>,
    Form(form): Form<AskForm>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::AllotmentAsk)?;
    let household = supply.asking_household(&visit.viewer, &scope, form.household).await?;
    let content = serde_json::to_vec(&form.household).unwrap_or_default();
    let key = visit.command(
        IdempotencyKey::checked(&form.key)?,
        &format!("withdraw-ask {id}"),
        &content,
    );
    supply
        .withdraw_ask(&visit.viewer, (id, &household), key, visit.now())
        .await?;
    let flash = Flash::done("supply-allotment-withdrawn");
    Ok(redirect_with(&visit.asked, &back(id, &form), &flash))
}

fn back(id: AllotmentId, form: &AskForm) -> String {
    match form.household {
        Some(household) => format!("/allotments/{id}?household={household}"),
        None => format!("/allotments/{id}"),
    }
}
