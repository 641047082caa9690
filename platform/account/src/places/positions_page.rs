//! Pages about where places lie: the form on a place's page, and a table of many.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::{Method, StatusCode};
use serde::Deserialize;
use tongxin_city::PlaceCode;
use tongxin_import::FaultReport;
use tongxin_web::{
    Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, TableForm, html, html_with, redirect_with, refused,
};

use crate::pages::form_errors;
use crate::places::pages::page as place_page;
use crate::places::position_table::{Refused, read_degrees, take_in};
use crate::places::positions::set;
use crate::{Accounts, Action, Right, Routes, Visit};

pub(crate) fn routes() -> Routes<Accounts> {
    let right = Right::May(Action::PlaceAdd);
    Routes::new()
        .page(Method::POST, "/places/{code}/position", right, correct)
        .page(Method::GET, "/places/positions", right, table)
        .page(Method::POST, "/places/positions", right, import)
}

/// A position as somebody types it.
#[derive(Deserialize)]
struct PositionForm {
    #[serde(default)]
    key: String,
    #[serde(default)]
    lon: String,
    #[serde(default)]
    lat: String,
}

impl PositionForm {
    /// Longitude and latitude, or what is no number at its field.
    fn degrees(&self) -> Result<[f64; 2], Problem> {
        let mut problem = Problem::invalid();
        let mut degrees = [0.0; 2];
        for ((field, text), number) in [("lon", &self.lon), ("lat", &self.lat)].into_iter().zip(&mut degrees) {
            match read_degrees(text) {
                Some(degrees) => *number = degrees,
                None if text.trim().is_empty() => problem = problem.field(field, "field-required", &[]),
                None => problem = problem.field(field, "places-field-degrees", &[]),
            }
        }
        problem.into_result().map(|()| degrees)
    }
}

/// Sets a place's position.
async fn correct(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(code): Path<PlaceCode>,
    Form(form): Form<PositionForm>,
) -> Result<Response, Problem> {
    visit.viewer.require_place(Action::PlaceAdd, &code)?;
    let key = IdempotencyKey::checked(&form.key)?;
    let done = match form.degrees() {
        Ok(degrees) => set(&accounts, &visit, key, code, degrees).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => {
            let flash = Flash::done("position-set");
            Ok(redirect_with(&visit.asked, &format!("/places/{code}"), &flash))
        }
        Err(problem) if problem.status == StatusCode::NOT_FOUND => Err(problem),
        Err(problem) => {
            let errors = form_errors(&visit, problem)?;
            let page = place_page(&accounts, &visit, code, None).await?;
            refused(&page.with_refused_position(errors, form.lon, form.lat))
        }
    }
}

#[derive(Template)]
#[template(path = "positions.html")]
struct TablePage {
    page: Page,
    errors: FormErrors,
    /// Every bad row.
    report: Option<FaultReport>,
}

fn table_page(visit: &Visit, errors: FormErrors, report: Option<FaultReport>) -> TablePage {
    TablePage {
        page: visit.page("positions-title"),
        errors,
        report,
    }
}

async fn table(visit: Visit) -> Result<Response, Problem> {
    html(&table_page(&visit, FormErrors::default(), None))
}

async fn import(
    State(accounts): State<Accounts>,
    visit: Visit,
    form: Result<TableForm, Problem>,
) -> Result<Response, Problem> {
    let form = match form {
        Ok(form) => form,
        Err(problem) if problem.status == StatusCode::PAYLOAD_TOO_LARGE => {
            let page = table_page(&visit, form_errors(&visit, problem)?, None);
            return html_with(StatusCode::PAYLOAD_TOO_LARGE, &page);
        }
        Err(problem) => return Err(problem),
    };
    match taken_in(&accounts, &visit, &form).await {
        Ok(set) => {
            let flash = Flash::done("positions-set").arg("n", set);
            Ok(redirect_with(&visit.asked, "/places", &flash))
        }
        Err(Refused::Rows(faults)) => {
            let report = faults.report(&visit.asked.shell.texts, visit.lang());
            refused(&table_page(&visit, FormErrors::default(), Some(report)))
        }
        Err(Refused::Problem(problem)) => refused(&table_page(&visit, form_errors(&visit, problem)?, None)),
    }
}

async fn taken_in(accounts: &Accounts, visit: &Visit, form: &TableForm) -> Result<usize, Refused> {
    let key = IdempotencyKey::checked(form.text("key"))?;
    let Some(bytes) = form.file("file") else {
        return Err(Problem::invalid().field("file", "field-required", &[]).into());
    };
    let command = visit.command(key, "position import", bytes);
    take_in(accounts, visit, command, bytes.clone()).await
}
