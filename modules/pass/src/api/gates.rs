//! What gates send and ask when they have a signal.

use crate::api::Shared;
use crate::limits::SEARCH_CHARS_MAX;
use crate::rules::gate::{GateCount, GateDirection, GateVerdict};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, PlaceCode, Timestamp};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// A gate's counts; the key is the batch's id.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CountsBody {
    /// Where the gate stands.
    place: PlaceCode,
    /// Its counts, each hour, direction and verdict once.
    #[schema(min_items = 1, max_items = 500)]
    counts: Vec<CountRow>,
}

/// An hour's count.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CountRow {
    /// The hour's first moment, UTC.
    hour: Timestamp,
    /// Which way.
    direction: GateDirection,
    /// What was said.
    verdict: GateVerdict,
    /// How often.
    #[schema(minimum = 1, maximum = 1_000_000)]
    count: i64,
}

/// That counts were taken.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountsTaken {
    /// False when this batch had been taken before.
    is_new: bool,
}

/// Takes a gate's counts by verdict and hour, each batch once. Nobody's name is among them.
#[utoipa::path(post, path = "/api/v1/passes/counts", tag = "passes", params(KeyHeader), request_body = CountsBody,
    responses(
    (status = 200, description = "Taken, now or before", body = CountsTaken),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn take_counts(
    State(passes): Shared,
    visit: Visit,
    IdempotencyKey(batch): IdempotencyKey,
    Json(body): Json<CountsBody>,
) -> Result<Json<CountsTaken>, Problem> {
    let scope = visit.scope(Action::PassCheck)?;
    let counts = body.counts.into_iter().map(|row| GateCount {
        hour: row.hour,
        direction: row.direction,
        verdict: row.verdict,
        count: row.count,
    });
    let is_new = passes
        .take_counts(batch, &scope, body.place, counts.collect(), visit.now())
        .await?;
    Ok(Json(CountsTaken { is_new }))
}

/// Which counts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CountsQuery {
    /// Of gates in this place.
    place: PlaceCode,
    /// On this day; today when left out.
    #[serde(default)]
    day: Option<Day>,
}

/// How often gates said what.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountsView {
    /// By verdict.
    counts: Vec<VerdictCount>,
}

/// How often one verdict came.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VerdictCount {
    /// The verdict's key.
    verdict: String,
    /// How often.
    count: i64,
}

/// How often the gates of a place said what on a day.
#[utoipa::path(get, path = "/api/v1/passes/counts", tag = "passes", params(CountsQuery), responses(
    (status = 200, description = "The counts", body = CountsView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_counts(
    State(passes): Shared,
    visit: Visit,
    Query(query): Query<CountsQuery>,
) -> Result<Json<CountsView>, Problem> {
    visit.viewer.require_place(Action::PassRead, &query.place)?;
    let city = passes.places().city().map_err(crate::PassError::from)?;
    let day = query.day.unwrap_or_else(|| city.file.zone.day_of(visit.now()));
    let counted = passes
        .counted_at_gates(&query.place, &city.file.zone.span_of(day))
        .await?;
    let count = |(verdict, count)| VerdictCount { verdict, count };
    Ok(Json(CountsView {
        counts: counted.into_iter().map(count).collect(),
    }))
}

/// What is looked up.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LookupQuery {
    /// A plate or a pass's number.
    #[param(min_length = 1, max_length = 40)]
    q: String,
}

/// Passes that were found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LookupView {
    /// Their texts, latest first; the gate judges them like any other.
    passes: Vec<String>,
}

/// Finds issued passes by plate or number, for somebody at a gate whom nobody can show one.
#[utoipa::path(get, path = "/api/v1/passes/lookup", tag = "passes", params(LookupQuery), responses(
    (status = 200, description = "What was found", body = LookupView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn look_up(
    State(passes): Shared,
    visit: Visit,
    Query(query): Query<LookupQuery>,
) -> Result<Json<LookupView>, Problem> {
    visit.scope(Action::PassCheck)?;
    let asked: String = query
        .q
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '·')
        .collect();
    if asked.is_empty() || asked.chars().count() > SEARCH_CHARS_MAX {
        let max = SEARCH_CHARS_MAX.to_string();
        return Err(Problem::invalid().field("q", "pass-gate-lookup", &[("max", &max)]));
    }
    Ok(Json(LookupView {
        passes: passes.texts_for(&asked).await?,
    }))
}
