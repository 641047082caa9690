//! The step between a basket and an order: the server says what it comes to; one button orders.

use crate::Supply;
use crate::api::Shared;
use crate::api::shop::window_words;
use crate::error::SupplyError;
use crate::pages::shop::basket::BasketForm;
use crate::pages::shop::door::Door;
use crate::pages::shop::outlet::{self, text};
use crate::rules::order::Substitutes;
use crate::rules::payment::Pays;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use tongxin_account::Visit;
use tongxin_city::OrgId;
use tongxin_web::{
    Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, html, html_with, redirect_with, refused,
};

#[derive(Template)]
#[template(path = "shop_review.html")]
struct ReviewPage {
    page: Page,
    org: String,
    outlet: String,
    door: String,
    window: String,
    lines: Vec<Line>,
    total: String,
    pays: String,
    substitutes: String,
    contact: String,
    note: String,
    /// For whom, when it is not the own door.
    whom: String,
    hidden: Vec<(String, String)>,
}

struct Line {
    name: String,
    pieces: String,
    sum: String,
}

/// Shows what the basket comes to. Orders nothing.
pub(super) async fn review(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let form = BasketForm::of(fields);
    match reviewed(&supply, &visit, org, &form).await {
        Ok(page) => html(&page),
        Err(error) => again(&supply, &visit, org, form, error.into()).await,
    }
}

async fn reviewed(supply: &Supply, visit: &Visit, org: OrgId, form: &BasketForm) -> Result<ReviewPage, SupplyError> {
    let door = Door::of(supply, visit, form.door.building).map_err(|_| SupplyError::NotFound)?;
    let front = supply.shop_front(org, &door.building, visit.now()).await?;
    form.whom()?;
    let (basket, window) = front.review(&form.asked(org)?, visit.now())?;
    let yuan = |amount: tongxin_city::Fen| text(visit, "supply-shop-yuan", "price", &amount.to_string());
    let mut lines = Vec::with_capacity(basket.lines.len());
    for line in &basket.lines {
        let offer = front.offers.iter().find(|offer| offer.item.id == line.item);
        let (name, unit) = offer.map_or(("", ""), |offer| (offer.item.name.as_str(), offer.item.unit.as_str()));
        let sum = line
            .price
            .times(line.pieces)
            .map_err(|_| SupplyError::Refused("order-total"))?;
        lines.push(Line {
            name: name.to_owned(),
            pieces: format!("{} {unit}", line.pieces),
            sum: yuan(sum),
        });
    }
    let rule = form.substitutes.parse().unwrap_or(Substitutes::None);
    // The review stands without the door's label; whether the door is the caller's is decided when ordering.
    let doors = door
        .doors(supply, visit, &form.hidden_household())
        .await
        .unwrap_or_default();
    let chosen = doors
        .into_iter()
        .find(|door| door.chosen && !door.value.is_empty())
        .map(|door| door.label);
    let whom = match (chosen, form.code.trim().is_empty()) {
        (Some(door), _) => text(visit, "supply-shop-for-door", "door", &door),
        (None, false) => text(visit, "supply-shop-for-code", "code", form.code.trim()),
        (None, true) => String::new(),
    };
    Ok(ReviewPage {
        page: visit.page("supply-shop-review-title"),
        org: org.to_string(),
        window: window_words(visit, window),
        total: yuan(basket.total),
        pays: visit.t(&format!("supply-pays-{}", Pays::of(basket.total))),
        substitutes: visit.t(&format!("supply-substitutes-{rule}")),
        contact: form.contact.clone(),
        note: form.note.clone(),
        hidden: form.hidden(),
        outlet: front.listing.name.clone(),
        door: door.name,
        lines,
        whom,
    })
}

/// Orders.
pub(super) async fn order(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let form = BasketForm::of(fields);
    match placed(&supply, &visit, org, &form).await {
        Ok(id) => {
            let flash = Flash::done("supply-shop-ordered").arg("number", id);
            Ok(redirect_with(&visit.asked, &format!("/orders/{id}"), &flash))
        }
        Err(error) => again(&supply, &visit, org, form, error).await,
    }
}

async fn placed(
    supply: &Supply,
    visit: &Visit,
    org: OrgId,
    form: &BasketForm,
) -> Result<tongxin_city::OrderId, Problem> {
    let key = IdempotencyKey::checked(&form.key)?;
    let command = visit.command(key, "place order", format!("{org} {:?}", form.hidden()).as_bytes());
    let asked = form.asked(org)?;
    let customer = supply.customer(&visit.viewer, visit.asked.client, form.whom()?).await?;
    Ok(supply.place_order(command, asked, customer, visit.now()).await?.id)
}

/// The form again, with what is wrong: 422 at a field, 409 when others were first.
async fn again(
    supply: &Supply,
    visit: &Visit,
    org: OrgId,
    form: BasketForm,
    problem: Problem,
) -> Result<Response, Problem> {
    let status = problem.status;
    let errors: FormErrors = form.errors(visit, problem)?;
    let page = outlet::page(supply, visit, org, form, Vec::new(), errors).await?;
    if status == StatusCode::UNPROCESSABLE_ENTITY {
        refused(&page)
    } else {
        html_with(status, &page)
    }
}
