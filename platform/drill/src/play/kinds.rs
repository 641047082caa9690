//! What the system states about the kinds of needs.

use crate::book::DueHours;
use crate::client::Answer;
use std::collections::HashMap;

/// The kinds of needs by their keys.
pub(super) struct Kinds {
    pub start_tiers: HashMap<String, u8>,
    pub due_hours: DueHours,
    pub lifelines: HashMap<(String, String), String>,
}

/// What the system states about the kinds of needs.
pub(super) fn kinds_of(answer: &Answer) -> Kinds {
    let mut kinds = Kinds {
        start_tiers: HashMap::new(),
        due_hours: DueHours::default(),
        lifelines: HashMap::new(),
    };
    for kind in answer.body.as_array().into_iter().flatten() {
        let key = kind["key"].as_str().unwrap_or_default();
        let tier = crate::check::TIERS
            .iter()
            .position(|tier| kind["start_tier"] == *tier)
            .unwrap_or_default();
        kinds
            .start_tiers
            .insert(key.to_owned(), u8::try_from(tier).unwrap_or_default());
        for topic in kind["topics"].as_array().into_iter().flatten() {
            let name = topic["key"].as_str().unwrap_or_default();
            let hours = |index: usize| {
                topic["due"][index]["hours"]
                    .as_u64()
                    .and_then(|hours| u32::try_from(hours).ok())
            };
            let hours = [0, 1, 2, 3].map(|index| hours(index).unwrap_or_default());
            kinds.due_hours.set(key, name, hours);
            let lifeline = topic["lifeline"].as_str().unwrap_or_default();
            kinds
                .lifelines
                .insert((key.to_owned(), name.to_owned()), lifeline.to_owned());
        }
    }
    kinds
}
