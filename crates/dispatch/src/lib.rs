//! Routes for vans, feet and patients: an instance in, a plan out.
//!
//! One model covers all of a city's movement: stops with loads in several dimensions, windows, skills and areas; pick-ups with
//! their deliveries; groups of which one is visited; vehicles of many kinds with shifts, rests and reloads; and the plan that
//! people already hold, which is changed at a stated price. `docs/dispatch.md` explains the model and the search.
//!
//! Start at [`Draft`], which says all that can be asked; [`Instance::new`] checks it, [`solve`] searches for a [`Plan`] until time
//! or iterations end, and [`check()`] judges any plan, by rules of its own. [`files`] reads and writes what others do, [`foot`] plans
//! the last two hundred metres: who carries which bags to which door and floor of a compound.
//! Knows nothing of databases, HTTP, files on disk, accounts or words, and never will. It reads the clock only to know when to
//! stop.

mod check;
pub mod files;
pub mod foot;
mod model;
mod schedule;
mod search;
#[cfg(test)]
mod tests;
mod timing;
mod unserved;
mod violation;

pub use check::check;
pub use model::*;
pub use schedule::route_of;
pub use search::{Control, Limits, Progress, Settings, solve};
pub use violation::Violation;
