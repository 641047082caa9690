//! Whether a plan keeps every rule of its instance, and what it costs.
//!
//! Written to be read in one sitting and to share nothing with the search: it takes the times a plan states, compares them with
//! what the instance says, and adds up. It repairs nothing and assumes nothing, so that a plan from elsewhere can be judged too.

use crate::model::{Bill, Cost, Distance, Instance, Plan, Priority, Route, Time, Visit};
use crate::violation::Violation;

/// Judges a plan.
///
/// # Errors
/// Every [`Violation`] found.
pub fn check(instance: &Instance, plan: &Plan) -> Result<Bill, Vec<Violation>> {
    let mut check = Check {
        instance,
        plan,
        found: Vec::new(),
        bill: Bill::default(),
        visited: Vec::new(),
    };
    if check.has_unknown_numbers() {
        return Err(check.found);
    }
    check.visited = check.whereabouts();
    for (number, route) in plan.routes.iter().enumerate() {
        check.route(number, route);
    }
    check.pairs();
    check.groups();
    check.first_stops();
    check.unserved();
    if check.found.is_empty() {
        Ok(check.bill)
    } else {
        Err(check.found)
    }
}

struct Check<'c> {
    instance: &'c Instance,
    plan: &'c Plan,
    found: Vec<Violation>,
    bill: Bill,
    /// Route and visit of each stop.
    visited: Vec<Option<(usize, usize)>>,
}

impl Check<'_> {
    /// Numbers that refer to nothing make the rest pointless.
    fn has_unknown_numbers(&mut self) -> bool {
        let (vehicles, stops) = (self.instance.vehicles(), self.instance.stops().len());
        let mut used = std::collections::BTreeSet::new();
        for (route, of) in self.plan.routes.iter().enumerate() {
            let (vehicle, number) = (of.vehicle, of.number);
            match vehicles.get(vehicle) {
                None => self.found.push(Violation::NoSuchVehicle { route, vehicle }),
                Some(kind) if number >= kind.count => {
                    self.found.push(Violation::NoSuchNumber { route, vehicle, number });
                }
                Some(_) if !used.insert((vehicle, number)) => self.found.push(Violation::VehicleTwice { route }),
                Some(_) => {}
            }
            let unknown = of
                .visits
                .iter()
                .filter_map(|visit| visit.stop)
                .filter(|&stop| stop >= stops);
            self.found
                .extend(unknown.map(|stop| Violation::NoSuchStop { route, stop }));
        }
        let listed = self
            .plan
            .unserved
            .iter()
            .map(|unserved| unserved.stop)
            .filter(|&stop| stop >= stops);
        self.found.extend(listed.map(|stop| Violation::NoSuchStop {
            route: self.plan.routes.len(),
            stop,
        }));
        !self.found.is_empty()
    }

    fn whereabouts(&mut self) -> Vec<Option<(usize, usize)>> {
        let mut visited = vec![None; self.instance.stops().len()];
        for (number, route) in self.plan.routes.iter().enumerate() {
            for (index, stop) in route
                .visits
                .iter()
                .enumerate()
                .filter_map(|(index, visit)| Some((index, visit.stop?)))
            {
                if visited[stop].replace((number, index)).is_some() {
                    self.found.push(Violation::StopTwice { stop });
                }
            }
        }
        visited
    }

    fn route(&mut self, number: usize, route: &Route) {
        let kind = &self.instance.vehicles()[route.vehicle];
        if route.start < kind.shift.earliest {
            self.found.push(Violation::StartsEarly {
                route: number,
                start: route.start,
                shift: kind.shift.earliest,
            });
        }
        if route.end > kind.shift.latest {
            self.found.push(Violation::EndsLate {
                route: number,
                end: route.end,
                shift: kind.shift.latest,
            });
        }
        let distance = self.way(number, route);
        self.rest(number, route);
        self.loads(number, route);
        let duration = route.end - route.start;
        if let Some(longest) = kind.longest_duration.filter(|&longest| duration > longest) {
            self.found.push(Violation::TooLong {
                route: number,
                duration,
                longest,
            });
        }
        if let Some(longest) = kind.longest_distance.filter(|&longest| distance > longest) {
            self.found.push(Violation::TooFar {
                route: number,
                distance,
                longest,
            });
        }
        self.bill.vehicles += 1;
        self.bill.distance += distance;
        self.bill.duration += duration;
        self.bill.fixed += kind.fixed_cost;
        self.bill.travelling += Cost(distance.0 * kind.cost_per_distance.0);
        self.bill.working += Cost(duration.0 * kind.cost_per_time.0);
    }

    /// Goes the way and compares times. Answers how far it is.
    fn way(&mut self, number: usize, route: &Route) -> Distance {
        let kind = &self.instance.vehicles()[route.vehicle];
        let mut distance = Distance::ZERO;
        let mut at = kind.start;
        let mut left = route.start + self.rest_after(route, None);
        for (index, visit) in route.visits.iter().enumerate() {
            let Some(to) = self.place(route, visit) else { continue };
            let leg = self.instance.leg(route.vehicle, at, to);
            if !leg.is_passable() {
                self.found.push(Violation::NoWay {
                    route: number,
                    visit: index,
                });
            } else if visit.arrival < left + leg.duration {
                let possible = left + leg.duration;
                self.found.push(Violation::TooFast {
                    route: number,
                    visit: index,
                    stated: visit.arrival,
                    possible,
                });
            }
            distance += leg.distance;
            self.visit(number, route, index);
            (at, left) = (to, visit.departure);
        }
        if let Some(end) = kind.end {
            let leg = self.instance.leg(route.vehicle, at, end);
            let visit = route.visits.len();
            if !leg.is_passable() {
                self.found.push(Violation::NoWay { route: number, visit });
            } else if route.end < left + leg.duration {
                let possible = left + leg.duration;
                self.found.push(Violation::TooFast {
                    route: number,
                    visit,
                    stated: route.end,
                    possible,
                });
            }
            distance += leg.distance;
        } else if route.end < left {
            let visit = route.visits.len();
            self.found.push(Violation::TooFast {
                route: number,
                visit,
                stated: route.end,
                possible: left,
            });
        }
        distance
    }

    /// Where a visit is; a reload of a vehicle that has none is nowhere, and said with the loads.
    fn place(&self, route: &Route, visit: &Visit) -> Option<usize> {
        match visit.stop {
            Some(stop) => Some(self.instance.stops()[stop].location),
            None => self.instance.vehicles()[route.vehicle]
                .reload
                .map(|reload| reload.location),
        }
    }

    /// How long the vehicle rests before a visit, or before leaving its start.
    fn rest_after(&self, route: &Route, visit: Option<usize>) -> Time {
        let rest = self.instance.vehicles()[route.vehicle].rest;
        match (route.rest, rest) {
            (Some(taken), Some(rest)) if taken.before == visit => match visit {
                Some(visit) => rest.duration + (taken.begin - route.visits[visit].arrival),
                None => rest.duration + (taken.begin - route.start),
            },
            _ => Time::ZERO,
        }
    }

    fn visit(&mut self, number: usize, route: &Route, index: usize) {
        let visit = &route.visits[index];
        if visit.begin < visit.arrival + self.rest_after(route, Some(index)) {
            self.found.push(Violation::BeginsEarly {
                route: number,
                visit: index,
                begin: visit.begin,
            });
        }
        let kind = &self.instance.vehicles()[route.vehicle];
        let (service, windows) = match visit.stop {
            Some(stop) => {
                if !self.instance.may_visit(route.vehicle, stop) {
                    self.found.push(Violation::MayNotVisit { route: number, stop });
                }
                if let Some(published) = self.instance.stops()[stop]
                    .published
                    .filter(|p| p.vehicle != route.vehicle)
                {
                    self.bill.changes += published.price_of_change;
                }
                (
                    self.instance.stops()[stop].service,
                    &self.instance.stops()[stop].windows[..],
                )
            }
            None => (kind.reload.map_or(Time::ZERO, |reload| reload.duration), &[][..]),
        };
        if !windows.is_empty() && !windows.iter().any(|window| window.contains(visit.begin)) {
            self.found.push(Violation::OutsideWindows {
                route: number,
                visit: index,
                begin: visit.begin,
            });
        }
        if visit.departure < visit.begin + service {
            self.found.push(Violation::LeavesEarly {
                route: number,
                visit: index,
                departure: visit.departure,
            });
        }
    }

    /// A rest is needed by who is still under way when its window closes.
    fn rest(&mut self, number: usize, route: &Route) {
        let rest = self.instance.vehicles()[route.vehicle].rest;
        let is_right = match (rest, route.rest) {
            (None, None) => true,
            (None, Some(_)) => false,
            (Some(rest), None) => route.end <= rest.window.latest,
            (Some(rest), Some(taken)) => {
                let from = match taken.before {
                    None => Some(route.start),
                    Some(visit) => route.visits.get(visit).map(|visit| visit.arrival),
                };
                rest.window.contains(taken.begin) && from.is_some_and(|from| from <= taken.begin)
            }
        };
        if !is_right {
            self.found.push(Violation::NoRest { route: number });
        }
    }

    /// Loads trip by trip: what a trip delivers from the depot is on board from its beginning, what it takes to the depot
    /// until its end, and what belongs to a pair between the two.
    fn loads(&mut self, number: usize, route: &Route) {
        let kind = &self.instance.vehicles()[route.vehicle];
        let times = route.visits.iter().filter(|visit| visit.stop.is_none()).count();
        let most = kind.reload.map_or(0, |reload| reload.times);
        if times > most {
            self.found.push(Violation::TooManyReloads {
                route: number,
                times,
                most,
            });
        }
        let amount = |load: &Vec<i64>, dimension: usize| load.get(dimension).copied().unwrap_or(0);
        for dimension in 0..self.instance.dimensions() {
            let capacity = amount(&kind.capacity, dimension);
            let mut riding = 0;
            let mut first = 0;
            for trip in route.visits.split(|visit| visit.stop.is_none()) {
                let stops = || {
                    trip.iter()
                        .filter_map(|visit| visit.stop)
                        .map(|stop| (stop, &self.instance.stops()[stop]))
                };
                let mut load = riding + stops().map(|(_, stop)| amount(&stop.delivery, dimension)).sum::<i64>();
                let mut heaviest = (load, first);
                for (index, (number, stop)) in stops().enumerate() {
                    let comes_off = self.paired_load(number, dimension);
                    load += amount(&stop.pickup, dimension) - amount(&stop.delivery, dimension) - comes_off;
                    riding += if self.instance.pair_from(number).is_some() {
                        amount(&stop.pickup, dimension)
                    } else {
                        0
                    };
                    riding -= comes_off;
                    heaviest = heaviest.max((load, first + index + 1));
                }
                let (load, visit) = heaviest;
                if load > capacity {
                    self.found.push(Violation::TooHeavy {
                        route: number,
                        visit,
                        dimension,
                        load,
                        capacity,
                    });
                }
                first += trip.len() + 1;
            }
        }
    }

    /// What comes off at a stop because it is the second of a pair.
    fn paired_load(&self, stop: usize, dimension: usize) -> i64 {
        let pair = self.instance.pair_to(stop);
        pair.map_or(0, |pair| {
            self.instance.stops()[pair.pickup]
                .pickup
                .get(dimension)
                .copied()
                .unwrap_or(0)
        })
    }

    fn pairs(&mut self) {
        for (number, pair) in self.instance.pairs().iter().enumerate() {
            match (self.visited[pair.pickup], self.visited[pair.delivery]) {
                (None, None) => {}
                (Some((route, from)), Some((other, to))) if route == other && from < to => {
                    let visits = &self.plan.routes[route].visits;
                    let ride = visits[to].begin - visits[from].departure;
                    if let Some(longest) = pair.longest_ride.filter(|&longest| ride > longest) {
                        self.found.push(Violation::RideTooLong {
                            pair: number,
                            ride,
                            longest,
                        });
                    }
                }
                _ => self.found.push(Violation::PairBroken { pair: number }),
            }
        }
    }

    fn groups(&mut self) {
        for (number, group) in self.instance.groups().iter().enumerate() {
            if group.stops.iter().filter(|&&stop| self.visited[stop].is_some()).count() > 1 {
                self.found.push(Violation::GroupTwice { group: number });
            }
        }
    }

    /// First stops are visited first, in their order; one that could not be kept is listed as unserved with all behind it.
    fn first_stops(&mut self) {
        for (vehicle, kind) in self
            .instance
            .vehicles()
            .iter()
            .enumerate()
            .filter(|(_, kind)| !kind.first_stops.is_empty())
        {
            let is_gone = kind.first_stops.iter().all(|&stop| self.visited[stop].is_none());
            let route = self.plan.routes.iter().find(|route| route.vehicle == vehicle);
            let begins = route.is_some_and(|route| {
                let visits = route.visits.iter().map(|visit| visit.stop).take(kind.first_stops.len());
                visits.eq(kind.first_stops.iter().copied().map(Some))
            });
            if !begins && !is_gone {
                self.found.push(Violation::FirstStopsMoved { vehicle });
            }
        }
    }

    /// Every stop is visited, or listed, or another of its group is visited; and what is left out is paid for.
    fn unserved(&mut self) {
        let stops = self.instance.stops();
        let mut is_needed: Vec<bool> = self.visited.iter().map(Option::is_none).collect();
        for group in self.instance.groups() {
            let is_served = group.stops.iter().any(|&stop| self.visited[stop].is_some());
            if is_served {
                group.stops.iter().for_each(|&stop| is_needed[stop] = false);
            } else if !group.stops.is_empty() {
                self.leave_out(group.penalty, group.priority, 1);
            }
        }
        let mut is_listed = vec![false; stops.len()];
        for stop in self.plan.unserved.iter().map(|unserved| unserved.stop) {
            if std::mem::replace(&mut is_listed[stop], true) || !is_needed[stop] {
                self.found.push(Violation::ServedAndListed { stop });
            }
        }
        let forgotten = (0..stops.len()).filter(|&stop| is_needed[stop] && !is_listed[stop]);
        self.found
            .extend(forgotten.map(|stop| Violation::StopForgotten { stop }));
        for pair in self.instance.pairs() {
            if self.visited[pair.pickup].is_none() {
                self.leave_out(pair.penalty, pair.priority, 2);
            }
        }
        let mut is_member = vec![false; stops.len()];
        let paired = self
            .instance
            .pairs()
            .iter()
            .flat_map(|pair| [pair.pickup, pair.delivery]);
        let grouped = self
            .instance
            .groups()
            .iter()
            .flat_map(|group| group.stops.iter().copied());
        paired.chain(grouped).for_each(|stop| is_member[stop] = true);
        for stop in 0..stops.len() {
            if !is_member[stop] && self.visited[stop].is_none() {
                self.leave_out(stops[stop].penalty, stops[stop].priority, 1);
            }
        }
    }

    fn leave_out(&mut self, penalty: Option<Cost>, priority: Priority, stops: usize) {
        match penalty {
            Some(penalty) => self.bill.penalties += penalty,
            None => {
                self.bill.required_unserved += stops;
                self.bill.weight_unserved += priority.weight();
            }
        }
    }
}
