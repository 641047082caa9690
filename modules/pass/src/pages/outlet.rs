//! `/outlet/passes`: a firm's passes, and the form to apply for one.

use crate::api::Shared;
use crate::api::queries::PassQuery;
use crate::pages::list::PassList;
use crate::pages::row_errors;
use crate::pages::words::Words;
use crate::rules::AskedPass;
use crate::{PassError, Passes};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{OrgId, PlaceCode};
use tongxin_places::OrgFilter;
use tongxin_web::{
    Choice, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, html, redirect_with, refused,
};

#[derive(Template)]
#[template(path = "outlet_passes.html")]
struct OutletPassesPage {
    page: Page,
    errors: FormErrors,
    org: String,
    name: String,
    /// All firms that the viewer speaks for: address, name, whether it is this one.
    all: Vec<(String, String, bool)>,
    list: PassList,
    cap: String,
    may_revoke: bool,
    kinds: Vec<Choice>,
    typed: ApplyForm,
}

/// A pass as it was filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ApplyForm {
    key: String,
    org: String,
    kind: String,
    plate: String,
    surname: String,
    id_end: String,
    from: String,
    to: String,
    one_way: bool,
    corridor: String,
    days: String,
    hours: String,
    first_day: String,
    last_day: String,
}

impl ApplyForm {
    /// What it asks for; a code or day that is none is left out and so asked for again.
    fn read(&self) -> AskedPass {
        AskedPass {
            kind: self.kind.parse().ok(),
            surname: self.surname.clone(),
            id_end: self.id_end.clone(),
            plate: self.plate.clone(),
            from: places(&self.from),
            to: places(&self.to),
            both_ways: !self.one_way,
            corridor: self.corridor.clone(),
            days: self.days.clone(),
            hours: self.hours.clone(),
            first_day: self.first_day.trim().parse().ok(),
            last_day: self.last_day.trim().parse().ok(),
        }
    }
}

/// Place codes with anything between them that is no digit.
fn places(text: &str) -> Vec<PlaceCode> {
    let codes = text
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|code| !code.is_empty());
    codes.filter_map(|code| code.parse().ok()).collect()
}

/// The firm that a page is about: the one that is asked for, else the first that the viewer speaks for.
pub(super) async fn own_firm(
    passes: &Passes,
    visit: &Visit,
    asked: Option<OrgId>,
) -> Result<(OrgId, Vec<(OrgId, String)>), Problem> {
    let scope = visit.scope(Action::PassApply)?;
    let filter = OrgFilter {
        ids: Some(scope.orgs.clone()),
        ..OrgFilter::default()
    };
    let own = passes.places().orgs(&filter).await.map_err(PassError::from)?;
    let own: Vec<(OrgId, String)> = own.into_iter().map(|org| (org.id, org.name)).collect();
    let org = asked
        .or_else(|| own.first().map(|(org, _)| *org))
        .ok_or(PassError::NotFound)?;
    Ok((org, own))
}

async fn page(
    passes: &Passes,
    visit: &Visit,
    query: &PassQuery,
    typed: ApplyForm,
    errors: FormErrors,
) -> Result<OutletPassesPage, Problem> {
    let words = Words::of(passes, visit)?;
    let (org, own) = own_firm(passes, visit, query.org).await?;
    let firm = passes.firm(&visit.scope(Action::PassApply)?, org, visit.now()).await?;
    let query = PassQuery {
        org: Some(org),
        ..query.clone()
    };
    let list = PassList::of(passes, visit, Action::PassApply, "/outlet/passes", &query).await?;
    let one = |(id, name): (OrgId, String)| (format!("/outlet/passes?org={id}"), name, id == org);
    Ok(OutletPassesPage {
        page: visit.page("pass-outlet-title"),
        errors,
        org: org.to_string(),
        all: own.into_iter().map(one).collect(),
        list: PassList {
            may_choose: false,
            ..list
        },
        cap: words.ta(
            "pass-outlet-cap",
            &[
                ("staff", &firm.facts.staff.len().to_string()),
                ("vehicles", &firm.facts.plates.len().to_string()),
            ],
        ),
        may_revoke: visit.viewer.may(Action::PassRevoke),
        name: firm.name,
        kinds: words.kinds(&typed.kind),
        typed,
    })
}

/// The list, and the form to apply.
pub(super) async fn show(
    State(passes): Shared,
    visit: Visit,
    Query(query): Query<PassQuery>,
) -> Result<Response, Problem> {
    let typed = ApplyForm {
        last_day: passes.today(visit.now())?.plus_days(29).to_string(),
        ..ApplyForm::default()
    };
    html(&page(&passes, &visit, &query, typed, FormErrors::default()).await?)
}

/// Applies for one pass.
pub(super) async fn apply(
    State(passes): Shared,
    visit: Visit,
    Form(form): Form<ApplyForm>,
) -> Result<Response, Problem> {
    let key = IdempotencyKey::checked(&form.key)?;
    let org: OrgId = form.org.parse().map_err(|_| Problem::not_found())?;
    let by = visit.doer(Action::PassApply)?;
    let command = visit.command(key, "pass apply", format!("{form:?}").as_bytes());
    match passes.apply(command, by, org, vec![form.read()], visit.now()).await {
        Ok(applied) => {
            let said = applied.rows.first().map_or("approved", |row| row.state.as_str());
            let flash = Flash::done(&format!("pass-applied-{said}"));
            Ok(redirect_with(
                &visit.asked,
                &format!("/outlet/passes?org={org}"),
                &flash,
            ))
        }
        Err(error) => {
            let errors = row_errors(&visit, error)?;
            let query = PassQuery {
                org: Some(org),
                ..PassQuery::default()
            };
            refused(&page(&passes, &visit, &query, form, errors).await?)
        }
    }
}
