//! Appointments at hospitals: listed, asked for, answered, opened.

use crate::api::Shared;
use crate::appointing::{SeriesDone, SeriesEnded};
use crate::appointments::{AppointmentDone, AskedStep};
use crate::care::Care;
use crate::error::CareError;
use crate::limits::APPOINTMENTS_SHOWN_MAX;
use crate::opening::OpenedFacts;
use crate::rules::appointment::{AppointmentState, Party};
use crate::rules::series::{AskedSeries, SeriesRide};
use crate::store::appointments::{self, Appointment, AppointmentFilter};
use crate::store::series::Series;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{AppointmentId, Day, HouseholdId, NeedId, OrgId, PassId, PlaceCode, RideId, SeriesId, Timestamp};
use tongxin_dispatch::Pickup;
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// Which appointments.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct AppointmentsQuery {
    /// From which day on; today when left out.
    from: Option<Day>,
    /// Up to which day.
    until: Option<Day>,
    /// Inside this place only.
    place: Option<PlaceCode>,
    /// Standing so only.
    state: Option<AppointmentState>,
    /// After the appointment of that number,
    after: Option<AppointmentId>,
    /// which begins then.
    after_at: Option<Timestamp>,
}

/// When a vehicle comes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PickupView {
    /// The ride.
    ride: RideId,
    /// Not before.
    from_at: Timestamp,
    /// By then.
    until_at: Timestamp,
    /// When a plan says that it comes.
    planned_at: Option<Timestamp>,
}

/// An appointment without what is sealed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AppointmentView {
    /// The appointment.
    id: AppointmentId,
    /// The series it is of.
    series: SeriesId,
    /// The sign by which the hospital and whoever asks speak of it.
    sign: String,
    /// Whose; nobody in particular for a hospital.
    household: Option<HouseholdId>,
    /// In which building they live; not for a hospital.
    building: Option<PlaceCode>,
    /// Which hospital.
    hospital: OrgId,
    /// On which day.
    day: Day,
    /// When it begins.
    at: Timestamp,
    /// How many minutes it takes.
    minutes: i64,
    /// How it stands.
    state: AppointmentState,
    /// What the hospital said last.
    answer: String,
    /// What the ride needs.
    ride: SeriesRide,
    /// The ride there, while it is confirmed: when the door must open.
    there: Option<PickupView>,
    /// The ride back.
    back: Option<PickupView>,
    /// The patient's pass.
    pass: Option<PassId>,
    /// The pass of whoever comes along.
    escort_pass: Option<PassId>,
    /// When it has to be confirmed, while it is not.
    confirm_by: Option<Timestamp>,
    /// The need that says that it is not sure.
    need: Option<NeedId>,
    /// The number of the last change.
    seq: i64,
}

/// Appointments in the order in which they come.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AppointmentList {
    /// At most 100.
    appointments: Vec<AppointmentView>,
    /// Whether there are more after the last.
    has_more: bool,
}

/// The own household's appointments, those of the own buildings, or those at the own hospital.
#[utoipa::path(get, path = "/api/v1/care/appointments", tag = "care", params(AppointmentsQuery), responses(
    (status = 200, description = "The appointments", body = AppointmentList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_appointments(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<AppointmentsQuery>,
) -> Result<Json<AppointmentList>, Problem> {
    let scope = visit.scope(Action::AppointmentRead)?;
    let filter = AppointmentFilter {
        from: Some(query.from.map_or_else(|| care.day_of(visit.now()), Ok)?),
        until: query.until,
        place: query.place,
        state: query.state,
        after: query.after_at.zip(query.after),
    };
    let mut found = appointments::page(care.db(), &scope, &filter, APPOINTMENTS_SHOWN_MAX + 1)
        .await
        .map_err(CareError::from)?;
    let has_more = found.len() > APPOINTMENTS_SHOWN_MAX as usize;
    found.truncate(APPOINTMENTS_SHOWN_MAX as usize);
    let appointments = shown(&care, &visit, &found).await?;
    Ok(Json(AppointmentList { appointments, has_more }))
}

/// Appointments as the viewer may see them: a hospital knows no household.
async fn shown(care: &Care, visit: &Visit, found: &[Appointment]) -> Result<Vec<AppointmentView>, CareError> {
    let (series, pickups) = (care.series_of(found).await?, care.pickups_of(found).await?);
    let homes = visit.scope(Action::AppointmentEdit).unwrap_or_default();
    let pickup = |ride: Option<RideId>| {
        let found: Option<&Pickup> = ride.and_then(|ride| pickups.get(&ride));
        ride.zip(found).map(|(ride, pickup)| PickupView {
            ride,
            from_at: pickup.from_at,
            until_at: pickup.until_at,
            planned_at: pickup.planned_at,
        })
    };
    let view = |row: &Appointment| {
        let is_home = homes.contains(&row.building, None, Some(row.household));
        AppointmentView {
            id: row.id,
            series: row.series,
            sign: row.sign(),
            household: is_home.then_some(row.household),
            building: is_home.then_some(row.building),
            hospital: row.hospital,
            day: row.day,
            at: row.at,
            minutes: row.minutes,
            state: row.state,
            answer: row.answer.clone().unwrap_or_default(),
            ride: series
                .get(&row.series)
                .map_or_else(SeriesRide::default, |series: &Series| series.ride),
            there: pickup(row.booked.there).filter(|_| is_home),
            back: pickup(row.booked.back).filter(|_| is_home),
            pass: row.booked.pass.filter(|_| is_home),
            escort_pass: row.booked.escort_pass.filter(|_| is_home),
            confirm_by: row.confirm_by,
            need: row.need.filter(|_| is_home),
            seq: row.seq,
        }
    };
    Ok(found.iter().map(view).collect())
}

/// Asks a hospital for an appointment, once or as a series.
#[utoipa::path(post, path = "/api/v1/care/appointments", tag = "care", request_body = AskedSeries, params(KeyHeader), responses(
    (status = 201, description = "Asked for", body = SeriesDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn enter_series(
    State(care): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedSeries>,
) -> Result<(StatusCode, Json<SeriesDone>), Problem> {
    let by = visit.doer(Action::AppointmentEdit)?;
    let key = visit.command(key, "enter-series", format!("{body:?}").as_bytes());
    let contact = body.contact.clone();
    let done = care.enter_series(key, by, body, visit.now()).await?;
    care.note_language(&contact, visit.lang(), visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Ends a series: what is to come is called off, and no more is asked for.
#[utoipa::path(post, path = "/api/v1/care/series/{series}/end", tag = "care",
    params(KeyHeader, ("series" = SeriesId, Path, description = "The series")), responses(
    (status = 200, description = "Ended", body = SeriesEnded),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn end_series(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<SeriesId>,
    key: IdempotencyKey,
) -> Result<Json<SeriesEnded>, Problem> {
    let by = visit.doer(Action::AppointmentEdit)?;
    let key = visit.command(key, "end-series", id.to_string().as_bytes());
    Ok(Json(care.end_series(key, by, id, visit.now()).await?))
}

/// Says something for the household: that it takes another time, asks for one, or calls the appointment off.
#[utoipa::path(post, path = "/api/v1/care/appointments/{appointment}/household", tag = "care", request_body = AskedStep,
    params(KeyHeader, ("appointment" = AppointmentId, Path, description = "The appointment")), responses(
    (status = 200, description = "Done", body = AppointmentDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn say_at_home(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<AppointmentId>,
    key: IdempotencyKey,
    Json(body): Json<AskedStep>,
) -> Result<Json<AppointmentDone>, Problem> {
    let by = visit.doer(Action::AppointmentEdit)?;
    let key = visit.command(key, "say-at-home", format!("{id} {body:?}").as_bytes());
    let done = care.take_step(key, by, Party::Home, id, body, visit.now()).await?;
    Ok(Json(done))
}

/// Answers for the hospital: it keeps the time, proposes another, or can't. A confirmation books the way there and back.
#[utoipa::path(post, path = "/api/v1/care/appointments/{appointment}/hospital", tag = "care", request_body = AskedStep,
    params(KeyHeader, ("appointment" = AppointmentId, Path, description = "The appointment")), responses(
    (status = 200, description = "Done", body = AppointmentDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn answer_appointment(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<AppointmentId>,
    key: IdempotencyKey,
    Json(body): Json<AskedStep>,
) -> Result<Json<AppointmentDone>, Problem> {
    let by = visit.doer(Action::AppointmentAnswer)?;
    let key = visit.command(key, "answer-appointment", format!("{id} {body:?}").as_bytes());
    let done = care.take_step(key, by, Party::Desk, id, body, visit.now()).await?;
    Ok(Json(done))
}

/// Why an appointment is opened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenAppointmentBody {
    /// For what; the household sees it.
    #[schema(max_length = 200)]
    why: String,
}

/// Opens what is sealed of an appointment. That it was opened, by whom and for what, is kept for the household to see.
#[utoipa::path(post, path = "/api/v1/care/appointments/{appointment}/open", tag = "care", request_body = OpenAppointmentBody,
    params(("appointment" = AppointmentId, Path, description = "The appointment")), responses(
    (status = 200, description = "Opened", body = OpenedFacts),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn open_appointment(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<AppointmentId>,
    Json(body): Json<OpenAppointmentBody>,
) -> Result<Json<OpenedFacts>, Problem> {
    let by = visit.doer(Action::AppointmentOpen)?;
    Ok(Json(care.open_facts(by, id, body.why, visit.now()).await?))
}
