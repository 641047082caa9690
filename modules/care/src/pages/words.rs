//! People and visits in words.

use crate::api::DoorOfVisit;
use crate::care::Care;
use crate::error::CareError;
use crate::rules::group::Rhythm;
use crate::rules::visit::VisitState;
use crate::store::openings::Opening;
use crate::store::visits::Visit as RoundVisit;
use std::sync::Arc;
use tongxin_account::Visit;
use tongxin_city::{Day, Level, PlaceCode, PlaceTree, Timestamp};

/// How something stands: its colour and its word, as `state_badge` shows them.
#[derive(Debug, Clone)]
pub(super) struct Badge {
    pub(super) state: &'static str,
    pub(super) word: String,
}

/// A way to look at a list, as `care_macros.html` shows it.
pub(super) struct Chip {
    pub(super) href: String,
    pub(super) word: String,
    /// Whether it is looked at in this way now.
    pub(super) is_current: bool,
}

/// Rows of one building.
pub(super) struct Building<R> {
    pub(super) name: String,
    pub(super) rows: Vec<R>,
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

    /// What a place is called.
    pub(super) fn place(&self, code: &PlaceCode) -> String {
        let found = self.tree.get(code);
        found.map_or_else(|| code.to_string(), |place| place.name(self.visit.lang()).to_owned())
    }

    /// The community around a building with the subdistrict above it.
    pub(super) fn community(&self, building: &PlaceCode) -> String {
        let levels = [Level::Subdistrict, Level::Community];
        let codes = levels.map(|level| self.tree.widths().ancestor(building, level));
        let names: Vec<String> = codes.iter().flatten().map(|code| self.place(code)).collect();
        names.join(" › ")
    }

    /// Rows under the buildings that they are of, in their order.
    pub(super) fn by_building<R>(&self, rows: impl IntoIterator<Item = (PlaceCode, R)>) -> Vec<Building<R>> {
        let mut buildings: Vec<(PlaceCode, Building<R>)> = Vec::new();
        for (code, row) in rows {
            match buildings.last_mut().filter(|(last, _)| *last == code) {
                Some((_, building)) => building.rows.push(row),
                None => {
                    let name = self.building(&code);
                    buildings.push((code, Building { name, rows: vec![row] }));
                }
            }
        }
        buildings.into_iter().map(|(_, building)| building).collect()
    }

    /// Door and name; nobody in particular for whoever sees no doors.
    pub(super) fn who(&self, known: &DoorOfVisit) -> String {
        let name = known.person.as_ref().and_then(|person| person.name.clone());
        let who: Vec<String> = known.door.iter().cloned().chain(name).collect();
        if who.is_empty() {
            self.t("care-somebody")
        } else {
            who.join(" ")
        }
    }

    /// In which part of the day somebody is looked in on, and by when.
    pub(super) fn due(&self, row: &RoundVisit) -> String {
        let part = self.t(&format!("care-part-{}", row.key.part));
        self.ta("care-due-by", &[("part", &part), ("at", &self.time(row.due_at))])
    }

    /// Who opened something, when and for what, each in a line.
    pub(super) async fn openings(&self, care: &Care, found: &[Opening]) -> Result<Vec<String>, CareError> {
        let actors = found.iter().map(|opening| opening.actor.as_str());
        let names = care.names_of(self.visit, actors).await?;
        let line = |opening: &Opening| {
            let by = names.get(&opening.actor).cloned().unwrap_or_default();
            format!("{} · {by} · {}", self.when(opening.at), opening.why)
        };
        Ok(found.iter().map(line).collect())
    }

    /// What somebody who did something is called.
    pub(super) async fn name(&self, care: &Care, actor: &str) -> Result<Option<String>, CareError> {
        Ok(care.names_of(self.visit, std::iter::once(actor)).await?.remove(actor))
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
