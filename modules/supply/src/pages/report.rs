//! `/outlet/stock/report`: a count, goods that came, or a loss, on one form with all that a firm carries.

use crate::api::Shared;
use crate::error::SupplyError;
use crate::limits::{COUNT_AGE_DAYS_MAX, REPORT_NOTE_CHARS_MAX};
use crate::pages::forms::{field, fields_of};
use crate::pages::outlet::OutletFrame;
use crate::pages::whitelist::form_errors;
use crate::rules::report::{AskedReport, AskedRow, ReportKind};
use crate::store::firm::Firm;
use crate::{ReportDone, Supply};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::Method;
use serde::Deserialize;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::{ItemId, OrgId, ReportId};
use tongxin_web::{
    Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, fresh_key, html, redirect_with, refused,
};

/// Items named in the message that more is promised than is there; the rest is a number.
const NAMED_MAX: usize = 5;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let report = Right::May(Action::StockReport);
    Routes::new()
        .page(Method::GET, "/outlet/stock/report", report, form)
        .page(Method::POST, "/outlet/stock/report", report, enter)
        .page(Method::POST, "/outlet/stock/undo", report, undo)
}

/// Whose stock, and what is reported.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct ReportQuery {
    org: Option<OrgId>,
    kind: Option<ReportKind>,
}

/// A field for one item.
struct ItemField {
    name: String,
    label: String,
    unit: String,
    value: String,
    hint: String,
}

#[derive(Template)]
#[template(path = "stock_report.html")]
struct ReportPage {
    page: Page,
    frame: OutletFrame,
    errors: FormErrors,
    kind: &'static str,
    title: String,
    button: String,
    is_count: bool,
    note_label: String,
    is_waste: bool,
    note: String,
    note_chars: String,
    counted_at: String,
    days: String,
    fields: Vec<ItemField>,
}

type Typed = Vec<(String, String)>;

async fn form(State(supply): Shared, visit: Visit, Query(query): Query<ReportQuery>) -> Result<Response, Problem> {
    let kind = query.kind.unwrap_or(ReportKind::Count);
    let (firm, frame) = frame(&supply, &visit, query.org).await?;
    html(&page(&supply, &visit, &firm, frame, kind, &[], FormErrors::default()).await?)
}

async fn frame(supply: &Supply, visit: &Visit, org: Option<OrgId>) -> Result<(Firm, OutletFrame), Problem> {
    supply
        .outlet_frame(visit, Action::StockReport, org, "/outlet/stock/report")
        .await
}

async fn page(
    supply: &Supply,
    visit: &Visit,
    firm: &Firm,
    frame: OutletFrame,
    kind: ReportKind,
    typed: &[(String, String)],
    errors: FormErrors,
) -> Result<ReportPage, Problem> {
    let texts = &visit.asked.shell.texts;
    let fields = supply.whole_stock(firm).await?.into_iter().map(|line| {
        let name = format!("n-{}", line.item.id);
        let on_hand = line.level.on_hand.to_string();
        ItemField {
            value: field(typed, &name).to_owned(),
            hint: texts.text_with(visit.lang(), "supply-stock-in-books", &[("on_hand", &on_hand)]),
            name,
            label: line.item.name,
            unit: line.item.unit,
        }
    });
    let title = visit.t(&format!("supply-stock-report-{kind}"));
    Ok(ReportPage {
        page: visit.page_titled(title.clone()),
        frame,
        errors,
        kind: kind.as_str(),
        title,
        button: visit.t(&format!("supply-stock-button-{kind}")),
        is_count: kind == ReportKind::Count,
        is_waste: kind == ReportKind::Waste,
        note_label: visit.t(&format!("supply-stock-note-{kind}")),
        note: field(typed, "note").to_owned(),
        note_chars: REPORT_NOTE_CHARS_MAX.to_string(),
        counted_at: field(typed, "counted_at").to_owned(),
        days: COUNT_AGE_DAYS_MAX.to_string(),
        fields: fields.collect(),
    })
}

/// Enters what was filled in; fields left empty are left out.
async fn enter(State(supply): Shared, visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    let kind = field(&typed, "kind").parse().unwrap_or(ReportKind::Count);
    let org = field(&typed, "org").parse().map_err(|_| Problem::not_found())?;
    let (firm, frame) = frame(&supply, &visit, Some(org)).await?;
    match give(&supply, &visit, firm.clone(), kind, &typed).await {
        Ok(done) => Ok(redirect_with(
            &visit.asked,
            &format!("/outlet/stock?org={org}"),
            &said_of(&visit, kind, &done, org),
        )),
        Err(problem) => {
            let mut errors = form_errors(&visit, problem)?;
            let names: Vec<&str> = rows(&typed).map(|(id, _)| id).collect();
            for error in &mut errors.list {
                at_item(&mut error.field, &names);
            }
            refused(&page(&supply, &visit, &firm, frame, kind, &typed, errors).await?)
        }
    }
}

fn rows(typed: &Typed) -> impl Iterator<Item = (&str, &str)> {
    fields_of(typed, "n-").filter(|(id, _)| id.parse::<ItemId>().is_ok())
}

/// A fault at a row of the report is one at its item's field.
fn at_item(field: &mut String, names: &[&str]) {
    let row = field
        .strip_prefix("rows[")
        .and_then(|rest| rest.split(']').next()?.parse::<usize>().ok());
    if let Some(name) = row.and_then(|row| names.get(row)) {
        *field = format!("n-{name}");
    } else if field == "rows" {
        field.clear();
    }
}

async fn give(
    supply: &Supply,
    visit: &Visit,
    firm: Firm,
    kind: ReportKind,
    typed: &Typed,
) -> Result<ReportDone, Problem> {
    let zone = &visit.asked.shell.zone;
    let counted_at = match field(typed, "counted_at") {
        "" => None,
        text => {
            let unreadable = |_| Problem::invalid().field("counted_at", "supply-stock-counted-unreadable", &[]);
            Some(zone.parse_local_input(text).map_err(unreadable)?)
        }
    };
    // What is no number is as wrong as one below nothing, and is told the same.
    let row = |(id, text): (&str, &str)| AskedRow {
        item: id.parse().ok(),
        gtin: None,
        pieces: text.parse().unwrap_or(-1),
        counted_at: None,
    };
    let asked = AskedReport {
        kind,
        rows: rows(typed).map(row).collect(),
        counted_at: counted_at.filter(|_| kind == ReportKind::Count),
        note: field(typed, "note").to_owned(),
    };
    let key = IdempotencyKey::checked(field(typed, "key"))?;
    let content = format!("{} {asked:?}", firm.id());
    let command = visit.command(key, kind.as_str(), content.as_bytes());
    Ok(supply.report(command, firm, asked, zone.clone(), visit.now()).await?)
}

/// What happened, with the way back; and items of which more is promised than is there.
pub(super) fn said_of(visit: &Visit, kind: ReportKind, done: &ReportDone, org: OrgId) -> Flash {
    let undo = vec![
        ("key".to_owned(), fresh_key()),
        ("report".to_owned(), done.id.to_string()),
        ("org".to_owned(), org.to_string()),
    ];
    let flash = if done.uncovered.is_empty() {
        Flash::done(done_key(kind)).arg("n", done.rows)
    } else {
        let named = done.uncovered.iter().take(NAMED_MAX);
        let named: Vec<String> = named
            .map(|short| format!("{} ({})", short.name, short.pieces))
            .collect();
        let joiner = visit.lang().pick("、", ", ");
        Flash::warn("supply-stock-done-uncovered")
            .arg("n", done.rows)
            .arg("items", named.join(joiner))
            .arg("short", done.uncovered.len())
    };
    flash.undo("/outlet/stock/undo", undo)
}

const fn done_key(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Count => "supply-stock-done-count",
        ReportKind::Receipt => "supply-stock-done-receipt",
        ReportKind::Waste => "supply-stock-done-waste",
    }
}

#[derive(Debug, Deserialize)]
struct UndoForm {
    #[serde(default)]
    key: String,
    report: ReportId,
    org: OrgId,
}

async fn undo(State(supply): Shared, visit: Visit, Form(form): Form<UndoForm>) -> Result<Response, Problem> {
    let scope = visit.scope(Action::StockReport)?;
    let key = IdempotencyKey::checked(&form.key)?;
    let command = visit.command(key, "undo-report", form.report.to_string().as_bytes());
    let flash = match supply.undo_report(command, &scope, form.report, visit.now()).await {
        Ok(_) => Flash::done("supply-stock-done-undo"),
        Err(error @ SupplyError::Refused(_)) => {
            let why = Problem::from(error).body(&visit.asked.shell.texts, visit.lang()).title;
            Flash::warn("supply-stock-not-undone").arg("why", why)
        }
        Err(error) => return Err(error.into()),
    };
    Ok(redirect_with(
        &visit.asked,
        &format!("/outlet/stock?org={}", form.org),
        &flash,
    ))
}
