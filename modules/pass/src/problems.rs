//! The desk's refusals in words, for programs and pages alike.

use crate::error::PassError;
use tongxin_account::places_problem;
use tongxin_web::Problem;

impl From<PassError> for Problem {
    fn from(error: PassError) -> Self {
        match error {
            PassError::NotFound => Problem::not_found(),
            PassError::Faults(faults) => Problem::invalid().faults(faults),
            PassError::File(error) => error.into(),
            PassError::Rows(faults) => faults.into(),
            PassError::Refused(code) => Problem::conflict(code),
            PassError::Outrun => Problem::conflict("pass-outrun"),
            PassError::NotSigned => Problem::conflict("pass-not-signed"),
            PassError::TooOld => Problem::conflict("pass-delta-too-old"),
            PassError::Account(error) => error.into(),
            PassError::Places(error) => places_problem(error),
            PassError::Supply(error) => error.into(),
            PassError::Ledger(error) => error.into(),
            PassError::Storage(error) => error.into(),
            error @ (PassError::NumbersTaken | PassError::Keys(_) | PassError::Failed(_)) => {
                tracing::error!(%error, "the desk for passes failed");
                Problem::internal()
            }
        }
    }
}
