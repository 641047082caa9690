//! Dispatch's refusals in words, for programs and pages alike.

use crate::error::DispatchError;
use http::StatusCode;
use tongxin_account::places_problem;
use tongxin_web::Problem;

impl From<DispatchError> for Problem {
    fn from(error: DispatchError) -> Self {
        match error {
            DispatchError::NotFound => Problem::not_found(),
            DispatchError::NoLink => Problem::new(StatusCode::UNAUTHORIZED, "dispatch-no-link"),
            DispatchError::Faults(faults) => Problem::invalid().faults(faults),
            DispatchError::Refused(code) => Problem::conflict(code),
            DispatchError::Account(error) => error.into(),
            DispatchError::Places(error) => places_problem(error),
            DispatchError::Supply(error) => error.into(),
            DispatchError::Pass(error) => error.into(),
            DispatchError::Ledger(error) => error.into(),
            DispatchError::Storage(error) => error.into(),
            error @ DispatchError::Failed(_) => {
                tracing::error!(%error, "dispatch failed");
                Problem::internal()
            }
        }
    }
}
