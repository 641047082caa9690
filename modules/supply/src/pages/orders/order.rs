//! `/outlet/orders/{id}`: one order and its next step: packing with a scanner, then sending, putting down, handing over.

use crate::Supply;
use crate::api::Shared;
use crate::api::shop::window_words;
use crate::limits::{DROP_POINT_CHARS_MAX, ORDER_REASON_CHARS_MAX};
use crate::outlet::{WorkNames, WorkOrder};
use crate::pages::forms::field;
use crate::pages::orders::pack::{PackLine, pack_lines};
use crate::pages::orders::words::{badge, door, photo_alt, photo_href, pieces};
use crate::pages::orders::{LABELS, ORDERS, RUNS, Typed};
use crate::pages::outlet::OutletFrame;
use crate::pages::steps::EventView;
use crate::pages::whitelist::words::{Badge, Words, actors};
use crate::rules::order::{OrderLine, OrderState, Substitutes, is_short};
use crate::store::orders::OrderEvent;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::HashMap;
use tongxin_account::{Action, Visit};
use tongxin_city::OrderId;
use tongxin_web::{FormErrors, Page, Path, Problem, html};

/// A form that was sent and is shown again: what is wrong with it, what was typed, what was done with it.
#[derive(Debug, Default)]
pub(super) struct Tried {
    pub(super) errors: FormErrors,
    pub(super) typed: Typed,
    pub(super) said: String,
}

#[derive(Template)]
#[template(path = "outlet_order.html")]
pub(super) struct OrderPage {
    page: Page,
    frame: OutletFrame,
    errors: FormErrors,
    /// What the scanner counted last.
    said: String,
    href: String,
    id: String,
    badge: Badge,
    door: String,
    facts: Vec<(String, String)>,
    /// What is to be known of what was missing; empty when nothing was.
    short: String,
    /// Where the photo of its drop point is.
    photo: Option<String>,
    photo_alt: String,
    lines: Vec<LineRow>,
    step: Step,
    may_cancel: bool,
    may_unpack: bool,
    pack: Vec<PackLine>,
    may_substitute: bool,
    must_ask: bool,
    returned: Vec<ReturnLine>,
    events: Vec<EventView>,
    point: String,
    reason: String,
    return_reason: String,
    point_max: String,
    reason_max: String,
    label_href: String,
    run_href: Option<String>,
    runs_href: String,
}

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Pack,
    Send,
    /// Put down or hand over.
    Give,
    /// Waits at its drop point for the household.
    Wait,
    Nothing,
}

struct LineRow {
    name: String,
    note: String,
    ordered: i64,
    picked: String,
}

struct ReturnLine {
    /// The field's name.
    field: String,
    name: String,
    pieces: i64,
    value: String,
}

/// The page.
pub(super) async fn show(State(supply): Shared, visit: Visit, Path(id): Path<OrderId>) -> Result<Response, Problem> {
    html(&page(&supply, &visit, id, Tried::default()).await?)
}

pub(super) async fn page(supply: &Supply, visit: &Visit, id: OrderId, tried: Tried) -> Result<OrderPage, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    let (detail, names) = supply.work_order(&scope, id).await?;
    let org = detail.order.org;
    let (_, frame) = supply.outlet_frame(visit, Action::OrderWork, Some(org), ORDERS).await?;
    let words = Words::of(supply, visit)?;
    let who = actors(supply, &words, detail.events.iter().map(|event| &*event.actor)).await?;
    let number = id.to_string();
    let page = visit.page_titled(words.ta("supply-shop-order-title", &[("number", &number)]));
    let events = detail.events.iter().rev();
    let events = events.map(|event| event_view(&words, &page, &who, event, detail.order.seq));
    let events = events.collect();
    let rule = detail.order.substitutes;
    let step = step_of(detail.order.state);
    let pack = if step == Step::Pack {
        let offers = supply.offers(org).await?;
        pack_lines(&words, &names, &detail, &offers, &tried)
    } else {
        Vec::new()
    };
    let work = WorkOrder {
        order: detail.order,
        lines: detail.lines,
    };
    let order = &work.order;
    let typed = |name: &str| field(&tried.typed, name).to_owned();
    Ok(OrderPage {
        said: tried.said.clone(),
        href: format!("{ORDERS}/{id}"),
        id: number,
        badge: badge(&words, order),
        door: door(&words, order),
        facts: facts(&words, &work, &names),
        short: short_words(&words, &work),
        photo: photo_href(order),
        photo_alt: photo_alt(visit, order.drop_point.as_deref()),
        lines: work
            .lines
            .iter()
            .map(|line| line_row(&words, line, &work.lines, &names))
            .collect(),
        step,
        may_cancel: matches!(order.state, OrderState::Placed | OrderState::Packed),
        may_unpack: order.state == OrderState::Packed,
        pack,
        may_substitute: rule != Substitutes::None,
        must_ask: rule == Substitutes::Ask,
        returned: return_lines(&work, &names, &tried.typed),
        events,
        point: typed("point"),
        reason: typed("reason"),
        return_reason: typed("return_reason"),
        point_max: DROP_POINT_CHARS_MAX.to_string(),
        reason_max: ORDER_REASON_CHARS_MAX.to_string(),
        label_href: format!("{LABELS}?orders={id}"),
        run_href: order.run.map(|run| format!("{RUNS}/{run}")),
        runs_href: format!("{RUNS}?org={org}&window={}", order.window),
        errors: tried.errors,
        page,
        frame,
    })
}

const fn step_of(state: OrderState) -> Step {
    match state {
        OrderState::Placed => Step::Pack,
        OrderState::Packed => Step::Send,
        OrderState::Sent => Step::Give,
        OrderState::Dropped => Step::Wait,
        OrderState::Received | OrderState::Cancelled | OrderState::Returned => Step::Nothing,
    }
}

/// What is missing now, or was when it was packed before: the need of then stays until people close it.
fn short_words(words: &Words<'_>, work: &WorkOrder) -> String {
    if work.order.short_need.is_none() {
        String::new()
    } else if work.lines.iter().any(|line| is_short(line, &work.lines)) {
        words.t("supply-orders-short")
    } else {
        words.t("supply-orders-short-before")
    }
}

fn facts(words: &Words<'_>, work: &WorkOrder, names: &WorkNames) -> Vec<(String, String)> {
    let order = &work.order;
    let window = names.windows.get(&order.window);
    let total = words.ta("supply-shop-yuan", &[("price", &order.total.to_string())]);
    let facts = [
        (
            "supply-orders-window",
            window.map_or_else(String::new, |window| window_words(words.visit, window)),
        ),
        ("supply-orders-pieces", pieces(work).to_string()),
        ("supply-shop-note", order.note.clone().unwrap_or_default()),
        ("supply-shop-contact", order.contact.clone().unwrap_or_default()),
        (
            "supply-shop-substitutes",
            words.t(&format!("supply-substitutes-{}", order.substitutes)),
        ),
        (
            "supply-shop-total",
            format!("{total} · {}", words.t(&format!("supply-pays-{}", order.pays))),
        ),
        ("supply-orders-drop-point", order.drop_point.clone().unwrap_or_default()),
    ];
    let said = facts.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(key, value)| (words.t(key), value)).collect()
}

fn line_row(words: &Words<'_>, line: &OrderLine, all: &[OrderLine], names: &WorkNames) -> LineRow {
    let instead = line
        .substitute_for
        .and_then(|of| all.iter().find(|other| other.line == of));
    LineRow {
        name: names.name(line.item).to_owned(),
        note: instead.map_or_else(String::new, |other| {
            words.ta("supply-shop-instead-of", &[("name", names.name(other.item))])
        }),
        ordered: line.ordered,
        picked: line.picked.map_or_else(String::new, |picked| picked.to_string()),
    }
}

fn return_lines(work: &WorkOrder, names: &WorkNames, typed: &Typed) -> Vec<ReturnLine> {
    let held = work.lines.iter().filter(|line| line.pieces() > 0);
    held.map(|line| {
        let name = format!("fit-{}", line.line);
        let value = field(typed, &name);
        ReturnLine {
            value: if value.is_empty() {
                line.pieces().to_string()
            } else {
                value.to_owned()
            },
            field: name,
            name: names.name(line.item).to_owned(),
            pieces: line.pieces(),
        }
    })
    .collect()
}

fn event_view(
    words: &Words<'_>,
    page: &Page,
    who: &HashMap<String, String>,
    event: &OrderEvent,
    last: i64,
) -> EventView {
    // A household has no name here; that it was the household is all there is to say.
    let who = if event.actor.starts_with("household:") {
        words.t("supply-orders-household")
    } else {
        who.get(&event.actor).cloned().unwrap_or_default()
    };
    let what = words.t(&format!("supply-orders-event-{}", event.kind));
    let note = event.note.as_deref().unwrap_or_default();
    EventView::new(page, &event.at, what, who, note, event.seq == last)
}
