//! `/outlet/stock`: what a firm has.

use crate::Supply;
use crate::api::Shared;
use crate::limits::{GOODS_PAGE_DEFAULT, ITEM_SEARCH_CHARS_MAX};
use crate::pages::outlet::{OutletFrame, attention_state, line_attention};
use crate::rules::stock::Pace;
use crate::store::stock::reading::StockLine;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::Method;
use serde::Deserialize;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::{ItemId, OrgId};
use tongxin_web::{Page, Problem, Query, html, require_short};

pub(super) fn routes() -> Routes<Arc<Supply>> {
    Routes::new().page(Method::GET, "/outlet/stock", Right::May(Action::StockRead), show)
}

/// Which firm, which items, which page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ListQuery {
    pub(super) org: Option<OrgId>,
    pub(super) q: String,
    pub(super) cursor: Option<ItemId>,
}

impl ListQuery {
    /// What is searched for, if anything is.
    pub(super) fn search(&self) -> Result<Option<&str>, Problem> {
        require_short("q", &self.q, ITEM_SEARCH_CHARS_MAX)?;
        Ok(Some(self.q.trim()).filter(|text| !text.is_empty()))
    }

    /// The address of this list's part that begins after an item.
    pub(super) fn part(&self, path: &str, org: &str, after: Option<ItemId>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("org", org);
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        if let Some(after) = after {
            query.append_pair("cursor", &after.to_string());
        }
        format!("{path}?{}", query.finish())
    }
}

/// A line as the table shows it.
struct LineRow {
    href: String,
    name: String,
    unit: String,
    on_hand: i64,
    promised: i64,
    free: i64,
    counted: String,
    /// State and word of what has to be looked at.
    attention: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "stock.html")]
struct StockPage {
    page: Page,
    frame: OutletFrame,
    query: String,
    rows: Vec<LineRow>,
    first: Option<String>,
    next: Option<String>,
}

async fn show(State(supply): Shared, visit: Visit, Query(query): Query<ListQuery>) -> Result<Response, Problem> {
    let search = query.search()?;
    let path = "/outlet/stock";
    let (firm, frame) = supply.outlet_frame(&visit, Action::StockRead, query.org, path).await?;
    let found = supply
        .stock(&firm, search, query.cursor, GOODS_PAGE_DEFAULT + 1)
        .await?;
    let pace = supply.pace(&firm, visit.now()).await?;
    let (lines, next) = crate::api::goods::page_of(found, GOODS_PAGE_DEFAULT, |line| line.item.id);
    let page = visit.page("supply-stock-title");
    let rows = lines.iter().map(|line| row(&visit, &page, &frame, line, &pace));
    html(&StockPage {
        rows: rows.collect(),
        first: query.cursor.map(|_| query.part(path, &frame.org, None)),
        next: next.map(|after| query.part(path, &frame.org, Some(after))),
        query: query.q,
        page,
        frame,
    })
}

fn row(visit: &Visit, page: &Page, frame: &OutletFrame, line: &StockLine, pace: &Pace) -> LineRow {
    let attention = line_attention(line, pace, visit).map(|attention| {
        let word = visit.t(&format!("supply-stock-attention-{attention}"));
        (attention_state(attention), word)
    });
    LineRow {
        href: format!("/outlet/goods/{}?org={}", line.item.id, frame.org),
        name: line.item.name.clone(),
        unit: line.item.unit.clone(),
        on_hand: line.level.on_hand,
        promised: line.level.promised,
        free: line.level.free(),
        counted: line
            .counted_at
            .map_or_else(|| visit.t("supply-stock-never"), |at| page.when(&at)),
        attention,
    }
}
