//! An outlet's orders in words.

use crate::Supply;
use crate::api::orders::is_late;
use crate::api::shop::window_words;
use crate::error::SupplyError;
use crate::limits::OUTLET_WINDOWS_MAX;
use crate::outlet::{WorkNames, WorkOrder};
use crate::pages::whitelist::words::{Badge, Words};
use crate::rules::order::OrderState;
use crate::rules::window::Window;
use crate::store::orders::Order;
use tongxin_account::{Scope, Visit};
use tongxin_city::{OrgId, WindowId};
use tongxin_web::Choice;

/// Lines that a row names; the order's page has the rest.
const LINES_NAMED: usize = 4;

/// How an order stands.
pub(super) fn state_badge(words: &Words<'_>, state: OrderState) -> Badge {
    Badge {
        state: match state {
            OrderState::Received => "stable",
            OrderState::Placed | OrderState::Packed | OrderState::Sent | OrderState::Dropped => "strained",
            OrderState::Cancelled | OrderState::Returned => "unknown",
        },
        word: words.t(&format!("supply-order-{state}")),
    }
}

/// The same, unless it is late: then that is said first.
pub(super) fn badge(words: &Words<'_>, order: &Order) -> Badge {
    if order.state.is_open() && is_late(order, words.visit.now()) {
        let state = words.t(&format!("supply-order-{}", order.state));
        return Badge {
            state: "failing",
            word: words.ta("supply-orders-late", &[("state", &state)]),
        };
    }
    state_badge(words, order.state)
}

/// Building and door.
pub(super) fn door(words: &Words<'_>, order: &Order) -> String {
    format!("{} {}", words.building(&order.building), order.door)
        .trim()
        .to_owned()
}

/// What an order holds, in a line: 大米 × 2 · 菜油 × 1.
pub(super) fn contents(work: &WorkOrder, names: &WorkNames) -> String {
    let held = work.lines.iter().filter(|line| line.pieces() > 0);
    let mut named: Vec<String> = held
        .clone()
        .take(LINES_NAMED)
        .map(|line| format!("{}\u{a0}×\u{a0}{}", names.name(line.item), line.pieces()))
        .collect();
    if held.count() > LINES_NAMED {
        named.push("…".to_owned());
    }
    named.join(" · ")
}

/// Pieces in an order's bags.
pub(super) fn pieces(work: &WorkOrder) -> i64 {
    work.lines.iter().map(|line| line.pieces()).sum()
}

/// Where the photo of an order's drop point is, if there is one.
pub(in crate::pages) fn photo_href(order: &Order) -> Option<String> {
    order
        .photo
        .as_ref()
        .map(|_| format!("/api/v1/orders/{}/photo", order.id))
}

/// What that photo shows, for whoever does not see it.
pub(in crate::pages) fn photo_alt(visit: &Visit, point: Option<&str>) -> String {
    let texts = &visit.asked.shell.texts;
    match point.filter(|point| !point.is_empty()) {
        Some(point) => texts.text_with(visit.lang(), "supply-orders-photo-of", &[("point", point)]),
        None => visit.t("supply-orders-photo"),
    }
}

/// When an order shall come.
pub(super) fn window(visit: &Visit, names: &WorkNames, id: WindowId) -> String {
    let found = names.windows.get(&id);
    found.map_or_else(String::new, |window| window_words(visit, window))
}

/// The windows of an outlet since yesterday, for choosing one.
pub(super) async fn recent_windows(
    supply: &Supply,
    visit: &Visit,
    scope: &Scope,
    org: OrgId,
) -> Result<Vec<Window>, SupplyError> {
    let from = visit.now().plus_days(-1);
    supply.outlet_windows(scope, org, from, OUTLET_WINDOWS_MAX).await
}

/// Windows as choices, with one for all of them when `any` names it.
pub(super) fn window_choices(visit: &Visit, windows: &[Window], any: &str, chosen: Option<WindowId>) -> Vec<Choice> {
    let all = (!any.is_empty()).then(|| Choice {
        label: visit.t(any),
        chosen: chosen.is_none(),
        ..Choice::default()
    });
    let each = windows.iter().map(|window| Choice {
        value: window.id.to_string(),
        label: window_words(visit, window),
        chosen: chosen == Some(window.id),
        ..Choice::default()
    });
    all.into_iter().chain(each).collect()
}
