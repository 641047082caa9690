//! The register: listed, added to, corrected, opened, ended.

use crate::api::{PersonView, Shared};
use crate::ending::AskedEnd;
use crate::error::CareError;
use crate::limits::{PEOPLE_SHOWN_MAX, SEARCH_CHARS_MAX};
use crate::registering::{OpenedRecord, PersonDone};
use crate::rules::person::AskedPerson;
use crate::store::people::{self, PeopleFilter};
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, PersonId, PlaceCode, Timestamp};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query, require_short};
use utoipa::{IntoParams, ToSchema};

/// Which people.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct PeopleQuery {
    /// Inside this place only.
    place: Option<PlaceCode>,
    /// Only those whose record has to be looked at by now.
    pub(crate) to_review: bool,
    /// Only those whose name, or whose way to be reached, holds this; at most 60 characters.
    pub(crate) q: String,
    /// After this person of that building.
    after: Option<PersonId>,
    /// The building of `after`.
    after_building: Option<PlaceCode>,
}

impl PeopleQuery {
    /// The people it asks for.
    ///
    /// # Errors
    /// `q` is too long.
    pub(crate) fn filter(&self, today: Day) -> Result<PeopleFilter, Problem> {
        require_short("q", &self.q, SEARCH_CHARS_MAX)?;
        Ok(PeopleFilter {
            place: self.place,
            to_review_by: self.to_review.then_some(today),
            search: self.q.trim().to_owned(),
            after: self.after_building.zip(self.after),
        })
    }
}

/// People by building.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PeopleList {
    /// At most 100.
    people: Vec<PersonView>,
    /// Whether there are more after the last.
    has_more: bool,
}

/// The own household's people, or those of the own buildings.
#[utoipa::path(get, path = "/api/v1/care/people", tag = "care", params(PeopleQuery), responses(
    (status = 200, description = "The people", body = PeopleList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_people(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<PeopleQuery>,
) -> Result<Json<PeopleList>, Problem> {
    let scope = visit.scope(Action::PersonRead)?;
    let today = care.day_of(visit.now())?;
    let found = people::page(care.db(), &scope, &query.filter(today)?, PEOPLE_SHOWN_MAX + 1).await;
    let found = found.map_err(CareError::from)?;
    let shown = PEOPLE_SHOWN_MAX as usize;
    Ok(Json(PeopleList {
        people: found.iter().take(shown).map(PersonView::from).collect(),
        has_more: found.len() > shown,
    }))
}

/// Registers a person.
#[utoipa::path(post, path = "/api/v1/care/people", tag = "care", request_body = AskedPerson, params(KeyHeader), responses(
    (status = 201, description = "Registered", body = PersonDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn register_person(
    State(care): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedPerson>,
) -> Result<(StatusCode, Json<PersonDone>), Problem> {
    let by = visit.doer(Action::PersonEdit)?;
    let key = visit.command(key, "register-person", format!("{body:?}").as_bytes());
    let done = care.register(key, by, body, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// A correction, over the change that it knows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Correction {
    /// The number of the last change that the corrector knows.
    seq: i64,
    /// All of it, as it is now.
    person: AskedPerson,
}

/// Corrects a person.
#[utoipa::path(put, path = "/api/v1/care/people/{person}", tag = "care", request_body = Correction,
    params(KeyHeader, ("person" = PersonId, Path, description = "The person")), responses(
    (status = 200, description = "Corrected", body = PersonDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn correct_person(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<PersonId>,
    key: IdempotencyKey,
    Json(body): Json<Correction>,
) -> Result<Json<PersonDone>, Problem> {
    let by = visit.doer(Action::PersonEdit)?;
    let key = visit.command(key, "correct-person", format!("{id} {body:?}").as_bytes());
    let done = care.correct(key, by, id, body.seq, body.person, visit.now()).await?;
    Ok(Json(done))
}

/// Why a record is opened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenBody {
    /// For what; the household sees it.
    #[schema(max_length = 200)]
    why: String,
}

/// Opens what is sealed of a person. That it was opened, by whom and for what, is kept for the household to see.
#[utoipa::path(post, path = "/api/v1/care/people/{person}/open", tag = "care", request_body = OpenBody,
    params(("person" = PersonId, Path, description = "The person")), responses(
    (status = 200, description = "The record", body = OpenedRecord),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn open_record(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<PersonId>,
    Json(body): Json<OpenBody>,
) -> Result<Json<OpenedRecord>, Problem> {
    let by = visit.doer(Action::PersonOpen)?;
    Ok(Json(care.open_record(by, id, body.why, visit.now()).await?))
}

/// Who opened a record.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OpeningView {
    /// When.
    at: Timestamp,
    /// Who.
    by: String,
    /// For what.
    why: String,
}

/// The latest openings of a record.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OpeningList {
    /// At most 50, the newest first.
    openings: Vec<OpeningView>,
}

/// Who opened a record, when and for what.
#[utoipa::path(get, path = "/api/v1/care/people/{person}/openings", tag = "care",
    params(("person" = PersonId, Path, description = "The person")), responses(
    (status = 200, description = "The openings", body = OpeningList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_openings(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<PersonId>,
) -> Result<Json<OpeningList>, Problem> {
    let scope = visit.scope(Action::PersonOpen)?;
    care.person_of(&scope, id).await?;
    let found = care.openings_of(id.get()).await?;
    let names = care
        .names_of(&visit, found.iter().map(|opening| opening.actor.as_str()))
        .await?;
    let openings = found.into_iter().map(|opening| OpeningView {
        at: opening.at,
        by: names.get(&opening.actor).cloned().unwrap_or_default(),
        why: opening.why,
    });
    Ok(Json(OpeningList {
        openings: openings.collect(),
    }))
}

/// Ends a record and erases it; counts stay. While nobody has seen the person it needs who said where they are; when consent is
/// taken back, their door stays on the round without a name until somebody was seen there.
#[utoipa::path(post, path = "/api/v1/care/people/{person}/end", tag = "care", request_body = AskedEnd,
    params(KeyHeader, ("person" = PersonId, Path, description = "The person")), responses(
    (status = 200, description = "Erased", body = PersonDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn end_record(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<PersonId>,
    key: IdempotencyKey,
    Json(body): Json<AskedEnd>,
) -> Result<Json<PersonDone>, Problem> {
    let by = visit.doer(Action::PersonEdit)?;
    let key = visit.command(key, "end-record", format!("{id} {body:?}").as_bytes());
    Ok(Json(care.end(key, by, id, body, visit.now()).await?))
}

/// Where the emergency is over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EndEmergencyBody {
    /// The place.
    place: PlaceCode,
}

/// How many records were erased.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ErasedCount {
    /// How many.
    erased: usize,
}

/// Erases everybody inside a place, because the emergency is over there. Sent again it goes on where it was.
#[utoipa::path(post, path = "/api/v1/care/end-of-emergency", tag = "care", request_body = EndEmergencyBody, responses(
    (status = 200, description = "Erased", body = ErasedCount),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn end_emergency(
    State(care): Shared,
    visit: Visit,
    Json(body): Json<EndEmergencyBody>,
) -> Result<Json<ErasedCount>, Problem> {
    visit.viewer.require_place(Action::RegisterEnd, &body.place)?;
    let erased = care.end_emergency(&body.place, visit.now()).await?;
    Ok(Json(ErasedCount { erased }))
}
