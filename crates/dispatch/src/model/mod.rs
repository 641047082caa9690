//! The problem and its answer as plain values.

mod draft;
mod fault;
mod instance;
mod plan;
mod rules;
mod travel;
mod travel_rules;
mod units;

pub use draft::{Draft, Group, Pair, Published, Reload, Rest, Stop, VehicleType, Window};
pub(crate) use fault::Step;
pub use fault::{Fault, Whose};
pub use instance::Instance;
pub use plan::{Bill, Plan, RestTaken, Route, Unserved, Visit, Why};
pub use travel::{Leg, NO_WAY, Straight, Table, Travel};
pub use units::{Cost, Distance, LARGEST_AMOUNT, LATEST_TIME, NoPriority, Priority, Time};
