//! JSON under `/api/v1` about places and areas. Names of places are public to whoever is signed in; what
//! is added lies inside the caller's own places.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header};
use tongxin_city::{Place, PlaceCode, PlaceTree};
use tongxin_places::{LIST_MAX, NewUserPlace, PlacesError};
use tongxin_web::{
    IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query, Table, TableFormat, require_short,
};
use utoipa_axum::routes;

use crate::places::bodies::{
    AfterQuery, AreaBody, AreasBody, CodesBody, NewPlacesBody, PlaceBody, PlaceDetail, PlacesBody, SearchQuery,
    WithinQuery,
};
use crate::places::{households, orgs, places_problem, positions};
use crate::{Accounts, Action, Right, Routes, Visit};

/// Hits when the caller does not say how many.
const HITS: usize = 20;
/// Characters of a search, as its description says.
const QUERY_CHARS_MAX: usize = 80;
/// Hits at most.
const HITS_MAX: usize = 100;
/// How long a browser keeps the boundaries: they change with a new city only.
const BOUNDARIES_KEPT: HeaderValue = HeaderValue::from_static("private, max-age=3600");

/// The routes of this folder's JSON.
pub(crate) fn routes() -> Routes<Accounts> {
    Routes::new()
        .api(routes!(search_places), Right::May(Action::PlaceRead))
        .api(routes!(add_places), Right::May(Action::PlaceAdd))
        .api(routes!(places_csv), Right::May(Action::PlaceRead))
        .api(routes!(get_place), Right::May(Action::PlaceRead))
        .api(routes!(list_children), Right::May(Action::PlaceRead))
        .api(routes!(districts_geojson), Right::May(Action::PlaceRead))
        .api(routes!(list_areas), Right::May(Action::PlaceRead))
        .api(routes!(add_area), Right::May(Action::AreaAdd))
        .merge(households::routes())
        .merge(orgs::routes())
        .merge(positions::routes())
}

pub(crate) fn found(tree: &PlaceTree, code: &PlaceCode) -> Result<Place, Problem> {
    tree.get(code).cloned().ok_or_else(Problem::not_found)
}

/// Finds places by name, pinyin, initials or code, best first.
#[utoipa::path(get, path = "/api/v1/places", tag = "places", params(SearchQuery), responses(
    (status = 200, description = "The places", body = PlacesBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn search_places(
    State(accounts): State<Accounts>,
    Query(query): Query<SearchQuery>,
) -> Result<Json<PlacesBody>, Problem> {
    require_short("q", &query.q, QUERY_CHARS_MAX)?;
    let tree = accounts.places().tree();
    let limit = query.limit.unwrap_or(HITS).clamp(1, HITS_MAX);
    let hits = tree.search(&query.q, query.within.as_ref(), limit);
    let places = hits
        .iter()
        .filter_map(|hit| tree.get(&hit.code))
        .map(Into::into)
        .collect();
    Ok(Json(PlacesBody { places, next: None }))
}

/// A place with the way down to it.
#[utoipa::path(get, path = "/api/v1/places/{code}", tag = "places",
    params(("code" = PlaceCode, Path, description = "The place")), responses(
    (status = 200, description = "The place", body = PlaceDetail),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn get_place(
    State(accounts): State<Accounts>,
    Path(code): Path<PlaceCode>,
) -> Result<Json<PlaceDetail>, Problem> {
    let tree = accounts.places().tree();
    Ok(Json(PlaceDetail::of(&tree, &found(&tree, &code)?)))
}

/// The places right below one, in code order, 200 at a time.
#[utoipa::path(get, path = "/api/v1/places/{code}/children", tag = "places",
    params(AfterQuery, ("code" = PlaceCode, Path, description = "The place above")), responses(
    (status = 200, description = "The places", body = PlacesBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list_children(
    State(accounts): State<Accounts>,
    Path(code): Path<PlaceCode>,
    Query(query): Query<AfterQuery>,
) -> Result<Json<PlacesBody>, Problem> {
    let tree = accounts.places().tree();
    found(&tree, &code)?;
    let mut children = tree
        .children(&code)
        .filter(|child| query.after.is_none_or(|after| child.code > after));
    let places: Vec<PlaceBody> = children.by_ref().take(LIST_MAX).map(Into::into).collect();
    let next = children.next().and(places.last()).map(|last| last.code);
    Ok(Json(PlacesBody { places, next }))
}

/// Adds compounds and buildings inside the caller's places, all or none.
#[utoipa::path(post, path = "/api/v1/places", tag = "places", params(KeyHeader), request_body = NewPlacesBody, responses(
    (status = 201, description = "Added", body = CodesBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn add_places(
    State(accounts): State<Accounts>,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<NewPlacesBody>,
) -> Result<(StatusCode, Json<CodesBody>), Problem> {
    let scope = visit.scope(Action::PlaceAdd)?;
    if !body.rows.iter().all(|row| scope.contains_place(&row.parent)) {
        return Err(Problem::forbidden());
    }
    let command = visit.command(key, "add-places", format!("{body:?}").as_bytes());
    let rows: Vec<NewUserPlace> = body.rows.into_iter().map(Into::into).collect();
    let added = accounts
        .places()
        .add_places(command, &visit.viewer.actor(), rows)
        .await
        .map_err(places_problem)?;
    Ok((StatusCode::CREATED, Json(CodesBody { codes: added.value })))
}

/// The tree, or a part of it, as a CSV file.
#[utoipa::path(get, path = "/api/v1/places.csv", tag = "places", params(WithinQuery), responses(
    (status = 200, description = "The file", content_type = "text/csv", body = String),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn places_csv(State(accounts): State<Accounts>, Query(query): Query<WithinQuery>) -> Result<Response, Problem> {
    let tree = accounts.places().tree();
    let within = match query.within {
        Some(code) => found(&tree, &code)?.code,
        None => tree.city().ok_or_else(|| places_problem(PlacesError::NoCity))?.code,
    };
    let number = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
    let rows = tree.inside(&within).map(|place| {
        let name_en = place.name_en.as_deref().unwrap_or_default().to_owned();
        let (people, households) = (
            place.population.map(|p| p.people),
            place.population.map(|p| p.households),
        );
        let estimated = place.population.map(|p| p.estimated.to_string()).unwrap_or_default();
        let level = place.level.key().to_owned();
        vec![
            place.code.to_string(),
            level,
            place.name_zh.to_string(),
            name_en,
            number(people),
            number(households),
            estimated,
        ]
    });
    let headings = [
        "code",
        "level",
        "name_zh",
        "name_en",
        "people",
        "households",
        "is_estimated",
    ];
    let table = Table {
        name: "places".into(),
        headings: headings.map(Into::into).to_vec(),
        rows: rows.collect(),
    };
    table.download("places", TableFormat::Csv)
}

/// The districts' boundaries as GeoJSON, with code, names and people.
#[utoipa::path(get, path = "/api/v1/districts.geojson", tag = "places", responses(
    (status = 200, description = "A GeoJSON feature collection (RFC 7946)", content_type = "application/geo+json", body = serde_json::Value),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn districts_geojson(State(accounts): State<Accounts>) -> Result<Response, Problem> {
    let city = accounts.places().city().map_err(places_problem)?;
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/geo+json")),
        (header::CACHE_CONTROL, BOUNDARIES_KEPT),
    ];
    Ok((head, city.districts_geojson.clone()).into_response())
}

/// All areas by name.
#[utoipa::path(get, path = "/api/v1/areas", tag = "places", responses(
    (status = 200, description = "The areas", body = AreasBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list_areas(State(accounts): State<Accounts>) -> Result<Json<AreasBody>, Problem> {
    let areas = accounts.places().areas().await.map_err(places_problem)?;
    let areas = areas
        .into_iter()
        .map(|named| AreaBody {
            name: named.area.name().to_owned(),
            places: named.area.places().to_vec(),
        })
        .collect();
    Ok(Json(AreasBody { areas }))
}

/// Adds a named area of places inside the caller's.
#[utoipa::path(post, path = "/api/v1/areas", tag = "places", params(KeyHeader), request_body = AreaBody, responses(
    (status = 201, description = "Added; places inside others are left out", body = AreaBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn add_area(
    State(accounts): State<Accounts>,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AreaBody>,
) -> Result<(StatusCode, Json<AreaBody>), Problem> {
    let scope = visit.scope(Action::AreaAdd)?;
    if !body.places.iter().all(|place| scope.contains_place(place)) {
        return Err(Problem::forbidden());
    }
    let command = visit.command(key, "add-area", format!("{body:?}").as_bytes());
    let places = accounts.places();
    let added = places
        .add_area(command, &visit.viewer.actor(), &body.name, body.places)
        .await
        .map_err(places_problem)?;
    let area = added.value;
    Ok((
        StatusCode::CREATED,
        Json(AreaBody {
            name: area.name().to_owned(),
            places: area.places().to_vec(),
        }),
    ))
}
