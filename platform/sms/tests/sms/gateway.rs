//! A gateway's server of the tests' own: it takes a text once for each id, and does what it is told to do wrong.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const TOKEN: &str = "a-token-of-the-gateway";

/// What it does with the next request.
#[derive(Clone, Copy)]
pub enum Mood {
    /// Answers that, and takes nothing.
    Status(u16),
    /// Asks to come again after so many seconds.
    Busy(u32),
    /// Takes the text, and answers after the client has gone.
    TakesAndSleeps,
    /// Takes the text, and answers with more than anybody reads.
    TakesAndTalks,
    /// Sends the client elsewhere.
    Elsewhere,
}

#[derive(Default)]
struct Seen {
    moods: VecDeque<Mood>,
    requests: Vec<Value>,
    /// What went out to telephones.
    delivered: Vec<Value>,
    strangers: usize,
}

pub struct Carrier {
    pub address: String,
    seen: Arc<Mutex<Seen>>,
}

impl Carrier {
    pub async fn start() -> Carrier {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let router = Router::new()
            .route("/send", post(take))
            .route("/elsewhere", post(stranger))
            .with_state(Arc::clone(&seen));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/send", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Carrier { address, seen }
    }

    pub fn will(&self, moods: impl IntoIterator<Item = Mood>) {
        self.seen.lock().unwrap().moods.extend(moods);
    }

    pub fn requests(&self) -> Vec<Value> {
        self.seen.lock().unwrap().requests.clone()
    }

    pub fn delivered(&self) -> Vec<Value> {
        self.seen.lock().unwrap().delivered.clone()
    }

    pub fn strangers(&self) -> usize {
        self.seen.lock().unwrap().strangers
    }
}

async fn stranger(State(seen): State<Arc<Mutex<Seen>>>) {
    seen.lock().unwrap().strangers += 1;
}

async fn take(State(seen): State<Arc<Mutex<Seen>>>, headers: HeaderMap, Json(body): Json<Value>) -> Response {
    if headers.get(header::AUTHORIZATION).unwrap() != &format!("Bearer {TOKEN}") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    assert_eq!(headers["idempotency-key"], body["id"].as_str().unwrap());
    let mood = {
        let mut seen = seen.lock().unwrap();
        seen.requests.push(body.clone());
        seen.moods.pop_front()
    };
    let deliver = || {
        let mut seen = seen.lock().unwrap();
        let is_known = seen.delivered.iter().any(|known| known["id"] == body["id"]);
        if !is_known {
            seen.delivered.push(body.clone());
        }
        is_known
    };
    match mood {
        None if deliver() => StatusCode::CONFLICT.into_response(),
        None => StatusCode::ACCEPTED.into_response(),
        Some(Mood::Status(status)) => StatusCode::from_u16(status).unwrap().into_response(),
        Some(Mood::Busy(seconds)) => (
            StatusCode::TOO_MANY_REQUESTS,
            [(header::RETRY_AFTER, seconds.to_string())],
        )
            .into_response(),
        Some(Mood::TakesAndSleeps) => {
            deliver();
            tokio::time::sleep(Duration::from_secs(2)).await;
            StatusCode::OK.into_response()
        }
        Some(Mood::TakesAndTalks) => {
            deliver();
            (StatusCode::OK, "x".repeat(4 * 1024 * 1024)).into_response()
        }
        Some(Mood::Elsewhere) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/elsewhere")]).into_response(),
    }
}
