//! Pages of areas: named sets of places, and adding one by choosing its places.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::Method;
use serde::Deserialize;
use tongxin_city::PlaceCode;
use tongxin_web::{Choice, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, html, redirect_with, refused};

use crate::error::Fields;
use crate::pages::form_errors;
use crate::places::choosing::{Choosing, codes};
use crate::places::pages::path_above;
use crate::places::places_problem;
use crate::{AccountError, Accounts, Action, Right, Routes, Visit};

pub(super) fn routes() -> Routes<Accounts> {
    let add = Right::May(Action::AreaAdd);
    Routes::new()
        .page(Method::GET, "/areas", Right::May(Action::PlaceRead), list)
        .page(Method::GET, "/areas/add", add, form)
        .page(Method::POST, "/areas/add", add, sent)
}

struct PlaceLink {
    href: String,
    name: String,
    around: String,
}

struct AreaRow {
    name: String,
    places: Vec<PlaceLink>,
}

#[derive(Template)]
#[template(path = "areas.html")]
struct AreasPage {
    page: Page,
    areas: Vec<AreaRow>,
    may_add: bool,
}

#[derive(Template)]
#[template(path = "area_add.html")]
struct AddPage {
    page: Page,
    errors: FormErrors,
    typed_name: String,
    search: String,
    places: Vec<Choice>,
}

#[derive(Debug, Default, Deserialize)]
struct AddForm {
    #[serde(default)]
    key: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    search: String,
    /// Sent by the button that only searches.
    find: Option<String>,
    #[serde(default)]
    places: Vec<String>,
}

async fn list(State(accounts): State<Accounts>, visit: Visit) -> Result<Response, Problem> {
    let areas = accounts.places().areas().await.map_err(places_problem)?;
    let row = |named: &tongxin_places::NamedArea| AreaRow {
        name: named.area.name().to_owned(),
        places: named
            .area
            .places()
            .iter()
            .map(|code| link(&accounts, &visit, code))
            .collect(),
    };
    html(&AreasPage {
        page: visit.page("areas-title"),
        areas: areas.iter().map(row).collect(),
        may_add: visit.viewer.may(Action::AreaAdd),
    })
}

fn link(accounts: &Accounts, visit: &Visit, code: &PlaceCode) -> PlaceLink {
    let (tree, lang) = (accounts.places().tree(), visit.lang());
    let place = tree.get(code);
    PlaceLink {
        href: format!("/places/{code}"),
        name: place.map_or_else(|| code.to_string(), |place| place.name(lang).to_owned()),
        around: place.map_or_else(String::new, |place| path_above(&tree, place, lang)),
    }
}

fn add_page(accounts: &Accounts, visit: &Visit, form: &AddForm) -> Result<AddPage, Problem> {
    let (scope, tree) = (visit.scope(Action::AreaAdd)?, accounts.places().tree());
    let choosing = Choosing {
        tree: &tree,
        scope: &scope,
        lang: visit.lang(),
    };
    Ok(AddPage {
        page: visit.page("areas-add"),
        errors: FormErrors::default(),
        typed_name: form.name.clone(),
        search: form.search.clone(),
        places: choosing.choices(&form.search, &codes(&form.places)),
    })
}

async fn form(State(accounts): State<Accounts>, visit: Visit) -> Result<Response, Problem> {
    html(&add_page(&accounts, &visit, &AddForm::default())?)
}

/// Searches for places, or adds the area.
async fn sent(State(accounts): State<Accounts>, visit: Visit, Form(form): Form<AddForm>) -> Result<Response, Problem> {
    let page = add_page(&accounts, &visit, &form)?;
    if form.find.is_some() {
        return html(&page);
    }
    match add(&accounts, &visit, &form).await {
        Ok(()) => {
            let flash = Flash::done("areas-added").arg("name", form.name.trim());
            Ok(redirect_with(&visit.asked, "/areas", &flash))
        }
        Err(problem) => {
            let mut errors = form_errors(&visit, problem)?;
            for error in &mut errors.list {
                error.field = error.field.replace("rows[0].", "");
            }
            refused(&AddPage { errors, ..page })
        }
    }
}

async fn add(accounts: &Accounts, visit: &Visit, form: &AddForm) -> Result<(), Problem> {
    let chosen = codes(&form.places);
    check(visit, form, &chosen)?;
    let content = format!("{} {chosen:?}", form.name);
    let command = visit.command(IdempotencyKey::checked(&form.key)?, "add-area", content.as_bytes());
    let places = accounts.places();
    let added = places
        .add_area(command, &visit.viewer.actor(), &form.name, chosen)
        .await;
    added.map_err(places_problem).map(drop)
}

fn check(visit: &Visit, form: &AddForm, chosen: &[PlaceCode]) -> Result<(), AccountError> {
    let mut fields = Fields::default();
    if form.name.trim().is_empty() {
        fields.add("name", "field-required", &[]);
    }
    if chosen.is_empty() {
        fields.add("places", "places-field-choose", &[]);
    }
    let is_outside = |code: &&PlaceCode| visit.viewer.require_place(Action::AreaAdd, code).is_err();
    if let Some(code) = chosen.iter().find(is_outside) {
        fields.add("places", "places-field-outside", &[("code", code)]);
    }
    fields.into_result()
}
