//! `/supply/applications`: what waits for a decision, and what was decided.

use crate::api::Shared;
use crate::api::whitelist::ApplicationQuery;
use crate::error::SupplyError;
use crate::limits::{BULK_LIST_MAX, VALID_DAYS_DEFAULT};
use crate::pages::address::Address;
use crate::pages::whitelist::ROWS;
use crate::pages::whitelist::filter::{Chip, Sentence, chips};
use crate::pages::whitelist::words::{Badge, Words};
use crate::rules::listing::ApplicationState;
use crate::store::whitelist::Application;
use crate::whitelist::{BulkListed, Decider, ListedOutcome};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{ApplicationId, Day};
use tongxin_web::{Flash, Form, IdempotencyKey, Page, Problem, html, redirect_with};

pub(super) const PATH: &str = "/supply/applications";

#[derive(Template)]
#[template(path = "whitelist_applications.html")]
struct ApplicationsPage {
    page: Page,
    chips: Vec<Chip>,
    sentence: Sentence,
    rows: Vec<ApplicationRow>,
    /// Whether rows can be chosen and listed together.
    may_list: bool,
    may_import: bool,
    valid_until: Day,
    first: Option<String>,
    next: Option<String>,
    /// This page, to come back to.
    back: String,
}

struct ApplicationRow {
    id: ApplicationId,
    href: String,
    badge: Badge,
    name: String,
    note: String,
    place: String,
    iso: String,
    ago: String,
    exact: String,
}

#[derive(Debug, Deserialize)]
#[serde(default)]
pub(super) struct BulkForm {
    key: String,
    back: String,
    application: Vec<ApplicationId>,
    valid_until: String,
}

impl Default for BulkForm {
    fn default() -> Self {
        BulkForm {
            key: String::new(),
            back: PATH.to_owned(),
            application: Vec::new(),
            valid_until: String::new(),
        }
    }
}

/// The list; without a state those that wait.
pub(super) async fn show(State(supply): Shared, visit: Visit) -> Result<Response, Problem> {
    let mut address = Address::of(PATH, &visit.asked.address);
    if !address.is_filtered() && address.first("cursor").is_empty() {
        address = address.with("state", ApplicationState::Open.as_str());
    }
    let query: ApplicationQuery = address.query()?;
    let words = Words::of(&supply, &visit)?;
    let scope = visit.scope(Action::ListingRead)?;
    let filter = query.filter()?;
    let found = supply.applications_page(&scope, &filter, query.cursor, ROWS).await?;
    let counts = supply.application_counts(&scope, &filter).await?;
    let count = |state: &ApplicationState| counts.iter().find(|(found, _)| found == state).map_or(0, |(_, n)| *n);
    let page = visit.page("supply-applications-title").with_modules(&["bulk"]);
    let may_list = visit.viewer.may(Action::ListingDecide) && query.state == Some(ApplicationState::Open);
    html(&ApplicationsPage {
        chips: chips(&words, &address, "supply-application-", ApplicationState::ALL, count),
        sentence: Sentence::of(&words, &address, &scope, PATH),
        rows: found
            .rows
            .iter()
            .map(|application| row(&words, &page, application))
            .collect(),
        may_list: may_list && !found.rows.is_empty(),
        may_import: visit.viewer.may(Action::ListingApply),
        valid_until: words.today.plus_days(VALID_DAYS_DEFAULT),
        first: query.cursor.map(|_| address.without("").to_string()),
        next: found
            .next
            .map(|next| address.with("cursor", &next.to_string()).to_string()),
        back: address.to_string(),
        page,
    })
}

fn row(words: &Words<'_>, page: &Page, application: &Application) -> ApplicationRow {
    let offer = &application.offer;
    let kind = words.t(&format!("supply-firm-{}", offer.kind));
    ApplicationRow {
        id: application.id,
        href: format!("{PATH}/{}", application.id),
        badge: words.application(application.state),
        name: offer.name.clone(),
        note: format!("{kind} · {}", offer.credit_code),
        place: words.place(&offer.place),
        iso: application.applied_at.to_string(),
        ago: page.ago(&application.applied_at),
        exact: page.when(&application.applied_at),
    }
}

/// Lists the firms of the chosen applications, each for itself.
pub(super) async fn list(State(supply): Shared, visit: Visit, Form(form): Form<BulkForm>) -> Result<Response, Problem> {
    let back = |flash: &Flash| Ok(redirect_with(&visit.asked, &form.back, flash));
    let Ok(until) = form.valid_until.parse::<Day>() else {
        return back(&Flash::warn("supply-applications-no-day"));
    };
    if form.application.is_empty() || form.application.len() > BULK_LIST_MAX {
        return back(&Flash::warn("supply-applications-none-chosen"));
    }
    let by = Decider {
        actor: visit.viewer.actor(),
        may: visit.scope(Action::ListingDecide)?,
    };
    let key = IdempotencyKey::checked(&form.key)?;
    let content = format!("{:?} {until}", form.application);
    let command = visit.command(key, "supply-list-many", content.as_bytes());
    let ids = form.application.clone();
    match supply
        .list_applications(command, by, ids, (None, until), visit.now())
        .await
    {
        Ok(items) => back(&said(&visit, &items)),
        Err(SupplyError::Faults(_)) => back(&Flash::warn("supply-applications-no-day")),
        Err(error) => Err(error.into()),
    }
}

/// How many were listed, how many not, and why the first of those was not.
fn said(visit: &Visit, items: &[BulkListed]) -> Flash {
    let why = items.iter().find_map(|item| match &item.outcome {
        ListedOutcome::Done(_) => None,
        ListedOutcome::Refused(reason) => Some(Problem::from(SupplyError::from(*reason))),
    });
    let is_done = |item: &&BulkListed| matches!(item.outcome, ListedOutcome::Done(_));
    let done = items.iter().filter(is_done).count();
    let flash = match &why {
        Some(_) => Flash::warn("supply-applications-listed-some"),
        None => Flash::done("supply-applications-listed"),
    };
    let flash = flash.arg("done", done).arg("refused", items.len() - done);
    let why = why.map(|why| why.body(&visit.asked.shell.texts, visit.lang()).title);
    flash.arg("why", why.unwrap_or_default())
}
