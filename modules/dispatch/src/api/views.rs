//! Plans and runs as programs read them.

use crate::rules::asked::AskedPlan;
use crate::rules::capacity::Capacity;
use crate::rules::cargo::{Cargo, Seats};
use crate::rules::figures::PlanFigures;
use crate::rules::plan::PlanBody;
use crate::rules::state::{CargoState, PlanState, RunEventKind, RunState};
use crate::store::events::RunEvent;
use crate::store::plans::{PlanRecord, SearchProgress};
use crate::store::runs::{CargoRecord, RunRecord, StopRecord};
use serde::Serialize;
use tongxin_city::{Day, OrgId, PlaceCode, PlanId, RunId, StaffId, Timestamp, VehicleId};
use tongxin_supply::Load;
use utoipa::ToSchema;

/// A plan.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanView {
    /// The plan.
    pub(crate) id: PlanId,
    /// Whose.
    pub(crate) org: OrgId,
    /// Of which day.
    pub(crate) day: Day,
    /// How it stands.
    pub(crate) state: PlanState,
    /// What was asked for.
    pub(crate) asked: AskedPlan,
    /// How far the search is, while it lasts.
    pub(crate) progress: Option<SearchProgress>,
    /// What it comes to; nothing while it is being made.
    pub(crate) figures: Option<PlanFigures>,
    /// How often it was changed by hand; the next change names this number.
    pub(crate) seq: i64,
    /// When it was asked for.
    pub(crate) made_at: Timestamp,
    /// When it was published.
    pub(crate) published_at: Option<Timestamp>,
}

impl PlanView {
    pub(crate) fn of(plan: &PlanRecord) -> PlanView {
        PlanView {
            id: plan.id,
            org: plan.org,
            day: plan.day,
            state: plan.state,
            asked: plan.asked.clone(),
            progress: plan.progress.filter(|_| plan.state == PlanState::Making),
            figures: plan.body.as_ref().map(PlanFigures::of),
            seq: plan.seq,
            made_at: plan.made_at,
            published_at: plan.published_at,
        }
    }
}

/// A plan with its runs, beside what people drive by now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlanDetailView {
    #[serde(flatten)]
    #[schema(inline)]
    pub(super) plan: PlanView,
    /// Its runs and what is left out.
    pub(super) body: Option<PlanBody>,
    /// The figures of what people drive by now.
    pub(super) present: PlanFigures,
    /// Things that another vehicle would bring than now.
    pub(super) changed: i64,
}

/// Something that a run carries.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct CargoView {
    #[serde(flatten)]
    #[schema(inline)]
    pub(crate) cargo: Cargo,
    /// What became of it.
    pub(crate) state: CargoState,
    /// When, as whoever drives says.
    pub(crate) done_at: Option<Timestamp>,
}

impl From<&CargoRecord> for CargoView {
    fn from(record: &CargoRecord) -> Self {
        CargoView {
            cargo: record.cargo,
            state: record.state,
            done_at: record.done_at,
        }
    }
}

/// A stop of a run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StopView {
    /// Its number within the run.
    pub(crate) stop: i64,
    /// Where.
    pub(crate) place: PlaceCode,
    /// Not before.
    pub(crate) from_at: Timestamp,
    /// Later is late.
    pub(crate) due_at: Timestamp,
    /// As planned.
    pub(crate) arrive_at: Timestamp,
    /// As planned.
    pub(crate) leave_at: Timestamp,
    /// From the stop before.
    pub(crate) metres: i64,
    /// Whether something is taken on here.
    pub(crate) is_pickup: bool,
    /// Minutes that whoever drives rests here first.
    pub(crate) rest_minutes: i64,
    /// What is handed over, together.
    #[serde(flatten)]
    #[schema(inline)]
    pub(crate) load: Load,
    /// Who get in or out.
    pub(crate) people: Seats,
    /// When everything there had an end.
    pub(crate) done_at: Option<Timestamp>,
    /// What is handed over.
    pub(crate) cargo: Vec<CargoView>,
}

impl From<&StopRecord> for StopView {
    fn from(stop: &StopRecord) -> Self {
        StopView {
            stop: stop.stop,
            place: stop.place,
            from_at: stop.from_at,
            due_at: stop.due_at,
            arrive_at: stop.arrive_at,
            leave_at: stop.leave_at,
            metres: stop.metres,
            is_pickup: stop.is_pickup,
            rest_minutes: stop.rest_minutes,
            load: stop.load,
            people: stop.people,
            done_at: stop.done_at,
            cargo: stop.cargo.iter().map(CargoView::from).collect(),
        }
    }
}

/// A published run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunView {
    /// The run.
    pub(crate) id: RunId,
    /// The plan it is of.
    pub(crate) plan: PlanId,
    /// Whose.
    pub(crate) org: OrgId,
    /// Of which day.
    pub(crate) day: Day,
    /// How it stands.
    pub(crate) state: RunState,
    /// With what.
    pub(crate) vehicle: VehicleId,
    /// Its plate.
    pub(crate) plate: String,
    /// What the vehicle takes of goods.
    #[serde(flatten)]
    #[schema(inline)]
    pub(crate) capacity: Capacity,
    /// Who drives.
    pub(crate) driver: Option<StaffId>,
    /// As planned.
    pub(crate) start_at: Timestamp,
    /// As planned.
    pub(crate) end_at: Timestamp,
    /// How far it goes.
    pub(crate) metres: i64,
    /// When it left.
    pub(crate) departed_at: Option<Timestamp>,
    /// When it was over.
    pub(crate) ended_at: Option<Timestamp>,
    /// Minutes that it is behind its plan.
    pub(crate) delay_minutes: i64,
    /// Its stops in order.
    pub(crate) stops: Vec<StopView>,
}

impl From<&RunRecord> for RunView {
    fn from(run: &RunRecord) -> Self {
        RunView {
            id: run.id,
            plan: run.plan,
            org: run.org,
            day: run.day,
            state: run.state,
            vehicle: run.vehicle,
            plate: run.plate.clone(),
            capacity: run.capacity,
            driver: run.driver,
            start_at: run.start_at,
            end_at: run.end_at,
            metres: run.metres,
            departed_at: run.departed_at,
            ended_at: run.ended_at,
            delay_minutes: run.delay_ms / Timestamp::MINUTE_MS,
            stops: run.stops.iter().map(StopView::from).collect(),
        }
    }
}

/// Something that happened on a run.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EventView {
    /// Its number.
    pub(super) seq: i64,
    /// When the system heard of it.
    pub(super) at: Timestamp,
    /// When the phone says it was.
    pub(super) said_at: Option<Timestamp>,
    /// What.
    pub(super) kind: RunEventKind,
    /// What it was about.
    pub(super) cargo: Option<Cargo>,
    /// What was said.
    pub(super) note: Option<String>,
}

impl From<RunEvent> for EventView {
    fn from(event: RunEvent) -> Self {
        EventView {
            seq: event.seq,
            at: event.at,
            said_at: event.said_at,
            kind: event.kind,
            cargo: event.cargo,
            note: event.note,
        }
    }
}

/// A run with what happened on it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RunDetailView {
    #[serde(flatten)]
    #[schema(inline)]
    pub(super) run: RunView,
    /// What happened, in order.
    pub(super) events: Vec<EventView>,
    /// The address that whoever drives opens; only for the firm itself.
    pub(super) link: Option<String>,
}
