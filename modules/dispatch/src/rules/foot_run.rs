//! A run on foot as it is given to somebody, and how what it carries stands.

use crate::rules::on_foot::OnFoot;
use crate::rules::state::{CargoState, RunState};
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use tongxin_city::{OrderId, OrgId, PlaceCode};
use tongxin_dispatch_solver::foot::{FootCall, FootPlan, FootRun, FootTrip};
use tongxin_supply::OrderState;

/// What one person carries, as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedFootRun {
    /// How many bags.
    pub bags: u32,
    /// How long it takes.
    pub seconds: u32,
    /// How far it goes.
    pub metres: u32,
    /// Floors by stairs, upwards.
    pub floors: u32,
    /// Doors in the order in which they are walked to.
    pub calls: Vec<PlannedCall>,
}

/// A door on one trip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCall {
    /// Which trip from the drop point, from 1.
    pub trip: usize,
    /// The building.
    pub building: PlaceCode,
    /// How many bags.
    pub bags: u32,
    /// Seconds after setting out.
    pub at_seconds: u32,
    /// Whether one goes up by lift.
    pub is_by_lift: bool,
    /// What is brought, and whose goods they are.
    pub parcels: Vec<(OrderId, OrgId)>,
}

impl OnFoot {
    /// The runs of a plan for this task, as they are given out.
    pub fn runs(&self, plan: &FootPlan) -> Vec<PlannedFootRun> {
        plan.runs.iter().map(|run| self.run(run)).collect()
    }

    fn run(&self, run: &FootRun) -> PlannedFootRun {
        let calls = |(trip, of): (usize, &FootTrip)| -> Vec<PlannedCall> {
            of.calls.iter().map(|call| self.call(trip, call)).collect()
        };
        PlannedFootRun {
            bags: run.bags,
            seconds: run.seconds,
            metres: run.metres,
            floors: run.floors_climbed,
            calls: (1..).zip(&run.trips).flat_map(calls).collect(),
        }
    }

    fn call(&self, trip: usize, call: &FootCall) -> PlannedCall {
        let door = &self.doors[call.door];
        PlannedCall {
            trip,
            building: door.building,
            bags: call.bags,
            at_seconds: call.at_seconds,
            is_by_lift: call.is_by_lift,
            parcels: door.parcels.iter().map(|parcel| (parcel.order, parcel.org)).collect(),
        }
    }
}

/// Tells runs from others: who carries what to where in which order. What was shown is what is given out, or nothing is.
pub fn sign_of(runs: &[PlannedFootRun]) -> String {
    let mut hash = Sha256::new();
    for run in runs {
        for call in &run.calls {
            for (order, _) in &call.parcels {
                hash.update(order.get().to_be_bytes());
            }
            hash.update((call.trip as u64).to_be_bytes());
        }
        hash.update(b"run");
    }
    HEXLOWER.encode(&hash.finalize()[..16])
}

/// Whether what somebody carries can still be taken back as it was given out: nobody has set out with it.
pub fn may_take_back(state: RunState) -> bool {
    state == RunState::Planned
}

/// How a parcel stands: one that is open is not to be brought any more once its order ended elsewhere, because the household
/// fetched it or the clock took it for received.
pub fn standing(kept: CargoState, order: Option<OrderState>) -> CargoState {
    match (kept, order) {
        (CargoState::Open, Some(order)) if order.is_open() => CargoState::Open,
        (CargoState::Open, _) => CargoState::Cancelled,
        (kept, _) => kept,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongxin_city::Timestamp;

    fn run(orders: &[u32], trip: usize) -> PlannedFootRun {
        let parcel = |order: &u32| {
            (
                OrderId::from_parts(Timestamp(0), *order),
                OrgId::from_parts(Timestamp(0), 1),
            )
        };
        let call = |order: &u32| PlannedCall {
            trip,
            building: "500112016001002001".parse().expect("a code"),
            bags: 1,
            at_seconds: 0,
            is_by_lift: true,
            parcels: vec![parcel(order)],
        };
        PlannedFootRun {
            bags: 1,
            seconds: 60,
            metres: 100,
            floors: 0,
            calls: orders.iter().map(call).collect(),
        }
    }

    #[test]
    fn other_runs_have_another_sign() {
        let signs = [
            sign_of(&[run(&[1, 2], 1)]),
            sign_of(&[run(&[2, 1], 1)]),
            sign_of(&[run(&[1, 2], 2)]),
            sign_of(&[run(&[1], 1), run(&[2], 1)]),
            sign_of(&[]),
        ];
        for (at, sign) in signs.iter().enumerate() {
            assert!(!signs[..at].contains(sign), "{at}");
        }
        assert_eq!(sign_of(&[run(&[1, 2], 1)]), signs[0]);
    }

    #[test]
    fn what_ended_elsewhere_is_not_brought_any_more() {
        use CargoState::{Absent, Cancelled, HandedOver, Open};
        let cases = [
            (Open, Some(OrderState::Sent), Open),
            (Open, Some(OrderState::Dropped), Open),
            (Open, Some(OrderState::Received), Cancelled),
            (Open, Some(OrderState::Returned), Cancelled),
            (Open, None, Cancelled),
            (HandedOver, Some(OrderState::Received), HandedOver),
            (Absent, Some(OrderState::Returned), Absent),
        ];
        for (kept, order, expected) in cases {
            assert_eq!(standing(kept, order), expected, "{kept} {order:?}");
        }
    }

    #[test]
    fn what_somebody_set_out_with_is_not_taken_back() {
        let states = [
            RunState::UnderWay,
            RunState::Over,
            RunState::Broken,
            RunState::Cancelled,
        ];
        assert!(may_take_back(RunState::Planned) && !states.into_iter().any(may_take_back));
    }
}
