//! `/outlet/windows`: when an outlet delivers, day by day, and how many orders each window has taken; opening more.

use crate::Supply;
use crate::api::Shared;
use crate::limits::{OUTLET_WINDOWS_MAX, WINDOW_WEEKS_MAX};
use crate::pages::forms::field;
use crate::pages::orders::{PICKS, Typed, WINDOWS};
use crate::pages::outlet::OutletFrame;
use crate::pages::whitelist::words::{Badge, Words};
use crate::rules::window::{Window, WindowRefusal};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, OrgId, Timestamp};
use tongxin_web::{Choice, FormErrors, Page, Problem, Query, html};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct WindowsQuery {
    pub(super) org: Option<OrgId>,
    pub(super) from: Option<Timestamp>,
}

#[derive(Template)]
#[template(path = "outlet_windows.html")]
pub(super) struct WindowsPage {
    page: Page,
    frame: OutletFrame,
    errors: FormErrors,
    days: Vec<DayPart>,
    first: Option<String>,
    next: Option<String>,
    one: Fields,
    week: Fields,
    weekdays: Vec<Choice>,
    weeks_max: String,
}

struct DayPart {
    name: String,
    windows: Vec<WindowRow>,
}

struct WindowRow {
    id: String,
    badge: Badge,
    time: String,
    taken: String,
    closes: String,
    is_open: bool,
    /// Whether it can be closed or opened still.
    is_ahead: bool,
    picks: String,
}

/// What stands in the fields of a form.
struct Fields {
    day: String,
    weeks: String,
    from: String,
    to: String,
    closes: String,
    orders: String,
}

impl Fields {
    /// What was typed, else what most windows are.
    fn of(typed: &Typed, start: &str, tomorrow: Day) -> Fields {
        let value = |name: &str, usual: &str| match field(typed, &format!("{start}{name}")) {
            "" if typed.is_empty() => usual.to_owned(),
            text => text.to_owned(),
        };
        Fields {
            day: value("day", &tomorrow.to_string()),
            weeks: value("weeks", "1"),
            from: value("from", "09:00"),
            to: value("to", "12:00"),
            closes: value("closes", "60"),
            orders: value("orders", ""),
        }
    }
}

/// The page; windows from a day ago on unless the address says otherwise.
pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<WindowsQuery>,
) -> Result<Response, Problem> {
    html(&page(&supply, &visit, &query, &Vec::new(), FormErrors::default()).await?)
}

pub(super) async fn page(
    supply: &Supply,
    visit: &Visit,
    query: &WindowsQuery,
    typed: &Typed,
    errors: FormErrors,
) -> Result<WindowsPage, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    let (firm, frame) = supply
        .outlet_frame(visit, Action::OrderWork, query.org, WINDOWS)
        .await?;
    let words = Words::of(supply, visit)?;
    let from = query.from.unwrap_or(visit.now().plus_days(-1));
    let mut windows = supply
        .outlet_windows(&scope, firm.id(), from, OUTLET_WINDOWS_MAX + 1)
        .await?;
    let next_from = windows.get(OUTLET_WINDOWS_MAX as usize).map(|window| window.from_at);
    windows.truncate(OUTLET_WINDOWS_MAX as usize);
    let zone = &visit.asked.shell.zone;
    let page = visit.page("supply-windows-title");
    let mut days: Vec<DayPart> = Vec::new();
    for window in &windows {
        let name = zone.day_of(window.from_at).format(visit.lang());
        if days.last().is_none_or(|day| day.name != name) {
            days.push(DayPart {
                name,
                windows: Vec::new(),
            });
        }
        if let Some(day) = days.last_mut() {
            day.windows.push(row(&words, &page, window));
        }
    }
    let own = format!("{WINDOWS}?org={}", frame.org);
    let tomorrow = words.today.next();
    Ok(WindowsPage {
        errors,
        days,
        first: query.from.map(|_| own.clone()),
        next: next_from.map(|from| format!("{own}&from={from}")),
        one: Fields::of(typed, "one_", tomorrow),
        week: Fields::of(typed, "week_", tomorrow),
        weekdays: weekdays(visit, typed),
        weeks_max: WINDOW_WEEKS_MAX.to_string(),
        page,
        frame,
    })
}

/// The names of Monday to Sunday.
const WEEKDAYS: [&str; 7] = [
    "supply-windows-weekday-0",
    "supply-windows-weekday-1",
    "supply-windows-weekday-2",
    "supply-windows-weekday-3",
    "supply-windows-weekday-4",
    "supply-windows-weekday-5",
    "supply-windows-weekday-6",
];

/// Monday to Sunday; all of them until somebody chooses.
fn weekdays(visit: &Visit, typed: &Typed) -> Vec<Choice> {
    let is_chosen = |value: &str| {
        let mut named = typed.iter().filter(|(name, _)| name == "week_days");
        typed.is_empty() || named.any(|(_, chosen)| chosen == value)
    };
    let choice = |(number, key): (i64, &str)| {
        let value = number.to_string();
        Choice {
            label: visit.t(key),
            chosen: is_chosen(&value),
            value,
            ..Choice::default()
        }
    };
    (0..7).zip(WEEKDAYS).map(choice).collect()
}

fn row(words: &Words<'_>, page: &Page, window: &Window) -> WindowRow {
    let (zone, now) = (&words.visit.asked.shell.zone, words.visit.now());
    let badge = |state: &'static str, key: &str| Badge {
        state,
        word: words.t(key),
    };
    let (taken, max) = (window.orders_taken.to_string(), window.orders_max.to_string());
    WindowRow {
        badge: match window.refusal(now) {
            None => badge("stable", "supply-windows-open"),
            Some(WindowRefusal::Full) => badge("strained", "supply-windows-full"),
            Some(WindowRefusal::Closed) => badge("unknown", "supply-windows-closed"),
        },
        time: format!(
            "{}–{}",
            zone.format_time(window.from_at),
            zone.format_time(window.to_at)
        ),
        taken: words.ta("supply-windows-taken", &[("n", &taken), ("max", &max)]),
        closes: words.ta("supply-windows-closes-at", &[("at", &page.when(&window.closes_at))]),
        is_open: window.is_open,
        is_ahead: window.closes_at > now,
        picks: format!("{PICKS}?org={}&window={}", window.org, window.id),
        id: window.id.to_string(),
    }
}
