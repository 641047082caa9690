//! Where a plan's distances and times come from: a routing service of the operator's, a file, or straight lines.
//!
//! Start at [`TravelSource`], which the operator chooses on the command line and nobody else ever does; it answers
//! [`Travelled`]: ways between places, and on what they rest, which the plan says. A service that fails never stops a plan:
//! straight lines times the city's road factor take its place. Whichever it is, ways go [round](around) what is closed.
//! It never asks a service whose address came from a user, and never sends more than positions of places.

mod answer;
mod blocks;
mod detour;
mod error;
mod file;
pub mod limits;
mod osrm;
mod source;

pub use detour::{ClosedLine, around};
pub use error::{MatrixError, OsrmUrlError, TravelError};
pub use file::MatrixFile;
pub use osrm::Osrm;
pub use source::{TravelBasis, TravelSource, Travelled};
