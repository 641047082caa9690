//! What the tests read: a fixture, and a vehicle from each row.

use crate::declared::{AREAS, FROM, IS_COLD, KIND, LOAD, PHONE, PLACE, PLATE, SEATS, VEHICLES, texts};
use tongxin_city::{Day, Lang, PlaceCode};
use tongxin_i18n::Texts;
use tongxin_import::{Faults, ImportError, Parsed, RowReader};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Van,
    Car,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vehicle {
    pub plate: String,
    pub kind: Kind,
    pub seats: i64,
    pub load_kilograms: Option<i64>,
    pub phone: String,
    pub place: PlaceCode,
    pub from: Day,
    pub is_cold: bool,
    pub areas: Vec<String>,
}

/// A vehicle from a row, by each kind of reader once.
pub fn vehicle(row: &mut RowReader<'_, '_>) -> Option<Vehicle> {
    let plate = row.text(&PLATE, 12);
    let kind = row.one_of(&KIND, &[Kind::Van, Kind::Car], |kind| match kind {
        Kind::Van => ("van", "vehicles-van"),
        Kind::Car => ("car", "vehicles-car"),
    });
    let seats = row.whole(&SEATS, 1..=60);
    let load_kilograms = row.decimal(&LOAD, 3, 1..=50_000);
    let phone = row.text(&PHONE, 20);
    let place = row.place_code(&PLACE);
    let from = row.day(&FROM);
    let is_cold = row.yes_no(&IS_COLD);
    let areas = row.list(&AREAS, 3, 12);
    Some(Vehicle {
        plate: plate?,
        kind: kind?,
        seats: seats?,
        load_kilograms,
        phone: phone?,
        place: place?,
        from: from?,
        is_cold: is_cold?,
        areas,
    })
}

pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A fixture's rows, each with its number.
pub fn read(bytes: &[u8]) -> Result<Vec<(u32, Vehicle)>, Faults> {
    parsed(&texts(), bytes).into_rows()
}

pub fn parsed(texts: &Texts, bytes: &[u8]) -> Parsed<Vehicle> {
    VEHICLES.read(texts, Lang::Zh, bytes).unwrap().parse(vehicle)
}

/// Why a file is refused whole.
pub fn refusal(bytes: &[u8]) -> ImportError {
    VEHICLES.read(&texts(), Lang::Zh, bytes).unwrap_err()
}

/// Each fault as `row column: message`, in Chinese.
pub fn lines(faults: &Faults) -> Vec<String> {
    let report = faults.report(&texts(), Lang::Zh);
    let line = |line: &tongxin_import::FaultLine| format!("{} {}: {}", line.row, line.column, line.message);
    report.lines.iter().map(line).collect()
}
