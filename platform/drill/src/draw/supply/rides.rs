//! Trips to hospitals: who books them, for when, and what becomes of them.

use super::{Setting, asker, step_ms};
use crate::draw::scaled;
use crate::draw::shares::{dealt, happens};
use crate::draw::stories::times_of_eve;
use crate::plan::{OrgKind, Plan};
use crate::plan_supply::{PlannedTrip, SupplyPlan, TripEnding};
use crate::scenario_supply::RideStory;
use rand::RngExt as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeSet, HashMap};
use tongxin_city::{City, Level, PlaceCode, Position, Timestamp};

/// Hours of the day's appointments that were booked before it, and how long somebody stays, in minutes.
const HOURS: [i64; 2] = [9, 15];
const STAY_MINUTES: [i64; 2] = [60, 240];
/// When trips of the same day are booked, in minutes after midnight, and how long after the next full hour, when firms plan
/// again, the appointment is at least and at most.
const BOOKED_MINUTES: [i64; 2] = [390, 690];
const AHEAD_MINUTES: [i64; 2] = [180, 300];
/// So long before an appointment nobody calls off any more.
const CALLED_OFF_MINUTES: i64 = 210;
const QUARTER: i64 = 15;
/// So far in a straight line a household is from the hospital and from whoever drives (an assumption): with the city's road factor and pace the longest of a
/// ride's ways then takes little more than an hour and a half.
const REACH_METRES: f64 = 20_000.0;

pub(super) fn draw(setting: &Setting<'_>, plan: &Plan, drawn: &mut SupplyPlan, rng: &mut ChaCha8Rng) {
    let Some(story) = setting.supply.dispatch.and_then(|dispatch| dispatch.rides) else {
        return;
    };
    let (eve, day) = (scaled(story.eve_count, plan.scale), scaled(story.count, plan.scale));
    let ways: Vec<(usize, usize)> = within_reach(setting.city, plan, drawn)
        .sample(rng, eve + day)
        .copied()
        .collect();
    let rest = 1.0 - story.absent - story.refused - story.called_off;
    let endings = dealt(
        ways.len(),
        &[
            (TripEnding::Driven, rest),
            (TripEnding::Absent, story.absent),
            (TripEnding::Refused, story.refused),
            (TripEnding::CalledOff, story.called_off),
        ],
        rng,
    );
    let mut booked_before: Vec<Timestamp> = times_of_eve(eve.min(ways.len()), plan, rng);
    let mut trips = Vec::with_capacity(ways.len());
    for (way, ending) in ways.into_iter().zip(endings) {
        let times = match booked_before.pop() {
            Some(at) => (at, hour_of_day(plan, rng)),
            None => same_day(plan, rng),
        };
        trips.push(trip(setting, &story, plan, (way, ending, times), rng));
    }
    if let Some(dispatch) = &mut drawn.dispatch {
        dispatch.trips = trips;
    }
}

/// Households with a hospital and a firm for patients of their district so near that both ways fit into the times of a ride, each with
/// the nearest of its hospitals.
pub(in crate::draw) fn within_reach(city: &City, plan: &Plan, drawn: &SupplyPlan) -> Vec<(usize, usize)> {
    let (widths, boundaries) = (city.tree.widths(), &city.boundaries);
    let of_district = |place: &PlaceCode| {
        let district = widths.ancestor(place, Level::District)?;
        Some((district, boundaries.estimate(widths, place)?))
    };
    let for_patients = drawn.vehicles.iter().filter(|vehicle| vehicle.patient_seats > 0);
    let firms: BTreeSet<usize> = for_patients.map(|vehicle| vehicle.firm).collect();
    let mut depots: HashMap<PlaceCode, Vec<Position>> = HashMap::new();
    for (district, at) in firms.iter().filter_map(|firm| of_district(&drawn.firms[*firm].place)) {
        depots.entry(district).or_default().push(at);
    }
    let mut hospitals: HashMap<PlaceCode, Vec<(usize, Position)>> = HashMap::new();
    for (org, planned) in plan.orgs.iter().enumerate() {
        let at = of_district(&planned.place).filter(|_| planned.kind == OrgKind::Hospital);
        if let Some((district, at)) = at {
            hospitals.entry(district).or_default().push((org, at));
        }
    }
    let reached = |household: usize| {
        let (district, home) = of_district(&plan.households[household].building)?;
        let metres = |at: &Position| at.metres_to(&home);
        let is_near = |at: &Position| metres(at) <= REACH_METRES;
        // Which of the district's firms will drive, the system says: all have to be near.
        let depots = depots.get(&district).filter(|depots| depots.iter().all(is_near));
        let here = hospitals.get(&district).filter(|_| depots.is_some())?;
        let (hospital, at) = here.iter().min_by(|a, b| metres(&a.1).total_cmp(&metres(&b.1)))?;
        is_near(at).then_some((household, *hospital))
    };
    (0..plan.households.len()).filter_map(reached).collect()
}

/// When an appointment of the day is that was booked before it.
pub(in crate::draw) fn hour_of_day(plan: &Plan, rng: &mut ChaCha8Rng) -> Timestamp {
    let minute = rng.random_range(HOURS[0] * 60..=HOURS[1] * 60) / QUARTER * QUARTER;
    plan.day_starts_at.plus_minutes(minute)
}

/// How long somebody stays.
pub(in crate::draw) fn stay_minutes(rng: &mut ChaCha8Rng) -> i64 {
    rng.random_range(STAY_MINUTES[0]..=STAY_MINUTES[1])
}

/// When a trip of the same day is booked, and for when.
fn same_day(plan: &Plan, rng: &mut ChaCha8Rng) -> (Timestamp, Timestamp) {
    let booked = rng.random_range(BOOKED_MINUTES[0]..=BOOKED_MINUTES[1]);
    let planned = (booked / 60 + 1) * 60;
    let minute = planned + rng.random_range(AHEAD_MINUTES[0]..=AHEAD_MINUTES[1]) / QUARTER * QUARTER;
    (
        plan.day_starts_at.plus_minutes(booked),
        plan.day_starts_at.plus_minutes(minute),
    )
}

fn trip(
    setting: &Setting<'_>,
    story: &RideStory,
    plan: &Plan,
    (way, ending, (booked_at, appointment_at)): ((usize, usize), TripEnding, (Timestamp, Timestamp)),
    rng: &mut ChaCha8Rng,
) -> PlannedTrip {
    let (household, hospital) = way;
    let by = asker(setting, household, plan, rng);
    let after = booked_at.plus_millis(step_ms(plan));
    let span = appointment_at
        .plus_minutes(-CALLED_OFF_MINUTES)
        .millis_since(after)
        .max(1);
    let off = after.plus_millis(rng.random_range(0..span));
    let in_wheelchair = happens(story.wheelchair, rng);
    let escort = u32::from(happens(story.escort, rng));
    PlannedTrip {
        booked_at,
        called_off_at: (ending == TripEnding::CalledOff).then_some(off),
        is_appointment: false,
        by,
        household,
        hospital,
        appointment_at,
        ready_at: appointment_at.plus_minutes(stay_minutes(rng)),
        seats: u32::from(!in_wheelchair) + escort,
        wheelchairs: u32::from(in_wheelchair),
        ending,
    }
}
