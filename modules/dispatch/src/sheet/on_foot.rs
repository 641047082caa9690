//! The sheet of a run on foot: the same form as a vehicle's, so that the same page reads it. Doors stand in it while the run
//! is open, and no longer.

use super::{RunSheet, SheetCall, SheetCargo, SheetCodes, SheetFoot, SheetStop, Unhashed, sheet_order};
use crate::codes::ITERATIONS;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::rules::cargo::Cargo;
use crate::rules::foot_run::standing;
use crate::rules::state::CargoState;
use crate::store::foot::{FootCallRecord, FootParcel, FootRunRecord};
use data_encoding::HEXLOWER;
use std::collections::HashMap;
use tongxin_city::{OrderId, Timestamp};
use tongxin_supply::{CarriedOrder, Load};

type Carried = HashMap<OrderId, CarriedOrder>;

impl FootRunRecord {
    /// When whoever carries it sets out: now that it was given out, unless it is known.
    fn starts_at(&self) -> Timestamp {
        self.departed_at.unwrap_or(self.given_at)
    }
}

impl Dispatch {
    /// The sheet of a run on foot, without the hashes of its codes.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn foot_sheet(&self, run: &FootRunRecord) -> Result<Unhashed, DispatchError> {
        let carried = self.carried_on_foot(std::slice::from_ref(run)).await?;
        let stops: Vec<SheetStop> = (run.calls.iter())
            .map(|call| self.foot_stop(run, call, &carried))
            .collect();
        let open = run.parcels().filter(|parcel| {
            let order = carried.get(&parcel.order).map(|order| order.state);
            run.state.is_open() && standing(parcel.state, order) == CargoState::Open
        });
        let codes = open.filter_map(|parcel| {
            let code = &carried.get(&parcel.order)?.hand_over_code;
            (!code.is_empty()).then(|| (parcel.order, code.clone()))
        });
        let salt = self.salt_of(run.id);
        Ok(Unhashed {
            salt,
            codes: codes.collect(),
            sheet: RunSheet {
                run: run.id,
                state: run.state,
                seq: run.seq,
                firm: String::new(),
                plate: String::new(),
                passes: Vec::new(),
                day: run.day,
                from: self.sheet_place(&run.place),
                start_at: run.starts_at(),
                end_at: run.starts_at().plus_millis(run.seconds * 1_000),
                metres: run.metres,
                departed_at: run.departed_at,
                ended_at: run.ended_at,
                delay_minutes: 0,
                doors_from: run.given_at,
                doors_until: run.closes_at(),
                tells_doors: run.state.is_open(),
                closes_at: run.closes_at(),
                codes: SheetCodes {
                    salt: HEXLOWER.encode(&salt),
                    iterations: ITERATIONS,
                },
                stops,
                foot: Some(SheetFoot {
                    number: run.number,
                    bags: run.bags,
                    floors: run.floors,
                }),
            },
        })
    }

    fn foot_stop(&self, run: &FootRunRecord, call: &FootCallRecord, carried: &Carried) -> SheetStop {
        let arrive_at = run.starts_at().plus_millis(call.at_seconds * 1_000);
        let orders = call.parcels.iter().filter_map(|parcel| carried.get(&parcel.order));
        let cargo = call.parcels.iter().map(|parcel| foot_cargo(run, parcel, carried));
        let is_over = call.parcels.iter().all(|parcel| parcel.state.is_over());
        SheetStop {
            stop: call.stop,
            place: self.sheet_place(&call.place),
            is_pickup: false,
            rest_minutes: 0,
            from_at: run.given_at,
            // Nobody was told when somebody comes on foot, so that nothing is late before the link closes.
            due_at: run.closes_at(),
            arrive_at,
            leave_at: arrive_at,
            metres: 0,
            load: orders.fold(Load::NONE, |all, order| all.and(order.load)),
            done_at: if is_over {
                call.parcels.iter().filter_map(|parcel| parcel.done_at).max()
            } else {
                None
            },
            cargo: cargo.collect(),
            call: Some(SheetCall {
                trip: call.trip,
                bags: call.bags,
                is_by_lift: call.is_by_lift,
            }),
        }
    }
}

fn foot_cargo(run: &FootRunRecord, parcel: &FootParcel, carried: &Carried) -> SheetCargo {
    let order = carried.get(&parcel.order);
    SheetCargo {
        cargo: Cargo::Order(parcel.order),
        state: standing(parcel.state, order.map(|order| order.state)),
        done_at: parcel.done_at,
        order: order.map(|order| sheet_order(order, run.state.is_open())),
        transfer: None,
        ride: None,
    }
}
