//! The whitelist in words.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::EXPIRING_DAYS;
use crate::rules::listing::{ApplicationState, ListingState, Standing};
use std::collections::HashMap;
use std::sync::Arc;
use tongxin_account::{Visit, account_of};
use tongxin_city::{Day, Level, PlaceCode, PlaceTree};
use tongxin_web::{Choice, Problem};

/// How something stands: its colour and its word, as `state_badge` shows them.
#[derive(Debug, Clone)]
pub(in crate::pages) struct Badge {
    pub(in crate::pages) state: &'static str,
    pub(in crate::pages) word: String,
}

/// What a page needs to say the whitelist in words.
pub(in crate::pages) struct Words<'a> {
    pub(in crate::pages) visit: &'a Visit,
    pub(in crate::pages) tree: Arc<PlaceTree>,
    pub(in crate::pages) today: Day,
}

impl<'a> Words<'a> {
    pub(in crate::pages) fn of(supply: &Supply, visit: &'a Visit) -> Result<Self, SupplyError> {
        Ok(Words {
            visit,
            tree: supply.places().tree(),
            today: supply.today(visit.now())?,
        })
    }

    pub(in crate::pages) fn t(&self, key: &str) -> String {
        self.visit.t(key)
    }

    pub(in crate::pages) fn ta(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.visit.asked.shell.texts.text_with(self.visit.lang(), key, args)
    }

    /// A day with its year.
    pub(in crate::pages) fn day(&self, day: Day) -> String {
        day.format_with_year(self.visit.lang())
    }

    /// A place with those above it, from its district down.
    pub(in crate::pages) fn place(&self, code: &PlaceCode) -> String {
        let path = self.tree.path(code);
        let names = path.iter().filter(|place| place.level >= Level::District);
        let names: Vec<&str> = names.map(|place| place.name(self.visit.lang())).collect();
        if names.is_empty() {
            self.name(code)
        } else {
            names.join(" › ")
        }
    }

    /// A place's own name.
    pub(in crate::pages) fn name(&self, code: &PlaceCode) -> String {
        let place = self.tree.get(code);
        place.map_or_else(|| code.to_string(), |place| place.name(self.visit.lang()).to_owned())
    }

    /// A building with the compound above it, as people know it: many compounds have a building 1.
    pub(in crate::pages) fn building(&self, code: &PlaceCode) -> String {
        self.tree.building_name(code, self.visit.lang())
    }

    /// Places in a line.
    pub(in crate::pages) fn names(&self, codes: &[PlaceCode]) -> String {
        let names: Vec<String> = codes.iter().map(|code| self.name(code)).collect();
        names.join(self.visit.lang().pick("、", ", "))
    }

    /// How a listing stands; one that runs out soon or has not begun says so.
    pub(super) fn listing(&self, standing: &Standing) -> Badge {
        let left = standing.valid.until.days_since(self.today);
        let state = match standing.state {
            ListingState::Listed if standing.valid.from > self.today => {
                let word = self.ta("supply-whitelist-begins", &[("day", &self.day(standing.valid.from))]);
                return Badge { state: "unknown", word };
            }
            ListingState::Listed if left <= EXPIRING_DAYS => {
                let word = self.ta("supply-whitelist-days-left", &[("n", &left.max(0).to_string())]);
                return Badge {
                    state: "strained",
                    word,
                };
            }
            ListingState::Listed => "stable",
            ListingState::Suspended => "strained",
            ListingState::Expired => "failing",
            ListingState::Ended => "unknown",
        };
        Badge {
            state,
            word: self.t(&format!("supply-listing-{}", standing.state)),
        }
    }

    /// How an application stands.
    pub(super) fn application(&self, state: ApplicationState) -> Badge {
        Badge {
            state: match state {
                ApplicationState::Open => "strained",
                ApplicationState::Listed => "stable",
                ApplicationState::Refused | ApplicationState::Withdrawn => "unknown",
            },
            word: self.t(&format!("supply-application-{state}")),
        }
    }

    /// The words of an enum as choices, with one for all of them when `any` names it.
    pub(in crate::pages) fn choices(&self, prefix: &str, words: &[&str], any: &str, chosen: &str) -> Vec<Choice> {
        let all = (!any.is_empty()).then(|| Choice {
            label: self.t(any),
            chosen: chosen.is_empty(),
            ..Choice::default()
        });
        let each = words.iter().map(|word| Choice {
            value: (*word).to_owned(),
            label: self.t(&format!("{prefix}{word}")),
            hint: String::new(),
            chosen: *word == chosen,
        });
        all.into_iter().chain(each).collect()
    }
}

/// What begins the name of whoever drove a run and said so from the run's link.
const DRIVER: &str = "run:";
/// The same of whoever carried on foot.
const VOLUNTEER: &str = "foot:";

/// Those who did things, by how they are remembered: accounts by the name they chose.
pub(in crate::pages) async fn actors<'t>(
    supply: &Supply,
    words: &Words<'_>,
    actors: impl Iterator<Item = &'t str>,
) -> Result<HashMap<String, String>, Problem> {
    let actors: Vec<&str> = actors.collect();
    let ids = actors.iter().filter_map(|actor| account_of(actor));
    let names = supply.accounts().display_names(ids).await?;
    let said = |actor: &str| match account_of(actor) {
        Some(id) => names
            .get(&id)
            .cloned()
            .unwrap_or_else(|| words.t("supply-actor-account")),
        None if actor == "system" => words.t("supply-actor-system"),
        None if actor.starts_with(DRIVER) => {
            words.ta("supply-actor-driver", &[("run", actor.trim_start_matches(DRIVER))])
        }
        None if actor.starts_with(VOLUNTEER) => words.t("supply-actor-volunteer"),
        None => words.t("supply-actor-nobody"),
    };
    Ok(actors.iter().map(|actor| ((*actor).to_owned(), said(actor))).collect())
}
