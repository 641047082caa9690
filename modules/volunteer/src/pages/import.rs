//! `/volunteers/import`: a table is sent, and taken in whole or answered with every bad row; whoever was known already is named
//! by row.

use super::{IMPORT, PEOPLE};
use crate::api::Shared;
use crate::error::VolunteerError;
use crate::importing::{ImportedVolunteers, SentTable};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use tongxin_account::{Action, Visit};
use tongxin_import::FaultReport;
use tongxin_web::{
    FieldFault, Flash, FormErrors, IdempotencyKey, Page, Problem, TableForm, html, html_with, redirect_with,
};

#[derive(Template)]
#[template(path = "volunteer_import.html")]
struct ImportPage {
    page: Page,
    errors: FormErrors,
    action: &'static str,
    /// Every bad row.
    report: Option<FaultReport>,
    /// What became of a table in which somebody was known, or not everything was read.
    done: Option<Done>,
}

struct Done {
    registered: String,
    before: String,
    alike: String,
    unread: String,
    href: &'static str,
}

/// The form.
pub(super) async fn form(visit: Visit) -> Result<Response, Problem> {
    html(&page(&visit, FormErrors::default(), None))
}

fn page(visit: &Visit, errors: FormErrors, report: Option<FaultReport>) -> ImportPage {
    ImportPage {
        page: visit.page("volunteer-import-title"),
        errors,
        action: IMPORT,
        report,
        done: None,
    }
}

/// Takes the table in.
pub(super) async fn take_in(
    State(volunteers): Shared,
    visit: Visit,
    form: Result<TableForm, Problem>,
) -> Result<Response, Problem> {
    let form = match form {
        Ok(form) => form,
        Err(problem) if problem.status == StatusCode::PAYLOAD_TOO_LARGE => {
            let errors = problem.form_errors(&visit.asked.shell.texts, visit.lang());
            return html_with(StatusCode::PAYLOAD_TOO_LARGE, &page(&visit, errors, None));
        }
        Err(problem) => return Err(problem),
    };
    let key = IdempotencyKey::checked(form.text("key"))?;
    let by = visit.doer(Action::VolunteerEdit)?;
    let taken = match form.file("file") {
        None => Err(FieldFault::new("file", "field-required").into()),
        Some(bytes) => {
            let table = SentTable {
                bytes: bytes.clone(),
                asked: visit.asked.clone(),
            };
            let key = visit.command(key, "take-in-volunteers", bytes);
            volunteers.import(key, by, table, visit.now()).await
        }
    };
    let (errors, report) = match taken {
        Ok(done) => return taken_in(&visit, &done),
        Err(VolunteerError::Rows(faults)) => {
            let report = faults.report(&visit.asked.shell.texts, visit.lang());
            (FormErrors::default(), Some(report))
        }
        Err(error) => (visit.form_errors(error)?, None),
    };
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page(&visit, errors, report))
}

/// The list, when all is plain; else which rows were known.
fn taken_in(visit: &Visit, done: &ImportedVolunteers) -> Result<Response, Problem> {
    if done.before.is_empty() && done.alike.is_empty() && done.unread.is_empty() {
        let flash = Flash::done("volunteer-import-done").arg("n", done.registered);
        return Ok(redirect_with(&visit.asked, PEOPLE, &flash));
    }
    let rows = |rows: &[u32]| {
        let rows: Vec<String> = rows.iter().map(u32::to_string).collect();
        rows.join(visit.lang().pick("、", ", "))
    };
    html(&ImportPage {
        done: Some(Done {
            registered: done.registered.to_string(),
            before: rows(&done.before),
            alike: rows(&done.alike),
            unread: done.unread.join(visit.lang().pick("、", ", ")),
            href: PEOPLE,
        }),
        ..page(visit, FormErrors::default(), None)
    })
}
