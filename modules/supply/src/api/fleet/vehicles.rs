//! Vehicles.

use crate::api::Shared;
use crate::api::fleet::{PassBody, editor, filter};
use crate::api::whitelist::checked_limit;
use crate::fleet::{Member, MemberStep};
use crate::rules::vehicle::{AskedVehicle, VehicleKind};
use crate::store::fleet::vehicles::Vehicle;
use crate::whitelist::Paged;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{OrgId, PlaceCode, Timestamp, VehicleId};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// Which vehicles, and which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct VehicleQuery {
    /// Of this firm.
    org: Option<OrgId>,
    /// Of firms in this place.
    place: Option<PlaceCode>,
    /// Whose plate holds this.
    #[param(max_length = 100)]
    q: Option<String>,
    /// Also those that have ended.
    with_ended: bool,
    /// `next` of the page before.
    cursor: Option<VehicleId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A vehicle to add to a firm.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VehicleBody {
    /// The firm.
    org: OrgId,
    /// The number plate (GA 36-2018): 7 signs, 8 for new energy.
    #[schema(example = "渝A12345", max_length = 20)]
    plate: String,
    /// What it is.
    kind: VehicleKind,
    /// What it carries, in kilograms.
    #[schema(minimum = 1, maximum = 49_000)]
    payload_kg: i64,
    /// What it holds, in litres; as its kind usually does when left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 143_000)]
    volume_litres: Option<i64>,
    /// Whether it keeps goods cold.
    #[serde(default)]
    has_cold_chain: bool,
    /// How many cold boxes of 40 litres it has, for one without a cold chain; as its kind usually has when left out.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 3_000)]
    cold_boxes: Option<i64>,
    /// How many patients and companions sit in it. One with a seat or a place for a wheelchair is kept for patients.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 60)]
    patient_seats: i64,
    /// How many wheelchairs ride in it besides.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10)]
    wheelchair_places: i64,
    /// Whether somebody medical always rides with it; only for one that is kept for patients.
    #[serde(default)]
    has_medical_crew: bool,
    /// The number of its pass, where it has one.
    #[serde(default)]
    #[schema(max_length = 40)]
    pass_number: String,
}

impl From<VehicleBody> for AskedVehicle {
    fn from(body: VehicleBody) -> Self {
        AskedVehicle {
            plate: body.plate,
            kind: Some(body.kind),
            payload_kg: body.payload_kg,
            volume_litres: body.volume_litres,
            has_cold_chain: body.has_cold_chain,
            cold_boxes: body.cold_boxes,
            patient_seats: body.patient_seats,
            wheelchair_places: body.wheelchair_places,
            has_medical_crew: body.has_medical_crew,
            pass_number: body.pass_number,
        }
    }
}

/// A vehicle.
#[derive(Debug, Serialize, ToSchema)]
struct VehicleView {
    id: VehicleId,
    org: OrgId,
    plate: String,
    kind: VehicleKind,
    payload_kg: i64,
    /// In litres; as its kind usually holds where the firm said nothing.
    volume_litres: i64,
    has_cold_chain: bool,
    /// As its kind usually has where the firm said nothing.
    cold_boxes: i64,
    patient_seats: i64,
    wheelchair_places: i64,
    has_medical_crew: bool,
    pass_number: Option<String>,
    added_by: String,
    added_at: Timestamp,
    ended_at: Option<Timestamp>,
}

impl From<Vehicle> for VehicleView {
    fn from(vehicle: Vehicle) -> Self {
        VehicleView {
            id: vehicle.id,
            org: vehicle.org,
            plate: vehicle.plate.to_string(),
            kind: vehicle.kind,
            payload_kg: vehicle.payload_kg,
            volume_litres: vehicle.hold_litres(),
            has_cold_chain: vehicle.has_cold_chain,
            cold_boxes: vehicle.boxes(),
            patient_seats: vehicle.patient_seats,
            wheelchair_places: vehicle.wheelchair_places,
            has_medical_crew: vehicle.has_medical_crew,
            pass_number: vehicle.pass_number,
            added_by: vehicle.stay.added_by,
            added_at: vehicle.stay.added_at,
            ended_at: vehicle.stay.ended_at,
        }
    }
}

/// A page of vehicles in the order they were added.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VehiclePage {
    vehicles: Vec<VehicleView>,
    /// How many there are in all.
    count: i64,
    /// The cursor of the next page.
    next: Option<VehicleId>,
}

/// The vehicle that something was done to, and whose it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VehicleDone {
    id: VehicleId,
    org: OrgId,
}

/// Vehicles of the firms inside the caller's places or of the own firm.
#[utoipa::path(get, path = "/api/v1/supply/vehicles", tag = "whitelist", params(VehicleQuery), responses(
    (status = 200, description = "A page", body = VehiclePage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_vehicles(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<VehicleQuery>,
) -> Result<Json<VehiclePage>, Problem> {
    let scope = visit.scope(Action::ListingRead)?;
    let filter = filter(query.org, query.place, query.q.as_ref(), query.with_ended)?;
    let limit = checked_limit(query.limit)?;
    let Paged { rows, next } = supply.vehicles_page(&scope, &filter, query.cursor, limit).await?;
    let count = supply.fleet_counts(&scope, &filter).await?.0;
    Ok(Json(VehiclePage {
        vehicles: rows.into_iter().map(Into::into).collect(),
        count,
        next,
    }))
}

/// Adds a vehicle to a firm.
#[utoipa::path(post, path = "/api/v1/supply/vehicles", tag = "whitelist", params(KeyHeader),
    request_body = VehicleBody, responses(
    (status = 201, description = "Added", body = VehicleDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn add_vehicle(
    State(supply): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<VehicleBody>,
) -> Result<(StatusCode, Json<VehicleDone>), Problem> {
    let by = editor(&visit)?;
    let command = visit.command(key, "supply add vehicle", format!("{body:?}").as_bytes());
    let org = body.org;
    let id = supply.add_vehicle(command, by, org, body.into(), visit.now()).await?;
    Ok((StatusCode::CREATED, Json(VehicleDone { id, org })))
}

async fn step(
    State(supply): Shared,
    visit: Visit,
    id: VehicleId,
    key: IdempotencyKey,
    step: MemberStep,
) -> Result<Json<VehicleDone>, Problem> {
    let by = editor(&visit)?;
    let command = visit.command(key, "supply step vehicle", format!("{id} {step:?}").as_bytes());
    let org = supply
        .step_member(command, by, Member::Vehicle(id), step, visit.now())
        .await?;
    Ok(Json(VehicleDone { id, org }))
}

/// Ends a vehicle: the plate is free then.
#[utoipa::path(post, path = "/api/v1/supply/vehicles/{id}/end", tag = "whitelist",
    params(KeyHeader, ("id" = VehicleId, Path, description = "The vehicle")), responses(
    (status = 200, description = "Ended", body = VehicleDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn end_vehicle(
    supply: Shared,
    visit: Visit,
    Path(id): Path<VehicleId>,
    key: IdempotencyKey,
) -> Result<Json<VehicleDone>, Problem> {
    step(supply, visit, id, key, MemberStep::End).await
}

/// Notes the number of a vehicle's pass.
#[utoipa::path(post, path = "/api/v1/supply/vehicles/{id}/pass", tag = "whitelist", request_body = PassBody,
    params(KeyHeader, ("id" = VehicleId, Path, description = "The vehicle")), responses(
    (status = 200, description = "Noted", body = VehicleDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn set_vehicle_pass(
    supply: Shared,
    visit: Visit,
    Path(id): Path<VehicleId>,
    key: IdempotencyKey,
    Json(body): Json<PassBody>,
) -> Result<Json<VehicleDone>, Problem> {
    let pass = MemberStep::pass(&body.pass_number)?;
    step(supply, visit, id, key, pass).await
}
