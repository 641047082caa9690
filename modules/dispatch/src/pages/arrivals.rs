//! `/arrivals`: what comes to one's own buildings today and tomorrow, and when.

use crate::api::Shared;
use crate::error::DispatchError;
use crate::limits::ARRIVALS_SHOWN_MAX;
use crate::pages::words::{Badge, Words};
use crate::rules::state::RunState;
use crate::store::runs::Arrival;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::{BTreeMap, HashMap};
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, OrgId, PlaceCode, Timestamp};
use tongxin_web::{Page, Problem, html};

#[derive(Template)]
#[template(path = "dispatch_arrivals.html")]
struct ArrivalsPage {
    page: Page,
    about: String,
    days: Vec<DayArrivals>,
    /// Whether there are more than are shown.
    has_more: bool,
}

/// A day's arrivals by building.
struct DayArrivals {
    anchor: &'static str,
    title: String,
    buildings: Vec<BuildingArrivals>,
}

struct BuildingArrivals {
    name: String,
    parcels: String,
    rows: Vec<ArrivalRow>,
}

struct ArrivalRow {
    badge: Badge,
    /// When it comes, or came.
    time: String,
    /// What was planned, where it comes at another time.
    planned: String,
    from: String,
    plate: String,
    parcels: usize,
}

/// The page.
pub(super) async fn show(State(dispatch): Shared, visit: Visit) -> Result<Response, Problem> {
    let scope = visit.scope(Action::ArrivalRead)?;
    let words = Words::of(&dispatch, &visit)?;
    let (today, tomorrow) = (words.today, words.today.next());
    let zone = &visit.asked.shell.zone;
    let span = (zone.span_of(today).start, zone.span_of(tomorrow).end);
    let found = dispatch.arrivals(&scope, span).await?;
    let has_more = found.len() >= ARRIVALS_SHOWN_MAX as usize;
    let names = dispatch.places().org_names(found.iter().map(|arrival| arrival.org));
    let names = names.await.map_err(DispatchError::from)?;
    let (first, second): (Vec<Arrival>, Vec<Arrival>) = found
        .into_iter()
        .filter(|arrival| arrival.parcels() > 0)
        .partition(|arrival| zone.day_of(arrival.arrive_at) == today);
    let places: Vec<String> = scope.places.iter().map(|place| words.building(place)).collect();
    html(&ArrivalsPage {
        page: visit.page("dispatch-arrivals-title"),
        about: places.join(visit.lang().pick("、", ", ")),
        days: vec![
            of_day(&words, &names, "today", today, &first),
            of_day(&words, &names, "tomorrow", tomorrow, &second),
        ],
        has_more,
    })
}

fn of_day(
    words: &Words<'_>,
    names: &HashMap<OrgId, String>,
    anchor: &'static str,
    day: Day,
    arrivals: &[Arrival],
) -> DayArrivals {
    let mut by_building: BTreeMap<PlaceCode, Vec<&Arrival>> = BTreeMap::new();
    for arrival in arrivals {
        by_building.entry(arrival.place).or_default().push(arrival);
    }
    let building = |(place, arrivals): (PlaceCode, Vec<&Arrival>)| {
        let parcels: usize = arrivals.iter().map(|arrival| arrival.parcels()).sum();
        BuildingArrivals {
            name: words.building(&place),
            parcels: words.n("dispatch-arrivals-parcels", parcels),
            rows: arrivals.iter().map(|arrival| row(words, names, arrival)).collect(),
        }
    };
    DayArrivals {
        anchor,
        title: words.near_day(day),
        buildings: by_building.into_iter().map(building).collect(),
    }
}

fn row(words: &Words<'_>, names: &HashMap<OrgId, String>, arrival: &Arrival) -> ArrivalRow {
    let expected = arrival.expected_at();
    let time = words.time(arrival.done_at.unwrap_or(expected));
    let planned = words.time(arrival.planned_at());
    ArrivalRow {
        badge: badge(words, arrival, expected),
        planned: if planned == time {
            String::new()
        } else {
            words.ta("dispatch-arrivals-planned", &[("time", &planned)])
        },
        time,
        from: names.get(&arrival.org).cloned().unwrap_or_default(),
        plate: arrival.plate.clone(),
        parcels: arrival.parcels(),
    }
}

fn badge(words: &Words<'_>, arrival: &Arrival, expected: Timestamp) -> Badge {
    let is_late = expected > arrival.due_at;
    let (state, key) = match arrival.state {
        _ if arrival.done_at.is_some() => ("stable", "dispatch-arrivals-done"),
        RunState::Broken => ("failing", "dispatch-arrivals-broken"),
        RunState::Over | RunState::Cancelled => ("unknown", "dispatch-arrivals-not"),
        _ if is_late => ("failing", "dispatch-arrivals-late"),
        RunState::UnderWay => ("strained", "dispatch-arrivals-out"),
        RunState::Planned => ("strained", "dispatch-arrivals-ahead"),
    };
    Badge {
        state,
        word: words.t(key),
    }
}
