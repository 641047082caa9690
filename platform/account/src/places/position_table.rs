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
/// More than any program writes of a number of degrees, in characters.
const DEGREES_CHARS_MAX: usize = 30;

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
    // Programs write more decimals than anybody measures; they are rounded, not refused.
    let mut degrees = |column| row.text_as(column, DEGREES_CHARS_MAX, "places-field-degrees", read_degrees);
    let (lon, lat) = (degrees(&LON), degrees(&LAT));
    Some(NewPosition {
        code: code?,
        lon: lon?,
        lat: lat?,
    })
}

/// A number of degrees as somebody types it.
pub(super) fn read_degrees(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|degrees: &f64| degrees.is_finite())
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
