//! The filter of a list as a sentence and as chips with counts.

use crate::pages::address::Address;
use crate::pages::whitelist::words::Words;
use crate::rules::listing::FirmKind;
use std::fmt::Display;
use tongxin_account::Scope;
use tongxin_city::{Place, PlaceCode};
use tongxin_web::Choice;

/// Places offered below the chosen one.
const PLACES_MAX: usize = 100;

/// "Show shops · in Yubei · with …".
pub(super) struct Sentence {
    pub(super) action: &'static str,
    /// Conditions without a field here, to be sent along.
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) kinds: Vec<Choice>,
    pub(super) places: Vec<Choice>,
    pub(super) search: String,
    pub(super) is_filtered: bool,
}

/// A list one click away, with how many rows it has.
pub(super) struct Chip {
    pub(super) text: String,
    pub(super) href: String,
    pub(super) is_current: bool,
    pub(super) count: String,
}

impl Sentence {
    pub(super) fn of(words: &Words<'_>, address: &Address, scope: &Scope, action: &'static str) -> Sentence {
        let kinds: Vec<&str> = FirmKind::ALL.iter().map(|kind| kind.as_str()).collect();
        let kept = ["state", "expiring_before"].map(|name| (name, address.first(name).to_owned()));
        Sentence {
            action,
            hidden: kept.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
            kinds: words.choices(
                "supply-firm-",
                &kinds,
                "supply-whitelist-any-kind",
                address.first("kind"),
            ),
            places: place_choices(words, scope, address.first("place").parse().ok()),
            search: address.first("q").to_owned(),
            is_filtered: address.is_filtered(),
        }
    }
}

/// One chip for each state, and one for all.
pub(super) fn chips<S: Display>(
    words: &Words<'_>,
    address: &Address,
    prefix: &str,
    states: &[S],
    count: impl Fn(&S) -> i64,
) -> Vec<Chip> {
    let base = address.without("expiring_before");
    let is_plain = address.first("expiring_before").is_empty();
    let chosen = address.first("state");
    let all = Chip {
        text: words.t("supply-whitelist-all"),
        href: base.with("state", "").to_string(),
        is_current: chosen.is_empty() && is_plain,
        count: states.iter().map(&count).sum::<i64>().to_string(),
    };
    let each = states.iter().map(|state| Chip {
        text: words.t(&format!("{prefix}{state}")),
        href: base.with("state", &state.to_string()).to_string(),
        is_current: chosen == state.to_string() && is_plain,
        count: count(state).to_string(),
    });
    std::iter::once(all).chain(each).collect()
}

/// The reader's own places, the way down to the chosen one, and the places right below it.
fn place_choices(words: &Words<'_>, scope: &Scope, chosen: Option<PlaceCode>) -> Vec<Choice> {
    let tree = &words.tree;
    let mut listed: Vec<&Place> = scope.places.iter().filter_map(|code| tree.get(code)).collect();
    let mut add = |place| {
        if listed.iter().all(|known: &&Place| known.code != place) {
            listed.extend(tree.get(&place));
        }
    };
    if let Some(chosen) = chosen {
        let path = tree.path(&chosen).into_iter().map(|place| place.code);
        path.filter(|place| scope.contains_place(place)).for_each(&mut add);
    }
    let around = chosen.or(scope.places.first().copied().filter(|_| scope.places.len() == 1));
    let below: Vec<PlaceCode> = around
        .iter()
        .flat_map(|code| tree.children(code))
        .map(|place| place.code)
        .collect();
    below.into_iter().take(PLACES_MAX).for_each(add);
    let any = Choice {
        label: words.t("supply-whitelist-any-place"),
        chosen: chosen.is_none(),
        ..Choice::default()
    };
    let each = listed.into_iter().map(|place| Choice {
        value: place.code.to_string(),
        label: place.name(words.visit.lang()).to_owned(),
        hint: String::new(),
        chosen: chosen == Some(place.code),
    });
    std::iter::once(any).chain(each).collect()
}
