//! Who drives the routes that a move makes: where vehicles are alike but for room and price, the cheapest two that have the room.
//!
//! A stop more or less is often worth another size of vehicle, and where the fleet is nearly full two routes exchange stops only if they
//! exchange vehicles as well. So a move is judged with the best vehicles for what it makes, as in Vidal, Crainic, Gendreau and Prins
//! (2014), *Implicit depot assignments and rotations in vehicle routing heuristics*, European Journal of Operational Research
//! 237(1); here among both routes' vehicles and one idle vehicle of each type.

use super::super::problem::NONE;
use super::super::refresh::price;
use super::super::state::State;
use super::way::Way;

/// What it costs if nobody can drive.
const NEVER: i64 = i64::MAX >> 4;

/// The two vehicles that would drive a way at the least price, and those prices, the lower one first.
#[derive(Clone, Copy, Debug)]
struct Drivers([(i64, u32); 2]);

impl Drivers {
    const NOBODY: Self = Self([(NEVER, NONE); 2]);

    /// For a way without stops.
    const NEEDLESS: Self = Self([(0, NONE); 2]);

    fn offer(&mut self, cost: i64, vehicle: u32) {
        let Self(best) = self;
        if cost < best[0].0 {
            *best = [(cost, vehicle), best[0]];
        } else if cost < best[1].0 {
            best[1] = (cost, vehicle);
        }
    }

    /// The cheapest two vehicles for two ways, not the same one for both, and what they cost.
    fn with(self, other: Self) -> (i64, [u32; 2]) {
        let both = |one: (i64, u32), other: (i64, u32)| (one.0 + other.0, [one.1, other.1]);
        let (Self([one, second]), Self([other, other_second])) = (self, other);
        if one.1 != other.1 || one.1 == NONE {
            return both(one, other);
        }
        both(one, other_second).min(both(second, other))
    }
}

impl State<'_, '_> {
    /// Whether other vehicles could drive a route as it is.
    pub(super) fn may_change_vehicle(&self, route: u32) -> bool {
        !self.problem.alike[self.problem.vehicles[route as usize] as usize].is_empty()
    }

    /// The vehicles that would drive two ways at the least price, and that, if it may be less than `most`.
    pub(super) fn cheapest_drivers(&mut self, [one, other]: [Way; 2], most: i64) -> Option<(i64, [u32; 2])> {
        let first = self.drivers_of_way(one, other.route, most)?;
        let second = self.drivers_of_way(other, one.route, most - first.0[0].0)?;
        Some(first.with(second))
    }

    /// The vehicles for one way: its route's own, that of the move's other route, and idle ones, as far as they are alike. None if none
    /// of them can drive it for less than `most`.
    fn drivers_of_way(&mut self, way: Way, other: u32, most: i64) -> Option<Drivers> {
        if self.is_empty_way(way) {
            return (0 < most).then_some(Drivers::NEEDLESS);
        }
        let kind = self.kind(way.route);
        let (distance, duration) = self.length_of_way(way)?;
        let is_long = distance > kind.longest_distance || (kind.timed && duration > kind.longest_duration);
        if is_long || !self.may_go_way(way) {
            return None;
        }
        let dimensions = 0..self.problem.dimensions;
        let heaviest: Vec<i64> = dimensions.map(|d| self.heaviest_on_way(way, d)).collect();
        let [own, theirs] = [way.route, other].map(|route| self.problem.vehicles[route as usize]);
        let is_alike = own == theirs || self.problem.alike[own as usize].contains(&theirs);
        let used = [way.route].into_iter().chain(is_alike.then_some(other));
        let mut drivers = Drivers::NOBODY;
        for vehicle in used.chain(self.idle_alike(way.route)) {
            let kind = self.kind(vehicle);
            let cost = price(kind, distance, duration) + kind.fixed_cost;
            if heaviest.iter().zip(&kind.capacity).all(|(load, room)| load <= room) {
                drivers.offer(cost, vehicle);
            }
        }
        let Drivers(best) = &mut drivers;
        // With rests and rides the time is not known yet, but it is the same for all of them.
        if self.needs_timetable(way.route) {
            let order = self.order_of_way(way);
            let exact = self.exact_duration(way.route, &order)?;
            let dearer = price(kind, 0, if kind.timed { exact - duration } else { 0 });
            best.iter_mut().for_each(|(cost, _)| *cost += dearer);
        }
        (best[0].0 < most).then_some(drivers)
    }
}
