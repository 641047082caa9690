//! Care's refusals in words, for programs and pages alike.

use crate::error::CareError;
use tongxin_account::places_problem;
use tongxin_web::Problem;

impl From<CareError> for Problem {
    fn from(error: CareError) -> Self {
        match error {
            CareError::NotFound => Problem::not_found(),
            CareError::Faults(faults) => Problem::invalid().faults(faults),
            CareError::File(error) => error.into(),
            CareError::Rows(faults) => faults.into(),
            CareError::Refused(code) => Problem::conflict(code),
            CareError::Account(error) => error.into(),
            CareError::Places(error) => places_problem(error),
            CareError::Ledger(error) => error.into(),
            CareError::Dispatch(error) => error.into(),
            CareError::Pass(error) => error.into(),
            CareError::Storage(error) => error.into(),
            error @ (CareError::Vault(_) | CareError::Unreadable(_) | CareError::Erased(_) | CareError::Failed(_)) => {
                tracing::error!(%error, "care failed");
                Problem::internal()
            }
        }
    }
}
