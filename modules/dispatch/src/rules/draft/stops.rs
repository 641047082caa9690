//! The stops of an instance: where, when, how much, and which vehicles may make them.

use super::road::OnRoad;
use super::{Available, CLOSED, COLD, CREW, Group, World, longest_ride, time_of};
use crate::rules::admission::Entry;
use crate::rules::prices::{PRICE_OF_CHANGE, PRICE_OF_PIN};
use crate::rules::ways::{CARGO_SECONDS, service_seconds};
use std::collections::{HashMap, HashSet};
use tongxin_city::{PlaceCode, Timestamp, VehicleId};
use tongxin_dispatch_solver::{Draft, Group as OneOf, Pair, Priority, Published, Stop, Time, Window};

/// How urgent a patient's ride is, where not everybody can be driven.
pub(super) const RIDE_PRIORITY: Priority = Priority::HIGHEST;
/// How urgent medicine is, and what comes to the same door with it, where not everything can be brought.
const MEDICINE_PRIORITY: Priority = Priority::HIGH;
/// How much company a vehicle for patients holds: each ride is one of it, and who rides alone is all of it. More than ever sit in
/// one vehicle.
const ALL_COMPANY: i64 = 1_000;

/// Which windows a stop has for those vehicles that may enter an area.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Access {
    area: Option<u8>,
    windows: Vec<Window>,
    /// Whether the hours of passes take some of it away, or all.
    is_bound: bool,
}

/// Enters all stops; answers by stop its group and whether something is taken on there, and which groups the hours of passes bind.
pub(super) fn enter(
    draft: &mut Draft,
    world: &World,
    groups: &[Group],
    type_of: &HashMap<VehicleId, usize>,
) -> (Vec<(usize, bool)>, HashSet<usize>) {
    let (mut meaning, mut by_hours) = (Vec::new(), HashSet::new());
    for (number, group) in groups.iter().enumerate() {
        let at = draft.stops.len();
        let mut accesses = accesses(world, group);
        if accesses.iter().any(|access| access.is_bound) {
            by_hours.insert(number);
        }
        if let Some(taken_on) = taken_on(world, group) {
            draft.stops.push(pickup_of(world, number, group, taken_on));
            meaning.push((number, true));
            draft.pairs.push(Pair {
                pickup: at,
                delivery: at + 1,
                longest_ride: (!group.people.is_none()).then(|| longest_ride(world, &taken_on.0, &group.place)),
                priority: priority_of(group),
                ..Pair::default()
            });
            // A pair's stops stand for no others.
            accesses.truncate(1);
        }
        let is_choice = accesses.len() > 1;
        if is_choice {
            draft.groups.push(OneOf {
                stops: (at..at + accesses.len()).collect(),
                priority: priority_of(group),
                ..OneOf::default()
            });
        }
        for (copy, access) in accesses.into_iter().enumerate() {
            draft.stops.push(Stop {
                id: if copy == 0 {
                    number.to_string()
                } else {
                    format!("{number} or {copy}")
                },
                area: access.area,
                windows: access.windows,
                priority: if is_choice {
                    Priority::LOWEST
                } else {
                    own_priority(group)
                },
                ..stop_of(world, group, type_of)
            });
            meaning.push((number, false));
        }
    }
    (meaning, by_hours)
}

/// What a vehicle holds, by dimension: goods by weight, volume and what is cold; people by seats, wheelchairs and company. One that
/// has room for nobody names no people, so that a firm without patients has fewer dimensions.
pub(super) fn room_of(vehicle: &Available) -> Vec<i64> {
    let full = vehicle.capacity().full();
    let mut room = vec![full.grams, full.millilitres, full.cold_millilitres];
    if !vehicle.room.is_none() {
        room.extend([vehicle.room.seats, vehicle.room.wheelchairs, ALL_COMPANY]);
    }
    room
}

/// The same of what is brought. Goods name no people either.
fn loads(group: &Group) -> Vec<i64> {
    let mut loads = vec![group.load.grams, group.load.millilitres, group.load.cold_millilitres];
    if !group.people.is_none() {
        let company = if group.needs.alone { ALL_COMPANY } else { 1 };
        loads.extend([group.people.seats, group.people.wheelchairs, company]);
    }
    loads
}

fn stop_of(world: &World, group: &Group, type_of: &HashMap<VehicleId, usize>) -> Stop {
    let published = group.promised.and_then(|(vehicle, is_pinned)| {
        Some(Published {
            vehicle: *type_of.get(&vehicle)?,
            price_of_change: if is_pinned { PRICE_OF_PIN } else { PRICE_OF_CHANGE },
        })
    });
    let road = OnRoad::carrying(world, group);
    Stop {
        location: world.ways.number(&group.place),
        delivery: if group.taken_on.is_none() {
            loads(group)
        } else {
            Vec::new()
        },
        service: service_of(group),
        skills: needed(world, group)
            .into_iter()
            .chain(road.map(|road| road.skill))
            .collect(),
        published,
        ..Stop::default()
    }
}

/// Where, when and for how long something is taken on, when that is not where the firm loads.
pub(super) fn taken_on(world: &World, group: &Group) -> Option<(PlaceCode, Window, Time)> {
    let taken_on = group.taken_on?;
    let whole = match taken_on.run {
        Some(_) => Window::ALWAYS,
        None => window(world, taken_on.from_at, taken_on.until_at),
    };
    Some((taken_on.place, whole, Time(taking_on_seconds(group))))
}

fn pickup_of(world: &World, number: usize, group: &Group, (place, whole, service): (PlaceCode, Window, Time)) -> Stop {
    let access = accesses_to(world, &place, !group.people.is_none(), (whole, service)).swap_remove(0);
    Stop {
        id: format!("{number} on board"),
        location: world.ways.number(&place),
        pickup: loads(group),
        service,
        windows: access.windows,
        skills: needed(world, group),
        area: access.area,
        ..Stop::default()
    }
}

/// When a group may be handed over, whoever brings it.
pub(super) fn window_of(world: &World, group: &Group) -> Window {
    let road = OnRoad::carrying(world, group);
    road.map_or_else(
        || window(world, group.from_at, group.due_at),
        |road| road.window(world, group),
    )
}

/// The ways into a group's place, the one with the most time first; at least one.
fn accesses(world: &World, group: &Group) -> Vec<Access> {
    let window = window_of(world, group);
    accesses_to(
        world,
        &group.place,
        !group.people.is_none(),
        (window, service_of(group)),
    )
}

fn accesses_to(world: &World, place: &PlaceCode, is_ride: bool, (window, service): (Window, Time)) -> Vec<Access> {
    let only = |area, is_bound| {
        vec![Access {
            area,
            windows: vec![window],
            is_bound,
        }]
    };
    if !world.asked.is_open(place) {
        return only(Some(CLOSED), false);
    }
    // Those of patients are let through everywhere.
    let Some(entries) = world.admission.entries(place).filter(|_| !is_ride) else {
        return only(None, false);
    };
    let narrowed = entries.iter().map(|entry| {
        let windows = narrowed(world, entry, window, service);
        Access {
            area: Some(entry.area),
            is_bound: windows != [window],
            windows,
        }
    });
    let mut narrowed: Vec<Access> = narrowed.filter(|access| !access.windows.is_empty()).collect();
    if narrowed.is_empty() {
        // Passes lead there at no hour that would do, or none does at all: then nobody may enter the area.
        let is_named = world.admission.is_named(place);
        let area = if is_named {
            Some(CLOSED)
        } else {
            entries.first().map(|entry| entry.area)
        };
        return only(area, is_named);
    }
    narrowed.sort_by_key(|access| std::cmp::Reverse(seconds(&access.windows)));
    narrowed
}

/// The parts of a window in which handing over can begin and end while a pass counts. Where that goes on to the end of the shift,
/// the shift itself binds.
fn narrowed(world: &World, entry: &Entry, window: Window, service: Time) -> Vec<Window> {
    let part = |&(from, until): &(Timestamp, Timestamp)| {
        let latest = if until < world.shift.1 {
            window.latest.min(time_of(world, until) - service)
        } else {
            window.latest
        };
        let earliest = if from > world.shift.0 {
            window.earliest.max(time_of(world, from))
        } else {
            window.earliest
        };
        (earliest <= latest).then_some(Window { earliest, latest })
    };
    entry.spans.iter().filter_map(part).collect()
}

fn seconds(windows: &[Window]) -> i64 {
    windows.iter().map(|window| (window.latest - window.earliest).0).sum()
}

/// What is overdue has to come all the same, as soon as it pays.
fn window(world: &World, from_at: Timestamp, until_at: Timestamp) -> Window {
    let (earliest, latest) = (time_of(world, from_at), time_of(world, until_at));
    let latest = if latest <= Time::ZERO {
        time_of(world, world.shift.1)
    } else {
        latest
    };
    Window {
        earliest: earliest.max(Time::ZERO).min(latest),
        latest,
    }
}

fn priority_of(group: &Group) -> Priority {
    match group {
        group if !group.people.is_none() => RIDE_PRIORITY,
        group if group.has_medicine => MEDICINE_PRIORITY,
        _ => Priority::LOWEST,
    }
}

/// A stop that belongs to a pair has the pair's.
fn own_priority(group: &Group) -> Priority {
    if group.taken_on.is_none() {
        priority_of(group)
    } else {
        Priority::LOWEST
    }
}

pub(super) fn service_of(group: &Group) -> Time {
    Time(service_seconds(group.cargo.len()))
}

fn taking_on_seconds(group: &Group) -> i64 {
    if group.people.is_none() {
        CARGO_SECONDS
    } else {
        service_seconds(group.cargo.len())
    }
}

fn needed(world: &World, group: &Group) -> Vec<u8> {
    let cold = (group.is_cold() && world.asked.is_cold_only).then_some(COLD);
    let crew = group.needs.medical_crew.then_some(CREW);
    cold.into_iter().chain(crew).collect()
}
