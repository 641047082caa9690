//! The briefing for programs: `GET /api/v1/briefing` as JSON or text.

use crate::briefing::Briefing;
use crate::make::{Asked, BriefingError, Briefings};
use crate::text::{Words, briefing_text};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::{Day, PlaceCode};
use tongxin_places::PlacesError;
use tongxin_web::{Json, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

/// The form of a briefing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Format {
    /// A page.
    #[default]
    Html,
    /// Plain text.
    Text,
    /// JSON.
    Json,
}

/// Which briefing a page asks for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asking {
    #[serde(default)]
    pub(crate) date: Option<String>,
    #[serde(default)]
    pub(crate) place: Option<PlaceCode>,
    #[serde(default)]
    pub(crate) format: Format,
}

/// The forms programs get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ApiFormat {
    /// JSON.
    #[default]
    Json,
    /// Plain text, at most 80 columns.
    Text,
}

/// Which briefing.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BriefingQuery {
    /// The day; today when left out.
    #[serde(default)]
    #[param(value_type = Option<Day>)]
    date: Option<String>,
    /// The place, a subdistrict or above; the widest the caller may read when left out.
    #[serde(default)]
    place: Option<PlaceCode>,
    /// JSON or text.
    #[serde(default)]
    #[param(inline)]
    format: Option<ApiFormat>,
}

/// The API's routes.
pub(crate) fn routes(briefings: &Briefings) -> Routes {
    Routes::new()
        .api(routes!(briefing), Right::May(Action::BriefingRead))
        .with_state(briefings.clone())
}

/// The briefing of a place on a day: what was not done first, then each figure with the address of its rows, by lifeline
/// and by place.
#[utoipa::path(
    get, path = "/api/v1/briefing", tag = "briefing", operation_id = "briefing", params(BriefingQuery),
    responses(
        (status = 200, description = "The briefing", content(
            (Briefing = "application/json"), (String = "text/plain"),
        )),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter can't be read"),
        (status = 401, body = ProblemBody, content_type = "application/problem+json", description = "Not signed in"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json", description = "No right to briefings"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "No such place in the reader's area"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "No briefing is made for that place or day"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "No city is loaded"),
    )
)]
async fn briefing(
    State(briefings): State<Briefings>,
    visit: Visit,
    Query(query): Query<BriefingQuery>,
) -> Result<Response, Problem> {
    let asking = Asking {
        date: query.date,
        place: query.place,
        format: Format::Json,
    };
    let format = match query.format.unwrap_or_default() {
        ApiFormat::Json => Format::Json,
        ApiFormat::Text => Format::Text,
    };
    let briefing = make(&briefings, &visit, &asking).await?;
    answer(&visit, format, briefing)
}

/// The briefing as JSON, or as text in the reader's language.
pub(crate) fn answer(visit: &Visit, format: Format, briefing: Briefing) -> Result<Response, Problem> {
    if format != Format::Text {
        return Ok(Json(briefing).into_response());
    }
    let shell = visit.asked.shell();
    let words = Words {
        texts: &shell.texts,
        lang: visit.lang(),
        zone: &shell.zone,
    };
    let media = HeaderValue::from_static("text/plain; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, media)], briefing_text(&briefing, &words)).into_response())
}

/// The briefing a visitor asks for, within what they may read.
pub(crate) async fn make(briefings: &Briefings, visit: &Visit, asking: &Asking) -> Result<Briefing, Problem> {
    let place = visit.place_or_widest(Action::BriefingRead, asking.place)?;
    let asked = Asked {
        place,
        day: day(asking.date.as_deref())?,
        now: visit.now(),
        with_needs: visit.viewer.require_place(Action::NeedRead, &place).is_ok(),
    };
    briefings.make(&asked).await.map_err(problem)
}

/// A day as asked for; an empty field of a form is none.
pub(crate) fn day(asked: Option<&str>) -> Result<Option<Day>, Problem> {
    match asked.map(str::trim).filter(|text| !text.is_empty()) {
        None => Ok(None),
        Some(text) => text
            .parse()
            .map(Some)
            .map_err(|_| Problem::unreadable().field("date", "briefing-field-date", &[])),
    }
}

/// Why there is no briefing, to its reader.
pub(crate) fn problem(error: BriefingError) -> Problem {
    match error {
        BriefingError::UnknownPlace(_) => Problem::not_found(),
        BriefingError::PlaceTooSmall(_) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "briefing-place-too-small"),
        BriefingError::NotYet { today, .. } => {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "briefing-not-yet").arg("today", today)
        }
        BriefingError::Places(PlacesError::NoCity) => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "briefing-no-city"),
        error => {
            tracing::error!(%error, "no briefing");
            Problem::internal()
        }
    }
}
