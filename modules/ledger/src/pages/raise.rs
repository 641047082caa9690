//! `/needs/raise`: one form for all who ask. A household means its own door; who works somewhere first says where; a
//! plant or project speaks for itself.

use crate::LedgerState;
use crate::api::Shared;
use crate::commands::{Done, Key};
use crate::pages::act::give_photo;
use crate::pages::form_errors;
use crate::pages::list::priorities;
use crate::pages::rows::Sight;
use crate::rules::kinds::{Kind, RaisedFor};
use crate::rules::limits::{BODY_CHARS_MAX, CONTACT_CHARS_MAX, TITLE_CHARS_MAX};
use crate::rules::need::Priority;
use crate::subject::AskedNeed;
use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit, places_problem};
use tongxin_city::{HouseholdId, Level, OrgId, PlaceCode};
use tongxin_places::Org;
use tongxin_web::{
    Choice, Flash, FormErrors, IdempotencyKey, MultipartForm, Page, Problem, Query, html, redirect_with, refused,
};

/// Places shown to somebody who searches for one.
const PLACES_MAX: usize = 50;

/// Whom a need shall be raised for, as a link says it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RaiseQuery {
    place: Option<PlaceCode>,
    household: Option<HouseholdId>,
    org: Option<OrgId>,
    topic: String,
    q: String,
}

/// Whom a need is raised for.
#[derive(Debug, Clone)]
enum For {
    /// The household that asks.
    Own,
    /// A place, and perhaps a door of it.
    Place(PlaceCode),
    /// An organisation.
    Org(Org),
}

#[derive(Template)]
#[template(path = "raise.html")]
struct RaisePage {
    page: Page,
    errors: FormErrors,
    /// Whom it is for, in words.
    subject: String,
    place: String,
    org: String,
    /// Doors to choose from; none when there is no choice.
    doors: Vec<Choice>,
    topics: Vec<TopicChoice>,
    priorities: Vec<Choice>,
    typed: Typed,
    chars: [String; 3],
    back: &'static str,
}

/// A topic to choose.
struct TopicChoice {
    value: String,
    label: String,
    icon: &'static str,
    is_chosen: bool,
}

/// What was typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    title: String,
    body: String,
    contact: String,
}

#[derive(Template)]
#[template(path = "raise_where.html")]
struct WherePage {
    page: Page,
    query: String,
    /// Address, name and what lies above it.
    places: Vec<(String, String, String)>,
}

/// The form; first, for whoever works in more than one place, where.
pub(super) async fn form(state: Shared, visit: Visit, Query(query): Query<RaiseQuery>) -> Result<Response, Problem> {
    match subject(&state, &visit, &query).await? {
        Some(whom) => {
            let chosen = Chosen {
                topic: query.topic,
                household: query.household,
                ..Chosen::default()
            };
            html(&page(&state, &visit, whom, chosen, FormErrors::default()).await?)
        }
        None => html(&choose_place(&state, &visit, query.q)?),
    }
}

/// Whom the link means: what it names, else the only one the viewer can speak for.
async fn subject(state: &LedgerState, visit: &Visit, query: &RaiseQuery) -> Result<Option<For>, Problem> {
    if visit.viewer.household().is_some() {
        return Ok(Some(For::Own));
    }
    let scope = visit.scope(Action::NeedRaise)?;
    if let Some(id) = query.household {
        let household = state.places.household(id).await.map_err(places_problem)?;
        let building = household
            .map(|household| household.building)
            .filter(|code| scope.contains_place(code));
        return Ok(Some(For::Place(building.ok_or_else(Problem::not_found)?)));
    }
    if let Some(place) = query.place {
        let is_known = state.places.get(&place).is_some() && scope.contains_place(&place);
        return if is_known {
            Ok(Some(For::Place(place)))
        } else {
            Err(Problem::not_found())
        };
    }
    let org = query
        .org
        .or(scope.orgs.first().copied().filter(|_| scope.places.is_empty()));
    if let Some(id) = org {
        let org = state.places.org(id).await.map_err(places_problem)?;
        let org = org.filter(|org| scope.contains(&org.place, Some(org.id), None));
        let org = org.ok_or_else(Problem::not_found)?;
        return Ok(Some(For::Org(org)));
    }
    let tree = state.places.tree();
    let only = match &scope.places[..] {
        [only] if tree.widths().level_of(only) == Some(Level::Building) => Some(For::Place(*only)),
        _ => None,
    };
    Ok(only)
}

fn choose_place(state: &LedgerState, visit: &Visit, query: String) -> Result<WherePage, Problem> {
    let scope = visit.scope(Action::NeedRaise)?;
    let sight = Sight::of(state, visit);
    let tree = state.places.tree();
    let found: Vec<PlaceCode> = if query.trim().is_empty() {
        let own = scope.places.iter().flat_map(|own| tree.inside(own));
        own.filter(|place| place.level >= Level::Community)
            .take(PLACES_MAX)
            .map(|place| place.code)
            .collect()
    } else {
        let within = scope
            .places
            .iter()
            .flat_map(|own| tree.search(&query, Some(own), PLACES_MAX));
        within.map(|hit| hit.code).take(PLACES_MAX).collect()
    };
    // A need lies in a subdistrict or below it.
    let level = |code: &PlaceCode| tree.widths().level_of(code);
    let places = found
        .into_iter()
        .filter(|code| level(code) >= Some(Level::Subdistrict))
        .filter_map(|code| tree.get(&code))
        .map(|place| {
            let href = format!("/needs/raise?place={}", place.code);
            let path = tree.path(&place.code);
            let above = path
                .iter()
                .rev()
                .nth(1)
                .map_or_else(String::new, |above| sight.place(&above.code));
            (href, place.name(sight.lang).to_owned(), above)
        })
        .collect();
    Ok(WherePage {
        page: visit.page("ledger-raise-title"),
        query,
        places,
    })
}

/// What has been chosen and typed so far.
#[derive(Debug, Clone, Default)]
struct Chosen {
    topic: String,
    priority: Option<Priority>,
    household: Option<HouseholdId>,
    typed: Typed,
}

async fn page(
    state: &LedgerState,
    visit: &Visit,
    whom: For,
    chosen: Chosen,
    errors: FormErrors,
) -> Result<RaisePage, Problem> {
    let sight = Sight::of(state, visit);
    let is_for = |kind: &&Kind| match (&whom, kind.raised_for) {
        (For::Own | For::Place(_), RaisedFor::Household) => true,
        (For::Org(org), RaisedFor::Org(kinds)) => kinds.contains(&org.kind.key()),
        _ => false,
    };
    let topics = sight.kinds.iter().filter(is_for).flat_map(|kind| {
        kind.topics.iter().map(|topic| TopicChoice {
            value: format!("{}.{}", kind.key, topic.key),
            label: sight.t(topic.name),
            icon: icon_of(topic.key),
            is_chosen: chosen.topic == topic.key || chosen.topic == format!("{}.{}", kind.key, topic.key),
        })
    });
    let topics = topics.collect();
    let (subject, place, org, back) = match &whom {
        For::Own => (sight.t("ledger-raise-own"), String::new(), String::new(), "/home"),
        For::Place(code) => (sight.place(code), code.to_string(), String::new(), "/needs"),
        For::Org(org) => (org.name.clone(), String::new(), org.id.to_string(), "/"),
    };
    let doors = match &whom {
        For::Place(code) => doors(state, visit, &sight, code, chosen.household).await?,
        _ => Vec::new(),
    };
    Ok(RaisePage {
        page: visit.page("ledger-raise-title"),
        errors,
        subject,
        place,
        org,
        doors,
        topics,
        priorities: priorities(&sight, Some(chosen.priority.unwrap_or(Priority::Normal))),
        typed: chosen.typed,
        chars: [TITLE_CHARS_MAX, BODY_CHARS_MAX, CONTACT_CHARS_MAX].map(|max| max.to_string()),
        back,
    })
}

/// The doors of a building, for those who may know them; first the building as a whole.
async fn doors(
    state: &LedgerState,
    visit: &Visit,
    sight: &Sight<'_>,
    place: &PlaceCode,
    chosen: Option<HouseholdId>,
) -> Result<Vec<Choice>, Problem> {
    let is_building = sight.tree.widths().level_of(place) == Some(Level::Building);
    if !is_building || visit.viewer.require_place(Action::HouseholdRead, place).is_err() {
        return Ok(Vec::new());
    }
    let households = state.places.households(place).await.map_err(places_problem)?;
    let whole = Choice {
        label: sight.t("ledger-raise-whole-building"),
        chosen: chosen.is_none(),
        ..Choice::default()
    };
    let doors = households.into_iter().map(|household| Choice {
        value: household.id.to_string(),
        chosen: chosen == Some(household.id),
        label: household.door,
        hint: String::new(),
    });
    Ok(std::iter::once(whole).chain(doors).collect())
}

/// A topic's icon: the one of its own name if the sprite has it.
pub(super) fn icon_of(topic: &str) -> &'static str {
    match topic {
        "food" => "food",
        "medicine" => "medicine",
        "care" => "care",
        "repair" | "utilities" => "repair",
        "transport" => "transport",
        "materials" => "outlet",
        "staff" => "users",
        "approval" => "document",
        _ => "info",
    }
}

/// Raises it, with its photo if there is one.
pub(super) async fn raise(state: Shared, visit: Visit, form: MultipartForm) -> Result<Response, Problem> {
    let asked = asked_need(&form);
    let done = match give(&state, &visit, asked.clone(), form.text("key")).await {
        Ok(done) => done,
        Err(error) => return again(&state, &visit, &form, asked, form_errors(&visit, error)?).await,
    };
    let to = format!("/needs/{}", done.id);
    let mut flash = Flash::done("ledger-raised").arg("number", done.id);
    if !form.files.is_empty() {
        let photo_key = format!("{}-photo", form.text("key"));
        // The need stands whatever becomes of its photo; a photo can be added again on its page.
        if let Err(problem) = give_photo(&state, &visit, done.id, &form, &photo_key).await {
            let why = problem.body(&visit.asked.shell.texts, visit.lang()).title;
            flash = Flash::warn("ledger-raised-without-photo")
                .arg("number", done.id)
                .arg("why", why);
        }
    }
    Ok(redirect_with(&visit.asked, &to, &flash))
}

fn asked_need(form: &MultipartForm) -> AskedNeed {
    let (kind, topic) = form.text("topic").split_once('.').unwrap_or_default();
    let text = |name: &str| form.text(name).to_owned();
    AskedNeed {
        kind: kind.to_owned(),
        topic: topic.to_owned(),
        priority: form.text("priority").parse().ok(),
        place: form.text("place").parse().ok(),
        household: form.text("household").parse().ok(),
        org: form.text("org").parse().ok(),
        title: text("title"),
        body: text("body"),
        contact: Some(text("contact")),
    }
}

async fn give(state: &LedgerState, visit: &Visit, asked: AskedNeed, key: &str) -> Result<Done, Problem> {
    if asked.topic.is_empty() {
        let problem = Problem::invalid().field("topic", "ledger-field-topic", &[]);
        let is_titled = !asked.title.trim().is_empty();
        return Err(if is_titled {
            problem
        } else {
            problem.field("title", "field-required", &[])
        });
    }
    let IdempotencyKey(key) = IdempotencyKey::checked(key)?;
    let key = Key::new(key, "raise", format!("{asked:?}").as_bytes());
    state.raise(&visit.viewer, asked, key, visit.now()).await
}

/// The form again, as it was filled in.
async fn again(
    state: &LedgerState,
    visit: &Visit,
    form: &MultipartForm,
    asked: AskedNeed,
    errors: FormErrors,
) -> Result<Response, Problem> {
    let query = RaiseQuery {
        place: asked.place,
        household: asked.household,
        org: asked.org,
        ..RaiseQuery::default()
    };
    let whom = subject(state, visit, &query).await?.ok_or_else(Problem::not_found)?;
    let chosen = Chosen {
        topic: form.text("topic").to_owned(),
        priority: asked.priority,
        household: asked.household,
        typed: Typed {
            title: asked.title,
            body: asked.body,
            contact: asked.contact.unwrap_or_default(),
        },
    };
    refused(&page(state, visit, whom, chosen, errors).await?)
}
