//! `/outlet`: a firm's own page. One question, "what must be done now?"; and the frame around all pages of a firm.

use crate::Supply;
use crate::api::Shared;
use crate::error::SupplyError;
use crate::rules::stock::{Attention, Pace, attention};
use crate::store::firm::Firm;
use crate::store::stock::reading::StockLine;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::Method;
use serde::Deserialize;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::OrgId;
use tongxin_ledger::{Filter, LedgerState, OwnNeeds, Sight};
use tongxin_web::{Page, Problem, Query, html, redirect};

/// Lines of stock that are named on the page; the stock page has the rest.
const LINES_SHOWN_MAX: usize = 10;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    Routes::new().page(Method::GET, "/outlet", Right::May(Action::OwnOutlet), show)
}

/// Which firm a page is about.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct OfFirm {
    pub(super) org: Option<OrgId>,
}

/// What stands above every page of a firm; `outlet_macros.html` shows it.
#[derive(Debug)]
pub struct OutletFrame {
    /// The firm's id, as addresses carry it.
    pub org: String,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub place: String,
    /// All firms that the viewer speaks for: address, name, whether it is this one.
    pub all: Vec<(String, String, bool)>,
    /// The firm's pages: address, language key, whether it is this one.
    pub tabs: Vec<(String, &'static str, bool)>,
    /// Whether the viewer may report its stock.
    pub may_report: bool,
}

/// A firm's pages: path, language key, what a viewer must be able to do.
const TABS: [(&str, &str, Action); 11] = [
    ("/outlet", "supply-outlet-tab-now", Action::OwnOutlet),
    ("/outlet/orders", "supply-outlet-tab-orders", Action::OrderWork),
    ("/outlet/picks", "supply-outlet-tab-picks", Action::OrderWork),
    ("/outlet/runs", "supply-outlet-tab-runs", Action::OrderWork),
    ("/outlet/windows", "supply-outlet-tab-windows", Action::OrderWork),
    ("/outlet/plans", "supply-outlet-tab-plans", Action::PlanWork),
    ("/outlet/day-runs", "supply-outlet-tab-day-runs", Action::PlanWork),
    ("/outlet/stock", "supply-outlet-tab-stock", Action::StockRead),
    ("/outlet/goods", "supply-outlet-tab-goods", Action::StockRead),
    ("/outlet/movements", "supply-outlet-tab-movements", Action::StockRead),
    ("/outlet/passes", "supply-outlet-tab-passes", Action::PassApply),
];

impl Supply {
    /// What the ledger's pages need.
    pub(super) fn needs(&self) -> LedgerState {
        LedgerState {
            ledger: self.ledger().clone(),
            places: self.places().clone(),
            accounts: self.accounts().clone(),
        }
    }

    /// The frame of another module's page of a firm at `path`: of the firm that is asked for, else the first that the
    /// viewer speaks for.
    ///
    /// # Errors
    /// `NotFound` for a firm that they don't speak for; or a storage failure.
    pub async fn firm_frame(
        &self,
        visit: &Visit,
        action: Action,
        org: Option<OrgId>,
        path: &str,
    ) -> Result<OutletFrame, Problem> {
        Ok(self.outlet_frame(visit, action, org, path).await?.1)
    }

    /// The firm that a page is about, else the first that the viewer speaks for; and the frame of its page at `path`.
    pub(super) async fn outlet_frame(
        &self,
        visit: &Visit,
        action: Action,
        org: Option<OrgId>,
        path: &str,
    ) -> Result<(Firm, OutletFrame), Problem> {
        let scope = visit.scope(action)?;
        let own = self.own_firms(&scope).await?;
        let firm = match org {
            Some(org) => self.firm(&scope, org).await?,
            None => own.first().cloned().ok_or(SupplyError::NotFound)?,
        };
        let all = own.iter().map(|one| {
            let href = format!("{path}?org={}", one.id());
            (href, one.org().name.clone(), one.id() == firm.id())
        });
        let tabs = TABS.iter().filter(|(_, _, action)| visit.viewer.may(*action));
        let frame = OutletFrame {
            org: firm.id().to_string(),
            name: firm.org().name.clone(),
            place: Sight::of(&self.needs(), visit).place(&firm.org().place),
            all: all.collect(),
            tabs: tabs
                .map(|(tab, key, _)| (format!("{tab}?org={}", firm.id()), *key, *tab == path))
                .collect(),
            may_report: visit.viewer.may(Action::StockReport),
        };
        Ok((firm, frame))
    }
}

/// Something to be done, as a row.
struct NowRow {
    /// `failing` or `strained`.
    state: &'static str,
    word: String,
    href: String,
    what: String,
    note: String,
}

/// Open orders in one state.
struct OrderCount {
    number: i64,
    word: String,
    /// Where they stand.
    href: String,
}

#[derive(Template)]
#[template(path = "outlet.html")]
struct OutletPage {
    page: Page,
    frame: OutletFrame,
    orders: Vec<OrderCount>,
    rows: Vec<NowRow>,
    /// Lines that are to be counted.
    uncounted: usize,
    /// Lines of stock at all.
    carried: usize,
    own: OwnNeeds,
}

/// A firm's page; a carrier, which has no stock and no orders, is led to its listing with its vehicles and staff.
async fn show(State(supply): Shared, visit: Visit, Query(query): Query<OfFirm>) -> Result<Response, Problem> {
    let scope = visit.scope(Action::OwnOutlet)?;
    if let (None, Some(org)) = (query.org, scope.orgs.first())
        && supply.own_firms(&scope).await?.is_empty()
    {
        return Ok(redirect(&format!("/supply/firms/{org}")));
    }
    let (firm, frame) = supply
        .outlet_frame(&visit, Action::OwnOutlet, query.org, "/outlet")
        .await?;
    let lines = supply.whole_stock(&firm).await?;
    let pace = supply.pace(&firm, visit.now()).await?;
    let (rows, uncounted) = to_do(&visit, &frame.org, &lines, &pace);
    let orders = supply.open_orders(&firm).await?;
    let orders = orders.into_iter().map(|(state, number)| OrderCount {
        number,
        word: visit.t(&format!("supply-outlet-orders-{state}")),
        href: format!("/outlet/orders?org={}&state={state}", firm.id()),
    });
    let whom = Filter {
        org: Some(firm.id()),
        ..Filter::default()
    };
    let asks = format!("&org={}", firm.id());
    let back = format!("/outlet?org={}", firm.id());
    let own = OwnNeeds::load(&supply.needs(), &visit, crate::kinds::SHORTAGE.key, whom, &asks, &back).await?;
    html(&OutletPage {
        page: visit.page_titled(frame.name.clone()),
        orders: orders.collect(),
        rows,
        uncounted,
        carried: lines.len(),
        own,
        frame,
    })
}

/// The worst lines first; those that only want counting are said in one number.
fn to_do(visit: &Visit, org: &str, lines: &[StockLine], pace: &Pace) -> (Vec<NowRow>, usize) {
    let mut found: Vec<(Attention, &StockLine)> = lines
        .iter()
        .filter_map(|line| Some((line_attention(line, pace, visit)?, line)))
        .collect();
    found.sort_by_key(|(attention, _)| *attention);
    let uncounted = found
        .iter()
        .filter(|(attention, _)| *attention == Attention::Uncounted)
        .count();
    let rows = found
        .iter()
        .filter(|(attention, _)| *attention != Attention::Uncounted)
        .take(LINES_SHOWN_MAX)
        .map(|(attention, line)| NowRow {
            state: attention_state(*attention),
            word: visit.t(&format!("supply-stock-attention-{attention}")),
            href: format!("/outlet/goods/{}?org={org}", line.item.id),
            what: line.item.name.clone(),
            note: said_level(visit, line),
        });
    (rows.collect(), uncounted)
}

/// What has to be looked at in a line.
pub(super) fn line_attention(line: &StockLine, pace: &Pace, visit: &Visit) -> Option<Attention> {
    let is_for_sale = line.terms.is_some_and(|terms| terms.is_open);
    attention(
        line.level,
        is_for_sale,
        pace.of(line.item.id),
        line.counted_at,
        visit.now(),
    )
}

/// The state whose shape goes with it.
pub(super) const fn attention_state(attention: Attention) -> &'static str {
    match attention {
        Attention::Uncovered => "failing",
        Attention::SoldOut | Attention::Low => "strained",
        Attention::Uncounted => "unknown",
    }
}

fn said_level(visit: &Visit, line: &StockLine) -> String {
    let (on_hand, promised) = (line.level.on_hand.to_string(), line.level.promised.to_string());
    let args = [("on_hand", on_hand.as_str()), ("promised", promised.as_str())];
    let texts = &visit.asked.shell.texts;
    texts.text_with(visit.lang(), "supply-stock-level", &args)
}
