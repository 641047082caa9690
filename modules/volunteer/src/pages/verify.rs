//! `/volunteer/verify`: anybody checks a certificate of hours.

use super::certificate::{Line, line};
use super::words::Words;
use crate::api::Shared;
use crate::rules::certificate::{CERTIFICATE_BYTES_MAX, CertificateError};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::Visit;
use tongxin_web::{Page, Problem, Query, html};

#[derive(Template)]
#[template(path = "volunteer_verify.html")]
struct VerifyPage {
    page: Page,
    text: String,
    max: String,
    verdict: Option<Verdict>,
}

struct Verdict {
    kind: &'static str,
    title: String,
    line: Option<Line>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct VerifyQuery {
    c: String,
}

/// The page; the verdict when a certificate was given.
pub(super) async fn show(
    State(volunteers): Shared,
    visit: Visit,
    Query(query): Query<VerifyQuery>,
) -> Result<Response, Problem> {
    let words = Words::of(&volunteers, &visit)?;
    let verdict = (!query.c.trim().is_empty()).then(|| match volunteers.verify_certificate(&query.c) {
        Ok(claims) => Verdict {
            kind: "done",
            title: visit.t("volunteer-verify-good"),
            line: Some(line(&words, &claims, visit.lang())),
        },
        Err(error) => Verdict {
            kind: "fail",
            title: visit.t(key_of(error)),
            line: None,
        },
    });
    html(&VerifyPage {
        page: visit.page("volunteer-verify-title"),
        text: query.c,
        max: CERTIFICATE_BYTES_MAX.to_string(),
        verdict,
    })
}

const fn key_of(error: CertificateError) -> &'static str {
    match error {
        CertificateError::Unreadable => "volunteer-verify-unreadable",
        CertificateError::OtherKey => "volunteer-verify-other-key",
        CertificateError::BadSignature => "volunteer-verify-changed",
    }
}
