//! Consolidation: everything for one building in one window is one stop, as far as one vehicle carries it.

use super::{Available, World};
use crate::rules::capacity::Capacity;
use crate::rules::cargo::{Cargo, RideNeeds, Seats, TakenOn, ToCarry};
use crate::rules::plan::PlannedStop;
use std::collections::HashSet;
use tongxin_city::{PlaceCode, Timestamp, VehicleId};
use tongxin_supply::Load;

/// Things at one stop at most: what is handed over in half an hour.
const CARGO_A_STOP: usize = 30;

/// What becomes one stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Where to.
    pub place: PlaceCode,
    /// Not before.
    pub from_at: Timestamp,
    /// Later is late.
    pub due_at: Timestamp,
    /// What.
    pub cargo: Vec<Cargo>,
    /// How heavy, and the room it takes.
    pub load: Load,
    /// Whether medicine is in it.
    pub has_medicine: bool,
    /// Who ride.
    pub people: Seats,
    /// What their ride needs.
    pub needs: RideNeeds,
    /// Where it is taken on, when that is not where the firm loads.
    pub taken_on: Option<TakenOn>,
    /// The vehicle that people were told brings it, and whether it has to.
    pub promised: Option<(VehicleId, bool)>,
}

impl Group {
    /// Whether it is a patient who sits in a vehicle already.
    pub fn is_on_board(&self) -> bool {
        !self.people.is_none() && self.taken_on.is_none()
    }

    /// Whether some of it has to stay cold.
    pub fn is_cold(&self) -> bool {
        self.load.cold_millilitres > 0
    }
}

type Key = (PlaceCode, Timestamp, Timestamp, Option<TakenOn>, bool);

/// The stops of a world, by place and window.
pub fn grouped(world: &World) -> Vec<Group> {
    let kinds: HashSet<Capacity> = world.vehicles.iter().map(Available::capacity).collect();
    // Without any vehicle nothing has to be divided.
    let is_carried = |load: Load| kinds.is_empty() || kinds.iter().any(|kind| kind.holds(load));
    let key = |thing: &ToCarry| -> Key {
        // Cold goods travel with the others unless they need a vehicle of their own kind.
        let is_apart = world.asked.is_cold_only && thing.load.cold_millilitres > 0;
        (thing.place, thing.due_at, thing.from_at, thing.taken_on, is_apart)
    };
    let mut things: Vec<&ToCarry> = world.to_carry.iter().collect();
    things.sort_by_key(|thing| (key(thing), thing.cargo));
    let mut groups: Vec<(Key, Group)> = Vec::new();
    for thing in things {
        let key = key(thing);
        // Patients who ride at the same time need not ride together.
        let room = groups.last_mut().filter(|(last, group)| {
            *last == key
                && thing.people.is_none()
                && is_carried(group.load.and(thing.load))
                && group.cargo.len() < CARGO_A_STOP
        });
        let group = match room {
            Some((_, group)) => group,
            None => {
                groups.push((key, empty(thing)));
                let Some((_, group)) = groups.last_mut() else { continue };
                group
            }
        };
        group.cargo.push(thing.cargo);
        group.load = group.load.and(thing.load);
        group.people = group.people.and(thing.people);
        group.has_medicine |= thing.has_medicine;
        promise(world, group, thing.cargo);
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn empty(thing: &ToCarry) -> Group {
    Group {
        place: thing.place,
        from_at: thing.from_at,
        due_at: thing.due_at,
        cargo: Vec::new(),
        load: Load::NONE,
        has_medicine: false,
        people: Seats::NONE,
        needs: thing.needs,
        taken_on: thing.taken_on,
        promised: None,
    }
}

/// A stop is promised to the vehicle that was to bring the first of its things, or the one that it is pinned to.
fn promise(world: &World, group: &mut Group, cargo: Cargo) {
    for run in world.before.iter().filter(|run| world.is_open(run)) {
        let Some(stop) = run.stops.iter().find(|stop| stop.cargo.contains(&cargo)) else {
            continue;
        };
        match &mut group.promised {
            None => group.promised = Some((run.vehicle, stop.is_pinned)),
            Some((vehicle, is_pinned)) if stop.is_pinned && !*is_pinned => {
                (*vehicle, *is_pinned) = (run.vehicle, true);
            }
            Some(_) => {}
        }
    }
}

/// The groups that hold something of a published stop, in order: what is taken on there, or what is handed over.
pub(super) fn of_stop<'g>(groups: &'g [Group], stop: &'g PlannedStop) -> impl Iterator<Item = usize> + 'g {
    groups
        .iter()
        .enumerate()
        .filter(|(_, group)| {
            let place = match group.taken_on {
                Some(taken_on) if stop.is_pickup => taken_on.place,
                _ => group.place,
            };
            place == stop.place && group.cargo.iter().any(|cargo| stop.cargo.contains(cargo))
        })
        .map(|(number, _)| number)
}
