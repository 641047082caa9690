//! `/outlet/import/…`: a table of a count or of goods is sent, and taken in whole or answered with every bad row.

use crate::Supply;
use crate::api::Shared;
use crate::error::SupplyError;
use crate::importing::SentTable;
use crate::pages::outlet::OfFirm;
use crate::pages::report::said_of;
use crate::pages::whitelist::form_errors;
use crate::rules::report::ReportKind;
use crate::store::firm::Firm;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::{Method, StatusCode};
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::OrgId;
use tongxin_import::FaultReport;
use tongxin_web::{
    FieldFault, Flash, FormErrors, IdempotencyKey, Page, Problem, Query, TableForm, html, html_with, redirect_with,
};

/// What a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Counts,
    Goods,
}

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let right = Right::May(Action::StockReport);
    [Kind::Counts, Kind::Goods]
        .into_iter()
        .fold(Routes::new(), |routes, kind| {
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
            Kind::Counts => "/outlet/import/counts",
            Kind::Goods => "/outlet/import/goods",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Kind::Counts => "supply-import-counts-title",
            Kind::Goods => "supply-import-goods-title",
        }
    }

    const fn template(self) -> &'static str {
        match self {
            Kind::Counts => "/api/v1/supply/counts/template",
            Kind::Goods => "/api/v1/supply/goods/template",
        }
    }

    /// Where the rows are seen once they are taken in.
    fn back(self, org: OrgId) -> String {
        match self {
            Kind::Counts => format!("/outlet/stock?org={org}"),
            Kind::Goods => format!("/outlet/goods?org={org}"),
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
    firm: Option<String>,
    is_of_firms: bool,
    back: String,
}

fn page(kind: Kind, visit: &Visit, firm: &Firm, errors: FormErrors, report: Option<FaultReport>) -> ImportPage {
    ImportPage {
        page: visit.page(kind.title()),
        errors,
        report,
        action: kind.path(),
        template: kind.template(),
        org: firm.id().to_string(),
        firm: Some(firm.org().name.clone()),
        is_of_firms: false,
        back: kind.back(firm.id()),
    }
}

async fn form(
    kind: Kind,
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<OfFirm>,
) -> Result<Response, Problem> {
    let (firm, _) = supply
        .outlet_frame(&visit, Action::StockReport, query.org, kind.path())
        .await?;
    html(&page(kind, &visit, &firm, FormErrors::default(), None))
}

async fn import(kind: Kind, State(supply): Shared, visit: Visit, form: TableForm) -> Result<Response, Problem> {
    let key = IdempotencyKey::checked(form.text("key"))?;
    let org: OrgId = form.text("org").parse().map_err(|_| Problem::not_found())?;
    let firm = supply.firm(&visit.scope(Action::StockReport)?, org).await?;
    let (errors, report) = match take_in(kind, &supply, &visit, &firm, &form, key).await {
        Ok(flash) => return Ok(redirect_with(&visit.asked, &kind.back(org), &flash)),
        Err(SupplyError::Rows(faults)) => {
            let report = faults.report(&visit.asked.shell.texts, visit.lang());
            (FormErrors::default(), Some(report))
        }
        Err(error) => (form_errors(&visit, error)?, None),
    };
    html_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &page(kind, &visit, &firm, errors, report),
    )
}

/// Takes the rows in; answers what is said then.
async fn take_in(
    kind: Kind,
    supply: &Supply,
    visit: &Visit,
    firm: &Firm,
    form: &TableForm,
    key: IdempotencyKey,
) -> Result<Flash, SupplyError> {
    let Some(bytes) = form.file("file") else {
        return Err(FieldFault::new("file", "field-required").into());
    };
    let command = visit.command(key, &format!("{} {}", kind.title(), firm.id()), bytes);
    let table = SentTable {
        bytes: bytes.clone(),
        asked: visit.asked.clone(),
    };
    match kind {
        Kind::Counts => {
            let done = supply.import_counts(command, firm.clone(), table, visit.now()).await?;
            Ok(said_of(visit, ReportKind::Count, &done, firm.id()))
        }
        Kind::Goods => {
            let added = supply.import_goods(command, firm.clone(), table, visit.now()).await?;
            Ok(Flash::done("supply-import-done").arg("n", added))
        }
    }
}
