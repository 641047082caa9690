//! Rounds: a day's visits, and what was found at their doors.

use crate::api::Shared;
use crate::api::views::VisitView;
use crate::error::CareError;
use crate::knocking::{AskedKnock, KnockDone};
use crate::limits::VISITS_SHOWN_MAX;
use crate::rules::visit::VisitState;
use crate::store::visits::{self, VisitFilter};
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, PlaceCode};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// Which visits.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct VisitsQuery {
    /// Of which day; today when left out.
    day: Option<Day>,
    /// Inside this place only.
    place: Option<PlaceCode>,
    /// In this state only.
    state: Option<VisitState>,
    /// Only those about which people disagree.
    is_disputed: bool,
}

/// A day's visits by building, and within one in walking order: the highest floor first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VisitList {
    /// The day.
    day: Day,
    /// At most 600.
    visits: Vec<VisitView>,
    /// Whether there are more.
    has_more: bool,
}

/// The visits of the own buildings. Names, doors and knocks are there for whoever looks after them.
#[utoipa::path(get, path = "/api/v1/care/visits", tag = "care", params(VisitsQuery), responses(
    (status = 200, description = "The visits", body = VisitList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_visits(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<VisitsQuery>,
) -> Result<Json<VisitList>, Problem> {
    let scope = visit.scope(Action::VisitRead)?;
    let day = query.day.map_or_else(|| care.day_of(visit.now()), Ok)?;
    let filter = VisitFilter {
        place: query.place,
        state: query.state,
        is_disputed: query.is_disputed,
    };
    let mut found = visits::of_day(care.db(), &scope, day, &filter, VISITS_SHOWN_MAX + 1)
        .await
        .map_err(CareError::from)?;
    let has_more = found.len() > VISITS_SHOWN_MAX as usize;
    found.truncate(VISITS_SHOWN_MAX as usize);
    let listed = care.listed(&visit, found).await?;
    Ok(Json(VisitList {
        day,
        visits: listed
            .into_iter()
            .map(|(visit, known)| VisitView::new(&visit, known))
            .collect(),
        has_more,
    }))
}

/// Says what was found at a door. Two who say different things both stay; neither undoes the other.
#[utoipa::path(post, path = "/api/v1/care/knocks", tag = "care", request_body = AskedKnock, params(KeyHeader), responses(
    (status = 201, description = "Written down", body = KnockDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn say_knock(
    State(care): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedKnock>,
) -> Result<(StatusCode, Json<KnockDone>), Problem> {
    let by = visit.doer(Action::VisitWork)?;
    let asker = tongxin_ledger::asker(&visit.viewer, Action::NeedRaise)?;
    let key = visit.command(key, "say-knock", format!("{body:?}").as_bytes());
    let done = care.knock(key, by, asker, body, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}
