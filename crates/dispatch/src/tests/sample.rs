//! Small instances with everything in them, made from a number.

use crate::search::Chance;
use crate::*;

/// Which features an instance has beyond the plain ones.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct With {
    pub(super) windows: bool,
    pub(super) pairs: bool,
    pub(super) groups: bool,
    pub(super) optional: bool,
    pub(super) kinds: bool,
    pub(super) rests: bool,
    pub(super) reloads: bool,
    pub(super) published: bool,
    pub(super) priorities: bool,
    pub(super) sizes: bool,
    pub(super) dimensions: bool,
    pub(super) profiles: bool,
}

impl With {
    pub(super) const ALL: Self = Self {
        windows: true,
        pairs: true,
        groups: true,
        optional: true,
        kinds: true,
        rests: true,
        reloads: true,
        published: true,
        priorities: true,
        sizes: true,
        dimensions: true,
        profiles: true,
    };

    /// How many different bits there are.
    pub(super) const BITS: u32 = 1 << 12;

    /// Each feature by a bit.
    pub(super) fn from_bits(bits: u32) -> Self {
        let has = |at: u32| bits >> at & 1 == 1;
        Self {
            windows: has(0),
            pairs: has(1),
            groups: has(2),
            optional: has(3),
            kinds: has(4),
            rests: has(5),
            reloads: has(6),
            published: has(7),
            priorities: has(8),
            sizes: has(9),
            dimensions: has(10),
            profiles: has(11),
        }
    }
}

/// An asymmetric table that may break the triangle inequality, with a few ways missing.
pub(super) fn table(size: usize, chance: &mut Chance) -> Table {
    let points: Vec<[i64; 2]> = (0..size)
        .map(|_| [chance.below(60) as i64, chance.below(60) as i64])
        .collect();
    let mut distances = Vec::new();
    for from in &points {
        for to in &points {
            let straight = (from[0] - to[0]).abs() + (from[1] - to[1]).abs();
            distances.push(if chance.happens(0.01) {
                NO_WAY
            } else {
                (straight + chance.below(8) as i64) as u32
            });
        }
    }
    (0..size).for_each(|at| distances[at * size + at] = 0);
    let durations = distances
        .iter()
        .map(|&far| if far == NO_WAY { far } else { far + 1 })
        .collect();
    Table {
        size,
        distances,
        durations: Some(durations),
    }
}

/// An instance of so many stops.
pub(super) fn draft(seed: u64, stops: usize, with: With) -> Draft {
    let mut chance = Chance::new(seed);
    let chance = &mut chance;
    let kinds = if with.kinds { 3 } else { 1 };
    let mut draft = Draft {
        travel: vec![Travel::Table(table(stops + 2, chance))],
        ..Draft::default()
    };
    for number in 0..stops {
        draft.stops.push(stop(number, with, chance));
    }
    if with.pairs {
        for pair in 0..stops / 4 {
            let (pickup, delivery) = (2 * pair, 2 * pair + 1);
            let load = 1 + chance.below(4) as i64;
            draft.stops[pickup].pickup = vec![load];
            draft.stops[pickup].delivery.clear();
            (draft.stops[delivery].pickup, draft.stops[delivery].delivery) = (vec![], vec![]);
            (draft.stops[pickup].penalty, draft.stops[delivery].penalty) = (None, None);
            let longest_ride = chance.happens(0.5).then(|| Time(40 + chance.below(100) as i64));
            draft.pairs.push(Pair {
                pickup,
                delivery,
                longest_ride,
                ..Pair::default()
            });
        }
    }
    if with.groups && stops >= 4 {
        let members = [stops - 1, stops - 2];
        members.iter().for_each(|&stop| draft.stops[stop].penalty = None);
        draft.groups.push(Group {
            stops: members.to_vec(),
            penalty: with.optional.then_some(Cost(60)),
            ..Group::default()
        });
    }
    draft.vehicles = (0..kinds).map(|kind| vehicle(kind, stops, with, chance)).collect();
    if with.published {
        for stop in &mut draft.stops {
            let vehicle = chance.below(kinds);
            stop.published = chance.happens(0.4).then_some(Published {
                vehicle,
                price_of_change: Cost(15),
            });
        }
    }
    if with.sizes {
        add_sizes(&mut draft, &mut Chance::new(!seed));
    }
    if with.dimensions {
        add_dimension(&mut draft, &mut Chance::new(seed ^ 1));
    }
    if with.profiles {
        add_profile(&mut draft, &mut Chance::new(seed ^ 2));
    }
    if with.priorities {
        prioritise(&mut draft, &mut Chance::new(!seed));
    }
    draft
}

/// Adds vehicles that are like the first ones but for their room and price.
fn add_sizes(draft: &mut Draft, chance: &mut Chance) {
    let first = draft.vehicles[0].clone();
    draft.vehicles.extend((1..=3).map(|size| VehicleType {
        id: format!("size{size}"),
        count: 1 + chance.below(2),
        capacity: vec![4 + 3 * size],
        fixed_cost: Cost(chance.below(50) as i64),
        cost_per_distance: Cost(1 + chance.below(3) as i64),
        ..first.clone()
    }));
}

/// Adds a second load to everything that has one, and room for it, scarce here and there.
fn add_dimension(draft: &mut Draft, chance: &mut Chance) {
    for stop in &mut draft.stops {
        for loads in [&mut stop.delivery, &mut stop.pickup] {
            if !loads.is_empty() {
                loads.push(chance.below(4) as i64);
            }
        }
    }
    for vehicle in &mut draft.vehicles {
        vehicle.capacity.push(4 + chance.below(10) as i64);
    }
}

/// Lets every second type of vehicle take other ways.
fn add_profile(draft: &mut Draft, chance: &mut Chance) {
    let places = draft.stops.len() + 2;
    draft.travel.push(Travel::Table(table(places, chance)));
    for vehicle in draft.vehicles.iter_mut().skip(1).step_by(2) {
        vehicle.profile = 1;
    }
}

/// Gives a priority to all that is required.
fn prioritise(draft: &mut Draft, chance: &mut Chance) {
    let paired = draft.pairs.iter().flat_map(|pair| [pair.pickup, pair.delivery]);
    let members: Vec<usize> = paired
        .chain(draft.groups.iter().flat_map(|group| group.stops.clone()))
        .collect();
    let alone = draft
        .stops
        .iter_mut()
        .enumerate()
        .filter(|(stop, _)| !members.contains(stop));
    let alone = alone.map(|(_, stop)| (stop.penalty, &mut stop.priority));
    let pairs = draft.pairs.iter_mut().map(|pair| (pair.penalty, &mut pair.priority));
    let groups = draft
        .groups
        .iter_mut()
        .map(|group| (group.penalty, &mut group.priority));
    for (penalty, priority) in alone.chain(pairs).chain(groups) {
        let drawn = Priority::try_from(1 + chance.below(5) as u8).expect("from 1 to 5");
        if penalty.is_none() {
            *priority = drawn;
        }
    }
}

fn stop(number: usize, with: With, chance: &mut Chance) -> Stop {
    let mut windows = Vec::new();
    if with.windows && chance.happens(0.7) {
        let earliest = chance.below(300) as i64;
        windows.push(Window {
            earliest: Time(earliest),
            latest: Time(earliest + 60),
        });
        if chance.happens(0.3) {
            windows.push(Window {
                earliest: Time(earliest + 150),
                latest: Time(earliest + 200),
            });
        }
    }
    let takes = chance.happens(0.3);
    let load = vec![1 + chance.below(4) as i64];
    Stop {
        id: format!("s{number}"),
        location: 2 + number,
        delivery: if takes { vec![] } else { load.clone() },
        pickup: if takes { load } else { vec![] },
        service: Time(chance.below(6) as i64),
        windows,
        penalty: (with.optional && chance.happens(0.5)).then(|| Cost(chance.below(120) as i64)),
        skills: if with.kinds && chance.happens(0.1) {
            vec![1]
        } else {
            vec![]
        },
        area: with.kinds.then(|| chance.below(3) as u8),
        ..Stop::default()
    }
}

fn vehicle(kind: usize, stops: usize, with: With, chance: &mut Chance) -> VehicleType {
    VehicleType {
        id: format!("v{kind}"),
        count: 1 + stops / 3,
        capacity: vec![8 + 4 * kind as i64],
        start: kind % 2,
        end: (kind != 2).then_some(kind % 2),
        shift: Window {
            earliest: Time(0),
            latest: Time(600),
        },
        fixed_cost: Cost(chance.below(50) as i64),
        cost_per_distance: Cost(1 + kind as i64),
        cost_per_time: Cost(chance.below(2) as i64),
        longest_duration: chance.happens(0.5).then_some(Time(350)),
        longest_distance: chance.happens(0.3).then_some(Distance(300)),
        rest: (with.rests && kind != 1).then_some(Rest {
            window: Window {
                earliest: Time(100),
                latest: Time(220),
            },
            duration: Time(20),
        }),
        reload: with.reloads.then_some(Reload {
            location: kind % 2,
            duration: Time(5),
            times: 2,
        }),
        skills: if kind == 1 { vec![1] } else { vec![] },
        areas: (kind == 2).then(|| vec![0, 1]),
        profile: 0,
        first_stops: vec![],
    }
}
