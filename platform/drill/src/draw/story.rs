//! One need's story: acts that follow each other in time, until the drill ends.

use super::shares::{happens, minutes, one_of};
use crate::plan::{Act, By, What};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use tongxin_city::Timestamp;

/// The hours in which people act: outside them a step waits for the morning.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hours {
    /// Midnight before the played day.
    pub midnight: Timestamp,
    /// When work starts on the played day.
    pub opens_at: Timestamp,
    /// When the drill ends.
    pub ends_at: Timestamp,
}

/// Work on the evening before stops two hours before midnight.
const EVE_ENDS_BEFORE_MS: i64 = 2 * Timestamp::HOUR_MS;
/// The night's waiting steps come one after the other in the morning, within so many minutes.
const MORNING_MINUTES: [u32; 2] = [1, 90];

/// Writes the acts of one need.
pub(super) struct Story<'a> {
    need: usize,
    now: Timestamp,
    hours: Hours,
    is_over: bool,
    acts: &'a mut Vec<Act>,
    rng: &'a mut ChaCha8Rng,
}

impl<'a> Story<'a> {
    /// Starts with the raising, at `at`.
    pub(super) fn raised(
        need: usize,
        by: By,
        at: Timestamp,
        hours: Hours,
        acts: &'a mut Vec<Act>,
        rng: &'a mut ChaCha8Rng,
    ) -> Self {
        acts.push(Act {
            at,
            need,
            by,
            what: What::Raise,
        });
        Story {
            need,
            now: at,
            hours,
            is_over: false,
            acts,
            rng,
        }
    }

    /// Whether something happens that happens with that share.
    pub(super) fn happens(&mut self, share: f64) -> bool {
        happens(share, self.rng)
    }

    /// The next act, with one of the sentences.
    pub(super) fn say(&mut self, wait: [u32; 2], by: By, what: fn(String) -> What, sentences: &[&str]) {
        let sentence = (*one_of(sentences, self.rng)).to_owned();
        self.then(wait, by, what(sentence));
    }

    /// The next act, some minutes later; nothing more happens once the drill has ended.
    pub(super) fn then(&mut self, wait: [u32; 2], by: By, what: What) {
        let at = self.now.plus_minutes(minutes(wait, self.rng).max(1));
        let is_night = at > self.hours.midnight.plus_millis(-EVE_ENDS_BEFORE_MS) && at < self.hours.opens_at;
        let at = if is_night {
            let morning = i64::from(self.rng.random_range(MORNING_MINUTES[0]..=MORNING_MINUTES[1]));
            self.hours.opens_at.plus_minutes(morning)
        } else {
            at
        };
        self.is_over |= at >= self.hours.ends_at;
        if !self.is_over {
            self.acts.push(Act {
                at,
                need: self.need,
                by,
                what,
            });
            self.now = at;
        }
    }
}
