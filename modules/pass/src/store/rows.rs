//! Rows to values.

use crate::rules::{PassEventKind, PassKind, PassRule, PassState};
use crate::store::columns::{at, corrupt, day, id, opt_at, opt_id, word};
use tongxin_city::{Day, NeedId, OrgId, PassBatchId, PassId, PlaceCode, Timestamp};
use tongxin_pass_format::pass::{Days, Holder, Hours, PassNumber, Ways};
use tongxin_storage::{Row, StorageError};

/// A pass, applied for or issued.
#[derive(Debug, Clone)]
pub(crate) struct PassRecord {
    pub(crate) id: PassId,
    pub(crate) batch: PassBatchId,
    pub(crate) org: OrgId,
    pub(crate) org_name: String,
    pub(crate) place: PlaceCode,
    pub(crate) kind: PassKind,
    /// Nothing once they are forgotten.
    pub(crate) holder: Option<Holder>,
    pub(crate) from: Vec<PlaceCode>,
    pub(crate) to: Vec<PlaceCode>,
    pub(crate) ways: Ways,
    pub(crate) corridor: Option<String>,
    pub(crate) days: Days,
    pub(crate) hours: Hours,
    pub(crate) first_day: Day,
    pub(crate) last_day: Day,
    pub(crate) state: PassState,
    pub(crate) rule: PassRule,
    pub(crate) reason: Option<String>,
    pub(crate) replaces: Option<PassId>,
    pub(crate) agree_by: Option<Timestamp>,
    pub(crate) need: Option<NeedId>,
    pub(crate) applied_by: String,
    pub(crate) applied_at: Timestamp,
    pub(crate) issued: Option<Issued>,
    /// The number of its last event.
    pub(crate) seq: i64,
}

/// What a pass has once it is issued.
#[derive(Debug, Clone)]
pub(crate) struct Issued {
    pub(crate) number: PassNumber,
    /// The text of its QR code; nothing once whoever it was for is forgotten.
    pub(crate) text: Option<String>,
    pub(crate) not_before: Timestamp,
    pub(crate) expires: Timestamp,
    pub(crate) at: Timestamp,
}

macro_rules! pass_columns {
    () => {
        "pass.id, pass.batch_id, pass.org_id, pass.org_name, pass.place_code, pass.kind, pass.surname, pass.id_end, \
         pass.plate, pass.ends_from, pass.ends_to, pass.both_ways, pass.corridor, pass.weekdays, pass.from_minute, \
         pass.until_minute, pass.first_day, pass.last_day, pass.state, pass.rule, pass.reason, pass.replaces_id, \
         pass.agree_by, pass.need_id, pass.applied_by, pass.applied_at, pass.number, pass.text, pass.not_before, \
         pass.expires, pass.issued_at, pass.seq"
    };
}
pub(super) use pass_columns;

pub(super) fn pass(row: &Row) -> Result<PassRecord, StorageError> {
    let minute = |column: &str| {
        let minute = row.int(column)?;
        u16::try_from(minute).map_err(|error| corrupt(column, error))
    };
    let weekdays = u8::try_from(row.int("weekdays")?).map_err(|error| corrupt("weekdays", error))?;
    let hours = Hours::new(minute("from_minute")?, minute("until_minute")?);
    Ok(PassRecord {
        id: id(row, "id")?,
        batch: id(row, "batch_id")?,
        org: id(row, "org_id")?,
        org_name: row.text("org_name")?,
        place: word(row, "place_code")?,
        kind: word(row, "kind")?,
        holder: holder(row)?,
        from: places(row, "ends_from")?,
        to: places(row, "ends_to")?,
        ways: if row.flag("both_ways")? { Ways::Both } else { Ways::One },
        corridor: row.opt_text("corridor")?,
        days: Days::from_bits(weekdays).map_err(|error| corrupt("weekdays", error))?,
        hours: hours.map_err(|error| corrupt("from_minute", error))?,
        first_day: day(row, "first_day")?,
        last_day: day(row, "last_day")?,
        state: word(row, "state")?,
        rule: word(row, "rule")?,
        reason: row.opt_text("reason")?,
        replaces: opt_id(row, "replaces_id")?,
        agree_by: opt_at(row, "agree_by")?,
        need: opt_id(row, "need_id")?,
        applied_by: row.text("applied_by")?,
        applied_at: at(row, "applied_at")?,
        issued: issued(row)?,
        seq: row.int("seq")?,
    })
}

fn places(row: &Row, column: &str) -> Result<Vec<PlaceCode>, StorageError> {
    serde_json::from_str(&row.text(column)?).map_err(|error| corrupt(column, error))
}

pub(super) fn holder(row: &Row) -> Result<Option<Holder>, StorageError> {
    let (surname, plate) = (row.text("surname")?, row.text("plate")?);
    Ok(match (surname.is_empty(), plate.is_empty()) {
        (false, _) => Some(Holder::Person {
            surname,
            id_end: row.text("id_end")?,
        }),
        (true, false) => Some(Holder::Vehicle { plate }),
        (true, true) => None,
    })
}

fn issued(row: &Row) -> Result<Option<Issued>, StorageError> {
    if row.opt_int("number")?.is_none() {
        return Ok(None);
    }
    Ok(Some(Issued {
        number: number(row)?,
        text: row.opt_text("text")?,
        not_before: at(row, "not_before")?,
        expires: at(row, "expires")?,
        at: at(row, "issued_at")?,
    }))
}

/// The number in a row of an issued pass.
pub(super) fn number(row: &Row) -> Result<PassNumber, StorageError> {
    let number = u32::try_from(row.int("number")?).ok().and_then(PassNumber::new);
    number.ok_or_else(|| corrupt("number", "beyond every status list"))
}

/// Something that happened to a pass.
#[derive(Debug, Clone)]
pub(crate) struct PassEvent {
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) kind: PassEventKind,
    /// The reason, a number or a code; perhaps empty.
    pub(crate) note: String,
}

pub(super) fn event(row: &Row) -> Result<PassEvent, StorageError> {
    Ok(PassEvent {
        at: at(row, "at")?,
        actor: row.text("actor")?,
        kind: word(row, "kind")?,
        note: row.text("note")?,
    })
}
