//! Reading requests within bounds, so that whatever is wrong with one becomes a [`Problem`] that names the field.

use crate::csrf::VISIT_COOKIE;
use crate::table::XLSX_MEDIA_TYPE;
use crate::{Asked, FieldFault, Problem};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use futures::StreamExt as _;
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

/// Largest form, in bytes.
pub const FORM_BYTES_MAX: usize = 64 * 1024;
/// Largest JSON body, in bytes: 500 rows of a bulk call.
pub const JSON_BYTES_MAX: usize = 512 * 1024;
/// Largest uploaded image, in bytes.
pub const IMAGE_BYTES_MAX: usize = 5 * 1024 * 1024;
/// Largest uploaded table, in bytes.
pub const TABLE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Bytes of a body that are taken at all, and mostly thrown away: more than a whole export of another program has. A sender
/// of more is cut off, and a browser then says only that the connection ended.
const HEARD_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Bounds of an idempotency key, in characters.
const KEY_LENGTH: std::ops::RangeInclusive<usize> = 8..=80;

/// An urlencoded form whose CSRF token was right.
#[derive(Debug, Clone)]
pub struct Form<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let asked = <Asked as FromRequestParts<S>>::from_request_parts(&mut parts, state).await?;
        require_type(&parts.headers, &["application/x-www-form-urlencoded"])?;
        let bytes = read(body, FORM_BYTES_MAX).await?;
        let text = str::from_utf8(&bytes).map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "not-utf8"))?;
        require_utf8(text)?;
        let token = form_value(text, "csrf").unwrap_or_default();
        if !is_own_form(&asked, &parts.headers, &token) {
            return Err(Problem::new(StatusCode::FORBIDDEN, "form-expired"));
        }
        let fields = serde_path_to_error::deserialize(axum_form(text)).map_err(|error| unreadable_field(&error))?;
        Ok(Self(fields))
    }
}

fn axum_form(text: &str) -> serde_html_form::Deserializer<'_> {
    serde_html_form::Deserializer::from_bytes(text.as_bytes())
}

fn form_value(text: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(text.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// Whether a form comes from a page of ours: its token belongs to this browser's visit cookie.
pub(crate) fn is_own_form(asked: &Asked, headers: &HeaderMap, token: &str) -> bool {
    cookie(headers, VISIT_COOKIE).is_some_and(|visit| asked.shell.csrf.is_signed("csrf", &visit, token))
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|all| all.split(';'))
        .find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
}

/// A JSON body, read or written.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        require_type(&parts.headers, &["application/json"])?;
        let bytes = read(body, JSON_BYTES_MAX).await?;
        if str::from_utf8(&bytes).is_err() {
            return Err(Problem::new(StatusCode::BAD_REQUEST, "not-utf8"));
        }
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| unreadable_field(&error))?;
        reader
            .end()
            .map_err(|error| Problem::unreadable().field("", "field-unreadable", &[("why", &error.to_string())]))?;
        Ok(Self(value))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

fn unreadable_field<E: std::fmt::Display>(error: &serde_path_to_error::Error<E>) -> Problem {
    let path = error.path().to_string();
    // The whole is written as a dot, a step that has no name yet as a question mark.
    let field = path.trim_end_matches(['.', '?']);
    Problem::unreadable().field(field, "field-unreadable", &[("why", &error.inner().to_string())])
}

/// Query parameters.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        require_utf8(query)?;
        // A form sends its empty fields; a program that sends one has lost a value.
        if parts.uri.path().starts_with("/api/")
            && let Some((name, _)) = form_urlencoded::parse(query.as_bytes()).find(|(_, value)| value.is_empty())
        {
            return Err(Problem::unreadable().field(name, "field-empty", &[]));
        }
        // PostgreSQL keeps no zero byte, so nothing is found by one.
        if let Some((name, _)) = form_urlencoded::parse(query.as_bytes()).find(|(_, value)| value.contains('\0')) {
            return Err(Problem::unreadable().field(name, "field-unprintable", &[]));
        }
        read_query(&without_empty_fields(query)).map(Self)
    }
}

/// Reads the parameters of an address.
///
/// # Errors
/// Which parameter can't be read.
pub fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    serde_path_to_error::deserialize(axum_form(query)).map_err(|error| unreadable_field(&error))
}

/// What a form left empty was not chosen.
fn without_empty_fields(query: &str) -> String {
    let kept = form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.is_empty());
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .finish()
}

/// Checks that a text of a query is no longer than `max` characters.
///
/// # Errors
/// `Problem` that names the field.
pub fn require_short(field: &str, value: &str, max: usize) -> Result<(), Problem> {
    FieldFault::if_longer(field, value, max).map_err(|fault| Problem::invalid().faults(vec![fault]))
}

/// A whole number as a form sends it; `if_empty` where nothing was typed. What is no number is -1, below any that can be meant,
/// and is refused at its field as such.
pub fn typed_number(typed: &str, if_empty: i64) -> i64 {
    match typed.trim() {
        "" => if_empty,
        typed => typed.parse().unwrap_or(-1),
    }
}

/// Parts of the path. What can't be read names nothing, so it is "not found".
#[derive(Debug, Clone)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Problem::not_found())
    }
}

/// The key of a command sent as JSON: header `Idempotency-Key`, 8 to 80 visible ASCII characters.
#[derive(Debug, Clone)]
pub struct IdempotencyKey(pub String);

impl IdempotencyKey {
    /// Checks a key that came in a form.
    ///
    /// # Errors
    /// `Problem` when it is missing, too short, too long or not plain.
    pub fn checked(key: &str) -> Result<Self, Problem> {
        let is_right = KEY_LENGTH.contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        if is_right {
            Ok(Self(key.to_owned()))
        } else {
            Err(Problem::new(StatusCode::BAD_REQUEST, "key-missing"))
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let key = parts
            .headers
            .get("idempotency-key")
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        Self::checked(key)
    }
}

/// The header that carries an [`IdempotencyKey`], for API documents.
///
/// The key that makes a command happen once: a repeat with the same key gets the first answer.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "only described; the extractor reads it")]
pub struct KeyHeader {
    /// 8 to 80 visible ASCII characters, chosen by the client.
    #[param(
        rename = "Idempotency-Key",
        min_length = 8,
        max_length = 80,
        pattern = "^[!-~]{8,80}$"
    )]
    key: String,
}

/// The raw bytes of a JPEG or PNG sent as the body. What they really hold is decided by whoever decodes them.
#[derive(Debug, Clone)]
pub struct UploadedImage(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for UploadedImage {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        require_type(&parts.headers, &["image/jpeg", "image/png"])?;
        Ok(Self(read(body, IMAGE_BYTES_MAX).await?))
    }
}

/// The raw bytes of a CSV or XLSX file sent as the body. What they really hold is decided by whoever reads them.
#[derive(Debug, Clone)]
pub struct UploadedTable(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for UploadedTable {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        require_type(&parts.headers, &["text/csv", XLSX_MEDIA_TYPE])?;
        Ok(Self(read(body, TABLE_BYTES_MAX).await?))
    }
}

pub(crate) fn require_type(headers: &HeaderMap, allowed: &[&str]) -> Result<(), Problem> {
    let given = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if allowed.contains(&essence.as_str()) {
        return Ok(());
    }
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-type").arg("allowed", allowed.join(", ")))
}

/// A body of at most `limit` bytes. What comes beyond is thrown away rather than left, so that its sender hears why it
/// is refused.
pub(crate) async fn read(body: Body, limit: usize) -> Result<Bytes, Problem> {
    let (mut parts, mut kept, mut length) = (body.into_data_stream(), Vec::new(), 0);
    while let Some(part) = parts.next().await {
        let part = part.map_err(|_| Problem::unreadable())?;
        length += part.len();
        if length > HEARD_BYTES_MAX {
            break;
        }
        if length <= limit {
            kept.extend_from_slice(&part);
        }
    }
    if length <= limit {
        Ok(kept.into())
    } else {
        Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large").arg("kib", limit / 1024))
    }
}

/// Whether what a form or an address escapes is UTF-8: its readers would put a sign of doubt where it is not.
fn require_utf8(escaped: &str) -> Result<(), Problem> {
    let mut bytes = Vec::with_capacity(escaped.len());
    let mut rest = escaped.as_bytes();
    while let [first, tail @ ..] = rest {
        let digit = |at: usize| tail.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        (bytes, rest) = match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high << 4 | low) as u8);
                (bytes, &tail[2..])
            }
            _ => {
                bytes.push(*first);
                (bytes, tail)
            }
        };
    }
    match str::from_utf8(&bytes) {
        Ok(_) => Ok(()),
        Err(_) => Err(Problem::new(StatusCode::BAD_REQUEST, "not-utf8")),
    }
}
