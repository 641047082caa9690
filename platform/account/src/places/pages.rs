//! Pages of places: search, one place with what lies below it, adding compounds and buildings.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::Method;
use serde::Deserialize;
use tongxin_city::{Lang, Level, Place, PlaceCode, PlaceTree};
use tongxin_places::{Household, LIST_MAX, NewUserPlace};
use tongxin_web::{
    Crumb, Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, Query, html, redirect_with, refused,
};

use crate::pages::form_errors;
use crate::places::api::found;
use crate::places::{areas_page, doors, orgs_page, places_problem, positions_page};
use crate::{Accounts, Action, Right, Routes, Visit};

/// Places shown for a search.
const HITS: usize = 50;
/// Decimals of a degree on pages: a metre.
const DEGREE_DECIMALS: usize = 5;

pub(crate) fn routes() -> Routes<Accounts> {
    let read = Right::May(Action::PlaceRead);
    Routes::new()
        .page(Method::GET, "/places", read, search)
        .page(Method::GET, "/places/{code}", read, show)
        .page(Method::POST, "/places/{code}/add", Right::May(Action::PlaceAdd), add)
        .merge(doors::routes())
        .merge(orgs_page::routes())
        .merge(areas_page::routes())
        .merge(positions_page::routes())
}

struct PlaceRow {
    href: String,
    name: String,
    note: String,
}

#[derive(Template)]
#[template(path = "places.html")]
struct SearchPage {
    page: Page,
    query: String,
    rows: Vec<PlaceRow>,
    may_read_orgs: bool,
    may_place: bool,
}

#[derive(Template)]
#[template(path = "place.html")]
pub(super) struct PlacePage {
    page: Page,
    errors: FormErrors,
    code: PlaceCode,
    level: String,
    people: Option<u32>,
    households: Option<u32>,
    is_estimated: bool,
    below: Vec<PlaceRow>,
    /// The code to go on after, when there are more.
    next: Option<PlaceCode>,
    /// What may be added here: the level's name.
    addable: Option<String>,
    names: String,
    doors: Option<Vec<Household>>,
    may_add_doors: bool,
    may_code: bool,
    new_doors: String,
    /// Where it lies, in words.
    position: Option<String>,
    is_position_estimated: bool,
    may_place: bool,
    lon: String,
    lat: String,
}

impl PlacePage {
    /// The same with what is wrong with the position that was typed.
    pub(super) fn with_refused_position(self, errors: FormErrors, lon: String, lat: String) -> PlacePage {
        PlacePage {
            errors,
            lon,
            lat,
            ..self
        }
    }

    /// The same with what is wrong with the doors that were typed.
    pub(super) fn with_refused_doors(self, errors: FormErrors, new_doors: String) -> PlacePage {
        PlacePage {
            errors,
            new_doors,
            ..self
        }
    }
}

/// What to search for.
#[derive(Debug, Deserialize)]
struct SearchQuery {
    #[serde(default)]
    q: String,
}

#[derive(Debug, Deserialize)]
struct AfterQuery {
    after: Option<PlaceCode>,
}

#[derive(Deserialize)]
struct AddForm {
    #[serde(default)]
    key: String,
    #[serde(default)]
    names: String,
}

fn row(place: &Place, visit: &Visit, note: String) -> PlaceRow {
    PlaceRow {
        href: format!("/places/{}", place.code),
        name: place.name(visit.lang()).to_owned(),
        note,
    }
}

fn level_name(accounts: &Accounts, visit: &Visit, level: Level) -> String {
    let lang = visit.lang();
    let own = accounts
        .places()
        .city()
        .ok()
        .map(|city| city.file.level_name(level, lang).to_owned());
    own.unwrap_or_else(|| level.name(lang).to_owned())
}

async fn search(
    State(accounts): State<Accounts>,
    visit: Visit,
    Query(query): Query<SearchQuery>,
) -> Result<Response, Problem> {
    let tree = accounts.places().tree();
    let rows = if query.q.trim().is_empty() {
        let city = tree.city().map(|city| city.code);
        city.iter()
            .flat_map(|city| tree.children(city))
            .map(|place| row(place, &visit, place.code.to_string()))
            .collect()
    } else {
        let hits = tree.search(&query.q, None, HITS);
        hits.iter()
            .filter_map(|hit| tree.get(&hit.code))
            .map(|place| row(place, &visit, path_above(&tree, place, visit.lang())))
            .collect()
    };
    html(&SearchPage {
        page: visit.page("places-title"),
        query: query.q,
        rows,
        may_read_orgs: visit.viewer.may(Action::OrgRead),
        may_place: visit.viewer.may(Action::PlaceAdd),
    })
}

/// The names of the places around one, widest first.
pub(super) fn path_above(tree: &PlaceTree, place: &Place, lang: Lang) -> String {
    let path = tree.path(&place.code);
    let around = path.split_last().map_or(&[][..], |(_, around)| around);
    let names: Vec<&str> = around.iter().map(|above| above.name(lang)).collect();
    names.join(" › ")
}

/// The page of a place, before anything was sent.
pub(super) async fn page(
    accounts: &Accounts,
    visit: &Visit,
    code: PlaceCode,
    after: Option<PlaceCode>,
) -> Result<PlacePage, Problem> {
    let tree = accounts.places().tree();
    let place = found(&tree, &code)?;
    let mut page = visit.page_titled(place.name(visit.lang()).to_owned());
    page.place_path = tree
        .path(&code)
        .into_iter()
        .map(|above| Crumb {
            href: format!("/places/{}", above.code),
            label: above.name(visit.lang()).to_owned(),
        })
        .collect();
    let may = |action| visit.viewer.require_place(action, &code).is_ok();
    let mut children = tree
        .children(&code)
        .filter(|child| after.is_none_or(|after| child.code > after));
    let shown: Vec<&Place> = children.by_ref().take(LIST_MAX).collect();
    let next = children.next().and(shown.last()).map(|last| last.code);
    let is_building = place.level == Level::Building;
    let doors = if is_building && may(Action::HouseholdRead) {
        Some(accounts.places().households(&code).await.map_err(places_problem)?)
    } else {
        None
    };
    let can_grow = matches!(place.level, Level::Community | Level::Compound) && may(Action::PlaceAdd);
    let below = place.level.below().filter(|_| can_grow);
    let population = place.population;
    let position = accounts.places().position(&code);
    let degrees = |number: f64| format!("{number:.DEGREE_DECIMALS$}");
    let (lon, lat) = position
        .map(|at| (degrees(at.lon), degrees(at.lat)))
        .unwrap_or_default();
    Ok(PlacePage {
        page,
        errors: FormErrors::default(),
        code,
        level: level_name(accounts, visit, place.level),
        people: population.map(|p| p.people),
        households: population.map(|p| p.households),
        is_estimated: population.is_some_and(|p| p.estimated),
        below: shown
            .into_iter()
            .map(|child| row(child, visit, child.code.to_string()))
            .collect(),
        next,
        addable: below.map(|level| level_name(accounts, visit, level)),
        names: String::new(),
        may_add_doors: is_building && may(Action::HouseholdAdd),
        may_code: doors.as_ref().is_some_and(|doors| !doors.is_empty()) && may(Action::HouseholdCode),
        doors,
        new_doors: String::new(),
        position: position.map(|_| format!("{lon}, {lat}")),
        is_position_estimated: position.is_some_and(|at| at.is_estimated),
        may_place: may(Action::PlaceAdd),
        lon,
        lat,
    })
}

async fn show(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(code): Path<PlaceCode>,
    Query(query): Query<AfterQuery>,
) -> Result<Response, Problem> {
    html(&page(&accounts, &visit, code, query.after).await?)
}

/// Adds one compound or building a line.
async fn add(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(code): Path<PlaceCode>,
    Form(form): Form<AddForm>,
) -> Result<Response, Problem> {
    visit.viewer.require_place(Action::PlaceAdd, &code)?;
    let command = visit.command(
        IdempotencyKey::checked(&form.key)?,
        "add-places",
        format!("{code} {}", form.names).as_bytes(),
    );
    let rows = lines(&form.names).map(|name| NewUserPlace {
        parent: code,
        code: None,
        name_zh: name.to_owned(),
        name_en: None,
        people: None,
        households: None,
    });
    match accounts
        .places()
        .add_places(command, &visit.viewer.actor(), rows.collect())
        .await
    {
        Ok(added) => {
            let flash = Flash::done("place-added").arg("n", added.value.len());
            Ok(redirect_with(&visit.asked, &format!("/places/{code}"), &flash))
        }
        Err(error) => {
            let errors = at_lines(&visit, form_errors(&visit, places_problem(error))?, "names");
            refused(&PlacePage {
                errors,
                names: form.names,
                ..page(&accounts, &visit, code, None).await?
            })
        }
    }
}

/// The lines of a text field that hold something.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Messages about rows as messages about the lines of one field.
pub(super) fn at_lines(visit: &Visit, mut errors: FormErrors, field: &str) -> FormErrors {
    for error in &mut errors.list {
        let line = error
            .field
            .strip_prefix("rows[")
            .and_then(|rest| rest.split(']').next()?.parse::<usize>().ok());
        if let Some(line) = line {
            let args = [("line", (line + 1).to_string()), ("message", error.message.clone())];
            let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            error.message = visit.asked.shell.texts.text_with(visit.lang(), "places-line", &args);
        }
        error.field = field.to_owned();
    }
    errors
}
