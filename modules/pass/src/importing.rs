//! Applications from a table: every bad row is reported in one go, and all rows are taken in or none.

use crate::applying::{AppliedBatch, Request};
use crate::limits::{CORRIDOR_CHARS_MAX, ENDS_MAX, PLATE_CHARS_MAX, SURNAME_CHARS_MAX, TIMES_CHARS_MAX};
use crate::rules::{AskedPass, PassKind, PassRow};
use crate::{PassError, Passes};
use axum::body::Bytes;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tongxin_account::Doer;
use tongxin_city::{Day, OrgId, PlaceCode, PlaceTree, Timestamp};
use tongxin_import::{Column, Parsed, RowReader, Sheet};
use tongxin_storage::CommandKey;
use tongxin_web::{Asked, FieldFault};

const FIRM: Column = Column::optional("firm", "pass-import-firm");
const KIND: Column = Column::required("kind", "pass-import-kind");
const SURNAME: Column = Column::optional("surname", "pass-import-surname");
const ID_END: Column = Column::optional("id_end", "pass-import-id-end");
const PLATE: Column = Column::optional("plate", "pass-import-plate");
const FROM: Column = Column::required("from", "pass-import-from");
const TO: Column = Column::required("to", "pass-import-to");
const BOTH_WAYS: Column = Column::optional("both_ways", "pass-import-both-ways");
const CORRIDOR: Column = Column::optional("corridor", "pass-import-corridor");
const DAYS: Column = Column::optional("days", "pass-import-days");
const HOURS: Column = Column::optional("hours", "pass-import-hours");
const FIRST_DAY: Column = Column::optional("first_day", "pass-import-first-day");
const LAST_DAY: Column = Column::required("last_day", "pass-import-last-day");
/// More than any credit code with its blanks, in characters.
const CODE_CHARS_MAX: usize = 40;

/// The table of applications.
pub(crate) const PASSES: Sheet = Sheet {
    name: "pass-import-sheet",
    columns: &[
        FIRM, KIND, SURNAME, ID_END, PLATE, FROM, TO, BOTH_WAYS, CORRIDOR, DAYS, HOURS, FIRST_DAY, LAST_DAY,
    ],
};

/// A table as somebody sent it.
#[derive(Debug, Clone)]
pub(crate) struct SentTable {
    pub(crate) bytes: Bytes,
    /// In whose words its faults are said.
    pub(crate) asked: Asked,
}

#[derive(Debug, Clone)]
struct TableRow {
    /// The firm's credit code; nothing for the firm that the whole table belongs to.
    firm: Option<String>,
    row: PassRow,
}

impl Passes {
    /// Takes in a table; `own` is the firm of rows that name none.
    ///
    /// # Errors
    /// `Rows` with everything that is wrong, and nothing is taken in; or a storage failure.
    pub(crate) async fn import(
        &self,
        command: CommandKey,
        by: Doer,
        own: Option<OrgId>,
        table: SentTable,
        now: Timestamp,
    ) -> Result<AppliedBatch, PassError> {
        let (tree, today) = (self.places().tree(), self.today(now)?);
        let SentTable { bytes, asked } = table;
        let reading = tokio::task::spawn_blocking(move || {
            let rows = PASSES.read(&asked.shell.texts, asked.lang, &bytes)?;
            Ok::<_, PassError>(rows.parse(|row| read(row, own.is_some(), &tree, today)))
        });
        let parsed: Parsed<TableRow> = reading.await.map_err(|error| PassError::Failed(error.to_string()))??;
        let (requests, places) = self.requests(&by, own, parsed, now).await?;
        let mut applied = self.write_requests(command, by.actor, requests, now).await?;
        // Rows were taken in firm by firm.
        let mut placed: Vec<_> = places.into_iter().zip(applied.rows).collect();
        placed.sort_by_key(|(place, _)| *place);
        applied.rows = placed.into_iter().map(|(_, row)| row).collect();
        Ok(applied)
    }

    /// The rows by firm and the place of each in the table, or all that is wrong with them.
    async fn requests(
        &self,
        by: &Doer,
        own: Option<OrgId>,
        mut parsed: Parsed<TableRow>,
        now: Timestamp,
    ) -> Result<(Vec<Request>, Vec<usize>), PassError> {
        let codes: Vec<&str> = parsed
            .rows()
            .iter()
            .filter_map(|(_, row)| row.firm.as_deref())
            .collect();
        let firms: HashMap<String, OrgId> = self.supply().firms_under(&by.may, &codes).await?;
        let unknown: Vec<(u32, String)> = parsed
            .rows()
            .iter()
            .filter_map(|(number, row)| Some((*number, row.firm.clone()?)))
            .filter(|(_, code)| !firms.contains_key(code))
            .collect();
        for (number, code) in unknown {
            parsed.refuse(number, &FIRM, "pass-import-unknown-firm", &[("code", &code)]);
        }
        let rows = parsed.into_rows().map_err(PassError::Rows)?;
        let mut by_firm: BTreeMap<OrgId, Vec<(PassRow, usize)>> = BTreeMap::new();
        for (place, (_, TableRow { firm, row })) in rows.into_iter().enumerate() {
            let org = firm.and_then(|code| firms.get(&code).copied()).or(own);
            by_firm
                .entry(org.ok_or(PassError::NotFound)?)
                .or_default()
                .push((row, place));
        }
        let (mut requests, mut places) = (Vec::with_capacity(by_firm.len()), Vec::new());
        for (org, rows) in by_firm {
            let firm = Arc::new(self.firm(&by.may, org, now).await?);
            places.extend(rows.iter().map(|(_, place)| *place));
            let rows = rows.into_iter().map(|(row, _)| (row, None)).collect();
            requests.push(Request { firm, rows });
        }
        Ok((requests, places))
    }
}

/// Reads every cell before the rules look at them, so that all faults of a row are told at once.
fn read(row: &mut RowReader<'_, '_>, has_own: bool, tree: &PlaceTree, today: Day) -> Option<TableRow> {
    let firm = row.text(&FIRM, CODE_CHARS_MAX);
    let lacks_firm = firm.is_none() && !has_own;
    if lacks_firm {
        row.refuse(&FIRM, "field-required", &[]);
    }
    let asked = AskedPass {
        kind: row.one_of(&KIND, PassKind::OF_FIRMS, |kind| (kind.as_str(), kind_name(kind))),
        surname: row.text(&SURNAME, SURNAME_CHARS_MAX).unwrap_or_default(),
        id_end: row.text(&ID_END, SURNAME_CHARS_MAX).unwrap_or_default(),
        plate: row.text(&PLATE, PLATE_CHARS_MAX).unwrap_or_default(),
        from: places(row, &FROM),
        to: places(row, &TO),
        both_ways: row.yes_no(&BOTH_WAYS).unwrap_or(true),
        corridor: row.text(&CORRIDOR, CORRIDOR_CHARS_MAX).unwrap_or_default(),
        days: row.text(&DAYS, TIMES_CHARS_MAX).unwrap_or_default(),
        hours: row.text(&HOURS, TIMES_CHARS_MAX).unwrap_or_default(),
        first_day: row.day(&FIRST_DAY),
        last_day: row.day(&LAST_DAY),
    };
    match PassRow::read(asked, tree, today) {
        Ok(read) => (!lacks_firm).then_some(TableRow { firm, row: read }),
        Err(faults) => {
            faults.iter().for_each(|fault| refuse(row, fault));
            None
        }
    }
}

fn refuse(row: &mut RowReader<'_, '_>, fault: &FieldFault) {
    let args: Vec<(&'static str, &str)> = fault.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    if let Some(column) = PASSES.columns.iter().find(|column| column.key == fault.field) {
        row.refuse(column, fault.key, &args);
    }
}

fn places(row: &mut RowReader<'_, '_>, column: &Column) -> Vec<PlaceCode> {
    let texts = row.list(column, ENDS_MAX, PlaceCode::DIGITS_MAX);
    let mut places = Vec::with_capacity(texts.len());
    for text in texts {
        match text.parse() {
            Ok(place) => places.push(place),
            Err(_) => row.refuse(column, "pass-field-place", &[("code", &text)]),
        }
    }
    places
}

/// The name of a kind of pass.
pub(crate) const fn kind_name(kind: PassKind) -> &'static str {
    match kind {
        PassKind::KeyGoods => "pass-kind-key_goods",
        PassKind::MarketStaff => "pass-kind-market_staff",
        PassKind::TruckDriver => "pass-kind-truck_driver",
        PassKind::Rider => "pass-kind-rider",
        PassKind::Volunteer => "pass-kind-volunteer",
        PassKind::Medical => "pass-kind-medical",
        PassKind::ProjectWorker => "pass-kind-project_worker",
        PassKind::Patient => "pass-kind-patient",
    }
}
