//! What an allotment may be, when a household may ask in it, and what its ask says.

use crate::limits::{
    ALLOTMENT_HOUSEHOLD_PIECES_MAX, ALLOTMENT_NAME_CHARS_MAX, ALLOTMENT_PIECES_MAX, ALLOTMENT_PLACES_MAX,
    ASKING_AHEAD_DAYS_MAX, ASKING_DAYS_MAX, ASKING_MINUTES_MIN, DRAW_GRACE_MINUTES, WAITING_MAX, WITNESS_CHARS_MAX,
};
use crate::rules::fields::Fields;
use crate::rules::lots::{Facts, LotRules};
use serde::{Deserialize, Serialize};
use tongxin_city::{Day, Fen, ItemId, OrgId, PlaceCode, Timestamp};
use tongxin_web::FieldFault;

tongxin_city::words! {
    /// What of an allotment stands in the database.
    AllotmentState, "state of an allotment" {
        /// The list of asks can still change, or has not been read yet.
        Open = "open",
        /// The list is fixed and its digest public; the draw is not written yet.
        Closed = "closed",
        /// The draw is done.
        Drawn = "drawn",
    }
}

tongxin_city::words! {
    /// Where an allotment stands at a moment.
    Phase, "phase of an allotment" {
        /// Asking has not begun.
        Announced = "announced",
        /// Households ask.
        Asking = "asking",
        /// Asking has ended; the draw follows.
        Closed = "closed",
        /// The draw is done.
        Drawn = "drawn",
    }
}

/// An allotment to be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAllotment {
    /// The outlet that has the goods.
    pub org: OrgId,
    /// The goods.
    pub item: ItemId,
    /// What people call it.
    pub name: String,
    /// Places whose households may ask.
    pub places: Vec<PlaceCode>,
    /// Pieces there are.
    pub pieces: u64,
    /// Pieces for one household.
    pub household_pieces: u64,
    /// What a piece costs, in fen; 0 when it is free.
    pub price_fen: Fen,
    /// How many lots whom.
    #[serde(default)]
    pub lot_rules: LotRules,
    /// Where something will be found that nobody can know before the window closes; left out, the seed decides alone.
    #[serde(default)]
    pub witness_source: Option<String>,
    /// When asking begins.
    pub opens_at: Timestamp,
    /// When asking ends.
    pub closes_at: Timestamp,
}

impl NewAllotment {
    /// The same with its texts trimmed, if everything is within bounds at that moment.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn checked(mut self, now: Timestamp) -> Result<NewAllotment, Vec<FieldFault>> {
        let mut fields = Fields::default();
        self.name = fields.line("name", &self.name, ALLOTMENT_NAME_CHARS_MAX);
        let source = self.witness_source.unwrap_or_default();
        let source = fields.optional_line("witness_source", &source, WITNESS_CHARS_MAX);
        self.witness_source = (!source.is_empty()).then_some(source);
        if !(1..=ALLOTMENT_PLACES_MAX).contains(&self.places.len()) {
            fields.add(bounds("places", self.places.len(), 1, ALLOTMENT_PLACES_MAX));
        }
        if !(1..=ALLOTMENT_PIECES_MAX).contains(&self.pieces) {
            fields.add(bounds("pieces", self.pieces, 1, ALLOTMENT_PIECES_MAX));
        }
        let each_max = self.pieces.clamp(1, ALLOTMENT_HOUSEHOLD_PIECES_MAX);
        if !(1..=each_max).contains(&self.household_pieces) {
            fields.add(bounds("household_pieces", self.household_pieces, 1, each_max));
        }
        for fault in self.lot_rules.check().err().into_iter().flatten() {
            fields.add(fault);
        }
        fault_of_times(self.opens_at, self.closes_at, now)
            .into_iter()
            .for_each(|fault| fields.add(fault));
        self.places.sort_unstable();
        self.places.dedup();
        fields.finish(self)
    }
}

/// The commitment stands before anybody asks, so asking begins later than now.
fn fault_of_times(opens_at: Timestamp, closes_at: Timestamp, now: Timestamp) -> Option<FieldFault> {
    if opens_at <= now {
        return Some(FieldFault::new("opens_at", "supply-allotment-opens-too-early"));
    }
    if opens_at > now.plus_days(ASKING_AHEAD_DAYS_MAX) {
        return Some(FieldFault::new("opens_at", "supply-allotment-opens-too-late").arg("days", ASKING_AHEAD_DAYS_MAX));
    }
    let is_long_enough = closes_at >= opens_at.plus_minutes(ASKING_MINUTES_MIN);
    let is_short_enough = closes_at <= opens_at.plus_days(ASKING_DAYS_MAX);
    (!(is_long_enough && is_short_enough)).then(|| {
        FieldFault::new("closes_at", "supply-allotment-window")
            .arg("minutes", ASKING_MINUTES_MIN)
            .arg("days", ASKING_DAYS_MAX)
    })
}

fn bounds(field: &str, found: impl ToString, least: impl ToString, most: impl ToString) -> FieldFault {
    FieldFault::new(field, "supply-allotment-out-of-bounds")
        .arg("found", found)
        .arg("least", least)
        .arg("most", most)
}

/// Where it stands at that moment.
pub fn phase(state: AllotmentState, opens_at: Timestamp, closes_at: Timestamp, now: Timestamp) -> Phase {
    match state {
        AllotmentState::Drawn => Phase::Drawn,
        AllotmentState::Closed => Phase::Closed,
        AllotmentState::Open if now < opens_at => Phase::Announced,
        AllotmentState::Open if now < closes_at => Phase::Asking,
        AllotmentState::Open => Phase::Closed,
    }
}

/// From when the list of asks may be read: whatever was asked in time is written by then.
pub fn list_is_final_at(closes_at: Timestamp) -> Timestamp {
    closes_at.plus_minutes(DRAW_GRACE_MINUTES)
}

/// What a household says of itself when it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Declared {
    /// People who live there; not needed where the community knows it.
    pub people: Option<u32>,
    /// Of them under three years.
    pub infants: u32,
    /// Of them seventy or older.
    pub elders: u32,
}

/// What a household carries from earlier draws for the same goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Credit {
    /// Draws it came away empty from since it was last served.
    pub carried: u32,
    /// The day it was last served.
    pub served_on: Option<Day>,
}

impl Credit {
    /// The facts of an ask. What the community knows of a door goes before what the household says; waiting is counted to
    /// the day the window opens, so that the minute of asking changes nothing.
    ///
    /// # Errors
    /// Everything that can't be true, by field.
    pub fn facts(
        &self,
        declared: Declared,
        known_people: Option<u32>,
        opens_on: Day,
    ) -> Result<Facts, Vec<FieldFault>> {
        let people = known_people
            .or(declared.people)
            .ok_or_else(|| vec![FieldFault::new("people", "field-required")])?;
        let days_since = self.served_on.map(|served| {
            let days = opens_on.days_since(served).max(0);
            u32::try_from(days).unwrap_or(WAITING_MAX).min(WAITING_MAX)
        });
        let facts = Facts {
            people,
            infants: declared.infants,
            elders: declared.elders,
            days_since,
            carried: self.carried.min(WAITING_MAX),
        };
        facts.check().map(|()| facts)
    }
}
