//! `/supply/apply`: a firm asks to be listed. Anybody may; a manager asks for the own firm's listing to be renewed.

use crate::Supply;
use crate::api::Shared;
use crate::error::SupplyError;
use crate::pages::whitelist::form_errors;
use crate::pages::whitelist::places::{place_line, place_named};
use crate::pages::whitelist::words::Words;
use crate::rules::application::AskedListing;
use crate::rules::fields::Fields;
use crate::rules::listing::FirmKind;
use crate::store::whitelist::Listing;
use crate::whitelist::Applicant;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use tongxin_account::{Action, Visit, client_key};
use tongxin_city::{ApplicationId, OrgId};
use tongxin_web::{
    Choice, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, RateLimit, html, html_with, redirect_with,
};

const PATH: &str = "/supply/apply";

#[derive(Template)]
#[template(path = "whitelist_apply.html")]
struct ApplyPage {
    page: Page,
    errors: FormErrors,
    /// The firm's name, when it is known.
    firm: Option<String>,
    org: String,
    kinds: Vec<Choice>,
    typed: ApplyForm,
}

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ApplyForm {
    key: String,
    org: String,
    credit_code: String,
    kind: String,
    name: String,
    place: String,
    /// One a line.
    service_places: String,
    orders_a_day: String,
    obligations: String,
    contact_name: String,
    contact_phone: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct ApplyQuery {
    org: Option<OrgId>,
}

impl ApplyForm {
    /// For a firm that is or was listed: what it said last time.
    fn again(listing: &Listing, words: &Words<'_>) -> ApplyForm {
        let line = |code| place_line(code, &words.tree, words.visit.lang());
        let lines: Vec<String> = listing.service_places.iter().map(line).collect();
        ApplyForm {
            org: listing.org.to_string(),
            credit_code: listing.credit_code.to_string(),
            service_places: lines.join("\n"),
            orders_a_day: listing.orders_a_day.to_string(),
            obligations: listing.obligations.clone(),
            contact_name: listing.contact_name.clone(),
            contact_phone: listing.contact_phone.clone(),
            ..ApplyForm::default()
        }
    }

    /// What it asks for. Places are found by name or code; a number that is none is out of range.
    fn read(&self, words: &Words<'_>) -> Result<AskedListing, SupplyError> {
        let mut fields = Fields::default();
        let (tree, lang) = (&words.tree, words.visit.lang());
        let is_known_firm = !self.org.is_empty();
        let place = if is_known_firm || self.place.trim().is_empty() {
            None
        } else {
            fields.take(place_named("place", &self.place, tree, lang))
        };
        let lines = self
            .service_places
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty());
        let named = lines.map(|line| place_named("service_places", line, tree, lang));
        let service_places = named.filter_map(|named| fields.take(named)).collect();
        fields
            .finish(AskedListing {
                credit_code: self.credit_code.clone(),
                kind: self.kind.parse::<FirmKind>().ok(),
                name: self.name.clone(),
                place,
                service_places,
                orders_a_day: self.orders_a_day.trim().parse().unwrap_or(-1),
                obligations: self.obligations.clone(),
                contact_name: self.contact_name.clone(),
                contact_phone: self.contact_phone.clone(),
            })
            .map_err(SupplyError::Faults)
    }
}

/// The form.
pub(super) async fn form(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<ApplyQuery>,
) -> Result<Response, Problem> {
    let words = Words::of(&supply, &visit)?;
    let typed = match query.org {
        // Whoever speaks for no firm gets the empty form.
        Some(org) if visit.viewer.may(Action::ListingApply) => {
            let scope = visit.scope(Action::ListingApply)?;
            ApplyForm::again(&supply.listing_history(&scope, org).await?.0, &words)
        }
        _ => ApplyForm::default(),
    };
    html(&page(&supply, &words, typed, FormErrors::default()).await?)
}

async fn page(supply: &Supply, words: &Words<'_>, typed: ApplyForm, errors: FormErrors) -> Result<ApplyPage, Problem> {
    let known = match typed.org.parse::<OrgId>() {
        Ok(org) => supply.listing(org).await?,
        Err(_) => None,
    };
    let kinds: Vec<&str> = FirmKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let title = if known.is_some() {
        "supply-apply-again-title"
    } else {
        "supply-apply-title"
    };
    Ok(ApplyPage {
        page: words.visit.page(title),
        errors,
        firm: known.map(|known| known.name),
        org: typed.org.clone(),
        kinds: words.choices("supply-firm-", &kinds, "", &typed.kind),
        typed,
    })
}

/// Receives an application.
pub(super) async fn apply(
    clients: Arc<RateLimit<u64>>,
    State(supply): Shared,
    visit: Visit,
    Form(form): Form<ApplyForm>,
) -> Result<Response, Problem> {
    let words = Words::of(&supply, &visit)?;
    match receive(&clients, &supply, &words, &form).await {
        Ok(id) => {
            let flash = Flash::done("supply-apply-received").arg("number", id);
            let back = if visit.viewer.may(Action::ListingRead) {
                format!("/supply/applications/{id}")
            } else {
                PATH.to_owned()
            };
            Ok(redirect_with(&visit.asked, &back, &flash))
        }
        Err(problem) => {
            let status = problem.status;
            let errors = form_errors(&visit, problem)?;
            html_with(status, &page(&supply, &words, form, errors).await?)
        }
    }
}

async fn receive(
    clients: &RateLimit<u64>,
    supply: &Supply,
    words: &Words<'_>,
    form: &ApplyForm,
) -> Result<ApplicationId, Problem> {
    let visit = words.visit;
    let key = IdempotencyKey::checked(&form.key)?;
    let org = match form.org.as_str() {
        "" => None,
        org => Some(org.parse::<OrgId>().map_err(|_| Problem::not_found())?),
    };
    let asked = form.read(words)?;
    let applicant = if visit.viewer.may(Action::ListingApply) {
        Applicant {
            actor: visit.viewer.actor(),
            may: Some(visit.scope(Action::ListingApply)?),
        }
    } else {
        clients
            .take(&client_key(visit.asked.client))
            .map_err(Problem::too_many)?;
        Applicant::anybody()
    };
    let command = visit.command(key, "supply apply", format!("{form:?}").as_bytes());
    Ok(supply.apply(command, applicant, org, asked, visit.now()).await?)
}
