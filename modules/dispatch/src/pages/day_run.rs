//! `/day-runs/{id}`: a published run with what became of each thing on it; the firm says here what whoever drives can't.

use crate::api::Shared;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::limits::{POINT_CHARS_MAX, REASON_CHARS_MAX};
use crate::pages::day_runs::{is_late, is_troubled};
use crate::pages::parcels::{Parcel, Parcels};
use crate::pages::words::{Badge, Words, actors, expected};
use crate::pages::{OWN_PLANS, OWN_RUNS, PLANS};
use crate::rules::state::{CargoState, RunState};
use crate::store::events::RunEvent;
use crate::store::runs::{CargoRecord, RunRecord, StopRecord};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_city::{RunId, Timestamp};
use tongxin_supply::OutletFrame;
use tongxin_web::{FormErrors, Page, Path, Problem, html};

#[derive(Template)]
#[template(path = "dispatch_day_run.html")]
pub(super) struct DayRunPage {
    page: Page,
    errors: FormErrors,
    /// For the firm itself.
    frame: Option<OutletFrame>,
    id: String,
    about: String,
    badge: Badge,
    facts: Vec<(String, String)>,
    stops: Vec<StopRow>,
    events: Vec<EventRow>,
    /// Steps that the firm can say now.
    may_depart: bool,
    may_end: bool,
    may_break: bool,
    /// Where the rest is planned anew, when something can't go as planned.
    anew_href: String,
    back_href: String,
    sheet_href: String,
    point_max: String,
    reason_max: String,
}

struct StopRow {
    position: usize,
    place: String,
    window: String,
    planned: String,
    /// Expected, or done at.
    now: String,
    badge: Badge,
    is_pickup: bool,
    cargo: Vec<CargoRow>,
}

struct CargoRow {
    parcel: Parcel,
    badge: Badge,
    at: String,
    /// Whether what became of it can be said now.
    may_say: bool,
    /// Whether that is that a patient got in.
    may_take_on: bool,
}

struct EventRow {
    what: String,
    note: String,
    who: String,
    iso: String,
    text: String,
    exact: String,
    mark: &'static str,
}

/// The page.
pub(super) async fn show(State(dispatch): Shared, visit: Visit, Path(id): Path<RunId>) -> Result<Response, Problem> {
    html(&run_page(&dispatch, &visit, id, FormErrors::default()).await?)
}

/// The same with what is wrong on it.
pub(super) async fn run_page(
    dispatch: &Dispatch,
    visit: &Visit,
    id: RunId,
    errors: FormErrors,
) -> Result<DayRunPage, Problem> {
    let run = dispatch.run(&visit.scope(Action::PlanRead)?, id).await?;
    let own = visit
        .scope(Action::PlanWork)
        .is_ok_and(|scope| scope.orgs.contains(&run.org));
    let words = Words::of(dispatch, visit)?;
    let parcels = if own {
        Parcels::own(dispatch, run.org, run.cargo().map(|cargo| cargo.cargo).collect()).await?
    } else {
        Parcels::watched()
    };
    let title = words.ta(
        "dispatch-run-title",
        &[("plate", &run.plate), ("day", &words.day(run.day))],
    );
    let page = visit.page_titled(title);
    let (frame, about) = whose(dispatch, visit, &words, &run, own).await?;
    let on = format!("?org={}&day={}", run.org, run.day);
    let stop = |(position, stop)| stop_row(&words, &parcels, &run, own, position, stop);
    Ok(DayRunPage {
        errors,
        id: id.to_string(),
        about,
        badge: words.run_state(&run),
        facts: facts(dispatch, &words, &run, own).await?,
        stops: (1..).zip(&run.stops).map(stop).collect(),
        events: events(dispatch, &words, &page, &run, &parcels).await?,
        may_depart: own && run.state == RunState::Planned,
        may_end: own && run.state == RunState::UnderWay && run.cargo().all(|cargo| cargo.state.is_over()),
        may_break: own && run.state.is_open(),
        anew_href: if own && run.day >= words.today && is_troubled(&run, visit.now()) {
            format!("{OWN_PLANS}{on}#new")
        } else {
            String::new()
        },
        back_href: if own {
            format!("{OWN_RUNS}{on}")
        } else {
            format!("{PLANS}{on}")
        },
        sheet_href: if own {
            format!("/outlet/runs-sheet/{id}")
        } else {
            String::new()
        },
        point_max: POINT_CHARS_MAX.to_string(),
        reason_max: REASON_CHARS_MAX.to_string(),
        frame,
        page,
    })
}

async fn whose(
    dispatch: &Dispatch,
    visit: &Visit,
    words: &Words<'_>,
    run: &RunRecord,
    own: bool,
) -> Result<(Option<OutletFrame>, String), Problem> {
    if own {
        let supply = dispatch.supply();
        let frame = supply
            .firm_frame(visit, Action::PlanWork, Some(run.org), OWN_RUNS)
            .await?;
        let name = frame.name.clone();
        return Ok((Some(frame), name));
    }
    let scope = visit.scope(Action::PlanRead)?;
    let firm = dispatch.supply().listed_firm(&scope, run.org, words.today).await?;
    Ok((None, firm.ok_or_else(Problem::not_found)?.name))
}

async fn facts(
    dispatch: &Dispatch,
    words: &Words<'_>,
    run: &RunRecord,
    own: bool,
) -> Result<Vec<(String, String)>, DispatchError> {
    let driver = if own {
        let drivers = dispatch.supply().fleet_of(run.org).await?.drivers;
        let named = drivers.into_iter().find(|driver| Some(driver.id) == run.driver);
        named.map_or_else(|| words.t("dispatch-driver-nobody"), |driver| driver.name)
    } else {
        String::new()
    };
    let moment = |at: Option<Timestamp>| at.map_or_else(String::new, |at| words.when(at));
    let delay = run.delay_ms / Timestamp::MINUTE_MS;
    let facts = [
        ("dispatch-fact-driver", driver),
        ("dispatch-fact-loads", words.building(&run.place)),
        ("dispatch-fact-planned", words.span(run.start_at, run.end_at)),
        ("dispatch-fact-left", moment(run.departed_at)),
        ("dispatch-fact-ended", moment(run.ended_at)),
        (
            "dispatch-fact-delay",
            if delay > 0 { words.minutes(delay) } else { String::new() },
        ),
        ("dispatch-fact-km", words.km(run.metres)),
    ];
    let said = facts.into_iter().filter(|(_, value)| !value.is_empty());
    Ok(said.map(|(key, value)| (words.t(key), value)).collect())
}

fn stop_row(
    words: &Words<'_>,
    parcels: &Parcels,
    run: &RunRecord,
    own: bool,
    position: usize,
    stop: &StopRecord,
) -> StopRow {
    let cargo = |held: &CargoRecord| CargoRow {
        parcel: parcels.said(words, held.cargo),
        badge: words.cargo_state(held.cargo.kind(), held.state),
        at: held.done_at.map_or_else(String::new, |at| words.time(at)),
        may_say: own && run.state == RunState::UnderWay && may_say(stop, held),
        may_take_on: stop.is_pickup,
    };
    StopRow {
        position,
        place: words.building(&stop.place),
        window: words.span(stop.from_at, stop.due_at),
        planned: words.time(stop.begin_at()),
        now: match stop.done_at {
            Some(at) => words.time(at),
            None if run.state.is_open() => words.time(expected(run, stop)),
            None => String::new(),
        },
        badge: stop_badge(words, run, stop),
        is_pickup: stop.takes_goods_on(),
        cargo: stop.cargo.iter().map(cargo).collect(),
    }
}

/// Goods are handed over; patients get in, and get out when they have.
fn may_say(stop: &StopRecord, held: &CargoRecord) -> bool {
    let is_due = match (held.cargo.ride().is_some(), stop.is_pickup) {
        (false, false) | (true, true) => CargoState::Open,
        (true, false) => CargoState::OnBoard,
        (false, true) => return false,
    };
    held.state == is_due
}

fn stop_badge(words: &Words<'_>, run: &RunRecord, stop: &StopRecord) -> Badge {
    let is_late = is_late(run, stop) && !stop.takes_goods_on();
    let (state, key) = match (stop.done_at.is_some(), run.state.is_open(), is_late) {
        (true, _, true) => ("failing", "dispatch-stop-was-late"),
        (true, _, false) => ("stable", "dispatch-stop-done"),
        (false, true, true) => ("failing", "dispatch-stop-will-be-late"),
        (false, true, false) => ("strained", "dispatch-stop-ahead"),
        (false, false, _) => ("unknown", "dispatch-stop-not-made"),
    };
    Badge {
        state,
        word: words.t(key),
    }
}

/// What happened, latest first.
async fn events(
    dispatch: &Dispatch,
    words: &Words<'_>,
    page: &Page,
    run: &RunRecord,
    parcels: &Parcels,
) -> Result<Vec<EventRow>, Problem> {
    let events = dispatch.events_of(run).await?;
    let said_by = events.iter().map(|event| event.actor.as_str()).collect();
    let who = actors(dispatch, words, said_by).await?;
    let row = |(at, event): (usize, &RunEvent)| {
        let happened = event.said_at.unwrap_or(event.at);
        let of = event.cargo.map(|cargo| parcels.said(words, cargo).word);
        let said = of
            .into_iter()
            .chain(event.note.as_deref().map(|note| note_words(words, note)));
        EventRow {
            what: words.t(&format!("dispatch-event-{}", event.kind)),
            note: said.collect::<Vec<_>>().join(" · "),
            who: who.get(&event.actor).cloned().unwrap_or_default(),
            iso: happened.to_string(),
            text: page.ago(&happened),
            exact: page.when(&happened),
            mark: if at == 0 { "now" } else { "" },
        }
    };
    Ok(events.iter().rev().enumerate().map(row).collect())
}

fn note_words(words: &Words<'_>, note: &str) -> String {
    words.ta("dispatch-quoted", &[("text", note)])
}
