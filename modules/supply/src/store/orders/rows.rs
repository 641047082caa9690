//! An order's rows.

use crate::rules::order::{OrderEventKind, OrderLine, OrderState, Standing, Substitutes};
use crate::rules::payment::Pays;
use crate::store::columns::{at, corrupt, id, opt_at, opt_id, word};
use std::fmt;
use std::str::FromStr;
use tongxin_city::{AllotmentId, Fen, HouseholdId, NeedId, OrderId, OrgId, PlaceCode, RunId, Timestamp, WindowId};
use tongxin_storage::{Row, StorageError};

/// On whose word somebody ordered for another household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Consent {
    /// The household gave its own code.
    Code,
    /// It wrote a paper slip; the slip's number, or nothing once that was erased.
    Slip(String),
}

impl fmt::Display for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Consent::Code => f.write_str("code"),
            Consent::Slip(number) => write!(f, "slip {number}"),
        }
    }
}

impl FromStr for Consent {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text, text.strip_prefix("slip ")) {
            ("code", _) => Ok(Consent::Code),
            (_, Some(number)) => Ok(Consent::Slip(number.to_owned())),
            _ => Err(format!("{text:?} is no consent")),
        }
    }
}

/// An order as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) id: OrderId,
    pub(crate) org: OrgId,
    pub(crate) window: WindowId,
    pub(crate) household: HouseholdId,
    pub(crate) building: PlaceCode,
    pub(crate) subdistrict: PlaceCode,
    /// As on the door; empty once erased.
    pub(crate) door: String,
    pub(crate) contact: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) state: OrderState,
    pub(crate) pays: Pays,
    /// What is to be paid, as far as is known.
    pub(crate) total: Fen,
    pub(crate) substitutes: Substitutes,
    pub(crate) placed_by: String,
    pub(crate) consent: Option<Consent>,
    pub(crate) placed_at: Timestamp,
    /// The end of its window.
    pub(crate) due_at: Timestamp,
    /// When it is to arrive, as far as that is planned.
    pub(crate) planned_at: Option<Timestamp>,
    /// Six digits; empty once erased. It is for the household, never for the outlet.
    pub(crate) hand_over_code: String,
    /// How often the outlet gave another.
    pub(crate) wrong_codes: i64,
    pub(crate) run: Option<RunId>,
    pub(crate) drop_point: Option<String>,
    /// The SHA-256 of the photo of where it was put down, in hex.
    pub(crate) photo: Option<String>,
    pub(crate) allotment: Option<AllotmentId>,
    pub(crate) packed_at: Option<Timestamp>,
    pub(crate) sent_at: Option<Timestamp>,
    pub(crate) dropped_at: Option<Timestamp>,
    pub(crate) received_at: Option<Timestamp>,
    pub(crate) closed_at: Option<Timestamp>,
    pub(crate) late_need: Option<NeedId>,
    pub(crate) short_need: Option<NeedId>,
    /// The number of its last event.
    pub(crate) seq: i64,
    pub(crate) erased_at: Option<Timestamp>,
}

impl Order {
    /// What of it the rules decide about.
    pub(crate) fn standing(&self, lines: Vec<OrderLine>) -> Standing {
        Standing {
            state: self.state,
            substitutes: self.substitutes,
            hand_over_code: self.hand_over_code.clone(),
            wrong_codes: self.wrong_codes,
            lines,
        }
    }
}

macro_rules! order_columns {
    () => {
        "id, org_id, window_id, household_id, building_code, subdistrict_code, door, contact, note, state, pays, \
         total_fen, substitutes, placed_by, consent, placed_at, due_at, hand_over_code, wrong_codes, run_id, drop_point, \
         photo_digest, allotment_id, packed_at, sent_at, dropped_at, received_at, closed_at, late_need_id, short_need_id, seq, \
         erased_at, planned_at"
    };
}
pub(super) use order_columns;

pub(super) fn order_of(row: &Row) -> Result<Order, StorageError> {
    let consent = row.opt_text("consent")?;
    Ok(Order {
        id: id(row, "id")?,
        org: id(row, "org_id")?,
        window: id(row, "window_id")?,
        household: id(row, "household_id")?,
        building: word(row, "building_code")?,
        subdistrict: word(row, "subdistrict_code")?,
        door: row.text("door")?,
        contact: row.opt_text("contact")?,
        note: row.opt_text("note")?,
        state: word(row, "state")?,
        pays: word(row, "pays")?,
        total: fen(row, "total_fen")?,
        substitutes: word(row, "substitutes")?,
        placed_by: row.text("placed_by")?,
        consent: consent
            .map(|text| text.parse().map_err(|error| corrupt("consent", error)))
            .transpose()?,
        placed_at: at(row, "placed_at")?,
        due_at: at(row, "due_at")?,
        hand_over_code: row.text("hand_over_code")?,
        wrong_codes: row.int("wrong_codes")?,
        run: opt_id(row, "run_id")?,
        drop_point: row.opt_text("drop_point")?,
        photo: row.opt_text("photo_digest")?,
        allotment: opt_id(row, "allotment_id")?,
        packed_at: opt_at(row, "packed_at")?,
        sent_at: opt_at(row, "sent_at")?,
        dropped_at: opt_at(row, "dropped_at")?,
        received_at: opt_at(row, "received_at")?,
        closed_at: opt_at(row, "closed_at")?,
        late_need: opt_id(row, "late_need_id")?,
        short_need: opt_id(row, "short_need_id")?,
        seq: row.int("seq")?,
        erased_at: opt_at(row, "erased_at")?,
        planned_at: opt_at(row, "planned_at")?,
    })
}

fn fen(row: &Row, column: &str) -> Result<Fen, StorageError> {
    Fen::try_from(row.int(column)?).map_err(|error| corrupt(column, error))
}

pub(super) const SELECT_LINES: &str = "SELECT order_id, line, item_id, price_fen, ordered, picked, received, damaged,
    substitute_for FROM order_line WHERE order_id = $1 ORDER BY line";

pub(super) fn line_of(row: &Row) -> Result<OrderLine, StorageError> {
    Ok(OrderLine {
        line: row.int("line")?,
        item: id(row, "item_id")?,
        price: fen(row, "price_fen")?,
        ordered: row.int("ordered")?,
        picked: row.opt_int("picked")?,
        received: row.opt_int("received")?,
        damaged: row.int("damaged")?,
        substitute_for: row.opt_int("substitute_for")?,
    })
}

/// Something that happened to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OrderEvent {
    pub(crate) seq: i64,
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) kind: OrderEventKind,
    pub(crate) note: Option<String>,
}

pub(super) fn event_of(row: &Row) -> Result<OrderEvent, StorageError> {
    Ok(OrderEvent {
        seq: row.int("seq")?,
        at: at(row, "at")?,
        actor: row.text("actor")?,
        kind: word(row, "kind")?,
        note: row.opt_text("note")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_reads_back_even_when_its_number_was_erased() {
        for consent in [Consent::Code, Consent::Slip("17".into()), Consent::Slip(String::new())] {
            assert_eq!(consent.to_string().parse(), Ok(consent));
        }
        assert!("word".parse::<Consent>().is_err());
    }
}
