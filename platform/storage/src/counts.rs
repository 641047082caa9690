//! Counters: deltas are summed while writes run, and applied once for all that commit together.

use crate::Value;
use std::collections::HashMap;

/// A delta of one counter: the upsert that applies it, and the counter's key.
pub(crate) struct Count {
    pub(crate) upsert: &'static str,
    pub(crate) key: Vec<Value>,
    pub(crate) delta: i64,
}

/// The sums of deltas.
#[derive(Default)]
pub(crate) struct Counts(HashMap<(&'static str, Vec<Value>), i64>);

impl Counts {
    pub(crate) fn add(&mut self, counts: Vec<Count>) {
        for Count { upsert, key, delta } in counts {
            *self.0.entry((upsert, key)).or_default() += delta;
        }
    }

    /// What changes something, in one order for all, so that concurrent transactions can't deadlock.
    pub(crate) fn in_order(self) -> Vec<Count> {
        let mut sums: Vec<_> = self.0.into_iter().filter(|(_, delta)| *delta != 0).collect();
        sums.sort_unstable();
        let count = |((upsert, key), delta)| Count { upsert, key, delta };
        sums.into_iter().map(count).collect()
    }
}
