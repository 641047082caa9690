//! What of a scenario's care and volunteers can't be played.

use crate::scenario::Scenario;
use crate::scenario_care::{AppointmentStory, CareScenario};
use crate::scenario_check::{between, make_one};
use crate::scenario_error::{Fault, Right};
use crate::scenario_volunteer::VolunteerScenario;

/// The evening's registering, asking and answering takes from the early afternoon until midnight.
const EVE_HOUR_LAST: f64 = 15.0;
/// The last visits and shifts are over in the evening, and what follows from them an hour before midnight.
const CLOSES_HOUR_FIRST: f64 = 23.0;
/// Registrations that the system takes from one address in an hour.
const APPLIED_MAX: f64 = 50.0;

impl Scenario {
    /// What of care and of volunteers can't be played.
    pub(crate) fn check_care(&self, faults: &mut Vec<Fault>) {
        if self.care.is_none() && self.volunteer.is_none() {
            return;
        }
        let day = &self.day;
        between(
            "day.eve_from_hour",
            f64::from(day.eve_from_hour),
            12.0,
            EVE_HOUR_LAST,
            faults,
        );
        between("day.opens_hour", f64::from(day.opens_hour), 0.0, 8.0, faults);
        let closes = f64::from(day.closes_hour);
        between("day.closes_hour", closes, CLOSES_HOUR_FIRST, 24.0, faults);
        // What is raised for people is worked on as what supply raises is.
        if self.supply.is_none() {
            faults.push(Fault {
                key: "supply".into(),
                found: "0".into(),
                right: Right::Once,
            });
        }
        if let Some(care) = &self.care {
            care.check(faults);
            self.check_ways(care, faults);
        }
        if let Some(volunteer) = &self.volunteer {
            volunteer.check(faults);
        }
    }

    /// Patients are driven by the firms of supply to the scenario's hospitals.
    fn check_ways(&self, care: &CareScenario, faults: &mut Vec<Fault>) {
        let rides = self.supply.as_ref().and_then(|supply| supply.dispatch.as_ref());
        let has_rides = rides.is_some_and(|dispatch| dispatch.rides.is_some());
        if care.appointments.is_some() && !has_rides {
            faults.push(Fault {
                key: "supply.dispatch.rides".into(),
                found: "0".into(),
                right: Right::Once,
            });
        }
    }
}

impl CareScenario {
    fn check(&self, faults: &mut Vec<Fault>) {
        for (key, share) in [
            ("care.elders_alone", self.elders_alone),
            ("care.others", self.others),
            ("care.elders_alone + others", self.elders_alone + self.others),
            ("care.duty.filled", self.duty.filled),
        ] {
            between(key, share, 0.0, 1.0, faults);
        }
        make_one("care.groups", self.groups.values(), faults);
        make_one("care.visits", self.visits.values(), faults);
        for (key, count) in [
            ("care.duty.handovers", self.duty.handovers),
            ("care.duty.vacancies", self.duty.vacancies),
        ] {
            between(key, f64::from(count), 0.0, 100_000.0, faults);
        }
        if let Some(story) = &self.appointments {
            check_appointments(story, faults);
        }
    }
}

fn check_appointments(story: &AppointmentStory, faults: &mut Vec<Fault>) {
    between(
        "care.appointments.count",
        f64::from(story.count),
        1.0,
        1_000_000.0,
        faults,
    );
    make_one("care.appointments.endings", story.endings.values(), faults);
    for (key, share) in [
        ("care.appointments.weekly", story.weekly),
        ("care.appointments.wheelchair", story.wheelchair),
        ("care.appointments.escort", story.escort),
        ("care.appointments.own_pass", story.own_pass),
    ] {
        between(key, share, 0.0, 1.0, faults);
    }
}

impl VolunteerScenario {
    fn check(&self, faults: &mut Vec<Fault>) {
        for (key, value, min, max) in [
            ("volunteer.count", self.count, 1.0, 10_000_000.0),
            ("volunteer.table_rows", self.table_rows, 1.0, 20_000.0),
            ("volunteer.applied", self.applied, 0.0, APPLIED_MAX),
            ("volunteer.shifts", self.shifts, 1.0, 1_000_000.0),
        ] {
            between(key, f64::from(value), min, max, faults);
        }
        let [fewest, most] = self.places.map(f64::from);
        between("volunteer.places", fewest, 2.0, 500.0, faults);
        between("volunteer.places", most, fewest, 500.0, faults);
        between("volunteer.skilled", self.skilled, 0.0, 1.0, faults);
        between("volunteer.by_team", self.by_team, 0.0, 1.0, faults);
        between("volunteer.clashing", self.clashing, 0.0, 1.0, faults);
        make_one("volunteer.verdicts", self.verdicts.values(), faults);
        make_one("volunteer.filling", self.filling.values(), faults);
        make_one("volunteer.endings", self.endings.values(), faults);
    }
}
