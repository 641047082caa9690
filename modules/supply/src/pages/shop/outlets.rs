//! `/shop`: who serves my door, and my orders. Whoever looks after several buildings chooses one first.

use crate::Supply;
use crate::api::Shared;
use crate::api::shop::{Names, reader};
use crate::limits::SHOP_ORDERS_SHOWN;
use crate::pages::shop::door::{Door, DoorQuery, place_name};
use crate::pages::shop::order::state_badge;
use crate::rules::listing::FirmKind;
use crate::store::orders::Order;
use crate::store::orders::list::OrderFilter;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_city::Level;
use tongxin_web::{Page, Problem, Query, html};

/// Buildings that are offered to choose from.
const BUILDINGS_MAX: usize = 100;

#[derive(Template)]
#[template(path = "shop_outlets.html")]
struct OutletsPage {
    page: Page,
    door: String,
    outlets: Vec<Link>,
    /// Where to ask a pharmacy for a prescription; none where none serves the door.
    pharmacy_href: Option<String>,
    /// Whether something was or is shared out among the door's neighbours by lot.
    is_drawn: bool,
    open: Vec<OrderRow>,
    closed: Vec<OrderRow>,
}

#[derive(Template)]
#[template(path = "shop_buildings.html")]
struct BuildingsPage {
    page: Page,
    buildings: Vec<Link>,
}

struct Link {
    href: String,
    icon: &'static str,
    label: String,
    note: String,
}

struct OrderRow {
    href: String,
    badge: (&'static str, String),
    outlet: String,
    when: String,
    total: String,
}

pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<DoorQuery>,
) -> Result<Response, Problem> {
    let buildings = buildings(&supply, &visit)?;
    if visit.viewer.household().is_none() && query.building.is_none() && buildings.len() != 1 {
        return html(&BuildingsPage {
            page: visit.page("supply-shop-title"),
            buildings,
        });
    }
    let only = visit.scope(Action::OrderPlace)?.places.first().copied();
    let door = Door::of(&supply, &visit, query.building.or(only))?;
    let shops = supply.shops(&door.building, visit.now()).await?;
    let has_pharmacy = door.is_own && shops.iter().any(|shop| shop.kind == FirmKind::Pharmacy);
    let outlets = shops.into_iter().map(|shop| Link {
        href: door.href(&format!("/shop/{}", shop.org)),
        icon: if shop.kind == FirmKind::Pharmacy {
            "medicine"
        } else {
            "outlet"
        },
        label: shop.name,
        note: visit.t(&format!("supply-firm-{}", shop.kind)),
    });
    let outlets = outlets.collect();
    let place = (!door.is_own).then_some(door.building);
    html(&OutletsPage {
        outlets,
        is_drawn: !supply.allotments_for(&door.building, None).await?.is_empty(),
        pharmacy_href: has_pharmacy.then(|| "/shop/pharmacy".to_owned()),
        open: rows(&supply, &visit, place, true).await?,
        closed: rows(&supply, &visit, place, false).await?,
        door: door.name,
        page: visit.page("supply-shop-title"),
    })
}

/// The buildings that somebody looks after.
fn buildings(supply: &Supply, visit: &Visit) -> Result<Vec<Link>, Problem> {
    let scope = visit.scope(Action::OrderPlace)?;
    let tree = supply.places().tree();
    let codes = scope
        .places
        .iter()
        .flat_map(|place| tree.at_level(*place, Level::Building));
    let links = codes.take(BUILDINGS_MAX).map(|place| Link {
        href: format!("/shop?building={}", place.code),
        icon: "building",
        label: place_name(supply, visit, &place.code),
        note: String::new(),
    });
    Ok(links.collect())
}

async fn rows(
    supply: &Supply,
    visit: &Visit,
    place: Option<tongxin_city::PlaceCode>,
    is_open: bool,
) -> Result<Vec<OrderRow>, Problem> {
    let filter = OrderFilter {
        is_open: Some(is_open),
        place,
        ..OrderFilter::default()
    };
    let page = supply
        .orders_page(&reader(visit)?, &filter, None, SHOP_ORDERS_SHOWN)
        .await?;
    let names = Names::look_up(supply, &page.rows, &[]).await?;
    let row = |order: Order| OrderRow {
        href: format!("/orders/{}", order.id),
        badge: state_badge(visit, order.state),
        outlet: names.outlet(order.org),
        when: names.window(visit, order.window),
        total: order.total.to_string(),
    };
    Ok(page.rows.into_iter().map(row).collect())
}
