//! A form with a photo or a table: its CSRF token was right, its parts are within bounds.

use crate::extract::{is_own_form, read, require_type};
use crate::{Asked, IMAGE_BYTES_MAX, Problem, TABLE_BYTES_MAX};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use http::StatusCode;
use std::collections::BTreeMap;

/// What a form with a file may hold besides that file, in bytes.
const BESIDES_BYTES_MAX: usize = 3 * 1024 * 1024;
/// Most fields a form with files may have.
const PARTS_MAX: usize = 24;

/// Text fields and files of a `multipart/form-data` form, no file larger than `FILE_BYTES_MAX`: a photo where nothing
/// else is said.
#[derive(Debug, Clone, Default)]
pub struct MultipartForm<const FILE_BYTES_MAX: usize = IMAGE_BYTES_MAX> {
    texts: BTreeMap<String, String>,
    /// Files that hold something: field name, bytes.
    pub files: Vec<(String, Bytes)>,
}

/// A form with a table instead of a photo.
pub type TableForm = MultipartForm<TABLE_BYTES_MAX>;

impl<const FILE_BYTES_MAX: usize> MultipartForm<FILE_BYTES_MAX> {
    /// A text field; empty if it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// The file of a field, if one was chosen.
    pub fn file(&self, name: &str) -> Option<&Bytes> {
        self.files
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, bytes)| bytes)
    }
}

impl<S: Send + Sync, const FILE_BYTES_MAX: usize> FromRequest<S> for MultipartForm<FILE_BYTES_MAX> {
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        require_type(request.headers(), &["multipart/form-data"])?;
        let (mut parts, body) = request.into_parts();
        let too_large = || Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large").arg("kib", FILE_BYTES_MAX / 1024);
        let bytes = read(body, FILE_BYTES_MAX + BESIDES_BYTES_MAX)
            .await
            .map_err(|_| too_large())?;
        let asked = <Asked as FromRequestParts<S>>::from_request_parts(&mut parts, state).await?;
        let headers = parts.headers.clone();
        request = Request::from_parts(parts, Body::from(bytes));
        let mut reader = Multipart::from_request(request, state)
            .await
            .map_err(|_| Problem::unreadable())?;
        let mut form = Self::default();
        let mut count = 0;
        while let Some(part) = reader.next_field().await.map_err(|_| Problem::unreadable())? {
            count += 1;
            if count > PARTS_MAX {
                return Err(Problem::unreadable());
            }
            let name = part.name().unwrap_or_default().to_owned();
            let is_file = part.file_name().is_some();
            let bytes = part.bytes().await.map_err(|_| Problem::unreadable())?;
            if bytes.len() > FILE_BYTES_MAX {
                return Err(too_large());
            }
            if !is_file {
                let text =
                    String::from_utf8(bytes.to_vec()).map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "not-utf8"))?;
                form.texts.insert(name, text);
            } else if !bytes.is_empty() {
                form.files.push((name, bytes));
            }
        }
        if !is_own_form(&asked, &headers, form.text("csrf")) {
            return Err(Problem::new(StatusCode::FORBIDDEN, "form-expired"));
        }
        Ok(form)
    }
}
