//! The kinds of needs that the modules declare, and the registry the binary builds of them.

use crate::rules::due::DueTimes;
use crate::rules::need::{Lifeline, NeedState, Priority, Tier};
use std::sync::Arc;

/// Whom a need of a kind is raised for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RaisedFor {
    /// A household: by itself, or by somebody who works in its building.
    Household,
    /// A household, by the system alone: nobody can say by hand that it is so.
    HouseholdBySystem,
    /// An organisation of one of these kinds (keys): by somebody who acts for it.
    Org(&'static [&'static str]),
}

/// A kind of need, declared by the module that raises it.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Its key, stored with each need.
    pub key: &'static str,
    /// The language key of its name.
    pub name: &'static str,
    /// Whom it is raised for.
    pub raised_for: RaisedFor,
    /// Who deals with it first.
    pub start_tier: Tier,
    /// Whether nobody can close it by hand: the module that raised it does, once what it waits for has happened.
    pub closes_itself: bool,
    /// What it can be about.
    pub topics: &'static [Topic],
}

impl Kind {
    /// The topic of that key.
    pub fn topic(&self, key: &str) -> Option<&'static Topic> {
        self.topics.iter().find(|topic| topic.key == key)
    }
}

/// What a need of a kind can be about.
#[derive(Debug, Clone, Copy)]
pub struct Topic {
    /// Its key within the kind.
    pub key: &'static str,
    /// The language key of its name.
    pub name: &'static str,
    /// The lifeline it belongs to.
    pub lifeline: Lifeline,
    /// Hours until it is due, for urgent, high, normal and low.
    pub due_hours: [u32; 4],
}

impl Topic {
    /// Hours until a need of that priority is due.
    pub fn due_hours(&self, priority: Priority) -> u32 {
        self.due_hours[priority as usize]
    }
}

/// All kinds there are; cheap to clone.
#[derive(Debug, Clone)]
pub struct Kinds(Arc<[Kind]>);

impl Kinds {
    /// Collects what the modules declare. Of two kinds with one key the first counts.
    pub fn new(declared: &[&'static [Kind]]) -> Self {
        let mut kinds: Vec<Kind> = Vec::new();
        for kind in declared.iter().copied().flatten() {
            if !kinds.iter().any(|known| known.key == kind.key) {
                kinds.push(*kind);
            }
        }
        Self(kinds.into())
    }

    /// The kind of that key.
    pub fn get(&self, key: &str) -> Option<&Kind> {
        self.0.iter().find(|kind| kind.key == key)
    }

    /// The topic of that key within that kind.
    pub fn topic(&self, kind: &str, topic: &str) -> Option<&'static Topic> {
        self.get(kind)?.topic(topic)
    }

    /// How long a need's topic may take.
    pub fn due_times(&self, need: &NeedState) -> DueTimes {
        DueTimes::of(self.topic(&need.facts.kind, &need.facts.topic))
    }

    /// All, in the order declared.
    pub fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.0.iter()
    }

    /// All kinds' keys as a sentence part: "a, b, c".
    pub fn keys(&self) -> String {
        self.0.iter().map(|kind| kind.key).collect::<Vec<_>>().join(", ")
    }
}
