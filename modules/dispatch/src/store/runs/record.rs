//! Runs, their stops, and what is handed over at them, as they stand.

use crate::rules::capacity::Capacity;
use crate::rules::cargo::{Cargo, Seats};
use crate::rules::plan::{PlannedRun, PlannedStop, begins_at};
use crate::rules::state::{CargoState, RunState};
use std::cmp::Reverse;
use std::collections::HashMap;
use tongxin_city::{Day, OrderId, OrgId, PlaceCode, PlanId, RunId, StaffId, Timestamp, VehicleId};
use tongxin_supply::Load;

/// What is handed over at a stop, as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CargoRecord {
    pub(crate) cargo: Cargo,
    pub(crate) state: CargoState,
    /// When whoever carries it says that it happened.
    pub(crate) done_at: Option<Timestamp>,
}

/// A stop as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StopRecord {
    pub(crate) stop: i64,
    pub(crate) place: PlaceCode,
    pub(crate) from_at: Timestamp,
    pub(crate) due_at: Timestamp,
    pub(crate) arrive_at: Timestamp,
    pub(crate) leave_at: Timestamp,
    pub(crate) metres: i64,
    pub(crate) is_pinned: bool,
    /// Goods are taken on here.
    pub(crate) is_pickup: bool,
    /// Minutes that whoever drives rests here first.
    pub(crate) rest_minutes: i64,
    /// What is handed over, together.
    pub(crate) load: Load,
    /// Who get in or out.
    pub(crate) people: Seats,
    pub(crate) is_cold: bool,
    pub(crate) done_at: Option<Timestamp>,
    pub(crate) cargo: Vec<CargoRecord>,
}

/// A run as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RunRecord {
    pub(crate) id: RunId,
    pub(crate) plan: PlanId,
    pub(crate) org: OrgId,
    pub(crate) day: Day,
    pub(crate) state: RunState,
    pub(crate) vehicle: VehicleId,
    pub(crate) plate: String,
    /// What the vehicle takes of goods.
    pub(crate) capacity: Capacity,
    /// Whom the vehicle has room for.
    pub(crate) room: Seats,
    pub(crate) driver: Option<StaffId>,
    pub(crate) place: PlaceCode,
    pub(crate) start_at: Timestamp,
    pub(crate) end_at: Timestamp,
    pub(crate) metres: i64,
    pub(crate) departed_at: Option<Timestamp>,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) delay_ms: i64,
    /// Which of its links opens it.
    pub(crate) link: i64,
    pub(crate) seq: i64,
    /// In order.
    pub(crate) stops: Vec<StopRecord>,
}

impl RunRecord {
    /// When it is expected back.
    pub(crate) fn expected_end(&self) -> Timestamp {
        self.ended_at.unwrap_or_else(|| self.end_at.plus_millis(self.delay_ms))
    }

    /// Everything that it carries.
    pub(crate) fn cargo(&self) -> impl Iterator<Item = &CargoRecord> {
        self.stops
            .iter()
            .filter(|stop| !stop.is_pickup)
            .flat_map(|stop| &stop.cargo)
    }

    /// Orders that are out with it as far as was said on it. They may have ended elsewhere.
    pub(crate) fn orders_out(&self) -> impl Iterator<Item = OrderId> {
        let is_out = self.state.is_out();
        let open = self
            .cargo()
            .filter(move |held| is_out && held.state == CargoState::Open);
        open.filter_map(|held| held.cargo.order())
    }

    /// Takes note of orders that ended elsewhere, and when: they are not to be brought any more, and a stop where nothing else is open is
    /// over. Answers those stops.
    pub(crate) fn note_closed(&mut self, closed: &HashMap<OrderId, Timestamp>) -> Vec<(i64, Timestamp)> {
        let stops = self.stops.iter_mut();
        stops
            .filter_map(|stop| Some((stop.stop, stop.note_closed(closed)?)))
            .collect()
    }

    /// Where something is taken on, if it is, and where it is handed over.
    pub(crate) fn stops_of(&self, cargo: Cargo) -> impl Iterator<Item = &StopRecord> {
        let holds = move |stop: &&StopRecord| stop.cargo.iter().any(|held| held.cargo == cargo);
        self.stops.iter().filter(holds)
    }

    /// Where the vehicle was done last, and when: where it loads, before its first stop.
    pub(crate) fn last_done(&self) -> (PlaceCode, Timestamp) {
        let left_at = self.departed_at.unwrap_or(self.start_at);
        let made = self.last_made().and_then(|(_, stop)| Some((stop.place, stop.done_at?)));
        made.unwrap_or((self.place, left_at))
    }

    /// The stop that it made last, with its number from 0. Who was not there is not brought anywhere either: of two stops that ended at once
    /// the first is where it was.
    pub(crate) fn last_made(&self) -> Option<(usize, &StopRecord)> {
        let made = self.stops.iter().enumerate().filter(|(_, stop)| stop.was_made());
        made.max_by_key(|(at, stop)| (stop.done_at, Reverse(*at)))
    }

    /// Whether who gets out at a stop is on board.
    pub(crate) fn is_on_board(&self, stop: i64) -> bool {
        let mut stops = self.stops.iter().filter(|other| other.stop == stop && !other.is_pickup);
        stops.any(|stop| stop.cargo.iter().any(|held| held.state == CargoState::OnBoard))
    }

    /// How far what it has yet to do is behind its plan.
    pub(crate) fn behind_ms(&self) -> i64 {
        if self.state.is_open() { self.delay_ms } else { 0 }
    }

    /// The run as a plan has it; stops that it has yet to make when they are expected by now.
    pub(crate) fn planned(&self) -> PlannedRun {
        let behind = self.behind_ms();
        PlannedRun {
            id: self.id,
            vehicle: self.vehicle,
            plate: self.plate.clone(),
            capacity: self.capacity,
            room: self.room,
            driver: self.driver,
            from: self.place,
            start_at: self.departed_at.unwrap_or(self.start_at),
            end_at: self.expected_end(),
            metres: self.metres,
            has_left: self.state != RunState::Planned,
            is_anew: false,
            stops: self.stops.iter().map(|stop| stop.planned(behind)).collect(),
        }
    }
}

/// Takes note of orders that ended elsewhere, and when: they are not to be brought any more. Answers when the last of them did, if
/// nothing else is open.
pub(super) fn note_closed(cargo: &mut [CargoRecord], closed: &HashMap<OrderId, Timestamp>) -> Option<Timestamp> {
    let mut last: Option<Timestamp> = None;
    for held in cargo.iter_mut().filter(|held| held.state == CargoState::Open) {
        if let Some(at) = held.cargo.order().and_then(|order| closed.get(&order).copied()) {
            (held.state, held.done_at) = (CargoState::Cancelled, Some(at));
            last = last.max(Some(at));
        }
    }
    last.filter(|_| cargo.iter().all(|held| held.state.is_over()))
}

impl StopRecord {
    /// Answers when it was over, if it is by that.
    fn note_closed(&mut self, closed: &HashMap<OrderId, Timestamp>) -> Option<Timestamp> {
        let over_at = note_closed(&mut self.cargo, closed);
        let over_at = over_at.filter(|_| !self.is_pickup && self.done_at.is_none())?;
        self.done_at = Some(over_at);
        Some(over_at)
    }

    /// Whether the vehicle was there, rather than that nothing was left to be done there.
    pub(crate) fn was_made(&self) -> bool {
        let is_dropped = |state| {
            matches!(
                state,
                CargoState::Behind | CargoState::TakenOver | CargoState::Cancelled
            )
        };
        self.done_at.is_some() && self.cargo.iter().any(|held| !is_dropped(held.state))
    }

    /// When handing over begins as planned.
    pub(crate) fn begin_at(&self) -> Timestamp {
        self.expected_at(0)
    }

    /// When it is expected to begin on a run that is so far behind: waiting for a window to open is no delay.
    pub(crate) fn expected_at(&self, behind_ms: i64) -> Timestamp {
        begins_at(self.arrive_at.plus_millis(behind_ms), self.rest_minutes, self.from_at)
    }

    /// Whether goods are taken on here, which nobody was told to wait for; patients are fetched.
    pub(crate) fn takes_goods_on(&self) -> bool {
        self.is_pickup && self.people.is_none()
    }

    fn planned(&self, behind_ms: i64) -> PlannedStop {
        let behind_ms = if self.done_at.is_none() { behind_ms } else { 0 };
        PlannedStop {
            stop: self.stop,
            place: self.place,
            from_at: self.from_at,
            due_at: self.due_at,
            arrive_at: self.arrive_at.plus_millis(behind_ms),
            leave_at: self.leave_at.plus_millis(behind_ms),
            metres: self.metres,
            load: self.load,
            people: self.people,
            is_cold: self.is_cold,
            is_pinned: self.is_pinned,
            is_done: self.done_at.is_some(),
            is_pickup: self.is_pickup,
            rest_minutes: self.rest_minutes,
            cargo: self.cargo.iter().map(|cargo| cargo.cargo).collect(),
        }
    }
}
