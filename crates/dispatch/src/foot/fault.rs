//! What can be wrong with a task on foot.

use thiserror::Error;

use crate::model::Fault;
use crate::violation::Violation;

/// Why a task can't be planned. Places count from 0, as in the task.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum FootFault {
    /// Nothing of something, or too much of it.
    #[error("there are {found} {what}; 1 to {max} would be right")]
    Count {
        /// `doors`, `buildings`, `people` or `loads`.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there may be.
        max: usize,
    },
    /// Ways for another number of buildings.
    #[error("the ways have {found} entries; {expected} would be right")]
    WaysSize {
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A way that is no way inside a compound.
    #[error("it is {found} m from point {from} to point {to}; at most {max} m would be right")]
    TooFar {
        /// From where: 0 is the drop point, 1 the first building.
        from: usize,
        /// To where.
        to: usize,
        /// How far, rounded.
        found: u64,
        /// How far it may be.
        max: u32,
    },
    /// A number outside its bounds.
    #[error("{whose}: {field} is {found}; {min} to {max} would be right")]
    OutOfRange {
        /// Whose it is.
        whose: String,
        /// Which field.
        field: &'static str,
        /// What it says.
        found: i64,
        /// The smallest it may be.
        min: i64,
        /// The largest it may be.
        max: i64,
    },
    /// Two of one name.
    #[error("{kind} {id:?} is there twice; an id belongs to one only")]
    DuplicateId {
        /// `building`, `door` or `people`.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// The draft made of the task is no instance. Nothing that a caller can do should lead here.
    #[error("the task makes no instance: {0}")]
    Draft(Fault),
    /// The plan found breaks a rule. Nothing that a caller can do should lead here.
    #[error("the plan found breaks {} rules", .0.len())]
    Plan(Vec<Violation>),
}
