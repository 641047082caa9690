//! Supply's refusals in words, for programs and pages alike.

use crate::error::{FieldFault, SupplyError};
use tongxin_account::places_problem;
use tongxin_web::Problem;

impl From<SupplyError> for Problem {
    fn from(error: SupplyError) -> Self {
        match error {
            SupplyError::NotFound => Problem::not_found(),
            SupplyError::Faults(faults) => faults.iter().fold(Problem::invalid(), at_field),
            SupplyError::File(error) => error.into(),
            SupplyError::Rows(faults) => faults.into(),
            SupplyError::Failed(error) => {
                tracing::error!(%error, "supply failed");
                Problem::internal()
            }
            SupplyError::Refused(code) => Problem::conflict(code),
            SupplyError::Gone(faults) => faults.iter().fold(Problem::conflict("order-gone"), at_field),
            SupplyError::Taken(faults) => faults.iter().fold(Problem::conflict("order-missing-taken"), at_field),
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

fn at_field(problem: Problem, fault: &FieldFault) -> Problem {
    let args: Vec<(&'static str, &str)> = fault.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    problem.field(fault.field.clone(), fault.key, &args)
}
