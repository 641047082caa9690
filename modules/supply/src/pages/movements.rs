//! `/outlet/movements`: how a firm's stock came to be what it is.

use crate::Supply;
use crate::api::Shared;
use crate::api::goods::page_of;
use crate::api::movements::{MovementQuery, kind_word};
use crate::limits::GOODS_PAGE_DEFAULT;
use crate::pages::outlet::OutletFrame;
use crate::rules::stock::MovementKind;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::Method;
use serde::Deserialize;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::{Day, ItemId, MovementId, OrgId};
use tongxin_web::{Choice, Page, Problem, Query, html};

pub(super) fn routes() -> Routes<Arc<Supply>> {
    Routes::new().page(Method::GET, "/outlet/movements", Right::May(Action::StockRead), show)
}

/// Whose, and which.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct MovementsQuery {
    org: Option<OrgId>,
    item: Option<ItemId>,
    kind: Option<MovementKind>,
    from: Option<Day>,
    until: Option<Day>,
    cursor: Option<MovementId>,
}

impl MovementsQuery {
    fn filter_query(&self) -> MovementQuery {
        MovementQuery {
            item: self.item,
            kind: self.kind,
            from: self.from,
            until: self.until,
            cursor: None,
            limit: None,
        }
    }

    /// The filter as it stands in an address, after `?org=…`.
    fn address(&self) -> String {
        let mut address = String::new();
        let item = self.item.map(|item| ("item", item.to_string()));
        let kind = self.kind.map(|kind| ("kind", kind.to_string()));
        let from = self.from.map(|day| ("from", day.to_string()));
        let until = self.until.map(|day| ("until", day.to_string()));
        for (name, value) in [item, kind, from, until].into_iter().flatten() {
            address.push_str(&format!("&{name}={value}"));
        }
        address
    }
}

/// A movement as the table shows it.
struct MovementRow {
    time: String,
    what: String,
    item: String,
    href: String,
    change: String,
    unit: String,
    who: String,
    note: String,
}

#[derive(Template)]
#[template(path = "movements.html")]
struct MovementsPage {
    page: Page,
    frame: OutletFrame,
    kinds: Vec<Choice>,
    from: String,
    until: String,
    /// The item that is asked for: its id and name.
    item: Option<(String, String)>,
    rows: Vec<MovementRow>,
    first: Option<String>,
    next: Option<String>,
    /// The files of this list, without their ending.
    file: String,
    /// What follows the ending.
    file_query: String,
}

async fn show(State(supply): Shared, visit: Visit, Query(query): Query<MovementsQuery>) -> Result<Response, Problem> {
    let path = "/outlet/movements";
    let (firm, frame) = supply.outlet_frame(&visit, Action::StockRead, query.org, path).await?;
    let filter = query.filter_query().filter(&visit.asked.shell.zone);
    let found = supply
        .movements(&firm, &filter, query.cursor, GOODS_PAGE_DEFAULT + 1)
        .await?;
    let (found, next) = page_of(found, GOODS_PAGE_DEFAULT, |movement| movement.id);
    let names = supply.actor_names(&found).await?;
    let page = visit.page("supply-stock-movements");
    let rows = found.iter().map(|movement| MovementRow {
        time: page.when(&movement.at),
        what: kind_word(&visit, movement),
        item: movement.item_name.clone(),
        href: format!("/outlet/goods/{}?org={}", movement.item, frame.org),
        change: format!("{:+}", movement.change).replace('-', "−"),
        unit: movement.item_unit.clone(),
        who: names.of(&visit, &movement.actor),
        note: movement.note.clone().unwrap_or_default(),
    });
    let item = match query.item {
        Some(id) => Some((id.to_string(), supply.item(id).await?.name)),
        None => None,
    };
    let address = query.address();
    html(&MovementsPage {
        rows: rows.collect(),
        kinds: kinds(&visit, query.kind),
        from: query.from.map_or_else(String::new, |day| day.to_string()),
        until: query.until.map_or_else(String::new, |day| day.to_string()),
        item,
        first: query.cursor.map(|_| format!("{path}?org={}{address}", frame.org)),
        next: next.map(|before| format!("{path}?org={}{address}&cursor={before}", frame.org)),
        file: format!("/api/v1/outlets/{}/movements", frame.org),
        file_query: address
            .strip_prefix('&')
            .map_or_else(String::new, |rest| format!("?{rest}")),
        page,
        frame,
    })
}

fn kinds(visit: &Visit, chosen: Option<MovementKind>) -> Vec<Choice> {
    let all = Choice {
        label: visit.t("supply-stock-all-kinds"),
        chosen: chosen.is_none(),
        ..Choice::default()
    };
    let kinds = MovementKind::ALL.iter().map(|kind| Choice {
        value: kind.to_string(),
        label: visit.t(&format!("supply-stock-kind-{kind}")),
        hint: String::new(),
        chosen: chosen == Some(*kind),
    });
    std::iter::once(all).chain(kinds).collect()
}
