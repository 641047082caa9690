//! What the ledger decides, without a database: types, limits, the state machine, due times, the hash chain,
//! the seal and what is kept of a photo.
//!
//! Start at [`decide::decide`]. Nothing here reads a clock, a row or a request; all of it comes in as values.

pub mod chain;
pub mod check;
pub mod command;
pub mod days;
pub mod decide;
pub mod due;
pub mod entry;
pub mod kinds;
pub mod limits;
pub mod need;
pub mod offered;
pub mod photo;
pub mod raise;
pub mod refusal;
pub mod seal;
pub mod spoken;
pub mod tally;
