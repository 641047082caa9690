//! What those who carry goods ask of supply: what an outlet has to bring, with what and whom, and what became of each
//! order and transfer on its way. Each still moves through the rules of its own, whoever brings it.

mod transfers;

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::CARRIED_ORDERS_MAX;
use crate::orders::{Commander, OrderDone};
use crate::rules::goods::Goods;
use crate::rules::item::Item;
use crate::rules::order::{Command, OrderLine, Party};
use crate::rules::payment::Pays;
use crate::store::fleet::{FleetFilter, staff, vehicles};
use crate::store::orders::list::OrderFilter;
use crate::store::orders::{Order, due, write};
use crate::store::runs::{self, Run};
use std::collections::HashMap;
use tongxin_account::Scope;
use tongxin_city::{Fen, HouseholdId, ItemId, NeedId, OrderId, OrgId, PlaceCode, RunId, StaffId, Timestamp, VehicleId};
use tongxin_storage::Tx;

pub use transfers::{CarriedTransfer, LateTransfer, TransferSaid};

pub use crate::rules::load::{COLD_BOX_LITRES, Load};
pub use crate::rules::order::{OrderState, ReceivedLine};
pub use crate::rules::staff::{Shift, StaffRole};
pub use crate::rules::vehicle::VehicleKind;

/// What was put down longer ago is not handed out any more, in days: it counts as received by then.
const HANDED_OUT_DAYS: i64 = 3;
/// What somebody's health hangs on.
const MEDICINE: [&str; 1] = ["medicine"];

/// One line of an order, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedLine {
    /// Its number in the order.
    pub line: i64,
    /// The item's name.
    pub name: String,
    /// How it is sold.
    pub unit: String,
    /// Pieces to hand over: packed ones, else ordered ones.
    pub pieces: i64,
}

/// An order that has to be brought to a door.
#[derive(Debug, Clone)]
pub struct CarriedOrder {
    /// The order.
    pub id: OrderId,
    /// Who brings it.
    pub org: OrgId,
    /// Whose it is.
    pub household: HouseholdId,
    /// Where the door is.
    pub building: PlaceCode,
    /// As on the door.
    pub door: String,
    /// How to reach them.
    pub contact: Option<String>,
    /// What they want to be known.
    pub note: Option<String>,
    /// How it stands.
    pub state: OrderState,
    /// When its window begins.
    pub from_at: Timestamp,
    /// When it ends: later is late.
    pub due_at: Timestamp,
    /// What is to be paid.
    pub total: Fen,
    /// Whether it is paid at the door.
    pub is_paid_at_door: bool,
    /// The run it left with.
    pub run: Option<RunId>,
    /// What it weighs and the room it takes, about.
    pub load: Load,
    /// Whether medicine is in it.
    pub has_medicine: bool,
    /// What the household says at the door. Not to be shown to whoever brings it.
    pub hand_over_code: String,
    /// The need that was raised because it is late or will be.
    pub late_need: Option<NeedId>,
    /// What is in it.
    pub lines: Vec<CarriedLine>,
}

/// A vehicle that a firm has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetVehicle {
    /// The vehicle.
    pub id: VehicleId,
    /// Its plate.
    pub plate: String,
    /// What it is.
    pub kind: VehicleKind,
    /// What it carries.
    pub payload_kg: i64,
    /// What it holds, in litres.
    pub volume_litres: i64,
    /// Whether it keeps goods cold.
    pub has_cold_chain: bool,
    /// How many cold boxes it has.
    pub cold_boxes: i64,
    /// How many patients and companions sit in it.
    pub patient_seats: i64,
    /// How many wheelchairs ride in it besides.
    pub wheelchair_places: i64,
    /// Whether somebody medical always rides with it.
    pub has_medical_crew: bool,
}

impl FleetVehicle {
    /// Whether it is kept for patients, and carries no goods.
    pub fn is_for_patients(&self) -> bool {
        self.patient_seats + self.wheelchair_places > 0
    }
}

/// Somebody of a firm who brings goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetDriver {
    /// The member of staff.
    pub id: StaffId,
    /// Their name.
    pub name: String,
    /// When they work.
    pub shift: Shift,
}

/// With what and whom a firm brings goods.
#[derive(Debug, Clone, Default)]
pub struct Fleet {
    /// Its vehicles, in the order they were listed.
    pub vehicles: Vec<FleetVehicle>,
    /// Its drivers and couriers, drivers first.
    pub drivers: Vec<FleetDriver>,
}

/// What whoever brings an order does with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CarrierStep {
    /// Handed over; what arrived of each line, where it is not all.
    HandOver {
        /// What the household said.
        code: String,
        /// Lines that differ from what was packed.
        lines: Vec<ReceivedLine>,
    },
    /// Put down at a drop point.
    Drop {
        /// Where.
        point: String,
    },
    /// Brought back.
    Return {
        /// Why.
        reason: String,
    },
}

impl CarrierStep {
    fn command(self) -> Command {
        match self {
            CarrierStep::HandOver { code, lines } => Command::Receive {
                code: Some(code),
                lines,
            },
            CarrierStep::Drop { point } => Command::Drop { point },
            CarrierStep::Return { reason } => Command::Return {
                lines: Vec::new(),
                reason,
            },
        }
    }
}

/// A run that leaves.
#[derive(Debug, Clone)]
pub struct LeavingRun {
    /// The run.
    pub id: RunId,
    /// Whose.
    pub org: OrgId,
    /// Who sends it, as histories name them.
    pub actor: String,
    /// Who drives.
    pub staff: Option<StaffId>,
    /// What.
    pub vehicle: Option<VehicleId>,
}

impl Supply {
    /// What an outlet has to bring of orders that are due after one moment and not after another, in the order of their
    /// numbers; at most [`CARRIED_ORDERS_MAX`].
    ///
    /// # Errors
    /// A storage failure.
    pub async fn to_bring(
        &self,
        org: OrgId,
        after: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<CarriedOrder>, SupplyError> {
        let filter = OrderFilter {
            org: Some(org),
            is_open: Some(true),
            is_oldest_first: true,
            due: Some((after, until)),
            ..OrderFilter::default()
        };
        let found = self.carried(&Scope::of_org(org), &filter, CARRIED_ORDERS_MAX).await?;
        Ok(found.into_iter().filter(|order| !order.state.has_arrived()).collect())
    }

    /// Orders that are on their way to doors inside a scope, or were put down near them, due until a moment.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn to_hand_out(&self, scope: &Scope, until: Timestamp) -> Result<Vec<CarriedOrder>, SupplyError> {
        let mut found = Vec::new();
        for state in [OrderState::Sent, OrderState::Dropped] {
            let filter = OrderFilter {
                state: Some(state),
                due: Some((until.plus_hours(-24 * HANDED_OUT_DAYS), until)),
                is_oldest_first: true,
                ..OrderFilter::default()
            };
            found.extend(self.carried(scope, &filter, CARRIED_ORDERS_MAX).await?);
        }
        Ok(found)
    }

    /// These orders of an outlet, however they stand.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn carried_orders(&self, org: OrgId, ids: &[OrderId]) -> Result<Vec<CarriedOrder>, SupplyError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let filter = OrderFilter {
            org: Some(org),
            ids: Some(ids.to_vec()),
            is_oldest_first: true,
            ..OrderFilter::default()
        };
        self.carried(&Scope::of_org(org), &filter, CARRIED_ORDERS_MAX).await
    }

    async fn carried(&self, scope: &Scope, filter: &OrderFilter, limit: u32) -> Result<Vec<CarriedOrder>, SupplyError> {
        let work = self.work_page(scope, filter, None, limit).await?;
        let carried = work.orders.into_iter().map(|found| {
            let from_at = work.names.windows.get(&found.order.window).map(|window| window.from_at);
            carried_order(found.order, &found.lines, from_at, &work.names.items, self.goods())
        });
        Ok(carried.collect())
    }

    /// With what and whom a firm brings goods.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn fleet_of(&self, org: OrgId) -> Result<Fleet, SupplyError> {
        let filter = FleetFilter {
            org: Some(org),
            ..FleetFilter::default()
        };
        let scope = Scope::of_org(org);
        let vehicles = vehicles::page(self.db(), &scope, &filter, None, CARRIED_ORDERS_MAX).await?;
        let staff = staff::page(self.db(), &scope, &filter, None, CARRIED_ORDERS_MAX).await?;
        let vehicles = vehicles.into_iter().filter(|vehicle| vehicle.stay.ended_at.is_none());
        let mut drivers: Vec<_> = staff
            .into_iter()
            .filter(|person| person.stay.ended_at.is_none())
            .filter(|person| matches!(person.role, StaffRole::Driver | StaffRole::Courier))
            .collect();
        drivers.sort_by_key(|person| person.role != StaffRole::Driver);
        Ok(Fleet {
            vehicles: vehicles
                .map(|vehicle| FleetVehicle {
                    id: vehicle.id,
                    plate: vehicle.plate.to_string(),
                    kind: vehicle.kind,
                    payload_kg: vehicle.payload_kg,
                    volume_litres: vehicle.hold_litres(),
                    has_cold_chain: vehicle.has_cold_chain,
                    cold_boxes: vehicle.boxes(),
                    patient_seats: vehicle.patient_seats,
                    wheelchair_places: vehicle.wheelchair_places,
                    has_medical_crew: vehicle.has_medical_crew,
                })
                .collect(),
            drivers: drivers
                .into_iter()
                .map(|person| FleetDriver {
                    id: person.id,
                    name: person.name,
                    shift: person.shift,
                })
                .collect(),
        })
    }

    /// Sends with a run what is packed of these orders; answers those that stay behind because they are not, or are no
    /// longer to be sent.
    ///
    /// # Errors
    /// `NotFound` for an order that is not the firm's; `Gone` when the books hold less than leaves; or a storage failure.
    pub async fn leave_in(
        &self,
        tx: &mut Tx,
        run: &LeavingRun,
        orders: &[OrderId],
        now: Timestamp,
    ) -> Result<Vec<OrderId>, SupplyError> {
        let by = carrier(run.org, &run.actor);
        runs::insert(
            tx,
            &Run {
                id: run.id,
                org: run.org,
                made_at: now,
                made_by: run.actor.clone(),
                staff: run.staff,
                vehicle: run.vehicle,
                note: None,
                orders: 0,
                on_their_way: 0,
            },
        );
        let mut behind = Vec::new();
        for order in orders {
            let send = Command::Send { run: run.id };
            match self.command_order_in(tx, &by, *order, send, now).await {
                Ok(_) => {}
                Err(SupplyError::Refused(_)) => behind.push(*order),
                Err(error) => return Err(error),
            }
        }
        Ok(behind)
    }

    /// What whoever brings an order did with it. A wrong code is refused as [`SupplyError::Refused`] and counts when the
    /// caller writes it down with [`Supply::count_wrong_code_in`].
    ///
    /// # Errors
    /// `NotFound` for an order that is not the firm's; `Faults` and `Refused` as the rules have it; or a storage failure.
    pub async fn carry_in(
        &self,
        tx: &mut Tx,
        (org, actor): (OrgId, &str),
        order: OrderId,
        step: CarrierStep,
        now: Timestamp,
    ) -> Result<OrderState, SupplyError> {
        let command = step.command().checked()?;
        let done: OrderDone = self
            .command_order_in(tx, &carrier(org, actor), order, command, now)
            .await?;
        Ok(done.state)
    }

    /// Counts that whoever brings an order gave a wrong code.
    pub fn count_wrong_code_in(&self, tx: &mut Tx, order: OrderId) {
        write::count_wrong_code(tx, order);
    }

    /// Raises that an order will be late, before it is, unless that was raised; answers the need that says so. An order
    /// that arrived or was closed meanwhile has none.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn expect_late_in(
        &self,
        tx: &mut Tx,
        order: OrderId,
        now: Timestamp,
    ) -> Result<Option<NeedId>, SupplyError> {
        let Some((order, _)) = write::get_for_system(tx, order).await? else {
            return Ok(None);
        };
        if !order.state.is_open() || order.state.has_arrived() || order.late_need.is_some() {
            return Ok(order.late_need);
        }
        let need = self.raise_late(tx, &order, now).await?;
        let day = self.places().city()?.file.zone.day_of(now);
        write::mark_late(tx, &order, need, day);
        Ok(Some(need))
    }

    /// Orders that are on their way with one run go on with another.
    pub fn take_over_in(&self, tx: &mut Tx, run: RunId, orders: &[OrderId]) {
        for order in orders {
            write::take_over(tx, *order, run);
        }
    }

    /// Of these orders those that have not arrived and of which no need says yet that they are late.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn not_said_late(&self, orders: &[OrderId]) -> Result<Vec<OrderId>, SupplyError> {
        Ok(due::not_said_late(self.db(), orders).await?)
    }

    /// Of these orders those that have not left: neither with a run nor sent by hand.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn not_left(&self, orders: &[OrderId]) -> Result<Vec<OrderId>, SupplyError> {
        Ok(due::not_left(self.db(), orders).await?)
    }

    /// Of these orders those that are closed, whoever closed them, and since when.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn closed(&self, orders: &[OrderId]) -> Result<HashMap<OrderId, Timestamp>, SupplyError> {
        Ok(due::closed(self.db(), orders).await?)
    }

    /// The same as a write sees them.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn closed_in(&self, tx: &mut Tx, orders: &[OrderId]) -> Result<HashMap<OrderId, Timestamp>, SupplyError> {
        Ok(due::closed_in(tx, orders).await?)
    }

    /// Whose an order of a firm is and where, as a write sees it.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn door_of_in(
        &self,
        tx: &mut Tx,
        org: OrgId,
        order: OrderId,
    ) -> Result<Option<(HouseholdId, PlaceCode)>, SupplyError> {
        let found = write::get_in(tx, &Scope::of_org(org), None, order).await?;
        Ok(found.map(|(order, _)| (order.household, order.building)))
    }

    /// How an order of a firm stands, as a write sees it.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn state_of_in(
        &self,
        tx: &mut Tx,
        org: OrgId,
        order: OrderId,
    ) -> Result<Option<OrderState>, SupplyError> {
        let found = write::get_in(tx, &Scope::of_org(org), None, order).await?;
        Ok(found.map(|(order, _)| order.state))
    }

    /// Notes when orders are to arrive, for those who wait; nothing takes the time back.
    pub fn plan_arrivals_in(&self, tx: &mut Tx, arrivals: &[(OrderId, Option<Timestamp>)]) {
        for (order, at) in arrivals {
            write::plan_arrival(tx, *order, *at);
        }
    }
}

fn carrier(org: OrgId, actor: &str) -> Commander {
    Commander {
        party: Party::Outlet,
        actor: actor.to_owned(),
        may: Scope::of_org(org),
    }
}

fn carried_order(
    order: Order,
    lines: &[OrderLine],
    from_at: Option<Timestamp>,
    items: &HashMap<ItemId, Item>,
    goods: &Goods,
) -> CarriedOrder {
    let item = |line: &OrderLine| items.get(&line.item);
    let loads = lines.iter().map(|line| load_of(item(line), goods).times(line.pieces()));
    let load = loads.fold(Load::NONE, Load::and).packed();
    CarriedOrder {
        id: order.id,
        org: order.org,
        household: order.household,
        building: order.building,
        state: order.state,
        from_at: from_at.unwrap_or(order.placed_at),
        due_at: order.due_at,
        total: order.total,
        is_paid_at_door: order.pays == Pays::AtHandOver,
        run: order.run,
        load,
        has_medicine: lines.iter().filter_map(item).any(|item| item.holds(&MEDICINE)),
        late_need: order.late_need,
        lines: lines
            .iter()
            .map(|line| CarriedLine {
                line: line.line,
                name: item(line).map_or_else(String::new, |item| item.name.clone()),
                unit: item(line).map_or_else(String::new, |item| item.unit.clone()),
                pieces: line.pieces(),
            })
            .filter(|line| line.pieces > 0)
            .collect(),
        door: order.door,
        contact: order.contact,
        note: order.note,
        hand_over_code: order.hand_over_code,
    }
}

/// One piece of an item, if it is known.
fn load_of(item: Option<&Item>, goods: &Goods) -> Load {
    item.map_or_else(Load::of_unknown_piece, |item| Load::of_piece(item, goods))
}
