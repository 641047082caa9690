//! What a gate must say of a pass that is shown to it, by the document of the format.

use super::words::PassState;
use crate::plan_pass::{PlannedGate, PlannedPass, Tampered, Way};
use tongxin_city::{Day, PlaceCode, Timestamp};

/// A pass counts so much earlier and later than it says.
const TOLERANCE_MS: i64 = 2 * Timestamp::MINUTE_MS;

/// What is shown, where and when.
#[derive(Debug, Clone, Copy)]
pub struct Showing<'a> {
    /// The pass.
    pub pass: &'a PlannedPass,
    /// How it stands.
    pub state: PassState,
    /// What was done to it.
    pub tampered: Tampered,
    /// The gate.
    pub gate: &'a PlannedGate,
    /// Which way its holder goes.
    pub way: Way,
    /// The day.
    pub today: Day,
    /// When the day began.
    pub midnight: Timestamp,
    /// When.
    pub now: Timestamp,
}

impl Showing<'_> {
    /// The key of the verdict: what can't be believed, then what is clearly over, then where, then when.
    pub fn verdict(&self) -> &'static str {
        let expires = self
            .midnight
            .plus_days(self.pass.last_day.number() + 1 - self.today.number());
        match self.tampered {
            Tampered::Damaged => "damaged",
            Tampered::Forged => "forged",
            Tampered::UnknownKey => "unknown_key",
            Tampered::Not if matches!(self.state, PassState::Revoked | PassState::Replaced) => "revoked",
            Tampered::Not if self.now >= expires.plus_millis(TOLERANCE_MS) => "expired",
            Tampered::Not => self.place().or_else(|| self.hour()).unwrap_or("valid"),
        }
    }

    fn place(&self) -> Option<&'static str> {
        let is_on_corridor = self.pass.corridor.is_some() && self.pass.corridor == self.gate.corridor;
        if is_on_corridor || self.leads(self.way) {
            None
        } else if self.leads(self.way.back()) {
            Some("not_this_direction")
        } else {
            Some("not_this_place")
        }
    }

    fn leads(&self, way: Way) -> bool {
        let (from, to) = (&self.pass.from, &self.pass.to);
        self.goes(from, to, way) || (self.pass.both_ways && self.goes(to, from, way))
    }

    /// Whether a way leads through the gate: to enter, into its place from outside; to leave, out of it.
    fn goes(&self, from: &[PlaceCode], to: &[PlaceCode], way: Way) -> bool {
        let gate = &self.gate.place;
        let (inner, outer) = match way {
            Way::Enter => (to, from),
            Way::Leave => (from, to),
        };
        let touches = |end: &PlaceCode| end.is_inside(gate) || gate.is_inside(end);
        inner.iter().any(touches) && outer.iter().any(|end| !end.is_inside(gate))
    }

    fn hour(&self) -> Option<&'static str> {
        let [from, until] = self.pass.minutes?;
        let opens = self.midnight.plus_minutes(i64::from(from)).plus_millis(-TOLERANCE_MS);
        let closes = self.midnight.plus_minutes(i64::from(until)).plus_millis(TOLERANCE_MS);
        let is_open = self.now >= opens && self.now < closes;
        (!is_open).then_some("not_this_hour")
    }
}
