//! Routes for vans, feet and patients: an instance in, a plan out.

pub mod files;
mod model;
mod schedule;
mod search;
mod timing;
mod unserved;

pub use model::*;
pub use schedule::route_of;
pub use search::{Control, Limits, Progress, Settings, solve};
