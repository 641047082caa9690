//! When a need is due, and when the clock acts on it.

use crate::rules::kinds::Topic;
use crate::rules::limits::UNTOUCHED_MS;
use crate::rules::need::{Priority, Standing, Tier};
use tongxin_city::Timestamp;

/// How long each priority of a topic may take, in milliseconds; used for a kind that is no longer declared too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueTimes([i64; 4]);

/// Hours for needs whose kind is no longer declared: a working day's quarter, half, a day and three.
const DUE_HOURS_DEFAULT: [u32; 4] = [2, 8, 24, 72];

impl DueTimes {
    /// The due times of a topic.
    pub fn of(topic: Option<&Topic>) -> Self {
        let hours = topic.map_or(DUE_HOURS_DEFAULT, |topic| topic.due_hours);
        Self(hours.map(|hours| i64::from(hours) * Timestamp::HOUR_MS))
    }

    /// When a need that starts at `start` is due.
    pub fn due_at(&self, start: Timestamp, priority: Priority) -> Timestamp {
        start.plus_millis(self.0[priority as usize])
    }
}

/// When the clock acts next on a need of that standing, seen from `now`: at its due time, or when it has been
/// untouched for 24 h, whichever comes first. An overdue need at the city's tier has nowhere further to go.
pub fn escalate_at(standing: &Standing, now: Timestamp) -> Option<Timestamp> {
    if !standing.state.is_running() {
        return None;
    }
    let due = (!standing.is_overdue).then_some(standing.due_at);
    let untouched = (standing.tier != Tier::City).then(|| now.plus_millis(UNTOUCHED_MS));
    match (due, untouched) {
        (Some(due), Some(untouched)) => Some(due.min(untouched)),
        (due, untouched) => due.or(untouched),
    }
}

/// The due time after a change of priority. More urgent: never later than before. Less urgent: counted from the start,
/// so that changing back and forth gains nothing.
pub fn due_after_priority(
    times: &DueTimes,
    standing: &Standing,
    priority: Priority,
    raised_at: Timestamp,
    now: Timestamp,
) -> Timestamp {
    if priority < standing.priority {
        standing.due_at.min(times.due_at(now, priority))
    } else {
        times.due_at(raised_at, priority).max(standing.due_at)
    }
}
