//! How far and how long it is from one location to another.

use serde::{Deserialize, Serialize};

use super::units::{Distance, Time};

/// The entry of a [`Table`] for two locations with no way between them.
pub const NO_WAY: u32 = u32::MAX;

/// Longer than any shift, so that a vehicle never gets there in time.
const NEVER: i64 = 1 << 41;

/// The way from one location to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    /// How far.
    pub distance: Distance,
    /// How long.
    pub duration: Time,
}

impl Leg {
    pub(crate) const NO_WAY: Self = Self {
        distance: Distance(NO_WAY as i64),
        duration: Time(NEVER),
    };

    /// Whether there is a way at all.
    pub fn is_passable(self) -> bool {
        self.duration.0 < NEVER
    }
}

/// A profile of travel: one for vans, another one for feet. Locations are numbered from 0, the same in every profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Travel {
    /// Looked up: what a routing service or a file says. It may be asymmetric.
    Table(Table),
    /// Computed: the straight line times a road factor. It needs no memory, which counts with ten thousand stops.
    Straight(Straight),
}

/// Distances and durations by pair of locations, row by row: `distances[from * size + to]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// How many locations.
    pub size: usize,
    /// `size * size` distances; [`NO_WAY`] (4294967295) where there is none.
    pub distances: Vec<u32>,
    /// As many durations. Left out where a unit of distance takes a unit of time, as in most benchmark files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub durations: Option<Vec<u32>>,
}

/// Positions on a plane in units of distance, and how a road differs from the straight line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Straight {
    /// East and north of some origin, by location.
    pub positions: Vec<[i32; 2]>,
    /// Length of the road for each thousand of straight line. Cities lie between 1,200 and 1,500.
    pub road_per_thousand: u32,
    /// Time for each thousand of road: 120 s for a kilometre at 30 km/h.
    pub time_per_thousand: u32,
}

impl Straight {
    /// Positions in metres for points given in degrees (longitude, latitude), on a plane that touches the globe in their middle:
    /// across a city of a hundred kilometres the error stays under one in a thousand.
    pub fn metres_from_degrees(points: &[[f64; 2]]) -> Vec<[i32; 2]> {
        const METRES_PER_DEGREE: f64 = 111_195.0;
        let middle = points.iter().map(|point| point[1]).sum::<f64>() / points.len().max(1) as f64;
        let west = points.first().map_or(0.0, |point| point[0]);
        let shrink = middle.to_radians().cos();
        points
            .iter()
            .map(|[lon, lat]| {
                [
                    ((lon - west) * shrink * METRES_PER_DEGREE) as i32,
                    ((lat - middle) * METRES_PER_DEGREE) as i32,
                ]
            })
            .collect()
    }

    #[inline]
    pub(crate) fn leg(&self, from: usize, to: usize) -> Leg {
        let ([x1, y1], [x2, y2]) = (self.positions[from], self.positions[to]);
        let (dx, dy) = (f64::from(x1) - f64::from(x2), f64::from(y1) - f64::from(y2));
        let road = (dx * dx + dy * dy).sqrt() * f64::from(self.road_per_thousand) * 1e-3;
        Leg {
            distance: Distance(road as i64),
            duration: Time((road * f64::from(self.time_per_thousand) * 1e-3) as i64),
        }
    }
}

impl Travel {
    /// How many locations it knows.
    pub fn locations(&self) -> usize {
        match self {
            Travel::Table(table) => table.size,
            Travel::Straight(straight) => straight.positions.len(),
        }
    }

    /// The way between two locations, which must be known ones.
    #[inline]
    pub fn leg(&self, from: usize, to: usize) -> Leg {
        match self {
            Travel::Table(table) => {
                let at = from * table.size + to;
                let distance = table.distances[at];
                let duration = table.durations.as_ref().map_or(distance, |durations| durations[at]);
                if distance == NO_WAY || duration == NO_WAY {
                    return Leg::NO_WAY;
                }
                Leg {
                    distance: Distance(i64::from(distance)),
                    duration: Time(i64::from(duration)),
                }
            }
            Travel::Straight(straight) => straight.leg(from, to),
        }
    }

    /// No leg is longer than this, in either measure.
    pub(crate) fn longest_leg(&self) -> i64 {
        match self {
            Travel::Table(table) => {
                let durations = table.durations.iter().flatten();
                let known = table
                    .distances
                    .iter()
                    .chain(durations)
                    .filter(|&&value| value != NO_WAY);
                known.max().map_or(0, |&value| i64::from(value))
            }
            Travel::Straight(straight) => {
                let span = |axis: usize| {
                    let along = straight.positions.iter().map(|position| i64::from(position[axis]));
                    along.clone().max().unwrap_or(0) - along.min().unwrap_or(0)
                };
                let road = (span(0) + span(1)) as f64 * f64::from(straight.road_per_thousand) * 1e-3;
                // A cast from float to integer saturates.
                road.max(road * f64::from(straight.time_per_thousand) * 1e-3) as i64
            }
        }
    }
}
