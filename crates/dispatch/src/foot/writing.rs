//! A task checked, and written as a draft for the solver.

use std::collections::{BTreeMap, HashSet};

use super::fault::FootFault;
use super::model::{Carrier, FootTask, WaysOnFoot};
use super::pace::{
    BAGS_AT_ONCE_MAX, DOOR_BAGS_MAX, DOOR_SECONDS, FLOOR_MAX, FLOOR_MIN, FOOT_BUILDINGS_MAX, FOOT_DOORS_MAX,
    FOOT_LOADS_MAX, FOOT_METRES_MAX, FOOT_MINUTES_MAX, FOOT_PEOPLE_MAX, LOADING_SECONDS,
};
use super::ways::{Spot, Ways};
use crate::model::{Cost, Draft, Reload, Stop, Table, Time, Travel, VehicleType};

/// Bags of one door that one person takes at once; a door with more bags than that has several loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Load {
    pub(crate) door: usize,
    pub(crate) bags: u32,
}

/// A task as the solver takes it: stop by stop a load, location 0 the drop point.
pub(crate) struct Written {
    pub(crate) draft: Draft,
    /// By stop.
    pub(crate) loads: Vec<Load>,
    /// By location.
    pub(crate) spots: Vec<Spot>,
}

impl Written {
    /// Nobody may be under way longer than this, whatever the task allows.
    pub(crate) fn within(&self, seconds: i64) -> Draft {
        let mut draft = self.draft.clone();
        for vehicle in &mut draft.vehicles {
            vehicle.longest_duration = vehicle.longest_duration.map(|most| most.min(Time(seconds)));
        }
        draft
    }
}

/// Checks all of a task that can be wrong.
pub(crate) fn check_task(task: &FootTask) -> Result<(), FootFault> {
    let count = |what, found, max| match found {
        0 => Err(FootFault::Count { what, found, max }),
        found if found > max => Err(FootFault::Count { what, found, max }),
        _ => Ok(()),
    };
    count("buildings", task.buildings.len(), FOOT_BUILDINGS_MAX)?;
    count("doors", task.doors.len(), FOOT_DOORS_MAX)?;
    let people = task
        .people
        .iter()
        .fold(0_usize, |sum, kind| sum.saturating_add(kind.count));
    count("people", people, FOOT_PEOPLE_MAX)?;
    unique("building", task.buildings.iter().map(|building| &*building.id))?;
    unique("door", task.doors.iter().map(|door| &*door.id))?;
    unique("people", task.people.iter().map(|kind| &*kind.id))?;
    check_ways_size(task)?;
    for building in &task.buildings {
        let range = |field, found, max| in_range(&building.id, field, i64::from(found), 1, max);
        range("units", building.units, i64::from(u8::MAX))?;
        range("floors", building.floors.unwrap_or(1), i64::from(FLOOR_MAX))?;
    }
    check_doors(task)?;
    for kind in &task.people {
        let range = |field, found, max| in_range(&kind.id, field, i64::from(found), 1, i64::from(max));
        range("bags_at_once", kind.bags_at_once, BAGS_AT_ONCE_MAX)?;
        range("minutes_max", kind.minutes_max, FOOT_MINUTES_MAX)?;
    }
    Ok(())
}

fn check_doors(task: &FootTask) -> Result<(), FootFault> {
    for door in &task.doors {
        let range = |field, found: i64, min, max| in_range(&door.id, field, found, min, max);
        let buildings = task.buildings.len() as i64 - 1;
        range(
            "building",
            i64::try_from(door.building).unwrap_or(i64::MAX),
            0,
            buildings,
        )?;
        let units = i64::from(task.buildings[door.building].units);
        range("unit", i64::from(door.unit.unwrap_or(1)), 1, units)?;
        let floor = door.floor.unwrap_or(1);
        range("floor", i64::from(floor), i64::from(FLOOR_MIN), i64::from(FLOOR_MAX))?;
        // There is no floor 0 between the ground, 1, and the first below it, -1.
        range(
            "floor",
            i64::from(floor),
            if floor == 0 { 1 } else { i64::MIN },
            i64::from(FLOOR_MAX),
        )?;
        range("bags", i64::from(door.bags), 1, i64::from(DOOR_BAGS_MAX))?;
    }
    Ok(())
}

fn check_ways_size(task: &FootTask) -> Result<(), FootFault> {
    let points = task.buildings.len() + 1;
    let (found, expected) = match &task.ways {
        WaysOnFoot::Metres(metres) => (metres.len(), points * points),
        WaysOnFoot::Positions(positions) => (positions.len(), points),
    };
    if found == expected {
        Ok(())
    } else {
        Err(FootFault::WaysSize { found, expected })
    }
}

/// Checks that no way is longer than a compound.
pub(crate) fn check_ways(task: &FootTask, ways: &Ways<'_>) -> Result<(), FootFault> {
    let points = task.buildings.len() + 1;
    let pairs = (0..points).flat_map(|from| (0..points).map(move |to| (from, to)));
    for (from, to) in pairs {
        let found = ways.metres(from, to);
        if found > FOOT_METRES_MAX {
            return Err(FootFault::TooFar {
                from,
                to,
                found: u64::from(found),
                max: FOOT_METRES_MAX,
            });
        }
    }
    Ok(())
}

fn unique<'t>(kind: &'static str, ids: impl Iterator<Item = &'t str>) -> Result<(), FootFault> {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            let id = id.to_owned();
            return Err(FootFault::DuplicateId { kind, id });
        }
    }
    Ok(())
}

fn in_range(whose: &str, field: &'static str, found: i64, min: i64, max: i64) -> Result<(), FootFault> {
    if (min..=max).contains(&found) {
        return Ok(());
    }
    let whose = whose.to_owned();
    Err(FootFault::OutOfRange {
        whose,
        field,
        found,
        min,
        max,
    })
}

/// Writes a checked task.
pub(crate) fn write(task: &FootTask, ways: &Ways<'_>) -> Result<Written, FootFault> {
    let loads = loads(task);
    if loads.len() > FOOT_LOADS_MAX {
        return Err(FootFault::Count {
            what: "loads",
            found: loads.len(),
            max: FOOT_LOADS_MAX,
        });
    }
    let mut spots = vec![Spot::Drop];
    let mut numbers = BTreeMap::new();
    let mut stops = Vec::with_capacity(loads.len());
    for (number, load) in loads.iter().enumerate() {
        let spot = ways.spot(&task.doors[load.door]);
        let location = *numbers.entry(spot).or_insert_with(|| {
            spots.push(spot);
            spots.len() - 1
        });
        stops.push(Stop {
            id: format!("{}#{number}", task.doors[load.door].id),
            location,
            delivery: vec![i64::from(load.bags)],
            service: Time(i64::from(DOOR_SECONDS)),
            ..Stop::default()
        });
    }
    let draft = Draft {
        travel: vec![Travel::Table(table(ways, &spots))],
        vehicles: task.people.iter().map(|kind| vehicle(kind, stops.len())).collect(),
        stops,
        ..Draft::default()
    };
    Ok(Written { draft, loads, spots })
}

/// Every door's bags in loads that the strongest can take at once.
fn loads(task: &FootTask) -> Vec<Load> {
    let people = task.people.iter().filter(|kind| kind.count > 0);
    let most = people.map(|kind| kind.bags_at_once).max().unwrap_or(1);
    let of_door = |(door, asked): (usize, &super::model::FootDoor)| {
        let (whole, rest) = (asked.bags / most, asked.bags % most);
        let sizes = std::iter::repeat_n(most, whole as usize).chain((rest > 0).then_some(rest));
        sizes.map(move |bags| Load { door, bags }).collect::<Vec<_>>()
    };
    task.doors.iter().enumerate().flat_map(of_door).collect()
}

fn table(ways: &Ways<'_>, spots: &[Spot]) -> Table {
    let size = spots.len();
    let (mut distances, mut durations) = (Vec::with_capacity(size * size), Vec::with_capacity(size * size));
    for (from, &a) in spots.iter().enumerate() {
        for (to, &b) in spots.iter().enumerate() {
            let leg = ways.leg(a, b);
            // To the next door on the same floor it is a corridor even where both doors share a location.
            let is_nowhere = from == to && a == Spot::Drop;
            distances.push(leg.metres);
            durations.push(if is_nowhere { 0 } else { leg.seconds });
        }
    }
    Table {
        size,
        distances,
        durations: Some(durations),
    }
}

/// A person as a vehicle: it loads again at the drop point as often as it likes and costs what it takes of time.
fn vehicle(kind: &Carrier, loads: usize) -> VehicleType {
    let loading = i64::from(LOADING_SECONDS);
    VehicleType {
        id: kind.id.clone(),
        count: kind.count,
        capacity: vec![i64::from(kind.bags_at_once)],
        start: 0,
        end: Some(0),
        cost_per_distance: Cost(0),
        cost_per_time: Cost(1),
        longest_duration: Some(Time((i64::from(kind.minutes_max) * 60 - loading).max(0))),
        reload: Some(Reload {
            location: 0,
            duration: Time(loading),
            times: loads,
        }),
        ..VehicleType::default()
    }
}
