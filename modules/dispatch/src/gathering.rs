//! What a plan is made from: orders, transfers, vehicles, drivers, places, and the runs that are out.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::rules::asked::AskedPlan;
use crate::rules::cargo::{Cargo, ToCarry};
use crate::rules::draft::{Available, World};
use crate::rules::plan::{LeftOut, PlanBody};
use crate::rules::state::{CargoState, RunState};
use crate::rules::ways::Ways;
use crate::store::runs::{self, RunRecord};
use std::collections::{BTreeSet, HashMap, HashSet};
use tongxin_account::Scope;
use tongxin_city::{OrgId, PlaceCode, Position, RunId, Timestamp};
use tongxin_supply::{CarriedOrder, CarriedTransfer, OrderState};

impl Dispatch {
    /// All that a plan of a firm's day is made from.
    ///
    /// # Errors
    /// `NotFound` for what is no listed firm; or a storage failure.
    pub(crate) async fn world(&self, org: OrgId, asked: &AskedPlan, now: Timestamp) -> Result<World, DispatchError> {
        let depot = self.depot(org, now).await?;
        let zone = self.places().city()?.file.zone.clone();
        let (from, to) = asked.shift(&zone);
        let shift = (from.max(now), to);
        let out = runs::of_day(self.db(), org, asked.day).await?;
        let broken = broken_cargo(&out);
        let day = zone.span_of(asked.day);
        let orders = self.supply().to_bring(org, day.start, asked.due_until(&zone)).await?;
        let transfers = self.supply().transfers_to_bring(org).await?;
        let taken: HashSet<Cargo> = on_the_road(&out);
        let carried = orders.iter().filter_map(|order| order_to_carry(order, &broken));
        let carried = carried.chain(transfers.iter().map(|transfer| transfer_to_carry(transfer, shift)));
        let to_carry: Vec<ToCarry> = carried.filter(|thing| !taken.contains(&thing.cargo)).collect();
        let fleet = self.supply().fleet_of(org).await?;
        let is_broken = |plate: &str| {
            out.iter()
                .any(|run| run.state == RunState::Broken && run.plate == plate)
        };
        let vehicles = fleet.vehicles.into_iter().filter(|vehicle| !is_broken(&vehicle.plate));
        let before = out
            .iter()
            .filter(|run| run.state.is_open())
            .map(RunRecord::planned)
            .collect();
        let ways = self.ways(depot, &to_carry).await?;
        Ok(World {
            asked: asked.clone(),
            shift,
            depot,
            vehicles: vehicles
                .map(|vehicle| Available {
                    id: vehicle.id,
                    plate: vehicle.plate,
                    payload_kg: vehicle.payload_kg,
                    has_cold_chain: vehicle.has_cold_chain,
                })
                .collect(),
            drivers: fleet.drivers.iter().map(|driver| driver.id).collect(),
            to_carry,
            ways,
            before,
        })
    }

    /// Where a firm loads.
    ///
    /// # Errors
    /// `NotFound` for what was never on the whitelist; or a storage failure.
    pub(crate) async fn depot(&self, org: OrgId, now: Timestamp) -> Result<PlaceCode, DispatchError> {
        let firm = self
            .supply()
            .listed_firm(&Scope::of_org(org), org, self.day_of(now)?)
            .await?;
        Ok(firm.ok_or(DispatchError::NotFound)?.place)
    }

    /// The ways between a depot and everything that is to be brought from it.
    async fn ways(&self, depot: PlaceCode, to_carry: &[ToCarry]) -> Result<Ways, DispatchError> {
        let lies_at = to_carry
            .iter()
            .filter_map(|thing| thing.lies_at.map(|(_, place)| place));
        let others: Vec<PlaceCode> = to_carry.iter().map(|thing| thing.place).chain(lies_at).collect();
        self.travelled(depot, &others).await
    }

    /// The ways between the places of a plan, also of those left out.
    ///
    /// # Errors
    /// When no city is loaded.
    pub(crate) async fn ways_of(&self, depot: PlaceCode, body: &PlanBody) -> Result<Ways, DispatchError> {
        self.travelled(depot, &places_of(body)).await
    }

    /// Where the places of a plan lie, with straight lines between them.
    ///
    /// # Errors
    /// When no city is loaded.
    pub(crate) fn lines_of(&self, depot: PlaceCode, body: &PlanBody) -> Result<Ways, DispatchError> {
        Ok(self.lines_between(depot, &places_of(body))?.1)
    }

    /// The ways between places as the operator's source has them.
    async fn travelled(&self, depot: PlaceCode, others: &[PlaceCode]) -> Result<Ways, DispatchError> {
        let (places, lines) = self.lines_between(depot, others)?;
        let straight = lines.travel().clone();
        let travelled = self.travel().ways(&places, lines.points(), straight).await;
        Ok(lines.travelling(travelled))
    }

    /// Each place once, the depot first, and straight lines between them.
    fn lines_between(&self, depot: PlaceCode, others: &[PlaceCode]) -> Result<(Vec<PlaceCode>, Ways), DispatchError> {
        let others: BTreeSet<PlaceCode> = others.iter().copied().filter(|place| *place != depot).collect();
        let places: Vec<PlaceCode> = std::iter::once(depot).chain(others).collect();
        let road_factor = self.places().city()?.file.road_factor;
        let positions: Vec<Option<Position>> = places.iter().map(|place| self.places().position(place)).collect();
        let is_estimated = positions
            .iter()
            .any(|position| position.is_none_or(|position| position.is_estimated));
        let points = positions
            .iter()
            .map(|position| position.map_or([0.0, 0.0], |at| [at.lon, at.lat]));
        let lines = Ways::straight(places.clone(), points.collect(), road_factor, is_estimated);
        Ok((places, lines))
    }
}

/// Where a plan goes, and where it leaves something out.
fn places_of(body: &PlanBody) -> Vec<PlaceCode> {
    let stops = body.runs.iter().flat_map(|run| &run.stops).map(|stop| stop.place);
    let left = body.unserved.iter().map(|left: &LeftOut| left.place);
    stops.chain(left).collect()
}

/// What runs that have left bring, and nobody else should.
fn on_the_road(out: &[RunRecord]) -> HashSet<Cargo> {
    let left = out.iter().filter(|run| run.state == RunState::UnderWay);
    let open = left
        .flat_map(RunRecord::cargo)
        .filter(|cargo| cargo.state == CargoState::Open);
    open.map(|cargo| cargo.cargo).collect()
}

/// What lies on vehicles that broke down, and where: at the stop that they made last.
fn broken_cargo(out: &[RunRecord]) -> HashMap<Cargo, (RunId, PlaceCode)> {
    let mut lies = HashMap::new();
    for run in out.iter().filter(|run| run.state == RunState::Broken) {
        let last = run
            .stops
            .iter()
            .filter(|stop| stop.done_at.is_some())
            .max_by_key(|stop| stop.done_at);
        let at = last.map_or(run.place, |stop| stop.place);
        let open = run.cargo().filter(|cargo| cargo.state == CargoState::Open);
        lies.extend(open.map(|cargo| (cargo.cargo, (run.id, at))));
    }
    lies
}

/// An order as cargo; none for one that is on its way with somebody else.
fn order_to_carry(order: &CarriedOrder, broken: &HashMap<Cargo, (RunId, PlaceCode)>) -> Option<ToCarry> {
    let cargo = Cargo::Order(order.id);
    let lies_at = broken.get(&cargo).copied();
    if order.state == OrderState::Sent && lies_at.is_none() {
        return None;
    }
    Some(ToCarry {
        cargo,
        place: order.building,
        from_at: order.from_at,
        due_at: order.due_at,
        grams: order.grams,
        is_cold: order.is_cold,
        lies_at,
    })
}

fn transfer_to_carry(transfer: &CarriedTransfer, shift: (Timestamp, Timestamp)) -> ToCarry {
    ToCarry {
        cargo: Cargo::Transfer(transfer.id),
        place: transfer.place,
        from_at: shift.0,
        due_at: shift.1,
        grams: transfer.grams,
        is_cold: transfer.is_cold,
        lies_at: None,
    }
}
