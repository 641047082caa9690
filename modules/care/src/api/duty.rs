//! Who is responsible for which building and compound.

use crate::api::Shared;
use crate::duty::{AskedDuty, AskedNumber, Coverage, DutyDoer, DutyDone, DutyNumber};
use crate::error::CareError;
use crate::limits::POSTS_SHOWN_MAX;
use crate::rules::duty::{Held, Next, Post};
use crate::store::duty::{self as store, PostRow};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, NeedId, PlaceCode};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// Which posts.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct DutiesQuery {
    /// Inside this place; the widest of one's own when left out.
    place: Option<PlaceCode>,
    /// Of this kind only.
    post: Option<Post>,
    /// After this place.
    after: Option<PlaceCode>,
}

/// A post that somebody holds or held.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PostView {
    /// The building or compound.
    place: PlaceCode,
    /// The post.
    post: Post,
    /// Who holds it.
    held: Option<Held>,
    /// Who comes next.
    next: Option<Next>,
    /// The day from which nobody holds it, as far as is known.
    vacant_from: Option<Day>,
    /// The need that says so.
    need: Option<NeedId>,
}

impl From<PostRow> for PostView {
    fn from(row: PostRow) -> Self {
        PostView {
            place: row.place,
            post: row.post,
            held: row.standing.held,
            next: row.standing.next,
            vacant_from: row.vacant_from,
            need: row.need,
        }
    }
}

/// Posts in the order of their places.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PostList {
    /// At most 100.
    posts: Vec<PostView>,
    /// Whether there are more after the last.
    has_more: bool,
}

/// Posts inside a place that somebody ever held.
#[utoipa::path(get, path = "/api/v1/care/duties", tag = "care", params(DutiesQuery), responses(
    (status = 200, description = "The posts", body = PostList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_duties(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<DutiesQuery>,
) -> Result<Json<PostList>, Problem> {
    let scope = visit.scope(Action::DutyRead)?;
    let place = visit.place_or_widest(Action::DutyRead, query.place)?;
    let rows = store::page(
        care.db(),
        &scope,
        (&place, query.post),
        query.after,
        POSTS_SHOWN_MAX + 1,
    )
    .await;
    let mut rows = rows.map_err(CareError::from)?;
    let has_more = rows.len() > POSTS_SHOWN_MAX as usize;
    rows.truncate(POSTS_SHOWN_MAX as usize);
    Ok(Json(PostList {
        posts: rows.into_iter().map(PostView::from).collect(),
        has_more,
    }))
}

/// The posts that one holds, or is to come to.
#[utoipa::path(get, path = "/api/v1/care/duties/own", tag = "care", responses(
    (status = 200, description = "The posts", body = PostList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_own_duties(State(care): Shared, visit: Visit) -> Result<Json<PostList>, Problem> {
    visit.scope(Action::DutyRead)?;
    let account = visit.viewer.account().ok_or_else(Problem::forbidden)?;
    let rows = store::of_account(care.db(), account, POSTS_SHOWN_MAX).await;
    let rows = rows.map_err(CareError::from)?;
    Ok(Json(PostList {
        posts: rows.into_iter().map(PostView::from).collect(),
        has_more: false,
    }))
}

/// Puts somebody on a post, offers a hand-over, gives, takes or declines it, or leaves a post.
#[utoipa::path(post, path = "/api/v1/care/duties", tag = "care", request_body = AskedDuty, params(KeyHeader), responses(
    (status = 200, description = "Done", body = DutyDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn take_duty(
    State(care): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedDuty>,
) -> Result<Json<DutyDone>, Problem> {
    visit.scope(Action::DutyRead)?;
    let key = visit.command(key, "take-duty", format!("{body:?}").as_bytes());
    let by = DutyDoer::of(&visit.viewer);
    Ok(Json(care.take_duty(key, by, body, visit.now()).await?))
}

/// Where coverage is asked for.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct CoverageQuery {
    /// Of this place; the widest of one's own when left out.
    place: Option<PlaceCode>,
    /// Buildings after this one.
    after: Option<PlaceCode>,
}

/// Buildings without a steward, and stewards with too many doors.
#[utoipa::path(get, path = "/api/v1/care/coverage", tag = "care", params(CoverageQuery), responses(
    (status = 200, description = "The coverage", body = Coverage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn coverage(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<CoverageQuery>,
) -> Result<Json<Coverage>, Problem> {
    let place = visit.place_or_widest(Action::DutyRead, query.place)?;
    Ok(Json(care.coverage(&place, query.after).await?))
}

/// Of which community the number is asked for.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NumberQuery {
    /// The community.
    place: PlaceCode,
}

/// The number under which a community is called.
#[utoipa::path(get, path = "/api/v1/care/duty-number", tag = "care", params(NumberQuery), responses(
    (status = 200, description = "The number, if there is one", body = DutyNumber),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn duty_number(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<NumberQuery>,
) -> Result<Json<DutyNumber>, Problem> {
    let by = DutyDoer::of(&visit.viewer);
    Ok(Json(care.duty_number(&by, query.place).await?))
}

/// Says under which number a community is called; it stands on the notices at all its doors.
#[utoipa::path(post, path = "/api/v1/care/duty-number", tag = "care", request_body = AskedNumber, params(KeyHeader), responses(
    (status = 200, description = "Done", body = DutyNumber),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn set_duty_number(
    State(care): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedNumber>,
) -> Result<Json<DutyNumber>, Problem> {
    let key = visit.command(key, "set-duty-number", format!("{body:?}").as_bytes());
    let by = DutyDoer::of(&visit.viewer);
    Ok(Json(care.set_duty_number(key, &by, body, visit.now()).await?))
}
