//! Medicines: what has to be fetched for whom, that it was brought, and photos of prescriptions.

use crate::api::Shared;
use crate::fetching::{AskedFetch, Brought, BroughtDone};
use crate::prescribing::{OpenedPhoto, PrescriptionDone};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tongxin_account::{Action, Visit};
use tongxin_city::{AttachmentId, Day, HouseholdId, PersonId, PlaceCode};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query, UploadedImage};
use utoipa::{IntoParams, ToSchema};

/// For which place, and how many days ahead.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct FetchQuery {
    /// Inside this place only.
    place: Option<PlaceCode>,
    /// Days from today, at most 14; 3 when left out.
    #[param(minimum = 0, maximum = 14)]
    days: Option<i64>,
}

impl From<FetchQuery> for AskedFetch {
    fn from(query: FetchQuery) -> Self {
        AskedFetch {
            place: query.place,
            days: query.days,
        }
    }
}

/// Somebody for whom something has to be fetched.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FetchForView {
    /// Who.
    person: PersonId,
    /// First name or form of address.
    name: Option<String>,
    /// Their household.
    household: HouseholdId,
    /// By which day.
    by: Option<Day>,
}

/// A building in which something has to be fetched.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FetchBuilding {
    /// The building.
    building: PlaceCode,
    /// For how many people.
    count: usize,
    /// For whom; nobody for whoever does not look after the building.
    people: Vec<FetchForView>,
}

/// For whom something has to be fetched, without what it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FetchList {
    /// By building.
    buildings: Vec<FetchBuilding>,
    /// Whether there are more than 500 people.
    has_more: bool,
}

/// For whom something has to be fetched in the next days, without what it is.
#[utoipa::path(get, path = "/api/v1/care/medicines", tag = "care", params(FetchQuery), responses(
    (status = 200, description = "The buildings", body = FetchList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_to_fetch(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<FetchQuery>,
) -> Result<Json<FetchList>, Problem> {
    let scope = visit.scope(Action::VisitRead)?;
    let may_know = visit.scope(Action::PersonRead).unwrap_or_default();
    let today = care.day_of(visit.now())?;
    let (found, has_more) = care.to_fetch_for(&scope, &query.into(), today).await?;
    let mut buildings: BTreeMap<PlaceCode, FetchBuilding> = BTreeMap::new();
    for person in found {
        let building = buildings.entry(person.building).or_insert_with(|| FetchBuilding {
            building: person.building,
            count: 0,
            people: Vec::new(),
        });
        building.count += 1;
        if may_know.contains(&person.building, None, Some(person.household)) {
            building.people.push(FetchForView {
                person: person.id,
                name: person.name,
                household: person.household,
                by: person.refill_on,
            });
        }
    }
    Ok(Json(FetchList {
        buildings: buildings.into_values().collect(),
        has_more,
    }))
}

/// Why the records of a list are opened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenFetchBody {
    /// Inside this place only.
    #[serde(default)]
    place: Option<PlaceCode>,
    /// Days from today, at most 14; 3 when left out.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 14)]
    days: Option<i64>,
    /// For what; each household sees it.
    #[schema(max_length = 200)]
    why: String,
}

/// A medicine that has to be fetched.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MedicineView {
    /// For whom.
    person: PersonId,
    /// First name or form of address.
    name: Option<String>,
    /// Their household.
    household: HouseholdId,
    /// Where they live.
    building: PlaceCode,
    /// Which medicine.
    medicine: String,
    /// Doses that are left today.
    left: u32,
    /// Doses a day.
    a_day: u32,
    /// The first day for which not all doses are there.
    runs_out_on: Day,
    /// Doses to fetch: for two weeks.
    doses: u32,
}

/// What has to be fetched.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MedicineList {
    /// By building.
    medicines: Vec<MedicineView>,
}

/// What has to be fetched in the next days, and for whom. That each record was opened, by whom and for what, is kept for its
/// household to see.
#[utoipa::path(post, path = "/api/v1/care/medicines/open", tag = "care", request_body = OpenFetchBody, responses(
    (status = 200, description = "The medicines", body = MedicineList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn open_to_fetch(
    State(care): Shared,
    visit: Visit,
    Json(body): Json<OpenFetchBody>,
) -> Result<Json<MedicineList>, Problem> {
    let by = visit.doer(Action::PersonOpen)?;
    let asked = AskedFetch {
        place: body.place,
        days: body.days,
    };
    let found = care.open_to_fetch(by, asked, &body.why, visit.now()).await?;
    let medicines = found.into_iter().map(|line| MedicineView {
        person: line.person.id,
        name: line.person.name,
        household: line.person.household,
        building: line.person.building,
        left: line.left,
        a_day: line.medicine.a_day,
        runs_out_on: line.medicine.runs_out_on(),
        doses: line.doses,
        medicine: line.medicine.name,
    });
    Ok(Json(MedicineList {
        medicines: medicines.collect(),
    }))
}

/// What was brought, to any number of people.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BroughtBody {
    /// All of it, at most 600 lines.
    #[schema(max_items = 600)]
    brought: Vec<Brought>,
}

/// Notes what was brought, all of it or nothing: doses are counted anew, and the day moves on which more has to be fetched.
#[utoipa::path(post, path = "/api/v1/care/medicines/brought", tag = "care", request_body = BroughtBody, params(KeyHeader),
    responses(
    (status = 200, description = "Noted", body = BroughtDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn note_brought(
    State(care): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<BroughtBody>,
) -> Result<Json<BroughtDone>, Problem> {
    let by = visit.doer(Action::PersonEdit)?;
    let key = visit.command(key, "note-brought", format!("{body:?}").as_bytes());
    Ok(Json(care.note_brought(key, by, body.brought, visit.now()).await?))
}

/// Of which medicine.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MedicineQuery {
    /// The medicine, as the record calls it.
    #[param(max_length = 60)]
    medicine: String,
}

/// Adds the photo of a medicine's prescription: a JPEG or PNG as the body, at most 5 MiB. Its metadata, such as where it was
/// taken, is not kept; the picture is sealed. A later photo takes its place.
#[utoipa::path(post, path = "/api/v1/care/people/{person}/prescriptions", tag = "care",
    params(KeyHeader, MedicineQuery, ("person" = PersonId, Path, description = "The person")),
    request_body(description = "The photo", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))), responses(
    (status = 201, description = "Added", body = PrescriptionDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn add_prescription(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<PersonId>,
    Query(query): Query<MedicineQuery>,
    key: IdempotencyKey,
    UploadedImage(bytes): UploadedImage,
) -> Result<(StatusCode, Json<PrescriptionDone>), Problem> {
    let by = visit.doer(Action::PersonEdit)?;
    let content = [id.to_string().as_bytes(), query.medicine.as_bytes(), &bytes[..]].concat();
    let key = visit.command(key, "add-prescription", &content);
    let of = (id, query.medicine);
    let done = care.add_prescription(key, by, of, bytes.into(), visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Opens the photo of a prescription. That it was opened, by whom and for what, is kept for the household to see.
#[utoipa::path(post, path = "/api/v1/care/people/{person}/prescriptions/{photo}/open", tag = "care",
    request_body = OpenPhotoBody,
    params(("person" = PersonId, Path, description = "The person"), ("photo" = AttachmentId, Path, description = "The photo")),
    responses(
    (status = 200, description = "The file", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn open_prescription(
    State(care): Shared,
    visit: Visit,
    Path(photo): Path<(PersonId, AttachmentId)>,
    Json(body): Json<OpenPhotoBody>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PersonOpen)?;
    Ok(picture(care.open_prescription(by, photo, body.why, visit.now()).await?))
}

/// Why a photo is opened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenPhotoBody {
    /// For what; the household sees it.
    #[schema(max_length = 200)]
    why: String,
}

/// An opened photo as an answer, kept by no cache.
pub(crate) fn picture(photo: OpenedPhoto) -> Response {
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static(photo.media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (head, photo.bytes).into_response()
}

/// Removes the photo of a prescription.
#[utoipa::path(post, path = "/api/v1/care/people/{person}/prescriptions/{photo}/remove", tag = "care",
    params(KeyHeader, ("person" = PersonId, Path, description = "The person"),
        ("photo" = AttachmentId, Path, description = "The photo")), responses(
    (status = 200, description = "Removed", body = PrescriptionDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn remove_prescription(
    State(care): Shared,
    visit: Visit,
    Path((person, photo)): Path<(PersonId, AttachmentId)>,
    key: IdempotencyKey,
) -> Result<Json<PrescriptionDone>, Problem> {
    let by = visit.doer(Action::PersonEdit)?;
    let key = visit.command(key, "remove-prescription", format!("{person} {photo}").as_bytes());
    Ok(Json(
        care.remove_prescription(key, by, (person, photo), visit.now()).await?,
    ))
}
