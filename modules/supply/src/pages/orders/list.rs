//! `/outlet/orders`: what waits in which state, by window and building.

use crate::api::Shared;
use crate::limits::GOODS_PAGE_DEFAULT;
use crate::outlet::{WorkNames, WorkOrder};
use crate::pages::orders::words::{badge, contents, door, recent_windows, window, window_choices};
use crate::pages::orders::{LABELS, ORDERS, PICKS, RUNS};
use crate::pages::outlet::OutletFrame;
use crate::pages::whitelist::words::{Badge, Words};
use crate::rules::order::OrderState;
use crate::store::orders::list::OrderFilter;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{OrderId, OrgId, PlaceCode, WindowId};
use tongxin_web::{Address, Choice, Page, Problem, Query, html};

/// The tabs: states in which something is to be done, and what is over.
const TABS: [&str; 5] = ["placed", "packed", "sent", "dropped", "over"];

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ListQuery {
    org: Option<OrgId>,
    state: String,
    window: Option<WindowId>,
    building: Option<PlaceCode>,
    cursor: Option<OrderId>,
}

#[derive(Template)]
#[template(path = "outlet_orders.html")]
struct OrdersPage {
    page: Page,
    frame: OutletFrame,
    /// Address, word, whether it is the present one.
    tabs: Vec<(String, String, bool)>,
    /// The present one.
    state: &'static str,
    windows: Vec<Choice>,
    buildings: Vec<Choice>,
    is_filtered: bool,
    /// The present state without a filter.
    whole: String,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
    picks: String,
    labels: Option<String>,
    runs: String,
    /// The day whose settlement is offered first.
    today: String,
}

struct Row {
    href: String,
    badge: Badge,
    door: String,
    contents: String,
    window: String,
    iso: String,
    since: String,
    exact: String,
}

/// The list; orders to be packed unless the address says otherwise.
pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    let (firm, frame) = supply
        .outlet_frame(&visit, Action::OrderWork, query.org, ORDERS)
        .await?;
    let words = Words::of(&supply, &visit)?;
    let state = TABS.into_iter().find(|tab| *tab == query.state).unwrap_or("placed");
    let filter = OrderFilter {
        org: Some(firm.id()),
        state: state.parse::<OrderState>().ok(),
        is_open: (state == "over").then_some(false),
        window: query.window,
        place: query.building,
        is_oldest_first: state != "over",
        ..OrderFilter::default()
    };
    let work = supply
        .work_page(&scope, &filter, query.cursor, GOODS_PAGE_DEFAULT)
        .await?;
    let windows = recent_windows(&supply, &visit, &scope, firm.id()).await?;
    let buildings = supply.open_buildings(&scope, firm.id()).await?;
    let page = visit.page("supply-orders-title");
    // The firm stands in every address, also where it was the viewer's first.
    let address = Address::of(ORDERS, &visit.asked.address).with("org", &frame.org);
    let tab = |tab: &str| {
        let word = visit.t(&format!("supply-orders-tab-{tab}"));
        (address.with("state", tab).to_string(), word, tab == state)
    };
    let chosen = query
        .window
        .map(|window| format!("&window={window}"))
        .unwrap_or_default();
    let rows = work.orders.iter().map(|order| row(&words, &page, &work.names, order));
    html(&OrdersPage {
        tabs: TABS.iter().map(|name| tab(name)).collect(),
        windows: window_choices(&visit, &windows, "supply-orders-any-window", query.window),
        buildings: building_choices(&words, &buildings, query.building),
        is_filtered: query.window.is_some() || query.building.is_some(),
        whole: address
            .without(&["window", "building"])
            .with("state", state)
            .to_string(),
        rows: rows.collect(),
        first: query.cursor.map(|_| address.with("state", state).to_string()),
        next: work.next.map(|next| {
            address
                .with("state", state)
                .with("cursor", &next.to_string())
                .to_string()
        }),
        picks: format!("{PICKS}?org={}{chosen}", frame.org),
        labels: query.window.map(|_| format!("{LABELS}?org={}{chosen}", frame.org)),
        runs: format!("{RUNS}?org={}{chosen}", frame.org),
        state,
        today: words.today.to_string(),
        page,
        frame,
    })
}

fn building_choices(words: &Words<'_>, buildings: &[PlaceCode], chosen: Option<PlaceCode>) -> Vec<Choice> {
    let all = Choice {
        label: words.t("supply-orders-any-building"),
        chosen: chosen.is_none(),
        ..Choice::default()
    };
    let each = buildings.iter().map(|building| Choice {
        value: building.to_string(),
        label: words.building(building),
        chosen: chosen == Some(*building),
        ..Choice::default()
    });
    std::iter::once(all).chain(each).collect()
}

fn row(words: &Words<'_>, page: &Page, names: &WorkNames, work: &WorkOrder) -> Row {
    let order = &work.order;
    Row {
        href: format!("{ORDERS}/{}", order.id),
        badge: badge(words, order),
        door: door(words, order),
        contents: contents(work, names),
        window: window(words.visit, names, order.window),
        iso: order.placed_at.to_string(),
        since: page.since(&order.placed_at),
        exact: page.when(&order.placed_at),
    }
}
