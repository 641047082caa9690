//! Appointments at hospitals: asked for in the evening before, answered, and driven.

use super::{Acts, Setting, push};
use crate::draw::people::add;
use crate::draw::scaled;
use crate::draw::shares::{dealt, happens};
use crate::draw::supply::rides::{hour_of_day, stay_minutes, within_reach};
use crate::plan::{By, OrgKind, Over, Plan, Role};
use crate::plan_care::{CareDeed, PlannedAppointment};
use crate::plan_supply::{PlannedTrip, TripEnding};
use crate::scenario_care::{AppointmentEnding, AppointmentStory};
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};

/// When they are asked for, answered in time, answered late, and called off: minutes before midnight. The evening's hour is six.
const ASKED: [i64; 2] = [-525, -435];
const ANSWERED: [i64; 2] = [-420, -370];
const ANSWERED_LATE: [i64; 2] = [-330, -210];
const CALLED_OFF: [i64; 2] = [-300, -200];

/// Asks, answers and drives; each hospital has somebody who answers.
pub(super) fn draw(
    setting: &Setting<'_>,
    plan: &mut Plan,
    acts: &mut Acts,
    rng: &mut ChaCha8Rng,
) -> Vec<PlannedAppointment> {
    let Some(story) = &setting.care.appointments else {
        return Vec::new();
    };
    // Kept apart while people join the plan.
    let Some(mut supply) = plan.supply.take() else {
        return Vec::new();
    };
    let mut appointments = Vec::new();
    if let Some(mut dispatch) = supply.dispatch.take() {
        let driven: BTreeSet<usize> = dispatch.trips.iter().map(|trip| trip.household).collect();
        let mut ways = within_reach(setting.city, plan, &supply);
        ways.retain(|(household, _)| !driven.contains(household));
        let count = scaled(story.count, plan.scale);
        let ways: Vec<(usize, usize)> = ways.sample(rng, count).copied().collect();
        let shares: Vec<(AppointmentEnding, f64)> =
            story.endings.iter().map(|(ending, share)| (*ending, *share)).collect();
        let endings = dealt(ways.len(), &shares, rng);
        let hospitals = (0..plan.orgs.len()).filter(|org| plan.orgs[*org].kind == OrgKind::Hospital);
        let hospitals: Vec<usize> = hospitals.collect();
        let desks: BTreeMap<usize, usize> = (hospitals.into_iter())
            .map(|hospital| (hospital, add(plan, Role::HospitalDesk, Over::Org(hospital))))
            .collect();
        for (way, ending) in ways.into_iter().zip(endings) {
            let Some(desk) = desks.get(&way.1).copied() else {
                continue;
            };
            let (trip, appointment) = one(setting, story, plan, (dispatch.trips.len(), way, desk, ending), rng);
            tell(setting, appointments.len(), &trip, &appointment, acts, rng);
            dispatch.trips.push(trip);
            appointments.push(appointment);
        }
        supply.dispatch = Some(dispatch);
    }
    plan.supply = Some(supply);
    appointments
}

fn one(
    setting: &Setting<'_>,
    story: &AppointmentStory,
    plan: &Plan,
    (number, (household, hospital), desk, ending): (usize, (usize, usize), usize, AppointmentEnding),
    rng: &mut ChaCha8Rng,
) -> (PlannedTrip, PlannedAppointment) {
    let appointment_at = hour_of_day(plan, rng);
    let in_wheelchair = happens(story.wheelchair, rng);
    let has_escort = happens(story.escort, rng);
    let trip = PlannedTrip {
        booked_at: plan.starts_at,
        called_off_at: None,
        is_appointment: true,
        by: setting.steward(&plan.households[household].building),
        household,
        hospital,
        appointment_at,
        ready_at: appointment_at.plus_minutes(stay_minutes(rng)),
        seats: u32::from(!in_wheelchair) + u32::from(has_escort),
        wheelchairs: u32::from(in_wheelchair),
        ending: match ending {
            AppointmentEnding::RideMissed => TripEnding::Absent,
            AppointmentEnding::CalledOff => TripEnding::CalledOff,
            _ => TripEnding::Driven,
        },
    };
    let appointment = PlannedAppointment {
        trip: number,
        desk,
        ending,
        is_weekly: happens(story.weekly, rng),
        has_escort,
        has_pass: happens(story.own_pass, rng),
    };
    (trip, appointment)
}

fn tell(
    setting: &Setting<'_>,
    number: usize,
    trip: &PlannedTrip,
    appointment: &PlannedAppointment,
    acts: &mut Acts,
    rng: &mut ChaCha8Rng,
) {
    use AppointmentEnding::{CalledOff, GivenUp, Kept, Late, Refused, RideMissed, Unanswered};
    let desk = By::Person(appointment.desk);
    push(acts, setting.at(ASKED, rng), trip.by, CareDeed::Ask(number));
    let answer = match appointment.ending {
        Kept | RideMissed | CalledOff => Some((ANSWERED, CareDeed::Confirm(number))),
        Late => Some((ANSWERED_LATE, CareDeed::Confirm(number))),
        Refused | GivenUp => Some((ANSWERED, CareDeed::Refuse(number))),
        Unanswered => None,
    };
    if let Some((when, deed)) = answer {
        push(acts, setting.at(when, rng), desk, deed);
    }
    if matches!(appointment.ending, CalledOff | GivenUp) {
        push(acts, setting.at(CALLED_OFF, rng), trip.by, CareDeed::CallOff(number));
    }
}
