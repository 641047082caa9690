//! What the decision must know of a firm: its listing, those it has listed, and the passes it has already.

use crate::rules::row::PassRow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use tongxin_city::{Day, PlaceCode};
use tongxin_pass_format::pass::Holder;

/// A firm as the whitelist knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirmFacts {
    /// Its last day on the whitelist; nothing while it may not serve.
    pub listed_until: Option<Day>,
    /// Where it serves: everything inside these places.
    pub service_places: Vec<PlaceCode>,
    /// The names of its staff.
    pub staff: Vec<String>,
    /// The plates of its vehicles.
    pub plates: BTreeSet<String>,
}

impl FirmFacts {
    /// How many of its staff have that surname. Chinese names begin with it; of others any word may be it.
    pub fn staff_called(&self, surname: &str) -> usize {
        let is_called = |name: &&String| {
            let is_word = name.split_whitespace().any(|word| word.eq_ignore_ascii_case(surname));
            is_word || (!surname.is_ascii() && name.trim().starts_with(surname))
        };
        self.staff.iter().filter(is_called).count()
    }

    /// Whether a place lies where it serves.
    pub fn serves(&self, place: &PlaceCode) -> bool {
        self.service_places.iter().any(|area| place.is_inside(area))
    }
}

/// The passes of a firm that count or may come to count.
#[derive(Debug, Clone, Default)]
pub struct Used {
    holders: HashSet<Holder>,
    surnames: BTreeMap<String, usize>,
    vehicles: usize,
}

impl Used {
    /// Counts one more.
    pub fn add(&mut self, holder: &Holder) {
        if !self.holders.insert(holder.clone()) {
            return;
        }
        match holder {
            Holder::Person { surname, .. } => *self.surnames.entry(surname.clone()).or_default() += 1,
            Holder::Vehicle { .. } => self.vehicles += 1,
        }
    }

    /// Whether the row's holder has one.
    pub fn has(&self, row: &PassRow) -> bool {
        self.holders.contains(&row.holder)
    }

    /// How many people of that surname have one.
    pub fn called(&self, surname: &str) -> usize {
        self.surnames.get(surname).copied().unwrap_or(0)
    }

    /// How many people have one.
    pub fn people(&self) -> usize {
        self.surnames.values().sum()
    }

    /// How many vehicles have one.
    pub fn vehicles(&self) -> usize {
        self.vehicles
    }
}
