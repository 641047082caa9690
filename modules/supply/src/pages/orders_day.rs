//! `/supply/orders`: the orders of a place to which something happened on a day; the rows behind a briefing's figure.

use crate::api::Shared;
use crate::api::shop::orders::reader;
use crate::api::shop::views::Names;
use crate::error::SupplyError;
use crate::limits::ORDERS_DAY_PAGE;
use crate::pages::shop::order::state_badge;
use crate::pages::whitelist::words::Words;
use crate::rules::figure::OrderHappening;
use crate::store::orders::Order;
use crate::store::orders::list::OrderFilter;
use crate::{Supply, SupplyFigureKey};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::Method;
use serde::Deserialize;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::{Day, OrderId, OrgId, PlaceCode};
use tongxin_web::{Address, Page, Problem, html};

const PATH: &str = "/supply/orders";

pub(super) fn routes() -> Routes<Arc<Supply>> {
    Routes::new().page(Method::GET, PATH, Right::May(Action::OrderRead), show)
}

/// Which orders; today's of everywhere the reader sees unless it says otherwise.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DayQuery {
    place: Option<PlaceCode>,
    org: Option<OrgId>,
    date: Option<Day>,
    happening: Option<OrderHappening>,
    cursor: Option<OrderId>,
}

#[derive(Template)]
#[template(path = "orders_day.html")]
struct OrdersDayPage {
    page: Page,
    /// The place and the day.
    about: String,
    /// The day as a form has it.
    date: String,
    /// What the form goes on with.
    kept: Vec<(String, String)>,
    /// Address, word, whether it is the present one.
    chips: Vec<(String, String, bool)>,
    rows: Vec<OrderRow>,
    first: Option<String>,
    next: Option<String>,
}

struct OrderRow {
    href: String,
    badge: (&'static str, String),
    outlet: String,
    number: String,
    building: String,
    total: String,
    placed: (String, String, String),
}

async fn show(State(supply): Shared, visit: Visit) -> Result<Response, Problem> {
    let address = Address::of(PATH, &visit.asked.address);
    let query: DayQuery = address.query()?;
    let words = Words::of(&supply, &visit)?;
    let day = query.date.unwrap_or(words.today);
    let happening = query.happening.unwrap_or(OrderHappening::Placed);
    let filter = filter(&supply, &query, day, happening)?;
    let found = supply
        .orders_page(&reader(&visit)?, &filter, query.cursor, ORDERS_DAY_PAGE)
        .await?;
    let names = Names::look_up(&supply, &found.rows, &[]).await?;
    let page = visit.page("supply-orders-day-title");
    let chip = |key: &SupplyFigureKey| {
        let of = key.happening()?;
        let word = words.t(&format!("supply-figure-{key}"));
        Some((
            address.with("happening", of.as_str()).to_string(),
            word,
            of == happening,
        ))
    };
    let about = [query.place.map(|place| words.place(&place)), Some(words.day(day))];
    html(&OrdersDayPage {
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        date: day.to_string(),
        kept: address.without(&["date"]).pairs().to_vec(),
        chips: SupplyFigureKey::ALL.iter().filter_map(chip).collect(),
        rows: found
            .rows
            .iter()
            .map(|order| row(&words, &page, &names, order))
            .collect(),
        first: query.cursor.map(|_| address.without(&[]).to_string()),
        next: found
            .next
            .map(|next| address.with("cursor", &next.to_string()).to_string()),
        page,
    })
}

fn filter(supply: &Supply, query: &DayQuery, day: Day, happening: OrderHappening) -> Result<OrderFilter, SupplyError> {
    let span = supply.places().city()?.file.zone.span_of(day);
    Ok(OrderFilter {
        place: query.place,
        org: query.org,
        happened: Some((happening, span.start, span.end)),
        ..OrderFilter::default()
    })
}

fn row(words: &Words<'_>, page: &Page, names: &Names, order: &Order) -> OrderRow {
    OrderRow {
        href: format!("/orders/{}", order.id),
        badge: state_badge(words.visit, order.state),
        outlet: names.outlet(order.org),
        number: order.id.to_string(),
        building: words.place(&order.building),
        total: order.total.to_string(),
        placed: (
            order.placed_at.to_string(),
            page.since(&order.placed_at),
            page.when(&order.placed_at),
        ),
    }
}
