//! How many lots a household has in an allotment, by the allotment's own published rules.

use crate::limits::{DAYS_PER_LOT_MAX, HOUSEHOLD_LOTS_MAX, LOT_STEPS_MAX, LOTS_EACH_MAX, WAITING_MAX};
use serde::{Deserialize, Serialize};
use tongxin_places::DOOR_PEOPLE_MAX;
use tongxin_web::FieldFault;

/// What the rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// People who live there.
    pub people: u32,
    /// Of them under three years.
    pub infants: u32,
    /// Of them seventy or older.
    pub elders: u32,
    /// Whole days since it was last served of the same goods; none when it never was.
    pub days_since: Option<u32>,
    /// Draws for the same goods it asked in and came away empty from, since it was last served.
    pub carried: u32,
}

tongxin_city::words! {
    /// What lots are given for.
    Part, "part of the lots" {
        /// For asking.
        Base = "base",
        /// For each person after the first.
        People = "people",
        /// For an infant.
        Infant = "infant",
        /// For an elder.
        Elder = "elder",
        /// For waiting.
        Waiting = "waiting",
        /// For draws in vain.
        Carried = "carried",
    }
}

/// An allotment's rules: whole numbers of lots that are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LotRules {
    /// What every household has.
    pub base: u32,
    /// For each person after the first.
    pub per_further_person: u32,
    /// People after the first that count at most.
    pub further_people_max: u32,
    /// For a household with at least one infant.
    pub infant: u32,
    /// For a household with at least one elder.
    pub elder: u32,
    /// One lot for each so many whole days since it was last served.
    pub days_per_lot: u32,
    /// Lots for waiting at most; a household that was never served has them all.
    pub days_lots_max: u32,
    /// For each draw that it came away empty from.
    pub per_carried: u32,
    /// Such draws that count at most.
    pub carried_max: u32,
}

impl Default for LotRules {
    /// What the form suggests: an infant or an elder weighs as much as two more people; six draws in vain, or three
    /// weeks of waiting, as much as a family of seven.
    fn default() -> Self {
        LotRules {
            base: 1,
            per_further_person: 1,
            further_people_max: 6,
            infant: 2,
            elder: 2,
            days_per_lot: 3,
            days_lots_max: 7,
            per_carried: 2,
            carried_max: 6,
        }
    }
}

impl LotRules {
    /// The lots of a household with these facts, from 1 to [`HOUSEHOLD_LOTS_MAX`] under rules that passed
    /// [`LotRules::check`].
    pub fn lots(&self, facts: &Facts) -> u32 {
        self.parts(facts).into_iter().map(|(_, lots)| lots).sum()
    }

    /// What a household's lots are made of.
    pub fn parts(&self, facts: &Facts) -> [(Part, u32); 6] {
        let further = facts.people.saturating_sub(1).min(self.further_people_max);
        let waiting = facts.days_since.map_or(self.days_lots_max, |days| {
            let full = days.checked_div(self.days_per_lot).unwrap_or(0);
            full.min(self.days_lots_max)
        });
        [
            (Part::Base, self.base),
            (Part::People, self.per_further_person * further),
            (Part::Infant, if facts.infants > 0 { self.infant } else { 0 }),
            (Part::Elder, if facts.elders > 0 { self.elder } else { 0 }),
            (Part::Waiting, waiting),
            (Part::Carried, self.per_carried * facts.carried.min(self.carried_max)),
        ]
    }

    /// Whether every number is within its bounds; what is wrong, by field.
    ///
    /// # Errors
    /// Every field that is out of bounds; `lot_rules` itself when together they give too many lots.
    pub fn check(&self) -> Result<(), Vec<FieldFault>> {
        let bounds = [
            ("base", self.base, 1, LOTS_EACH_MAX),
            ("per_further_person", self.per_further_person, 0, LOTS_EACH_MAX),
            ("further_people_max", self.further_people_max, 0, LOT_STEPS_MAX),
            ("infant", self.infant, 0, LOTS_EACH_MAX),
            ("elder", self.elder, 0, LOTS_EACH_MAX),
            ("days_per_lot", self.days_per_lot, 1, DAYS_PER_LOT_MAX),
            ("days_lots_max", self.days_lots_max, 0, LOT_STEPS_MAX),
            ("per_carried", self.per_carried, 0, LOTS_EACH_MAX),
            ("carried_max", self.carried_max, 0, LOT_STEPS_MAX),
        ];
        let mut faults: Vec<FieldFault> = bounds
            .into_iter()
            .filter_map(|(field, found, least, most)| out_of_bounds(&format!("lot_rules.{field}"), found, least, most))
            .collect();
        if faults.is_empty() {
            faults.extend(out_of_bounds("lot_rules", self.lots_max(), 1, HOUSEHOLD_LOTS_MAX));
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// The lots of a household that has all there is.
    pub fn lots_max(&self) -> u32 {
        self.lots(&Facts {
            people: u32::MAX,
            infants: 1,
            elders: 1,
            days_since: None,
            carried: u32::MAX,
        })
    }
}

impl Facts {
    /// Whether the facts can be true of one door; what is wrong, by field.
    ///
    /// # Errors
    /// Every field that is out of bounds.
    pub fn check(&self) -> Result<(), Vec<FieldFault>> {
        let people = self.people.min(DOOR_PEOPLE_MAX);
        let faults: Vec<FieldFault> = [
            out_of_bounds("people", self.people, 1, DOOR_PEOPLE_MAX),
            out_of_bounds("infants", self.infants, 0, people),
            out_of_bounds("elders", self.elders, 0, people.saturating_sub(self.infants)),
            self.days_since
                .and_then(|days| out_of_bounds("days_since", days, 0, WAITING_MAX)),
            out_of_bounds("carried", self.carried, 0, WAITING_MAX),
        ]
        .into_iter()
        .flatten()
        .collect();
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

fn out_of_bounds(field: &str, found: u32, least: u32, most: u32) -> Option<FieldFault> {
    let is_inside = (least..=most).contains(&found);
    (!is_inside).then(|| {
        FieldFault::new(field, "supply-allotment-out-of-bounds")
            .arg("found", found)
            .arg("least", least)
            .arg("most", most)
    })
}
