//! What happens on a run on foot: somebody sets out from a drop point, says at each door what became of a parcel, and is
//! back. Orders move on as when a vehicle brings them.

use super::{RunStep, StepDone, cargo_of, carrier_step, outcome};
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::rules::cargo::Cargo;
use crate::rules::foot_run::standing;
use crate::rules::state::{CargoState, RunEventKind, RunState};
use crate::store::events::{self, Moment};
use crate::store::foot::{self, FootRunRecord};
use tongxin_storage::Tx;

impl Dispatch {
    pub(super) async fn foot_step(
        &self,
        tx: &mut Tx,
        run: &FootRunRecord,
        step: &RunStep,
        moment: Moment<'_>,
    ) -> Result<StepDone, DispatchError> {
        let (state, kind, note) = match step {
            RunStep::Depart => (RunState::UnderWay, RunEventKind::Departed, None),
            RunStep::End => (RunState::Over, RunEventKind::Ended, None),
            RunStep::BreakDown { reason } if run.state == RunState::Planned => {
                (RunState::Cancelled, RunEventKind::Broken, said(reason))
            }
            RunStep::BreakDown { reason } => (RunState::Broken, RunEventKind::Broken, said(reason)),
            _ => return self.hand_over_on_foot(tx, run, step, moment).await,
        };
        match (step, run.state) {
            (_, RunState::Cancelled) => return Err(DispatchError::Refused("dispatch-run-cancelled")),
            (_, RunState::Over | RunState::Broken) => return Err(DispatchError::Refused("dispatch-run-over")),
            (RunStep::Depart, RunState::UnderWay) => return Err(DispatchError::Refused("dispatch-run-left")),
            (RunStep::End, RunState::Planned) => return Err(DispatchError::Refused("dispatch-run-not-left")),
            (RunStep::End, _) if self.has_open(tx, run).await? => {
                return Err(DispatchError::Refused("dispatch-run-has-open"));
            }
            _ => {}
        }
        match step {
            RunStep::End => foot::close_open(tx, run.id, CargoState::Cancelled),
            // What is left is laid back at the drop point, and can be given to somebody else.
            RunStep::BreakDown { .. } => foot::close_open(tx, run.id, CargoState::Behind),
            _ => {}
        }
        foot::move_on(tx, run, state, moment.happened_at());
        events::add(tx, run.id, kind, None, note, moment).await?;
        Ok(done(run, state))
    }

    /// Whether something is still to be brought.
    async fn has_open(&self, tx: &mut Tx, run: &FootRunRecord) -> Result<bool, DispatchError> {
        for parcel in run.parcels().filter(|parcel| parcel.state == CargoState::Open) {
            let order = self.supply().state_of_in(tx, parcel.org, parcel.order).await?;
            if standing(parcel.state, order) == CargoState::Open {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn hand_over_on_foot(
        &self,
        tx: &mut Tx,
        run: &FootRunRecord,
        step: &RunStep,
        moment: Moment<'_>,
    ) -> Result<StepDone, DispatchError> {
        match run.state {
            RunState::UnderWay => {}
            RunState::Planned => return Err(DispatchError::Refused("dispatch-run-not-left")),
            RunState::Cancelled => return Err(DispatchError::Refused("dispatch-run-cancelled")),
            RunState::Over | RunState::Broken => return Err(DispatchError::Refused("dispatch-run-over")),
        }
        // It lay at a drop point before: at a door it is handed over or goes back there.
        if matches!(step, RunStep::Drop { .. } | RunStep::TakeOn { .. }) {
            return Err(DispatchError::Refused("dispatch-foot-door"));
        }
        let order = cargo_of(step).and_then(Cargo::order).ok_or(DispatchError::NotFound)?;
        let parcel = run.parcels().find(|parcel| parcel.order == order);
        let parcel = *parcel.ok_or(DispatchError::NotFound)?;
        if parcel.state != CargoState::Open {
            return Err(DispatchError::Refused("dispatch-cargo-done"));
        }
        let (state, kind, note) = outcome(step);
        let by = (parcel.org, moment.actor);
        let said = carrier_step(step, &state);
        self.supply().carry_in(tx, by, order, said, moment.now).await?;
        let need = match state {
            CargoState::Absent => self.raise_absent(tx, parcel.org, order, moment.now).await?,
            _ => None,
        };
        foot::set_parcel(tx, run.id, order, state, moment.happened_at());
        events::add(tx, run.id, kind, Some(Cargo::Order(order)), note, moment).await?;
        foot::touch(tx, run);
        Ok(StepDone {
            cargo: Some(state),
            need,
            ..done(run, run.state)
        })
    }
}

fn said(reason: &str) -> Option<&str> {
    Some(reason).filter(|reason| !reason.is_empty())
}

fn done(run: &FootRunRecord, state: RunState) -> StepDone {
    StepDone {
        run: run.id,
        state,
        cargo: None,
        behind: Vec::new(),
        transfers_behind: Vec::new(),
        delay_minutes: 0,
        need: None,
    }
}
