//! Supply's refusals in words, for programs and pages alike.

use crate::error::SupplyError;
use tongxin_account::places_problem;
use tongxin_web::Problem;

impl From<SupplyError> for Problem {
    fn from(error: SupplyError) -> Self {
        match error {
            SupplyError::NotFound => Problem::not_found(),
            SupplyError::Faults(faults) => Problem::invalid().faults(faults),
            SupplyError::File(error) => error.into(),
            SupplyError::Rows(faults) => faults.into(),
            SupplyError::Failed(error) => {
                tracing::error!(%error, "supply failed");
                Problem::internal()
            }
            SupplyError::Refused(code) => Problem::conflict(code),
            SupplyError::Gone(faults) => Problem::conflict("order-gone").faults(faults),
            SupplyError::Taken(faults) => Problem::conflict("order-missing-taken").faults(faults),
            SupplyError::Account(error) => error.into(),
            SupplyError::Places(error) => places_problem(error),
            SupplyError::Ledger(error) => error.into(),
            SupplyError::Storage(error) => error.into(),
            error @ SupplyError::NoRandomness(_) => {
                tracing::error!(%error, "supply failed");
                Problem::internal()
            }
        }
    }
}
