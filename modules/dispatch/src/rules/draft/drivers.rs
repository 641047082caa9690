//! Who drives what. One person drives a vehicle for all of a plan: whoever was told to, if they work then, or else one of those who
//! have nothing to drive. Before the search it is settled when each vehicle is driven, and after it by whom.

use super::road::OnRoad;
use super::{Available, Built, Group, World, free_in, start_of, stops};
use crate::rules::plan::PlannedRun;
use crate::rules::working::{Driver, Span};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use tongxin_city::{StaffId, VehicleId};
use tongxin_dispatch_solver::Time;

/// Somebody who works during a plan's hours, and when.
type Working = (StaffId, Span);

impl World {
    /// Those who work during the plan's hours, in the order in which they are listed.
    fn working(&self) -> impl Iterator<Item = (&Driver, Span)> {
        let each = self.drivers.iter();
        each.filter_map(|driver| Some((driver, driver.works(self.shift)?)))
    }

    /// By vehicle, who was told to drive it and may.
    fn told(&self) -> BTreeMap<VehicleId, Working> {
        let told = self.before.iter().filter_map(|run| {
            let (driver, hours) = self.working().find(|(driver, _)| Some(driver.id) == run.driver)?;
            let keeps_it = run.has_left || driver.may_drive((run.start_at, run.end_at), []);
            keeps_it.then_some((run.vehicle, (driver.id, hours)))
        });
        told.collect()
    }

    /// Those who were told to drive nothing.
    fn free(&self, told: &BTreeMap<VehicleId, Working>) -> Vec<Working> {
        let is_told = |driver: &Driver| told.values().any(|(told, _)| *told == driver.id);
        let free = self.working().filter(|(driver, _)| !is_told(driver));
        free.map(|(driver, hours)| (driver.id, hours)).collect()
    }

    /// Those of the vehicles, in their order, that somebody drives, each with when. Without a list of drivers every vehicle has
    /// somebody, all the time.
    pub(super) fn driven(&self, order: Vec<usize>) -> Vec<(usize, Span)> {
        if self.drivers.is_empty() {
            return order.into_iter().map(|number| (number, self.shift)).collect();
        }
        let told = self.told();
        let mut free = self.free(&told);
        // Those who work longest drive the vehicles that come first.
        free.sort_by_key(|(_, (from, until))| Reverse(until.millis_since(*from)));
        let mut free = free.into_iter().map(|(_, hours)| hours);
        let is_listed = |driver| self.drivers.iter().any(|listed| Some(listed.id) == driver);
        let mut driven = Vec::new();
        for number in order {
            let vehicle = self.vehicles[number].id;
            let hours = match (told.get(&vehicle), OnRoad::of(self, vehicle)) {
                (Some((_, hours)), _) => Some(*hours),
                // On the road nobody takes the wheel from whoever drives.
                (None, Some(road)) => (!is_listed(road.run.driver)).then_some(self.shift),
                (None, None) => free.next(),
            };
            driven.extend(hours.map(|hours| (number, hours)));
        }
        driven
    }
}

/// Names whoever drives each run that has not left: of those who work when its vehicle is driven, the first who has no other.
pub(super) fn name(built: &Built, runs: &mut [PlannedRun]) {
    let told = built.world.told();
    let mut free = built.world.free(&told);
    let mut drives: BTreeMap<VehicleId, StaffId> = told
        .into_iter()
        .map(|(vehicle, (driver, _))| (vehicle, driver))
        .collect();
    for run in runs.iter_mut().filter(|run| !run.has_left) {
        let hours = built.hours_of(run.vehicle);
        if !drives.contains_key(&run.vehicle)
            && let Some(at) = free.iter().position(|(_, works)| Some(*works) == hours)
        {
            drives.insert(run.vehicle, free.remove(at).0);
        }
        run.driver = drives.get(&run.vehicle).copied();
    }
}

/// Whether some vehicle would bring a group in time if whoever drives it worked all of the plan's hours.
pub(super) fn is_in_time_with_drivers(world: &World, group: &Group) -> bool {
    let is_of_kind = |vehicle: &&Available| vehicle.room.is_none() == group.people.is_none();
    let mut vehicles = world.vehicles.iter().filter(is_of_kind);
    vehicles.any(|vehicle| brings_in_time(world, vehicle, group))
}

/// Whether a vehicle that does nothing else brings a group in time and is back before the plan's hours are over.
fn brings_in_time(world: &World, vehicle: &Available, group: &Group) -> bool {
    let free = free_in(world, vehicle);
    let (mut at, mut now) = (start_of(world, vehicle), free.earliest);
    let over = (group.place, stops::window_of(world, group), stops::service_of(group));
    for (place, window, service) in stops::taken_on(world, group).into_iter().chain([over]) {
        now = (now + Time(world.ways.leg(&at, &place).1)).max(window.earliest);
        if now > window.latest {
            return false;
        }
        (at, now) = (place, now + service);
    }
    now + Time(world.ways.leg(&at, &world.depot).1) <= free.latest
}
