//! The instance as the search reads it: flat lists, one look-up each.

use crate::model::{Cost, Instance, VehicleType, Window};

use super::legs::{Legs, Pair};
use super::neighbours::Neighbours;
use super::segment::Segment;

/// No stop, no route, no job.
pub(crate) const NONE: u32 = u32::MAX;

/// The location of an end that a route doesn't have: no way at all to it.
const ANYWHERE: u32 = u32::MAX;

/// So many types at most are known to be like another one.
const TYPES_ALIKE: usize = 16;

/// What the search asks of a stop.
#[derive(Clone, Debug)]
pub(crate) struct StopFacts {
    pub(crate) location: u32,
    pub(crate) job: u32,
    pub(crate) service: i64,
    pub(crate) first_window: u32,
    pub(crate) windows: u32,
    pub(crate) published: u32,
    pub(crate) price_of_change: i64,
}

/// What the search asks of a vehicle type.
#[derive(Clone, Debug)]
pub(crate) struct TypeFacts {
    pub(crate) profile: usize,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) shift: (i64, i64),
    pub(crate) fixed_cost: i64,
    pub(crate) cost_per_distance: i64,
    pub(crate) cost_per_time: i64,
    pub(crate) longest_duration: i64,
    pub(crate) longest_distance: i64,
    pub(crate) capacity: Vec<i64>,
    pub(crate) reloads: u32,
    pub(crate) has_rest: bool,
    /// Whether a route's least duration matters: it is bounded or paid.
    pub(crate) timed: bool,
}

/// The little of a stop that rules most gaps out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Approach {
    pub(crate) location: u32,
    pub(crate) service: i64,
    /// When its first window opens, and its last one closes.
    pub(crate) open: i64,
    pub(crate) close: i64,
}

/// The little of a vehicle that rules most gaps out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fare {
    pub(crate) profile: u32,
    pub(crate) rate: i64,
    pub(crate) is_time_paid: bool,
}

/// Something that is served as a whole or not at all.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) what: Task,
    /// What it costs to leave it out; more than it could ever save, if it is required.
    pub(crate) penalty: i64,
    pub(crate) is_required: bool,
}

/// What serving a job takes.
#[derive(Clone, Debug)]
pub(crate) enum Task {
    /// One visit.
    Stop(u32),
    /// A pick-up and a delivery.
    Pair(u32, u32),
    /// A visit to one of these.
    Any(Vec<u32>),
}

/// Loads by stop, flat.
pub(crate) struct Loads {
    /// What comes from the depot.
    pub(crate) delivery: Vec<i64>,
    /// What goes to the depot.
    pub(crate) to_depot: Vec<i64>,
    /// What goes on board for the other stop of the pair; negative where it comes off.
    pub(crate) paired: Vec<i64>,
}

/// The instance, compiled.
pub(crate) struct Problem<'a> {
    pub(crate) instance: &'a Instance,
    pub(crate) dimensions: usize,
    pub(crate) stops: Vec<StopFacts>,
    pub(crate) windows: Vec<(i64, i64)>,
    pub(crate) types: Vec<TypeFacts>,
    /// By stop.
    pub(crate) approaches: Vec<Approach>,
    /// By vehicle.
    pub(crate) fares: Vec<Fare>,
    pub(crate) jobs: Vec<Job>,
    /// The type of each vehicle.
    pub(crate) vehicles: Vec<u32>,
    /// Loads by stop, `dimensions` numbers each.
    pub(crate) loads: Loads,
    /// Whether any pair has a longest ride.
    pub(crate) has_rides: bool,
    /// Whether any job may be left out at a price.
    pub(crate) has_optional: bool,
    /// Whether any stop is promised to a vehicle.
    pub(crate) has_published: bool,
    /// The most reloads that a vehicle may make.
    pub(crate) most_reloads: u32,
    /// Whether loads only ever go down along a route, so that its sum says all.
    pub(crate) only_deliveries: bool,
    /// Whether some types differ in size or cost alone, so that one can take the other's route.
    pub(crate) has_sizes: bool,
    /// By type, others that can drive its routes as they are, if there is room: see [`types_alike`].
    pub(crate) alike: Vec<Vec<u32>>,
    pub(crate) neighbours: Neighbours,
    legs: Vec<Legs<'a>>,
    allowed: Vec<u64>,
    words: usize,
    everything_allowed: bool,
}

impl<'a> Problem<'a> {
    /// Compiles an instance.
    pub(crate) fn new(instance: &'a Instance) -> Self {
        let stops = instance.stops();
        let types = compile_types(instance);
        let mut windows = Vec::new();
        let mut facts = Vec::with_capacity(stops.len());
        for stop in stops {
            let first_window = windows.len() as u32;
            let always = [Window::ALWAYS];
            let own = if stop.windows.is_empty() {
                &always[..]
            } else {
                &stop.windows
            };
            windows.extend(own.iter().map(|window| (window.earliest.0, window.latest.0)));
            facts.push(StopFacts {
                location: stop.location as u32,
                job: NONE,
                service: stop.service.0,
                first_window,
                windows: own.len() as u32,
                published: stop.published.map_or(NONE, |published| published.vehicle as u32),
                price_of_change: stop.published.map_or(0, |published| published.price_of_change.0),
            });
        }
        let jobs = super::jobs::compile(instance, &mut facts);
        let dimensions = instance.dimensions();
        let loads = compile_loads(instance, dimensions);
        let most_reloads = types.iter().map(|kind| kind.reloads).max().unwrap_or(0);
        let only_deliveries =
            instance.pairs().is_empty() && loads.to_depot.iter().all(|&load| load == 0) && most_reloads == 0;
        let words = stops.len().div_ceil(64);
        let mut allowed = vec![0; words * types.len()];
        let mut everything_allowed = true;
        for kind in 0..types.len() {
            for stop in 0..stops.len() {
                if instance.may_visit(kind, stop) {
                    allowed[kind * words + stop / 64] |= 1 << (stop % 64);
                } else {
                    everything_allowed = false;
                }
            }
        }
        let most = |count: usize| count.min(stops.len());
        let counts = instance.vehicles().iter().map(|vehicle| most(vehicle.count));
        let vehicles: Vec<u32> = counts
            .enumerate()
            .flat_map(|(kind, count)| std::iter::repeat_n(kind as u32, count))
            .collect();
        let neighbours = Neighbours::new(instance, &facts, &windows);
        let fare = |&kind: &u32| {
            let kind = &types[kind as usize];
            Fare {
                profile: kind.profile as u32,
                rate: kind.cost_per_distance,
                is_time_paid: kind.cost_per_time > 0,
            }
        };
        let fares = vehicles.iter().map(fare).collect();
        let approaches = facts.iter().map(|stop| stop.approach(&windows)).collect();
        let alike = |a: &TypeFacts, b: &TypeFacts| (a.profile, a.start, a.end) == (b.profile, b.start, b.end);
        let has_sizes = types
            .iter()
            .enumerate()
            .any(|(at, kind)| types[..at].iter().any(|other| alike(kind, other)));
        let has_optional = jobs.iter().any(|job| !job.is_required);
        Self {
            has_optional,
            has_sizes,
            alike: types_alike(instance),
            approaches,
            fares,
            instance,
            dimensions,
            stops: facts,
            windows,
            types,
            jobs,
            vehicles,
            loads,
            has_rides: instance.pairs().iter().any(|pair| pair.longest_ride.is_some()),
            has_published: stops.iter().any(|stop| stop.published.is_some()),
            most_reloads,
            only_deliveries,
            neighbours,
            legs: instance.draft().travel.iter().map(Legs::new).collect(),
            allowed,
            words,
            everything_allowed,
        }
    }

    /// Distance and duration between two locations for a type; one of many from the first.
    #[inline]
    pub(crate) fn leg(&self, kind: &TypeFacts, from: u32, to: u32) -> Pair {
        if to == ANYWHERE {
            return (0, 0);
        }
        self.legs[kind.profile].from(from as usize, to as usize)
    }

    /// The same by profile.
    #[inline(always)]
    pub(crate) fn leg_of(&self, profile: u32, from: u32, to: u32) -> Pair {
        if to == ANYWHERE {
            return (0, 0);
        }
        self.legs[profile as usize].from(from as usize, to as usize)
    }

    /// A leg to a stop, one of many.
    #[inline(always)]
    pub(crate) fn leg_to_stop(&self, profile: u32, from: u32, to: u32) -> Pair {
        self.legs[profile as usize].to(from as usize, to as usize)
    }

    /// The same; one of many to the second, which is a stop's.
    #[inline]
    pub(crate) fn leg_to(&self, kind: &TypeFacts, from: u32, to: u32) -> Pair {
        self.legs[kind.profile].to(from as usize, to as usize)
    }

    /// Whether a type may visit a stop.
    #[inline]
    pub(crate) fn may_visit(&self, kind: u32, stop: u32) -> bool {
        self.everything_allowed || self.allowed[kind as usize * self.words + stop as usize / 64] >> (stop % 64) & 1 == 1
    }

    /// What it costs that a stop is visited by this type and not the one in the published plan.
    #[inline]
    pub(crate) fn price_of_change(&self, kind: u32, stop: u32) -> i64 {
        let facts = &self.stops[stop as usize];
        if facts.published == NONE || facts.published == kind {
            0
        } else {
            facts.price_of_change
        }
    }

    /// A stop's window, by its number at the stop.
    #[inline]
    pub(crate) fn window(&self, stop: u32, number: u32) -> (i64, i64) {
        self.windows[(self.stops[stop as usize].first_window + number) as usize]
    }

    /// A visit in one of a stop's windows.
    pub(crate) fn visit(&self, stop: u32, number: u32) -> Segment {
        let (open, close) = self.window(stop, number);
        Segment::visit(open, close, self.stops[stop as usize].service)
    }
}

impl StopFacts {
    fn approach(&self, windows: &[(i64, i64)]) -> Approach {
        let own = &windows[self.first_window as usize..][..self.windows as usize];
        let open = own.iter().map(|window| window.0).min().unwrap_or(0);
        let close = own.iter().map(|window| window.1).max().unwrap_or(0);
        Approach {
            location: self.location,
            service: self.service,
            open,
            close,
        }
    }
}

impl Loads {
    /// What a stop gets from the depot, by dimension.
    #[inline]
    pub(crate) fn delivery_of(&self, stop: u32, dimensions: usize) -> &[i64] {
        &self.delivery[stop as usize * dimensions..][..dimensions]
    }

    /// What a stop gives to the depot, by dimension.
    #[inline]
    pub(crate) fn to_depot_of(&self, stop: u32, dimensions: usize) -> &[i64] {
        &self.to_depot[stop as usize * dimensions..][..dimensions]
    }

    /// What a stop gives to the other one of its pair, by dimension.
    #[inline]
    pub(crate) fn paired_of(&self, stop: u32, dimensions: usize) -> &[i64] {
        &self.paired[stop as usize * dimensions..][..dimensions]
    }
}

fn compile_loads(instance: &Instance, dimensions: usize) -> Loads {
    let flat = |of: fn(&crate::model::Stop) -> &Vec<i64>| {
        let padded = |stop| (0..dimensions).map(move |dimension| of(stop).get(dimension).copied().unwrap_or(0));
        instance.stops().iter().flat_map(padded).collect::<Vec<i64>>()
    };
    let (delivery, mut to_depot) = (flat(|stop| &stop.delivery), flat(|stop| &stop.pickup));
    let mut paired = vec![0; to_depot.len()];
    for pair in instance.pairs() {
        for dimension in 0..dimensions {
            let from = pair.pickup * dimensions + dimension;
            paired[from] = std::mem::take(&mut to_depot[from]);
            paired[pair.delivery * dimensions + dimension] = -paired[from];
        }
    }
    Loads {
        delivery,
        to_depot,
        paired,
    }
}

/// By type, others that differ from it in room, fixed cost and cost of distance only, the cheapest first: what one of them drives, all
/// can drive that have the room, at a price that is known at once. None where a vehicle has stops or a place of its own.
fn types_alike(instance: &Instance) -> Vec<Vec<u32>> {
    let vehicles = instance.vehicles();
    let is_bound = instance.stops().iter().any(|stop| stop.published.is_some());
    let plain = |vehicle: &VehicleType| VehicleType {
        id: String::new(),
        count: 0,
        capacity: Vec::new(),
        fixed_cost: Cost(0),
        cost_per_distance: Cost(0),
        ..vehicle.clone()
    };
    let plain: Vec<VehicleType> = vehicles.iter().map(plain).collect();
    let price = |&kind: &u32| {
        (
            vehicles[kind as usize].fixed_cost.0,
            vehicles[kind as usize].cost_per_distance.0,
        )
    };
    let of = |kind: usize| {
        let own = &plain[kind];
        if is_bound || own.reload.is_some() || !own.first_stops.is_empty() {
            return Vec::new();
        }
        let is_alike = |&other: &u32| other as usize != kind && plain[other as usize] == *own;
        let mut found: Vec<u32> = (0..vehicles.len() as u32).filter(is_alike).collect();
        found.sort_by_key(price);
        found.truncate(TYPES_ALIKE);
        found
    };
    (0..vehicles.len()).map(of).collect()
}

fn compile_types(instance: &Instance) -> Vec<TypeFacts> {
    let compile = |vehicle: &crate::model::VehicleType| TypeFacts {
        profile: vehicle.profile,
        start: vehicle.start as u32,
        end: vehicle.end.map_or(ANYWHERE, |end| end as u32),
        shift: (vehicle.shift.earliest.0, vehicle.shift.latest.0),
        fixed_cost: vehicle.fixed_cost.0,
        cost_per_distance: vehicle.cost_per_distance.0,
        cost_per_time: vehicle.cost_per_time.0,
        longest_duration: vehicle.longest_duration.map_or(i64::MAX, |longest| longest.0),
        longest_distance: vehicle.longest_distance.map_or(i64::MAX, |longest| longest.0),
        capacity: (0..instance.dimensions())
            .map(|d| vehicle.capacity.get(d).copied().unwrap_or(0))
            .collect(),
        reloads: vehicle.reload.map_or(0, |reload| reload.times as u32),
        has_rest: vehicle.rest.is_some(),
        timed: vehicle.longest_duration.is_some() || vehicle.cost_per_time.0 > 0,
    };
    instance.vehicles().iter().map(compile).collect()
}
