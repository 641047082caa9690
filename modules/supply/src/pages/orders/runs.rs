//! `/outlet/runs`: packed orders are chosen and sent together; below it, what is on its way and what is over.

use crate::Supply;
use crate::api::Shared;
use crate::api::orders::send_run;
use crate::error::SupplyError;
use crate::limits::{GOODS_PAGE_DEFAULT, RUN_CHOICES_MAX, RUN_NOTE_CHARS_MAX, RUN_ORDERS_MAX};
use crate::outlet::{AskedRun, Work};
use crate::pages::forms::field;
use crate::pages::orders::carriers::Fleet;
use crate::pages::orders::words::{contents, pieces, recent_windows, window_choices};
use crate::pages::orders::{RUNS, Typed};
use crate::pages::outlet::OutletFrame;
use crate::pages::whitelist::form_errors;
use crate::pages::whitelist::words::{Badge, Words};
use crate::rules::order::OrderState;
use crate::store::orders::list::OrderFilter;
use crate::store::runs::{Run, RunFilter};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{OrderId, OrgId, RunId, WindowId};
use tongxin_web::{
    Address, Choice, FieldFault, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, html, html_with,
    redirect_with,
};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RunsQuery {
    org: Option<OrgId>,
    window: Option<WindowId>,
    state: String,
    cursor: Option<RunId>,
}

#[derive(Template)]
#[template(path = "outlet_runs.html")]
struct RunsPage {
    page: Page,
    frame: OutletFrame,
    errors: FormErrors,
    windows: Vec<Choice>,
    window: String,
    groups: Vec<Group>,
    has_more: bool,
    staff: Vec<Choice>,
    vehicles: Vec<Choice>,
    note: String,
    note_max: String,
    chips: Vec<(String, String, bool)>,
    rows: Vec<RunRow>,
    first: Option<String>,
    next: Option<String>,
}

/// The packed orders of a building.
struct Group {
    building: String,
    orders: Vec<PackedOrder>,
}

struct PackedOrder {
    id: String,
    door: String,
    contents: String,
    pieces: i64,
    is_chosen: bool,
}

struct RunRow {
    href: String,
    badge: Badge,
    what: String,
    who: String,
    iso: String,
    since: String,
    exact: String,
}

/// The choice and the list; runs on their way unless the address says otherwise.
pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<RunsQuery>,
) -> Result<Response, Problem> {
    html(&page(&supply, &visit, &query, &Vec::new(), FormErrors::default()).await?)
}

async fn page(
    supply: &Supply,
    visit: &Visit,
    query: &RunsQuery,
    typed: &Typed,
    errors: FormErrors,
) -> Result<RunsPage, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    let (firm, frame) = supply.outlet_frame(visit, Action::OrderWork, query.org, RUNS).await?;
    let words = Words::of(supply, visit)?;
    let windows = recent_windows(supply, visit, &scope, firm.id()).await?;
    let packed = OrderFilter {
        org: Some(firm.id()),
        window: query.window,
        state: Some(OrderState::Packed),
        ..OrderFilter::default()
    };
    let work = supply.work_by_door(&scope, &packed, RUN_CHOICES_MAX).await?;
    let fleet = Fleet::of(supply, &scope, firm.id()).await?;
    let is_done = query.state == "done";
    let filter = RunFilter {
        org: Some(firm.id()),
        is_open: Some(!is_done),
    };
    let runs = supply
        .runs_page(&scope, &filter, query.cursor, GOODS_PAGE_DEFAULT)
        .await?;
    let page = visit.page("supply-runs-title");
    let address = Address::of(RUNS, &visit.asked.address).with("org", &frame.org);
    let chip = |state: &'static str, is_current: bool| {
        let word = visit.t(&format!("supply-runs-{state}"));
        (address.with("state", state).to_string(), word, is_current)
    };
    Ok(RunsPage {
        errors,
        windows: window_choices(visit, &windows, "supply-orders-any-window", query.window),
        window: query.window.map(|window| window.to_string()).unwrap_or_default(),
        has_more: work.next.is_some(),
        groups: groups(&words, &work, typed),
        staff: fleet.staff_choices(&words, field(typed, "staff")),
        vehicles: fleet.vehicle_choices(&words, field(typed, "vehicle")),
        note: field(typed, "note").to_owned(),
        note_max: RUN_NOTE_CHARS_MAX.to_string(),
        chips: vec![chip("open", !is_done), chip("done", is_done)],
        rows: runs.rows.iter().map(|run| row(&words, &page, &fleet, run)).collect(),
        first: query.cursor.map(|_| address.without(&[]).to_string()),
        next: runs
            .next
            .map(|next| address.with("cursor", &next.to_string()).to_string()),
        page,
        frame,
    })
}

/// All are chosen where one run can hold them, until somebody chooses otherwise.
fn groups(words: &Words<'_>, work: &Work, typed: &Typed) -> Vec<Group> {
    let chosen: Vec<&str> = orders_of(typed).collect();
    let all_fit = typed.is_empty() && work.orders.len() <= RUN_ORDERS_MAX;
    let mut groups: Vec<Group> = Vec::new();
    for one in &work.orders {
        let building = words.building(&one.order.building);
        if groups.last().is_none_or(|group| group.building != building) {
            groups.push(Group {
                building,
                orders: Vec::new(),
            });
        }
        let id = one.order.id.to_string();
        if let Some(group) = groups.last_mut() {
            group.orders.push(PackedOrder {
                door: one.order.door.clone(),
                contents: contents(one, &work.names),
                pieces: pieces(one),
                is_chosen: all_fit || chosen.contains(&id.as_str()),
                id,
            });
        }
    }
    groups
}

fn orders_of(typed: &Typed) -> impl Iterator<Item = &str> {
    let named = typed.iter().filter(|(name, _)| name == "orders");
    named.map(|(_, value)| value.as_str())
}

fn row(words: &Words<'_>, page: &Page, fleet: &Fleet, run: &Run) -> RunRow {
    RunRow {
        href: format!("{RUNS}/{}", run.id),
        badge: badge(words, run),
        what: words.ta("supply-runs-orders", &[("n", &run.orders.to_string())]),
        who: fleet.carrier(run),
        iso: run.made_at.to_string(),
        since: page.since(&run.made_at),
        exact: page.when(&run.made_at),
    }
}

/// How a run stands.
pub(super) fn badge(words: &Words<'_>, run: &Run) -> Badge {
    if run.is_open() {
        Badge {
            state: "strained",
            word: words.ta("supply-runs-left", &[("n", &run.on_their_way.to_string())]),
        }
    } else {
        Badge {
            state: "stable",
            word: words.t("supply-runs-done"),
        }
    }
}

/// Sends what is chosen.
pub(super) async fn send(State(supply): Shared, visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    let org: OrgId = field(&typed, "org").parse().map_err(|_| Problem::not_found())?;
    let done = async {
        let key = IdempotencyKey::checked(field(&typed, "key"))?;
        send_run(&supply, &visit, key, org, read(&typed)?).await
    };
    match done.await {
        Ok(done) => {
            let flash = Flash::done("supply-runs-sent").arg("n", done.orders);
            Ok(redirect_with(&visit.asked, &format!("{RUNS}/{}", done.id), &flash))
        }
        Err(problem) => {
            let status = problem.status;
            let errors = form_errors(&visit, problem)?;
            let query = RunsQuery {
                org: Some(org),
                window: field(&typed, "window").parse().ok(),
                ..RunsQuery::default()
            };
            html_with(status, &page(&supply, &visit, &query, &typed, errors).await?)
        }
    }
}

fn read(typed: &Typed) -> Result<AskedRun, SupplyError> {
    let orders: Vec<OrderId> = orders_of(typed)
        .map(|text| {
            let unreadable = |_| FieldFault::new("orders", "supply-labels-orders");
            text.parse().map_err(unreadable)
        })
        .collect::<Result<_, _>>()?;
    let staff = match field(typed, "staff") {
        "" => None,
        text => Some(
            text.parse()
                .map_err(|_| FieldFault::new("staff", "supply-runs-no-staff"))?,
        ),
    };
    let vehicle = match field(typed, "vehicle") {
        "" => None,
        text => Some(
            text.parse()
                .map_err(|_| FieldFault::new("vehicle", "supply-runs-no-vehicle"))?,
        ),
    };
    Ok(AskedRun {
        orders,
        staff,
        vehicle,
        note: field(typed, "note").to_owned(),
    })
}
