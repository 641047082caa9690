//! Why signing in, inviting or a household's code is refused, and in which words.

use http::StatusCode;
use thiserror::Error;
use tongxin_places::PlacesError;
use tongxin_storage::{StorageError, WriteError};
use tongxin_web::Problem;

use crate::places::places_problem;

/// How soon to try again when too many people sign in at once.
const BUSY_SECONDS: u64 = 2;

/// A refusal, by what the caller can do about it.
#[derive(Debug, Error)]
pub enum AccountError {
    /// Name or password is wrong; which one is never said.
    #[error("the name or the password is not right")]
    WrongPassword,
    /// No household has that code now; whether one ever had is never said.
    #[error("no household has that code")]
    WrongCode,
    /// Too many failures.
    #[error("too many tries: wait {seconds} s")]
    Throttled {
        /// How long to wait.
        seconds: u64,
    },
    /// The link is unknown, used, revoked or expired; which is never said.
    #[error("the link is not valid any more")]
    LinkDead,
    /// Not inside the caller's rights.
    #[error("outside the caller's rights")]
    NotPermitted,
    /// No such thing, or none the caller may know of.
    #[error("not found")]
    NotFound,
    /// Fields that break a rule.
    #[error("{} fields break a rule", .0.len())]
    Faults(Vec<FieldFault>),
    /// Too much to do at once; later it works.
    #[error("too many people are signing in at once")]
    Busy,
    /// The system gave no random bytes.
    #[error("the system's random source failed")]
    NoRandomness,
    /// A stored value can't be read.
    #[error("{what} can't be read: {why}")]
    Unreadable {
        /// What.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// About places.
    #[error(transparent)]
    Places(#[from] PlacesError),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What is wrong at a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field.
    pub field: &'static str,
    /// The text's key.
    pub key: &'static str,
    /// Its variables.
    pub args: Vec<(&'static str, String)>,
}

impl WriteError for AccountError {
    fn as_storage(&self) -> Option<&StorageError> {
        match self {
            AccountError::Storage(error) => Some(error),
            AccountError::Places(error) => error.as_storage(),
            _ => None,
        }
    }
}

/// Gathers what is wrong with fields.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<FieldFault>);

impl Fields {
    pub(crate) fn add(&mut self, field: &'static str, key: &'static str, args: &[(&'static str, &dyn ToString)]) {
        let args = args.iter().map(|(name, value)| (*name, value.to_string())).collect();
        self.0.push(FieldFault { field, key, args });
    }

    /// A text without blanks around it; notes when it is empty, too long or can't be shown.
    pub(crate) fn text(&mut self, field: &'static str, text: &str, max: usize) -> String {
        let text = text.trim();
        let length = text.chars().count();
        if length == 0 {
            self.add(field, "field-required", &[]);
        } else if length > max {
            self.add(field, "field-too-long", &[("max", &max), ("length", &length)]);
        } else if text.chars().any(char::is_control) {
            self.add(field, "account-field-unprintable", &[]);
        }
        text.to_owned()
    }

    pub(crate) fn into_result(self) -> Result<(), AccountError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(AccountError::Faults(self.0))
        }
    }
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Problem {
        match error {
            AccountError::WrongPassword => Problem::new(StatusCode::UNAUTHORIZED, "wrong-password"),
            AccountError::WrongCode => Problem::new(StatusCode::NOT_FOUND, "wrong-code"),
            AccountError::Throttled { seconds } => Problem::too_many(seconds),
            AccountError::LinkDead => Problem::new(StatusCode::GONE, "link-dead"),
            AccountError::NotPermitted => Problem::forbidden(),
            AccountError::NotFound => Problem::not_found(),
            AccountError::Faults(faults) => faults.into_iter().fold(Problem::invalid(), |problem, fault| {
                let args: Vec<_> = fault.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
                problem.field(fault.field, fault.key, &args)
            }),
            AccountError::Busy => Problem::too_many(BUSY_SECONDS),
            AccountError::Places(error) => places_problem(error),
            AccountError::Storage(error) => error.into(),
            error @ (AccountError::NoRandomness | AccountError::Unreadable { .. }) => {
                tracing::error!(%error, "accounts failed");
                Problem::internal()
            }
        }
    }
}
