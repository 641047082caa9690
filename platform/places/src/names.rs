//! What places are called, for those who have no tree at hand.

use crate::Places;
use serde::Serialize;
use std::collections::BTreeSet;
use tongxin_city::{Lang, Level, PlaceCode};

/// What a place is called; a building by its compound and itself, as people know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlaceNames {
    /// Its code.
    pub code: PlaceCode,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Places {
    /// What those places are called, each once, in code order.
    pub fn names_of(&self, codes: impl IntoIterator<Item = PlaceCode>) -> Vec<PlaceNames> {
        let tree = self.tree();
        let name = |code: &PlaceCode, lang| match tree.get(code) {
            Some(found) if found.level != Level::Building => found.name(lang).to_owned(),
            _ => tree.building_name(code, lang),
        };
        let codes: BTreeSet<PlaceCode> = codes.into_iter().collect();
        let names = codes.into_iter().map(|code| PlaceNames {
            code,
            zh: name(&code, Lang::Zh),
            en: name(&code, Lang::En),
        });
        names.collect()
    }
}
