//! What happens on a run: it leaves, things are handed over, it comes back, its vehicle breaks down. Whoever drives says so
//! from the run's link, perhaps hours later, in the order in which it happened; the firm may say it for them.

mod departing;
mod expecting;
mod on_foot;
mod orders;
mod rides;
mod transfers;

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::limits::{CODE_CHARS_MAX, PHONE_AHEAD_MS, POINT_CHARS_MAX, REASON_CHARS_MAX};
use crate::rules::cargo::Cargo;
use crate::rules::state::{CargoState, RunEventKind, RunState};
use crate::store::events::{self, Moment};
use crate::store::foot;
use crate::store::runs::{self, RunRecord, StopRecord};
use crate::store::tallies::{self, DispatchFigureKey};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_city::{NeedId, OrderId, RunId, Timestamp, TransferId};
use tongxin_storage::{CommandKey, Tx};
use tongxin_supply::{CarrierStep, ReceivedLine, SupplyError};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// Supply's refusal of a hand-over code that is another.
const WRONG_CODE: &str = "order-wrong-code";

/// What whoever drives says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum RunStep {
    /// The run has left.
    Depart,
    /// Something was handed over.
    HandOver {
        /// What.
        cargo: Cargo,
        /// What the household said; nothing for another firm's goods.
        #[serde(default)]
        #[schema(max_length = 20)]
        code: String,
        /// Lines of which less arrived, or some is of no use.
        #[serde(default)]
        #[schema(max_items = 100)]
        lines: Vec<LineSaid>,
        /// Pieces of another firm's goods that were brought, where it is not all that left.
        #[serde(default)]
        #[schema(minimum = 1)]
        pieces: Option<i64>,
    },
    /// It was put down where the household can fetch it.
    Drop {
        /// What.
        cargo: Cargo,
        /// Where.
        #[schema(min_length = 1, max_length = 100)]
        point: String,
    },
    /// A patient got in.
    TakeOn {
        /// The ride.
        cargo: Cargo,
    },
    /// The household did not want it; it comes back.
    Refuse {
        /// What.
        cargo: Cargo,
        /// What they said.
        #[serde(default)]
        #[schema(max_length = 300)]
        reason: String,
    },
    /// Nobody was there and it can't be left; it comes back.
    Absent {
        /// What.
        cargo: Cargo,
    },
    /// The run is back; what it still had on board came back with it.
    End,
    /// The vehicle can't go on.
    BreakDown {
        /// What happened.
        #[serde(default)]
        #[schema(max_length = 300)]
        reason: String,
    },
}

/// What arrived of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LineSaid {
    /// Its number in the order.
    pub(crate) line: i64,
    /// Pieces that arrived.
    #[schema(minimum = 0)]
    pub(crate) received: i64,
    /// Pieces of these that are of no use.
    #[serde(default)]
    #[schema(minimum = 0)]
    pub(crate) damaged: i64,
}

/// What a step did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct StepDone {
    /// The run.
    pub(crate) run: RunId,
    /// How the run stands now.
    pub(crate) state: RunState,
    /// How what it was about stands now.
    pub(crate) cargo: Option<CargoState>,
    /// Orders that stay behind because they were not packed when the run left.
    pub(crate) behind: Vec<OrderId>,
    /// Transfers that stay behind because they are no longer wanted, or the firm has fewer pieces.
    #[serde(default)]
    pub(crate) transfers_behind: Vec<TransferId>,
    /// Minutes that the run is behind its plan.
    pub(crate) delay_minutes: i64,
    /// The need that was raised because nobody was there.
    pub(crate) need: Option<NeedId>,
}

/// What became of a step that is written down even when it is refused.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Outcome {
    Done(StepDone),
    WrongCode,
}

/// Who says what happened on which run, and when it was.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) run: RunId,
    pub(crate) actor: String,
    /// As the phone has it; now when left out.
    pub(crate) at: Option<Timestamp>,
}

impl Said {
    /// When it was. A phone whose clock is wrong says nothing about that: it can't be before the run began.
    fn moment(&self, since: Timestamp, now: Timestamp) -> Moment<'_> {
        let latest = now.plus_millis(PHONE_AHEAD_MS);
        Moment {
            actor: &self.actor,
            now,
            said_at: self.at.filter(|at| *at >= since && *at <= latest),
        }
    }
}

impl Dispatch {
    /// Takes in what happened on a run, of a vehicle or on foot, once.
    ///
    /// # Errors
    /// `Refused` when the run or the thing does not stand so; `Faults` at what was said; or a storage failure.
    pub(crate) async fn step(
        &self,
        key: CommandKey,
        said: Said,
        step: RunStep,
        now: Timestamp,
    ) -> Result<StepDone, DispatchError> {
        let step = checked(step)?;
        let work = Arc::new((self.clone(), said, step));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (dispatch, said, step) = &*work;
                match dispatch.step_in(tx, said, step, now).await {
                    Err(DispatchError::Supply(SupplyError::Refused(WRONG_CODE))) => {
                        if let Some(order) = cargo_of(step).and_then(Cargo::order) {
                            dispatch.supply().count_wrong_code_in(tx, order);
                        }
                        Ok(Outcome::WrongCode)
                    }
                    done => done.map(Outcome::Done),
                }
            })
        });
        match done.await?.value {
            Outcome::Done(done) => Ok(done),
            Outcome::WrongCode => Err(DispatchError::Supply(SupplyError::Refused(WRONG_CODE))),
        }
    }

    async fn step_in(
        &self,
        tx: &mut Tx,
        said: &Said,
        step: &RunStep,
        now: Timestamp,
    ) -> Result<StepDone, DispatchError> {
        let Some(mut run) = runs::get_in(tx, said.run).await? else {
            let run = foot::get_in(tx, said.run).await?.ok_or(DispatchError::NotFound)?;
            let since = run.departed_at.unwrap_or(run.given_at);
            return self.foot_step(tx, &run, step, said.moment(since, now)).await;
        };
        let since = run.departed_at.unwrap_or(run.start_at.plus_hours(-24));
        let moment = said.moment(since, now);
        self.note_closed_in(tx, &mut run, cargo_of(step)).await?;
        match step {
            RunStep::Depart => self.depart(tx, &run, moment).await,
            RunStep::End => self.end(tx, &run, moment).await,
            RunStep::BreakDown { reason } => self.break_down(tx, &run, reason, moment).await,
            RunStep::TakeOn { cargo }
            | RunStep::HandOver { cargo, .. }
            | RunStep::Drop { cargo, .. }
            | RunStep::Refuse { cargo, .. }
            | RunStep::Absent { cargo } => match cargo.ride() {
                Some(ride) => self.ride_step(tx, &run, (ride, step), moment).await,
                None => self.hand_over(tx, &run, step, moment).await,
            },
        }
    }

    async fn hand_over(
        &self,
        tx: &mut Tx,
        run: &RunRecord,
        step: &RunStep,
        moment: Moment<'_>,
    ) -> Result<StepDone, DispatchError> {
        require_under_way(run)?;
        if matches!(step, RunStep::TakeOn { .. }) {
            return Err(DispatchError::Refused("dispatch-no-ride"));
        }
        let cargo = cargo_of(step).ok_or(DispatchError::NotFound)?;
        let holds = |stop: &&StopRecord| !stop.is_pickup && stop.cargo.iter().any(|held| held.cargo == cargo);
        let stop = run.stops.iter().find(holds).ok_or(DispatchError::NotFound)?;
        let held = stop.cargo.iter().find(|held| held.cargo == cargo);
        if held.is_none_or(|held| held.state != CargoState::Open) {
            return Err(DispatchError::Refused("dispatch-cargo-done"));
        }
        let (mut state, mut kind, note) = outcome(step);
        let mut need = None;
        if let Some(transfer) = cargo.transfer()
            && self.say_of_transfer(tx, run, (transfer, step), moment).await?
        {
            (state, kind) = (CargoState::Short, RunEventKind::Short);
        }
        if let Some(order) = cargo.order() {
            need = self.say_of_order(tx, run, (order, step, state), moment).await?;
        }
        let done_at = moment.happened_at();
        runs::set_cargo(tx, run.id, cargo, state, Some(done_at));
        events::add(tx, run.id, kind, Some(cargo), note, moment).await?;
        let is_last = stop
            .cargo
            .iter()
            .all(|held| held.cargo == cargo || held.state != CargoState::Open);
        if is_last {
            runs::finish_stop(tx, run.id, stop.stop, done_at);
        }
        let delay_ms = if is_last { delay(stop, done_at) } else { run.delay_ms };
        self.count_hand_over(tx, run, stop, state, (is_last, done_at))?;
        runs::touch(tx, run, delay_ms);
        if delay_ms != run.delay_ms {
            self.expect_arrivals(tx, run, stop.stop, delay_ms);
        }
        Ok(StepDone {
            cargo: Some(state),
            delay_minutes: delay_ms / Timestamp::MINUTE_MS,
            need,
            ..done(run, run.state)
        })
    }

    fn count_hand_over(
        &self,
        tx: &mut Tx,
        run: &RunRecord,
        stop: &StopRecord,
        state: CargoState,
        (is_last, done_at): (bool, Timestamp),
    ) -> Result<(), DispatchError> {
        let place = self.subdistrict(&run.place)?;
        let mut add = |key| tallies::count(tx, run.day, &place, key, 1);
        add(if state.has_arrived() {
            DispatchFigureKey::Arrived
        } else {
            DispatchFigureKey::CameBack
        });
        if is_last {
            add(DispatchFigureKey::Stops);
            add(if done_at <= stop.due_at {
                DispatchFigureKey::OnTime
            } else {
                DispatchFigureKey::Late
            });
        }
        Ok(())
    }

    async fn end(&self, tx: &mut Tx, run: &RunRecord, moment: Moment<'_>) -> Result<StepDone, DispatchError> {
        if run.state != RunState::UnderWay {
            return Err(DispatchError::Refused("dispatch-run-not-left"));
        }
        if run.cargo().any(|cargo| !cargo.state.is_over()) {
            return Err(DispatchError::Refused("dispatch-run-has-open"));
        }
        runs::end(tx, run, RunState::Over, moment.happened_at());
        events::add(tx, run.id, RunEventKind::Ended, None, None, moment).await?;
        Ok(done(run, RunState::Over))
    }

    async fn break_down(
        &self,
        tx: &mut Tx,
        run: &RunRecord,
        reason: &str,
        moment: Moment<'_>,
    ) -> Result<StepDone, DispatchError> {
        if !run.state.is_open() {
            return Err(DispatchError::Refused("dispatch-run-over"));
        }
        // One that never left has nothing on board: its orders wait where they are.
        let state = if run.state == RunState::Planned {
            RunState::Cancelled
        } else {
            RunState::Broken
        };
        runs::end(tx, run, state, moment.happened_at());
        self.expect_nothing(tx, run);
        let note = Some(reason).filter(|reason| !reason.is_empty());
        events::add(tx, run.id, RunEventKind::Broken, None, note, moment).await?;
        Ok(done(run, state))
    }
}

fn require_under_way(run: &RunRecord) -> Result<(), DispatchError> {
    Err(DispatchError::Refused(match run.state {
        RunState::UnderWay => return Ok(()),
        RunState::Planned => "dispatch-run-not-left",
        RunState::Cancelled => "dispatch-run-cancelled",
        RunState::Over | RunState::Broken => "dispatch-run-over",
    }))
}

fn done(run: &RunRecord, state: RunState) -> StepDone {
    StepDone {
        run: run.id,
        state,
        cargo: None,
        behind: Vec::new(),
        transfers_behind: Vec::new(),
        delay_minutes: run.delay_ms / Timestamp::MINUTE_MS,
        need: None,
    }
}

/// How far behind its plan a run is after a stop.
fn delay(stop: &StopRecord, done_at: Timestamp) -> i64 {
    (done_at.millis() - stop.leave_at.millis()).max(0)
}

fn cargo_of(step: &RunStep) -> Option<Cargo> {
    match step {
        RunStep::TakeOn { cargo }
        | RunStep::HandOver { cargo, .. }
        | RunStep::Drop { cargo, .. }
        | RunStep::Refuse { cargo, .. }
        | RunStep::Absent { cargo } => Some(*cargo),
        RunStep::Depart | RunStep::End | RunStep::BreakDown { .. } => None,
    }
}

/// What a step makes of the thing it is about, and what is noted.
fn outcome(step: &RunStep) -> (CargoState, RunEventKind, Option<&str>) {
    match step {
        RunStep::HandOver { lines, .. } if !lines.is_empty() => (CargoState::Short, RunEventKind::Short, None),
        RunStep::Drop { point, .. } => (CargoState::Dropped, RunEventKind::Dropped, Some(point)),
        RunStep::Refuse { reason, .. } => {
            let reason = Some(reason.as_str()).filter(|reason| !reason.is_empty());
            (CargoState::Refused, RunEventKind::Refused, reason)
        }
        RunStep::Absent { .. } => (CargoState::Absent, RunEventKind::Absent, None),
        RunStep::TakeOn { .. } => (CargoState::OnBoard, RunEventKind::TakenOn, None),
        _ => (CargoState::HandedOver, RunEventKind::HandedOver, None),
    }
}

/// The same as supply understands it.
fn carrier_step(step: &RunStep, state: &CargoState) -> CarrierStep {
    match step {
        RunStep::HandOver { code, lines, .. } => CarrierStep::HandOver {
            code: code.trim().to_owned(),
            lines: (lines.iter())
                .map(|said| ReceivedLine {
                    line: said.line,
                    received: said.received,
                    damaged: said.damaged,
                })
                .collect(),
        },
        RunStep::Drop { point, .. } => CarrierStep::Drop { point: point.clone() },
        RunStep::Refuse { reason, .. } if !reason.is_empty() => CarrierStep::Return { reason: reason.clone() },
        _ => CarrierStep::Return {
            reason: state.as_str().to_owned(),
        },
    }
}

/// What was said with its bounds checked.
fn checked(step: RunStep) -> Result<RunStep, DispatchError> {
    match &step {
        RunStep::Drop { point, .. } if point.trim().is_empty() => Err(FieldFault::new("point", "field-required")),
        RunStep::Drop { point, .. } => FieldFault::in_text("point", point, POINT_CHARS_MAX),
        RunStep::Refuse { reason, .. } | RunStep::BreakDown { reason } => {
            FieldFault::in_text("reason", reason, REASON_CHARS_MAX)
        }
        RunStep::HandOver { cargo, pieces, .. } if pieces.is_some() && cargo.transfer().is_none() => {
            Err(FieldFault::new("pieces", "dispatch-said-lines-or-pieces"))
        }
        RunStep::HandOver { cargo, lines, .. } if !lines.is_empty() && cargo.order().is_none() => {
            Err(FieldFault::new("lines", "dispatch-said-lines-or-pieces"))
        }
        RunStep::HandOver { code, .. } => FieldFault::in_text("code", code, CODE_CHARS_MAX),
        RunStep::Depart | RunStep::TakeOn { .. } | RunStep::Absent { .. } | RunStep::End => Ok(()),
    }
    .map_err(|fault| DispatchError::Faults(vec![fault]))?;
    Ok(step)
}
