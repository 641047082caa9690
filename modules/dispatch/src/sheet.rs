//! The sheet of a run: all that whoever drives it must know, in one answer, so that the day can go on without a signal.
//! Doors, contacts and notes stand in it while the run is open, and no longer.

use crate::codes::{self, ITERATIONS};
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::rules::cargo::Cargo;
use crate::rules::state::{CargoState, RunState};
use crate::store::runs::{CargoRecord, RunRecord, StopRecord};
use data_encoding::HEXLOWER;
use serde::Serialize;
use std::collections::HashMap;
use tongxin_city::{Day, Level, OrderId, PlaceCode, RunId, Timestamp, TransferId};
use tongxin_supply::{CarriedOrder, CarriedTransfer};
use utoipa::ToSchema;

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct BothNames {
    /// Chinese.
    pub(crate) zh: String,
    /// English.
    pub(crate) en: String,
}

/// Where something is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct SheetPlace {
    /// Its code.
    pub(crate) code: PlaceCode,
    /// From its subdistrict down to itself.
    pub(crate) path: Vec<BothNames>,
    /// Longitude in degrees, WGS 84.
    pub(crate) lon: Option<f64>,
    /// Latitude.
    pub(crate) lat: Option<f64>,
    /// Whether nobody measured it: the point may be some hundred metres wrong.
    pub(crate) is_estimated: bool,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetLine {
    /// Its number in the order.
    pub(crate) line: i64,
    /// What.
    pub(crate) name: String,
    /// How it is sold.
    pub(crate) unit: String,
    /// Pieces to hand over.
    pub(crate) pieces: i64,
}

/// Who gets an order; left out once the run is not open any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetDoor {
    /// As on the door.
    pub(crate) door: String,
    /// How to reach them.
    pub(crate) contact: Option<String>,
    /// What they want to be known.
    pub(crate) note: Option<String>,
    /// PBKDF2-HMAC-SHA256 of what they will say, in hex; nothing for what is not open any more.
    pub(crate) code_hash: Option<String>,
}

/// An order that is brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetOrder {
    /// Who gets it.
    pub(crate) door: Option<SheetDoor>,
    /// What is in it.
    pub(crate) lines: Vec<SheetLine>,
    /// What is to be paid at the door, in fen; 0 when nothing is.
    pub(crate) to_pay_fen: i64,
    /// Whether some of it has to stay cold.
    pub(crate) is_cold: bool,
}

/// Goods for another firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetTransfer {
    /// What.
    pub(crate) name: String,
    /// How many.
    pub(crate) pieces: i64,
    /// Who gets it.
    pub(crate) to: String,
    /// Whether it has to stay cold.
    pub(crate) is_cold: bool,
}

/// Something to hand over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetCargo {
    #[serde(flatten)]
    #[schema(inline)]
    pub(crate) cargo: Cargo,
    /// What became of it.
    pub(crate) state: CargoState,
    /// When.
    pub(crate) done_at: Option<Timestamp>,
    /// What it is, for an order.
    pub(crate) order: Option<SheetOrder>,
    /// What it is, for another firm's goods.
    pub(crate) transfer: Option<SheetTransfer>,
}

/// A stop.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct SheetStop {
    /// Its number within the run, which it keeps.
    pub(crate) stop: i64,
    /// Where.
    pub(crate) place: SheetPlace,
    /// Goods are taken on here, from a vehicle that broke down.
    pub(crate) is_pickup: bool,
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
    /// What it weighs, about.
    pub(crate) grams: i64,
    /// When everything there had an end.
    pub(crate) done_at: Option<Timestamp>,
    /// What is handed over, or taken on.
    pub(crate) cargo: Vec<SheetCargo>,
}

/// What a code is hashed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetCodes {
    /// In hex; the order's number follows it, as it is written.
    pub(crate) salt: String,
    /// Rounds.
    pub(crate) iterations: u32,
}

/// All that whoever drives a run must know.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct RunSheet {
    /// The run.
    pub(crate) run: RunId,
    /// How it stands.
    pub(crate) state: RunState,
    /// Changes with everything that happens on the run.
    pub(crate) seq: i64,
    /// Whose run it is.
    pub(crate) firm: String,
    /// With which vehicle.
    pub(crate) plate: String,
    /// Of which day.
    pub(crate) day: Day,
    /// Where it loads.
    pub(crate) from: SheetPlace,
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
    /// From then on the link opens nothing, and nothing of the run may be kept.
    pub(crate) closes_at: Timestamp,
    /// What codes are hashed with.
    pub(crate) codes: SheetCodes,
    /// In order.
    pub(crate) stops: Vec<SheetStop>,
}

/// What supply says of what a run carries.
struct Carried {
    orders: HashMap<OrderId, CarriedOrder>,
    transfers: HashMap<TransferId, (CarriedTransfer, String)>,
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
        let mut carried = self.carried(run).await?;
        let depot = self.firm_name(run, now).await?;
        let salt = self.salt_of(run.id);
        let mut stops = Vec::with_capacity(run.stops.len());
        for stop in &run.stops {
            stops.push(self.sheet_stop(run, stop, &carried)?);
        }
        let codes = open_orders(run).filter_map(|order| {
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
                firm: depot,
                plate: run.plate.clone(),
                day: run.day,
                from: self.sheet_place(&run.place)?,
                start_at: run.start_at,
                end_at: run.end_at,
                metres: run.metres,
                departed_at: run.departed_at,
                ended_at: run.ended_at,
                delay_minutes: run.delay_ms / Timestamp::MINUTE_MS,
                closes_at: run.closes_at(),
                codes: SheetCodes {
                    salt: HEXLOWER.encode(&salt),
                    iterations: ITERATIONS,
                },
                stops,
            },
        })
    }

    async fn carried(&self, run: &RunRecord) -> Result<Carried, DispatchError> {
        let ids: Vec<OrderId> = run.cargo().filter_map(|cargo| cargo.cargo.order()).collect();
        let orders = self.supply().carried_orders(run.org, &ids).await?;
        let mut transfers = HashMap::new();
        if run.cargo().any(|cargo| cargo.cargo.order().is_none()) {
            for transfer in self.supply().transfers_to_bring(run.org).await? {
                let to = self.places().org(transfer.to).await?;
                let to = to.map_or_else(String::new, |org| org.name);
                transfers.insert(transfer.id, (transfer, to));
            }
        }
        Ok(Carried {
            orders: orders.into_iter().map(|order| (order.id, order)).collect(),
            transfers,
        })
    }

    async fn firm_name(&self, run: &RunRecord, now: Timestamp) -> Result<String, DispatchError> {
        let own = tongxin_account::Scope {
            orgs: vec![run.org],
            ..tongxin_account::Scope::default()
        };
        let firm = self.supply().listed_firm(&own, run.org, self.day_of(now)?).await?;
        Ok(firm.map_or_else(String::new, |firm| firm.name))
    }

    fn sheet_stop(&self, run: &RunRecord, stop: &StopRecord, carried: &Carried) -> Result<SheetStop, DispatchError> {
        let cargo = stop.cargo.iter().map(|held| sheet_cargo(run, held, carried));
        Ok(SheetStop {
            stop: stop.stop,
            place: self.sheet_place(&stop.place)?,
            is_pickup: stop.is_pickup,
            from_at: stop.from_at,
            due_at: stop.due_at,
            arrive_at: stop.arrive_at,
            leave_at: stop.leave_at,
            metres: stop.metres,
            grams: stop.grams,
            done_at: stop.done_at,
            cargo: cargo.collect(),
        })
    }

    fn sheet_place(&self, code: &PlaceCode) -> Result<SheetPlace, DispatchError> {
        let (tree, city) = (self.places().tree(), self.places().city()?);
        let at = city.boundaries.estimate(&city.file.widths, code);
        let path = tree.path(code).into_iter();
        let path = path
            .filter(|place| place.level >= Level::Subdistrict)
            .map(|place| BothNames {
                zh: place.name(tongxin_city::Lang::Zh).to_owned(),
                en: place.name(tongxin_city::Lang::En).to_owned(),
            });
        Ok(SheetPlace {
            code: *code,
            path: path.collect(),
            lon: at.map(|at| at.lon),
            lat: at.map(|at| at.lat),
            is_estimated: at.is_none_or(|at| at.is_estimated),
        })
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
        for held in sheet.stops.iter_mut().flat_map(|stop| &mut stop.cargo) {
            let hash = held.cargo.order().and_then(|order| hashes.get(&order));
            let door = held.order.as_mut().and_then(|order| order.door.as_mut());
            if let (Some(hash), Some(door)) = (hash, door) {
                door.code_hash = Some(HEXLOWER.encode(hash));
            }
        }
        Ok(sheet)
    }
}

/// Orders of an open run of which nothing was said yet.
fn open_orders(run: &RunRecord) -> impl Iterator<Item = OrderId> {
    let open = run
        .cargo()
        .filter(|held| run.state.is_open() && held.state == CargoState::Open);
    open.filter_map(|held| held.cargo.order())
}

fn sheet_cargo(run: &RunRecord, held: &CargoRecord, carried: &Carried) -> SheetCargo {
    let order = held.cargo.order().and_then(|order| carried.orders.get(&order));
    let transfer = match held.cargo {
        Cargo::Transfer(id) => carried.transfers.get(&id),
        Cargo::Order(_) => None,
    };
    SheetCargo {
        cargo: held.cargo,
        state: held.state,
        done_at: held.done_at,
        order: order.map(|order| sheet_order(run, order)),
        transfer: transfer.map(|(transfer, to)| SheetTransfer {
            name: transfer.name.clone(),
            pieces: transfer.pieces,
            to: to.clone(),
            is_cold: transfer.is_cold,
        }),
    }
}

fn sheet_order(run: &RunRecord, order: &CarriedOrder) -> SheetOrder {
    let lines = order.lines.iter().map(|line| SheetLine {
        line: line.line,
        name: line.name.clone(),
        unit: line.unit.clone(),
        pieces: line.pieces,
    });
    SheetOrder {
        door: run.state.is_open().then(|| SheetDoor {
            door: order.door.clone(),
            contact: order.contact.clone(),
            note: order.note.clone(),
            code_hash: None,
        }),
        lines: lines.collect(),
        to_pay_fen: if order.is_paid_at_door { order.total.get() } else { 0 },
        is_cold: order.is_cold,
    }
}
