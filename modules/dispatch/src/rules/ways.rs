//! How far and how long it is between places, and what takes time at them.

use crate::travel::{ClosedLine, TravelBasis, Travelled, around};
use std::collections::HashMap;
use tongxin_city::PlaceCode;
use tongxin_dispatch_solver::{Straight, Travel};

/// Seconds for each 1,000 m of road: 25 km/h, which a delivery van reaches in a city with checkpoints (an assumption).
pub const SECONDS_PER_KILOMETRE: u32 = 144;
/// Stopping, finding the entrance, opening the doors, in seconds (an assumption).
pub const STOP_SECONDS: i64 = 120;
/// Each thing that is handed over, in seconds (an assumption: bags are lined up at the building's door).
pub const CARGO_SECONDS: i64 = 60;
/// Loading at the outlet before a run, in seconds (an assumption).
pub const LOAD_SECONDS: i64 = 15 * 60;

/// Where places lie, as a plan needs it: each has a number, and travel knows the way between any two.
#[derive(Debug, Clone)]
pub struct Ways {
    numbers: HashMap<PlaceCode, usize>,
    travel: Travel,
    points: Vec<[f64; 2]>,
    is_estimated: bool,
    basis: TravelBasis,
}

impl Ways {
    /// Ways along straight lines times the city's road factor. `points` are longitude and latitude of the places, in
    /// degrees; `is_estimated` says whether some of them are guesses.
    pub fn straight(places: Vec<PlaceCode>, points: Vec<[f64; 2]>, road_factor: f64, is_estimated: bool) -> Ways {
        let positions = Straight::metres_from_degrees(&points);
        let travel = Travel::Straight(Straight {
            positions,
            road_per_thousand: (road_factor * 1_000.0).round() as u32,
            time_per_thousand: SECONDS_PER_KILOMETRE,
        });
        Ways::along(places, points, travel, is_estimated)
    }

    /// Ways that somebody looked up.
    pub fn along(places: Vec<PlaceCode>, points: Vec<[f64; 2]>, travel: Travel, is_estimated: bool) -> Ways {
        Ways {
            numbers: places.into_iter().zip(0..).collect(),
            travel,
            points,
            is_estimated,
            basis: TravelBasis::Straight,
        }
    }

    /// The same places with other ways between them.
    #[must_use]
    pub fn travelling(self, travelled: Travelled) -> Ways {
        Ways {
            travel: travelled.travel,
            basis: travelled.basis,
            ..self
        }
    }

    /// The same places with ways round what is closed.
    #[must_use]
    pub fn round(self, closed: &[ClosedLine], road_factor: f64) -> Ways {
        Ways {
            travel: around(self.travel, &self.points, closed, road_factor),
            ..self
        }
    }

    /// What distances and times rest on.
    pub fn basis(&self) -> TravelBasis {
        self.basis
    }

    /// The number of a place. One that nobody named lies where the first one lies.
    pub fn number(&self, place: &PlaceCode) -> usize {
        self.numbers.get(place).copied().unwrap_or(0)
    }

    /// Metres and seconds from one place to another.
    pub fn leg(&self, from: &PlaceCode, to: &PlaceCode) -> (i64, i64) {
        let leg = self.travel.leg(self.number(from), self.number(to));
        (leg.distance.0, leg.duration.0)
    }

    /// Whether there is a way at all from one place to another.
    pub fn is_passable(&self, from: &PlaceCode, to: &PlaceCode) -> bool {
        self.travel.leg(self.number(from), self.number(to)).is_passable()
    }

    /// Longitude and latitude of a place.
    pub fn point(&self, place: &PlaceCode) -> Option<[f64; 2]> {
        self.points.get(self.number(place)).copied()
    }

    /// All of it, for the search.
    pub fn travel(&self) -> &Travel {
        &self.travel
    }

    /// Longitude and latitude by number.
    pub fn points(&self) -> &[[f64; 2]] {
        &self.points
    }

    /// Whether some places lie only about there.
    pub fn is_estimated(&self) -> bool {
        self.is_estimated
    }
}

/// How long a stop takes at which so many things are handed over, in seconds.
pub fn service_seconds(cargo: usize) -> i64 {
    STOP_SECONDS + CARGO_SECONDS * i64::try_from(cargo).unwrap_or(i64::MAX / CARGO_SECONDS)
}
