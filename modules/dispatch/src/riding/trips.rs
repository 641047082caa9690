//! Trips for another module that arranges appointments: made ready, booked and called off as a part of its writes, and when each
//! ride's vehicle comes. Who may ask for whom, that module has decided.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::rules::cargo::Seats;
use crate::rules::pool::{PoolVehicle, Promise, driven, fits};
use crate::rules::ride::{AskedTrip, RideState};
use crate::store::events::Moment;
use crate::store::rides::{self, Ride};
use crate::store::runs;
use std::collections::HashMap;
use tongxin_city::{Day, OrgId, RideId, Timestamp};
use tongxin_places::Household;
use tongxin_storage::Tx;
use tongxin_web::FieldFault;

use super::{TripBooked, trip};

/// A trip there and back that only has to be booked.
#[derive(Debug, Clone)]
pub struct ReadyTrip {
    there: Ride,
    back: Ride,
    /// The firms that could drive, the nearest first, with their vehicles for patients that somebody drives.
    pools: Vec<(OrgId, Vec<PoolVehicle>)>,
}

impl ReadyTrip {
    /// From when the patient may be fetched, until when they are back home at the latest.
    pub fn span(&self) -> (Timestamp, Timestamp) {
        (self.there.times.from_at, self.back.times.due_at)
    }

    /// On which day it is.
    pub(crate) fn day(&self) -> Day {
        self.there.day
    }
}

/// When a ride's vehicle comes, and how the ride stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pickup {
    /// Not before.
    pub from_at: Timestamp,
    /// By then.
    pub until_at: Timestamp,
    /// When it comes by the plan, and by how far its run is behind that.
    pub planned_at: Option<Timestamp>,
    /// How it stands.
    pub state: RideState,
}

impl Dispatch {
    /// Makes a household's trip ready: both ways with their times, and the firms with vehicles of the right kind.
    ///
    /// # Errors
    /// `Faults` with everything wrong with it; `Refused` when no firm has a vehicle of that kind; or a storage failure.
    pub async fn ready_trip(
        &self,
        household: &Household,
        asked: AskedTrip,
        now: Timestamp,
    ) -> Result<ReadyTrip, DispatchError> {
        let zone = self.places().city()?.file.zone.clone();
        let asked = asked.checked(now, &zone)?;
        if self.places().get(&asked.to).is_none() || asked.to == household.building {
            let fault = FieldFault::new("to", "dispatch-ride-to-wrong");
            return Err(DispatchError::Faults(vec![fault]));
        }
        let day = zone.day_of(asked.appointment_at);
        let firms = self.firms_for(&asked, household, now).await?;
        let first = *firms
            .first()
            .ok_or(DispatchError::Refused(if asked.needs.medical_crew {
                "dispatch-no-crew"
            } else {
                "dispatch-no-patients-vehicle"
            }))?;
        let ways = self.lines_between(household.building, &[asked.to])?.1;
        let (_, direct) = ways.leg(&household.building, &asked.to);
        let (there, back) = trip(&asked, household, (first, day), direct, now);
        let mut pools = Vec::with_capacity(firms.len());
        for org in firms {
            pools.push((org, self.pool(org, [&there, &back]).await?));
        }
        Ok(ReadyTrip { there, back, pools })
    }

    /// The firms with a vehicle for those who ride, the nearest first.
    async fn firms_for(
        &self,
        asked: &AskedTrip,
        household: &Household,
        now: Timestamp,
    ) -> Result<Vec<OrgId>, DispatchError> {
        let room = (asked.people.seats, asked.people.wheelchairs);
        let (crew, today) = (asked.needs.medical_crew, self.day_of(now)?);
        let firms = self.supply().firms_for_patients(room, crew, &household.building, today);
        let orgs = firms.await?.into_iter().map(|firm| firm.org);
        Ok(orgs
            .filter(|org| asked.org.is_none_or(|wanted| wanted == *org))
            .collect())
    }

    /// A firm's vehicles for patients that somebody drives at the time of each of these rides.
    async fn pool(&self, org: OrgId, rides: [&Ride; 2]) -> Result<Vec<PoolVehicle>, DispatchError> {
        let fleet = self.supply().fleet_of(org).await?;
        let for_patients = fleet.vehicles.iter().filter(|vehicle| vehicle.is_for_patients());
        let vehicles = for_patients.map(|vehicle| PoolVehicle {
            id: vehicle.id,
            room: Seats {
                seats: vehicle.patient_seats,
                wheelchairs: vehicle.wheelchair_places,
            },
            has_crew: vehicle.has_medical_crew,
        });
        let drivers = self.drivers(org, rides[0].day, &fleet.drivers).await?;
        let working = rides.map(|ride| drivers.iter().filter(|driver| driver.can_fetch(&ride.times)).count());
        let working = (!drivers.is_empty()).then(|| working[0].min(working[1]));
        Ok(driven(vehicles.collect(), working))
    }

    /// Books a trip as a part of another module's write, with the nearest firm whose vehicles for patients have room both ways.
    /// Both rides are booked or none.
    ///
    /// # Errors
    /// `Refused` when none has room; or a storage failure.
    pub async fn book_ready_in(
        &self,
        tx: &mut Tx,
        ready: &ReadyTrip,
        actor: &str,
        now: Timestamp,
    ) -> Result<TripBooked, DispatchError> {
        let [mut there, mut back] = [ready.there.clone(), ready.back.clone()];
        for (org, vehicles) in &ready.pools {
            if has_room(tx, (*org, vehicles), [&there, &back], now).await? {
                (there.org, back.org) = (*org, *org);
                rides::insert(tx, &there, actor, now);
                rides::insert(tx, &back, actor, now);
                return Ok(TripBooked {
                    there: there.id,
                    back: back.id,
                    org: *org,
                });
            }
        }
        Err(DispatchError::Refused("dispatch-patients-full"))
    }

    /// Calls a trip off as a part of another module's write, as far as it has not begun.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn call_off_trip_in(
        &self,
        tx: &mut Tx,
        there: RideId,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), DispatchError> {
        let Some(ride) = rides::get_in(tx, there).await? else {
            return Ok(());
        };
        let moment = Moment {
            actor,
            now,
            said_at: None,
        };
        if ride.state == RideState::Booked {
            self.call_off_in(tx, &ride, moment, None).await?;
            self.call_off_way_back(tx, &ride, moment, None).await?;
        }
        Ok(())
    }

    /// Rides from that day on that were called off before anybody drove: the way there, or the way back alone. Whoever keeps an
    /// appointment by one of them learns here that it is gone.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn called_off_from(&self, day: Day) -> Result<Vec<RideId>, DispatchError> {
        Ok(rides::called_off_from(self.db(), day).await?)
    }

    /// When the vehicles of these rides come.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn pickups(
        &self,
        ids: impl IntoIterator<Item = RideId>,
    ) -> Result<HashMap<RideId, Pickup>, DispatchError> {
        let ids: Vec<RideId> = ids.into_iter().collect();
        let found = rides::of_ids(self.db(), &ids).await?;
        let pickup = |ride: Ride| {
            let pickup = Pickup {
                from_at: ride.times.from_at,
                until_at: ride.times.until_at,
                planned_at: ride.planned_at,
                state: ride.state,
            };
            (ride.id, pickup)
        };
        Ok(found.into_iter().map(pickup).collect())
    }
}

/// Whether a firm's vehicles for patients that have not broken down that day have room for these rides. From here on nobody else
/// promises any of them before this write ends.
async fn has_room(
    tx: &mut Tx,
    (org, vehicles): (OrgId, &[PoolVehicle]),
    rides: [&Ride; 2],
    now: Timestamp,
) -> Result<bool, DispatchError> {
    rides::take_pool(tx, org, now).await?;
    let day = rides[0].day;
    let broken = runs::broken_in(tx, org, day).await?;
    let whole = vehicles.iter().filter(|vehicle| !broken.contains(&vehicle.id));
    let whole: Vec<PoolVehicle> = whole.copied().collect();
    let others = rides::open_of_in(tx, org, day).await?;
    let mut promised: Vec<Promise> = others.iter().map(Ride::promise).collect();
    for ride in rides.map(Ride::promise) {
        if !fits(&whole, &ride, &promised) {
            return Ok(false);
        }
        promised.push(ride);
    }
    Ok(true)
}
