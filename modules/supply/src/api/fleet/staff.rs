//! Staff.

use crate::api::Shared;
use crate::api::fleet::{PassBody, editor, filter};
use crate::api::headers::KeyHeader;
use crate::api::whitelist::checked_limit;
use crate::fleet::{Member, MemberStep};
use crate::rules::staff::{AskedStaff, Shift, StaffRole};
use crate::store::fleet::staff::Staff;
use crate::whitelist::Paged;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{OrgId, PlaceCode, StaffId, Timestamp};
use tongxin_web::{IdempotencyKey, Json, Path, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// Which staff, and which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct StaffQuery {
    /// Of this firm.
    org: Option<OrgId>,
    /// Of firms in this place.
    place: Option<PlaceCode>,
    /// Whose name holds this.
    #[param(max_length = 100)]
    q: Option<String>,
    /// Also those that have ended.
    with_ended: bool,
    /// `next` of the page before.
    cursor: Option<StaffId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Somebody to add to a firm's staff.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StaffBody {
    /// The firm.
    org: OrgId,
    /// The name.
    #[schema(min_length = 1, max_length = 40, pattern = "\\S")]
    name: String,
    /// The telephone number, where known.
    #[serde(default)]
    #[schema(max_length = 30)]
    phone: String,
    /// What they do.
    role: StaffRole,
    /// When they work.
    shift: Shift,
    /// The number of their pass, where they have one.
    #[serde(default)]
    #[schema(max_length = 40)]
    pass_number: String,
}

impl From<StaffBody> for AskedStaff {
    fn from(body: StaffBody) -> Self {
        AskedStaff {
            name: body.name,
            phone: body.phone,
            role: Some(body.role),
            shift: Some(body.shift),
            pass_number: body.pass_number,
        }
    }
}

/// A member of a firm's staff.
#[derive(Debug, Serialize, ToSchema)]
struct StaffView {
    id: StaffId,
    org: OrgId,
    name: String,
    phone: Option<String>,
    role: StaffRole,
    shift: Shift,
    pass_number: Option<String>,
    added_by: String,
    added_at: Timestamp,
    ended_at: Option<Timestamp>,
}

impl From<Staff> for StaffView {
    fn from(staff: Staff) -> Self {
        StaffView {
            id: staff.id,
            org: staff.org,
            name: staff.name,
            phone: staff.phone,
            role: staff.role,
            shift: staff.shift,
            pass_number: staff.pass_number,
            added_by: staff.stay.added_by,
            added_at: staff.stay.added_at,
            ended_at: staff.stay.ended_at,
        }
    }
}

/// A page of staff in the order they were added.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StaffPage {
    staff: Vec<StaffView>,
    /// How many there are in all.
    count: i64,
    /// The cursor of the next page.
    next: Option<StaffId>,
}

/// The member of staff that something was done to, and whose it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StaffDone {
    id: StaffId,
    org: OrgId,
}

/// Staff of the firms inside the caller's places or of the own firm.
#[utoipa::path(get, path = "/api/v1/supply/staff", tag = "whitelist", params(StaffQuery), responses(
    (status = 200, description = "A page", body = StaffPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_staff(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<StaffQuery>,
) -> Result<Json<StaffPage>, Problem> {
    let scope = visit.scope(Action::ListingRead)?;
    let filter = filter(query.org, query.place, query.q.as_ref(), query.with_ended)?;
    let limit = checked_limit(query.limit)?;
    let Paged { rows, next } = supply.staff_page(&scope, &filter, query.cursor, limit).await?;
    let count = supply.fleet_counts(&scope, &filter).await?.1;
    Ok(Json(StaffPage {
        staff: rows.into_iter().map(Into::into).collect(),
        count,
        next,
    }))
}

/// Adds somebody to a firm's staff.
#[utoipa::path(post, path = "/api/v1/supply/staff", tag = "whitelist", params(KeyHeader),
    request_body = StaffBody, responses(
    (status = 201, description = "Added", body = StaffDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn add_staff(
    State(supply): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<StaffBody>,
) -> Result<(StatusCode, Json<StaffDone>), Problem> {
    let by = editor(&visit)?;
    let command = visit.command(key, "supply-add-staff", format!("{body:?}").as_bytes());
    let org = body.org;
    let id = supply.add_staff(command, by, org, body.into(), visit.now()).await?;
    Ok((StatusCode::CREATED, Json(StaffDone { id, org })))
}

async fn step(
    State(supply): Shared,
    visit: Visit,
    id: StaffId,
    key: IdempotencyKey,
    step: MemberStep,
) -> Result<Json<StaffDone>, Problem> {
    let by = editor(&visit)?;
    let command = visit.command(key, "supply-step-staff", format!("{id} {step:?}").as_bytes());
    let org = supply
        .step_member(command, by, Member::Staff(id), step, visit.now())
        .await?;
    Ok(Json(StaffDone { id, org }))
}

/// Ends a member of staff: they have left the firm then.
#[utoipa::path(post, path = "/api/v1/supply/staff/{id}/end", tag = "whitelist",
    params(KeyHeader, ("id" = StaffId, Path, description = "The member of staff")), responses(
    (status = 200, description = "Ended", body = StaffDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn end_staff(
    supply: Shared,
    visit: Visit,
    Path(id): Path<StaffId>,
    key: IdempotencyKey,
) -> Result<Json<StaffDone>, Problem> {
    step(supply, visit, id, key, MemberStep::End).await
}

/// Notes the number of a member of staff's pass.
#[utoipa::path(post, path = "/api/v1/supply/staff/{id}/pass", tag = "whitelist", request_body = PassBody,
    params(KeyHeader, ("id" = StaffId, Path, description = "The member of staff")), responses(
    (status = 200, description = "Noted", body = StaffDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn set_staff_pass(
    supply: Shared,
    visit: Visit,
    Path(id): Path<StaffId>,
    key: IdempotencyKey,
    Json(body): Json<PassBody>,
) -> Result<Json<StaffDone>, Problem> {
    let pass = MemberStep::pass(&body.pass_number)?;
    step(supply, visit, id, key, pass).await
}
