//! `/outlet/goods`: what a firm carries and sells; adding an item, or carrying one that is there already.

use crate::Supply;
use crate::api::Shared;
use crate::api::goods::page_of;
use crate::error::SupplyError;
use crate::limits::GOODS_PAGE_DEFAULT;
use crate::pages::forms::field;
use crate::pages::item::{CategoryField, asked_item, category_fields, content_fields};
use crate::pages::outlet::OutletFrame;
use crate::pages::stock::ListQuery;
use crate::pages::whitelist::form_errors;
use crate::rules::gtin::Gtin;
use crate::rules::item::{Item, NewItem};
use crate::rules::load::GRAMS_A_LITRE;
use crate::store::firm::Firm;
use crate::store::items::ItemFilter;
use crate::store::stock::reading::StockLine;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::{ItemId, OrgId};
use tongxin_web::{Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, html, redirect_with, refused};

/// Items found when somebody looks for one to carry; a longer search finds the others.
const FOUND_MAX: u32 = 20;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let report = Right::May(Action::StockReport);
    Routes::new()
        .page(Method::GET, "/outlet/goods", Right::May(Action::StockRead), show)
        .page(Method::GET, "/outlet/goods/add", report, form)
        .page(Method::POST, "/outlet/goods/add", report, add)
}

/// A line as the table shows it.
struct GoodsRow {
    href: String,
    name: String,
    /// The picture's address.
    picture: Option<String>,
    gtin: String,
    unit: String,
    holds: String,
    price: String,
    limit: String,
    /// Whether it is sold, and if so whether now.
    is_open: Option<bool>,
    free: i64,
}

#[derive(Template)]
#[template(path = "goods.html")]
struct GoodsPage {
    page: Page,
    frame: OutletFrame,
    query: String,
    rows: Vec<GoodsRow>,
    first: Option<String>,
    next: Option<String>,
}

async fn show(State(supply): Shared, visit: Visit, Query(query): Query<ListQuery>) -> Result<Response, Problem> {
    let search = query.search()?;
    let path = "/outlet/goods";
    let (firm, frame) = supply.outlet_frame(&visit, Action::StockRead, query.org, path).await?;
    let found = supply
        .stock(&firm, search, query.cursor, GOODS_PAGE_DEFAULT + 1)
        .await?;
    let (lines, next) = page_of(found, GOODS_PAGE_DEFAULT, |line| line.item.id);
    let rows = lines.iter().map(|line| row(&supply, &visit, &frame, line));
    html(&GoodsPage {
        page: visit.page("supply-goods-title"),
        rows: rows.collect(),
        first: query.cursor.map(|_| query.part(path, &frame.org, None)),
        next: next.map(|after| query.part(path, &frame.org, Some(after))),
        query: query.q,
        frame,
    })
}

fn row(supply: &Supply, visit: &Visit, frame: &OutletFrame, line: &StockLine) -> GoodsRow {
    let item = &line.item;
    GoodsRow {
        href: format!("/outlet/goods/{}?org={}", item.id, frame.org),
        name: item.name.clone(),
        picture: item.picture.map(|id| format!("/api/v1/pictures/{id}")),
        gtin: item.gtin.map_or_else(String::new, |gtin| gtin.printed().to_owned()),
        unit: item.unit.clone(),
        holds: holds(supply, visit, item),
        price: line.terms.map_or_else(String::new, |terms| terms.price.to_string()),
        limit: line
            .terms
            .map_or_else(String::new, |terms| terms.household_max.to_string()),
        is_open: line.terms.map(|terms| terms.is_open),
        free: line.level.free(),
    }
}

/// What one piece holds, in words: `粮食 5 千克、鸡蛋 10 个`.
pub(super) fn holds(supply: &Supply, visit: &Visit, item: &Item) -> String {
    let texts = &visit.asked.shell.texts;
    let said = item
        .contents
        .iter()
        .map(|content| match supply.goods().category(&content.category) {
            Some(category) => {
                let (number, key) = category.unit.said(content.amount);
                let amount = texts.text_with(visit.lang(), key, &[("n", &number)]);
                format!("{} {amount}", category.name(visit.lang()))
            }
            None => content.category.clone(),
        });
    let said: Vec<String> = said.collect();
    said.join(visit.lang().pick("、", ", "))
}

/// An item that is there already.
struct FoundRow {
    id: String,
    name: String,
    about: String,
}

#[derive(Template)]
#[template(path = "goods_add.html")]
struct AddPage {
    page: Page,
    frame: OutletFrame,
    errors: FormErrors,
    query: String,
    found: Vec<FoundRow>,
    gtin: String,
    item_name: String,
    unit: String,
    volume_ml: String,
    grams_a_litre: i64,
    categories: Vec<CategoryField>,
}

async fn form(State(supply): Shared, visit: Visit, Query(query): Query<ListQuery>) -> Result<Response, Problem> {
    query.search()?;
    let (firm, frame) = frame(&supply, &visit, query.org).await?;
    // Whoever looked for an item and did not find it need not type it again.
    let sought = query.q.trim();
    let named = if sought.parse::<Gtin>().is_ok() { "gtin" } else { "name" };
    let typed = [(named.to_owned(), sought.to_owned())];
    html(&page(&supply, &visit, &firm, frame, &query.q, &typed, FormErrors::default()).await?)
}

async fn frame(supply: &Supply, visit: &Visit, org: Option<OrgId>) -> Result<(Firm, OutletFrame), Problem> {
    supply
        .outlet_frame(visit, Action::StockReport, org, "/outlet/goods/add")
        .await
}

async fn page(
    supply: &Supply,
    visit: &Visit,
    firm: &Firm,
    frame: OutletFrame,
    query: &str,
    typed: &[(String, String)],
    errors: FormErrors,
) -> Result<AddPage, Problem> {
    let filter = ItemFilter {
        search: Some(query.to_owned()),
        own_of: Some(firm.id()),
    };
    let found = if query.trim().is_empty() {
        Vec::new()
    } else {
        supply.find_items(&filter, None, FOUND_MAX).await?
    };
    let found = found.iter().map(|item| FoundRow {
        id: item.id.to_string(),
        name: item.name.clone(),
        about: holds(supply, visit, item),
    });
    Ok(AddPage {
        page: visit.page("supply-goods-add-title"),
        frame,
        errors,
        query: query.to_owned(),
        found: found.collect(),
        gtin: field(typed, "gtin").to_owned(),
        item_name: field(typed, "name").to_owned(),
        unit: field(typed, "unit").to_owned(),
        volume_ml: field(typed, "volume_ml").to_owned(),
        grams_a_litre: GRAMS_A_LITRE,
        categories: category_fields(supply, visit, typed),
    })
}

/// Adds what was filled in, or carries what was chosen; then to its page, where its price is set.
async fn add(
    State(supply): Shared,
    visit: Visit,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let org = field(&typed, "org").parse().map_err(|_| Problem::not_found())?;
    let (firm, frame) = frame(&supply, &visit, Some(org)).await?;
    match give(&supply, &visit, firm.clone(), &typed).await {
        Ok(id) => {
            let to = format!("/outlet/goods/{id}?org={org}");
            Ok(redirect_with(&visit.asked, &to, &Flash::done("supply-goods-done-add")))
        }
        Err(problem) => {
            let errors = content_fields(form_errors(&visit, problem)?);
            refused(&page(&supply, &visit, &firm, frame, "", &typed, errors).await?)
        }
    }
}

async fn give(supply: &Supply, visit: &Visit, firm: Firm, typed: &[(String, String)]) -> Result<ItemId, Problem> {
    let key = IdempotencyKey::checked(field(typed, "key"))?;
    if let Ok(id) = field(typed, "carry").parse::<ItemId>() {
        let command = visit.command(key, "carry-item", format!("{} {id}", firm.id()).as_bytes());
        return Ok(supply.carry_item(command, firm, id).await?);
    }
    let asked = asked_item(typed);
    let command = visit.command(key, "add-item", format!("{} {asked:?}", firm.id()).as_bytes());
    let item = NewItem::read(asked, supply.goods()).map_err(SupplyError::Faults)?;
    Ok(supply.add_item(command, firm, item, visit.now()).await?)
}
