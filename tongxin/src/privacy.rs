//! `/privacy`: what the system keeps about a person, why, who sees it and until when; the same table as `docs/privacy.md`.

use askama::Template;
use axum::response::Response;
use tongxin_web::{Asked, Page, Problem, html};

/// What is kept: the keys of a row's cells are `privacy-<key>`, `-why`, `-who`, `-until`.
pub const KEPT: [&str; 30] = [
    "household",
    "code",
    "need",
    "contact",
    "photo",
    "order",
    "drop",
    "run",
    "foot",
    "ride",
    "ask",
    "person",
    "record",
    "ended",
    "knock",
    "appointment",
    "appointment-facts",
    "duty",
    "volunteer",
    "team",
    "phone",
    "text",
    "call",
    "errand",
    "account",
    "firm",
    "staff",
    "pass",
    "session",
    "visit",
];

#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    page: Page,
    rows: Vec<[String; 4]>,
}

/// Answers the page.
///
/// # Errors
/// When the template fails.
pub async fn show(asked: Asked) -> Result<Response, Problem> {
    let page = Page::new(&asked, asked.t("privacy-title"));
    let rows = KEPT
        .iter()
        .map(|key| ["", "-why", "-who", "-until"].map(|part| page.t(&format!("privacy-{key}{part}"))))
        .collect();
    html(&PrivacyPage { page, rows })
}
