//! Looking at a file before it is taken.

use crate::error::BasemapError;
use crate::file::{About, Format, ZOOM_MAX};
use data_encoding::HEXLOWER;
use rusqlite::{Connection, OptionalExtension as _};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The first bytes of every SQLite database.
const SQLITE: &[u8] = b"SQLite format 3\0";
/// The first bytes of every PMTiles archive.
const PMTILES: &[u8] = b"PMTiles";
/// Characters that a value of the metadata may have; the names of vectors' layers are the longest of them.
const METADATA_CHARS_MAX: i64 = 1 << 20;
/// Characters of whom to name.
const ATTRIBUTION_CHARS_MAX: usize = 500;
/// Layers of vectors that are told of.
const LAYERS_MAX: usize = 200;
/// Characters of the version: enough that two files never share one.
const VERSION_LENGTH: usize = 16;

/// What the file is by its first bytes.
pub(crate) fn kind_of_file(path: &Path) -> Result<(), BasemapError> {
    let mut head = Vec::new();
    let file = File::open(path).map_err(BasemapError::Unreadable)?;
    let length = SQLITE.len() as u64;
    file.take(length)
        .read_to_end(&mut head)
        .map_err(BasemapError::Unreadable)?;
    if head.starts_with(PMTILES) {
        return Err(BasemapError::IsPmtiles);
    }
    if head != SQLITE {
        return Err(BasemapError::NotMbtiles);
    }
    Ok(())
}

/// What the file says of itself, as far as its tiles bear it out.
pub(crate) fn at(path: &Path, connection: &Connection) -> Result<About, BasemapError> {
    let has_tables: i64 = connection.query_row(
        "SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('metadata', 'tiles')",
        (),
        |row| row.get(0),
    )?;
    if has_tables != 2 {
        return Err(BasemapError::NotMbtiles);
    }
    let said = metadata(connection)?;
    let format = said.get("format").ok_or(BasemapError::NoFormat)?;
    let format = Format::named(format).ok_or_else(|| BasemapError::Format(short(format)))?;
    let (zoom_min, zoom_max) = zooms(connection, &said)?;
    for zoom in [zoom_min, zoom_max] {
        let (at, bytes) = some_tile(connection, zoom)?.ok_or(BasemapError::Empty)?;
        if !format.is_of(&bytes) {
            let said = format.media_type();
            return Err(BasemapError::OtherTile { said, at });
        }
    }
    Ok(About {
        format,
        zoom_min,
        zoom_max,
        bounds: said.get("bounds").map(|text| bounds(text)).transpose()?,
        attribution: said.get("attribution").map(|text| short(text)).unwrap_or_default(),
        layers: said.get("json").map(|text| layers(text)).unwrap_or_default(),
        version: version(path, &said)?,
    })
}

fn metadata(connection: &Connection) -> Result<HashMap<String, String>, BasemapError> {
    // Values may be numbers.
    let mut statement = connection.prepare(
        "SELECT name, CAST(value AS TEXT) FROM metadata
         WHERE name IN ('format', 'bounds', 'attribution', 'json', 'name', 'version', 'minzoom', 'maxzoom') AND length(value) <= ?1",
    )?;
    let rows = statement.query_map([METADATA_CHARS_MAX], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The shallowest and deepest zoom: as the metadata says where there are such tiles, else as the tiles themselves say, for
/// which a large file has to be read from end to end.
fn zooms(connection: &Connection, said: &HashMap<String, String>) -> Result<(u8, u8), BasemapError> {
    let named = |name: &str| said.get(name).and_then(|text| text.trim().parse::<u8>().ok());
    if let (Some(least), Some(most)) = (named("minzoom"), named("maxzoom"))
        && least <= most
        && most <= ZOOM_MAX
        && some_tile(connection, least)?.is_some()
        && some_tile(connection, most)?.is_some()
    {
        return Ok((least, most));
    }
    let sql = "SELECT MIN(zoom_level), MAX(zoom_level) FROM tiles";
    let ends = connection.query_row(sql, (), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (Some(least), Some(most)) = ends else {
        return Err(BasemapError::Empty);
    };
    let zoom = |found: i64| u8::try_from(found).ok().filter(|zoom| *zoom <= ZOOM_MAX);
    let zoom = |found: i64| zoom(found).ok_or(BasemapError::Zoom(found));
    Ok((zoom(least)?, zoom(most)?))
}

/// A tile of that zoom, whichever comes first: where it lies, and how it begins.
fn some_tile(connection: &Connection, zoom: u8) -> Result<Option<(String, Vec<u8>)>, BasemapError> {
    let sql =
        "SELECT tile_column, tile_row, substr(CAST(tile_data AS BLOB), 1, 16) FROM tiles WHERE zoom_level = ?1 LIMIT 1";
    let found = connection.query_row(sql, [zoom], |row| {
        let (column, row_from_south): (i64, i64) = (row.get(0)?, row.get(1)?);
        Ok((format!("{zoom}/{column}/{row_from_south}"), row.get(2)?))
    });
    Ok(found.optional()?)
}

fn bounds(text: &str) -> Result<[f64; 4], BasemapError> {
    let wrong = || BasemapError::Bounds(short(text));
    let numbers: Vec<f64> = text
        .split(',')
        .map(|part| part.trim().parse())
        .collect::<Result<_, _>>()
        .map_err(|_| wrong())?;
    let [west, south, east, north] = numbers[..] else {
        return Err(wrong());
    };
    let is_box = (-180.0..=180.0).contains(&west) && west < east && east <= 180.0;
    let is_high = (-90.0..=90.0).contains(&south) && south < north && north <= 90.0;
    (is_box && is_high)
        .then_some([west, south, east, north])
        .ok_or_else(wrong)
}

/// The layers of vectors, which stand in JSON inside the metadata; none when it can't be read.
fn layers(text: &str) -> Vec<String> {
    #[derive(Deserialize)]
    struct Told {
        #[serde(default)]
        vector_layers: Vec<Layer>,
    }
    #[derive(Deserialize)]
    struct Layer {
        id: String,
    }
    let told: Option<Told> = serde_json::from_str(text).ok();
    let layers = told.map(|told| told.vector_layers).unwrap_or_default();
    layers
        .into_iter()
        .take(LAYERS_MAX)
        .map(|layer| short(&layer.id))
        .collect()
}

fn short(text: &str) -> String {
    text.chars().take(ATTRIBUTION_CHARS_MAX).collect()
}

/// Changes when the file is another: its length, its time and what it says of itself.
fn version(path: &Path, said: &HashMap<String, String>) -> Result<String, BasemapError> {
    let file = std::fs::metadata(path).map_err(BasemapError::Unreadable)?;
    let changed = file.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let mut said: Vec<_> = said.iter().collect();
    said.sort();
    let told = format!("{} {:?} {said:?}", file.len(), changed.unwrap_or_default());
    Ok(HEXLOWER.encode(&Sha256::digest(told))[..VERSION_LENGTH].to_owned())
}
