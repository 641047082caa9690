//! `/outlet/passes/import`: a table is sent, and taken in whole or answered with every bad row.

use crate::api::Shared;
use crate::importing::SentTable;
use crate::pages::form_errors;
use crate::rules::PassState;
use crate::{PassError, Passes};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::OrgId;
use tongxin_import::FaultReport;
use tongxin_web::{
    FieldFault, Flash, FormErrors, IdempotencyKey, Page, Problem, Query, TableForm, html, html_with, redirect_with,
};

#[derive(Template)]
#[template(path = "pass_import.html")]
struct ImportPage {
    page: Page,
    errors: FormErrors,
    /// Every bad row.
    report: Option<FaultReport>,
    org: String,
    /// Whose rows these are when they name no firm.
    firm: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct ImportQuery {
    org: Option<OrgId>,
}

/// The form.
pub(super) async fn form(
    State(passes): Shared,
    visit: Visit,
    Query(query): Query<ImportQuery>,
) -> Result<Response, Problem> {
    html(&page(&passes, &visit, query.org, FormErrors::default(), None).await?)
}

async fn page(
    passes: &Passes,
    visit: &Visit,
    org: Option<OrgId>,
    errors: FormErrors,
    report: Option<FaultReport>,
) -> Result<ImportPage, Problem> {
    let firm = match org {
        Some(org) => {
            passes
                .firm(&visit.scope(Action::PassApply)?, org, visit.now())
                .await?
                .name
        }
        None => String::new(),
    };
    Ok(ImportPage {
        page: visit.page("pass-import-title"),
        errors,
        report,
        org: org.map(|org| org.to_string()).unwrap_or_default(),
        firm,
    })
}

/// Takes the table in.
pub(super) async fn take_in(
    State(passes): Shared,
    visit: Visit,
    form: Result<TableForm, Problem>,
) -> Result<Response, Problem> {
    let form = match form {
        Ok(form) => form,
        Err(problem) if problem.status == StatusCode::PAYLOAD_TOO_LARGE => {
            let errors = problem.form_errors(&visit.asked.shell.texts, visit.lang());
            let page = page(&passes, &visit, None, errors, None).await?;
            return html_with(StatusCode::PAYLOAD_TOO_LARGE, &page);
        }
        Err(problem) => return Err(problem),
    };
    let org = match form.text("org") {
        "" => None,
        org => Some(org.parse::<OrgId>().map_err(|_| Problem::not_found())?),
    };
    let key = IdempotencyKey::checked(form.text("key"))?;
    let taken = match form.file("file") {
        None => Err(FieldFault::new("file", "field-required").into()),
        Some(bytes) => {
            let command = visit.command(key, "pass import", bytes);
            let table = SentTable {
                bytes: bytes.clone(),
                asked: visit.asked.clone(),
            };
            let by = visit.doer(Action::PassApply)?;
            passes.import(command, by, org, table, visit.now()).await
        }
    };
    let (errors, report) = match taken {
        Ok(applied) => {
            let count = |state: PassState| applied.rows.iter().filter(|row| row.state == state).count();
            let waiting = count(PassState::Waiting) + count(PassState::Agreeing);
            let flash = Flash::done("pass-import-done")
                .arg("n", applied.rows.len())
                .arg("approved", count(PassState::Approved))
                .arg("waiting", waiting)
                .arg("refused", count(PassState::Refused));
            let org = org.map(|org| format!("&org={org}")).unwrap_or_default();
            let back = format!("/passes?batch={}{org}", applied.batch);
            return Ok(redirect_with(&visit.asked, &back, &flash));
        }
        Err(PassError::Rows(faults)) => {
            let report = faults.report(&visit.asked.shell.texts, visit.lang());
            (FormErrors::default(), Some(report))
        }
        Err(error) => (form_errors(&visit, error)?, None),
    };
    html_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &page(&passes, &visit, org, errors, report).await?,
    )
}
