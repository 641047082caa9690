//! What a plan is made from: orders, transfers, rides, vehicles, drivers, places, and the runs that are out.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::limits::ON_ROAD_MAX;
use crate::rules::admission::Admission;
use crate::rules::asked::AskedPlan;
use crate::rules::capacity::Capacity;
use crate::rules::cargo::{Cargo, RideNeeds, Seats, TakenOn, ToCarry};
use crate::rules::draft::{Available, Out, World};
use crate::rules::moving::Bounds;
use crate::rules::plan::{LeftOut, PlanBody};
use crate::rules::ride::RideState;
use crate::rules::state::{CargoState, RunState};
use crate::rules::ways::Ways;
use crate::rules::working::Driver;
use crate::store::rides::{self, Ride};
use crate::store::runs::{self, CargoRecord, RunRecord};
use crate::travel::ClosedLine;
use std::collections::{BTreeSet, HashMap, HashSet};
use tongxin_account::Scope;
use tongxin_city::{Day, Level, OrgId, PlaceCode, Position, RideId, RunId, Timestamp};
use tongxin_supply::{CarriedOrder, CarriedTransfer, FleetDriver, FleetVehicle, Load, OrderState};
use tongxin_web::FieldFault;

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
        let out = self.standing(runs::of_day(self.db(), org, asked.day).await?).await?;
        let (broken, waiting) = (broken_cargo(&out), waiting_cargo(&out));
        let day = zone.span_of(asked.day);
        let orders = self.supply().to_bring(org, day.start, asked.due_until(&zone)).await?;
        let transfers = self.supply().transfers_to_bring(org).await?;
        let fleet = self.supply().fleet_of(org).await?;
        // A plan that begins later knows nothing of where vehicles are then.
        let on_road: Vec<&RunRecord> = if from <= now {
            on_road(&out, &fleet.vehicles)
        } else {
            Vec::new()
        };
        let taken: HashSet<Cargo> = taken(&out, &on_road);
        let held: HashMap<Cargo, CargoState> = open_cargo(&on_road);
        let due_until = asked.due_until(&zone);
        let rides = rides::open_of(self.db(), org, asked.day).await?;
        let is_held = |ride: &Ride| held.contains_key(&Cargo::Ride(ride.id));
        let rides = (rides.iter()).filter(|ride| ride.times.from_at < due_until || is_held(ride));
        let carried = orders.iter().filter_map(|order| order_to_carry(order, &broken, shift));
        let transfers = transfers.iter();
        let transfers = transfers.filter_map(|transfer| transfer_to_carry(transfer, &broken, &waiting, shift));
        let carried = carried.chain(transfers);
        let carried = carried.chain(rides.filter_map(|ride| ride_to_carry(ride, &broken, &held, shift)));
        let to_carry: Vec<ToCarry> = carried.filter(|thing| !taken.contains(&thing.cargo)).collect();
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
        let ways = self.ways(asked, depot, &to_carry, &on_road).await?;
        let admission = self.admission(org, asked, depot, &places_to_carry(&to_carry)).await?;
        let on_road = on_road.iter().filter_map(|run| next_of(run, &ways, now)).collect();
        Ok(World {
            asked: asked.clone(),
            shift,
            midnight: day.start,
            depot,
            vehicles: vehicles.map(|vehicle| available(vehicle, asked)).collect(),
            drivers: self.drivers(org, asked.day, &fleet.drivers).await?,
            to_carry,
            admission,
            ways,
            before,
            on_road,
        })
    }

    /// Where a firm's vehicles may go by their passes.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn admission(
        &self,
        org: OrgId,
        asked: &AskedPlan,
        depot: PlaceCode,
        places: &[PlaceCode],
    ) -> Result<Admission, DispatchError> {
        let Some(passes) = self.passes().filter(|_| !asked.is_without_passes) else {
            return Ok(Admission::default());
        };
        let opened = passes.of_vehicles(org, asked.day).await?;
        let city = self.places().city()?;
        let district = city.file.widths.ancestor(&depot, Level::District);
        let shift = asked.shift(&city.file.zone);
        Ok(Admission::of(opened, places, &district.unwrap_or(depot), shift))
    }

    /// What no change by hand of a plan breaks.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn bounds(
        &self,
        org: OrgId,
        asked: &AskedPlan,
        depot: PlaceCode,
        body: &PlanBody,
    ) -> Result<Bounds, DispatchError> {
        let fleet = self.supply().fleet_of(org).await?;
        let vehicles = fleet.vehicles.into_iter().map(|vehicle| available(vehicle, asked));
        let rides: Vec<RideId> = cargo_of(body).filter_map(Cargo::ride).collect();
        let rides = rides::of(self.db(), org, &rides).await?;
        Ok(Bounds {
            drivers: self.drivers(org, asked.day, &fleet.drivers).await?,
            admission: self.admission(org, asked, depot, &places_of(body)).await?,
            crews: vehicles
                .filter(|vehicle| vehicle.has_crew)
                .map(|vehicle| vehicle.id)
                .collect(),
            needs: rides.into_iter().map(|ride| (ride.id, ride.needs)).collect(),
        })
    }

    /// A firm's drivers, and when each works on a day.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn drivers(
        &self,
        org: OrgId,
        day: Day,
        listed: &[FleetDriver],
    ) -> Result<Vec<Driver>, DispatchError> {
        let midnight = self.places().city()?.file.zone.span_of(day).start;
        let began = runs::first_departures(self.db(), org, day).await?;
        let driver = |listed: &FleetDriver| Driver {
            id: listed.id,
            shift: listed.shift,
            midnight,
            began_at: began.get(&listed.id).copied(),
        };
        Ok(listed.iter().map(driver).collect())
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

    /// The ways between a depot, everything that is to be brought from it, and the stops of runs on the road.
    async fn ways(
        &self,
        asked: &AskedPlan,
        depot: PlaceCode,
        to_carry: &[ToCarry],
        on_road: &[&RunRecord],
    ) -> Result<Ways, DispatchError> {
        let mut others = places_to_carry(to_carry);
        others.extend(on_road.iter().flat_map(|run| &run.stops).map(|stop| stop.place));
        self.travelled(asked, depot, &others).await
    }

    /// The ways between the places of a plan, also of those left out.
    ///
    /// # Errors
    /// When no city is loaded.
    pub(crate) async fn ways_of(
        &self,
        asked: &AskedPlan,
        depot: PlaceCode,
        body: &PlanBody,
    ) -> Result<Ways, DispatchError> {
        self.travelled(asked, depot, &places_of(body)).await
    }

    /// Where the places of a plan lie, with straight lines between them.
    ///
    /// # Errors
    /// When no city is loaded.
    pub(crate) fn lines_of(&self, depot: PlaceCode, body: &PlanBody) -> Result<Ways, DispatchError> {
        Ok(self.lines_between(depot, &places_of(body))?.1)
    }

    /// The ways between places as the operator's source has them, round what is closed.
    async fn travelled(
        &self,
        asked: &AskedPlan,
        depot: PlaceCode,
        others: &[PlaceCode],
    ) -> Result<Ways, DispatchError> {
        let closed = self.closed_lines(asked)?;
        let (places, lines) = self.lines_between(depot, others)?;
        let straight = lines.travel().clone();
        let travelled = self.travel().ways(&places, lines.points(), straight).await;
        let road_factor = self.places().city()?.file.road_factor;
        Ok(lines.travelling(travelled).round(&closed, road_factor))
    }

    /// The lines that nobody crosses.
    ///
    /// # Errors
    /// `Faults` for those that are none.
    pub(crate) fn closed_lines(&self, asked: &AskedPlan) -> Result<Vec<ClosedLine>, DispatchError> {
        let lines = asked.closed_ways.iter();
        let lines = lines.map(|way| way.line(|place| self.places().position(place)));
        let lines: Result<_, FieldFault> = lines.collect();
        lines.map_err(|fault| DispatchError::Faults(vec![fault]))
    }

    /// Each place once, the first one first, and straight lines between them.
    ///
    /// # Errors
    /// When no city is loaded.
    pub(crate) fn lines_between(
        &self,
        depot: PlaceCode,
        others: &[PlaceCode],
    ) -> Result<(Vec<PlaceCode>, Ways), DispatchError> {
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

/// A vehicle as a plan sees it.
fn available(vehicle: FleetVehicle, asked: &AskedPlan) -> Available {
    let is_given_crew = asked.crews.contains(&vehicle.id);
    Available {
        has_crew: vehicle.is_for_patients() && (vehicle.has_medical_crew || is_given_crew),
        id: vehicle.id,
        plate: vehicle.plate,
        listed: Capacity {
            payload_kg: vehicle.payload_kg,
            volume_litres: vehicle.volume_litres,
            cold_boxes: (!vehicle.has_cold_chain).then_some(vehicle.cold_boxes),
        },
        has_cold_chain: vehicle.has_cold_chain,
        room: Seats {
            seats: vehicle.patient_seats,
            wheelchairs: vehicle.wheelchair_places,
        },
    }
}

/// Everything that a plan brings or leaves out; what is taken on somewhere twice.
fn cargo_of(body: &PlanBody) -> impl Iterator<Item = Cargo> {
    let stops = body.runs.iter().flat_map(|run| &run.stops);
    let brought = stops.flat_map(|stop| &stop.cargo).copied();
    brought.chain(body.unserved.iter().map(|left| left.cargo))
}

/// Where things are brought, and where they are taken on.
fn places_to_carry(to_carry: &[ToCarry]) -> Vec<PlaceCode> {
    let taken_on = to_carry.iter().filter_map(|thing| thing.taken_on);
    let taken_on = taken_on.map(|taken_on| taken_on.place);
    to_carry.iter().map(|thing| thing.place).chain(taken_on).collect()
}

/// Where a plan goes, and where it leaves something out.
pub(crate) fn places_of(body: &PlanBody) -> Vec<PlaceCode> {
    let stops = body.runs.iter().flat_map(|run| &run.stops).map(|stop| stop.place);
    let left = body.unserved.iter().map(|left: &LeftOut| left.place);
    let taken_on = body.unserved.iter().filter_map(|left| left.taken_on);
    stops
        .chain(left)
        .chain(taken_on.map(|taken_on| taken_on.place))
        .collect()
}

/// Runs with patients that have left and still stop somewhere: what they have yet to do can be planned anew, because somebody
/// who has not been fetched can be fetched by another vehicle. Goods can't: they are on board.
fn on_road<'r>(out: &'r [RunRecord], vehicles: &[FleetVehicle]) -> Vec<&'r RunRecord> {
    let is_out = |run: &&RunRecord| run.state == RunState::UnderWay;
    let is_only = |run: &RunRecord| {
        out.iter()
            .filter(is_out)
            .filter(|other| other.vehicle == run.vehicle)
            .count()
            == 1
    };
    let drives_on = |run: &&RunRecord| {
        let is_listed = vehicles.iter().any(|vehicle| vehicle.id == run.vehicle);
        let mut open = open_of(run).peekable();
        is_listed && !run.room.is_none() && open.peek().is_some() && open.all(|held| held.cargo.ride().is_some())
    };
    let runs = out.iter().filter(is_out).filter(drives_on);
    runs.filter(|run| is_only(run)).take(ON_ROAD_MAX).collect()
}

/// When a run's vehicle can be at its next stop; nothing without one.
fn next_of(run: &RunRecord, ways: &Ways, now: Timestamp) -> Option<Out> {
    let next = run.stops.iter().find(|stop| stop.done_at.is_none())?;
    let (place, at) = run.last_done();
    let (_, way) = ways.leg(&place, &next.place);
    Some(Out {
        run: run.id,
        next_at: at.plus_millis(way * 1_000).max(now),
    })
}

/// What of a run has not had its end.
fn open_of(run: &RunRecord) -> impl Iterator<Item = &CargoRecord> {
    run.cargo().filter(|held| !held.state.is_over())
}

fn open_cargo(runs: &[&RunRecord]) -> HashMap<Cargo, CargoState> {
    let open = runs.iter().flat_map(|run| open_of(run));
    open.map(|held| (held.cargo, held.state)).collect()
}

/// What other runs that have left bring, and nobody else should.
fn taken(out: &[RunRecord], on_road: &[&RunRecord]) -> HashSet<Cargo> {
    let stays = |run: &&RunRecord| run.state == RunState::UnderWay && !on_road.iter().any(|other| other.id == run.id);
    let open = out.iter().filter(stays).flat_map(open_of);
    open.map(|held| held.cargo).collect()
}

/// What runs bring that have not left.
fn waiting_cargo(out: &[RunRecord]) -> HashSet<Cargo> {
    let waiting = out.iter().filter(|run| run.state == RunState::Planned);
    waiting.flat_map(open_of).map(|held| held.cargo).collect()
}

/// By what is on a vehicle that broke down: the run, and where it is.
type Broken = HashMap<Cargo, (RunId, PlaceCode)>;

/// What lies on vehicles that broke down, or sits in them, and where: at the stop that they made last.
fn broken_cargo(out: &[RunRecord]) -> Broken {
    let mut lies = HashMap::new();
    for run in out.iter().filter(|run| run.state == RunState::Broken) {
        let at = run.last_made().map_or(run.place, |(_, stop)| stop.place);
        // A patient who had not got in waits where they were to be fetched.
        let open = run.cargo().filter(|cargo| match cargo.cargo {
            Cargo::Ride(_) => cargo.state == CargoState::OnBoard,
            _ => cargo.state == CargoState::Open,
        });
        lies.extend(open.map(|cargo| (cargo.cargo, (run.id, at))));
    }
    lies
}

/// An order as cargo; none for one that is on its way with somebody else.
fn order_to_carry(order: &CarriedOrder, broken: &Broken, shift: (Timestamp, Timestamp)) -> Option<ToCarry> {
    let cargo = Cargo::Order(order.id);
    let taken_on = fetched_from(broken, cargo, shift);
    if order.state == OrderState::Sent && taken_on.is_none() {
        return None;
    }
    Some(ToCarry {
        cargo,
        place: order.building,
        from_at: order.from_at,
        due_at: order.due_at,
        load: order.load,
        people: Seats::NONE,
        needs: RideNeeds::NONE,
        has_medicine: order.has_medicine,
        taken_on,
    })
}

/// A ride as cargo; none for a patient who is on their way with a run that is not planned anew.
fn ride_to_carry(
    ride: &Ride,
    broken: &Broken,
    held: &HashMap<Cargo, CargoState>,
    shift: (Timestamp, Timestamp),
) -> Option<ToCarry> {
    let cargo = Cargo::Ride(ride.id);
    let at_home = (ride.state == RideState::Booked).then(|| ride.times.taken_on(ride.from));
    let taken_on = fetched_from(broken, cargo, shift).or(at_home);
    if taken_on.is_none() && held.get(&cargo) != Some(&CargoState::OnBoard) {
        return None;
    }
    Some(ToCarry {
        cargo,
        place: ride.to,
        from_at: ride.times.there_from_at,
        due_at: ride.times.due_at,
        load: Load::NONE,
        people: ride.people,
        needs: ride.needs,
        has_medicine: false,
        taken_on,
    })
}

/// Where something is fetched that is on a vehicle that broke down.
fn fetched_from(broken: &Broken, cargo: Cargo, shift: (Timestamp, Timestamp)) -> Option<TakenOn> {
    let (run, place) = broken.get(&cargo).copied()?;
    Some(TakenOn {
        place,
        from_at: shift.0,
        until_at: shift.1,
        run: Some(run),
    })
}

/// A transfer as cargo; none for one that is on its way with somebody else. One that was counted and sent by hand while it
/// waits for its run goes with that.
fn transfer_to_carry(
    transfer: &CarriedTransfer,
    broken: &Broken,
    waiting: &HashSet<Cargo>,
    shift: (Timestamp, Timestamp),
) -> Option<ToCarry> {
    let cargo = Cargo::Transfer(transfer.id);
    let taken_on = fetched_from(broken, cargo, shift);
    if transfer.is_sent && taken_on.is_none() && !waiting.contains(&cargo) {
        return None;
    }
    Some(ToCarry {
        cargo,
        place: transfer.place,
        from_at: shift.0,
        due_at: shift.1,
        load: transfer.load,
        people: Seats::NONE,
        needs: RideNeeds::NONE,
        has_medicine: transfer.has_medicine,
        taken_on,
    })
}
