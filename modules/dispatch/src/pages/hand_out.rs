//! `/hand-out`: what lies at a compound's gate, or comes there, as runs on foot for those who carry it to the doors: planned,
//! given out, and how far those are that are out.

mod giving;
mod out;

pub(super) use giving::{give, renew, take_back};

use crate::api::Shared;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::limits::FOOT_RUNS_SHOWN_MAX;
use crate::pages::words::Words;
use crate::rules::foot_run::sign_of;
use crate::rules::on_foot::{Hands, OnFoot, Parcel};
use crate::store::foot::{self, FootRunRecord};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use out::OutCard;
use serde::Deserialize;
use std::collections::BTreeMap;
use tongxin_account::{Action, Scope, Visit};
use tongxin_city::{Level, OrderId, PlaceCode};
use tongxin_dispatch_solver::Why;
use tongxin_dispatch_solver::foot::{FootCall, FootPlan, FootRun, FootTrip, plan_on_foot};
use tongxin_supply::CarriedOrder;
use tongxin_web::{FormErrors, Page, Problem, Query, html, typed_number};

/// Searches begin from the same numbers, so that a page that is opened twice says the same.
const SEED: u64 = 1;

/// Which compound, and who carries.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct HandOutQuery {
    place: Option<PlaceCode>,
    people: String,
    bags: String,
    minutes: String,
    lift: String,
}

#[derive(Template)]
#[template(path = "dispatch_hand_out.html")]
struct HandOutPage {
    page: Page,
    errors: FormErrors,
    about: String,
    /// Compounds to choose from, when none is chosen.
    compounds: Vec<CompoundRow>,
    /// The compound that was chosen.
    chosen: Option<Chosen>,
}

struct CompoundRow {
    href: String,
    name: String,
    parcels: String,
    /// How many carry there now; empty when nobody does.
    people: String,
}

struct Chosen {
    place: String,
    people: String,
    bags: String,
    minutes: String,
    has_lift: bool,
    /// Runs that were given out today.
    out: Vec<OutCard>,
    /// What comes of it, in one sentence; empty when nothing is there.
    sum: String,
    /// What tells these runs from others; empty when there are none.
    sign: String,
    runs: Vec<RunCard>,
    left: Vec<LeftCard>,
}

struct RunCard {
    title: String,
    sum: String,
    trips: Vec<TripCard>,
}

struct TripCard {
    title: String,
    calls: Vec<CallRow>,
}

struct CallRow {
    building: String,
    door: String,
    bags: String,
    numbers: String,
    is_cold: bool,
    is_too_heavy: bool,
    way: String,
    at: String,
}

struct LeftCard {
    door: String,
    bags: String,
    why: String,
}

impl HandOutQuery {
    fn hands(&self) -> Hands {
        let usual = Hands::default();
        let number = |typed: &str, usual: u32| u32::try_from(typed_number(typed, usual.into())).unwrap_or(0);
        Hands {
            people: number(&self.people, usual.people as u32) as usize,
            bags_at_once: number(&self.bags, usual.bags_at_once),
            minutes: number(&self.minutes, usual.minutes),
            has_lift: self.lift != "no",
        }
    }
}

/// The page.
pub(super) async fn show(
    State(dispatch): Shared,
    visit: Visit,
    Query(query): Query<HandOutQuery>,
) -> Result<Response, Problem> {
    html(&page(&dispatch, &visit, query, FormErrors::default()).await?)
}

async fn page(
    dispatch: &Dispatch,
    visit: &Visit,
    query: HandOutQuery,
    errors: FormErrors,
) -> Result<HandOutPage, Problem> {
    let scope = visit.scope(Action::HouseholdRead)?;
    let words = Words::of(dispatch, visit)?;
    let places: Vec<String> = scope.places.iter().map(|place| words.building(place)).collect();
    let mut page = HandOutPage {
        page: visit.page("dispatch-foot-title"),
        errors,
        about: places.join(visit.lang().pick("、", ", ")),
        compounds: Vec::new(),
        chosen: None,
    };
    let inside = query.place.map_or(scope.clone(), |place| scope.within(&place));
    if inside.places.is_empty() {
        return Err(Problem::not_found());
    }
    let out = foot::of_day(dispatch.db(), &inside, words.today, FOOT_RUNS_SHOWN_MAX).await;
    let out = out.map_err(DispatchError::from)?;
    let Some(place) = query.place.filter(|place| is_walked(&words, place)) else {
        page.compounds = compounds(dispatch, &words, &inside, &out).await?;
        return Ok(page);
    };
    page.about = words.place(&place);
    let mut chosen = Chosen::asked(&query);
    chosen.out = out::cards(dispatch, &words, &out).await?;
    let hands = match query.hands().checked() {
        Ok(hands) => hands,
        Err(faults) => {
            let problem = Problem::from(DispatchError::Faults(faults));
            page.errors = visit.form_errors(problem)?;
            page.chosen = Some(chosen);
            return Ok(page);
        }
    };
    if let Some((on_foot, plan)) = planned(dispatch, &words, (&place, &inside), hands).await? {
        let before = out.iter().filter(|run| run.place == place).map(|run| run.number).max();
        chosen.fill(&words, before.unwrap_or(0) + 1, &on_foot, &plan);
    }
    page.chosen = Some(chosen);
    Ok(page)
}

/// Nobody carries bags from one compound to another.
fn is_walked(words: &Words<'_>, place: &PlaceCode) -> bool {
    let known = words.tree.get(place);
    known.is_some_and(|place| place.level >= Level::Compound)
}

/// What nobody has on a run yet, as runs for these hands; nothing when there is nothing.
async fn planned(
    dispatch: &Dispatch,
    words: &Words<'_>,
    (place, inside): (&PlaceCode, &Scope),
    hands: Hands,
) -> Result<Option<(OnFoot, FootPlan)>, DispatchError> {
    let orders = orders(dispatch, words, inside).await?;
    let on_foot = on_foot(dispatch, place, orders, hands);
    if on_foot.doors.is_empty() {
        return Ok(None);
    }
    dispatch.planned_on_foot(on_foot).await.map(Some)
}

/// Orders that lie at a drop point there or are on their way, due by the end of today, and that nobody has on a run.
async fn orders(dispatch: &Dispatch, words: &Words<'_>, inside: &Scope) -> Result<Vec<CarriedOrder>, DispatchError> {
    let until = words.visit.asked.shell.zone.span_of(words.today).end;
    let mut orders = dispatch.supply().to_hand_out(inside, until).await?;
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let out = foot::out_among(dispatch.db(), &ids).await?;
    orders.retain(|order| !out.contains(&order.id));
    Ok(orders)
}

/// Compounds with something to hand out, or with somebody who carries.
async fn compounds(
    dispatch: &Dispatch,
    words: &Words<'_>,
    scope: &Scope,
    out: &[FootRunRecord],
) -> Result<Vec<CompoundRow>, DispatchError> {
    let widths = dispatch.places().city()?.file.widths;
    let compound = |place: PlaceCode| widths.ancestor(&place, Level::Compound).unwrap_or(place);
    let mut found: BTreeMap<PlaceCode, (usize, usize)> = BTreeMap::new();
    for order in orders(dispatch, words, scope).await? {
        found.entry(compound(order.building)).or_default().0 += 1;
    }
    for run in out {
        found.entry(compound(run.place)).or_default().1 += usize::from(run.state.is_open());
    }
    let row = |(place, (parcels, people)): (PlaceCode, (usize, usize))| CompoundRow {
        href: format!("/hand-out?place={place}"),
        name: words.building(&place),
        parcels: words.n("dispatch-arrivals-parcels", parcels),
        people: if people > 0 {
            words.n("dispatch-foot-out-people", people)
        } else {
            String::new()
        },
    };
    Ok(found.into_iter().map(row).collect())
}

fn on_foot(dispatch: &Dispatch, place: &PlaceCode, orders: Vec<CarriedOrder>, hands: Hands) -> OnFoot {
    let parcels = orders.into_iter().map(|order| Parcel {
        order: order.id,
        org: order.org,
        building: order.building,
        door: order.door,
        grams: order.load.grams,
        is_cold: order.load.cold_millilitres > 0,
    });
    let point = |code: &PlaceCode| dispatch.places().position(code).map(|at| [at.lon, at.lat]);
    OnFoot::of(parcels.collect(), point(place).unwrap_or_default(), point, hands)
}

impl Dispatch {
    /// Runs on foot for a task; others' searches go first.
    async fn planned_on_foot(&self, on_foot: OnFoot) -> Result<(OnFoot, FootPlan), DispatchError> {
        let _permit = self.searches().acquire_owned().await;
        let search = tokio::task::spawn_blocking(move || {
            let plan = plan_on_foot(&on_foot.task, SEED);
            plan.map(|plan| (on_foot, plan))
        });
        let planned = search.await.map_err(|error| DispatchError::Failed(error.to_string()))?;
        planned.map_err(|_| DispatchError::Refused("dispatch-foot-too-much"))
    }
}

impl Chosen {
    fn asked(query: &HandOutQuery) -> Chosen {
        let usual = Hands::default();
        let typed = |typed: &str, usual: String| {
            if typed.trim().is_empty() {
                usual
            } else {
                typed.to_owned()
            }
        };
        Chosen {
            place: query.place.map_or_else(String::new, |place| place.to_string()),
            people: typed(&query.people, usual.people.to_string()),
            bags: typed(&query.bags, usual.bags_at_once.to_string()),
            minutes: typed(&query.minutes, usual.minutes.to_string()),
            has_lift: query.lift != "no",
            out: Vec::new(),
            sum: String::new(),
            sign: String::new(),
            runs: Vec::new(),
            left: Vec::new(),
        }
    }

    /// Fills in runs whose people are numbered from `first`.
    fn fill(&mut self, words: &Words<'_>, first: i64, on_foot: &OnFoot, plan: &FootPlan) {
        let bags: u32 = plan.runs.iter().map(|run| run.bags).sum();
        self.sum = words.ta(
            "dispatch-foot-sum",
            &[
                ("bags", &words.n("dispatch-foot-bags", bags)),
                ("doors", &words.n("dispatch-foot-doors", on_foot.doors_count())),
                ("people", &words.n("dispatch-foot-carriers", plan.runs.len())),
                ("time", &words.minutes(minutes(plan.seconds.into()))),
            ],
        );
        let runs = on_foot.runs(plan);
        if !runs.is_empty() {
            self.sign = sign_of(&runs);
        }
        self.runs = (first..)
            .zip(&plan.runs)
            .map(|(number, run)| run_card(words, on_foot, number, run))
            .collect();
        let left = plan.left.iter().map(|left| {
            let door = &on_foot.doors[left.door];
            LeftCard {
                door: format!("{} {}", words.building(&door.building), door.door),
                bags: words.n("dispatch-foot-bags", left.bags),
                why: words.t(match left.why {
                    Why::TooHeavy => "dispatch-foot-left-heavy",
                    _ => "dispatch-foot-left-time",
                }),
            }
        });
        self.left = left.collect();
    }
}

fn run_card(words: &Words<'_>, on_foot: &OnFoot, number: i64, run: &FootRun) -> RunCard {
    let trip = |(at, trip): (usize, &FootTrip)| TripCard {
        title: words.ta(
            "dispatch-foot-trip",
            &[
                ("n", &at.to_string()),
                ("bags", &words.n("dispatch-foot-bags", trip.bags)),
            ],
        ),
        calls: trip.calls.iter().map(|call| call_row(words, on_foot, call)).collect(),
    };
    RunCard {
        title: words.n("dispatch-foot-person", number),
        sum: run_sum(
            words,
            [run.bags, run.seconds, run.metres, run.floors_climbed].map(i64::from),
        ),
        trips: (1..).zip(&run.trips).map(trip).collect(),
    }
}

fn run_sum(words: &Words<'_>, [bags, seconds, metres, floors]: [i64; 4]) -> String {
    words.ta(
        "dispatch-foot-run-sum",
        &[
            ("bags", &words.n("dispatch-foot-bags", bags)),
            ("time", &words.minutes(minutes(seconds))),
            ("metres", &metres.to_string()),
            ("floors", &floors.to_string()),
        ],
    )
}

fn way(words: &Words<'_>, is_by_lift: bool) -> String {
    words.t(if is_by_lift {
        "dispatch-foot-lift"
    } else {
        "dispatch-foot-stairs"
    })
}

fn call_row(words: &Words<'_>, on_foot: &OnFoot, call: &FootCall) -> CallRow {
    let door = &on_foot.doors[call.door];
    let numbers: Vec<String> = door.parcels.iter().map(|parcel| parcel.order.to_string()).collect();
    CallRow {
        building: words.name(&door.building),
        door: door.door.clone(),
        bags: words.n("dispatch-foot-bags", call.bags),
        numbers: numbers.join(words.visit.lang().pick("、", ", ")),
        is_cold: door.parcels.iter().any(|parcel| parcel.is_cold),
        is_too_heavy: door.is_too_heavy,
        way: way(words, call.is_by_lift),
        at: words.n("dispatch-foot-after", minutes(call.at_seconds.into())),
    }
}

/// Seconds as minutes, a begun one counts.
fn minutes(seconds: i64) -> i64 {
    (seconds + 59) / 60
}
