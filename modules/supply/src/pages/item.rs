//! `/outlet/goods/{id}`: one item in a firm: its price and limit, what it holds, its picture.

use crate::Supply;
use crate::api::Shared;
use crate::error::SupplyError;
use crate::pages::forms::{field, fields_of};
use crate::pages::goods::holds;
use crate::pages::outlet::{OfFirm, OutletFrame};
use crate::pages::whitelist::form_errors;
use crate::rules::goods::{Amount, Unit};
use crate::rules::item::{AskedItem, Item, NewItem};
use crate::rules::load::{GRAMS_A_LITRE, Load};
use crate::rules::offer::Terms;
use crate::store::firm::Firm;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::{ItemId, OrgId};
use tongxin_web::{
    Choice, Flash, Form, FormErrors, IdempotencyKey, MultipartForm, Page, Path, Problem, Query, html, redirect_with,
    refused,
};

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let report = Right::May(Action::StockReport);
    Routes::new()
        .page(Method::GET, "/outlet/goods/{id}", Right::May(Action::StockRead), show)
        .page(Method::POST, "/outlet/goods/{id}/offer", report, offer)
        .page(Method::POST, "/outlet/goods/{id}/change", report, change)
        .page(Method::POST, "/outlet/goods/{id}/picture", report, picture)
}

type Typed = Vec<(String, String)>;

/// A field for the amount of one category.
pub(super) struct CategoryField {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) unit: String,
    pub(super) value: String,
}

/// The amounts of all categories, as typed.
pub(super) fn category_fields(supply: &Supply, visit: &Visit, typed: &[(String, String)]) -> Vec<CategoryField> {
    let categories = supply.goods().categories().iter();
    let one = categories.map(|category| {
        let name = format!("c-{}", category.key);
        CategoryField {
            value: field(typed, &name).to_owned(),
            name,
            label: category.name(visit.lang()).to_owned(),
            unit: visit.t(unit_key(category.unit)),
        }
    });
    one.collect()
}

const fn unit_key(unit: Unit) -> &'static str {
    match unit {
        Unit::G => "supply-goods-unit-g",
        Unit::Ml => "supply-goods-unit-ml",
        Unit::Piece => "supply-goods-unit-piece",
    }
}

/// An item as a form has it. What is no number is as wrong as one below nothing, and is told the same.
pub(super) fn asked_item(typed: &[(String, String)]) -> AskedItem {
    let contents = fields_of(typed, "c-");
    AskedItem {
        gtin: field(typed, "gtin").to_owned(),
        name: field(typed, "name").to_owned(),
        unit: field(typed, "unit").to_owned(),
        contents: contents
            .map(|(category, text)| (category.to_owned(), text.parse().unwrap_or(-1)))
            .collect(),
        volume_ml: match field(typed, "volume_ml").trim() {
            "" => None,
            text => Some(text.parse().unwrap_or(-1)),
        },
    }
}

/// A fault at the contents of a category is one at its field.
pub(super) fn content_fields(mut errors: FormErrors) -> FormErrors {
    for error in &mut errors.list {
        if let Some(category) = error.field.strip_prefix("contents.") {
            error.field = format!("c-{category}");
        }
    }
    errors
}

#[derive(Template)]
#[template(path = "item.html")]
struct ItemPage {
    page: Page,
    frame: OutletFrame,
    errors: FormErrors,
    id: String,
    gtin: String,
    holds: String,
    picture: Option<String>,
    on_hand: i64,
    promised: i64,
    free: i64,
    price: String,
    limit: String,
    open: Vec<Choice>,
    item_name: String,
    unit: String,
    volume_ml: String,
    grams_a_litre: i64,
    /// How much room one piece takes, stated or estimated.
    volume: String,
    categories: Vec<CategoryField>,
}

async fn show(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<ItemId>,
    Query(query): Query<OfFirm>,
) -> Result<Response, Problem> {
    let (firm, frame) = frame(&supply, &visit, Action::StockRead, query.org).await?;
    html(&page(&supply, &visit, &firm, frame, id, &[], FormErrors::default()).await?)
}

async fn frame(
    supply: &Supply,
    visit: &Visit,
    action: Action,
    org: Option<OrgId>,
) -> Result<(Firm, OutletFrame), Problem> {
    supply.outlet_frame(visit, action, org, "/outlet/goods").await
}

/// The item's page; what was typed stands in place of what is kept.
async fn page(
    supply: &Supply,
    visit: &Visit,
    firm: &Firm,
    frame: OutletFrame,
    id: ItemId,
    typed: &[(String, String)],
    errors: FormErrors,
) -> Result<ItemPage, Problem> {
    let line = supply.stock_line(firm, id).await?;
    let item = &line.item;
    let mut shown: Typed = typed.to_vec();
    let is_open = line.terms.is_none_or(|terms| terms.is_open);
    let kept = [
        ("name", item.name.clone()),
        ("unit", item.unit.clone()),
        (
            "volume_ml",
            item.volume_ml.map_or_else(String::new, |volume| volume.to_string()),
        ),
        (
            "price",
            line.terms.map_or_else(String::new, |terms| terms.price.to_string()),
        ),
        (
            "household_max",
            line.terms
                .map_or_else(String::new, |terms| terms.household_max.to_string()),
        ),
        ("is_open", if is_open { "yes" } else { "no" }.to_owned()),
    ];
    shown.extend(kept.map(|(name, value)| (name.to_owned(), value)));
    // A form that was typed holds all its categories, the empty ones too.
    if !typed.iter().any(|(name, _)| name.starts_with("c-")) {
        let contents = item.contents.iter();
        shown.extend(contents.map(|content| (format!("c-{}", content.category), content.amount.to_string())));
    }
    let choice = |value: &str, key: &str| Choice {
        value: value.to_owned(),
        label: visit.t(key),
        hint: String::new(),
        chosen: field(&shown, "is_open") == value,
    };
    Ok(ItemPage {
        page: visit.page_titled(item.name.clone()),
        frame,
        errors,
        id: id.to_string(),
        gtin: item.gtin.map_or_else(String::new, |gtin| gtin.printed().to_owned()),
        holds: holds(supply, visit, item),
        picture: item.picture.map(|id| format!("/api/v1/pictures/{id}")),
        on_hand: line.level.on_hand,
        promised: line.level.promised,
        free: line.level.free(),
        price: field(&shown, "price").to_owned(),
        limit: field(&shown, "household_max").to_owned(),
        open: vec![choice("yes", "supply-goods-open"), choice("no", "supply-goods-closed")],
        item_name: field(&shown, "name").to_owned(),
        unit: field(&shown, "unit").to_owned(),
        volume_ml: field(&shown, "volume_ml").to_owned(),
        grams_a_litre: GRAMS_A_LITRE,
        volume: volume(supply, visit, item),
        categories: category_fields(supply, visit, &shown),
    })
}

/// How much room one piece takes, in words; one that nobody stated is said to be estimated.
fn volume(supply: &Supply, visit: &Visit, item: &Item) -> String {
    let texts = &visit.asked.shell.texts;
    let millilitres = Load::of_piece(item, supply.goods()).millilitres;
    let (number, key) = Unit::Ml.said(Amount::try_from(millilitres).unwrap_or(Amount::MAX));
    let said = texts.text_with(visit.lang(), key, &[("n", &number)]);
    if item.volume_ml.is_some() {
        said
    } else {
        texts.text_with(visit.lang(), "supply-goods-volume-estimated", &[("volume", &said)])
    }
}

/// One form of the page: the firm it is about, what was typed, and what became of it.
struct Sent {
    firm: Firm,
    frame: OutletFrame,
    id: ItemId,
    typed: Typed,
}

impl Sent {
    async fn read(supply: &Supply, visit: &Visit, id: ItemId, typed: Typed) -> Result<Sent, Problem> {
        let org = field(&typed, "org").parse().map_err(|_| Problem::not_found())?;
        let (firm, frame) = frame(supply, visit, Action::StockReport, Some(org)).await?;
        Ok(Sent { firm, frame, id, typed })
    }

    async fn answer<T>(
        self,
        supply: &Supply,
        visit: &Visit,
        done: Result<T, Problem>,
        flash: Flash,
    ) -> Result<Response, Problem> {
        match done {
            Ok(_) => {
                let to = format!("/outlet/goods/{}?org={}", self.id, self.frame.org);
                Ok(redirect_with(&visit.asked, &to, &flash))
            }
            Err(problem) => {
                let errors = content_fields(form_errors(visit, problem)?);
                refused(&page(supply, visit, &self.firm, self.frame, self.id, &self.typed, errors).await?)
            }
        }
    }
}

async fn offer(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<ItemId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let sent = Sent::read(&supply, &visit, id, typed).await?;
    let done = give_offer(&supply, &visit, &sent).await;
    sent.answer(&supply, &visit, done, Flash::done("supply-goods-done-offer"))
        .await
}

async fn give_offer(supply: &Supply, visit: &Visit, sent: &Sent) -> Result<ItemId, Problem> {
    let key = IdempotencyKey::checked(field(&sent.typed, "key"))?;
    let price = field(&sent.typed, "price").parse().ok();
    let limit = field(&sent.typed, "household_max").parse().unwrap_or(0);
    let is_open = field(&sent.typed, "is_open") == "yes";
    let terms = Terms::read(price, limit, is_open).map_err(SupplyError::Faults)?;
    let content = format!("{} {} {terms:?}", sent.frame.org, sent.id);
    let command = visit.command(key, "offer-item", content.as_bytes());
    Ok(supply.offer_item(command, sent.firm.clone(), sent.id, terms).await?)
}

async fn change(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<ItemId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let sent = Sent::read(&supply, &visit, id, typed).await?;
    let done = give_change(&supply, &visit, &sent).await;
    sent.answer(&supply, &visit, done, Flash::done("supply-goods-done-change"))
        .await
}

async fn give_change(supply: &Supply, visit: &Visit, sent: &Sent) -> Result<ItemId, Problem> {
    let key = IdempotencyKey::checked(field(&sent.typed, "key"))?;
    let asked = asked_item(&sent.typed);
    let content = format!("{} {} {asked:?}", sent.frame.org, sent.id);
    let command = visit.command(key, "change-item", content.as_bytes());
    let item = NewItem::read(asked, supply.goods()).map_err(SupplyError::Faults)?;
    Ok(supply.change_item(command, sent.firm.clone(), sent.id, item).await?)
}

async fn picture(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<ItemId>,
    form: MultipartForm,
) -> Result<Response, Problem> {
    let typed = vec![("org".to_owned(), form.text("org").to_owned())];
    let sent = Sent::read(&supply, &visit, id, typed).await?;
    let done = give_picture(&supply, &visit, &sent, &form)
        .await
        .map_err(|problem| problem.at("photo"));
    sent.answer(&supply, &visit, done, Flash::done("supply-goods-done-picture"))
        .await
}

async fn give_picture(supply: &Supply, visit: &Visit, sent: &Sent, form: &MultipartForm) -> Result<(), Problem> {
    let key = IdempotencyKey::checked(form.text("key"))?;
    let Some((_, bytes)) = form.files.first() else {
        return Err(Problem::invalid().field("photo", "field-required", &[]));
    };
    let command = visit.command(key, &format!("set-picture {} {}", sent.frame.org, sent.id), bytes);
    let set = supply.set_picture(command, sent.firm.clone(), sent.id, bytes.to_vec(), visit.now());
    set.await?;
    Ok(())
}
