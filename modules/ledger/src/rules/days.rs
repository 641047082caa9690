//! What happened on each day, counted anew from entries, to be compared with the counts that boards sum.
//!
//! There are as many counts as days × places × topics × events, so of each day only sums are held ([`DaySums`]); the day
//! whose sums differ is then counted by itself ([`DayCounts`]), which names the first count that is wrong.

use crate::rules::entry::EntryKind;
use crate::rules::need::{Facts, Standing};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Whether an entry made its need overdue: a day counts that besides the entry itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnedOverdue {
    /// It did not, or it is the entry that says nothing else.
    No,
    /// It did.
    Yes,
    /// Its body was erased, and an entry of that kind may have.
    Unknown,
}

impl TurnedOverdue {
    /// What an entry did, by its kind and the standings before and after it, as far as they were not erased.
    pub fn by(kind: &str, before: Option<&Standing>, after: Option<&Standing>) -> Self {
        let is_kind = |known: EntryKind| kind == known.as_str();
        match (before, after) {
            _ if is_kind(EntryKind::Overdue) => TurnedOverdue::No,
            (Some(before), Some(after)) if after.is_overdue && !before.is_overdue => TurnedOverdue::Yes,
            (_, None) if is_kind(EntryKind::Escalated) || is_kind(EntryKind::Undone) => TurnedOverdue::Unknown,
            _ => TurnedOverdue::No,
        }
    }
}

/// What a day's count is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayKey {
    /// Where.
    pub subdistrict: String,
    /// The kind of need.
    pub kind: String,
    /// What it is about.
    pub topic: String,
    /// What happened: a kind of entry.
    pub event: String,
}

impl DayKey {
    /// What an event of a need counts as.
    pub fn of(facts: &Facts, event: &str) -> Self {
        DayKey {
            subdistrict: facts.subdistrict.to_string(),
            kind: facts.kind.clone(),
            topic: facts.topic.clone(),
            event: event.to_owned(),
        }
    }

    fn overdue(&self) -> Self {
        DayKey {
            event: EntryKind::Overdue.as_str().to_owned(),
            ..self.clone()
        }
    }

    fn is_overdue(&self) -> bool {
        self.event == EntryKind::Overdue.as_str()
    }
}

impl std::fmt::Display for DayKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let DayKey {
            subdistrict,
            kind,
            topic,
            event,
        } = self;
        write!(f, "{subdistrict} {kind} {topic} {event}")
    }
}

/// Two sums of a day that are equal when its counts are, whatever order they were added in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct DaySum {
    events: u128,
    /// Apart, because erasure takes some of what it is counted from.
    overdue: u128,
    overdue_count: i64,
    overdue_unknown: i64,
}

impl DaySum {
    fn fits(&self, tallied: &DaySum) -> bool {
        let most = self.overdue_count + self.overdue_unknown;
        let is_overdue_right = if self.overdue_unknown == 0 {
            self.overdue == tallied.overdue
        } else {
            (self.overdue_count..=most).contains(&tallied.overdue_count)
        };
        self.events == tallied.events && is_overdue_right
    }
}

/// The sums of all days.
#[derive(Debug, Clone)]
pub struct DaySums {
    /// Drawn anew for each verification, so that nobody can choose counts whose sums are alike.
    secret: [u8; 16],
    days: BTreeMap<i64, DaySum>,
}

impl DaySums {
    /// No days yet.
    pub fn new(secret: [u8; 16]) -> Self {
        DaySums {
            secret,
            days: BTreeMap::new(),
        }
    }

    /// The same without days: sums that can be compared with these.
    #[must_use]
    pub fn emptied(&self) -> Self {
        DaySums::new(self.secret)
    }

    /// Adds an entry of a need.
    pub fn add_entry(&mut self, day: i64, key: &DayKey, turned: TurnedOverdue) {
        self.add_count(day, key, 1);
        match turned {
            TurnedOverdue::No => {}
            TurnedOverdue::Yes => self.add_count(day, &key.overdue(), 1),
            TurnedOverdue::Unknown => self.days.entry(day).or_default().overdue_unknown += 1,
        }
    }

    /// Adds a count.
    pub fn add_count(&mut self, day: i64, key: &DayKey, count: i64) {
        // A negative count wraps around, as the sums do.
        let weighed = self.weight(key).wrapping_mul(i128::from(count).cast_unsigned());
        let sum = self.days.entry(day).or_default();
        if key.is_overdue() {
            sum.overdue = sum.overdue.wrapping_add(weighed);
            sum.overdue_count += count;
        } else {
            sum.events = sum.events.wrapping_add(weighed);
        }
    }

    fn weight(&self, key: &DayKey) -> u128 {
        let mut hash = Sha256::new_with_prefix(self.secret);
        for part in [&key.subdistrict, &key.kind, &key.topic, &key.event] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let hash: [u8; 32] = hash.finalize().into();
        hash[..16]
            .iter()
            .fold(0, |number, byte| (number << 8) | u128::from(*byte))
    }

    /// The days whose counts, summed in `tallied`, are not what these entries come to; in order.
    pub fn different(&self, tallied: &DaySums) -> Vec<i64> {
        let sum_of = |sums: &DaySums, day: &i64| sums.days.get(day).copied().unwrap_or_default();
        let days: std::collections::BTreeSet<i64> = self.days.keys().chain(tallied.days.keys()).copied().collect();
        days.into_iter()
            .filter(|day| !sum_of(self, day).fits(&sum_of(tallied, day)))
            .collect()
    }
}

/// One day's counts from its entries: of each at least and at most how many.
#[derive(Debug, Clone, Default)]
pub struct DayCounts(BTreeMap<DayKey, (i64, i64)>);

impl DayCounts {
    /// Adds an entry of a need.
    pub fn add_entry(&mut self, key: DayKey, turned: TurnedOverdue) {
        match turned {
            TurnedOverdue::No => {}
            TurnedOverdue::Yes => self.add(key.overdue(), (1, 1)),
            TurnedOverdue::Unknown => self.add(key.overdue(), (0, 1)),
        }
        self.add(key, (1, 1));
    }

    fn add(&mut self, key: DayKey, (least, most): (i64, i64)) {
        let counted = self.0.entry(key).or_default();
        *counted = (counted.0 + least, counted.1 + most);
    }

    /// The first count in `tallied` that is not what the entries come to.
    pub fn first_different(&self, tallied: &BTreeMap<DayKey, i64>) -> Option<DayKey> {
        let keys: std::collections::BTreeSet<&DayKey> = self.0.keys().chain(tallied.keys()).collect();
        let is_wrong = |key: &&DayKey| {
            let (least, most) = self.0.get(key).copied().unwrap_or_default();
            !(least..=most).contains(&tallied.get(key).copied().unwrap_or_default())
        };
        keys.into_iter().find(is_wrong).cloned()
    }
}
