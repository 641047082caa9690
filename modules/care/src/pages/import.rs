//! `/care/people/import`: a table is sent, and taken in whole or answered with every bad row; whoever was registered already
//! is named.

use super::words::Words;
use crate::api::Shared;
use crate::care::Care;
use crate::error::CareError;
use crate::importing::{ImportedPeople, PEOPLE, RowOf, SentTable};
use crate::store::people::{self, Person};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use std::collections::HashMap;
use tongxin_account::{Action, Visit};
use tongxin_city::PersonId;
use tongxin_import::{AboutColumn, FaultReport};
use tongxin_web::{
    FieldFault, Flash, FormErrors, IdempotencyKey, Page, Problem, TableForm, html, html_with, redirect_with,
};

#[derive(Template)]
#[template(path = "care_import.html")]
struct ImportPage {
    page: Page,
    errors: FormErrors,
    /// Every bad row.
    report: Option<FaultReport>,
    /// What belongs into it, and who sees it.
    columns: Vec<AboutColumn>,
    /// What became of a table in which somebody was known.
    done: Option<Done>,
}

struct Done {
    registered: String,
    before: Vec<Known>,
    alike: Vec<Known>,
    full: String,
}

/// A row and whoever is in the register.
struct Known {
    row: String,
    who: String,
    place: String,
    href: String,
}

/// The form.
pub(super) async fn form(visit: Visit) -> Result<Response, Problem> {
    html(&page(&visit, FormErrors::default(), None))
}

fn page(visit: &Visit, errors: FormErrors, report: Option<FaultReport>) -> ImportPage {
    ImportPage {
        page: visit.page("care-import-title"),
        errors,
        report,
        columns: PEOPLE.about(&visit.asked.shell.texts, visit.lang()),
        done: None,
    }
}

/// Takes the table in.
pub(super) async fn take_in(
    State(care): Shared,
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
    let by = visit.doer(Action::PersonEdit)?;
    let taken = match form.file("file") {
        None => Err(FieldFault::new("file", "field-required").into()),
        Some(bytes) => {
            let table = SentTable {
                bytes: bytes.clone(),
                asked: visit.asked.clone(),
            };
            care.import(visit.command(key, "register-people", bytes), by, table, visit.now())
                .await
        }
    };
    let (errors, report) = match taken {
        Ok(done) => return taken_in(&care, &visit, &done).await,
        Err(CareError::Rows(faults)) => {
            let report = faults.report(&visit.asked.shell.texts, visit.lang());
            (FormErrors::default(), Some(report))
        }
        Err(error) => (visit.form_errors(error)?, None),
    };
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page(&visit, errors, report))
}

/// The register, when all is plain; else who was known.
async fn taken_in(care: &Care, visit: &Visit, done: &ImportedPeople) -> Result<Response, Problem> {
    if done.before.is_empty() && done.alike.is_empty() && done.full.is_empty() {
        let flash = Flash::done("care-import-done").arg("n", done.registered);
        return Ok(redirect_with(&visit.asked, super::PEOPLE, &flash));
    }
    let words = Words::of(care, visit)?;
    let ids = done.before.iter().chain(&done.alike).map(|known| known.person);
    let people = people::of(care.db(), ids).await.map_err(CareError::from)?;
    let doors = care.doors_of(people.iter().map(|person| person.household)).await?;
    let people: HashMap<PersonId, Person> = people.into_iter().map(|person| (person.id, person)).collect();
    let known = |of: &RowOf| {
        let person = people.get(&of.person)?;
        let door = doors.get(&person.household).cloned().unwrap_or_default();
        Some(Known {
            row: of.row.to_string(),
            who: person.name.clone().unwrap_or_default(),
            place: format!("{} {door}", words.building(&person.building)),
            href: format!("{}/{}", super::PEOPLE, person.id),
        })
    };
    let full: Vec<String> = done.full.iter().map(u32::to_string).collect();
    html(&ImportPage {
        done: Some(Done {
            registered: done.registered.to_string(),
            before: done.before.iter().filter_map(known).collect(),
            alike: done.alike.iter().filter_map(known).collect(),
            full: full.join(visit.lang().pick("、", ", ")),
        }),
        ..page(visit, FormErrors::default(), None)
    })
}
