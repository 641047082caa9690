//! HTML. Each handler reads: who asks, what, done, shown. All of it works without scripts.

mod app;
mod arrivals;
mod asking;
mod changes;
mod compare;
mod day_run;
mod day_runs;
mod firms;
mod gantt;
mod hand_out;
mod left;
mod live;
mod parcels;
mod plan;
mod plan_runs;
mod plans;
mod rides;
mod sheet;
mod steps;
mod words;

use crate::Dispatch;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};

/// A firm's own plans.
const OWN_PLANS: &str = "/outlet/plans";
/// The same for whoever watches over its place.
const PLANS: &str = "/plans";
/// A firm's own runs of a day.
const OWN_RUNS: &str = "/outlet/day-runs";

pub(crate) fn routes() -> Routes<Arc<Dispatch>> {
    let read = Right::May(Action::PlanRead);
    let work = Right::May(Action::PlanWork);
    let book = Right::May(Action::RideBook);
    Routes::new()
        .page(Method::GET, "/run", Right::Anyone, app::page)
        .page(Method::GET, "/run-worker.js", Right::Anyone, app::worker)
        .page(Method::GET, "/outlet/runs-sheet/{id}", work, sheet::show)
        .page(Method::GET, "/outlet/runs-sheet/{id}/xlsx", work, sheet::file)
        .page(Method::GET, OWN_PLANS, work, plans::own)
        .page(Method::POST, OWN_PLANS, work, asking::ask)
        .page(Method::GET, PLANS, read, plans::of_firm)
        .page(Method::GET, "/dispatch", read, firms::show)
        .page(Method::GET, "/plans/{id}", read, plan::show)
        .page(Method::GET, "/plans/{id}/live", read, live::part)
        .page(Method::POST, "/plans/{id}/stop", work, changes::stop)
        .page(Method::POST, "/plans/{id}/change", work, changes::change)
        .page(Method::POST, "/plans/{id}/undo", work, changes::undo)
        .page(Method::POST, "/plans/{id}/drop", work, changes::drop_it)
        .page(Method::POST, "/plans/{id}/publish", work, changes::publish)
        .page(Method::GET, OWN_RUNS, work, day_runs::show)
        .page(Method::GET, "/day-runs/{id}", read, day_run::show)
        .page(Method::POST, "/day-runs/{id}/events", work, steps::say)
        .page(
            Method::GET,
            "/arrivals",
            Right::May(Action::ArrivalRead),
            arrivals::show,
        )
        .page(
            Method::GET,
            "/hand-out",
            Right::May(Action::HouseholdRead),
            hand_out::show,
        )
        .page(
            Method::POST,
            "/hand-out",
            Right::May(Action::HouseholdRead),
            hand_out::give,
        )
        .page(
            Method::POST,
            "/hand-out/{run}/link",
            Right::May(Action::HouseholdRead),
            hand_out::renew,
        )
        .page(
            Method::POST,
            "/hand-out/{run}/take-back",
            Right::May(Action::HouseholdRead),
            hand_out::take_back,
        )
        .page(Method::GET, "/rides", Right::May(Action::RideRead), rides::show)
        .page(Method::POST, "/rides", book, rides::book)
        .page(Method::POST, "/rides/{id}/call-off", book, rides::call_off)
}
