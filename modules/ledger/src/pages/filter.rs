//! The filter of a list as a sentence: what can be chosen in it, and the further conditions a link may have brought.

use crate::pages::rows::Sight;
use crate::rules::need::{Lifeline, Priority, State};
use crate::store::list::Sort;
use tongxin_account::Scope;
use tongxin_city::{Place, PlaceCode, Timestamp};
use tongxin_web::{Address, Choice};

/// Places offered below the chosen one.
const PLACES_MAX: usize = 100;
/// Parameters the sentence itself has fields for.
const OWN: [&str; 7] = ["lifeline", "priority", "overdue", "place", "sort", "q", "with_closed"];

/// The sentence: "show open · food · urgent needs · overdue · in Yubei · with …, earliest due first".
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    /// None when a link brought several states, which stand among the conditions then.
    pub(super) states: Option<Vec<Choice>>,
    pub(super) lifelines: Vec<Choice>,
    pub(super) priorities: Vec<Choice>,
    pub(super) times: Vec<Choice>,
    pub(super) places: Vec<Choice>,
    pub(super) sorts: Vec<Choice>,
    pub(super) search: String,
    pub(super) with_closed: bool,
    /// Conditions without a field of their own.
    pub(super) conditions: Vec<Condition>,
    /// The same, to be sent along.
    pub(super) hidden: Vec<(String, String)>,
    /// Whether anything is filtered at all.
    pub(super) is_filtered: bool,
}

/// A condition that can be taken away.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub(super) text: String,
    /// The list without it.
    pub(super) href: String,
}

/// A quick filter: a list one click away.
#[derive(Debug, Clone)]
pub(super) struct Chip {
    pub(super) text: String,
    pub(super) href: String,
    pub(super) is_current: bool,
    /// How many rows it has; empty when not counted.
    pub(super) count: String,
}

impl Sentence {
    pub(super) fn of(sight: &Sight<'_>, address: &Address, scope: &Scope) -> Self {
        let states = address.all("state");
        let is_own = |name: &str| OWN.contains(&name) || (name == "state" && states.len() <= 1) || name == "cursor";
        let hidden = address
            .pairs()
            .iter()
            .filter(|(name, _)| !is_own(name))
            .cloned()
            .collect();
        let words = |prefix: &str, words: Vec<&'static str>, any: &str, chosen: &str| {
            let any = Choice {
                label: sight.t(any),
                chosen: chosen.is_empty(),
                ..Choice::default()
            };
            let others = words.into_iter().map(|word| Choice {
                value: word.to_owned(),
                label: sight.t(&format!("{prefix}{word}")),
                hint: String::new(),
                chosen: word == chosen,
            });
            std::iter::once(any).chain(others).collect::<Vec<_>>()
        };
        let all = |name: &str| address.first(name);
        Sentence {
            states: (states.len() <= 1).then(|| {
                let values = State::ALL.iter().map(|state| state.as_str()).collect();
                words("ledger-state-", values, "ledger-filter-open", all("state"))
            }),
            lifelines: words(
                "ledger-lifeline-",
                Lifeline::ALL.iter().map(|lifeline| lifeline.as_str()).collect(),
                "ledger-filter-any-lifeline",
                all("lifeline"),
            ),
            priorities: words(
                "ledger-priority-",
                Priority::ALL.iter().map(|priority| priority.as_str()).collect(),
                "ledger-filter-any-priority",
                all("priority"),
            ),
            times: words(
                "ledger-filter-overdue-",
                vec!["true", "false"],
                "ledger-filter-any-time",
                all("overdue"),
            ),
            places: places(sight, scope, all("place").parse().ok()),
            sorts: [Sort::Due, Sort::Newest, Sort::Untouched]
                .into_iter()
                .map(|sort| Choice {
                    value: sort.as_str().to_owned(),
                    label: sight.t(&format!("ledger-sort-{}", sort.as_str())),
                    hint: String::new(),
                    chosen: all("sort") == sort.as_str(),
                })
                .collect(),
            search: all("q").to_owned(),
            with_closed: all("with_closed") == "true",
            conditions: conditions(sight, address, states.len() > 1),
            hidden,
            is_filtered: address.without(&["sort"]).is_filtered(),
        }
    }
}

/// The reader's own places, the chosen one with those above it, and those right below it.
fn places(sight: &Sight<'_>, scope: &Scope, chosen: Option<PlaceCode>) -> Vec<Choice> {
    let tree = &sight.tree;
    let mut listed: Vec<&Place> = Vec::new();
    if let Some(chosen) = &chosen {
        listed.extend(
            tree.path(chosen)
                .into_iter()
                .filter(|place| scope.contains_place(&place.code)),
        );
    }
    let own = scope.places.iter().filter_map(|code| tree.get(code));
    let own: Vec<&Place> = own
        .filter(|place| listed.iter().all(|known| known.code != place.code))
        .collect();
    listed.splice(0..0, own);
    let below = match (&chosen, &scope.places[..]) {
        (Some(chosen), _) => Some(*chosen),
        (None, [only]) => Some(*only),
        (None, _) => None,
    };
    listed.extend(below.iter().flat_map(|code| tree.children(code)).take(PLACES_MAX));
    let mut choices = vec![Choice {
        label: sight.t("ledger-filter-any-place"),
        chosen: chosen.is_none(),
        ..Choice::default()
    }];
    choices.extend(listed.into_iter().map(|place| Choice {
        value: place.code.to_string(),
        label: place.name(sight.lang).to_owned(),
        hint: String::new(),
        chosen: chosen == Some(place.code),
    }));
    choices
}

fn conditions(sight: &Sight<'_>, address: &Address, has_states: bool) -> Vec<Condition> {
    let mut found = Vec::new();
    let mut add = |names: &[&str], text: String| {
        found.push(Condition {
            text,
            href: address.without(names).to_string(),
        });
    };
    if has_states {
        let states = address.all("state");
        let words: Vec<String> = states
            .iter()
            .map(|state| sight.t(&format!("ledger-state-{state}")))
            .collect();
        add(&["state"], words.join(" · "));
    }
    let (kind, topic) = (address.first("kind"), address.first("topic"));
    if !kind.is_empty() || !topic.is_empty() {
        let kind_name = sight.kinds.get(kind).map(|kind| sight.t(kind.name));
        let topic_name = sight.kinds.topic(kind, topic).map(|topic| sight.t(topic.name));
        let words: Vec<String> = kind_name.into_iter().chain(topic_name).collect();
        add(&["kind", "topic"], words.join(" · "));
    }
    for name in ["tier", "tier_from"] {
        let tier = address.first(name);
        if !tier.is_empty() {
            let tier = sight.t(&format!("ledger-tier-{tier}"));
            add(&[name], sight.ta(&format!("ledger-filter-{name}"), &[("tier", &tier)]));
        }
    }
    for name in ["raised_before", "raised_from", "untouched_since", "due_before"] {
        if let Ok(at) = address.first(name).parse::<Timestamp>() {
            let time = sight.zone.format(at, sight.lang);
            add(&[name], sight.ta(&format!("ledger-filter-{name}"), &[("time", &time)]));
        }
    }
    for name in [
        "mine",
        "household",
        "org",
        "assigned_account",
        "assigned_org",
        "merged_into",
    ] {
        let value = address.first(name);
        if !value.is_empty() {
            add(&[name], sight.ta(&format!("ledger-filter-{name}"), &[("id", value)]));
        }
    }
    found
}
