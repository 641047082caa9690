//! Pages of organisations: the list with its filter as a sentence in the address, and adding one.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::Method;
use serde::Deserialize;
use tongxin_city::{OrgId, PlaceCode};
use tongxin_places::{LIST_MAX, NewOrg, Org, OrgKind};
use tongxin_web::{
    Choice, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, html, redirect_with, refused,
};

use crate::error::Fields;
use crate::pages::form_errors;
use crate::places::bodies::OrgQuery;
use crate::places::choosing::{Choosing, codes};
use crate::places::pages::path_above;
use crate::places::{orgs, places_problem};
use crate::{AccountError, Accounts, Action, Right, Routes, Visit};

pub(super) fn routes() -> Routes<Accounts> {
    let add = Right::May(Action::OrgAdd);
    Routes::new()
        .page(Method::GET, "/orgs", Right::May(Action::OrgRead), list)
        .page(Method::GET, "/orgs/add", add, form)
        .page(Method::POST, "/orgs/add", add, sent)
}

struct OrgRow {
    name: String,
    kind: String,
    place: String,
    around: String,
    place_href: String,
}

#[derive(Template)]
#[template(path = "orgs.html")]
struct OrgsPage {
    page: Page,
    rows: Vec<OrgRow>,
    kinds: Vec<Choice>,
    places: Vec<Choice>,
    name: String,
    is_filtered: bool,
    may_add: bool,
    /// The same list as a file.
    csv: String,
    xlsx: String,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "org_add.html")]
struct AddPage {
    page: Page,
    errors: FormErrors,
    kinds: Vec<Choice>,
    typed_name: String,
    search: String,
    places: Vec<Choice>,
}

/// Which organisations a page shows. A field that was left open comes empty.
#[derive(Debug, Default, Deserialize)]
struct ListQuery {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    after: String,
}

#[derive(Debug, Default, Deserialize)]
struct AddForm {
    #[serde(default)]
    key: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    search: String,
    /// Sent by the button that only searches.
    find: Option<String>,
    #[serde(default)]
    place: Vec<String>,
}

impl ListQuery {
    fn query(&self) -> OrgQuery {
        let name = self.name.trim();
        OrgQuery {
            kind: OrgKind::from_key(&self.kind),
            within: self.place.parse().ok(),
            name: (!name.is_empty()).then(|| name.to_owned()),
            after: self.after.parse().ok(),
        }
    }

    /// The address of the same list; a file names its place as the API does.
    fn address(&self, path: &str, place: &str, after: Option<OrgId>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let given = [("kind", &*self.kind), (place, &*self.place), ("name", self.name.trim())];
        query.extend_pairs(given.into_iter().filter(|(_, value)| !value.is_empty()));
        query.extend_pairs(after.map(|id| ("after", id.to_string())));
        let query = query.finish();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }
}

fn kinds(visit: &Visit, chosen: &str) -> impl Iterator<Item = Choice> {
    OrgKind::ALL.into_iter().map(move |kind| Choice {
        value: kind.key().to_owned(),
        label: visit.t(&format!("org-kind-{}", kind.key())),
        hint: String::new(),
        chosen: kind.key() == chosen,
    })
}

fn any(visit: &Visit, key: &str) -> Choice {
    Choice {
        label: visit.t(key),
        ..Choice::default()
    }
}

async fn list(
    State(accounts): State<Accounts>,
    visit: Visit,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    let filter = orgs::filter(&visit, &query.query())?;
    let found = accounts.places().orgs(&filter).await.map_err(places_problem)?;
    let last = found.last().filter(|_| found.len() == LIST_MAX);
    let (next, tree) = (
        last.map(|last| query.address("/orgs", "place", Some(last.id))),
        accounts.places().tree(),
    );
    let scope = visit.scope(Action::OrgRead)?;
    let choosing = Choosing {
        tree: &tree,
        scope: &scope,
        lang: visit.lang(),
    };
    let chosen: Vec<PlaceCode> = query.place.parse().into_iter().collect();
    let places = choosing.choices("", &chosen).into_iter();
    html(&OrgsPage {
        page: visit.page("orgs-title"),
        rows: found.iter().map(|org| row(&accounts, &visit, org)).collect(),
        kinds: std::iter::once(any(&visit, "orgs-any-kind"))
            .chain(kinds(&visit, &query.kind))
            .collect(),
        places: std::iter::once(any(&visit, "orgs-any-place")).chain(places).collect(),
        is_filtered: !query.address("", "place", None).is_empty(),
        may_add: visit.viewer.may(Action::OrgAdd),
        csv: query.address("/api/v1/orgs.csv", "within", None),
        xlsx: query.address("/api/v1/orgs.xlsx", "within", None),
        name: query.name,
        next,
    })
}

fn row(accounts: &Accounts, visit: &Visit, org: &Org) -> OrgRow {
    let (tree, lang) = (accounts.places().tree(), visit.lang());
    let place = tree.get(&org.place);
    OrgRow {
        name: org.name.clone(),
        kind: visit.t(&format!("org-kind-{}", org.kind.key())),
        place: place.map_or_else(|| org.place.to_string(), |place| place.name(lang).to_owned()),
        around: place.map_or_else(String::new, |place| path_above(&tree, place, lang)),
        place_href: format!("/places/{}", org.place),
    }
}

fn add_page(accounts: &Accounts, visit: &Visit, form: &AddForm) -> Result<AddPage, Problem> {
    let (scope, tree) = (visit.scope(Action::OrgAdd)?, accounts.places().tree());
    let choosing = Choosing {
        tree: &tree,
        scope: &scope,
        lang: visit.lang(),
    };
    Ok(AddPage {
        page: visit.page("orgs-add"),
        errors: FormErrors::default(),
        kinds: kinds(visit, &form.kind).collect(),
        typed_name: form.name.clone(),
        search: form.search.clone(),
        places: choosing.choices(&form.search, &codes(&form.place)),
    })
}

/// The form; a link may bring the place along.
async fn form(
    State(accounts): State<Accounts>,
    visit: Visit,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    let form = AddForm {
        kind: query.kind,
        place: vec![query.place],
        ..AddForm::default()
    };
    html(&add_page(&accounts, &visit, &form)?)
}

impl AddForm {
    fn new_org(&self, visit: &Visit) -> Result<NewOrg, AccountError> {
        let mut fields = Fields::default();
        let kind = OrgKind::from_key(&self.kind);
        if kind.is_none() {
            fields.add("kind", "field-unknown-choice", &[]);
        }
        let place = codes(&self.place).first().copied();
        match &place {
            None => fields.add("place", "places-field-choose", &[]),
            Some(code) if visit.viewer.require_place(Action::OrgAdd, code).is_err() => {
                fields.add("place", "places-field-outside", &[("code", code)]);
            }
            Some(_) => {}
        }
        if self.name.trim().is_empty() {
            fields.add("name", "field-required", &[]);
        }
        fields.into_result()?;
        match (kind, place) {
            (Some(kind), Some(place)) => Ok(NewOrg {
                kind,
                name: self.name.clone(),
                place,
            }),
            _ => Err(AccountError::NotPermitted),
        }
    }
}

/// Searches for a place, or adds the organisation.
async fn sent(State(accounts): State<Accounts>, visit: Visit, Form(form): Form<AddForm>) -> Result<Response, Problem> {
    let page = add_page(&accounts, &visit, &form)?;
    if form.find.is_some() {
        return html(&page);
    }
    match add(&accounts, &visit, &form).await {
        Ok(name) => {
            let flash = Flash::done("orgs-added").arg("name", name);
            Ok(redirect_with(&visit.asked, "/orgs", &flash))
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

/// Adds it; answers its name.
async fn add(accounts: &Accounts, visit: &Visit, form: &AddForm) -> Result<String, Problem> {
    let new = form.new_org(visit)?;
    let content = format!("{} {} {}", form.kind, new.place, new.name);
    let command = visit.command(IdempotencyKey::checked(&form.key)?, "add-org", content.as_bytes());
    let name = new.name.trim().to_owned();
    let places = accounts.places();
    let added = places.add_orgs(command, &visit.viewer.actor(), vec![new]).await;
    added.map_err(places_problem).map(|_| name)
}
