//! What anybody may do: register, check a certificate, read the thanks wall.

use crate::api::Shared;
use crate::error::VolunteerError;
use crate::limits::WALL_SHOWN_MAX;
use crate::registering::VolunteerDone;
use crate::rules::certificate::{CERTIFICATE_BYTES_MAX, CertificateError, Claims, PublicJwk};
use crate::rules::person::AskedVolunteer;
use crate::store::wall;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::Visit;
use tongxin_city::PlaceCode;
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Problem, ProblemBody, require_short};
use utoipa::ToSchema;

/// Who was registered, and the link that is theirs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Registered {
    /// Who, and how they stand.
    volunteer: VolunteerDone,
    /// What they show from now on instead of an account.
    key: String,
}

/// Registers a volunteer; the community looks whether it is so before they can sign up for shifts.
#[utoipa::path(post, path = "/api/v1/volunteer/registrations", tag = "volunteer", request_body = AskedVolunteer,
    params(KeyHeader), responses(
    (status = 201, description = "Registered", body = Registered),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn register(
    State(volunteers): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedVolunteer>,
) -> Result<(StatusCode, Json<Registered>), Problem> {
    volunteers.take_registration(visit.asked.client)?;
    let key = visit.command(key, "register-volunteer", format!("{body:?}").as_bytes());
    let phone = body.phone.clone();
    let done = volunteers.register(key, None, body, visit.now()).await?;
    volunteers.note_language(&phone, visit.lang(), visit.now()).await?;
    let key = volunteers.key_of(done.id, 1);
    Ok((StatusCode::CREATED, Json(Registered { volunteer: done, key })))
}

/// The public keys of certificates (RFC 7517).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Keys {
    /// One, unless the server's secret was replaced.
    keys: Vec<PublicJwk>,
}

/// The key that certificates of hours are checked with, by any program that knows JSON Web Signatures.
#[utoipa::path(get, path = "/api/v1/volunteer/keys", tag = "volunteer", responses(
    (status = 200, description = "The keys", body = Keys),
))]
pub(super) async fn keys(State(volunteers): Shared) -> Json<Keys> {
    let keys = vec![volunteers.certificate_key().public()];
    Json(Keys { keys })
}

/// A certificate as JSON in a text, or in one line.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CertificateBody {
    /// The certificate.
    #[schema(max_length = 4096)]
    certificate: String,
}

/// Whether a certificate is good, and what it says then.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Verdict {
    /// Whether this city signed exactly this.
    is_good: bool,
    /// Why not: `unreadable`, `other_key`, `bad_signature`.
    why: Option<&'static str>,
    /// What it says.
    claims: Option<Claims>,
}

/// Checks a certificate of hours.
#[utoipa::path(post, path = "/api/v1/volunteer/certificates/verify", tag = "volunteer", request_body = CertificateBody, responses(
    (status = 200, description = "The verdict", body = Verdict),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn verify_certificate(
    State(volunteers): Shared,
    Json(body): Json<CertificateBody>,
) -> Result<Json<Verdict>, Problem> {
    require_short("certificate", &body.certificate, CERTIFICATE_BYTES_MAX)?;
    let verdict = match volunteers.verify_certificate(&body.certificate) {
        Ok(claims) => Verdict {
            is_good: true,
            why: None,
            claims: Some(claims),
        },
        Err(error) => Verdict {
            is_good: false,
            why: Some(word_of(error)),
            claims: None,
        },
    };
    Ok(Json(verdict))
}

const fn word_of(error: CertificateError) -> &'static str {
    match error {
        CertificateError::Unreadable => "unreadable",
        CertificateError::OtherKey => "other_key",
        CertificateError::BadSignature => "bad_signature",
    }
}

/// Somebody who wants to be thanked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ThankedView {
    /// What they want to be called.
    name: String,
    /// Their district.
    district: PlaceCode,
    /// Minutes so far.
    minutes: i64,
}

/// The thanks wall.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Wall {
    /// At most 200, the most hours first.
    thanked: Vec<ThankedView>,
}

/// Whoever chose to stand on the thanks wall, by the name they chose.
#[utoipa::path(get, path = "/api/v1/volunteer/thanks", tag = "volunteer", responses(
    (status = 200, description = "The wall", body = Wall),
))]
pub(super) async fn thanks(State(volunteers): Shared) -> Result<Json<Wall>, Problem> {
    let found = wall::page(volunteers.db(), None, WALL_SHOWN_MAX).await;
    let found = found.map_err(VolunteerError::from)?;
    let thanked = found.into_iter().map(|one| ThankedView {
        district: volunteers.district_of(&one.home),
        name: one.name,
        minutes: one.minutes,
    });
    Ok(Json(Wall {
        thanked: thanked.collect(),
    }))
}
