//! `/outlet/picks`: what is taken from the shelf for a window, in all and building by building; made to be printed.

use crate::api::Shared;
use crate::api::shop::window_words;
use crate::outlet::{PickBuilding, Pieces};
use crate::pages::orders::words::{recent_windows, window_choices};
use crate::pages::orders::{LABELS, ORDERS, PICKS};
use crate::pages::outlet::OutletFrame;
use crate::pages::whitelist::words::Words;
use crate::rules::item::Item;
use crate::rules::window::Window;
use crate::store::orders::picks::PickFilter;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{OrgId, PlaceCode, Timestamp, WindowId};
use tongxin_web::{Choice, Page, Problem, Query, html};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PicksQuery {
    org: Option<OrgId>,
    window: Option<WindowId>,
    building: Option<PlaceCode>,
}

#[derive(Template)]
#[template(path = "outlet_picks.html")]
struct PicksPage {
    page: Page,
    frame: OutletFrame,
    windows: Vec<Choice>,
    /// The window in words; empty while none is chosen.
    window: String,
    items: Vec<ItemRow>,
    buildings: Vec<BuildingPart>,
    labels: String,
}

struct ItemRow {
    name: String,
    unit: String,
    gtin: String,
    pieces: i64,
    picked: i64,
}

struct BuildingPart {
    name: String,
    href: String,
    orders: i64,
    pieces: i64,
    items: Vec<ItemRow>,
}

/// The list of the window asked for, else of the next one that has orders.
pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<PicksQuery>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    let (firm, frame) = supply.outlet_frame(&visit, Action::OrderWork, query.org, PICKS).await?;
    let words = Words::of(&supply, &visit)?;
    let windows = recent_windows(&supply, &visit, &scope, firm.id()).await?;
    let chosen = query.window.or_else(|| next_with_orders(&windows, visit.now()));
    let mut page = PicksPage {
        page: visit.page("supply-picks-title"),
        windows: window_choices(&visit, &windows, "", chosen),
        window: String::new(),
        items: Vec::new(),
        buildings: Vec::new(),
        labels: String::new(),
        frame,
    };
    let Some(window) = chosen else { return html(&page) };
    let filter = PickFilter {
        window,
        place: query.building,
    };
    let list = supply.picks(&scope, firm.id(), &filter).await?;
    let own = format!("org={}&window={window}", page.frame.org);
    page.window = window_words(&visit, &list.window);
    page.items = list.items.iter().map(item_row).collect();
    let building = |building: &PickBuilding| BuildingPart {
        name: words.building(&building.building),
        href: format!("{ORDERS}?{own}&building={}", building.building),
        orders: building.orders,
        pieces: building.pieces.pieces,
        items: building.items.iter().map(item_row).collect(),
    };
    page.buildings = list.buildings.iter().map(building).collect();
    page.labels = format!("{LABELS}?{own}");
    html(&page)
}

/// The first window that is not over and has orders.
fn next_with_orders(windows: &[Window], now: Timestamp) -> Option<WindowId> {
    let ahead = windows.iter().filter(|window| window.to_at > now);
    let mut busy = ahead.filter(|window| window.orders_taken > 0);
    busy.next().map(|window| window.id)
}

fn item_row((item, pieces): &(Item, Pieces)) -> ItemRow {
    ItemRow {
        name: item.name.clone(),
        unit: item.unit.clone(),
        gtin: item.gtin.map(|gtin| gtin.printed().to_owned()).unwrap_or_default(),
        pieces: pieces.pieces,
        picked: pieces.picked,
    }
}
