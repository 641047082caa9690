//! What a pass says, as plain values, and what makes them a pass that can be issued.

mod ends;
mod kind;
mod rules;
mod times;

pub use ends::{AreaCode, AreaCodeError, End, Scope, Ways};
pub use kind::{Holder, Kind, PassNumber};
pub(crate) use rules::is_second;
pub use rules::{Field, PassError, Wrong};
pub use times::{Days, DaysError, Hours, HoursError};

use tongxin_city::Timestamp;

/// A permission to move goods or do lifeline work, with an end.
///
/// The fields are free; [`Pass::check`] says whether together they are a pass. Issuing and reading both ask it, so a pass
/// that was read has been issued by the same rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// Who gave it, by a short name that the key set knows.
    pub issuer: String,
    /// Its number, unique with the issuer; also its place in the status list.
    pub number: PassNumber,
    /// What it is for.
    pub kind: Kind,
    /// Who or what may pass.
    pub holder: Holder,
    /// The organisation whose work it is, by a short name.
    pub org: String,
    /// Where it counts.
    pub scope: Scope,
    /// On which days of the week it counts.
    pub days: Days,
    /// At which hours it counts.
    pub hours: Hours,
    /// Its first moment; whole seconds.
    pub not_before: Timestamp,
    /// The moment it ends, which is not part of it; whole seconds.
    pub expires: Timestamp,
}
