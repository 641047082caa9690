//! Why a file is no base map.

use thiserror::Error;

/// Why a file is not taken, and what would be right.
#[derive(Debug, Error)]
pub enum BasemapError {
    /// There is none, or it can't be read.
    #[error("the file can't be read: {0}")]
    Unreadable(std::io::Error),
    /// PMTiles, the other common form.
    #[error("this is a PMTiles file; MBTiles would be right: `tile-join -o map.mbtiles map.pmtiles` makes one of it")]
    IsPmtiles,
    /// Anything else.
    #[error("this is no MBTiles file, which is a SQLite database with the tables metadata and tiles")]
    NotMbtiles,
    /// SQLite says that it is damaged, or gave it up.
    #[error("the database in it is broken: {0}; copy the file again, or make it anew")]
    Broken(#[from] rusqlite::Error),
    /// A format that nobody here draws.
    #[error("the format {0:?} in its metadata is none that is drawn; png, jpg, webp or pbf would be right")]
    Format(String),
    /// The metadata names none.
    #[error("its metadata names no format; png, jpg, webp or pbf would be right")]
    NoFormat,
    /// No tiles.
    #[error("there are no tiles in it")]
    Empty,
    /// Tiles that are something else than the metadata says.
    #[error("its metadata says {said}, but the tile {at} is something else")]
    OtherTile {
        /// The format by the metadata.
        said: &'static str,
        /// Zoom, column and row of the tile, as the file counts them.
        at: String,
    },
    /// A zoom that no map has.
    #[error("it has tiles of zoom {0}; {max} is the deepest that is drawn", max = crate::file::ZOOM_MAX)]
    Zoom(i64),
    /// Bounds that are none.
    #[error("the bounds {0:?} in its metadata are none; west,south,east,north in degrees would be right")]
    Bounds(String),
}
