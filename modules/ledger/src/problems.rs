//! The ledger's refusals in words, for programs and pages alike.

use crate::error::LedgerError;
use crate::rules::command::{FieldFault, TextFault};
use crate::rules::photo::PhotoError;
use crate::rules::refusal::Refusal;
use http::StatusCode;
use tongxin_web::Problem;

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::NotFound => Problem::not_found(),
            LedgerError::Refused(refusal) => refused(&refusal),
            LedgerError::Faults(faults) => faults.iter().fold(Problem::invalid(), at_field),
            LedgerError::RaisingNotPermitted => Problem::forbidden(),
            LedgerError::Photo(error) => photo(&error),
            LedgerError::BadCursor => Problem::invalid().field("cursor", "ledger-field-cursor", &[]),
            LedgerError::Storage(error) => error.into(),
            error @ (LedgerError::NoRandomness(_) | LedgerError::Export(_)) => {
                tracing::error!(%error, "the ledger failed");
                Problem::internal()
            }
        }
    }
}

/// What is wrong at a field: a text key and its variables.
fn at_field(problem: Problem, fault: &FieldFault) -> Problem {
    let field = fault.field;
    match &fault.fault {
        TextFault::Missing => problem.field(field, "field-required", &[]),
        TextFault::TooLong { max, found } => problem.field(
            field,
            "field-too-long",
            &[("max", &max.to_string()), ("length", &found.to_string())],
        ),
        TextFault::Unprintable => problem.field(field, "ledger-field-unprintable", &[]),
        TextFault::Unknown { found, right } => {
            problem.field(field, "ledger-field-unknown", &[("found", found), ("right", right)])
        }
        TextFault::NoNumber => problem.field(field, "ledger-field-no-number", &[]),
        TextFault::NoSuch => problem.field(field, "ledger-field-no-such", &[]),
        TextFault::Elsewhere => problem.field(field, "ledger-field-elsewhere", &[]),
        TextFault::TooWide => problem.field(field, "ledger-field-too-wide", &[]),
        TextFault::NotAssignable => problem.field(field, "ledger-field-not-assignable", &[]),
        TextFault::NotAllowed => problem.field(field, "ledger-field-not-allowed", &[]),
    }
}

/// A refusal by a rule. 403 for a missing right; else 409, because the need is not in a state that allows it.
pub(crate) fn refused(refusal: &Refusal) -> Problem {
    let problem = match refusal {
        Refusal::NotPermitted => return Problem::forbidden(),
        _ => Problem::conflict(refusal.code()),
    };
    match refusal {
        Refusal::WrongState { state, command } => problem.arg("state", state).arg("command", command.as_str()),
        Refusal::UndoNotLast { last } => problem.arg("last", last),
        Refusal::UndoNotPossible(kind) => problem.arg("entry", kind),
        Refusal::TooManyPhotos => problem.arg("max", crate::rules::limits::PHOTOS_MAX),
        Refusal::TooManyEntries => problem.arg("max", crate::rules::limits::ENTRIES_MAX),
        _ => problem,
    }
}

fn photo(error: &PhotoError) -> Problem {
    let status = match error {
        PhotoError::TooLarge { .. } | PhotoError::TooManyPixels => StatusCode::PAYLOAD_TOO_LARGE,
        PhotoError::WrongType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        PhotoError::Empty | PhotoError::Damaged(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let max_mib = crate::rules::limits::PHOTO_BYTES_MAX / (1024 * 1024);
    Problem::new(status, error.code()).arg("mib", max_mib)
}
