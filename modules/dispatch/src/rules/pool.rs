//! What a firm can promise of its vehicles for patients: so many tours of each vehicle that it has, and who rides in which.

use crate::rules::cargo::{RideNeeds, Seats};
use crate::rules::ride::RideTimes;
use std::cmp::Reverse;
use tongxin_city::VehicleId;

/// How many tours a vehicle makes within the two hours in which a ride may be fetched and has to be there (an assumption).
const TOURS_A_WINDOW: usize = 2;

/// A vehicle for patients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolVehicle {
    /// The vehicle.
    pub id: VehicleId,
    /// Whom it has room for.
    pub room: Seats,
    /// Whether somebody medical rides with it.
    pub has_crew: bool,
}

/// A ride that is promised, or asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// When it has to be where.
    pub times: RideTimes,
    /// Who ride.
    pub people: Seats,
    /// What it needs.
    pub needs: RideNeeds,
}

/// One tour of a vehicle, with the room that is left in it.
struct Tour {
    room: Seats,
    has_crew: bool,
    is_begun: bool,
    is_closed: bool,
}

/// The vehicles that somebody drives: all, where the firm keeps no list of drivers; else as many as there are drivers who work,
/// those with a crew first, then the largest.
pub fn driven(mut vehicles: Vec<PoolVehicle>, drivers: Option<usize>) -> Vec<PoolVehicle> {
    vehicles.sort_by_key(|vehicle| Reverse((vehicle.has_crew, vehicle.room.seats + vehicle.room.wheelchairs)));
    vehicles.truncate(drivers.unwrap_or(usize::MAX));
    vehicles
}

/// Whether these vehicles have room for one more ride beside those promised whose times overlap with its: each ride finds a tour
/// with room for it, with a crew where it needs one, and to itself where it rides alone.
pub fn fits(vehicles: &[PoolVehicle], asked: &Promise, promised: &[Promise]) -> bool {
    let overlaps = |times: &RideTimes| times.from_at < asked.times.due_at && asked.times.from_at < times.due_at;
    let beside = promised.iter().filter(|other| overlaps(&other.times));
    let mut rides: Vec<&Promise> = beside.chain([asked]).collect();
    // The hardest to place first.
    rides.sort_by_key(|ride| {
        let needs = (ride.needs.medical_crew, ride.needs.alone);
        Reverse((needs, ride.people.wheelchairs, ride.people.seats))
    });
    let mut tours: Vec<Tour> = Vec::with_capacity(vehicles.len() * TOURS_A_WINDOW);
    for vehicle in vehicles {
        tours.extend((0..TOURS_A_WINDOW).map(|_| Tour {
            room: vehicle.room,
            has_crew: vehicle.has_crew,
            is_begun: false,
            is_closed: false,
        }));
    }
    rides.into_iter().all(|ride| place(&mut tours, ride))
}

/// Puts a ride into the tour in which it wastes the least; answers whether there is one.
fn place(tours: &mut [Tour], ride: &Promise) -> bool {
    let takes = |tour: &&mut Tour| {
        let is_free = !(tour.is_closed || ride.needs.alone && tour.is_begun);
        is_free && tour.room.holds(ride.people) && (tour.has_crew || !ride.needs.medical_crew)
    };
    let waste = |tour: &&mut Tour| (tour.has_crew, !tour.is_begun, tour.room.wheelchairs, tour.room.seats);
    let Some(tour) = tours.iter_mut().filter(takes).min_by_key(waste) else {
        return false;
    };
    tour.room = tour.room.without(ride.people);
    (tour.is_begun, tour.is_closed) = (true, ride.needs.alone);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::ride::RideWay;
    use proptest::prelude::*;
    use tongxin_city::Timestamp;

    fn vehicle(number: i64, seats: i64, wheelchairs: i64, has_crew: bool) -> PoolVehicle {
        PoolVehicle {
            id: VehicleId::try_from(number).expect("an id"),
            room: Seats { seats, wheelchairs },
            has_crew,
        }
    }

    fn ride(hour: i64, seats: i64, wheelchairs: i64) -> Promise {
        let at = Timestamp(0).plus_hours(hour);
        Promise {
            times: RideTimes::of(RideWay::There, at, at.plus_hours(2), 600),
            people: Seats { seats, wheelchairs },
            needs: RideNeeds::NONE,
        }
    }

    fn needing(ride: Promise, medical_crew: bool, alone: bool) -> Promise {
        Promise {
            needs: RideNeeds { medical_crew, alone },
            ..ride
        }
    }

    #[test]
    fn a_pool_takes_as_many_as_two_tours_carry_at_the_same_time_and_more_at_another() {
        let car = [vehicle(1, 2, 1, false)];
        let at_ten = [ride(10, 2, 0), ride(10, 1, 0)];
        assert!(fits(&car, &ride(10, 1, 0), &at_ten));
        assert!(!fits(&car, &ride(10, 2, 0), &at_ten));
        assert!(fits(&car, &ride(16, 2, 0), &at_ten));
    }

    #[test]
    fn seats_of_two_vehicles_are_not_one_room() {
        let cars = [vehicle(1, 1, 0, false), vehicle(2, 1, 0, false)];
        assert!(!fits(&cars, &ride(10, 2, 0), &[]));
        assert!(fits(&[vehicle(1, 2, 0, false)], &ride(10, 2, 0), &[]));
    }

    #[test]
    fn a_wheelchair_needs_a_place_for_one() {
        let car = [vehicle(1, 2, 1, false)];
        assert!(fits(&car, &ride(10, 0, 1), &[ride(10, 0, 1)]));
        assert!(!fits(&car, &ride(10, 0, 1), &[ride(10, 0, 1), ride(10, 0, 1)]));
    }

    #[test]
    fn who_rides_alone_has_a_tour_to_themselves() {
        let car = [vehicle(1, 4, 0, false)];
        let alone = needing(ride(10, 1, 0), false, true);
        assert!(
            fits(&car, &alone, &[ride(10, 1, 0), ride(10, 1, 0)]),
            "the two share the other tour"
        );
        assert!(!fits(&car, &alone, &[alone, ride(10, 1, 0)]));
        assert!(!fits(&car, &ride(10, 1, 0), &[alone, alone]));
    }

    #[test]
    fn who_needs_a_crew_is_not_pushed_out_by_who_needs_none() {
        let cars = [vehicle(1, 1, 0, true), vehicle(2, 1, 0, false)];
        let crew = needing(ride(10, 1, 0), true, false);
        assert!(fits(&cars, &crew, &[ride(10, 1, 0), ride(10, 1, 0), crew]));
        assert!(!fits(&cars, &crew, &[crew, crew]));
        assert!(!fits(&cars[1..], &crew, &[]));
    }

    #[test]
    fn vehicles_that_nobody_drives_promise_nothing() {
        let cars = vec![vehicle(1, 2, 0, false), vehicle(2, 4, 0, false), vehicle(3, 1, 0, true)];
        let numbers = |drivers| -> Vec<i64> {
            driven(cars.clone(), drivers)
                .iter()
                .map(|vehicle| vehicle.id.get())
                .collect()
        };
        assert_eq!(numbers(None), [3, 2, 1], "nobody keeps a list");
        assert_eq!(numbers(Some(2)), [3, 2]);
        assert!(numbers(Some(0)).is_empty(), "all are off work");
    }

    proptest! {
        /// Whatever is promised can be driven: never more people at once than two tours of all vehicles have room for, and nobody
        /// alone without a tour.
        #[test]
        fn no_more_is_promised_than_there_is_room(
            rooms in prop::collection::vec((0i64..5, 0i64..3, prop::bool::ANY), 0..5),
            rides in prop::collection::vec((0i64..3, 0i64..2, prop::bool::ANY, prop::bool::ANY), 1..10),
        ) {
            let vehicles: Vec<PoolVehicle> = (1..).zip(&rooms)
                .map(|(number, (seats, chairs, crew))| vehicle(number, *seats, *chairs, *crew))
                .collect();
            let rides: Vec<Promise> = rides.iter()
                .map(|(seats, chairs, crew, alone)| needing(ride(10, *seats, *chairs), *crew, *alone))
                .collect();
            let (asked, promised) = rides.split_first().expect("one");
            if fits(&vehicles, asked, promised) {
                let people = |of: fn(Seats) -> i64| rides.iter().map(|ride| of(ride.people)).sum::<i64>();
                let room = |of: fn(Seats) -> i64| 2 * vehicles.iter().map(|vehicle| of(vehicle.room)).sum::<i64>();
                prop_assert!(people(|seats| seats.seats) <= room(|seats| seats.seats));
                prop_assert!(people(|seats| seats.wheelchairs) <= room(|seats| seats.wheelchairs));
                let alone = rides.iter().filter(|ride| ride.needs.alone).count();
                prop_assert!(alone <= 2 * vehicles.len());
            }
        }
    }
}
