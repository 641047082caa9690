//! Where places lie: as somebody said, and guessed from there or from the code where nobody has.

use std::collections::BTreeMap;
use std::sync::Arc;

use tongxin_city::{Level, PlaceCode, PlaceTree, Position};
use tongxin_storage::{Answered, CommandKey, Row, StorageError, Tx, args};

use crate::error::Faults;
use crate::handle::code_of;
use crate::limits::{POSITION_MARGIN_DEGREES, POSITION_ROWS_MAX};
use crate::{Fault, Places, PlacesError};

/// Stored units in a degree.
const MICRODEGREES: f64 = 1_000_000.0;
/// West, south, east and north of everything, in degrees.
const WORLD: [f64; 4] = [-180.0, -90.0, 180.0, 90.0];

/// Positions that somebody set, by place: longitude and latitude in degrees.
pub(crate) type Known = BTreeMap<PlaceCode, [f64; 2]>;

/// A place's position as somebody says it, in WGS 84 degrees; kept to a millionth of one (11 cm).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NewPosition {
    /// The place.
    pub code: PlaceCode,
    /// Longitude, east positive.
    pub lon: f64,
    /// Latitude, north positive.
    pub lat: f64,
}

impl Places {
    /// Where a place lies: what was set for it; else a guess near the nearest place around it whose position was set, or
    /// from its code alone. Nothing for a place that the city does not have, or when nothing is known and the city has no
    /// boundaries.
    pub fn position(&self, code: &PlaceCode) -> Option<Position> {
        let seen = self.seen();
        seen.tree.get(code)?;
        let widths = seen.tree.widths();
        if let Some(&[lon, lat]) = seen.positions.get(code) {
            let is_estimated = false;
            return Some(Position { lon, lat, is_estimated });
        }
        let boundaries = &seen.city.as_ref()?.boundaries;
        // A district's own position says nothing of where in it a building stands.
        let around = [Level::Compound, Level::Community, Level::Subdistrict];
        let mut known = around
            .into_iter()
            .filter_map(|level| widths.ancestor(code, level))
            .filter_map(|above| Some((above, *seen.positions.get(&above)?)));
        match known.next() {
            Some((above, at)) => boundaries.estimate_below(widths, code, &above, at),
            None => boundaries.estimate(widths, code),
        }
    }

    /// Where a place of this city may lie: west, south, east and north of all boundaries and a margin, in degrees; the
    /// whole world for a city without boundaries.
    ///
    /// # Errors
    /// `NoCity`.
    pub fn position_bounds(&self) -> Result<[f64; 4], PlacesError> {
        let margin = POSITION_MARGIN_DEGREES;
        let city = self.city()?.boundaries.bounding_box();
        Ok(city.map_or(WORLD, |[west, south, east, north]| {
            [west - margin, south - margin, east + margin, north + margin]
        }))
    }

    /// What is wrong with a longitude and with a latitude, if anything.
    ///
    /// # Errors
    /// `NoCity`.
    pub fn position_faults(&self, lon: f64, lat: f64) -> Result<[Option<Fault>; 2], PlacesError> {
        Ok(faults_of(self.position_bounds()?, lon, lat))
    }

    /// The positions that were set inside a place, in code order.
    pub fn known_positions(&self, within: &PlaceCode) -> Vec<NewPosition> {
        let positions = self.seen().positions;
        let inside = positions
            .range(*within..)
            .take_while(|(code, _)| code.is_inside(within));
        inside
            .map(|(code, &[lon, lat])| NewPosition { code: *code, lon, lat })
            .collect()
    }

    /// The same as CSV: code, lon, lat.
    pub fn positions_csv(&self, within: &PlaceCode) -> String {
        let mut text = String::from("code,lon,lat\n");
        for row in self.known_positions(within) {
            text.push_str(&format!("{},{},{}\n", row.code, row.lon, row.lat));
        }
        text
    }

    /// Sets up to [`POSITION_ROWS_MAX`] positions, all or none; whoever says last is right. Answers how many.
    ///
    /// # Errors
    /// `Rows` naming every row with an unknown place or a position outside [`Places::position_bounds`]; `NoCity`;
    /// `Storage`.
    pub async fn set_positions(
        &self,
        command: CommandKey,
        set_by: &str,
        rows: Vec<NewPosition>,
    ) -> Result<Answered<usize>, PlacesError> {
        check(&self.tree(), self.position_bounds()?, &rows)?;
        let (set_by, rows): (Arc<str>, Arc<[NewPosition]>) = (set_by.into(), rows.into());
        let set_at = self.now().0;
        let answered = self
            .inner
            .db
            .write_once(command, move |tx| {
                let (set_by, rows) = (Arc::clone(&set_by), Arc::clone(&rows));
                Box::pin(async move { set(tx, &set_by, set_at, &rows).await })
            })
            .await?;
        self.refresh().await?;
        Ok(answered)
    }
}

fn check(tree: &PlaceTree, bounds: [f64; 4], rows: &[NewPosition]) -> Result<(), PlacesError> {
    let mut faults = Faults::count_up_to(rows.len(), POSITION_ROWS_MAX)?;
    for (number, row) in rows.iter().enumerate() {
        if tree.get(&row.code).is_none() {
            faults.add(number, "code", Fault::UnknownPlace(row.code));
        }
        for (field, fault) in ["lon", "lat"].into_iter().zip(faults_of(bounds, row.lon, row.lat)) {
            if let Some(fault) = fault {
                faults.add(number, field, fault);
            }
        }
    }
    faults.into_result()
}

/// What is wrong with a longitude and a latitude.
fn faults_of([west, south, east, north]: [f64; 4], lon: f64, lat: f64) -> [Option<Fault>; 2] {
    let outside = |found: f64, min: f64, max: f64| {
        // What is no number is inside nothing.
        (!(min..=max).contains(&found)).then(|| Fault::OutsideCity {
            found: format!("{found}"),
            min: format!("{min:.4}"),
            max: format!("{max:.4}"),
        })
    };
    [outside(lon, west, east), outside(lat, south, north)]
}

async fn set(tx: &mut Tx, set_by: &str, set_at: i64, rows: &[NewPosition]) -> Result<usize, PlacesError> {
    // Taking the next version locks the city's row, as adding places does.
    tx.execute(
        "UPDATE city SET places_version = places_version + 1 WHERE id = 1",
        vec![],
    )
    .await?;
    let city = tx
        .optional("SELECT places_version FROM city WHERE id = 1", vec![])
        .await?;
    let version = city.ok_or(PlacesError::NoCity)?.int("places_version")?;
    for row in rows {
        tx.execute(
            "INSERT INTO place_position (code, lon_microdegrees, lat_microdegrees, set_by, set_at, version)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (code) DO UPDATE SET lon_microdegrees = excluded.lon_microdegrees,
                 lat_microdegrees = excluded.lat_microdegrees, set_by = excluded.set_by, set_at = excluded.set_at,
                 version = excluded.version",
            args![
                row.code.as_str(),
                stored(row.lon),
                stored(row.lat),
                set_by,
                set_at,
                version
            ],
        )
        .await?;
    }
    tx.announce();
    Ok(rows.len())
}

fn stored(degrees: f64) -> i64 {
    // Bounds were checked: at most 180 million either way.
    (degrees * MICRODEGREES).round() as i64
}

/// Positions set by calls after one version up to another; by the index on versions.
pub(crate) const SET_SINCE: &str =
    "SELECT code, lon_microdegrees, lat_microdegrees FROM place_position WHERE version > $1 AND version <= $2";

/// Takes stored positions in.
pub(crate) fn learn(known: &mut Known, rows: &[Row]) -> Result<(), StorageError> {
    for row in rows {
        let degrees = |column| Ok::<_, StorageError>(row.int(column)? as f64 / MICRODEGREES);
        known.insert(
            code_of(row, "code")?,
            [degrees("lon_microdegrees")?, degrees("lat_microdegrees")?],
        );
    }
    Ok(())
}
