//! Runs that are out: who carries what, how far they are, and the square code that opens each.

use super::{run_sum, way};
use crate::dispatch::Dispatch;
use crate::pages::words::{Badge, Words};
use crate::rules::cargo::CargoKind;
use crate::rules::foot_run::{may_take_back, standing};
use crate::rules::state::{CargoState, RunState};
use crate::store::foot::{FootCallRecord, FootParcel, FootRunRecord};
use std::collections::HashMap;
use tongxin_city::OrderId;
use tongxin_supply::CarriedOrder;
use tongxin_web::Problem;

/// A run that was given out.
pub(super) struct OutCard {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) badge: Badge,
    /// How many of its doors are done.
    pub(super) progress: String,
    pub(super) sum: String,
    pub(super) given: String,
    /// What came back; empty when nothing did.
    pub(super) back: String,
    /// What opens it, as long as it is open.
    pub(super) link: Option<OutLink>,
    pub(super) may_take_back: bool,
    /// As long as it is open.
    pub(super) trips: Vec<OutTrip>,
}

/// What opens a run.
pub(super) struct OutLink {
    pub(super) href: String,
    pub(super) svg: String,
}

pub(super) struct OutTrip {
    pub(super) title: String,
    pub(super) calls: Vec<OutCall>,
}

pub(super) struct OutCall {
    pub(super) badge: Badge,
    pub(super) building: String,
    pub(super) door: String,
    pub(super) numbers: String,
    pub(super) bags: String,
    pub(super) way: String,
    pub(super) is_cold: bool,
}

type Carried = HashMap<OrderId, CarriedOrder>;

/// Runs for their page, those that are out first.
pub(super) async fn cards(
    dispatch: &Dispatch,
    words: &Words<'_>,
    runs: &[FootRunRecord],
) -> Result<Vec<OutCard>, Problem> {
    let carried = dispatch.carried_on_foot(runs).await?;
    let (open, over): (Vec<_>, Vec<_>) = runs.iter().partition(|run| run.state.is_open());
    let cards = (open.into_iter().chain(over)).map(|run| card(dispatch, words, run, &carried));
    cards.collect()
}

fn card(dispatch: &Dispatch, words: &Words<'_>, run: &FootRunRecord, carried: &Carried) -> Result<OutCard, Problem> {
    let done = (run.calls.iter()).filter(|call| call_state(call, carried).is_over());
    let back = run.parcels().filter(|parcel| parcel.state.came_back()).count();
    Ok(OutCard {
        id: run.id.to_string(),
        title: words.n("dispatch-foot-person", run.number),
        badge: run_badge(words, run.state),
        progress: words.ta(
            "dispatch-foot-progress",
            &[
                ("done", &done.count().to_string()),
                ("all", &run.calls.len().to_string()),
            ],
        ),
        sum: run_sum(words, [run.bags, run.seconds, run.metres, run.floors]),
        given: words.ta("dispatch-foot-given-at", &[("at", &words.time(run.given_at))]),
        back: if back > 0 {
            words.n("dispatch-foot-came-back", back)
        } else {
            String::new()
        },
        link: if run.state.is_open() {
            Some(link(dispatch, words, run)?)
        } else {
            None
        },
        may_take_back: may_take_back(run.state),
        trips: if run.state.is_open() {
            trips(words, run, carried)
        } else {
            Vec::new()
        },
    })
}

fn link(dispatch: &Dispatch, words: &Words<'_>, run: &FootRunRecord) -> Result<OutLink, Problem> {
    let origin = words.visit.asked.shell.public_origin.trim_end_matches('/');
    let href = dispatch.link_to((run.id, run.link), origin);
    let svg = tongxin_account::qr_svg(&href, &words.n("dispatch-foot-qr", run.number))?;
    Ok(OutLink { href, svg })
}

fn trips(words: &Words<'_>, run: &FootRunRecord, carried: &Carried) -> Vec<OutTrip> {
    let trips = run.calls.chunk_by(|call, next| call.trip == next.trip);
    let trip = |calls: &[FootCallRecord]| {
        let (n, bags) = (
            calls[0].trip.to_string(),
            calls.iter().map(|call| call.bags).sum::<i64>(),
        );
        let bags = words.n("dispatch-foot-bags", bags);
        OutTrip {
            title: words.ta("dispatch-foot-trip", &[("n", &n), ("bags", &bags)]),
            calls: calls.iter().map(|call| call_row(words, call, carried)).collect(),
        }
    };
    trips.map(trip).collect()
}

fn call_row(words: &Words<'_>, call: &FootCallRecord, carried: &Carried) -> OutCall {
    let orders: Vec<&CarriedOrder> = (call.parcels.iter())
        .filter_map(|parcel| carried.get(&parcel.order))
        .collect();
    let numbers: Vec<String> = call.parcels.iter().map(|parcel| parcel.order.to_string()).collect();
    OutCall {
        badge: words.cargo_state(CargoKind::Order, call_state(call, carried)),
        building: words.name(&call.place),
        door: orders.first().map_or_else(String::new, |order| order.door.clone()),
        numbers: numbers.join(words.visit.lang().pick("、", ", ")),
        bags: words.n("dispatch-foot-bags", call.bags),
        way: way(words, call.is_by_lift),
        is_cold: orders.iter().any(|order| order.load.cold_millilitres > 0),
    }
}

/// How a door stands: open while anything is, else as what went worst there.
fn call_state(call: &FootCallRecord, carried: &Carried) -> CargoState {
    let state = |parcel: &FootParcel| {
        let order = carried.get(&parcel.order).map(|order| order.state);
        standing(parcel.state, order)
    };
    let states: Vec<CargoState> = call.parcels.iter().map(state).collect();
    let worst = [
        CargoState::Open,
        CargoState::Absent,
        CargoState::Refused,
        CargoState::Short,
        CargoState::HandedOver,
    ];
    let found = worst.into_iter().find(|worst| states.contains(worst));
    found.or(states.first().copied()).unwrap_or(CargoState::Cancelled)
}

fn run_badge(words: &Words<'_>, state: RunState) -> Badge {
    Badge {
        state: match state {
            RunState::Planned | RunState::UnderWay => "strained",
            RunState::Over => "stable",
            RunState::Broken => "failing",
            RunState::Cancelled => "unknown",
        },
        word: words.t(&format!("dispatch-foot-state-{state}")),
    }
}
