//! A small routing service that speaks as OSRM's table service does, and ways for it to fail.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Coordinates that `osrm-routed` takes in one request.
const TABLE_SIZE_MAX: usize = 100;
/// Metres in a degree.
const METRES_PER_DEGREE: f64 = 111_195.0;

/// How it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    Never,
    Status500,
    Slow,
    NoJson,
    TooLarge,
    ShortRows,
    NoDistances,
    Negative,
    /// Its map is another city's.
    OffTheMap,
    Refusing,
    Redirecting,
    /// The second block and later ones only.
    Later,
}

/// A service at work.
pub struct Service {
    pub address: String,
    pub requests: Arc<AtomicUsize>,
}

#[derive(Clone)]
struct Shared {
    failing: Failing,
    requests: Arc<AtomicUsize>,
}

#[derive(Deserialize)]
struct Asked {
    annotations: String,
    sources: String,
    destinations: String,
}

pub async fn service(failing: Failing) -> Service {
    let requests = Arc::new(AtomicUsize::new(0));
    let shared = Shared {
        failing,
        requests: Arc::clone(&requests),
    };
    let router = Router::new()
        .route("/table/v1/driving/{coordinates}", get(table))
        .route("/behind/a/proxy/table/v1/driving/{coordinates}", get(table))
        .with_state(shared);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    Service { address, requests }
}

/// Metres and seconds from one point to another; none across the river at latitude 30. Uphill, to the north, takes longer.
pub fn way(from: [f64; 2], to: [f64; 2]) -> Option<(f64, f64)> {
    if (from[1] > 30.0) != (to[1] > 30.0) {
        return None;
    }
    let middle = f64::midpoint(from[1], to[1]).to_radians().cos();
    let straight = ((from[0] - to[0]) * middle).hypot(from[1] - to[1]) * METRES_PER_DEGREE;
    let metres = straight * 1.3;
    let slowness = if to[1] > from[1] { 1.2 } else { 1.0 };
    Some((
        (metres * 10.0).round() / 10.0,
        (metres / 8.0 * slowness * 10.0).round() / 10.0,
    ))
}

async fn table(State(shared): State<Shared>, Path(coordinates): Path<String>, Query(asked): Query<Asked>) -> Response {
    let number = shared.requests.fetch_add(1, Ordering::Relaxed);
    match shared.failing {
        Failing::Status500 => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Failing::Later if number > 0 => return StatusCode::BAD_GATEWAY.into_response(),
        Failing::Slow => tokio::time::sleep(Duration::from_secs(30)).await,
        Failing::NoJson => return "<html>Welcome to nginx</html>".into_response(),
        Failing::TooLarge => {
            return json!({ "code": "Ok", "noise": "x".repeat(3_000_000) })
                .to_string()
                .into_response();
        }
        Failing::Redirecting => return Redirect::temporary("http://127.0.0.1:1/").into_response(),
        Failing::Refusing => return refused("InvalidQuery", "Query string malformed close to position 7"),
        _ => {}
    }
    assert_eq!(asked.annotations, "duration,distance");
    let points: Vec<[f64; 2]> = coordinates.split(';').map(point).collect();
    if points.len() > TABLE_SIZE_MAX {
        return refused("TooBig", "Too many table coordinates");
    }
    let (sources, destinations) = (chosen(&asked.sources, &points), chosen(&asked.destinations, &points));
    let mut answer = computed(&sources, &destinations);
    spoil(&mut answer, shared.failing);
    answer.to_string().into_response()
}

fn refused(code: &str, message: &str) -> Response {
    let body = json!({ "code": code, "message": message }).to_string();
    (StatusCode::BAD_REQUEST, body).into_response()
}

fn point(text: &str) -> [f64; 2] {
    let (lon, lat) = text.split_once(',').unwrap();
    [lon.parse().unwrap(), lat.parse().unwrap()]
}

fn chosen(indices: &str, points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    indices
        .split(';')
        .map(|index| points[index.parse::<usize>().unwrap()])
        .collect()
}

fn computed(sources: &[[f64; 2]], destinations: &[[f64; 2]]) -> Value {
    let rows = |measure: fn((f64, f64)) -> f64| -> Vec<Vec<Option<f64>>> {
        let row = |from: &[f64; 2]| destinations.iter().map(|to| way(*from, *to).map(measure)).collect();
        sources.iter().map(row).collect()
    };
    let snapped = |points: &[[f64; 2]]| -> Vec<Value> {
        let waypoint = |point: &[f64; 2]| json!({ "hint": "x", "name": "", "location": point, "distance": 4.2 });
        points.iter().map(waypoint).collect()
    };
    json!({
        "code": "Ok",
        "distances": rows(|(metres, _)| metres),
        "durations": rows(|(_, seconds)| seconds),
        "sources": snapped(sources),
        "destinations": snapped(destinations),
    })
}

fn spoil(answer: &mut Value, failing: Failing) {
    match failing {
        Failing::ShortRows => drop(answer["durations"][0].as_array_mut().unwrap().pop()),
        Failing::NoDistances => drop(answer.as_object_mut().unwrap().remove("distances")),
        Failing::Negative => answer["durations"][0][0] = json!(-5.0),
        Failing::OffTheMap => answer["sources"][0]["distance"] = json!(812_000.0),
        _ => {}
    }
}
