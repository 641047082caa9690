//! What the base map is, and its tiles, for whoever opens a map.

use crate::file::{Basemap, Format, TileAt, is_gzip};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use tongxin_account::{Right, Routes};
use tongxin_web::{Json, Path, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

/// A tile asked for with the map's version never changes.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Asked for without, it is checked again each time.
const CHECK: HeaderValue = HeaderValue::from_static("no-cache");

/// The routes of the base map, which answer that there is none when there is none.
pub fn routes<S: Clone + Send + Sync + 'static>(map: Option<Basemap>) -> Routes<S> {
    Routes::new()
        .api(routes!(get_map), Right::Anyone)
        .api(routes!(get_tile), Right::Anyone)
        .with_state(map)
}

type Map = State<Option<Basemap>>;

/// The base map as TileJSON 3.0 tells it, as far as a map needs it.
#[derive(Debug, Serialize, ToSchema)]
struct MapBody {
    tilejson: &'static str,
    /// Whether tiles are pictures or vectors.
    kind: MapKind,
    /// The address of a tile, with `{z}`, `{x}` and `{y}` to fill in.
    tiles: [String; 1],
    minzoom: u8,
    maxzoom: u8,
    /// West, south, east, north in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds: Option<[f64; 4]>,
    /// Whom to name where the map is shown, as the file's maker wrote it: perhaps with links in HTML.
    attribution: String,
    /// The names of vectors' layers.
    layers: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum MapKind {
    Raster,
    Vector,
}

impl MapBody {
    fn of(map: &Basemap) -> Self {
        let about = &map.about;
        let is_vector = about.format == Format::Vector;
        Self {
            tilejson: "3.0.0",
            kind: if is_vector { MapKind::Vector } else { MapKind::Raster },
            tiles: [format!("/api/v1/map/tiles/{{z}}/{{x}}/{{y}}?v={}", about.version)],
            minzoom: about.zoom_min,
            maxzoom: about.zoom_max,
            bounds: about.bounds,
            attribution: about.attribution.clone(),
            layers: about.layers.clone(),
        }
    }
}

/// What the base map is. No content when this server has none.
#[utoipa::path(get, path = "/api/v1/map", tag = "places", responses(
    (status = 200, description = "The base map", body = MapBody),
    (status = 204, description = "There is none: boundaries are all there is to draw"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn get_map(State(map): Map) -> Response {
    let head = [(header::CACHE_CONTROL, CHECK)];
    match map {
        Some(map) => (head, Json(MapBody::of(&map))).into_response(),
        None => (StatusCode::NO_CONTENT, head).into_response(),
    }
}

#[derive(Debug, serde::Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct VersionQuery {
    /// The version of the map, as its address in `/api/v1/map` carries it: such a tile may be kept for good.
    v: Option<String>,
}

/// A tile of the base map: zoom, column from the west, row from the north. Vectors come compressed with gzip where the file
/// holds them so.
#[utoipa::path(get, path = "/api/v1/map/tiles/{z}/{x}/{y}", tag = "places", params(
    ("z" = u8, Path, description = "The zoom"), ("x" = u32, Path, description = "The column"), ("y" = u32, Path, description = "The row"),
    VersionQuery,
), responses(
    (status = 200, description = "The tile", content(
        (Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/webp"), (Vec<u8> = "application/vnd.mapbox-vector-tile"),
    )),
    (status = 304, description = "The caller has it"),
    (status = "4XX", description = "The map has no such tile", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn get_tile(
    State(map): Map,
    Path((z, x, y)): Path<(u8, u32, u32)>,
    Query(query): Query<VersionQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let map = map.ok_or_else(Problem::not_found)?;
    let at = TileAt::new(z, x, y).ok_or_else(Problem::not_found)?;
    let about = &map.about;
    let is_named = query.v.as_deref() == Some(&about.version);
    // Of one address, the tile changes with the file and never else.
    let tag = HeaderValue::from_str(&format!("\"{}\"", about.version)).map_err(|_| Problem::internal())?;
    let mut head = HeaderMap::new();
    head.insert(header::CACHE_CONTROL, if is_named { FOREVER } else { CHECK });
    let is_known = headers.get(header::IF_NONE_MATCH) == Some(&tag);
    head.insert(header::ETAG, tag);
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    let read = map.tile(at).await.map_err(|error| {
        tracing::error!(%error, ?at, "a tile of the base map could not be read");
        Problem::internal()
    })?;
    let bytes = read.ok_or_else(Problem::not_found)?;
    head.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(about.format.media_type()),
    );
    if about.format == Format::Vector && is_gzip(&bytes) {
        head.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok((head, bytes).into_response())
}
