//! `/orders/{id}`: an order as its household follows it: how it stands, the code for the door, what comes and when.

use crate::Supply;
use crate::api::Shared;
use crate::api::orders::give;
use crate::api::shop::{Names, Seen, for_household, reader};
use crate::orders::OrderDone;
use crate::pages::orders::words::{photo_alt, photo_href};
use crate::pages::shop::form_errors;
use crate::rules::order::{Command, OrderLine, OrderState, ReceivedLine};
use crate::shop::OrderDetail;
use crate::store::orders::{Consent, Order};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use tongxin_account::{Action, Visit};
use tongxin_city::{OrderId, Timestamp};
use tongxin_web::{
    Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, html, html_with, redirect_with, refused,
};

#[derive(Template)]
#[template(path = "shop_order.html")]
struct OrderPage {
    page: Page,
    errors: FormErrors,
    id: String,
    badge: (&'static str, String),
    outlet: String,
    window: String,
    door: String,
    steps: Vec<Step>,
    /// Said at the door; empty when it is not for the reader, or no longer of use.
    code: String,
    drop_point: String,
    /// Where the photo of it is.
    photo: Option<String>,
    photo_alt: String,
    lines: Vec<Line>,
    total: String,
    pays: String,
    substitutes: String,
    contact: String,
    note: String,
    consent: String,
    /// Why it was called off or came back.
    reason: String,
    /// The needs that were raised, each an address and what for.
    needs: Vec<(String, String)>,
    may_cancel: bool,
    may_receive: bool,
    /// Where to order the same again.
    again_href: Option<String>,
    back: String,
}

struct Step {
    word: String,
    /// `done`, `now` or `ahead`.
    mark: &'static str,
    when: String,
}

struct Line {
    number: i64,
    name: String,
    /// How many, with what happened to them.
    pieces: String,
    note: String,
    sum: String,
    /// Pieces that should be in the bag.
    packed: i64,
}

/// An order's state with its shape.
pub(in crate::pages) fn state_badge(visit: &Visit, state: OrderState) -> (&'static str, String) {
    let shape = match state {
        OrderState::Received => "stable",
        OrderState::Placed | OrderState::Packed | OrderState::Sent | OrderState::Dropped => "strained",
        OrderState::Cancelled | OrderState::Returned => "unknown",
    };
    (shape, visit.t(&format!("supply-order-{state}")))
}

pub(super) async fn show(State(supply): Shared, visit: Visit, Path(id): Path<OrderId>) -> Result<Response, Problem> {
    html(&page(&supply, &visit, id, FormErrors::default()).await?)
}

async fn page(supply: &Supply, visit: &Visit, id: OrderId, errors: FormErrors) -> Result<OrderPage, Problem> {
    let detail = supply.order(&reader(visit)?, id).await?;
    let names = Names::look_up(supply, std::slice::from_ref(&detail.order), &detail.lines).await?;
    let OrderDetail { order, lines, events } = detail;
    let seen = Seen::by(&visit.viewer, &order);
    let is_whole = seen == Seen::Whole;
    let can = visit.scope(Action::OrderPlace).is_ok() && is_whole;
    let said = |text: &Option<String>| text.clone().filter(|_| seen >= Seen::Door).unwrap_or_default();
    let building = (visit.viewer.household().is_none()).then(|| format!("building={}", order.building));
    let again = format!("/shop/{}?again={id}", order.org);
    let reason = events.iter().rev().find_map(|event| event.note.clone());
    Ok(OrderPage {
        errors,
        id: id.to_string(),
        badge: state_badge(visit, order.state),
        outlet: names.outlet(order.org),
        window: names.window(visit, order.window),
        door: if seen >= Seen::Door {
            order.door.clone()
        } else {
            String::new()
        },
        steps: steps(visit, &order),
        code: if is_whole && order.state.is_open() {
            order.hand_over_code.clone()
        } else {
            String::new()
        },
        photo: photo_href(&order),
        photo_alt: photo_alt(visit, Some(&said(&order.drop_point))),
        drop_point: said(&order.drop_point),
        total: visit_text(visit, "supply-shop-yuan", &[("price", &order.total.to_string())]),
        pays: visit.t(&format!("supply-pays-{}", order.pays)),
        substitutes: visit.t(&format!("supply-substitutes-{}", order.substitutes)),
        contact: said(&order.contact),
        note: said(&order.note),
        consent: consent(visit, &order, is_whole),
        reason: said(&reason),
        needs: needs(visit, &order),
        may_cancel: can && order.state == OrderState::Placed,
        may_receive: can && matches!(order.state, OrderState::Sent | OrderState::Dropped),
        again_href: can.then(|| {
            building
                .as_ref()
                .map_or(again.clone(), |building| format!("{again}&{building}"))
        }),
        back: building.map_or_else(|| "/shop".to_owned(), |building| format!("/shop?{building}")),
        lines: lines.iter().map(|line| row(visit, line, &lines, &names)).collect(),
        page: visit.page_titled(visit_text(
            visit,
            "supply-shop-order-title",
            &[("number", &id.to_string())],
        )),
    })
}

fn visit_text(visit: &Visit, key: &str, args: &[(&str, &str)]) -> String {
    visit.asked.shell.texts.text_with(visit.lang(), key, args)
}

fn consent(visit: &Visit, order: &Order, is_whole: bool) -> String {
    match order.consent.as_ref().filter(|_| is_whole) {
        None => String::new(),
        Some(Consent::Code) => visit.t("supply-shop-consent-code"),
        Some(Consent::Slip(number)) => visit_text(visit, "supply-shop-consent-slip", &[("number", number)]),
    }
}

fn needs(visit: &Visit, order: &Order) -> Vec<(String, String)> {
    let late = order.late_need.map(|need| (need, "supply-topic-late"));
    let short = order.short_need.map(|need| (need, "supply-topic-short"));
    let both = late.into_iter().chain(short);
    both.map(|(need, key)| (format!("/needs/{need}"), visit.t(key)))
        .collect()
}

/// The way of an order; once it is over, only the steps it took.
fn steps(visit: &Visit, order: &Order) -> Vec<Step> {
    let way = [
        (OrderState::Placed, Some(order.placed_at)),
        (OrderState::Packed, order.packed_at),
        (OrderState::Sent, order.sent_at),
        (OrderState::Dropped, order.dropped_at),
        (OrderState::Received, order.received_at),
    ];
    let ended = matches!(order.state, OrderState::Cancelled | OrderState::Returned);
    let end = ended.then_some((order.state, order.closed_at));
    let step = |(state, at): (OrderState, Option<Timestamp>)| Step {
        word: visit.t(&format!("supply-order-{state}")),
        mark: match at {
            _ if state == order.state && state != OrderState::Received => "now",
            Some(_) => "done",
            None => "ahead",
        },
        when: match (at, order.planned_at) {
            (Some(at), _) => visit.asked.shell.zone.format(at, visit.lang()),
            (None, Some(planned)) if state == OrderState::Received => {
                let at = visit.asked.shell.zone.format(planned, visit.lang());
                visit_text(visit, "supply-shop-planned", &[("at", &at)])
            }
            (None, _) => String::new(),
        },
    };
    let way = way.into_iter().filter(|(_, at)| order.state.is_open() || at.is_some());
    way.chain(end).map(step).collect()
}

fn row(visit: &Visit, line: &OrderLine, all: &[OrderLine], names: &Names) -> Line {
    let (name, unit) = names.item(line.item);
    let instead = line
        .substitute_for
        .and_then(|of| all.iter().find(|other| other.line == of));
    let number = |pieces: i64| pieces.to_string();
    let note = if let Some(other) = instead {
        visit_text(visit, "supply-shop-instead-of", &[("name", &names.item(other.item).0)])
    } else if line.pieces() < line.ordered {
        visit_text(
            visit,
            "supply-shop-packed-of",
            &[("n", &number(line.pieces())), ("of", &number(line.ordered))],
        )
    } else if line.payable() < line.pieces() {
        visit_text(
            visit,
            "supply-shop-usable-of",
            &[("n", &number(line.payable())), ("of", &number(line.pieces()))],
        )
    } else {
        String::new()
    };
    let sum = line.price.times(line.payable()).unwrap_or_default();
    Line {
        number: line.line,
        name,
        pieces: format!("{} {unit}", line.pieces().max(line.ordered)),
        note,
        sum: visit_text(visit, "supply-shop-yuan", &[("price", &sum.to_string())]),
        packed: line.pieces(),
    }
}

type Fields = Form<Vec<(String, String)>>;

fn value<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    let found = fields.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value.trim())
}

/// Calls it off.
pub(super) async fn cancel(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    Form(fields): Fields,
) -> Result<Response, Problem> {
    let reason = Some(value(&fields, "reason").to_owned()).filter(|reason| !reason.is_empty());
    let done = give_typed(&supply, &visit, id, Command::Cancel { reason }, &fields).await;
    after(&supply, &visit, id, done, "supply-shop-cancelled").await
}

/// Confirms that it came; a line's field left as it is means that all of it did.
pub(super) async fn receive(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    Form(fields): Fields,
) -> Result<Response, Problem> {
    let lines = fields.iter().filter_map(|(name, typed)| {
        let line: i64 = name.strip_prefix("received-")?.parse().ok()?;
        let damaged = value(&fields, &format!("damaged-{line}"));
        // What is no number is refused at its field, as below nothing.
        let pieces = |typed: &str| typed.parse().unwrap_or(-1);
        Some(ReceivedLine {
            line,
            received: pieces(typed.trim()),
            damaged: if damaged.is_empty() { 0 } else { pieces(damaged) },
        })
    });
    let command = Command::Receive {
        lines: lines.collect(),
        code: None,
    };
    let done = give_typed(&supply, &visit, id, command, &fields).await;
    after(&supply, &visit, id, done, "supply-shop-confirmed").await
}

async fn give_typed(
    supply: &Supply,
    visit: &Visit,
    id: OrderId,
    command: Command,
    fields: &[(String, String)],
) -> Result<OrderDone, Problem> {
    let key = IdempotencyKey::checked(value(fields, "key"))?;
    give(supply, visit, for_household(visit)?, key, id, command).await
}

async fn after(
    supply: &Supply,
    visit: &Visit,
    id: OrderId,
    done: Result<OrderDone, Problem>,
    said: &str,
) -> Result<Response, Problem> {
    let problem = match done {
        Ok(done) => {
            let key = if done.short_need.is_some() {
                "supply-shop-confirmed-short"
            } else {
                said
            };
            let flash = Flash::done(key).arg("number", id);
            return Ok(redirect_with(&visit.asked, &format!("/orders/{id}"), &flash));
        }
        Err(problem) => problem,
    };
    let status = problem.status;
    let mut errors = form_errors(visit, problem)?;
    for error in &mut errors.list {
        // `lines[2].received` stands in the form as `received-2`.
        if let Some((line, field)) = error
            .field
            .strip_prefix("lines[")
            .and_then(|rest| rest.split_once("]."))
        {
            error.field = format!("{field}-{line}");
        }
    }
    let page = page(supply, visit, id, errors).await?;
    if status == StatusCode::UNPROCESSABLE_ENTITY {
        refused(&page)
    } else {
        html_with(status, &page)
    }
}
