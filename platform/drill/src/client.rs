//! The drill's HTTP client: commands with keys, and the faults of a bad network on purpose.

use crate::error::DrillError;
use reqwest::{Method, StatusCode, Url, header};
use serde_json::Value;
use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

/// Requests in flight at most.
pub(crate) const IN_FLIGHT_MAX: usize = 64;
/// Tries while the server is busy, and the pause before each.
const BUSY_TRIES: u32 = 6;
const BUSY_PAUSE: Duration = Duration::from_millis(150);
/// Longest wait for an answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);
/// Bytes of an answer shown in a message.
const SHOWN_CHARS: usize = 400;

/// Who asks.
#[derive(Debug, Clone, Default)]
pub(crate) enum Auth {
    /// Nobody.
    #[default]
    Nobody,
    /// An API token.
    Token(String),
    /// The key in a run's link.
    Run(String),
    /// The key in a volunteer's link.
    Volunteer(String),
}

/// What is sent with a request.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    Empty,
    Json(Value),
    /// A file as it is.
    File {
        media_type: &'static str,
        bytes: Cow<'static, [u8]>,
    },
}

/// What goes wrong on the way, on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// Nothing.
    None,
    /// Sent again after the answer.
    SentTwice,
    /// The connection drops before the answer; sent again.
    AnswerLost,
}

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Call<'a> {
    pub method: Method,
    pub path: &'a str,
    pub auth: &'a Auth,
    pub key: Option<&'a str>,
    pub body: Body,
}

impl<'a> Call<'a> {
    /// That only reads.
    pub(crate) fn get(path: &'a str, auth: &'a Auth) -> Call<'a> {
        Call {
            method: Method::GET,
            path,
            auth,
            key: None,
            body: Body::Empty,
        }
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

impl Answer {
    /// The stable code of a refusal.
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// The text at a JSON pointer.
    pub(crate) fn text(&self, what: &str, pointer: &'static str) -> Result<String, DrillError> {
        let found = self.body.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        found.ok_or_else(|| DrillError::AnswerLacks {
            what: what.to_owned(),
            missing: pointer,
            body: self.shown(),
        })
    }

    /// The start of the answer, for messages.
    pub(crate) fn shown(&self) -> String {
        self.body.to_string().chars().take(SHOWN_CHARS).collect()
    }
}

/// A client of one server.
#[derive(Debug)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: Url,
    sent: AtomicU64,
}

impl Client {
    pub(crate) fn new(base_url: &str) -> Result<Client, DrillError> {
        let base = Url::parse(base_url).map_err(|_| DrillError::Address(base_url.to_owned()))?;
        let http = reqwest::Client::builder()
            .timeout(ANSWER_TIMEOUT)
            .pool_max_idle_per_host(IN_FLIGHT_MAX)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|source| DrillError::NoAnswer {
                what: base_url.to_owned(),
                source,
            })?;
        Ok(Client {
            http,
            base,
            sent: AtomicU64::new(0),
        })
    }

    /// Requests sent so far.
    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// An address on the server.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base.as_str().trim_end_matches('/'))
    }

    /// Sends a request that has to succeed.
    pub(crate) async fn must(&self, call: Call<'_>) -> Result<Answer, DrillError> {
        let what = format!("{} {}", call.method, call.path);
        let answer = self.send(call).await?;
        if answer.status.is_success() {
            return Ok(answer);
        }
        Err(DrillError::Refused {
            what,
            status: answer.status.as_u16(),
            body: answer.shown(),
        })
    }

    /// Reads something.
    pub(crate) async fn get(&self, path: &str, auth: &Auth) -> Result<Answer, DrillError> {
        self.send(Call::get(path, auth)).await
    }

    /// Reads a file.
    pub(crate) async fn file(&self, path: &str, auth: &Auth) -> Result<Vec<u8>, DrillError> {
        let call = Call::get(path, auth);
        let lost = |source| DrillError::NoAnswer {
            what: format!("GET {path}"),
            source,
        };
        let mut request = self.http.get(self.address(path));
        for (name, value) in headers(&call) {
            request = request.header(name, value);
        }
        self.sent.fetch_add(1, Ordering::Relaxed);
        let response = request.send().await.map_err(lost)?;
        Ok(response.bytes().await.map_err(lost)?.to_vec())
    }

    /// Sends a request, again while the server is busy.
    pub(crate) async fn send(&self, call: Call<'_>) -> Result<Answer, DrillError> {
        let mut tries = 0;
        loop {
            let answer = self.send_once(&call).await?;
            let is_busy = matches!(
                answer.status,
                StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS
            );
            tries += 1;
            if !is_busy || tries >= BUSY_TRIES {
                return Ok(answer);
            }
            tokio::time::sleep(BUSY_PAUSE * tries).await;
        }
    }

    /// Sends a command over a bad network. The second answer is none unless it was sent twice.
    pub(crate) async fn send_with(
        &self,
        call: Call<'_>,
        mishap: Mishap,
    ) -> Result<(Answer, Option<Answer>), DrillError> {
        match mishap {
            Mishap::None => Ok((self.send(call).await?, None)),
            Mishap::SentTwice => {
                let first = self.send(call.clone()).await?;
                let second = self.send(call).await?;
                Ok((first, Some(second)))
            }
            Mishap::AnswerLost => {
                self.send_and_drop(&call).await?;
                Ok((self.send(call).await?, None))
            }
        }
    }

    async fn send_once(&self, call: &Call<'_>) -> Result<Answer, DrillError> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let lost = |source| DrillError::NoAnswer {
            what: format!("{} {}", call.method, call.path),
            source,
        };
        let mut request = self.http.request(call.method.clone(), self.address(call.path));
        for (name, value) in headers(call) {
            request = request.header(name, value);
        }
        let (media_type, bytes) = encoded(&call.body);
        if let Some(media_type) = media_type {
            request = request.header(header::CONTENT_TYPE, media_type).body(bytes);
        }
        let response = request.send().await.map_err(lost)?;
        let status = response.status();
        let bytes = response.bytes().await.map_err(lost)?;
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).chars().take(SHOWN_CHARS).collect()));
        Ok(Answer { status, body })
    }

    /// Writes a whole request on a connection of its own and hangs up, as a telephone does in a lift. Whether the
    /// server has acted on it is anybody's guess; that is the point.
    async fn send_and_drop(&self, call: &Call<'_>) -> Result<(), DrillError> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let host = self.base.host_str().unwrap_or("127.0.0.1");
        let port = self.base.port_or_known_default().unwrap_or(80);
        let mut stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
        let (media_type, bytes) = encoded(&call.body);
        let mut request = format!("{} {} HTTP/1.1\r\nhost: {host}:{port}\r\n", call.method, call.path);
        for (name, value) in headers(call) {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(media_type) = media_type {
            request.push_str(&format!("content-type: {media_type}\r\n"));
        }
        request.push_str(&format!("content-length: {}\r\n\r\n", bytes.len()));
        let mut request = request.into_bytes();
        request.extend(bytes);
        // A server that hangs up first has lost the answer just as well.
        let _ = stream.write_all(&request).await;
        let _ = stream.flush().await;
        Ok(())
    }
}

fn headers(call: &Call<'_>) -> Vec<(&'static str, String)> {
    let mut headers = vec![("accept", "application/json".to_owned())];
    match call.auth {
        Auth::Nobody => {}
        Auth::Token(token) => headers.push(("authorization", format!("Bearer {token}"))),
        Auth::Run(key) => headers.push(("tongxin-run", key.clone())),
        Auth::Volunteer(key) => headers.push(("tongxin-volunteer", key.clone())),
    }
    if let Some(key) = call.key {
        headers.push(("idempotency-key", key.to_owned()));
    }
    headers
}

fn encoded(body: &Body) -> (Option<&'static str>, Vec<u8>) {
    match body {
        Body::Empty => (None, Vec::new()),
        Body::Json(value) => (Some("application/json"), value.to_string().into_bytes()),
        Body::File { media_type, bytes } => (Some(media_type), bytes.to_vec()),
    }
}
