//! The sheet of a run: all that whoever drives it must know, in one answer, so that the day can go on without a signal.
//! Doors, contacts and notes stand in it on the run's own day while the run is open; without them it names compounds only.

mod doors;
mod on_foot;
mod parts;

pub(crate) use parts::{
    BothNames, RunSheet, SheetCall, SheetCargo, SheetCodes, SheetDoor, SheetFoot, SheetLine, SheetNames, SheetOrder,
    SheetPass, SheetPlace, SheetRide, SheetStop, SheetTransfer,
};

use crate::codes::{self, ITERATIONS};
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::rules::cargo::Cargo;
use crate::rules::state::CargoState;
use crate::store::rides::{self, Ride};
use crate::store::runs::{CargoRecord, RunRecord, StopRecord};
use data_encoding::HEXLOWER;
use std::collections::HashMap;
use tongxin_account::Scope;
use tongxin_city::{HouseholdId, Level, OrderId, PlaceCode, RideId, Timestamp, TransferId};
use tongxin_supply::{CarriedOrder, CarriedTransfer};

/// What a run carries, and whether the sheet says for whose doors.
struct Carried {
    tells_doors: bool,
    orders: HashMap<OrderId, CarriedOrder>,
    transfers: HashMap<TransferId, (CarriedTransfer, String)>,
    rides: HashMap<RideId, Ride>,
    /// The doors of rides.
    doors: HashMap<HouseholdId, String>,
}

/// A sheet whose codes have yet to be hashed: whoever knows it already needs no hashes.
pub(crate) struct Unhashed {
    pub(crate) sheet: RunSheet,
    salt: [u8; 32],
    codes: HashMap<OrderId, String>,
}

impl Dispatch {
    /// The sheet of a run, without the hashes of its codes.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn sheet(&self, run: &RunRecord, now: Timestamp) -> Result<Unhashed, DispatchError> {
        let zone = self.places().city()?.file.zone.clone();
        let (doors_told, tells_doors) = (run.doors_told(&zone), run.tells_doors(&zone, now));
        let mut carried = self.carried(run, tells_doors).await?;
        let firm = self.firm_name(run, now).await?;
        let passes = self.passes_of(run).await?;
        let salt = self.salt_of(run.id);
        let stops = run.stops.iter().map(|stop| self.sheet_stop(stop, &carried));
        let stops: Vec<SheetStop> = stops.collect();
        let codes = open_orders(run).filter(|_| tells_doors);
        let codes = codes.filter_map(|order| {
            let code = carried.orders.remove(&order)?.hand_over_code;
            (!code.is_empty()).then_some((order, code))
        });
        Ok(Unhashed {
            salt,
            codes: codes.collect(),
            sheet: RunSheet {
                run: run.id,
                state: run.state,
                seq: run.seq,
                firm,
                plate: run.plate.clone(),
                passes,
                day: run.day,
                from: self.sheet_place(&run.place),
                start_at: run.start_at,
                end_at: run.end_at,
                metres: run.metres,
                departed_at: run.departed_at,
                ended_at: run.ended_at,
                delay_minutes: run.delay_ms / Timestamp::MINUTE_MS,
                doors_from: doors_told.start,
                doors_until: doors_told.end,
                tells_doors,
                closes_at: run.closes_at(),
                codes: SheetCodes {
                    salt: HEXLOWER.encode(&salt),
                    iterations: ITERATIONS,
                },
                stops,
                foot: None,
            },
        })
    }

    async fn carried(&self, run: &RunRecord, tells_doors: bool) -> Result<Carried, DispatchError> {
        let ids: Vec<OrderId> = run.cargo().filter_map(|cargo| cargo.cargo.order()).collect();
        let orders = self.supply().carried_orders(run.org, &ids).await?;
        let mut transfers = HashMap::new();
        let ids: Vec<TransferId> = run.cargo().filter_map(|held| held.cargo.transfer()).collect();
        for transfer in self.supply().carried_transfers(run.org, &ids).await? {
            let to = self.places().org(transfer.to).await?;
            let to = to.map_or_else(String::new, |org| org.name);
            transfers.insert(transfer.id, (transfer, to));
        }
        let rides: Vec<RideId> = run.cargo().filter_map(|held| held.cargo.ride()).collect();
        let rides = rides::of(self.db(), run.org, &rides).await?;
        Ok(Carried {
            tells_doors,
            orders: orders.into_iter().map(|order| (order.id, order)).collect(),
            transfers,
            doors: self.doors_of(&rides).await?,
            rides: rides.into_iter().map(|ride| (ride.id, ride)).collect(),
        })
    }

    /// What stands on the doors of those who ride.
    pub(crate) async fn doors_of(&self, rides: &[Ride]) -> Result<HashMap<HouseholdId, String>, DispatchError> {
        if rides.is_empty() {
            return Ok(HashMap::new());
        }
        let households = self
            .places()
            .households_of(rides.iter().map(|ride| ride.household))
            .await?;
        Ok(households
            .into_iter()
            .map(|household| (household.id, household.door))
            .collect())
    }

    /// The passes of a run's vehicle that count on its day, the earliest first.
    async fn passes_of(&self, run: &RunRecord) -> Result<Vec<SheetPass>, DispatchError> {
        let Some(passes) = self.passes() else {
            return Ok(Vec::new());
        };
        let held = passes.of_vehicles(run.org, run.day).await?.remove(&run.plate);
        let each = held.into_iter().flatten();
        let mut spans: Vec<SheetPass> = each
            .flat_map(|pass| {
                pass.spans.into_iter().map(move |(from_at, until_at)| SheetPass {
                    from_at,
                    until_at,
                    corridor: pass.corridor.clone(),
                })
            })
            .collect();
        spans.sort_by_key(|span| (span.from_at, span.until_at));
        Ok(spans)
    }

    async fn firm_name(&self, run: &RunRecord, now: Timestamp) -> Result<String, DispatchError> {
        let own = Scope::of_org(run.org);
        let firm = self.supply().listed_firm(&own, run.org, self.day_of(now)?).await?;
        Ok(firm.map_or_else(String::new, |firm| firm.name))
    }

    fn sheet_stop(&self, stop: &StopRecord, carried: &Carried) -> SheetStop {
        let cargo = stop.cargo.iter().map(|held| self.sheet_cargo(held, carried));
        SheetStop {
            stop: stop.stop,
            place: self.sheet_place(&self.told(&stop.place, carried)),
            is_pickup: stop.is_pickup,
            from_at: stop.from_at,
            due_at: stop.due_at,
            arrive_at: stop.arrive_at,
            leave_at: stop.leave_at,
            rest_minutes: stop.rest_minutes,
            metres: stop.metres,
            load: stop.load,
            done_at: stop.done_at,
            cargo: cargo.collect(),
            call: None,
        }
    }

    /// A place where people live as far as a sheet says it: without doors, no further than its compound.
    fn told(&self, place: &PlaceCode, carried: &Carried) -> PlaceCode {
        let compound = self.places().tree().widths().ancestor(place, Level::Compound);
        compound.filter(|_| !carried.tells_doors).unwrap_or(*place)
    }

    fn sheet_place(&self, code: &PlaceCode) -> SheetPlace {
        let at = self.places().position(code);
        SheetPlace {
            code: *code,
            path: self.sheet_path(code),
            lon: at.map(|at| at.lon),
            lat: at.map(|at| at.lat),
            is_estimated: at.is_none_or(|at| at.is_estimated),
        }
    }

    /// From a place's subdistrict down to itself.
    fn sheet_path(&self, code: &PlaceCode) -> Vec<BothNames> {
        let tree = self.places().tree();
        let path = tree.path(code).into_iter();
        let path = path.filter(|place| place.level >= Level::Subdistrict);
        path.map(|place| BothNames {
            zh: place.name(tongxin_city::Lang::Zh).to_owned(),
            en: place.name(tongxin_city::Lang::En).to_owned(),
        })
        .collect()
    }

    fn sheet_cargo(&self, held: &CargoRecord, carried: &Carried) -> SheetCargo {
        let mut seen = SheetCargo {
            cargo: held.cargo,
            state: held.state,
            done_at: held.done_at,
            order: None,
            transfer: None,
            ride: None,
        };
        match held.cargo {
            Cargo::Order(id) => {
                seen.order = carried
                    .orders
                    .get(&id)
                    .map(|order| sheet_order(order, carried.tells_doors))
            }
            Cargo::Transfer(id) => {
                let found = carried.transfers.get(&id);
                seen.transfer = found.map(|(transfer, to)| SheetTransfer {
                    name: transfer.name.clone(),
                    pieces: transfer.pieces,
                    to: to.clone(),
                    is_cold: transfer.load.cold_millilitres > 0,
                });
            }
            Cargo::Ride(id) => {
                let found = carried.rides.get(&id);
                seen.ride = found.map(|ride| self.sheet_ride(ride, carried));
            }
        }
        seen
    }

    fn sheet_ride(&self, ride: &Ride, carried: &Carried) -> SheetRide {
        SheetRide {
            door: carried.tells_doors.then(|| SheetDoor {
                door: carried.doors.get(&ride.household).cloned().unwrap_or_default(),
                contact: ride.contact.clone(),
                note: ride.note.clone(),
                code_hash: None,
            }),
            way: ride.way,
            people: ride.people,
            needs: carried.tells_doors.then_some(ride.needs),
            appointment_at: ride.appointment_at,
            to: SheetNames {
                path: self.sheet_path(&self.told(&ride.to, carried)),
            },
        }
    }
}

impl Unhashed {
    /// The sheet with the hashes of its codes.
    ///
    /// # Errors
    /// `Failed` when the work was cut off.
    pub(crate) async fn hashed(self) -> Result<RunSheet, DispatchError> {
        let Unhashed { mut sheet, salt, codes } = self;
        let orders: Vec<OrderId> = codes.keys().copied().collect();
        let hashes = codes::hashes(salt, codes.into_iter().collect()).await?;
        let hashes: HashMap<OrderId, [u8; 32]> = orders.into_iter().zip(hashes).collect();
        for held in sheet.stops.iter_mut().flat_map(|stop| stop.cargo.iter_mut()) {
            let hash = held.cargo.order().and_then(|order| hashes.get(&order));
            let door = held.order.as_mut().and_then(|order| order.door.as_mut());
            if let (Some(hash), Some(door)) = (hash, door) {
                door.code_hash = Some(HEXLOWER.encode(hash));
            }
        }
        Ok(sheet)
    }
}

/// Orders of a run of which nothing was said yet.
fn open_orders(run: &RunRecord) -> impl Iterator<Item = OrderId> {
    let open = run.cargo().filter(|held| held.state == CargoState::Open);
    open.filter_map(|held| held.cargo.order())
}

fn sheet_order(order: &CarriedOrder, tells_doors: bool) -> SheetOrder {
    let lines = order.lines.iter().map(|line| SheetLine {
        line: line.line,
        name: line.name.clone(),
        unit: line.unit.clone(),
        pieces: line.pieces,
    });
    SheetOrder {
        door: tells_doors.then(|| SheetDoor {
            door: order.door.clone(),
            contact: order.contact.clone(),
            note: order.note.clone(),
            code_hash: None,
        }),
        lines: lines.collect(),
        to_pay_fen: if order.is_paid_at_door { order.total.get() } else { 0 },
        is_cold: order.load.cold_millilitres > 0,
    }
}
