//! A run leaves: what is packed goes with it, what is not stays behind, what another run had on board is taken over.

use super::StepDone;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::rules::cargo::Cargo;
use crate::rules::state::{CargoState, RunEventKind, RunState};
use crate::store::events::{self, Moment};
use crate::store::runs::{self, RunRecord, StopRecord};
use crate::store::tallies::{self, DispatchFigureKey};
use tongxin_city::{OrderId, Timestamp, TransferId};
use tongxin_storage::Tx;
use tongxin_supply::LeavingRun;

impl Dispatch {
    pub(super) async fn depart(
        &self,
        tx: &mut Tx,
        run: &RunRecord,
        moment: Moment<'_>,
    ) -> Result<StepDone, DispatchError> {
        match run.state {
            RunState::Planned => {}
            RunState::Cancelled => return Err(DispatchError::Refused("dispatch-run-cancelled")),
            _ => return Err(DispatchError::Refused("dispatch-run-left")),
        }
        let (orders, transfers) = self.leave(tx, run, moment).await?;
        let of_orders = orders.iter().copied().map(Cargo::Order);
        let behind: Vec<Cargo> = of_orders
            .chain(transfers.iter().copied().map(Cargo::Transfer))
            .collect();
        for cargo in &behind {
            runs::set_cargo(tx, run.id, *cargo, CargoState::Behind, moment.said_at);
        }
        for stop in run.stops.iter().filter(|stop| is_all_behind(stop, &behind)) {
            runs::finish_stop(tx, run.id, stop.stop, moment.now);
        }
        let left_at = moment.happened_at();
        let delay_ms = left_at.millis_since(run.start_at).max(0);
        runs::leave(tx, run, left_at, delay_ms);
        if delay_ms > 0 {
            self.expect_departed(tx, run, &behind, delay_ms);
        }
        events::add(tx, run.id, RunEventKind::Departed, None, None, moment).await?;
        let place = self.subdistrict(&run.place)?;
        tallies::count(tx, run.day, &place, DispatchFigureKey::Runs, 1);
        tallies::count(
            tx,
            run.day,
            &place,
            DispatchFigureKey::Kilometres,
            (run.metres + 500) / 1_000,
        );
        Ok(StepDone {
            run: run.id,
            state: RunState::UnderWay,
            cargo: None,
            behind: orders,
            transfers_behind: transfers,
            delay_minutes: delay_ms / Timestamp::MINUTE_MS,
            need: None,
        })
    }

    /// Sends what leaves with a run, and takes over what another one had on board; answers what stays behind.
    async fn leave(
        &self,
        tx: &mut Tx,
        run: &RunRecord,
        moment: Moment<'_>,
    ) -> Result<(Vec<OrderId>, Vec<TransferId>), DispatchError> {
        let pickups = run.stops.iter().filter(|stop| stop.is_pickup);
        let taken_on: Vec<Cargo> = pickups
            .flat_map(|stop| stop.cargo.iter().map(|held| held.cargo))
            .collect();
        let goods = run
            .cargo()
            .map(|held| held.cargo)
            .filter(|cargo| cargo.ride().is_none());
        let (taken_over, fresh): (Vec<Cargo>, Vec<Cargo>) = goods.partition(|cargo| taken_on.contains(cargo));
        for cargo in &taken_over {
            runs::take_over(tx, run.id, *cargo).await?;
        }
        let leaving = LeavingRun {
            id: run.id,
            org: run.org,
            actor: moment.actor.to_owned(),
            staff: run.driver,
            vehicle: Some(run.vehicle),
        };
        let orders: Vec<OrderId> = fresh.iter().filter_map(|cargo| cargo.order()).collect();
        let orders = self.supply().leave_in(tx, &leaving, &orders, moment.now).await?;
        let transfers: Vec<TransferId> = fresh.iter().filter_map(|cargo| cargo.transfer()).collect();
        let supply = self.supply();
        let transfers = supply.leave_with_in(tx, &leaving, &transfers, moment.now).await?;
        let taken_over: Vec<OrderId> = taken_over.iter().filter_map(|cargo| cargo.order()).collect();
        self.supply().take_over_in(tx, run.id, &taken_over);
        Ok((orders, transfers))
    }
}

fn is_all_behind(stop: &StopRecord, behind: &[Cargo]) -> bool {
    !stop.is_pickup && stop.cargo.iter().all(|held| behind.contains(&held.cargo))
}
