//! Counters: deltas are summed while writes run, and applied once for all that commit together.

use crate::Value;
use std::collections::{BTreeMap, HashMap};

/// A delta of one counter: the upsert that applies it, and the counter's key.
pub(crate) struct Count {
    pub(crate) upsert: &'static str,
    pub(crate) key: Vec<Value>,
    pub(crate) delta: i64,
}

/// The sums of deltas, by statement and key.
#[derive(Default)]
pub(crate) struct Counts(BTreeMap<&'static str, HashMap<Vec<Value>, i64>>);

impl Counts {
    pub(crate) fn add(&mut self, counts: Vec<Count>) {
        for Count { upsert, key, delta } in counts {
            *self.0.entry(upsert).or_default().entry(key).or_default() += delta;
        }
    }

    /// What changes something, in one order for all, so that concurrent transactions can't deadlock.
    pub(crate) fn in_order(self) -> Vec<Count> {
        let mut all = Vec::new();
        for (upsert, sums) in self.0 {
            let mut sums: Vec<_> = sums.into_iter().filter(|(_, delta)| *delta != 0).collect();
            sums.sort_unstable();
            all.extend(sums.into_iter().map(|(key, delta)| Count { upsert, key, delta }));
        }
        all
    }
}
