//! `POST /api/v1/sms/in`: where the gateway brings replies.

use crate::error::SmsError;
use crate::limits::REPLY_ID_CHARS_MAX;
use crate::number::Number;
use crate::replies::Taken;
use crate::sms::Sms;
use axum::extract::State;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use tongxin_account::{Right, Routes};
use tongxin_web::{Asked, Json, Problem, ProblemBody};
use utoipa::ToSchema;
use utoipa_axum::routes;

/// The header that holds the shared secret. No bearer token: that would be somebody's who signed in.
const SECRET: &str = "tongxin-sms-secret";

/// A reply as a gateway brings it.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Inward {
    /// The gateway's id of the reply; brought again, it has the same.
    #[schema(min_length = 1, max_length = 60)]
    id: String,
    /// From which number.
    #[schema(max_length = 40)]
    from: String,
    /// What it says.
    #[schema(max_length = 1000)]
    text: String,
}

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TakenIn {
    /// Whether it was taken in.
    outcome: Taken,
}

/// The routes, behind which nothing is found where no gateway is.
pub fn routes(sms: Option<Sms>) -> Routes {
    Routes::new().api(routes!(take_in), Right::Anyone).with_state(sms)
}

/// A reply to a text, brought by the gateway with the shared secret. It is answered by a text of its own.
#[utoipa::path(post, path = "/api/v1/sms/in", tag = "sms", request_body = Inward,
    params(("tongxin-sms-secret" = Option<String>, Header, description = "The shared secret; 401 without it")), responses(
    (status = 200, description = "Taken in, or answered with what would be right", body = TakenIn),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
    (status = "5XX", description = "To be brought again", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn take_in(
    State(sms): State<Option<Sms>>,
    asked: Asked,
    headers: HeaderMap,
    Json(inward): Json<Inward>,
) -> Result<Json<TakenIn>, Problem> {
    let sms = sms.ok_or_else(Problem::not_found)?;
    let secret = headers.get(SECRET).and_then(|value| value.to_str().ok());
    if !secret.is_some_and(|secret| sms.inward().is(secret)) {
        return Err(Problem::unauthorized());
    }
    let id_length = inward.id.chars().count();
    let mut problem = Problem::invalid();
    if id_length == 0 || id_length > REPLY_ID_CHARS_MAX || inward.id.chars().any(char::is_control) {
        problem = problem.field("id", "sms-field-id", &[("max", &REPLY_ID_CHARS_MAX.to_string())]);
    }
    let Some(from) = Number::find(&inward.from) else {
        return Err(problem.field("from", "sms-field-number", &[]));
    };
    problem.into_result()?;
    sms.replies().take(&from).map_err(Problem::too_many)?;
    let outcome = sms.take_reply(&inward.id, from, &inward.text, asked.now()).await?;
    Ok(Json(TakenIn { outcome }))
}

impl From<SmsError> for Problem {
    fn from(error: SmsError) -> Self {
        match error {
            SmsError::Storage(error) => error.into(),
            error => {
                tracing::error!(%error, "a reply failed");
                Problem::internal()
            }
        }
    }
}
