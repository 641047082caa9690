//! `/outlet/day-runs`: a firm's published runs of a day, how each stands and what is behind.

use crate::api::Shared;
use crate::limits::DAYS_AHEAD_MAX;
use crate::pages::plans::Of;
use crate::pages::words::{Badge, Words, expected};
use crate::pages::{OWN_PLANS, OWN_RUNS};
use crate::rules::state::RunState;
use crate::store::runs::{RunRecord, StopRecord};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::HashMap;
use tongxin_account::{Action, Visit};
use tongxin_city::{OrgId, StaffId, Timestamp};
use tongxin_supply::OutletFrame;
use tongxin_web::{Page, Problem, Query, html};

#[derive(Template)]
#[template(path = "dispatch_day_runs.html")]
struct DayRunsPage {
    page: Page,
    frame: OutletFrame,
    day: String,
    /// Address, word, whether it is the day shown.
    days: Vec<(String, String, bool)>,
    sums: DaySums,
    runs: Vec<RunRow>,
    plans_href: String,
    /// Whether something can't go as planned, so that planning anew pays.
    is_troubled: bool,
}

/// A day's runs in numbers: each with its word.
#[derive(Debug, Default)]
pub(super) struct DaySums {
    pub(super) numbers: Vec<(String, String)>,
    /// Whether there are runs at all.
    pub(super) is_empty: bool,
}

/// A run as a row of a list.
pub(super) struct RunRow {
    pub(super) href: String,
    /// What its driver reads, for the firm itself; else empty.
    pub(super) sheet_href: String,
    pub(super) badge: Badge,
    pub(super) plate: String,
    pub(super) driver: String,
    pub(super) span: String,
    pub(super) done: usize,
    pub(super) stops: usize,
    pub(super) note: String,
}

impl DaySums {
    pub(super) fn of(words: &Words<'_>, runs: &[RunRecord]) -> DaySums {
        let late = stops_to_make(runs).filter(|(run, stop)| is_late(run, stop)).count();
        let done = stops_to_make(runs).filter(|(_, stop)| stop.done_at.is_some()).count();
        let out = runs.iter().filter(|run| run.state == RunState::UnderWay).count();
        let metres: i64 = runs.iter().map(|run| run.metres).sum();
        let said = |key: &str, number: String| (number, words.t(key));
        DaySums {
            numbers: vec![
                said("dispatch-column-runs", runs.len().to_string()),
                said("dispatch-column-out", out.to_string()),
                said(
                    "dispatch-column-done",
                    format!("{done} / {}", stops_to_make(runs).count()),
                ),
                said("dispatch-column-late", late.to_string()),
                said("dispatch-column-km", words.km(metres)),
            ],
            is_empty: runs.is_empty(),
        }
    }
}

/// Stops with their runs. One that a broken run did not make is made by whoever takes its goods over, and counted there.
fn stops_to_make(runs: &[RunRecord]) -> impl Iterator<Item = (&RunRecord, &StopRecord)> {
    let all = runs
        .iter()
        .flat_map(|run| run.stops.iter().map(move |stop| (run, stop)));
    all.filter(|(run, stop)| !stop.is_pickup && (run.state != RunState::Broken || stop.done_at.is_some()))
}

/// Whether a stop was late, or will be as far as can be said now.
pub(super) fn is_late(run: &RunRecord, stop: &StopRecord) -> bool {
    stop.done_at.unwrap_or_else(|| expected(run, stop)) > stop.due_at
}

/// Runs as rows, without what only the firm itself knows.
pub(super) fn run_rows(words: &Words<'_>, runs: &[RunRecord]) -> Vec<RunRow> {
    runs.iter().map(|run| row(words, run)).collect()
}

fn row(words: &Words<'_>, run: &RunRecord) -> RunRow {
    let stops = run.stops.iter().filter(|stop| !stop.is_pickup);
    let late = stops.clone().filter(|stop| is_late(run, stop)).count();
    RunRow {
        href: format!("/day-runs/{}", run.id),
        sheet_href: String::new(),
        badge: words.run_state(run),
        plate: run.plate.clone(),
        driver: String::new(),
        span: words.span(run.departed_at.unwrap_or(run.start_at), run.expected_end()),
        done: stops.clone().filter(|stop| stop.done_at.is_some()).count(),
        stops: stops.count(),
        note: if late > 0 {
            words.n("dispatch-line-late", late)
        } else {
            String::new()
        },
    }
}

/// The page.
pub(super) async fn show(State(dispatch): Shared, visit: Visit, Query(of): Query<Of>) -> Result<Response, Problem> {
    let scope = visit.scope(Action::PlanWork)?;
    let frame = dispatch
        .supply()
        .firm_frame(&visit, Action::PlanWork, of.org, OWN_RUNS)
        .await?;
    let org: OrgId = frame.org.parse().map_err(|_| Problem::not_found())?;
    let words = Words::of(&dispatch, &visit)?;
    let day = of.day.unwrap_or(words.today);
    let found = dispatch.runs_of(&scope, org, day).await?;
    let drivers: HashMap<StaffId, String> = (dispatch.supply().fleet_of(org).await?.drivers.into_iter())
        .map(|driver| (driver.id, driver.name))
        .collect();
    let mut runs = run_rows(&words, &found);
    for (row, run) in runs.iter_mut().zip(&found) {
        row.sheet_href = format!("/outlet/runs-sheet/{}", run.id);
        row.driver = run
            .driver
            .and_then(|driver| drivers.get(&driver).cloned())
            .unwrap_or_default();
    }
    let near = |ahead| words.today.plus_days(ahead);
    let days = (-1..=DAYS_AHEAD_MAX).map(near).map(|one| {
        let href = format!("{OWN_RUNS}?org={org}&day={one}");
        (href, words.near_day(one), one == day)
    });
    html(&DayRunsPage {
        page: visit.page_titled(words.ta("dispatch-day-runs-title", &[("day", &words.day(day))])),
        day: day.to_string(),
        days: days.collect(),
        sums: DaySums::of(&words, &found),
        is_troubled: day >= words.today && found.iter().any(|run| is_troubled(run, visit.now())),
        runs,
        plans_href: format!("{OWN_PLANS}?org={org}&day={day}"),
        frame,
    })
}

/// Whether a run can't go as planned: broken down, behind so far that something comes late, or not left in time.
pub(super) fn is_troubled(run: &RunRecord, now: Timestamp) -> bool {
    match run.state {
        RunState::Broken => run.cargo().any(|cargo| !cargo.state.is_over()),
        RunState::Planned => run.start_at < now,
        RunState::UnderWay => run
            .stops
            .iter()
            .any(|stop| stop.done_at.is_none() && !stop.is_pickup && is_late(run, stop)),
        RunState::Over | RunState::Cancelled => false,
    }
}
