//! When those who wait expect what a run still brings, or that it fetches them: as its stops say by how far the run is behind.

use crate::dispatch::Dispatch;
use crate::rules::cargo::Cargo;
use crate::rules::state::CargoState;
use crate::store::rides;
use crate::store::runs::{RunRecord, StopRecord};
use tongxin_city::{OrderId, Timestamp};
use tongxin_storage::Tx;

impl Dispatch {
    /// Tells those who wait when it comes now that a run is behind otherwise, but for the stop that it has just made.
    pub(super) fn expect_arrivals(&self, tx: &mut Tx, run: &RunRecord, made: i64, delay_ms: i64) {
        let ahead = open(run).filter(|(stop, _)| stop.stop != made);
        self.expect(tx, ahead.map(|(stop, cargo)| (cargo, Some(stop.expected_at(delay_ms)))));
    }

    /// Tells those who wait when it comes now that a run has left so far behind its plan, but for what stays behind.
    pub(super) fn expect_departed(&self, tx: &mut Tx, run: &RunRecord, behind: &[Cargo], delay_ms: i64) {
        let on_board = open(run).filter(|(_, cargo)| !behind.contains(cargo));
        self.expect(
            tx,
            on_board.map(|(stop, cargo)| (cargo, Some(stop.expected_at(delay_ms)))),
        );
    }

    /// Nobody knows any more when what a run was to bring or fetch comes.
    pub(super) fn expect_nothing(&self, tx: &mut Tx, run: &RunRecord) {
        self.expect(tx, open(run).map(|(_, cargo)| (cargo, None)));
    }

    fn expect(&self, tx: &mut Tx, expected: impl Iterator<Item = (Cargo, Option<Timestamp>)>) {
        let mut arrivals: Vec<(OrderId, Option<Timestamp>)> = Vec::new();
        for (cargo, at) in expected {
            match cargo {
                Cargo::Order(order) => arrivals.push((order, at)),
                Cargo::Ride(ride) => rides::set_planned(tx, ride, at),
                // Whoever receives a transfer is told of its shift alone.
                Cargo::Transfer(_) => {}
            }
        }
        self.supply().plan_arrivals_in(tx, &arrivals);
    }
}

/// What somebody waits for at the stops that a run has yet to make: goods where they are brought, a vehicle where it fetches a patient.
fn open(run: &RunRecord) -> impl Iterator<Item = (&StopRecord, Cargo)> {
    let ahead = run.stops.iter().filter(|stop| stop.done_at.is_none());
    let open = ahead.flat_map(|stop| stop.cargo.iter().map(move |held| (stop, held)));
    let open =
        open.filter(|(stop, held)| held.state == CargoState::Open && stop.is_pickup == held.cargo.ride().is_some());
    open.map(|(stop, held)| (stop, held.cargo))
}
