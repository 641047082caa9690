//! `/supply/transfers`: what is on its way or waits for somebody, and what is over.

use crate::api::Shared;
use crate::api::transfers::TransferQuery;
use crate::limits::TRANSFERS_PAGE_DEFAULT;
use crate::pages::transfers::PATH;
use crate::pages::transfers::words::{Names, badge};
use crate::pages::whitelist::words::{Badge, Words};
use crate::store::transfers::Transfer;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_web::Address;
use tongxin_web::{Page, Problem, html};

#[derive(Template)]
#[template(path = "transfers.html")]
struct TransfersPage {
    page: Page,
    /// Address, word, whether it is the present one.
    chips: Vec<(String, String, bool)>,
    rows: Vec<TransferRow>,
    first: Option<String>,
    next: Option<String>,
}

struct TransferRow {
    href: String,
    badge: Badge,
    what: String,
    from: String,
    to: String,
    iso: String,
    since: String,
    exact: String,
}

/// The list; open transfers unless the address says otherwise.
pub(super) async fn show(State(supply): Shared, visit: Visit) -> Result<Response, Problem> {
    let asked = Address::of(PATH, &visit.asked.address);
    let address = match asked.first("open") {
        "" => asked.with("open", "true"),
        _ => asked.clone(),
    };
    let mut query: TransferQuery = address.query()?;
    query.cursor = asked.query::<TransferQuery>()?.cursor;
    let words = Words::of(&supply, &visit)?;
    let scope = visit.scope(Action::StockRead)?;
    let found = supply
        .transfers_page(&scope, &query.filter(), query.cursor, TRANSFERS_PAGE_DEFAULT)
        .await?;
    let names = Names::of(&supply, &found.rows).await?;
    let page = visit.page("supply-transfers-title");
    let chip = |value: &str| {
        let word = words.t(&format!("supply-transfers-open-{value}"));
        (
            address.with("open", value).to_string(),
            word,
            address.first("open") == value,
        )
    };
    html(&TransfersPage {
        chips: vec![chip("true"), chip("false")],
        rows: found.rows.iter().map(|one| row(&words, &page, &names, one)).collect(),
        first: query.cursor.map(|_| address.without(&[]).to_string()),
        next: found
            .next
            .map(|next| address.with("cursor", &next.to_string()).to_string()),
        page,
    })
}

fn row(words: &Words<'_>, page: &Page, names: &Names, one: &Transfer) -> TransferRow {
    let at = one.id.created_at();
    TransferRow {
        href: format!("{PATH}/{}", one.id),
        badge: badge(words, one.state),
        what: names.what(words, one.item, one.asked),
        from: words.ta(
            "supply-transfers-from-to",
            &[("from", &names.org(one.from)), ("to", &names.org(one.to))],
        ),
        to: words.place(&one.to_place),
        iso: at.to_string(),
        since: page.since(&at),
        exact: page.when(&at),
    }
}
