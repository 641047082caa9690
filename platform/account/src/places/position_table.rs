//! A table of positions: read whole, every bad row named, all rows set or none.

use axum::body::Bytes;
use tongxin_city::PlaceCode;
use tongxin_import::{Column, Faults, ImportError, Parsed, RowReader, Sheet};
use tongxin_places::{NewPosition, POSITION_ROWS_MAX, PlacesError};
use tongxin_storage::CommandKey;
use tongxin_web::Problem;

use crate::places::places_problem;
use crate::places::problems::words;
use crate::{Accounts, Action, Scope, Visit};

const CODE: Column = Column::required("code", "positions-code");
const LON: Column = Column::required("lon", "positions-lon");
const LAT: Column = Column::required("lat", "positions-lat");
/// Decimals of a degree that are read: 11 cm.
const DECIMALS: u32 = 6;
/// Units of the last decimal in a degree.
const MICRODEGREES: i64 = 1_000_000;

/// The table.
pub(super) const POSITIONS: Sheet = Sheet {
    name: "positions-sheet",
    columns: &[CODE, LON, LAT],
};

/// Why a table is refused.
pub(super) enum Refused {
    /// Rows that can't be taken in.
    Rows(Faults),
    /// Anything else.
    Problem(Problem),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Refused {
        Refused::Problem(problem)
    }
}

impl From<PlacesError> for Refused {
    fn from(error: PlacesError) -> Refused {
        Refused::Problem(places_problem(error))
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Problem {
        match refused {
            Refused::Rows(faults) => faults.into(),
            Refused::Problem(problem) => problem,
        }
    }
}

/// Sets the positions of a table, inside the viewer's places; answers how many.
pub(super) async fn take_in(
    accounts: &Accounts,
    visit: &Visit,
    command: CommandKey,
    bytes: Bytes,
) -> Result<usize, Refused> {
    let scope = visit.scope(Action::PlaceAdd)?;
    let mut parsed = read(visit, bytes).await?;
    parsed.refuse_doubles(&CODE, |row| row.code);
    check(accounts, &scope, &mut parsed)?;
    let rows = parsed.into_rows().map_err(Refused::Rows)?;
    if rows.len() > POSITION_ROWS_MAX {
        let max = POSITION_ROWS_MAX.to_string();
        let problem = Problem::invalid().field("file", "import-too-many-rows", &[("max", &max)]);
        return Err(problem.into());
    }
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    let (places, actor) = (accounts.places(), visit.viewer.actor());
    Ok(places.set_positions(command, &actor, rows).await?.value)
}

/// Reads all rows, away from the threads that answer.
async fn read(visit: &Visit, bytes: Bytes) -> Result<Parsed<NewPosition>, Problem> {
    let asked = visit.asked.clone();
    let reading = tokio::task::spawn_blocking(move || {
        let rows = POSITIONS.read(&asked.shell.texts, asked.lang, &bytes)?;
        Ok::<_, ImportError>(rows.parse(row))
    });
    Ok(reading.await.map_err(|_| Problem::internal())??)
}

fn row(row: &mut RowReader<'_, '_>) -> Option<NewPosition> {
    let code = row.place_code(&CODE);
    let mut degrees = |column, most: i64| {
        let units = row.decimal(column, DECIMALS, -most * MICRODEGREES..=most * MICRODEGREES);
        units.map(|units| units as f64 / MICRODEGREES as f64)
    };
    let (lon, lat) = (degrees(&LON, 180), degrees(&LAT, 90));
    Some(NewPosition {
        code: code?,
        lon: lon?,
        lat: lat?,
    })
}

/// What only the city and the viewer's rights can say of a row.
fn check(accounts: &Accounts, scope: &Scope, parsed: &mut Parsed<NewPosition>) -> Result<(), PlacesError> {
    let (places, tree) = (accounts.places(), accounts.places().tree());
    let mut refused = Vec::new();
    for (number, row) in parsed.rows() {
        let told = |place: &PlaceCode| vec![("code", place.to_string())];
        if tree.get(&row.code).is_none() {
            refused.push((*number, CODE, "account-field-unknown-place", told(&row.code)));
        } else if !scope.contains_place(&row.code) {
            refused.push((*number, CODE, "places-field-outside", told(&row.code)));
        }
        for (column, fault) in [LON, LAT].into_iter().zip(places.position_faults(row.lon, row.lat)?) {
            if let Some(fault) = fault {
                let (key, args) = words(&fault);
                refused.push((*number, column, key, args));
            }
        }
    }
    for (number, column, key, args) in refused {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        parsed.refuse(number, &column, key, &args);
    }
    Ok(())
}
