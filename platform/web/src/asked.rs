//! What is known about a request before anyone knows who asks.

use crate::shell::SharedShell;
use crate::{Flash, Problem, Shell};
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::request::Parts;
use std::convert::Infallible;
use std::net::IpAddr;
use tongxin_city::{Lang, Timestamp};

/// The language, visit and shared shell of one request. Put there by [`crate::serve_with`].
#[derive(Debug, Clone)]
pub struct Asked {
    /// What all requests share.
    pub shell: SharedShell,
    /// The reader's language.
    pub lang: Lang,
    /// The token forms must carry.
    pub csrf: String,
    /// What the last page wanted said on this one.
    pub flash: Option<Flash>,
    /// Path and query as asked.
    pub address: String,
    /// Where the request came from.
    pub client: IpAddr,
}

impl Asked {
    /// The present moment on the city's clock.
    pub fn now(&self) -> Timestamp {
        self.shell.clock.now()
    }

    /// A text in the reader's language.
    pub fn t(&self, key: &str) -> String {
        self.shell.texts.text(self.lang, key)
    }

    /// What all requests share.
    pub fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Problem::internal)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}
