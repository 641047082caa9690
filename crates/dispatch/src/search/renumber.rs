//! Neighbours on the map become neighbours in memory.
//!
//! The search reads the nodes and legs around one place, then around another one. Where stops are numbered at random nearly every
//! read misses the cache; numbered along a path that goes from each location to the nearest one not yet seen, most hit.

use crate::model::{Draft, Instance, Plan, Straight, Table, Travel};

/// Finding the nearest takes the square of this many looks.
const LARGE: usize = 4_000;

/// An instance with its numbers changed, and how to change them back.
pub(crate) struct Renumbered {
    pub(crate) instance: Instance,
    /// The old number of each stop.
    stops: Vec<usize>,
}

impl Renumbered {
    /// Renumbers an instance.
    pub(crate) fn new(instance: &Instance) -> Option<Self> {
        let locations = path(instance.draft().travel.first()?);
        let mut place = vec![0; locations.len()];
        locations.iter().enumerate().for_each(|(new, &old)| place[old] = new);
        let mut stops: Vec<usize> = (0..instance.stops().len()).collect();
        stops.sort_by_key(|&stop| place[instance.stops()[stop].location]);
        let draft = renumber(instance.draft(), &locations, &place, &stops);
        Some(Self {
            instance: Instance::new(draft).ok()?,
            stops,
        })
    }

    /// The new number of each stop.
    pub(crate) fn numbers(&self) -> Vec<u32> {
        let mut numbers = vec![0; self.stops.len()];
        self.stops
            .iter()
            .enumerate()
            .for_each(|(new, &old)| numbers[old] = new as u32);
        numbers
    }

    /// A plan with the caller's numbers.
    pub(crate) fn give_back(&self, mut plan: Plan) -> Plan {
        for visit in plan.routes.iter_mut().flat_map(|route| &mut route.visits) {
            visit.stop = visit.stop.map(|stop| self.stops[stop]);
        }
        for unserved in &mut plan.unserved {
            unserved.stop = self.stops[unserved.stop];
        }
        plan.unserved.sort_by_key(|unserved| unserved.stop);
        plan
    }
}

/// Locations in an order in which neighbours follow each other.
fn path(travel: &Travel) -> Vec<usize> {
    match travel {
        Travel::Straight(straight) if straight.positions.len() > LARGE => snake(straight),
        _ if travel.locations() <= LARGE => nearest_first(travel),
        _ => (0..travel.locations()).collect(),
    }
}

fn nearest_first(travel: &Travel) -> Vec<usize> {
    let mut left: Vec<usize> = (0..travel.locations()).collect();
    let mut order = Vec::with_capacity(left.len());
    let mut at = 0;
    while !left.is_empty() {
        let here = left.swap_remove(at);
        order.push(here);
        let nearest = left
            .iter()
            .enumerate()
            .min_by_key(|&(_, &other)| (travel.leg(here, other).distance, other));
        at = nearest.map_or(0, |(index, _)| index);
    }
    order
}

/// Strips from south to north, each other one from west to east and from east to west.
fn snake(straight: &Straight) -> Vec<usize> {
    let positions = &straight.positions;
    let south = positions
        .iter()
        .map(|position| i64::from(position[1]))
        .min()
        .unwrap_or(0);
    let north = positions
        .iter()
        .map(|position| i64::from(position[1]))
        .max()
        .unwrap_or(0);
    let strips = ((positions.len() as f64).sqrt() / 3.0).ceil() as i64;
    let height = (north - south) / strips.max(1) + 1;
    let mut order: Vec<usize> = (0..positions.len()).collect();
    order.sort_by_key(|&location| {
        let [x, y] = positions[location].map(i64::from);
        let strip = (y - south) / height;
        (strip, if strip % 2 == 0 { x } else { -x })
    });
    order
}

fn renumber(draft: &Draft, locations: &[usize], place: &[usize], stops: &[usize]) -> Draft {
    let mut number = vec![0; stops.len()];
    stops.iter().enumerate().for_each(|(new, &old)| number[old] = new);
    let mut new = Draft {
        travel: draft.travel.iter().map(|travel| permute(travel, locations)).collect(),
        ..draft.clone()
    };
    if !draft.points.is_empty() {
        new.points = locations.iter().map(|&old| draft.points[old]).collect();
    }
    new.stops = stops.iter().map(|&old| draft.stops[old].clone()).collect();
    new.stops
        .iter_mut()
        .for_each(|stop| stop.location = place[stop.location]);
    for pair in &mut new.pairs {
        (pair.pickup, pair.delivery) = (number[pair.pickup], number[pair.delivery]);
    }
    new.groups
        .iter_mut()
        .flat_map(|group| &mut group.stops)
        .for_each(|stop| *stop = number[*stop]);
    for vehicle in &mut new.vehicles {
        vehicle.start = place[vehicle.start];
        vehicle.end = vehicle.end.map(|end| place[end]);
        vehicle.first_stops.iter_mut().for_each(|stop| *stop = number[*stop]);
        if let Some(reload) = &mut vehicle.reload {
            reload.location = place[reload.location];
        }
    }
    new
}

fn permute(travel: &Travel, locations: &[usize]) -> Travel {
    match travel {
        Travel::Straight(straight) => Travel::Straight(Straight {
            positions: locations.iter().map(|&old| straight.positions[old]).collect(),
            ..straight.clone()
        }),
        Travel::Table(table) => {
            let rows = |list: &Vec<u32>| -> Vec<u32> {
                locations
                    .iter()
                    .flat_map(|&from| locations.iter().map(move |&to| list[from * table.size + to]))
                    .collect()
            };
            Travel::Table(Table {
                size: table.size,
                distances: rows(&table.distances),
                durations: table.durations.as_ref().map(rows),
            })
        }
    }
}
