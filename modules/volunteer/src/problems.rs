//! Refusals in words, for programs and pages alike.

use crate::error::VolunteerError;
use http::StatusCode;
use tongxin_account::places_problem;
use tongxin_web::Problem;

impl From<VolunteerError> for Problem {
    fn from(error: VolunteerError) -> Self {
        match error {
            VolunteerError::NotFound => Problem::not_found(),
            VolunteerError::NoLink => Problem::new(StatusCode::UNAUTHORIZED, "volunteer-no-link"),
            VolunteerError::Faults(faults) => Problem::invalid().faults(faults),
            VolunteerError::File(error) => error.into(),
            VolunteerError::Rows(faults) => faults.into(),
            VolunteerError::Refused(code) => Problem::conflict(code),
            VolunteerError::Account(error) => error.into(),
            VolunteerError::Places(error) => places_problem(error),
            VolunteerError::Ledger(error) => error.into(),
            VolunteerError::Sms(error) => error.into(),
            VolunteerError::Storage(error) => error.into(),
            VolunteerError::Failed(what) => {
                tracing::error!(what, "volunteers failed");
                Problem::internal()
            }
        }
    }
}
