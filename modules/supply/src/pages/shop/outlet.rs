//! `/shop/{org}`: what an outlet sells, with a number beside each item; when and how it shall come. Packages first.

use crate::Supply;
use crate::api::Shared;
use crate::api::shop::{reader, window_words};
use crate::pages::shop::basket::{BasketForm, field_of};
use crate::pages::shop::door::{Door, DoorQuery};
use crate::rules::offer::Offer;
use crate::rules::order::Substitutes;
use crate::rules::window::Window;
use crate::shop::ShopFront;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::Visit;
use tongxin_city::{HouseholdId, OrderId, OrgId, PlaceCode};
use tongxin_web::{Choice, Form, FormErrors, Page, Path, Problem, Query, html};

/// The door, and an order that shall be repeated.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct OutletQuery {
    building: Option<PlaceCode>,
    household: Option<HouseholdId>,
    again: Option<OrderId>,
}

#[derive(Template)]
#[template(path = "shop_outlet.html")]
pub(super) struct OutletPage {
    page: Page,
    errors: FormErrors,
    /// What the order before held and is no longer there.
    gone: Vec<String>,
    org: String,
    door: String,
    back: String,
    building: String,
    is_own: bool,
    /// Doors to choose from, for whoever looks after the building.
    doors: Vec<Choice>,
    groups: Vec<Group>,
    windows: Vec<Choice>,
    substitutes: Vec<Choice>,
    form: BasketForm,
}

/// Items under one heading.
struct Group {
    name: String,
    items: Vec<ItemRow>,
}

struct ItemRow {
    field: String,
    name: String,
    unit: String,
    price: String,
    limit: String,
    left: String,
    is_gone: bool,
    /// The most that can be asked for.
    max: i64,
    value: String,
    picture: Option<String>,
}

pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<OutletQuery>,
) -> Result<Response, Problem> {
    let mut form = BasketForm {
        door: DoorQuery {
            building: query.building,
            household: query.household,
        },
        ..BasketForm::default()
    };
    let mut gone = Vec::new();
    if let Some(id) = query.again {
        let detail = supply.order(&reader(&visit)?, id).await?;
        form.substitutes = detail.order.substitutes.to_string();
        for line in supply.order_again(&detail).await? {
            if line.pieces < line.wanted {
                let (left, wanted) = (line.pieces.to_string(), line.wanted.to_string());
                let args = [("name", line.name.as_str()), ("left", &left), ("wanted", &wanted)];
                gone.push(
                    visit
                        .asked
                        .shell
                        .texts
                        .text_with(visit.lang(), "supply-shop-gone-line", &args),
                );
            }
            if line.pieces > 0 {
                form.pieces.push((line.item, line.pieces.to_string()));
            }
        }
    }
    html(&page(&supply, &visit, org, form, gone, FormErrors::default()).await?)
}

/// The form again, from the review.
pub(super) async fn change(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let form = BasketForm::of(fields);
    html(&page(&supply, &visit, org, form, Vec::new(), FormErrors::default()).await?)
}

/// The page with what was filled in and what is wrong with it.
pub(super) async fn page(
    supply: &Supply,
    visit: &Visit,
    org: OrgId,
    form: BasketForm,
    gone: Vec<String>,
    errors: FormErrors,
) -> Result<OutletPage, Problem> {
    let door = Door::of(supply, visit, form.door.building)?;
    let front = supply.shop_front(org, &door.building, visit.now()).await?;
    let doors = door.doors(supply, visit, &form.hidden_household()).await?;
    Ok(OutletPage {
        groups: groups(supply, visit, &front, &form),
        windows: front
            .windows
            .iter()
            .map(|window| choice(visit, window, &form))
            .collect(),
        substitutes: substitutes(visit, &form),
        org: org.to_string(),
        back: door.href("/shop"),
        building: form.door.building.map(|code| code.to_string()).unwrap_or_default(),
        is_own: door.is_own,
        door: door.name,
        page: visit.page_titled(front.listing.name),
        doors,
        errors,
        gone,
        form,
    })
}

fn choice(visit: &Visit, window: &Window, form: &BasketForm) -> Choice {
    let places = window.places_left();
    let hint = if places == 0 {
        visit.t("supply-shop-window-full")
    } else {
        text(visit, "supply-shop-window-places", "n", &places.to_string())
    };
    Choice {
        value: window.id.to_string(),
        label: window_words(visit, window),
        hint,
        chosen: form.window == window.id.to_string(),
    }
}

/// A text with one variable.
pub(super) fn text(visit: &Visit, key: &str, name: &str, value: &str) -> String {
    visit.asked.shell.texts.text_with(visit.lang(), key, &[(name, value)])
}

fn substitutes(visit: &Visit, form: &BasketForm) -> Vec<Choice> {
    let chosen = form.substitutes.parse().unwrap_or(Substitutes::Ask);
    let choices = Substitutes::ALL.iter().map(|rule| Choice {
        value: rule.to_string(),
        label: visit.t(&format!("supply-substitutes-{rule}")),
        hint: String::new(),
        chosen: *rule == chosen,
    });
    choices.collect()
}

/// Packages, then each category in its order, then what belongs to none.
fn groups(supply: &Supply, visit: &Visit, front: &ShopFront, form: &BasketForm) -> Vec<Group> {
    let rows = |is_in: &dyn Fn(&Offer) -> bool| -> Vec<ItemRow> {
        let offers = front.offers.iter().filter(|offer| is_in(offer));
        offers.map(|offer| row(visit, offer, form)).collect()
    };
    let is_package = |offer: &Offer| offer.item.contents.len() > 1;
    let mut groups = vec![Group {
        name: visit.t("supply-shop-packages"),
        items: rows(&is_package),
    }];
    for category in supply.goods().categories() {
        let is_of = |offer: &Offer| matches!(&offer.item.contents[..], [only] if only.category == category.key);
        groups.push(Group {
            name: category.name(visit.lang()).to_owned(),
            items: rows(&is_of),
        });
    }
    let is_other = |offer: &Offer| match &offer.item.contents[..] {
        [] => true,
        [only] => supply.goods().category(&only.category).is_none(),
        _ => false,
    };
    groups.push(Group {
        name: visit.t("supply-shop-other"),
        items: rows(&is_other),
    });
    groups.retain(|group| !group.items.is_empty());
    groups
}

fn row(visit: &Visit, offer: &Offer, form: &BasketForm) -> ItemRow {
    let Offer { item, terms, free } = offer;
    let price = if terms.price.get() == 0 {
        visit.t("supply-pays-free")
    } else {
        text(visit, "supply-shop-yuan", "price", &terms.price.to_string())
    };
    ItemRow {
        field: field_of(item.id),
        name: item.name.clone(),
        unit: item.unit.clone(),
        price,
        limit: text(visit, "supply-shop-limit", "n", &terms.household_max.to_string()),
        left: text(visit, "supply-shop-left", "n", &free.to_string()),
        is_gone: *free == 0,
        max: terms.household_max.min(*free).max(0),
        value: form.pieces_of(item.id),
        picture: item.picture.map(|id| format!("/api/v1/pictures/{id}")),
    }
}
