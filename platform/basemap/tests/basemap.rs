//! Files that are maps, and files that are none.
#![allow(clippy::unwrap_used, missing_docs)]

use rusqlite::Connection;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tongxin_basemap::{Basemap, BasemapError, TileAt};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and a picture";
const TABLES: &str = "CREATE TABLE metadata (name TEXT, value TEXT);
    CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
    CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row);";

struct Made {
    folder: TempDir,
}

impl Made {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("map.mbtiles")
    }

    /// An MBTiles file with that metadata and those tiles: zoom, column, row from the south.
    fn file(&self, metadata: &[(&str, &str)], tiles: &[(i64, i64, i64, &[u8])]) -> PathBuf {
        let path = self.path();
        drop(std::fs::remove_file(&path));
        let database = Connection::open(&path).unwrap();
        database.execute_batch(TABLES).unwrap();
        for (name, value) in metadata {
            database
                .execute("INSERT INTO metadata VALUES (?1, ?2)", (name, value))
                .unwrap();
        }
        for tile in tiles {
            database
                .execute("INSERT INTO tiles VALUES (?1, ?2, ?3, ?4)", *tile)
                .unwrap();
        }
        path
    }
}

fn at(z: u8, x: u32, y: u32) -> TileAt {
    TileAt::new(z, x, y).unwrap()
}

fn refusal(path: &Path) -> String {
    Basemap::open(path).unwrap_err().to_string()
}

#[tokio::test]
async fn rows_are_counted_from_the_north_outside_and_from_the_south_in_the_file() {
    let made = Made::new();
    let (north, south): (&[u8], &[u8]) = (b"\x89PNG\r\n\x1a\nnorth", b"\x89PNG\r\n\x1a\nsouth");
    let path = made.file(&[("format", "png")], &[(1, 0, 1, north), (1, 0, 0, south)]);
    let map = Basemap::open(&path).unwrap();
    assert_eq!(map.tile(at(1, 0, 0)).await.unwrap().as_deref(), Some(north));
    assert_eq!(map.tile(at(1, 0, 1)).await.unwrap().as_deref(), Some(south));
    assert_eq!(map.tile(at(1, 1, 1)).await.unwrap(), None);
}

#[test]
fn a_tile_outside_the_world_is_none() {
    for (z, x, y) in [
        (0, 1, 0),
        (0, 0, 1),
        (3, 8, 0),
        (23, 0, 0),
        (255, 0, 0),
        (22, u32::MAX, 0),
    ] {
        assert_eq!(TileAt::new(z, x, y), None, "{z}/{x}/{y}");
    }
    assert!(TileAt::new(22, (1 << 22) - 1, (1 << 22) - 1).is_some());
}

#[tokio::test]
async fn a_tile_that_no_phone_could_draw_is_not_given_out() {
    let made = Made::new();
    let huge = [PNG, &vec![0; 3 << 20]].concat();
    let path = made.file(&[("format", "png")], &[(0, 0, 0, PNG), (1, 0, 0, &huge)]);
    let map = Basemap::open(&path).unwrap();
    assert!(map.tile(at(0, 0, 0)).await.unwrap().is_some());
    assert_eq!(map.tile(at(1, 0, 1)).await.unwrap(), None);
}

#[tokio::test]
async fn tiles_behind_a_view_are_read_as_well() {
    let made = Made::new();
    let database = Connection::open(made.path()).unwrap();
    let tables = "CREATE TABLE metadata (name TEXT, value TEXT); INSERT INTO metadata VALUES ('format', 'png');
        CREATE TABLE map (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_id TEXT);
        CREATE TABLE images (tile_id TEXT, tile_data BLOB); INSERT INTO map VALUES (0, 0, 0, 'one');
        CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, tile_data FROM map JOIN images USING (tile_id);";
    database.execute_batch(tables).unwrap();
    database
        .execute("INSERT INTO images VALUES ('one', ?1)", [PNG])
        .unwrap();
    let map = Basemap::open(&made.path()).unwrap();
    assert_eq!(map.tile(at(0, 0, 0)).await.unwrap().as_deref(), Some(PNG));
}

#[test]
fn what_is_no_map_is_refused_with_what_would_be_right() {
    let made = Made::new();
    let path = made.path();
    assert!(matches!(Basemap::open(&path).unwrap_err(), BasemapError::Unreadable(_)));
    std::fs::write(&path, b"PMTiles\x03 and more").unwrap();
    assert!(
        refusal(&path).contains("tile-join -o map.mbtiles"),
        "{}",
        refusal(&path)
    );
    for other in [&b""[..], b"SQLite", b"<html>not found</html>"] {
        std::fs::write(&path, other).unwrap();
        assert!(matches!(Basemap::open(&path).unwrap_err(), BasemapError::NotMbtiles));
    }
    std::fs::write(&path, b"SQLite format 3\0 and then nothing that makes sense").unwrap();
    assert!(matches!(Basemap::open(&path).unwrap_err(), BasemapError::Broken(_)));
    std::fs::remove_file(&path).unwrap();
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE needs (id INTEGER)")
        .unwrap();
    assert!(matches!(Basemap::open(&path).unwrap_err(), BasemapError::NotMbtiles));
}

#[test]
fn metadata_that_is_not_borne_out_is_refused() {
    let made = Made::new();
    let tile = [(0, 0, 0, PNG)];
    assert!(refusal(&made.file(&[], &tile)).contains("names no format"));
    assert!(refusal(&made.file(&[("format", "tiff")], &tile)).contains("png, jpg, webp or pbf"));
    assert!(refusal(&made.file(&[("format", "png")], &[])).contains("no tiles"));
    assert!(refusal(&made.file(&[("format", "jpg")], &tile)).contains("image/jpeg, but the tile 0/0/0"));
    assert!(refusal(&made.file(&[("format", "pbf")], &tile)).contains("something else"));
    assert!(refusal(&made.file(&[("format", "png")], &[(23, 0, 0, PNG)])).contains("zoom 23"));
    for bounds in [
        "",
        "1,2,3",
        "a,b,c,d",
        "181,0,182,1",
        "10,0,5,1",
        "0,80,1,100",
        "nan,0,1,1",
    ] {
        let path = made.file(&[("format", "png"), ("bounds", bounds)], &tile);
        assert!(refusal(&path).contains("west,south,east,north"), "{bounds}");
    }
}

#[test]
fn a_truncated_file_is_refused_or_lacks_tiles_and_never_panics() {
    let made = Made::new();
    let whole = std::fs::read(made.file(&[("format", "png")], &[(0, 0, 0, PNG)])).unwrap();
    for length in (0..whole.len()).step_by(509) {
        std::fs::write(made.path(), &whole[..length]).unwrap();
        assert!(
            Basemap::open(&made.path()).is_err(),
            "{length} of {} bytes",
            whole.len()
        );
    }
}
