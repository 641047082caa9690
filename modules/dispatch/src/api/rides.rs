//! Patients' rides: seen, booked there and back, called off.

use crate::api::Shared;
use crate::error::DispatchError;
use crate::limits::RIDES_SHOWN_MAX;
use crate::riding::{RideChanged, TripBooked};
use crate::rules::cargo::{RideNeeds, Seats};
use crate::rules::ride::{AskedTrip, RideState, RideWay};
use crate::store::rides::{self, Ride};
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Scope, Visit};
use tongxin_city::{Day, HouseholdId, NeedId, OrgId, PlaceCode, RideId, Timestamp};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// From which day on; today when left out.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct RidesQuery {
    /// The day.
    from: Option<Day>,
}

/// A patient's ride.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RideView {
    /// The ride.
    id: RideId,
    /// The other way of the same trip.
    other: RideId,
    /// Which way.
    way: RideWay,
    /// How it stands.
    state: RideState,
    /// Who drives.
    org: OrgId,
    /// Whose trip.
    household: HouseholdId,
    /// Where they get in.
    from: PlaceCode,
    /// Where they get out.
    to: PlaceCode,
    /// On which day.
    day: Day,
    /// When they have to be there.
    appointment_at: Timestamp,
    /// Fetched not before.
    from_at: Timestamp,
    /// Fetched by then.
    until_at: Timestamp,
    /// There by then.
    due_at: Timestamp,
    /// Who ride.
    people: Seats,
    /// What the ride needs beside room; only for the household itself and for whoever drives.
    needs: Option<RideNeeds>,
    /// When the vehicle is to come, as far as is known by now; none while no plan says so.
    planned_at: Option<Timestamp>,
    /// The need that says that it will be late, that nobody drives it, or that its patient was not there; the last one.
    need: Option<NeedId>,
}

impl RideView {
    fn of(ride: &Ride, scope: &Scope) -> RideView {
        let is_concerned = scope.orgs.contains(&ride.org) || scope.household == Some(ride.household);
        RideView {
            needs: is_concerned.then_some(ride.needs),
            id: ride.id,
            other: ride.other,
            way: ride.way,
            state: ride.state,
            org: ride.org,
            household: ride.household,
            from: ride.from,
            to: ride.to,
            day: ride.day,
            appointment_at: ride.appointment_at,
            from_at: ride.times.from_at,
            until_at: ride.times.until_at,
            due_at: ride.times.due_at,
            people: ride.people,
            planned_at: ride.planned_at,
            need: ride.need,
        }
    }
}

/// Rides in the order in which they are driven.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RideList {
    /// At most 500.
    rides: Vec<RideView>,
}

/// The own rides, those of the own buildings, or those that the own firm drives.
#[utoipa::path(get, path = "/api/v1/rides", tag = "dispatch", params(RidesQuery), responses(
    (status = 200, description = "The rides", body = RideList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_rides(
    State(dispatch): Shared,
    visit: Visit,
    Query(query): Query<RidesQuery>,
) -> Result<Json<RideList>, Problem> {
    let scope = visit.scope(Action::RideRead)?;
    let from = query.from.map_or_else(|| dispatch.day_of(visit.now()), Ok)?;
    let found = rides::page(dispatch.db(), &scope, from, RIDES_SHOWN_MAX).await;
    let rides = found.map_err(DispatchError::from)?;
    Ok(Json(RideList {
        rides: rides.iter().map(|ride| RideView::of(ride, &scope)).collect(),
    }))
}

/// Books a trip to an appointment and back. A firm near with vehicles kept for patients drives.
#[utoipa::path(post, path = "/api/v1/rides", tag = "dispatch", request_body = AskedTrip, params(KeyHeader), responses(
    (status = 201, description = "Booked", body = TripBooked),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn book_trip(
    State(dispatch): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedTrip>,
) -> Result<(StatusCode, Json<TripBooked>), Problem> {
    let by = visit.doer(Action::RideBook)?;
    let key = visit.command(key, "book-trip", format!("{body:?}").as_bytes());
    let booked = dispatch.book_trip(key, by, body, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(booked)))
}

/// Calls a ride off that is still to come; with the way there goes the way back.
#[utoipa::path(post, path = "/api/v1/rides/{id}/call-off", tag = "dispatch",
    params(KeyHeader, ("id" = RideId, Path, description = "The ride")), responses(
    (status = 200, description = "Called off", body = RideChanged),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn call_off_ride(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<RideId>,
    key: IdempotencyKey,
) -> Result<Json<RideChanged>, Problem> {
    let by = visit.doer(Action::RideBook)?;
    let key = visit.command(key, "call-off-ride", id.to_string().as_bytes());
    Ok(Json(dispatch.call_off_ride(key, by, id, visit.now()).await?))
}
