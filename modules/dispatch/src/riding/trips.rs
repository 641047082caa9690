//! Trips for another module that arranges appointments: made ready, booked and called off as a part of its writes, and when each
//! ride's vehicle comes. Who may ask for whom, that module has decided.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::rules::cargo::Seats;
use crate::rules::ride::{AskedTrip, RideState, RideTimes};
use crate::store::events::Moment;
use crate::store::rides::{self, Ride};
use std::collections::HashMap;
use tongxin_city::{OrgId, RideId, Timestamp};
use tongxin_places::Household;
use tongxin_storage::Tx;
use tongxin_web::FieldFault;

use super::{TripBooked, trip};

/// How many tours a vehicle makes within the two hours in which a ride may be fetched and has to be there (an assumption).
const TOURS_A_WINDOW: i64 = 2;

/// A trip there and back that only has to be booked.
#[derive(Debug, Clone)]
pub struct ReadyTrip {
    there: Ride,
    back: Ride,
    /// The firms that could drive, the nearest first, with the room of their vehicles for patients.
    pools: Vec<(OrgId, Seats)>,
}

impl ReadyTrip {
    /// From when the patient may be fetched, until when they are back home at the latest.
    pub fn span(&self) -> (Timestamp, Timestamp) {
        (self.there.times.from_at, self.back.times.due_at)
    }
}

/// When a ride's vehicle comes, and how the ride stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pickup {
    /// Not before.
    pub from_at: Timestamp,
    /// By then.
    pub until_at: Timestamp,
    /// When a plan says that it comes.
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
            .ok_or(DispatchError::Refused("dispatch-no-patients-vehicle"))?;
        let mut pools = Vec::with_capacity(firms.len());
        for org in firms {
            pools.push((org, self.room_for_patients(org).await?));
        }
        let ways = self.lines_between(household.building, &[asked.to])?.1;
        let (_, direct) = ways.leg(&household.building, &asked.to);
        let (there, back) = trip(&asked, household, (first, day), direct, now);
        Ok(ReadyTrip { there, back, pools })
    }

    /// The firms with a vehicle for those who ride, the nearest first.
    pub(super) async fn firms_for(
        &self,
        asked: &AskedTrip,
        household: &Household,
        now: Timestamp,
    ) -> Result<Vec<OrgId>, DispatchError> {
        let (seats, wheelchairs) = (asked.people.seats, asked.people.wheelchairs);
        let today = self.day_of(now)?;
        let firms = self
            .supply()
            .firms_for_patients(seats, wheelchairs, &household.building, today);
        let orgs = firms.await?.into_iter().map(|firm| firm.org);
        Ok(orgs
            .filter(|org| asked.org.is_none_or(|wanted| wanted == *org))
            .collect())
    }

    async fn room_for_patients(&self, org: OrgId) -> Result<Seats, DispatchError> {
        let fleet = self.supply().fleet_of(org).await?;
        let room = fleet.vehicles.iter().fold(Seats::NONE, |room, vehicle| Seats {
            seats: room.seats + vehicle.patient_seats,
            wheelchairs: room.wheelchairs + vehicle.wheelchair_places,
        });
        Ok(room)
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
        for (org, room) in &ready.pools {
            if has_room(tx, *org, *room, &there).await? && has_room(tx, *org, *room, &back).await? {
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
            self.call_off_in(tx, ride.id, moment, None).await?;
            self.call_off_way_back(tx, &ride, moment, None).await?;
        }
        Ok(())
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

/// Whether a firm's vehicles for patients have room for one more ride beside those whose times overlap with its.
async fn has_room(tx: &mut Tx, org: OrgId, room: Seats, ride: &Ride) -> Result<bool, DispatchError> {
    let others = rides::open_of_in(tx, org, ride.day).await?;
    Ok(fits(room, ride, &others))
}

fn fits(room: Seats, ride: &Ride, others: &[Ride]) -> bool {
    let overlaps = |times: &RideTimes| times.from_at < ride.times.due_at && ride.times.from_at < times.due_at;
    let beside = others.iter().filter(|other| overlaps(&other.times));
    let taken = beside.fold(ride.people, |taken, other| Seats {
        seats: taken.seats + other.people.seats,
        wheelchairs: taken.wheelchairs + other.people.wheelchairs,
    });
    let tours = Seats {
        seats: room.seats * TOURS_A_WINDOW,
        wheelchairs: room.wheelchairs * TOURS_A_WINDOW,
    };
    tours.holds(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::ride::{RideTimes, RideWay};
    use tongxin_city::{HouseholdId, PlaceCode};

    const CAR: Seats = Seats {
        seats: 2,
        wheelchairs: 1,
    };

    fn ride(hour: i64, people: Seats) -> Ride {
        let at = Timestamp(0).plus_hours(hour);
        let place: PlaceCode = "900010101001001".parse().expect("a code");
        Ride {
            id: RideId::from_parts(at, 1),
            other: RideId::from_parts(at, 2),
            way: RideWay::There,
            state: RideState::Booked,
            org: OrgId::from_parts(at, 3),
            household: HouseholdId::from_parts(at, 4),
            home: place,
            from: place,
            to: place,
            day: tongxin_city::Day::from_number(0),
            appointment_at: at,
            times: RideTimes::of(RideWay::There, at, at.plus_hours(2), 600),
            people,
            contact: None,
            note: None,
            planned_at: None,
            need: None,
        }
    }

    fn seated(seats: i64) -> Seats {
        Seats { seats, wheelchairs: 0 }
    }

    #[test]
    fn a_pool_takes_as_many_as_two_tours_carry_at_the_same_time_and_more_at_another() {
        let at_ten = [ride(10, seated(2)), ride(10, seated(1))];
        assert!(fits(CAR, &ride(10, seated(1)), &at_ten));
        assert!(!fits(CAR, &ride(10, seated(2)), &at_ten));
        assert!(fits(CAR, &ride(16, seated(2)), &at_ten));
    }

    #[test]
    fn a_wheelchair_needs_a_place_for_one() {
        let chair = Seats {
            seats: 0,
            wheelchairs: 1,
        };
        assert!(fits(CAR, &ride(10, chair), &[ride(10, chair)]));
        assert!(!fits(CAR, &ride(10, chair), &[ride(10, chair), ride(10, chair)]));
    }
}
