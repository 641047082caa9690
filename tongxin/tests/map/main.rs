//! The base map through HTTP: a file that another program made, files of our own, and what is asked for that is not there.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../system/mod.rs"]
#[allow(dead_code, reason = "shared with other tests of the whole system")]
mod system;

use flate2::Compression;
use flate2::write::GzEncoder;
use http::{Method, header};
use rusqlite::Connection;
use std::io::Write as _;
use std::path::Path;
use system::System;
use system::client::{Answer, Visitor, send};
use tongxin::app::Base;
use tongxin_clock::Clock;

async fn asked(system: &System, path: &str) -> Answer {
    Visitor::program(&system.address, None).get(path).await
}

fn said(answer: &Answer, name: header::HeaderName) -> &str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_file_there_is_none() {
    let system = System::with_map(None).await;
    let map = asked(&system, "/api/v1/map").await;
    assert_eq!((map.status, map.body.as_str()), (204, ""));
    assert_eq!(asked(&system, "/api/v1/map/tiles/0/0/0").await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tiles_of_a_file_are_given_out_to_anybody_and_kept_by_their_version() {
    let system = System::sqlite().await;
    let map = asked(&system, "/api/v1/map").await.json();
    assert_eq!(map["kind"], "raster");
    assert_eq!((&map["minzoom"], &map["maxzoom"]), (&0.into(), &8.into()));
    assert_eq!(map["bounds"], serde_json::json!([105.2, 28.1, 110.3, 32.3]));
    assert!(
        map["attribution"]
            .as_str()
            .unwrap()
            .contains("https://example.org/squares")
    );
    let address = map["tiles"][0].as_str().unwrap();
    let address = address.replace("{z}", "8").replace("{x}", "203").replace("{y}", "106");
    let tile = asked(&system, &address).await;
    assert_eq!((tile.status, tile.media_type.as_str()), (200, "image/png"));
    assert!(tile.body.contains("PNG"));
    assert_eq!(
        said(&tile, header::CACHE_CONTROL),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(said(&tile, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    let tag = said(&tile, header::ETAG);
    let again = Visitor::program(&system.address, None).request(Method::GET, &address);
    let again = send(again.header(header::IF_NONE_MATCH, tag)).await;
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    let plain = asked(&system, "/api/v1/map/tiles/8/203/106").await;
    assert_eq!(said(&plain, header::CACHE_CONTROL), "no-cache");
    let old = asked(&system, "/api/v1/map/tiles/8/203/106?v=0000").await;
    assert_eq!(said(&old, header::CACHE_CONTROL), "no-cache");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_in_the_file_is_not_found() {
    let system = System::sqlite().await;
    for path in [
        // Too far south, outside the world, deeper than any map.
        "8/203/255",
        "8/256/0",
        "8/0/256",
        "9/406/212",
        "22/4194303/4194303",
        "23/0/0",
        "255/0/0",
        // No numbers, or none of a tile.
        "8/-1/106",
        "8/203.0/106",
        "8/0x10/106",
        "256/0/0",
        "8/99999999999999999999/0",
        "a/b/c",
        "%00/0/0",
        "8/203/106.png",
        "8/203",
        "",
        "8/203/106/0",
        "8/203/1'%20OR%201=1--",
        // Out of the folder that it is not.
        "..%2f..%2f..%2fetc/0/passwd",
        "%2e%2e/%2e%2e/keys",
        "....//....//x/0/0",
    ] {
        let answer = asked(&system, &format!("/api/v1/map/tiles/{path}")).await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.body);
    }
    let empty = asked(&system, "/api/v1/map/tiles/0/0/0?v=").await;
    assert!((400..500).contains(&empty.status), "{}", empty.status);
    let posted = Visitor::program(&system.address, None).request(Method::POST, "/api/v1/map/tiles/0/0/0");
    assert_eq!(send(posted).await.status, 405);
}

/// A file of one tile of vectors at zoom 0, as map tools write it: compressed.
fn vectors(path: &Path) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(b"\x1a\x09\x78\x02\x0a\x05water").unwrap();
    let tile = packed.finish().unwrap();
    let database = Connection::open(path).unwrap();
    let tables = "CREATE TABLE metadata (name TEXT, value TEXT);
        CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
        INSERT INTO metadata VALUES ('format', 'pbf'), ('json', '{\"vector_layers\":[{\"id\":\"water\",\"fields\":{}}]}');";
    database.execute_batch(tables).unwrap();
    database
        .execute("INSERT INTO tiles VALUES (0, 0, 0, ?1)", [&tile])
        .unwrap();
    tile
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vectors_come_compressed_as_the_file_holds_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vectors.mbtiles");
    let tile = vectors(&path);
    let system = System::with_map(Some(&path)).await;
    let map = asked(&system, "/api/v1/map").await.json();
    assert_eq!(
        (&map["kind"], &map["layers"]),
        (&"vector".into(), &serde_json::json!(["water"]))
    );
    assert!(map.get("bounds").is_none());
    let answer = asked(&system, "/api/v1/map/tiles/0/0/0").await;
    assert_eq!(answer.media_type, "application/vnd.mapbox-vector-tile");
    assert_eq!(said(&answer, header::CONTENT_ENCODING), "gzip");
    assert_eq!(said(&answer, header::CONTENT_LENGTH), tile.len().to_string());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_does_not_start_with_a_broken_file() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.mbtiles");
    std::fs::write(&broken, b"PMTiles\x03").unwrap();
    let url = format!("sqlite:{}", folder.path().join("city.db").display());
    let keys = folder.path().join("keys");
    let base = Base::open(&url, Some(&keys), Clock::manual(system::NOON))
        .await
        .unwrap();
    let error = base.with_map(Some(&broken)).err().unwrap();
    let said = format!("{error:#}");
    assert!(said.starts_with("--map ") && said.contains("broken.mbtiles"), "{said}");
    assert!(said.contains("MBTiles would be right"), "{said}");
}
