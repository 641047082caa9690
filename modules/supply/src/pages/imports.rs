//! `/supply/import/…`: a table is sent, and taken in whole or answered with every bad row.

use crate::Supply;
use crate::api::Shared;
use crate::api::imports::own_firm;
use crate::error::SupplyError;
use crate::importing::SentTable;
use crate::pages::whitelist::form_errors;
use crate::whitelist::Decider;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::{Method, StatusCode};
use serde::Deserialize;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::OrgId;
use tongxin_import::FaultReport;
use tongxin_web::{Flash, FormErrors, IdempotencyKey, Page, Problem, Query, TableForm, html, html_with, redirect_with};

/// What a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Applications,
    Vehicles,
    Staff,
}

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let kinds = [Kind::Applications, Kind::Vehicles, Kind::Staff];
    kinds.into_iter().fold(Routes::new(), |routes, kind| {
        let right = Right::May(kind.action());
        routes
            .page(Method::GET, kind.path(), right, move |supply, visit, query| {
                form(kind, supply, visit, query)
            })
            .page(Method::POST, kind.path(), right, move |supply, visit, form| {
                import(kind, supply, visit, form)
            })
    })
}

impl Kind {
    const fn path(self) -> &'static str {
        match self {
            Kind::Applications => "/supply/import/applications",
            Kind::Vehicles => "/supply/import/vehicles",
            Kind::Staff => "/supply/import/staff",
        }
    }

    const fn action(self) -> Action {
        match self {
            Kind::Applications => Action::ListingApply,
            Kind::Vehicles | Kind::Staff => Action::FleetEdit,
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Kind::Applications => "supply-import-applications-title",
            Kind::Vehicles => "supply-import-vehicles-title",
            Kind::Staff => "supply-import-staff-title",
        }
    }

    const fn template(self) -> &'static str {
        match self {
            Kind::Applications => "/api/v1/supply/applications/template",
            Kind::Vehicles => "/api/v1/supply/vehicles/template",
            Kind::Staff => "/api/v1/supply/staff/template",
        }
    }

    /// Where the rows are seen once they are taken in.
    fn back(self, org: Option<OrgId>) -> String {
        match (self, org) {
            (Kind::Applications, _) => "/supply/applications".to_owned(),
            (Kind::Vehicles, Some(org)) => format!("/supply/firms/{org}/vehicles"),
            (Kind::Staff, Some(org)) => format!("/supply/firms/{org}/staff"),
            (Kind::Vehicles | Kind::Staff, None) => "/supply/firms".to_owned(),
        }
    }
}

#[derive(Template)]
#[template(path = "fleet_import.html")]
struct ImportPage {
    page: Page,
    errors: FormErrors,
    /// Every bad row.
    report: Option<FaultReport>,
    action: &'static str,
    template: &'static str,
    org: String,
    /// Whose rows these are when they name no firm.
    firm: Option<String>,
    is_of_firms: bool,
    back: String,
}

#[derive(Debug, Deserialize)]
struct ImportQuery {
    org: Option<OrgId>,
}

async fn form(
    kind: Kind,
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<ImportQuery>,
) -> Result<Response, Problem> {
    html(&page(kind, &supply, &visit, query.org, FormErrors::default(), None).await?)
}

async fn page(
    kind: Kind,
    supply: &Supply,
    visit: &Visit,
    org: Option<OrgId>,
    errors: FormErrors,
    report: Option<FaultReport>,
) -> Result<ImportPage, Problem> {
    let firm = match org {
        Some(org) => Some(supply.listing_history(&visit.scope(kind.action())?, org).await?.0.name),
        None => None,
    };
    Ok(ImportPage {
        page: visit.page(kind.title()),
        errors,
        report,
        action: kind.path(),
        template: kind.template(),
        org: org.map(|org| org.to_string()).unwrap_or_default(),
        firm,
        is_of_firms: kind != Kind::Applications,
        back: kind.back(org),
    })
}

async fn import(
    kind: Kind,
    State(supply): Shared,
    visit: Visit,
    form: Result<TableForm, Problem>,
) -> Result<Response, Problem> {
    let form = match form {
        Ok(form) => form,
        Err(problem) if problem.status == StatusCode::PAYLOAD_TOO_LARGE => {
            let errors = problem.form_errors(&visit.asked.shell.texts, visit.lang());
            let page = page(kind, &supply, &visit, None, errors, None).await?;
            return html_with(StatusCode::PAYLOAD_TOO_LARGE, &page);
        }
        Err(problem) => return Err(problem),
    };
    let org = match form.text("org") {
        "" => None,
        org => Some(org.parse::<OrgId>().map_err(|_| Problem::not_found())?),
    };
    let (errors, report) = match take_in(kind, &supply, &visit, org, &form).await? {
        Ok(added) => {
            let flash = Flash::done("supply-import-done").arg("n", added);
            return Ok(redirect_with(&visit.asked, &kind.back(org), &flash));
        }
        Err(SupplyError::Rows(faults)) => {
            let report = faults.report(&visit.asked.shell.texts, visit.lang());
            (FormErrors::default(), Some(report))
        }
        Err(error) => (form_errors(&visit, error)?, None),
    };
    let page = page(kind, &supply, &visit, org, errors, report).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Takes the rows in; what is wrong with the file or its rows is an answer, not a problem.
async fn take_in(
    kind: Kind,
    supply: &Supply,
    visit: &Visit,
    org: Option<OrgId>,
    form: &TableForm,
) -> Result<Result<usize, SupplyError>, Problem> {
    let key = IdempotencyKey::checked(form.text("key"))?;
    let Some(bytes) = form.file("file") else {
        let fault = tongxin_web::FieldFault::new("file", "field-required");
        return Ok(Err(fault.into()));
    };
    let by = Decider {
        actor: visit.viewer.actor(),
        may: visit.scope(kind.action())?,
    };
    let own = own_firm(supply, &by, org).await?;
    let command = visit.command(key, kind.title(), bytes);
    let table = SentTable {
        bytes: bytes.clone(),
        asked: visit.asked.clone(),
    };
    let now = visit.now();
    Ok(match kind {
        Kind::Applications => supply.import_applications(command, by, table, now).await,
        Kind::Vehicles => supply.import_vehicles(command, by, own, table, now).await,
        Kind::Staff => supply.import_staff(command, by, own, table, now).await,
    })
}
