//! A report on an outlet's stock: a count, goods that came, or goods that are lost; many items in one go.

#[cfg(test)]
mod tests;

use crate::limits::{COUNT_AGE_DAYS_MAX, REPORT_NOTE_CHARS_MAX, REPORT_PIECES_MAX, REPORT_ROWS_MAX, UNDO_MINUTES};
use crate::rules::fields::Fields;
use crate::rules::gtin::Gtin;
use crate::rules::stock::MovementKind;
use std::collections::{BTreeMap, BTreeSet};
use tongxin_city::{ItemId, Timestamp};
use tongxin_web::FieldFault;

tongxin_city::words! {
    /// What a report says.
    ReportKind, "kind of report" {
        /// So much was there when it was counted.
        Count = "count",
        /// So much came.
        Receipt = "receipt",
        /// So much spoiled, broke or was lost.
        Waste = "waste",
    }
}

impl ReportKind {
    /// Why stock changes by it.
    pub const fn movement(self) -> MovementKind {
        match self {
            ReportKind::Count => MovementKind::Count,
            ReportKind::Receipt => MovementKind::Receipt,
            ReportKind::Waste => MovementKind::Waste,
        }
    }
}

/// What a row names: an item by its id or by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// By its id.
    Item(ItemId),
    /// By its trade item number.
    Gtin(Gtin),
}

/// A report as it was filled in.
#[derive(Debug, Clone)]
pub struct AskedReport {
    /// What it says.
    pub kind: ReportKind,
    /// The rows, each as it could be read or what is wrong with it.
    pub rows: Vec<AskedRow>,
    /// When it was counted; now when not said. Only a count has it.
    pub counted_at: Option<Timestamp>,
    /// Where goods came from, or why they are lost.
    pub note: String,
}

/// A row as it was filled in.
#[derive(Debug, Clone)]
pub struct AskedRow {
    /// The item's id; or its number is given.
    pub item: Option<ItemId>,
    /// The item's trade item number, as written.
    pub gtin: Option<String>,
    /// How many pieces.
    pub pieces: i64,
    /// When this item was counted, if not with the others.
    pub counted_at: Option<Timestamp>,
}

/// A report that can be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    /// What it says.
    pub kind: ReportKind,
    /// The rows, in the order of their items.
    pub rows: Vec<ReportRow>,
    /// Where goods came from, or why they are lost.
    pub note: Option<String>,
}

/// A row that can be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportRow {
    /// Its number in the report, from 0; faults name it.
    pub number: usize,
    /// The item.
    pub item: ItemId,
    /// How many pieces.
    pub pieces: i64,
    /// When it was counted, or when it is reported.
    pub at: Timestamp,
}

/// What faults call a part of a row.
pub(crate) fn row_field(number: usize, part: &str) -> String {
    format!("rows[{number}].{part}")
}

/// What rows name, before anybody looked it up.
pub struct Names {
    rows: Vec<Option<Named>>,
    fields: Fields,
}

impl Names {
    /// Reads what the rows name.
    ///
    /// # Errors
    /// No row, or too many.
    pub fn read(rows: &[AskedRow]) -> Result<Names, FieldFault> {
        if rows.is_empty() {
            return Err(FieldFault::new("rows", "supply-stock-no-rows"));
        }
        if rows.len() > REPORT_ROWS_MAX {
            let fault = FieldFault::new("rows", "supply-stock-many-rows");
            return Err(fault.arg("max", REPORT_ROWS_MAX).arg("found", rows.len()));
        }
        let mut fields = Fields::default();
        let named = |(number, row): (usize, &AskedRow)| fields.take(named(number, row));
        let rows = rows.iter().enumerate().map(named).collect();
        Ok(Names { rows, fields })
    }

    /// The numbers to look up.
    pub fn gtins(&self) -> Vec<Gtin> {
        let gtin = |named: &Named| match named {
            Named::Gtin(gtin) => Some(*gtin),
            Named::Item(_) => None,
        };
        self.rows.iter().flatten().filter_map(gtin).collect()
    }

    /// The ids to look up.
    pub fn items(&self) -> Vec<ItemId> {
        let item = |named: &Named| match named {
            Named::Item(item) => Some(*item),
            Named::Gtin(_) => None,
        };
        self.rows.iter().flatten().filter_map(item).collect()
    }
}

fn named(number: usize, row: &AskedRow) -> Result<Named, FieldFault> {
    match (&row.item, &row.gtin) {
        (Some(item), None) => Ok(Named::Item(*item)),
        (None, Some(text)) => Gtin::at(row_field(number, "gtin"), text).map(Named::Gtin),
        _ => Err(FieldFault::new(row_field(number, "item"), "supply-stock-item-or-gtin")),
    }
}

/// What was found of what the rows name.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Items that the firm can carry.
    pub items: BTreeSet<ItemId>,
    /// Items by their number.
    pub gtins: BTreeMap<Gtin, ItemId>,
}

impl NewReport {
    /// Checks a report against what was found of what it names.
    ///
    /// # Errors
    /// Everything that is wrong, each at its row or field.
    pub fn read(asked: AskedReport, names: Names, found: &Found, now: Timestamp) -> Result<NewReport, Vec<FieldFault>> {
        let AskedReport {
            kind,
            rows: asked_rows,
            counted_at,
            note,
        } = asked;
        let Names {
            rows: named,
            mut fields,
        } = names;
        let mut rows: Vec<ReportRow> = Vec::with_capacity(asked_rows.len());
        let counted_at = match kind {
            ReportKind::Count => fields.take(moment("counted_at", counted_at, now)).unwrap_or(now),
            ReportKind::Receipt | ReportKind::Waste => now,
        };
        let mut seen = BTreeMap::new();
        for (number, (named, asked)) in named.into_iter().zip(asked_rows).enumerate() {
            let pieces = fields.take(pieces(number, kind, asked.pieces));
            let at = match asked.counted_at.filter(|_| kind == ReportKind::Count) {
                Some(at) => fields.take(moment(&row_field(number, "counted_at"), Some(at), now)),
                None => Some(counted_at),
            };
            let item = named.and_then(|named| fields.take(item(number, &named, found)));
            let (Some(pieces), Some(item), Some(at)) = (pieces, item, at) else {
                continue;
            };
            if let Some(first) = seen.insert(item, number) {
                let fault = FieldFault::new(row_field(number, "item"), "supply-stock-item-twice");
                fields.add(fault.arg("row", first + 1));
            }
            rows.push(ReportRow {
                number,
                item,
                pieces,
                at,
            });
        }
        let note = match kind {
            ReportKind::Waste => fields.line("note", &note, REPORT_NOTE_CHARS_MAX),
            ReportKind::Count | ReportKind::Receipt => fields.optional_line("note", &note, REPORT_NOTE_CHARS_MAX),
        };
        // One order of rows for all writers, so that two reports can't wait for each other.
        rows.sort_unstable_by_key(|row| row.item);
        fields.finish(NewReport {
            kind,
            rows,
            note: Some(note).filter(|note| !note.is_empty()),
        })
    }
}

fn pieces(number: usize, kind: ReportKind, pieces: i64) -> Result<i64, FieldFault> {
    let min = i64::from(kind != ReportKind::Count);
    if (min..=REPORT_PIECES_MAX).contains(&pieces) {
        return Ok(pieces);
    }
    let fault = FieldFault::new(row_field(number, "pieces"), "supply-stock-pieces");
    Err(fault.arg("min", min).arg("max", REPORT_PIECES_MAX))
}

fn item(number: usize, named: &Named, found: &Found) -> Result<ItemId, FieldFault> {
    match named {
        Named::Item(item) => found.items.get(item).copied().ok_or_else(|| {
            let field = row_field(number, "item");
            FieldFault::new(field, "supply-stock-unknown-item")
        }),
        Named::Gtin(gtin) => found.gtins.get(gtin).copied().ok_or_else(|| {
            let field = row_field(number, "gtin");
            FieldFault::new(field, "supply-stock-unknown-gtin").arg("gtin", gtin.printed())
        }),
    }
}

/// When it was counted: not after now, and not so long ago that what was counted says nothing of today.
fn moment(field: &str, counted_at: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, FieldFault> {
    let at = counted_at.unwrap_or(now);
    if at > now {
        return Err(FieldFault::new(field, "supply-stock-counted-later"));
    }
    if now.millis_since(at) > COUNT_AGE_DAYS_MAX * Timestamp::DAY_MS {
        let fault = FieldFault::new(field, "supply-stock-counted-long-ago");
        return Err(fault.arg("days", COUNT_AGE_DAYS_MAX));
    }
    Ok(at)
}

/// Why a report can't be taken back, by the code of the problem.
///
/// # Errors
/// The code.
pub fn can_undo(is_own: bool, is_undone: bool, reported_at: Timestamp, now: Timestamp) -> Result<(), &'static str> {
    if !is_own {
        Err("report-not-own")
    } else if is_undone {
        Err("report-undone")
    } else if now.millis_since(reported_at) > UNDO_MINUTES * Timestamp::MINUTE_MS {
        Err("report-too-old")
    } else {
        Ok(())
    }
}
