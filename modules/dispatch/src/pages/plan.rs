//! `/plans/{id}`: a plan while it is made, then beside what people drive by now, with all that can be done about it.

use crate::api::Shared;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::foreseeing::Foreseen;
use crate::pages::compare::{CompareRow, compare, prices};
use crate::pages::gantt::{Gantt, gantt};
use crate::pages::left::{LeftGroup, groups};
use crate::pages::live::{Making, Seen, making};
use crate::pages::parcels::Parcels;
use crate::pages::plan_runs::{RunView, RunsFrom, has_forms};
use crate::pages::words::{Badge, Words, actors};
use crate::pages::{OWN_PLANS, PLANS};
use crate::rules::cargo::Cargo;
use crate::rules::closed_way::Spot;
use crate::rules::plan::PlanBody;
use crate::rules::state::PlanState;
use crate::rules::working::Driver;
use crate::store::plans::PlanRecord;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{PlanId, RunId};
use tongxin_supply::OutletFrame;
use tongxin_web::{Choice, FormErrors, Page, Path, Problem, Query, html};

/// Where the map gets the districts' outlines.
const DISTRICTS: &str = "/api/v1/districts.geojson";

/// Which of its runs is to be changed.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct PlanQuery {
    pub(super) run: Option<RunId>,
}

#[derive(Template)]
#[template(path = "dispatch_plan.html")]
pub(super) struct PlanPage {
    page: Page,
    errors: FormErrors,
    /// For the firm itself.
    frame: Option<OutletFrame>,
    id: String,
    seq: i64,
    about: String,
    made: String,
    asked: String,
    badge: Badge,
    plans_href: String,
    runs_href: String,
    making: Option<Making>,
    is_failed: bool,
    is_ready: bool,
    /// Whether the viewer may change and publish it now.
    may_change: bool,
    is_estimated: bool,
    has_present: bool,
    figures: Vec<CompareRow>,
    /// At what prices.
    prices: String,
    /// What distances and times rest on.
    travel: String,
    runs: Vec<RunView>,
    gantt: Gantt,
    left: Vec<LeftGroup>,
    left_number: usize,
    to: Vec<Choice>,
    foreseen: Foreseen,
    geojson: String,
    districts: String,
}

/// The page.
pub(super) async fn show(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
    Query(query): Query<PlanQuery>,
) -> Result<Response, Problem> {
    html(&plan_page(&dispatch, &visit, id, query, FormErrors::default()).await?)
}

/// The same with what is wrong on it.
pub(super) async fn plan_page(
    dispatch: &Dispatch,
    visit: &Visit,
    id: PlanId,
    query: PlanQuery,
    errors: FormErrors,
) -> Result<PlanPage, Problem> {
    let plan = dispatch.plan(&visit.scope(Action::PlanRead)?, id).await?;
    let words = Words::of(dispatch, visit)?;
    let own = visit
        .scope(Action::PlanWork)
        .is_ok_and(|scope| scope.orgs.contains(&plan.org));
    let mut shown = head(dispatch, visit, &words, &plan, own).await?;
    shown.errors = errors;
    if let Some(body) = &plan.body {
        fill(dispatch, &words, &mut shown, (&plan, body), query, own).await?;
    }
    Ok(shown)
}

/// The page without what stands in the plan.
async fn head(
    dispatch: &Dispatch,
    visit: &Visit,
    words: &Words<'_>,
    plan: &PlanRecord,
    own: bool,
) -> Result<PlanPage, Problem> {
    let (frame, about) = if own {
        let supply = dispatch.supply();
        let frame = supply
            .firm_frame(visit, Action::PlanWork, Some(plan.org), OWN_PLANS)
            .await?;
        let about = format!("{} · {}", frame.name, frame.place);
        (Some(frame), about)
    } else {
        let scope = visit.scope(Action::PlanRead)?;
        let firm = dispatch.supply().listed_firm(&scope, plan.org, words.today).await?;
        let firm = firm.ok_or_else(Problem::not_found)?;
        (None, format!("{} · {}", firm.name, words.place(&firm.place)))
    };
    let who = actors(dispatch, words, vec![plan.made_by.as_str()]).await?;
    let path = if own { OWN_PLANS } else { PLANS };
    let made = words.when(plan.made_at);
    let title = words.ta("dispatch-plan-title", &[("day", &words.day(plan.day))]);
    Ok(PlanPage {
        page: visit.page_titled(title).with_modules(&["routes"]),
        errors: FormErrors::default(),
        frame,
        id: plan.id.to_string(),
        seq: plan.seq,
        about,
        made: words.ta(
            "dispatch-plan-made-by",
            &[
                ("time", &made),
                ("who", who.get(&plan.made_by).map_or("", String::as_str)),
            ],
        ),
        asked: asked_line(words, plan),
        badge: words.plan_state(plan.state),
        plans_href: format!("{path}?org={}&day={}", plan.org, plan.day),
        runs_href: format!("{}?org={}&day={}", crate::pages::OWN_RUNS, plan.org, plan.day),
        making: making(words, plan, &Seen::default()),
        is_failed: plan.state == PlanState::Failed,
        is_ready: plan.state == PlanState::Ready,
        may_change: own && plan.state == PlanState::Ready,
        is_estimated: plan.body.as_ref().is_some_and(|body| body.is_estimated),
        has_present: false,
        figures: Vec::new(),
        prices: prices(words),
        travel: plan
            .body
            .as_ref()
            .map_or_else(String::new, |body| words.t(body.travel.words())),
        runs: Vec::new(),
        gantt: Gantt::default(),
        left: Vec::new(),
        left_number: 0,
        to: Vec::new(),
        foreseen: Foreseen::default(),
        geojson: String::new(),
        districts: String::new(),
    })
}

/// What was asked for, in a line.
pub(super) fn asked_line(words: &Words<'_>, plan: &PlanRecord) -> String {
    let (from, to) = plan.asked.shift(&words.visit.asked.shell.zone);
    let mut said = vec![words.ta("dispatch-asked-shift", &[("span", &words.span(from, to))])];
    if plan.asked.is_cold_only {
        said.push(words.t("dispatch-asked-cold"));
    }
    if plan.asked.is_without_passes {
        said.push(words.t("dispatch-asked-without-passes"));
    }
    if let Some(minutes) = plan.asked.rest_minutes {
        said.push(words.ta("dispatch-asked-rest", &[("minutes", &minutes.to_string())]));
    }
    if !plan.asked.crews.is_empty() {
        said.push(words.n("dispatch-asked-crews", plan.asked.crews.len()));
    }
    if !plan.asked.closed.is_empty() {
        let names: Vec<String> = plan.asked.closed.iter().map(|code| words.name(code)).collect();
        let names = names.join(words.visit.lang().pick("、", ", "));
        said.push(words.ta("dispatch-asked-closed", &[("places", &names)]));
    }
    if !plan.asked.closed_ways.is_empty() {
        let spot = |spot: Spot| match spot {
            Spot::Place { place } => words.name(&place),
            Spot::Point { lon, lat } => format!("{lon}, {lat}"),
        };
        let ways = plan.asked.closed_ways.iter();
        let ways: Vec<String> = ways
            .map(|way| format!("{} – {}", spot(way.from), spot(way.to)))
            .collect();
        said.push(words.ta(
            "dispatch-asked-closed-ways",
            &[("ways", &ways.join(words.visit.lang().pick("；", "; ")))],
        ));
    }
    said.join(" · ")
}

async fn fill(
    dispatch: &Dispatch,
    words: &Words<'_>,
    shown: &mut PlanPage,
    (plan, body): (&PlanRecord, &PlanBody),
    query: PlanQuery,
    own: bool,
) -> Result<(), DispatchError> {
    let present = dispatch.present(plan.org, plan.day).await?;
    // A plan that people drive by would be compared with itself.
    let present = Some(&present).filter(|present| shown.is_ready && !present.runs.is_empty());
    shown.has_present = present.is_some();
    shown.figures = compare(words, present, body);
    let (parcels, drivers) = known(dispatch, shown, (plan, body), query, own).await?;
    let from = RunsFrom {
        words,
        id: plan.id.to_string(),
        body,
        parcels: &parcels,
        drivers: &drivers,
        chosen: query.run,
        may_change: shown.may_change,
        is_published: plan.state == PlanState::Published,
    };
    shown.runs = from.views();
    shown.to = if shown.may_change {
        from.choices(None)
    } else {
        Vec::new()
    };
    shown.gantt = gantt(words, plan.asked.shift(&words.visit.asked.shell.zone), &body.runs);
    shown.left = groups(words, &parcels, &body.unserved, &plan.org.to_string());
    shown.left_number = body.unserved.len();
    if shown.may_change {
        shown.foreseen = dispatch.foreseen(plan).await?;
    }
    shown.geojson = format!("/api/v1/plans/{}/geojson", plan.id);
    if !dispatch.places().city()?.boundaries.collection().is_empty() {
        DISTRICTS.clone_into(&mut shown.districts);
    }
    Ok(())
}

/// What only the firm itself knows: doors of what is left out or can be changed, and who drives.
async fn known(
    dispatch: &Dispatch,
    shown: &PlanPage,
    (plan, body): (&PlanRecord, &PlanBody),
    query: PlanQuery,
    own: bool,
) -> Result<(Parcels, Vec<(String, Driver)>), DispatchError> {
    if !own {
        return Ok((Parcels::watched(), Vec::new()));
    }
    let changed = body
        .runs
        .iter()
        .filter(|run| shown.may_change && has_forms(body, query.run, run));
    // Gathered first: an iterator over stops would have to live as long as the question to the database.
    let mut cargo: Vec<Cargo> = Vec::new();
    for stop in changed.flat_map(|run| &run.stops) {
        cargo.extend(&stop.cargo);
    }
    cargo.extend(body.unserved.iter().map(|left| left.cargo));
    let parcels = Parcels::own(dispatch, plan.org, cargo).await?;
    let listed = dispatch.supply().fleet_of(plan.org).await?.drivers;
    let drivers = dispatch.drivers(plan.org, plan.day, &listed).await?;
    let names = listed.into_iter().map(|driver| driver.name);
    Ok((parcels, names.zip(drivers).collect()))
}
