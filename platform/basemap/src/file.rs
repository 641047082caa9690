//! A file of tiles: opened to read, looked at once, asked for one tile at a time.

use crate::error::BasemapError;
use crate::look;
use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use std::path::Path;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The deepest zoom that a map of streets has.
pub(crate) const ZOOM_MAX: u8 = 22;
/// A tile that is larger than this is none that a phone could draw.
const TILE_BYTES_MAX: i64 = 2 << 20;
/// Tiles that are read at once; a map asks for some twenty, and more only compete for the same two cores.
const READERS: usize = 2;
/// Memory that SQLite may keep of the file for each reader, in KiB (negative: KiB instead of pages).
const READER_PRAGMAS: &str = "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -4096;";

/// What tiles are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
    /// A picture.
    Webp,
    /// Vectors (Mapbox Vector Tile 2).
    Vector,
}

impl Format {
    /// The format's name in the metadata of MBTiles.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "webp" => Some(Self::Webp),
            "pbf" => Some(Self::Vector),
            _ => None,
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Vector => "application/vnd.mapbox-vector-tile",
        }
    }

    /// Whether the bytes begin as that format does. Vectors have no mark of their own: the first field of a tile is a
    /// layer (field 3, of a length), and most writers compress the whole.
    pub(crate) fn is_of(self, bytes: &[u8]) -> bool {
        match self {
            Self::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => bytes.starts_with(b"\xff\xd8\xff"),
            Self::Webp => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
            Self::Vector => bytes.is_empty() || bytes[0] == 0x1a || is_gzip(bytes),
        }
    }
}

/// Whether bytes are compressed with gzip.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
}

/// Which tile: zoom, column from the west, row from the north, as addresses of maps count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TileAt {
    z: u8,
    x: u32,
    y: u32,
}

impl TileAt {
    /// A tile that can be; nothing outside the world.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let is_in_world = z <= ZOOM_MAX && x < 1 << z && y < 1 << z;
        is_in_world.then_some(Self { z, x, y })
    }

    /// The row as MBTiles counts, from the south.
    fn row_from_south(self) -> u32 {
        (1 << self.z) - 1 - self.y
    }
}

/// What the file says of itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct About {
    pub format: Format,
    pub zoom_min: u8,
    pub zoom_max: u8,
    /// West, south, east, north.
    pub bounds: Option<[f64; 4]>,
    /// Who is to be named, as the file's maker wrote it.
    pub attribution: String,
    /// Layers of vectors, by name.
    pub layers: Vec<String>,
    /// Changes with the file.
    pub version: String,
}

/// A base map.
#[derive(Clone)]
pub struct Basemap {
    pub(crate) about: Arc<About>,
    path: Arc<Path>,
    permits: Arc<Semaphore>,
    /// Opened and not in use.
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl std::fmt::Debug for Basemap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Basemap")
            .field("path", &self.path)
            .field("about", &self.about)
            .finish_non_exhaustive()
    }
}

impl Basemap {
    /// Opens a file and looks whether it is a map.
    ///
    /// # Errors
    /// [`BasemapError`]: what is wrong with it, and what would be right.
    pub fn open(path: &Path) -> Result<Self, BasemapError> {
        look::kind_of_file(path)?;
        let connection = reader(path)?;
        let about = look::at(path, &connection)?;
        Ok(Self {
            about: about.into(),
            path: path.into(),
            permits: Arc::new(Semaphore::new(READERS)),
            idle: Arc::new(Mutex::new(vec![connection])),
        })
    }

    /// A tile's bytes; nothing where the map has none.
    ///
    /// # Errors
    /// When the file broke meanwhile.
    pub async fn tile(&self, at: TileAt) -> Result<Option<Vec<u8>>, BasemapError> {
        // The semaphore is never closed, so a permit always comes.
        let permit = Arc::clone(&self.permits).acquire_owned().await.ok();
        let map = self.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let known = map.idle.lock().pop();
            let connection = known.map_or_else(|| reader(&map.path), Ok)?;
            let found = read(&connection, at);
            map.idle.lock().push(connection);
            drop(permit);
            found
        });
        reading.await.unwrap_or(Ok(None))
    }
}

fn reader(path: &Path) -> Result<Connection, BasemapError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch(READER_PRAGMAS)?;
    Ok(connection)
}

/// By the unique index that MBTiles prescribes for these columns; what is too large is not even taken into memory.
fn read(connection: &Connection, at: TileAt) -> Result<Option<Vec<u8>>, BasemapError> {
    let mut statement = connection.prepare_cached(
        "SELECT tile_data FROM tiles
         WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3 AND length(tile_data) <= ?4 LIMIT 1",
    )?;
    let asked = (at.z, at.x, at.row_from_south(), TILE_BYTES_MAX);
    Ok(statement.query_row(asked, |row| row.get(0)).optional()?)
}
