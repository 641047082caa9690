//! JSON under `/api/v1` about where places lie. Where a place lies is public to whoever is signed in, as its name is.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_city::{PlaceCode, Position};
use tongxin_places::{NewPosition, PlacesError};
use tongxin_web::{
    Asked, IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query, TableFormat, UploadedTable,
};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::places::api::found;
use crate::places::bodies::WithinQuery;
use crate::places::places_problem;
use crate::places::position_table::{POSITIONS, take_in};
use crate::places::problems::words;
use crate::{Accounts, Action, Right, Routes, Visit};

pub(crate) fn routes() -> Routes<Accounts> {
    let (read, add) = (Right::May(Action::PlaceRead), Right::May(Action::PlaceAdd));
    Routes::new()
        .api(routes!(get_position), read)
        .api(routes!(set_position), add)
        .api(routes!(positions_csv), read)
        .api(routes!(positions_template), add)
        .api(routes!(import_positions), add)
}

/// Where a place lies, in WGS 84 degrees.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PositionBody {
    /// Longitude, east positive; inside the city's boundaries or 0.1 degrees around them.
    #[schema(minimum = -180, maximum = 180)]
    lon: f64,
    /// Latitude, north positive.
    #[schema(minimum = -90, maximum = 90)]
    lat: f64,
}

/// How many positions were set.
#[derive(Debug, Serialize, ToSchema)]
struct PositionsSet {
    /// Rows of the table.
    set: usize,
}

/// Where a place lies: as somebody set it, or guessed. 404 also when nothing can be guessed, for want of boundaries.
#[utoipa::path(get, path = "/api/v1/places/{code}/position", tag = "places",
    params(("code" = PlaceCode, Path, description = "The place")), responses(
    (status = 200, description = "The position", body = Position),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn get_position(
    State(accounts): State<Accounts>,
    Path(code): Path<PlaceCode>,
) -> Result<Json<Position>, Problem> {
    let position = accounts.places().position(&code).ok_or_else(Problem::not_found)?;
    Ok(Json(position))
}

/// Says where a place inside the caller's lies.
#[utoipa::path(put, path = "/api/v1/places/{code}/position", tag = "places", request_body = PositionBody,
    params(KeyHeader, ("code" = PlaceCode, Path, description = "The place")), responses(
    (status = 200, description = "Set", body = Position),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn set_position(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(code): Path<PlaceCode>,
    key: IdempotencyKey,
    Json(body): Json<PositionBody>,
) -> Result<Json<Position>, Problem> {
    Ok(Json(set(&accounts, &visit, key, code, [body.lon, body.lat]).await?))
}

/// Sets one position inside the viewer's places; what is wrong is said at `lon` and `lat`.
pub(super) async fn set(
    accounts: &Accounts,
    visit: &Visit,
    key: IdempotencyKey,
    code: PlaceCode,
    [lon, lat]: [f64; 2],
) -> Result<Position, Problem> {
    visit.viewer.require_place(Action::PlaceAdd, &code)?;
    let places = accounts.places();
    found(&places.tree(), &code)?;
    let faults = places.position_faults(lon, lat).map_err(places_problem)?;
    let mut problem = Problem::invalid();
    for (field, fault) in ["lon", "lat"].into_iter().zip(&faults) {
        if let Some(fault) = fault {
            let (key, args) = words(fault);
            let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            problem = problem.field(field, key, &args);
        }
    }
    problem.into_result()?;
    let command = visit.command(key, "set-position", format!("{code} {lon} {lat}").as_bytes());
    let row = NewPosition { code, lon, lat };
    let set = places.set_positions(command, &visit.viewer.actor(), vec![row]).await;
    set.map_err(places_problem)?;
    places.position(&code).ok_or_else(Problem::not_found)
}

/// The positions that were set, in the city or a part of it, as a CSV file: code, lon, lat.
#[utoipa::path(get, path = "/api/v1/positions.csv", tag = "places", params(WithinQuery), responses(
    (status = 200, description = "The file", content_type = "text/csv", body = String),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn positions_csv(
    State(accounts): State<Accounts>,
    Query(query): Query<WithinQuery>,
) -> Result<Response, Problem> {
    let tree = accounts.places().tree();
    let within = match query.within {
        Some(code) => found(&tree, &code)?.code,
        None => tree.city().ok_or_else(|| places_problem(PlacesError::NoCity))?.code,
    };
    // Digits, points and signs only: no cell of it is a formula.
    TableFormat::Csv.attachment("positions", accounts.places().positions_csv(&within).into_bytes())
}

/// An empty table of positions to fill in.
#[utoipa::path(get, path = "/api/v1/positions/template", tag = "places", responses(
    (status = 200, description = "The table", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn positions_template(asked: Asked) -> Result<Response, Problem> {
    let bytes = POSITIONS.template(&asked.shell.texts, asked.lang)?;
    TableFormat::Xlsx.attachment("positions", bytes)
}

/// Sets the positions of a table (code, lon, lat) inside the caller's places, all rows or none.
#[utoipa::path(post, path = "/api/v1/positions/import", tag = "places", params(KeyHeader),
    request_body(description = "The table", content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), responses(
    (status = 201, description = "Set", body = PositionsSet),
    (status = "4XX", description = "Every bad row, and nothing set", body = ProblemBody,
        content_type = "application/problem+json"),
))]
async fn import_positions(
    State(accounts): State<Accounts>,
    visit: Visit,
    key: IdempotencyKey,
    table: UploadedTable,
) -> Result<(StatusCode, Json<PositionsSet>), Problem> {
    let command = visit.command(key, "position import", &table.0);
    let set = take_in(&accounts, &visit, command, table.0).await?;
    Ok((StatusCode::CREATED, Json(PositionsSet { set })))
}
