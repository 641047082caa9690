//! What checkpoints are shown on the day. What each must say of it, the book works out.

use super::{Fate, Known, Setting};
use crate::draw::scaled;
use crate::draw::shares::{dealt, one_of};
use crate::draw::stories::times_of_day;
use crate::plan::Plan;
use crate::plan_pass::{PassPlan, PlannedCheck, PlannedPass, Tampered, Way};
use crate::scenario_pass::{DistrictsWord, ShownCase};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;
use tongxin_city::{PlaceCode, Timestamp};

/// Gates have heard of what is revoked after so many minutes.
const HEARD_MINUTES: i64 = 90;
/// From the edges of a pass's hours, and of the day, checks keep so many minutes.
const EDGE_MINUTES: i64 = 20;
/// Tries to find what fits.
const TRIES: usize = 24;

pub(super) fn draw(setting: &Setting<'_>, known: &[Known], plan: &Plan, drawn: &mut PassPlan, rng: &mut ChaCha8Rng) {
    let gates = &setting.pass.gates;
    let count = scaled(gates.checks, plan.scale);
    let times = times_of_day(count, &gates.by_hour, setting.scenario, plan, rng);
    let shown: Vec<(ShownCase, f64)> = gates.shown.iter().map(|(case, share)| (*case, *share)).collect();
    let crowd = Crowd::of(setting, known, plan, drawn);
    let mut checks = Vec::with_capacity(count);
    for (at, case) in times.into_iter().zip(dealt(count, &shown, rng)) {
        checks.extend(crowd.check(case, at, rng));
    }
    checks.sort_by_key(|check| check.at);
    drawn.checks = checks;
}

/// Passes as they come to the gates.
struct Crowd<'a> {
    plan: &'a Plan,
    drawn: &'a PassPlan,
    known: &'a [Known],
    opens_at: Timestamp,
    revoked_at: Timestamp,
    /// Those that count, with a gate on their way; some at certain hours, some one way.
    valid: Vec<usize>,
    limited: Vec<usize>,
    one_way: Vec<usize>,
    revoked: Vec<usize>,
    expired: Vec<usize>,
}

impl<'a> Crowd<'a> {
    fn of(setting: &Setting<'_>, known: &'a [Known], plan: &'a Plan, drawn: &'a PassPlan) -> Crowd<'a> {
        let with = |is_one: &dyn Fn(&Known, &PlannedPass) -> bool| -> Vec<usize> {
            let rows = known.iter().zip(&drawn.passes).enumerate();
            let of_day = rows.filter(|(_, (_, pass))| pass.renews.is_none());
            of_day
                .filter(|(_, (row, pass))| is_one(row, pass))
                .map(|(index, _)| index)
                .collect()
        };
        let rows = known.iter().zip(&drawn.passes);
        let revoked_firms: BTreeSet<usize> = rows
            .filter(|(row, _)| row.fate == Fate::FirmRevoked)
            .map(|(_, pass)| pass.firm)
            .collect();
        // A firm's passes are revoked with it whatever their rows were to become, and gates hear of it an hour later.
        let stands = |pass: &PlannedPass| !revoked_firms.contains(&pass.firm);
        let counts = |row: &Known, pass: &PlannedPass| {
            let is_good = matches!(row.fate, Fate::Plain | Fate::Districts(DistrictsWord::Agreed));
            is_good && row.gate.is_some() && stands(pass)
        };
        Crowd {
            plan,
            drawn,
            known,
            opens_at: plan
                .day_starts_at
                .plus_hours(i64::from(setting.scenario.day.opens_hour)),
            revoked_at: setting.times.renewed.plus_minutes(HEARD_MINUTES),
            valid: with(&|row, pass| counts(row, pass)),
            limited: with(&|row, pass| counts(row, pass) && pass.minutes.is_some()),
            one_way: with(&|row, pass| counts(row, pass) && !pass.both_ways),
            revoked: with(&|row, _| matches!(row.fate, Fate::Revoked | Fate::FirmRevoked | Fate::Renewed)),
            expired: with(&|row, pass| row.fate == Fate::Expired && stands(pass)),
        }
    }

    /// A check of that case; a valid one where the case has nothing to show, and none where nothing counts at all.
    fn check(&self, case: ShownCase, at: Timestamp, rng: &mut ChaCha8Rng) -> Option<PlannedCheck> {
        let drawn = match case {
            ShownCase::Valid => None,
            ShownCase::Revoked => self.at_any_gate(&self.revoked, at.max(self.after_revoking(rng)), rng),
            ShownCase::Expired => self.at_any_gate(&self.expired, at, rng),
            ShownCase::OtherPlace => self.elsewhere(at, rng),
            ShownCase::OtherWay => self.other_way(at, rng),
            ShownCase::OtherHour => self.other_hour(rng),
            ShownCase::Damaged => self.tampered(Tampered::Damaged, at, rng),
            ShownCase::Forged => self.tampered(Tampered::Forged, at, rng),
            ShownCase::UnknownKey => self.tampered(Tampered::UnknownKey, at, rng),
        };
        drawn.or_else(|| self.valid(at, rng))
    }

    fn valid(&self, at: Timestamp, rng: &mut ChaCha8Rng) -> Option<PlannedCheck> {
        let fits = |index: &usize| self.is_within_hours(&self.drawn.passes[*index], at);
        let pass = self.one_that(&self.valid, fits, rng)?;
        let both_ways = self.drawn.passes[pass].both_ways;
        let way = if both_ways && rng.random::<bool>() {
            Way::Leave
        } else {
            Way::Enter
        };
        Some(PlannedCheck {
            at,
            gate: self.known[pass].gate?,
            way,
            pass,
            tampered: Tampered::Not,
        })
    }

    fn tampered(&self, tampered: Tampered, at: Timestamp, rng: &mut ChaCha8Rng) -> Option<PlannedCheck> {
        let check = self.valid(at, rng)?;
        Some(PlannedCheck { tampered, ..check })
    }

    fn at_any_gate(&self, passes: &[usize], at: Timestamp, rng: &mut ChaCha8Rng) -> Option<PlannedCheck> {
        let pass = self.one_that(passes, |_| true, rng)?;
        let gate = self.known[pass].gate;
        Some(PlannedCheck {
            at,
            gate: gate.unwrap_or_else(|| rng.random_range(0..self.drawn.gates.len())),
            way: Way::Enter,
            pass,
            tampered: Tampered::Not,
        })
    }

    fn elsewhere(&self, at: Timestamp, rng: &mut ChaCha8Rng) -> Option<PlannedCheck> {
        let check = self.valid(at, rng)?;
        let pass = &self.drawn.passes[check.pass];
        let is_far = |gate: &usize| {
            let gate = &self.drawn.gates[*gate];
            let touches = |end: &PlaceCode| end.is_inside(&gate.place) || gate.place.is_inside(end);
            let is_on_corridor = pass.corridor.is_some() && pass.corridor == gate.corridor;
            !is_on_corridor && !pass.from.iter().chain(&pass.to).any(touches)
        };
        let gates: Vec<usize> = (0..self.drawn.gates.len()).collect();
        let gate = self.one_that(&gates, is_far, rng)?;
        Some(PlannedCheck { gate, ..check })
    }

    fn other_way(&self, at: Timestamp, rng: &mut ChaCha8Rng) -> Option<PlannedCheck> {
        let fits = |index: &usize| self.is_within_hours(&self.drawn.passes[*index], at);
        let pass = self.one_that(&self.one_way, fits, rng)?;
        Some(PlannedCheck {
            at,
            gate: self.known[pass].gate?,
            way: Way::Leave,
            pass,
            tampered: Tampered::Not,
        })
    }

    /// In the evening, after the hours of the pass.
    fn other_hour(&self, rng: &mut ChaCha8Rng) -> Option<PlannedCheck> {
        let pass = self.one_that(&self.limited, |_| true, rng)?;
        let [_, until] = self.drawn.passes[pass].minutes?;
        let first = self.plan.day_starts_at.plus_minutes(i64::from(until) + EDGE_MINUTES);
        Some(PlannedCheck {
            at: self.between(first, rng)?,
            gate: self.known[pass].gate?,
            way: Way::Enter,
            pass,
            tampered: Tampered::Not,
        })
    }

    fn after_revoking(&self, rng: &mut ChaCha8Rng) -> Timestamp {
        self.between(self.revoked_at, rng).unwrap_or(self.revoked_at)
    }

    /// A moment from that one on until the end.
    fn between(&self, first: Timestamp, rng: &mut ChaCha8Rng) -> Option<Timestamp> {
        let last = self.plan.ends_at.plus_minutes(-EDGE_MINUTES);
        let span_ms = last.millis_since(first);
        (span_ms > 0).then(|| first.plus_millis(rng.random_range(0..span_ms)))
    }

    /// Whether a check at that moment lies well within a pass's hours.
    fn is_within_hours(&self, pass: &PlannedPass, at: Timestamp) -> bool {
        let minute = at.millis_since(self.plan.day_starts_at) / Timestamp::MINUTE_MS;
        let within = |[from, until]: [u16; 2]| {
            (i64::from(from) + EDGE_MINUTES..i64::from(until) - EDGE_MINUTES).contains(&minute)
        };
        at >= self.opens_at && pass.minutes.is_none_or(within)
    }

    fn one_that(&self, from: &[usize], fits: impl Fn(&usize) -> bool, rng: &mut ChaCha8Rng) -> Option<usize> {
        if from.is_empty() {
            return None;
        }
        (0..TRIES).map(|_| *one_of(from, rng)).find(fits)
    }
}
