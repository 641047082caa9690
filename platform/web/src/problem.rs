//! A refusal, said in the reader's language: RFC 9457 problem details to programs, a page to people.

use crate::{Asked, FieldMessage, FormErrors};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use tongxin_city::Lang;
use tongxin_i18n::Texts;
use tongxin_storage::StorageError;
use utoipa::ToSchema;

/// Why a request was refused. `code` is stable; the words come from the text `problem-<code>`.
#[derive(Debug, Clone)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// Stable code, kebab-case.
    pub code: &'static str,
    args: Vec<(&'static str, String)>,
    fields: Vec<FieldFault>,
    retry_after_seconds: Option<u64>,
}

/// What is wrong at a field: a text key and its variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field, as the API names it.
    pub field: String,
    /// The key of the text that says what is wrong and what would be right.
    pub key: &'static str,
    /// The text's variables.
    pub args: Vec<(&'static str, String)>,
}

impl FieldFault {
    /// A fault without variables.
    pub fn new(field: impl Into<String>, key: &'static str) -> Self {
        Self {
            field: field.into(),
            key,
            args: Vec::new(),
        }
    }

    /// What is wrong with a text of more than `max` characters.
    ///
    /// # Errors
    /// That it is too long, and how long it may be and is.
    pub fn if_longer(field: &str, text: &str, max: usize) -> Result<(), FieldFault> {
        match text.chars().count() {
            length if length > max => {
                let fault = FieldFault::new(field, "field-too-long");
                Err(fault.arg("max", max).arg("length", length))
            }
            _ => Ok(()),
        }
    }

    /// What is wrong with a text of several lines of at most `max` characters: lines and tabs are fine, other signs that can't
    /// be shown are not.
    ///
    /// # Errors
    /// That it is too long, or holds such a sign.
    pub fn in_text(field: &str, text: &str, max: usize) -> Result<(), FieldFault> {
        let is_unprintable = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t');
        FieldFault::unless_printable(field, text, max, is_unprintable)
    }

    /// The same with a text of one line.
    ///
    /// # Errors
    /// As [`FieldFault::in_text`].
    pub fn in_line(field: &str, text: &str, max: usize) -> Result<(), FieldFault> {
        FieldFault::unless_printable(field, text, max, char::is_control)
    }

    fn unless_printable(
        field: &str,
        text: &str,
        max: usize,
        is_unprintable: fn(char) -> bool,
    ) -> Result<(), FieldFault> {
        FieldFault::if_longer(field, text, max)?;
        if text.chars().any(is_unprintable) {
            return Err(FieldFault::new(field, "field-unprintable"));
        }
        Ok(())
    }

    /// The same with one more variable.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// The same at a row of several: `rows.3.plate`.
    #[must_use]
    pub fn at_row(mut self, row: usize) -> Self {
        self.field = format!("rows.{row}.{}", self.field);
        self
    }
}

/// The body of a refusal under `/api/` (RFC 9457, media type `application/problem+json`).
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// A URI reference that names the kind of problem.
    #[schema(example = "/problems/need-not-found")]
    pub r#type: String,
    /// What went wrong, in the asked language.
    pub title: String,
    /// What to do about it, in the asked language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// What is wrong at which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldMessage>,
}

impl Problem {
    /// A refusal with this status and code.
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self {
            status,
            code,
            args: Vec::new(),
            fields: Vec::new(),
            retry_after_seconds: None,
        }
    }

    /// Input that breaks a rule; add what is wrong with [`Problem::field`]. 422.
    pub fn invalid() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid")
    }

    /// Input that can't be read at all. 400.
    pub fn unreadable() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unreadable")
    }

    /// Nobody is signed in. 401.
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized")
    }

    /// Signed in, but not allowed. 403.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden")
    }

    /// Nothing there, or nothing this reader may know of. 404.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found")
    }

    /// The thing is not in a state that allows this. 409.
    pub fn conflict(code: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, code)
    }

    /// Too many tries. 429.
    pub fn too_many(retry_after_seconds: u64) -> Self {
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many");
        problem.retry_after_seconds = Some(retry_after_seconds);
        problem.arg("seconds", retry_after_seconds)
    }

    /// A fault of the system's own. 500.
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
    }

    /// Gives the words a variable.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Adds what is wrong at a field: a text key and its variables.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>, key: &'static str, args: &[(&'static str, &str)]) -> Self {
        let args = args.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.fields.push(FieldFault {
            field: field.into(),
            key,
            args,
        });
        self
    }

    /// Adds all that is wrong at fields.
    #[must_use]
    pub fn faults(mut self, faults: Vec<FieldFault>) -> Self {
        self.fields.extend(faults);
        self
    }

    /// The same with everything said at that one field, as a form has it.
    #[must_use]
    pub fn at(mut self, field: &str) -> Self {
        self.fields
            .iter_mut()
            .for_each(|problem| field.clone_into(&mut problem.field));
        self
    }

    /// Whether a field is named.
    pub fn has_fields(&self) -> bool {
        !self.fields.is_empty()
    }

    /// `Err(self)` if a field was named, else `Ok(())`.
    ///
    /// # Errors
    /// Itself, when a field is named.
    pub fn into_result(self) -> Result<(), Self> {
        if self.has_fields() { Err(self) } else { Ok(()) }
    }

    /// The refusal as a form shows it: each field's message, or the whole if no field is named.
    pub fn form_errors(&self, texts: &Texts, lang: Lang) -> FormErrors {
        let mut list = self.field_messages(texts, lang);
        if list.is_empty() {
            let body = self.body(texts, lang);
            let message = body.detail.unwrap_or(body.title);
            list.push(FieldMessage {
                field: String::new(),
                message,
            });
        }
        FormErrors { list }
    }

    /// The refusal in words.
    pub fn body(&self, texts: &Texts, lang: Lang) -> ProblemBody {
        let args: Vec<(&str, &str)> = self.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let key = format!("problem-{}", self.code);
        let detail_key = format!("{key}.detail");
        ProblemBody {
            r#type: format!("/problems/{}", self.code),
            title: texts.text_with(lang, &key, &args),
            detail: texts
                .has(&detail_key)
                .then(|| texts.text_with(lang, &detail_key, &args)),
            status: self.status.as_u16(),
            code: self.code.to_owned(),
            errors: self.field_messages(texts, lang),
        }
    }

    fn field_messages(&self, texts: &Texts, lang: Lang) -> Vec<FieldMessage> {
        self.fields
            .iter()
            .map(|problem| {
                let args: Vec<(&str, &str)> = problem
                    .args
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                FieldMessage {
                    field: problem.field.clone(),
                    message: texts.text_with(lang, problem.key, &args),
                }
            })
            .collect()
    }

    /// The refusal as an API answers it.
    pub(crate) fn to_json_response(&self, asked: &Asked) -> Response {
        let body = self.body(&asked.shell.texts, asked.lang);
        let mut response = (self.status, axum::Json(body)).into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        self.add_retry_after(&mut response);
        response
    }

    pub(crate) fn add_retry_after(&self, response: &mut Response) {
        if let Some(seconds) = self.retry_after_seconds {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
    }
}

impl IntoResponse for Problem {
    /// Leaves the words to the layer that knows the reader's language.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::KeyReused => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "key-reused"),
            StorageError::Conflict => Self::conflict("changed-meanwhile"),
            error => {
                tracing::error!(%error, "storage failed");
                Self::internal()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_no_database_keeps_are_refused() {
        let key = |text| FieldFault::in_text("note", text, 5).err().map(|fault| fault.key);
        assert_eq!(key("两\n行"), None);
        assert_eq!(key("\u{0}"), Some("field-unprintable"));
        assert_eq!(key("123456"), Some("field-too-long"));
    }
}
