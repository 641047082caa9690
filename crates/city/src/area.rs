//! An area (片区): a named set of places that is not one node, such as a new development area or a control zone.

use serde::{Deserialize, Serialize};

use crate::{PlaceCode, PlaceTree};

/// A named set of places; whatever lies inside one of them belongs to it.
///
/// Members are sorted and none lies inside another, which makes [`Area::contains`] one binary search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    name: String,
    #[serde(deserialize_with = "outermost_first")]
    places: Vec<PlaceCode>,
}

/// Why an area can't be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AreaError {
    /// The name is blank.
    #[error("an area has no name")]
    NameEmpty,
    /// No place was given.
    #[error("area {name:?} has no places: at least one place code would be right")]
    NoPlaces {
        /// The area's name.
        name: String,
    },
    /// A place that the tree does not hold.
    #[error("area {name:?} names place {code}, which the city does not have")]
    UnknownPlace {
        /// The area's name.
        name: String,
        /// The unknown code.
        code: PlaceCode,
    },
}

impl Area {
    /// Makes an area of places that exist in `tree`. Places inside other given places are absorbed.
    ///
    /// # Errors
    /// When the name is blank, no place is given, or one is unknown.
    pub fn new(name: &str, places: impl IntoIterator<Item = PlaceCode>, tree: &PlaceTree) -> Result<Area, AreaError> {
        let name = name.trim().to_owned();
        if name.is_empty() {
            return Err(AreaError::NameEmpty);
        }
        let places = without_nested(places.into_iter().collect());
        if places.is_empty() {
            return Err(AreaError::NoPlaces { name });
        }
        if let Some(code) = places.iter().find(|code| tree.get(code).is_none()) {
            return Err(AreaError::UnknownPlace { name, code: *code });
        }
        Ok(Area { name, places })
    }

    /// The area's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The outermost places, in code order.
    pub fn places(&self) -> &[PlaceCode] {
        &self.places
    }

    /// Whether `code` is one of the places or lies inside one.
    pub fn contains(&self, code: &PlaceCode) -> bool {
        // As no member lies inside another, the last member not above `code` is the only one that can hold it.
        let not_above = self.places.partition_point(|member| member <= code);
        not_above
            .checked_sub(1)
            .is_some_and(|last| code.is_inside(&self.places[last]))
    }

    /// People living in the area, as far as the places' populations are known.
    pub fn people(&self, tree: &PlaceTree) -> u64 {
        self.places
            .iter()
            .filter_map(|code| tree.get(code)?.population)
            .map(|population| u64::from(population.people))
            .sum()
    }
}

fn without_nested(mut places: Vec<PlaceCode>) -> Vec<PlaceCode> {
    places.sort_unstable();
    // Sorted, a place comes right before all inside it, so comparing with the last one kept is enough.
    places.dedup_by(|inner, outer| inner.is_inside(outer));
    places
}

fn outermost_first<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<PlaceCode>, D::Error> {
    Ok(without_nested(Vec::deserialize(deserializer)?))
}
