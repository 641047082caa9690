//! Who is near whom: the places worth trying, in place of all of them.
//!
//! Granular neighbourhoods after Toth and Vigo (2003), *The granular tabu search*, INFORMS Journal on Computing 15(4), with
//! the closeness of Vidal et al. (2013): a leg counts with the waiting it forces, and is no leg at all when it cannot be in
//! time.

use crate::model::Instance;

use super::problem::StopFacts;

/// How many insertion places a stop tries at most.
const PLACES: usize = 80;

/// How many stops around a stop are ruined from at most.
const AROUND: usize = 160;

/// What a unit of forced waiting weighs against a unit of distance.
const WEIGHT_OF_WAITING: f64 = 0.2;

/// An insertion place: after a stop, or before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place(u32);

impl Place {
    /// The stop it is beside.
    #[inline]
    pub(crate) fn stop(self) -> u32 {
        self.0 >> 1
    }

    /// Whether it is before the stop, not after.
    #[inline]
    pub(crate) fn is_before(self) -> bool {
        self.0 & 1 == 1
    }
}

/// The lists of all stops, one after the other.
pub(crate) struct Neighbours {
    places: Vec<Place>,
    places_until: Vec<u32>,
    around: Vec<u32>,
    around_until: Vec<u32>,
}

impl Neighbours {
    /// Finds the neighbours of every stop.
    pub(crate) fn new(instance: &Instance, stops: &[StopFacts], windows: &[(i64, i64)]) -> Self {
        let mut lists = Self {
            places: Vec::new(),
            places_until: Vec::new(),
            around: Vec::new(),
            around_until: Vec::new(),
        };
        let Some(profile) = instance.vehicles().first().map(|vehicle| vehicle.profile) else {
            (lists.places_until, lists.around_until) = (vec![0; stops.len()], vec![0; stops.len()]);
            return lists;
        };
        let travel = &instance.draft().travel[profile];
        let candidates = super::nearby::Nearby::new(instance, travel);
        let span: Vec<(i64, i64)> = stops.iter().map(|stop| span(stop, windows)).collect();
        let mut ranked: Vec<(f64, Place)> = Vec::new();
        let mut near: Vec<(i64, u32)> = Vec::new();
        for (me, stop) in stops.iter().enumerate() {
            ranked.clear();
            near.clear();
            for other in candidates.of(me) {
                let them = &stops[other as usize];
                let to_me = travel.leg(them.location as usize, stop.location as usize);
                let to_them = travel.leg(stop.location as usize, them.location as usize);
                near.push((to_me.distance.0 + to_them.distance.0, other));
                let closeness = |leg: crate::model::Leg, from: (i64, i64), service: i64, to: (i64, i64)| {
                    let first = from.0 + service + leg.duration.0;
                    let waiting = (to.0 - from.1 - service - leg.duration.0).max(0);
                    (first <= to.1).then_some(leg.distance.0 as f64 + WEIGHT_OF_WAITING * waiting as f64)
                };
                let after = closeness(to_me, span[other as usize], them.service, span[me]);
                let before = closeness(to_them, span[me], stop.service, span[other as usize]);
                ranked.extend(after.map(|closeness| (closeness, Place(other << 1))));
                ranked.extend(before.map(|closeness| (closeness, Place(other << 1 | 1))));
            }
            keep_smallest(&mut ranked, PLACES, |a, b| a.0.total_cmp(&b.0).then(a.1.0.cmp(&b.1.0)));
            keep_smallest(&mut near, AROUND, Ord::cmp);
            lists.places.extend(ranked.iter().map(|&(_, place)| place));
            lists.places_until.push(lists.places.len() as u32);
            lists.around.extend(near.iter().map(|&(_, stop)| stop));
            lists.around_until.push(lists.around.len() as u32);
        }
        lists
    }

    /// Where it is worth trying to insert a stop, best first.
    #[inline]
    pub(crate) fn places(&self, stop: u32) -> &[Place] {
        slice(&self.places, &self.places_until, stop)
    }

    /// The stops around one, nearest first, without itself.
    pub(crate) fn around(&self, stop: u32) -> &[u32] {
        slice(&self.around, &self.around_until, stop)
    }
}

fn slice<'a, T>(list: &'a [T], until: &[u32], at: u32) -> &'a [T] {
    let from = if at == 0 { 0 } else { until[at as usize - 1] };
    &list[from as usize..until[at as usize] as usize]
}

/// From when to when a stop may be visited, gaps not counted.
fn span(stop: &StopFacts, windows: &[(i64, i64)]) -> (i64, i64) {
    let own = &windows[stop.first_window as usize..(stop.first_window + stop.windows) as usize];
    let open = own.iter().map(|window| window.0).min().unwrap_or(0);
    let close = own.iter().map(|window| window.1).max().unwrap_or(0);
    (open, close)
}

fn keep_smallest<T>(list: &mut Vec<T>, count: usize, compare: impl Fn(&T, &T) -> std::cmp::Ordering + Copy) {
    if list.len() > count {
        list.select_nth_unstable_by(count, compare);
        list.truncate(count);
    }
    list.sort_unstable_by(compare);
}
