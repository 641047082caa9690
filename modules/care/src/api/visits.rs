//! Rounds: a day's visits, and what was found at their doors.

use crate::api::Shared;
use crate::api::views::VisitView;
use crate::enquiring::AskedEnquiry;
use crate::error::CareError;
use crate::knocking::{AskedKnock, KnockDone};
use crate::limits::VISITS_SHOWN_MAX;
use crate::rules::visit::VisitState;
use crate::store::visits::{self, VisitCursor, VisitFilter};
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, PlaceCode};
use tongxin_places::PlaceNames;
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Problem, ProblemBody, Query, kept_json};
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
    /// The next page: `next` of the one before.
    #[param(value_type = Option<String>)]
    after: Option<VisitCursor>,
    /// How many at most, up to 600.
    #[param(minimum = 1, maximum = 600)]
    limit: Option<u32>,
}

/// A day's visits by building, and within one in walking order: the highest floor first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VisitList {
    /// The day.
    day: Day,
    /// At most as many as asked for.
    visits: Vec<VisitView>,
    /// Whether there are more.
    has_more: bool,
    /// What to ask for `after`, if there are more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// What their buildings are called, in the order of the visits.
    place_names: Vec<PlaceNames>,
}

/// The visits of the own buildings. Names, doors and knocks are there for whoever looks after them. A phone keeps the answer: with
/// `If-None-Match`, an unchanged one is 304; `Tongxin-Now` is the city's clock in milliseconds since 1970.
#[utoipa::path(get, path = "/api/v1/care/visits", tag = "care", params(VisitsQuery), responses(
    (status = 200, description = "The visits", body = VisitList),
    (status = 304, description = "The caller has them"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_visits(
    State(care): Shared,
    visit: Visit,
    headers: HeaderMap,
    Query(query): Query<VisitsQuery>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::VisitRead)?;
    if query
        .limit
        .is_some_and(|limit| !(1..=VISITS_SHOWN_MAX).contains(&limit))
    {
        let max = VISITS_SHOWN_MAX.to_string();
        return Err(Problem::invalid().field("limit", "care-field-limit", &[("max", &max)]));
    }
    let day = query.day.map_or_else(|| care.day_of(visit.now()), Ok)?;
    let filter = VisitFilter {
        place: query.place,
        states: query.state.into_iter().collect(),
        is_disputed: query.is_disputed,
        after: query.after,
        limit: query.limit,
    };
    let found = visits::of_day(care.db(), &scope, day, &filter)
        .await
        .map_err(CareError::from)?;
    let place_names = care.places().names_of(found.visits.iter().map(|visit| visit.building));
    let listed = care.listed(&visit, found.visits).await?;
    let list = VisitList {
        day,
        visits: listed
            .into_iter()
            .map(|(visit, known)| VisitView::new(&visit, known))
            .collect(),
        has_more: found.next.is_some(),
        next: found.next.map(|next| next.to_string()),
        place_names,
    };
    kept_json(&visit.asked, &headers, &list)
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

/// Says what came of asking a neighbour or of calling, where nobody answered. A neighbour who saw them counts as seen; a voice on
/// the telephone does not.
#[utoipa::path(post, path = "/api/v1/care/enquiries", tag = "care", request_body = AskedEnquiry, params(KeyHeader), responses(
    (status = 201, description = "Written down", body = KnockDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn say_enquiry(
    State(care): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedEnquiry>,
) -> Result<(StatusCode, Json<KnockDone>), Problem> {
    let by = visit.doer(Action::VisitWork)?;
    let asker = tongxin_ledger::asker(&visit.viewer, Action::NeedComment)?;
    let key = visit.command(key, "say-enquiry", format!("{body:?}").as_bytes());
    let done = care.enquire(key, by, asker, body, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}
