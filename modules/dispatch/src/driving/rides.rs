//! What happens to a patient's ride on a run: they get in, they arrive, or they are not there.

use super::{RunStep, StepDone, cargo_of, delay, done, outcome, require_under_way};
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::riding::RideTrouble;
use crate::rules::cargo::Cargo;
use crate::rules::ride::RideState;
use crate::rules::state::CargoState;
use crate::store::events::{self, Moment};
use crate::store::rides;
use crate::store::runs::{self, RunRecord, StopRecord};
use tongxin_city::{NeedId, RideId, Timestamp};
use tongxin_storage::Tx;

/// Where a ride's two stops are on a run.
struct RideStops<'a> {
    gets_in: &'a StopRecord,
    gets_out: &'a StopRecord,
}

impl Dispatch {
    pub(super) async fn ride_step(
        &self,
        tx: &mut Tx,
        run: &RunRecord,
        (id, step): (RideId, &RunStep),
        moment: Moment<'_>,
    ) -> Result<StepDone, DispatchError> {
        require_under_way(run)?;
        let cargo = Cargo::Ride(id);
        let ride = rides::get_in(tx, id).await?.ok_or(DispatchError::NotFound)?;
        // A plan that was published meanwhile gave it to another vehicle of the firm.
        let is_elsewhere = ride.org == run.org && ride.state.is_open();
        let stops = stops_of(run, cargo).ok_or(match is_elsewhere {
            true => DispatchError::Refused("dispatch-ride-elsewhere"),
            false => DispatchError::NotFound,
        })?;
        let held = stops.gets_out.cargo.iter().find(|held| held.cargo == cargo);
        let ride_state = next(step, held.ok_or(DispatchError::NotFound)?.state)?;
        let (state, kind, note) = outcome(step);
        let done_at = moment.happened_at();
        runs::set_cargo(tx, run.id, cargo, state, Some(done_at));
        events::add(tx, run.id, kind, cargo_of(step), note, moment).await?;
        rides::set_state(tx, id, ride_state);
        let stop = match ride_state {
            RideState::Arrived => stops.gets_out,
            _ => stops.gets_in,
        };
        runs::finish_stop(tx, run.id, stop.stop, done_at);
        let mut need: Option<NeedId> = None;
        match ride_state {
            RideState::OnBoard => runs::take_over(tx, run.id, cargo).await?,
            RideState::Absent | RideState::Refused => {
                runs::finish_stop(tx, run.id, stops.gets_out.stop, done_at);
                if ride_state == RideState::Absent {
                    need = self.raise_ride(tx, &ride, RideTrouble::Absent, moment.now).await?;
                }
                self.call_off_way_back(tx, &ride, moment, Some(run.id)).await?;
            }
            _ => {}
        }
        if state != CargoState::OnBoard {
            self.count_hand_over(tx, run, stop, state, (true, done_at))?;
        }
        let delay_ms = delay(stop, done_at);
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
}

fn stops_of(run: &RunRecord, cargo: Cargo) -> Option<RideStops<'_>> {
    let mut stops = run.stops_of(cargo);
    Some(RideStops {
        gets_in: stops.next().filter(|stop| stop.is_pickup)?,
        gets_out: stops.next()?,
    })
}

/// How a ride stands after a step; nobody arrives who did not get in, and nobody is put down somewhere else.
fn next(step: &RunStep, state: CargoState) -> Result<RideState, DispatchError> {
    let refused = match (step, state) {
        (RunStep::TakeOn { .. }, CargoState::Open) => return Ok(RideState::OnBoard),
        (RunStep::Refuse { .. }, CargoState::Open) => return Ok(RideState::Refused),
        (RunStep::Absent { .. }, CargoState::Open) => return Ok(RideState::Absent),
        (RunStep::HandOver { .. }, CargoState::OnBoard) => return Ok(RideState::Arrived),
        (RunStep::Drop { .. }, _) => "dispatch-ride-not-put-down",
        (RunStep::HandOver { .. }, CargoState::Open) => "dispatch-ride-not-on-board",
        (_, CargoState::OnBoard) => "dispatch-ride-on-board",
        _ => "dispatch-cargo-done",
    };
    Err(DispatchError::Refused(refused))
}
