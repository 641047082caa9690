//! Choosing places in a form that works before any script: what was chosen stays, what was searched for is added.

use tongxin_city::{Lang, Place, PlaceCode, PlaceTree};
use tongxin_web::Choice;

use crate::Scope;
use crate::places::pages::path_above;

/// Places offered besides those that are chosen.
const OFFERED_MAX: usize = 50;

/// Places to choose from, all inside a scope.
pub(super) struct Choosing<'a> {
    pub(super) tree: &'a PlaceTree,
    pub(super) scope: &'a Scope,
    pub(super) lang: Lang,
}

impl Choosing<'_> {
    /// The chosen places, then what a search finds; without a search the reader's own places and those right below.
    pub(super) fn choices(&self, search: &str, chosen: &[PlaceCode]) -> Vec<Choice> {
        let found = if search.trim().is_empty() {
            self.own()
        } else {
            self.hits(search)
        };
        let kept = chosen.iter().filter_map(|code| self.tree.get(code));
        let offered = found.into_iter().filter(|place| !chosen.contains(&place.code));
        let kept = kept.map(|place| self.choice(place, true));
        kept.chain(offered.take(OFFERED_MAX).map(|place| self.choice(place, false)))
            .collect()
    }

    fn own(&self) -> Vec<&Place> {
        let own = self.scope.places.iter().filter_map(|code| self.tree.get(code));
        own.flat_map(|place| std::iter::once(place).chain(self.tree.children(&place.code)))
            .collect()
    }

    fn hits(&self, search: &str) -> Vec<&Place> {
        let hits = self
            .scope
            .places
            .iter()
            .flat_map(|own| self.tree.search(search, Some(own), OFFERED_MAX));
        let mut codes: Vec<PlaceCode> = Vec::new();
        for hit in hits {
            // One's places may lie in each other.
            if !codes.contains(&hit.code) {
                codes.push(hit.code);
            }
        }
        codes.iter().filter_map(|code| self.tree.get(code)).collect()
    }

    fn choice(&self, place: &Place, chosen: bool) -> Choice {
        Choice {
            value: place.code.to_string(),
            label: place.name(self.lang).to_owned(),
            hint: path_above(self.tree, place, self.lang),
            chosen,
        }
    }
}

/// The codes among what a form sent; anything else in it was not one of ours.
pub(super) fn codes(sent: &[String]) -> Vec<PlaceCode> {
    sent.iter().filter_map(|code| code.parse().ok()).collect()
}
