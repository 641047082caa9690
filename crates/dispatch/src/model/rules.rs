//! What must be true of a draft's stops, pairs, groups and vehicles.

use std::collections::BTreeSet;

use super::draft::{Draft, Group, Pair, Stop, VehicleType};
use super::fault::{Fault, Whose};
use super::instance::{in_range, time_in_range, window_in_order};
use super::units::{Cost, Priority};

/// Skills and areas are numbered below this.
const LABELS: usize = 64;

/// Checks all of them.
pub(super) fn check(draft: &Draft) -> Result<(), Fault> {
    let locations = draft.travel[0].locations();
    unique(Whose::Stop, draft.stops.iter().map(|stop| &stop.id))?;
    unique(Whose::Vehicle, draft.vehicles.iter().map(|vehicle| &vehicle.id))?;
    for (index, stop) in draft.stops.iter().enumerate() {
        check_stop(index, stop, locations, draft.vehicles.len())?;
    }
    check_pairs(draft)?;
    check_groups(draft)?;
    check_membership(draft)?;
    for (index, vehicle) in draft.vehicles.iter().enumerate() {
        check_vehicle(index, vehicle, locations, draft)?;
    }
    check_first_stops(draft)
}

fn unique<'a>(whose: fn(usize, String) -> Whose, ids: impl Iterator<Item = &'a String>) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    for (index, id) in ids.enumerate() {
        if !seen.insert(id) {
            let whose = whose(index, id.clone());
            return Err(Fault::DuplicateId { whose });
        }
    }
    Ok(())
}

fn known(whose: impl Fn() -> Whose, field: &str, found: usize, count: usize) -> Result<(), Fault> {
    if found < count {
        Ok(())
    } else {
        Err(Fault::NoSuch {
            whose: whose(),
            field: field.into(),
            found,
            count,
        })
    }
}

fn labels(whose: impl Fn() -> Whose + Copy, field: &str, labels: &[u8]) -> Result<(), Fault> {
    labels
        .iter()
        .try_for_each(|&label| known(whose, field, label.into(), LABELS))
}

fn penalty_or_priority(
    whose: impl Fn() -> Whose + Copy,
    penalty: Option<Cost>,
    priority: Priority,
) -> Result<(), Fault> {
    let Some(penalty) = penalty else { return Ok(()) };
    in_range(whose, "penalty", penalty.0)?;
    if priority.is_lowest() {
        Ok(())
    } else {
        Err(Fault::PriorityOfOptional { whose: whose() })
    }
}

fn check_stop(index: usize, stop: &Stop, locations: usize, vehicles: usize) -> Result<(), Fault> {
    let whose = || Whose::Stop(index, stop.id.clone());
    known(whose, "location", stop.location, locations)?;
    stop.delivery
        .iter()
        .try_for_each(|&load| in_range(whose, "delivery", load))?;
    stop.pickup
        .iter()
        .try_for_each(|&load| in_range(whose, "pickup", load))?;
    time_in_range(whose, "service", stop.service.0)?;
    stop.windows
        .iter()
        .try_for_each(|&window| window_in_order(whose, "windows", window))?;
    penalty_or_priority(whose, stop.penalty, stop.priority)?;
    labels(whose, "skills", &stop.skills)?;
    labels(whose, "area", stop.area.as_slice())?;
    if let Some(published) = stop.published {
        known(whose, "published.vehicle", published.vehicle, vehicles)?;
        in_range(whose, "published.price_of_change", published.price_of_change.0)?;
    }
    Ok(())
}

fn check_pairs(draft: &Draft) -> Result<(), Fault> {
    for (index, pair) in draft.pairs.iter().enumerate() {
        let whose = || Whose::Pair(index);
        known(whose, "pickup", pair.pickup, draft.stops.len())?;
        known(whose, "delivery", pair.delivery, draft.stops.len())?;
        pair.longest_ride
            .map_or(Ok(()), |ride| time_in_range(whose, "longest_ride", ride.0))?;
        penalty_or_priority(whose, pair.penalty, pair.priority)?;
        let (from, to) = (&draft.stops[pair.pickup], &draft.stops[pair.delivery]);
        let loads = [
            (pair.pickup, "delivery", &from.delivery),
            (pair.delivery, "delivery", &to.delivery),
            (pair.delivery, "pickup", &to.pickup),
        ];
        for (stop, field, load) in loads {
            if load.iter().any(|&amount| amount != 0) {
                let whose = Whose::Stop(stop, draft.stops[stop].id.clone());
                return Err(Fault::LoadOfPair { whose, field });
            }
        }
    }
    Ok(())
}

fn check_groups(draft: &Draft) -> Result<(), Fault> {
    for (index, group) in draft.groups.iter().enumerate() {
        let whose = || Whose::Group(index);
        group
            .stops
            .iter()
            .try_for_each(|&stop| known(whose, "stops", stop, draft.stops.len()))?;
        penalty_or_priority(whose, group.penalty, group.priority)?;
    }
    Ok(())
}

/// A stop is in one pair or group at most, and then has no penalty of its own.
fn check_membership(draft: &Draft) -> Result<(), Fault> {
    let ends = |(index, pair): (usize, &Pair)| {
        [(pair.pickup, "pickup"), (pair.delivery, "delivery")].map(|(stop, field)| (Whose::Pair(index), field, stop))
    };
    let members = |(index, group): (usize, &Group)| {
        group
            .stops
            .iter()
            .map(move |&stop| (Whose::Group(index), "stops", stop))
            .collect::<Vec<_>>()
    };
    let paired = draft.pairs.iter().enumerate().flat_map(ends);
    let grouped = draft.groups.iter().enumerate().flat_map(members);
    let mut seen = vec![false; draft.stops.len()];
    for (whose, field, member) in paired.chain(grouped) {
        let stop = &draft.stops[member];
        if std::mem::replace(&mut seen[member], true) {
            return Err(Fault::SharedStop {
                whose,
                field,
                stop: stop.id.clone(),
                kind: "pair or group",
            });
        }
        let own = [
            ("penalty", stop.penalty.is_some()),
            ("priority", !stop.priority.is_lowest()),
        ];
        if let Some((field, _)) = own.into_iter().find(|(_, is_there)| *is_there) {
            let whose = Whose::Stop(member, stop.id.clone());
            return Err(Fault::OfMember { whose, field });
        }
    }
    Ok(())
}

fn check_vehicle(index: usize, vehicle: &VehicleType, locations: usize, draft: &Draft) -> Result<(), Fault> {
    let whose = || Whose::Vehicle(index, vehicle.id.clone());
    in_range(whose, "count", i64::try_from(vehicle.count).unwrap_or(i64::MAX))?;
    known(whose, "start", vehicle.start, locations)?;
    vehicle.end.map_or(Ok(()), |end| known(whose, "end", end, locations))?;
    known(whose, "profile", vehicle.profile, draft.travel.len())?;
    vehicle
        .capacity
        .iter()
        .try_for_each(|&capacity| in_range(whose, "capacity", capacity))?;
    window_in_order(whose, "shift", vehicle.shift)?;
    in_range(whose, "fixed_cost", vehicle.fixed_cost.0)?;
    in_range(whose, "cost_per_distance", vehicle.cost_per_distance.0)?;
    in_range(whose, "cost_per_time", vehicle.cost_per_time.0)?;
    vehicle
        .longest_duration
        .map_or(Ok(()), |longest| time_in_range(whose, "longest_duration", longest.0))?;
    vehicle
        .longest_distance
        .map_or(Ok(()), |longest| in_range(whose, "longest_distance", longest.0))?;
    if let Some(rest) = vehicle.rest {
        window_in_order(whose, "rest.window", rest.window)?;
        time_in_range(whose, "rest.duration", rest.duration.0)?;
    }
    if let Some(reload) = vehicle.reload {
        known(whose, "reload.location", reload.location, locations)?;
        time_in_range(whose, "reload.duration", reload.duration.0)?;
    }
    labels(whose, "skills", &vehicle.skills)?;
    labels(whose, "areas", vehicle.areas.as_deref().unwrap_or_default())
}

fn check_first_stops(draft: &Draft) -> Result<(), Fault> {
    let mut seen = vec![false; draft.stops.len()];
    for (index, vehicle) in draft.vehicles.iter().enumerate() {
        let whose = || Whose::Vehicle(index, vehicle.id.clone());
        if !vehicle.first_stops.is_empty() && vehicle.count != 1 {
            let (whose, count) = (whose(), vehicle.count);
            return Err(Fault::FirstStopsOfMany { whose, count });
        }
        for &stop in &vehicle.first_stops {
            known(whose, "first_stops", stop, draft.stops.len())?;
            if std::mem::replace(&mut seen[stop], true) {
                return Err(Fault::SharedStop {
                    whose: whose(),
                    field: "first_stops",
                    stop: draft.stops[stop].id.clone(),
                    kind: "list of first stops",
                });
            }
        }
    }
    let is_half = |pair: &Pair| seen[pair.pickup] != seen[pair.delivery];
    let half = draft.pairs.iter().position(is_half).map(Whose::Pair);
    half.map_or(Ok(()), |whose| Err(Fault::HalfPairFirst { whose }))
}
