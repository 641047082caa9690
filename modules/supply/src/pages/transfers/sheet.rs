//! `/supply/transfers/{id}/sheet`: the sheet that travels with the goods. Each side writes what it counted, and signs.

use crate::api::Shared;
use crate::api::transfers::seen_transfer;
use crate::pages::transfers::PATH;
use crate::pages::transfers::words::Names;
use crate::pages::whitelist::words::Words;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::Visit;
use tongxin_city::TransferId;
use tongxin_web::{Page, Path, Problem, html};

#[derive(Template)]
#[template(path = "transfer_sheet.html")]
struct SheetPage {
    page: Page,
    back: String,
    number: String,
    item: String,
    gtin: String,
    unit: String,
    asked: i64,
    /// The giver, then the receiver.
    sides: [Side; 2],
}

/// One side's lines.
struct Side {
    heading: String,
    name: String,
    place: String,
    /// What it counted, once it has; else it is written by hand.
    counted: String,
}

/// The sheet.
pub(super) async fn show(State(supply): Shared, visit: Visit, Path(id): Path<TransferId>) -> Result<Response, Problem> {
    let words = Words::of(&supply, &visit)?;
    let known = seen_transfer(&supply, &visit, id).await?.transfer;
    let names = Names::of(&supply, std::slice::from_ref(&known)).await?;
    let side = |key: &str, org, place, counted: Option<i64>| Side {
        heading: words.t(key),
        name: names.org(org),
        place: words.place(place),
        counted: counted.map(|pieces| pieces.to_string()).unwrap_or_default(),
    };
    let (item, unit) = names.item(known.item);
    html(&SheetPage {
        back: format!("{PATH}/{id}"),
        number: known.id.to_string(),
        item: item.to_owned(),
        gtin: names.gtin(known.item),
        unit: unit.to_owned(),
        asked: known.asked,
        sides: [
            side("supply-transfers-giver", known.from, &known.from_place, known.sent),
            side("supply-transfers-receiver", known.to, &known.to_place, known.received),
        ],
        page: visit.page("supply-transfers-sheet"),
    })
}
