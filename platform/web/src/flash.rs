//! After a form: go to a page, and have it say what happened. The message travels in a signed cookie and names a
//! text, so nobody can put words on our pages.

use crate::csrf::CsrfKey;
use crate::{Asked, Shell};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};

pub(crate) const FLASH_COOKIE: &str = "tx_flash";
/// How long a message waits for its page.
const FLASH_SECONDS: u32 = 60;
/// Largest cookie value browsers must keep, less room for its name.
const FLASH_BYTES_MAX: usize = 3_000;

/// What the next page says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Flash {
    /// `done`, `info`, `warn` or `fail`.
    pub kind: String,
    /// The text's key.
    pub key: String,
    /// Its variables.
    pub args: Vec<(String, String)>,
    /// How to undo what happened.
    pub undo: Option<UndoForm>,
    /// The text in the reader's language; filled in when the page is made.
    #[serde(skip)]
    pub text: String,
}

/// A form that undoes what happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UndoForm {
    /// Where it is posted.
    pub action: String,
    /// Its hidden fields.
    pub fields: Vec<(String, String)>,
}

impl Flash {
    /// Something was done.
    pub fn done(key: &str) -> Self {
        Self {
            kind: "done".into(),
            key: key.into(),
            args: Vec::new(),
            undo: None,
            text: String::new(),
        }
    }

    /// Something was not done, or only in part.
    pub fn warn(key: &str) -> Self {
        Self {
            kind: "warn".into(),
            ..Self::done(key)
        }
    }

    /// Gives the text a variable.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl ToString) -> Self {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }

    /// Offers to undo it.
    #[must_use]
    pub fn undo(mut self, action: impl Into<String>, fields: Vec<(String, String)>) -> Self {
        self.undo = Some(UndoForm {
            action: action.into(),
            fields,
        });
        self
    }

    /// The cookie; without the undo when that does not fit.
    fn to_cookie(&self, shell: &Shell) -> Option<String> {
        self.encoded(shell).or_else(|| {
            let undo = None;
            Flash { undo, ..self.clone() }.encoded(shell)
        })
    }

    fn encoded(&self, shell: &Shell) -> Option<String> {
        let content = BASE64URL_NOPAD.encode(&serde_json::to_vec(self).ok()?);
        let signature = shell.csrf.sign("flash", &content);
        (content.len() <= FLASH_BYTES_MAX).then(|| {
            format!("{FLASH_COOKIE}={content}.{signature}; Path=/; Max-Age={FLASH_SECONDS}; HttpOnly; SameSite=Lax")
        })
    }

    pub(crate) fn from_cookie(value: &str, key: &CsrfKey) -> Option<Self> {
        let (content, signature) = value.split_once('.')?;
        if !key.is_signed("flash", content, signature) {
            return None;
        }
        serde_json::from_slice(&BASE64URL_NOPAD.decode(content.as_bytes()).ok()?).ok()
    }
}

/// 303 to a path of our own.
pub fn redirect(to: &str) -> Response {
    // Only paths of our own: `//host` and `\host` would leave the site.
    let is_own = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n']);
    let to = if is_own { to } else { "/" };
    let location = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// 303 to a path of our own, whose page says what happened.
pub fn redirect_with(asked: &Asked, to: &str, flash: &Flash) -> Response {
    let mut response = redirect(to);
    let secure = if asked.shell.is_https { "; Secure" } else { "" };
    if let Some(cookie) = flash.to_cookie(&asked.shell)
        && let Ok(value) = HeaderValue::from_str(&format!("{cookie}{secure}"))
    {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
