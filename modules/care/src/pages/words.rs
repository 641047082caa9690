//! People and visits in words.

use crate::care::Care;
use crate::error::CareError;
use crate::rules::group::Rhythm;
use crate::rules::visit::VisitState;
use std::sync::Arc;
use tongxin_account::Visit;
use tongxin_city::{Day, PlaceCode, PlaceTree, Timestamp};

/// How something stands: its colour and its word, as `state_badge` shows them.
#[derive(Debug, Clone)]
pub(super) struct Badge {
    pub(super) state: &'static str,
    pub(super) word: String,
}

/// What a page needs to say people and visits in words.
pub(super) struct Words<'a> {
    pub(super) visit: &'a Visit,
    tree: Arc<PlaceTree>,
    pub(super) today: Day,
}

impl<'a> Words<'a> {
    pub(super) fn of(care: &Care, visit: &'a Visit) -> Result<Self, CareError> {
        Ok(Words {
            visit,
            tree: care.places().tree(),
            today: care.day_of(visit.now())?,
        })
    }

    pub(super) fn t(&self, key: &str) -> String {
        self.visit.t(key)
    }

    pub(super) fn ta(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.visit.asked.shell.texts.text_with(self.visit.lang(), key, args)
    }

    pub(super) fn day(&self, day: Day) -> String {
        day.format(self.visit.lang())
    }

    pub(super) fn time(&self, at: Timestamp) -> String {
        self.visit.asked.shell.zone.format_time(at)
    }

    pub(super) fn when(&self, at: Timestamp) -> String {
        self.visit.asked.shell.zone.format(at, self.visit.lang())
    }

    /// A building with the compound above it, as people know it: many compounds have a building 1.
    pub(super) fn building(&self, code: &PlaceCode) -> String {
        self.tree.building_name(code, self.visit.lang())
    }

    pub(super) fn rhythm(&self, rhythm: Rhythm) -> String {
        match rhythm {
            Rhythm::TwiceADay => self.t("care-rhythm-twice"),
            Rhythm::EveryDays(1) => self.t("care-rhythm-daily"),
            Rhythm::EveryDays(days) => self.ta("care-rhythm-every", &[("n", &days.to_string())]),
            Rhythm::Never => self.t("care-rhythm-never"),
        }
    }

    pub(super) fn badge(&self, state: VisitState) -> Badge {
        let colour = match state {
            VisitState::Well => "stable",
            VisitState::Due | VisitState::NoAnswer | VisitState::Needs => "strained",
            VisitState::Unanswered | VisitState::Missed => "failing",
            VisitState::Refused | VisitState::Moved => "unknown",
        };
        Badge {
            state: colour,
            word: self.t(&format!("care-state-{state}")),
        }
    }
}
