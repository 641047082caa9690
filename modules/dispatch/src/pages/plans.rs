//! A firm's plans of a day: for itself with the form for a new one, for whoever watches over its place to look at.

use crate::api::Shared;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::limits::DAYS_AHEAD_MAX;
use crate::pages::asking::AskForm;
use crate::pages::day_runs::{DaySums, RunRow, run_rows};
use crate::pages::plan::asked_line;
use crate::pages::words::{Badge, Words, actors};
use crate::pages::{OWN_PLANS, OWN_RUNS, PLANS};
use crate::rules::asked::AskedPlan;
use crate::rules::figures::PlanFigures;
use crate::rules::state::PlanState;
use crate::store::plans::PlanRecord;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, OrgId};
use tongxin_supply::OutletFrame;
use tongxin_web::{Choice, FormErrors, Page, Problem, Query, html, redirect};

/// Which firm and day; the own firm and today when left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Of {
    pub(super) org: Option<OrgId>,
    pub(super) day: Option<Day>,
}

#[derive(Template)]
#[template(path = "dispatch_plans.html")]
pub(super) struct PlansPage {
    page: Page,
    errors: FormErrors,
    /// For the firm itself.
    frame: Option<OutletFrame>,
    about: String,
    day: String,
    /// Address, word, whether it is the day shown.
    days: Vec<(String, String, bool)>,
    /// What the days' form goes on with.
    path: &'static str,
    org: String,
    sums: DaySums,
    runs_href: String,
    /// The day's runs, for whoever watches; the firm has a page of them.
    runs: Vec<RunRow>,
    plans: Vec<PlanRow>,
    asking: Option<Asking>,
    /// What the day's latest plan was asked with, of those that somebody wants.
    latest: Option<Latest>,
}

/// What a plan was asked with, and how that is said.
struct Latest {
    asked: AskedPlan,
    said: String,
}

struct PlanRow {
    href: String,
    badge: Badge,
    what: String,
    note: String,
    who: String,
}

/// The form for a new plan, and what it would be made from.
struct Asking {
    /// Vehicles that can be given a medical crew.
    crews: Vec<Choice>,
    form: AskForm,
    /// From which plan the form starts; empty when from none.
    starts_from: String,
    days: Vec<Choice>,
    to_bring: String,
    has_vehicles: bool,
    has_cargo: bool,
    is_open: bool,
}

/// A firm's own plans.
pub(super) async fn own(State(dispatch): Shared, visit: Visit, Query(of): Query<Of>) -> Result<Response, Problem> {
    html(&own_page(&dispatch, &visit, &of, None, FormErrors::default()).await?)
}

/// The same, with a form as it was typed.
pub(super) async fn own_page(
    dispatch: &Dispatch,
    visit: &Visit,
    of: &Of,
    typed: Option<AskForm>,
    errors: FormErrors,
) -> Result<PlansPage, Problem> {
    let frame = dispatch
        .supply()
        .firm_frame(visit, Action::PlanWork, of.org, OWN_PLANS)
        .await?;
    let org: OrgId = frame.org.parse().map_err(|_| Problem::not_found())?;
    let words = Words::of(dispatch, visit)?;
    let day = of.day.unwrap_or(words.today);
    let mut page = plans_page(dispatch, visit, &words, (org, day), OWN_PLANS).await?;
    let ahead = day.days_since(words.today);
    if (0..=DAYS_AHEAD_MAX).contains(&ahead) || typed.is_some() {
        let latest = page.latest.as_ref().filter(|_| typed.is_none());
        let starts_from = latest.map_or_else(String::new, |latest| latest.said.clone());
        let form = typed.unwrap_or_else(|| match latest {
            Some(latest) => AskForm::again(&frame.org, &latest.asked, &words),
            None => AskForm::fresh(&frame.org, day),
        });
        let asking = asking(dispatch, visit, &words, (org, day), form).await?;
        page.asking = Some(Asking { starts_from, ..asking });
    }
    if let Some(asking) = &mut page.asking {
        asking.is_open = page.plans.is_empty() || !errors.is_empty();
    }
    page.about = format!("{} · {}", frame.name, frame.place);
    page.runs = Vec::new();
    page.errors = errors;
    page.frame = Some(frame);
    Ok(page)
}

/// A firm's plans for whoever watches over its place.
pub(super) async fn of_firm(State(dispatch): Shared, visit: Visit, Query(of): Query<Of>) -> Result<Response, Problem> {
    let scope = visit.scope(Action::PlanRead)?;
    let org = of.org.ok_or_else(Problem::not_found)?;
    let words = Words::of(&dispatch, &visit)?;
    let day = of.day.unwrap_or(words.today);
    if scope.orgs.contains(&org) {
        return Ok(redirect(&format!("{OWN_PLANS}?org={org}&day={day}")));
    }
    let firm = dispatch.supply().listed_firm(&scope, org, words.today).await?;
    let firm = firm.ok_or_else(Problem::not_found)?;
    let mut page = plans_page(&dispatch, &visit, &words, (org, day), PLANS).await?;
    page.about = format!("{} · {}", firm.name, words.place(&firm.place));
    html(&page)
}

async fn plans_page(
    dispatch: &Dispatch,
    visit: &Visit,
    words: &Words<'_>,
    (org, day): (OrgId, Day),
    path: &'static str,
) -> Result<PlansPage, Problem> {
    let scope = visit.scope(Action::PlanRead)?;
    let plans = dispatch.plans_of(&scope, org, day).await?;
    let runs = dispatch.runs_of(&scope, org, day).await?;
    let made_by = plans.iter().map(|plan| plan.made_by.as_str()).collect();
    let who = actors(dispatch, words, made_by).await?;
    let row = |plan: &PlanRecord| PlanRow {
        href: format!("/plans/{}", plan.id),
        badge: words.plan_state(plan.state),
        what: words.ta("dispatch-plan-made", &[("time", &words.when(plan.made_at))]),
        note: plan
            .body
            .as_ref()
            .map_or_else(String::new, |body| figures_line(words, &PlanFigures::of(body))),
        who: who.get(&plan.made_by).cloned().unwrap_or_default(),
    };
    let latest = plans.iter().find(|plan| plan.state != PlanState::Dropped);
    let latest = latest.map(|plan| Latest {
        asked: plan.asked.clone(),
        said: words.ta(
            "dispatch-asking-again",
            &[("time", &words.when(plan.made_at)), ("asked", &asked_line(words, plan))],
        ),
    });
    let near = |ahead| words.today.plus_days(ahead);
    let days = (0..=DAYS_AHEAD_MAX).map(near).map(|one| {
        let href = format!("{path}?org={org}&day={one}");
        (href, words.near_day(one), one == day)
    });
    Ok(PlansPage {
        page: visit.page_titled(words.ta("dispatch-plans-title", &[("day", &words.day(day))])),
        errors: FormErrors::default(),
        frame: None,
        about: String::new(),
        day: day.to_string(),
        days: days.collect(),
        path,
        org: org.to_string(),
        sums: DaySums::of(words, &runs),
        runs_href: format!("{OWN_RUNS}?org={org}&day={day}"),
        runs: run_rows(words, &runs),
        plans: plans.iter().map(row).collect(),
        asking: None,
        latest,
    })
}

async fn asking(
    dispatch: &Dispatch,
    visit: &Visit,
    words: &Words<'_>,
    (org, day): (OrgId, Day),
    form: AskForm,
) -> Result<Asking, DispatchError> {
    let end = visit.asked.shell.zone.span_of(day).end;
    let orders = dispatch.supply().to_bring(org, visit.now(), end).await?.len();
    let transfers = dispatch.supply().transfers_to_bring(org).await?;
    let transfers = transfers.iter().filter(|transfer| !transfer.is_sent).count();
    let fleet = dispatch.supply().fleet_of(org).await?;
    let numbers = [orders, transfers, fleet.vehicles.len(), fleet.drivers.len()].map(|number| number.to_string());
    let [said_orders, said_transfers, vehicles, drivers] = &numbers;
    Ok(Asking {
        days: form.days(words),
        crews: form.crews(&fleet.vehicles),
        form,
        starts_from: String::new(),
        to_bring: words.ta(
            "dispatch-asking-about",
            &[
                ("orders", said_orders),
                ("transfers", said_transfers),
                ("vehicles", vehicles),
                ("drivers", drivers),
            ],
        ),
        has_vehicles: !fleet.vehicles.is_empty(),
        has_cargo: orders + transfers > 0,
        is_open: false,
    })
}

/// A plan's figures in a line.
pub(super) fn figures_line(words: &Words<'_>, figures: &PlanFigures) -> String {
    let mut said = vec![
        words.n("dispatch-line-runs", figures.runs),
        words.n("dispatch-line-stops", figures.stops),
        words.km(figures.metres),
    ];
    if figures.late > 0 {
        said.push(words.n("dispatch-line-late", figures.late));
    }
    if figures.unserved > 0 {
        said.push(words.n("dispatch-line-left", figures.unserved));
    }
    if figures.overloaded > 0 {
        said.push(words.n("dispatch-line-overloaded", figures.overloaded));
    }
    said.join(" · ")
}
