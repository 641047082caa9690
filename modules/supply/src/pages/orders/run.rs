//! `/outlet/runs/{id}`: a run on its way, door by door; each order is put down or handed over from here.

use crate::api::Shared;
use crate::limits::{DROP_POINT_CHARS_MAX, RUN_ORDERS_MAX};
use crate::outlet::{WorkNames, WorkOrder};
use crate::pages::orders::carriers::Fleet;
use crate::pages::orders::runs::badge as run_badge;
use crate::pages::orders::words::{badge, contents, pieces};
use crate::pages::orders::{ORDERS, RUNS};
use crate::pages::outlet::OutletFrame;
use crate::pages::whitelist::words::{Badge, Words};
use crate::rules::order::OrderState;
use crate::store::orders::list::OrderFilter;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_city::RunId;
use tongxin_web::{Page, Path, Problem, html};

#[derive(Template)]
#[template(path = "outlet_run.html")]
struct RunPage {
    page: Page,
    frame: OutletFrame,
    id: String,
    badge: Badge,
    facts: Vec<(String, String)>,
    groups: Vec<Group>,
    point_max: String,
}

struct Group {
    building: String,
    orders: Vec<OrderRow>,
}

struct OrderRow {
    href: String,
    badge: Badge,
    door: String,
    contents: String,
    note: String,
    pieces: i64,
    /// Whether it can be put down.
    is_on_its_way: bool,
    /// Whether it can be handed over.
    is_out: bool,
}

/// The page.
pub(super) async fn show(State(supply): Shared, visit: Visit, Path(id): Path<RunId>) -> Result<Response, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    let run = supply.run(&scope, id).await?;
    let (_, frame) = supply
        .outlet_frame(&visit, Action::OrderWork, Some(run.org), RUNS)
        .await?;
    let words = Words::of(&supply, &visit)?;
    let filter = OrderFilter {
        run: Some(id),
        ..OrderFilter::default()
    };
    let work = supply.work_by_door(&scope, &filter, RUN_ORDERS_MAX as u32).await?;
    let fleet = Fleet::of(&supply, &scope, run.org).await?;
    let mut groups: Vec<Group> = Vec::new();
    for order in &work.orders {
        let building = words.building(&order.order.building);
        if groups.last().is_none_or(|group| group.building != building) {
            groups.push(Group {
                building,
                orders: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.orders.push(row(&words, &work.names, order));
        }
    }
    let number = id.to_string();
    let page = visit.page_titled(words.ta("supply-runs-one", &[("number", &number)]));
    let facts = [
        ("supply-runs-made", page.when(&run.made_at)),
        ("supply-runs-carrier", fleet.carrier(&run)),
        ("supply-runs-note", run.note.clone().unwrap_or_default()),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    html(&RunPage {
        badge: run_badge(&words, &run),
        facts: facts.map(|(key, value)| (words.t(key), value)).collect(),
        groups,
        point_max: DROP_POINT_CHARS_MAX.to_string(),
        id: number,
        page,
        frame,
    })
}

fn row(words: &Words<'_>, names: &WorkNames, work: &WorkOrder) -> OrderRow {
    let order = &work.order;
    OrderRow {
        href: format!("{ORDERS}/{}", order.id),
        badge: badge(words, order),
        door: order.door.clone(),
        contents: contents(work, names),
        note: order.note.clone().unwrap_or_default(),
        pieces: pieces(work),
        is_on_its_way: order.state == OrderState::Sent,
        is_out: matches!(order.state, OrderState::Sent | OrderState::Dropped),
    }
}
