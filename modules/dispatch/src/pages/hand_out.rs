//! `/hand-out`: what lies at a compound's gate, or comes there, as runs on foot for those who carry it to the doors.

use crate::api::Shared;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::pages::form_errors;
use crate::pages::words::Words;
use crate::rules::on_foot::{Hands, OnFoot, Parcel};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;
use tongxin_account::{Action, Scope, Visit};
use tongxin_city::{Level, PlaceCode};
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
}

struct Chosen {
    place: String,
    people: String,
    bags: String,
    minutes: String,
    has_lift: bool,
    /// What comes of it, in one sentence; empty when nothing is there.
    sum: String,
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
    let scope = visit.scope(Action::HouseholdRead)?;
    let words = Words::of(&dispatch, &visit)?;
    let places: Vec<String> = scope.places.iter().map(|place| words.building(place)).collect();
    let mut page = HandOutPage {
        page: visit.page("dispatch-foot-title"),
        errors: FormErrors::default(),
        about: places.join(visit.lang().pick("、", ", ")),
        compounds: Vec::new(),
        chosen: None,
    };
    let inside = query.place.map_or(scope.clone(), |place| scope.within(&place));
    if inside.places.is_empty() {
        return Err(Problem::not_found());
    }
    // Nobody carries bags from one compound to another.
    let is_walked = |place: &PlaceCode| {
        words
            .tree
            .get(place)
            .is_some_and(|place| place.level >= Level::Compound)
    };
    let Some(place) = query.place.filter(is_walked) else {
        page.compounds = compounds(&dispatch, &words, &inside).await?;
        return html(&page);
    };
    page.about = words.place(&place);
    let hands = match query.hands().checked() {
        Ok(hands) => hands,
        Err(faults) => {
            let problem = Problem::from(DispatchError::Faults(faults));
            page.errors = form_errors(&visit, problem)?;
            page.chosen = Some(Chosen::asked(&query));
            return html(&page);
        }
    };
    let orders = orders(&dispatch, &words, &inside).await?;
    let on_foot = on_foot(&dispatch, &place, orders, hands);
    let mut chosen = Chosen::asked(&query);
    if !on_foot.doors.is_empty() {
        let (on_foot, plan) = dispatch.planned_on_foot(on_foot).await?;
        chosen.fill(&words, &on_foot, &plan);
    }
    page.chosen = Some(chosen);
    html(&page)
}

/// Orders that lie at a drop point there or are on their way, due by the end of today.
async fn orders(dispatch: &Dispatch, words: &Words<'_>, inside: &Scope) -> Result<Vec<CarriedOrder>, DispatchError> {
    let until = words.visit.asked.shell.zone.span_of(words.today).end;
    Ok(dispatch.supply().to_hand_out(inside, until).await?)
}

async fn compounds(dispatch: &Dispatch, words: &Words<'_>, scope: &Scope) -> Result<Vec<CompoundRow>, DispatchError> {
    let widths = dispatch.places().city()?.file.widths;
    let mut found: BTreeMap<PlaceCode, usize> = BTreeMap::new();
    for order in orders(dispatch, words, scope).await? {
        let compound = widths.ancestor(&order.building, Level::Compound);
        *found.entry(compound.unwrap_or(order.building)).or_default() += 1;
    }
    let row = |(place, number): (PlaceCode, usize)| CompoundRow {
        href: format!("/hand-out?place={place}"),
        name: words.building(&place),
        parcels: words.n("dispatch-arrivals-parcels", number),
    };
    Ok(found.into_iter().map(row).collect())
}

fn on_foot(dispatch: &Dispatch, place: &PlaceCode, orders: Vec<CarriedOrder>, hands: Hands) -> OnFoot {
    let parcels = orders.into_iter().map(|order| Parcel {
        number: order.id.to_string(),
        building: order.building,
        door: order.door,
        grams: order.grams,
        is_cold: order.is_cold,
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
            sum: String::new(),
            runs: Vec::new(),
            left: Vec::new(),
        }
    }

    fn fill(&mut self, words: &Words<'_>, on_foot: &OnFoot, plan: &FootPlan) {
        let bags: u32 = plan.runs.iter().map(|run| run.bags).sum();
        self.sum = words.ta(
            "dispatch-foot-sum",
            &[
                ("bags", &words.n("dispatch-foot-bags", bags)),
                ("doors", &words.n("dispatch-foot-doors", on_foot.doors.len())),
                ("people", &words.n("dispatch-foot-carriers", plan.runs.len())),
                ("time", &words.minutes(minutes(plan.seconds))),
            ],
        );
        self.runs = (1..)
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

fn run_card(words: &Words<'_>, on_foot: &OnFoot, number: usize, run: &FootRun) -> RunCard {
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
        sum: words.ta(
            "dispatch-foot-run-sum",
            &[
                ("bags", &words.n("dispatch-foot-bags", run.bags)),
                ("time", &words.minutes(minutes(run.seconds))),
                ("metres", &run.metres.to_string()),
                ("floors", &run.floors_climbed.to_string()),
            ],
        ),
        trips: (1..).zip(&run.trips).map(trip).collect(),
    }
}

fn call_row(words: &Words<'_>, on_foot: &OnFoot, call: &FootCall) -> CallRow {
    let door = &on_foot.doors[call.door];
    let numbers: Vec<&str> = door.parcels.iter().map(|parcel| parcel.number.as_str()).collect();
    CallRow {
        building: words.name(&door.building),
        door: door.door.clone(),
        bags: words.n("dispatch-foot-bags", call.bags),
        numbers: numbers.join(words.visit.lang().pick("、", ", ")),
        is_cold: door.parcels.iter().any(|parcel| parcel.is_cold),
        way: words.t(if call.is_by_lift {
            "dispatch-foot-lift"
        } else {
            "dispatch-foot-stairs"
        }),
        at: words.n("dispatch-foot-after", minutes(call.at_seconds)),
    }
}

/// Seconds as minutes, a begun one counts.
fn minutes(seconds: u32) -> i64 {
    i64::from(seconds.div_ceil(60))
}
