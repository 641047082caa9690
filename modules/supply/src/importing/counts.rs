//! A count of stock from a table: each row names its item by number or name.

use crate::error::SupplyError;
use crate::importing::{SentTable, borrowed};
use crate::limits::{ITEM_NAME_CHARS_MAX, REPORT_PIECES_MAX};
use crate::rules::gtin::Gtin;
use crate::rules::report::{AskedReport, AskedRow, ReportKind};
use crate::store::firm::Firm;
use crate::store::stock::reading::StockLine;
use crate::{ReportDone, Supply};
use std::collections::HashMap;
use tongxin_city::{ItemId, Timestamp, Zone};
use tongxin_import::{Column, Parsed, RowReader, Sheet};
use tongxin_storage::CommandKey;
use tongxin_web::FieldFault;

const GTIN: Column = Column::optional("gtin", "supply-import-gtin");
const ITEM: Column = Column::optional("name", "supply-import-item");
const PIECES: Column = Column::required("pieces", "supply-import-pieces");
const COUNTED_AT: Column = Column::optional("counted_at", "supply-import-counted-at");
/// A number with signs between its digits, and a day with its time, in characters.
const CELL_CHARS_MAX: usize = 30;

/// The table of a count.
pub(crate) const COUNTS: Sheet = Sheet {
    name: "supply-import-counts",
    columns: &[GTIN, ITEM, PIECES, COUNTED_AT],
};

/// A row: what was counted, how many pieces, and when.
#[derive(Debug, Clone)]
struct CountRow {
    gtin: Option<Gtin>,
    name: Option<String>,
    pieces: i64,
    counted_at: Option<Timestamp>,
}

impl Supply {
    /// Enters a count from a table, all rows or none.
    pub(crate) async fn import_counts(
        &self,
        command: CommandKey,
        firm: Firm,
        table: SentTable,
        now: Timestamp,
    ) -> Result<ReportDone, SupplyError> {
        let zone = table.asked.shell.zone.clone();
        let reading_zone = zone.clone();
        let mut parsed = table.read(&COUNTS, move |row| read(row, &reading_zone)).await?;
        let known = self.known_of(&firm, &parsed).await?;
        refuse_unknown(&mut parsed, &known);
        refuse_older(&mut parsed, &known, &zone, now);
        parsed.refuse_doubles(&PIECES, |row| match known.item(row) {
            Ok(item) => item.to_string(),
            Err(_) => format!("{row:?}"),
        });
        let rows = parsed.clone().into_rows().map_err(SupplyError::Rows)?;
        let asked = AskedReport {
            kind: ReportKind::Count,
            rows: rows.iter().map(|(_, row)| known.asked(row)).collect(),
            counted_at: None,
            note: String::new(),
        };
        match self.report(command, firm, asked, zone, now).await {
            Err(SupplyError::Faults(faults)) => Err(at_rows(parsed, &rows, faults)),
            done => done,
        }
    }

    async fn known_of(&self, firm: &Firm, parsed: &Parsed<CountRow>) -> Result<Known, SupplyError> {
        let gtins: Vec<Gtin> = parsed.rows().iter().filter_map(|(_, row)| row.gtin).collect();
        let by_gtin = self.items_of_gtins(&gtins).await?.into_iter();
        Ok(Known {
            by_gtin: by_gtin.filter_map(|item| Some((item.gtin?, item.id))).collect(),
            lines: self.whole_stock(firm).await?,
        })
    }
}

/// What rows can name.
struct Known {
    by_gtin: HashMap<Gtin, ItemId>,
    lines: Vec<StockLine>,
}

impl Known {
    fn item(&self, row: &CountRow) -> Result<ItemId, FieldFault> {
        if let Some(gtin) = row.gtin {
            let unknown = || FieldFault::new(GTIN.key, "supply-stock-unknown-gtin").arg("gtin", gtin.printed());
            return self.by_gtin.get(&gtin).copied().ok_or_else(unknown);
        }
        let name = row.name.as_deref().unwrap_or_default();
        let mut of_name = self.lines.iter().filter(|line| line.item.name == name);
        match (of_name.next(), of_name.next()) {
            (Some(line), None) => Ok(line.item.id),
            (None, _) => Err(FieldFault::new(ITEM.key, "supply-stock-unknown-name").arg("name", name)),
            (Some(_), Some(_)) => Err(FieldFault::new(ITEM.key, "supply-stock-name-twice").arg("name", name)),
        }
    }

    fn counted_at(&self, item: ItemId) -> Option<Timestamp> {
        self.lines.iter().find(|line| line.item.id == item)?.counted_at
    }

    fn asked(&self, row: &CountRow) -> AskedRow {
        AskedRow {
            item: self.item(row).ok(),
            gtin: None,
            pieces: row.pieces,
            counted_at: row.counted_at,
        }
    }
}

fn refuse_unknown(parsed: &mut Parsed<CountRow>, known: &Known) {
    let faults: Vec<(u32, FieldFault)> = parsed
        .rows()
        .iter()
        .filter_map(|(number, row)| Some((*number, known.item(row).err()?)))
        .collect();
    for (number, fault) in faults {
        let column = if fault.field == GTIN.key { &GTIN } else { &ITEM };
        parsed.refuse(number, column, fault.key, &borrowed(&fault.args));
    }
}

fn refuse_older(parsed: &mut Parsed<CountRow>, known: &Known, zone: &Zone, now: Timestamp) {
    let older = parsed.rows().iter().filter_map(|(number, row)| {
        let before = known.counted_at(known.item(row).ok()?)?;
        (before >= row.counted_at.unwrap_or(now)).then_some((*number, before))
    });
    for (number, before) in older.collect::<Vec<_>>() {
        let time = format!("{} {}", zone.day_of(before), zone.format_time(before));
        parsed.refuse(number, &COUNTED_AT, "supply-stock-older", &[("time", &time)]);
    }
}

/// What the rules or the write refused, at the rows of the table.
fn at_rows(mut parsed: Parsed<CountRow>, rows: &[(u32, CountRow)], faults: Vec<FieldFault>) -> SupplyError {
    let mut others = Vec::new();
    for fault in faults {
        let place = fault.field.strip_prefix("rows[").and_then(|rest| rest.split_once("]."));
        let number = place.and_then(|(row, _)| rows.get(row.parse::<usize>().ok()?));
        match (number, place) {
            (Some((number, _)), Some((_, part))) => {
                let column = if part == COUNTED_AT.key { &COUNTED_AT } else { &PIECES };
                parsed.refuse(*number, column, fault.key, &borrowed(&fault.args));
            }
            _ => others.push(fault),
        }
    }
    match parsed.into_rows() {
        Err(faults) => SupplyError::Rows(faults),
        Ok(_) => SupplyError::Faults(others),
    }
}

/// Reads every cell first, so that all faults of a row are told at once.
fn read(row: &mut RowReader<'_, '_>, zone: &Zone) -> Option<CountRow> {
    let (has_gtin, has_name) = (!row.is_empty(&GTIN), !row.is_empty(&ITEM));
    let gtin = gtin_of(row, &GTIN);
    let name = row.text(&ITEM, ITEM_NAME_CHARS_MAX);
    let pieces = row.whole(&PIECES, 0..=REPORT_PIECES_MAX);
    let has_time = !row.is_empty(&COUNTED_AT);
    let counted_at = row.text_as(&COUNTED_AT, CELL_CHARS_MAX, "supply-import-time", |text| {
        zone.parse_local_input(&text.replace('/', "-").replacen(' ', "T", 1))
            .ok()
    });
    if !has_gtin && !has_name {
        row.refuse(&ITEM, "supply-import-gtin-or-item", &[]);
    }
    let is_read = gtin.is_some() == has_gtin && counted_at.is_some() == has_time;
    is_read.then_some(CountRow {
        gtin,
        name,
        pieces: pieces?,
        counted_at,
    })
}

/// A trade item number, or what is wrong with it said at its column.
pub(super) fn gtin_of(row: &mut RowReader<'_, '_>, column: &Column) -> Option<Gtin> {
    let text = row.text(column, CELL_CHARS_MAX)?;
    match Gtin::at(column.key, &text) {
        Ok(gtin) => Some(gtin),
        Err(fault) => {
            row.refuse(column, fault.key, &borrowed(&fault.args));
            None
        }
    }
}
