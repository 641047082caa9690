//! What of a scenario's passes can't be played.

use crate::scenario::{PlayedDay, Scenario};
use crate::scenario_check::{between, hour_weights, make_one};
use crate::scenario_error::{Fault, Right};
use crate::scenario_pass::{Gates, PassScenario, PassStories};

/// The evening's applications and decisions take four hours and end before midnight, twelve hours before the morning's.
const EVE_HOUR_LAST: f64 = 18.0;
/// What is revoked in the morning is shown until the evening.
const DAY_HOURS_MIN: u8 = 8;
/// Characters of a corridor's name; the system's own bound is in bytes.
const CORRIDOR_CHARS_MAX: usize = 16;

impl Scenario {
    /// What of the passes can't be played.
    pub(crate) fn check_passes(&self, faults: &mut Vec<Fault>) {
        let Some(passes) = &self.pass else { return };
        if self.supply.is_none() {
            faults.push(Fault {
                key: "supply".into(),
                found: "0".into(),
                right: Right::Once,
            });
        }
        check_day(&self.day, faults);
        passes.check(faults);
    }
}

fn check_day(day: &PlayedDay, faults: &mut Vec<Fault>) {
    between(
        "day.eve_from_hour",
        f64::from(day.eve_from_hour),
        12.0,
        EVE_HOUR_LAST,
        faults,
    );
    let first = f64::from(day.opens_hour + DAY_HOURS_MIN);
    between("day.closes_hour", f64::from(day.closes_hour), first, 24.0, faults);
}

impl PassScenario {
    fn check(&self, faults: &mut Vec<Fault>) {
        for (key, value, max) in [
            ("pass.count", self.count, 1_000_000.0),
            ("pass.table_rows", self.table_rows, 50_000.0),
            ("pass.days", self.days, 90.0),
        ] {
            between(key, f64::from(value), 1.0, max, faults);
        }
        let length = self.corridor.chars().count() as f64;
        between("pass.corridor", length, 1.0, CORRIDOR_CHARS_MAX as f64, faults);
        make_one("pass.kinds", self.kinds.values(), faults);
        make_one("pass.rows", self.rows.values(), faults);
        make_one("pass.officers", self.officers.values(), faults);
        make_one("pass.districts", self.districts.values(), faults);
        check_stories(&self.passes, faults);
        check_gates(&self.gates, faults);
    }
}

fn check_stories(stories: &PassStories, faults: &mut Vec<Fault>) {
    for (key, share) in [
        ("pass.passes.revoked", stories.revoked),
        ("pass.passes.expired", stories.expired),
        ("pass.passes.renewed", stories.renewed),
        ("pass.passes.limited", stories.limited),
        ("pass.passes.one_way", stories.one_way),
    ] {
        between(key, share, 0.0, 1.0, faults);
    }
    // Each pass has one story at most.
    let together = stories.revoked + stories.expired + stories.renewed;
    between("pass.passes.revoked + expired + renewed", together, 0.0, 0.9, faults);
    let firms = f64::from(stories.firms_revoked);
    between("pass.passes.firms_revoked", firms, 0.0, 1_000.0, faults);
}

fn check_gates(gates: &Gates, faults: &mut Vec<Fault>) {
    let checkpoints = f64::from(gates.checkpoints);
    between("pass.gates.checkpoints", checkpoints, 1.0, 10_000.0, faults);
    between("pass.gates.on_corridor", gates.on_corridor, 0.0, 1.0, faults);
    between("pass.gates.checks", f64::from(gates.checks), 1.0, 10_000_000.0, faults);
    hour_weights("pass.gates", &gates.by_hour, faults);
    make_one("pass.gates.shown", gates.shown.values(), faults);
}
