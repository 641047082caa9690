//! Routes for vans, feet and patients: an instance in, a plan out.
//!
//! One model covers all of a city's movement: stops with loads in several dimensions, windows, skills and areas; pick-ups with
//! their deliveries; groups of which one is visited; vehicles of many kinds with shifts, rests and reloads; and the plan that
//! people already hold, which is changed at a stated price. `docs/dispatch.md` explains the model and the search.
//!
//! Start at [`Draft`], which says all that can be asked; [`Instance::new`] checks it, [`solve`] searches for a [`Plan`] until time
//! or iterations end, and [`check()`] judges any plan, by rules of its own. [`files`] reads and writes what others do, [`foot`] plans
//! the last two hundred metres: who carries which bags to which door and floor of a compound.
//!
//! The search is ruin and recreate (Christiaens and Vanden Berghe 2020, *Slack induction by string removals for vehicle routing
//! problems*, Transportation Science 54) under simulated annealing, among plans that keep every rule; insertions are judged in
//! constant time from segments that join (Vidal, Crainic, Gendreau and Prins 2013, Computers & Operations Research 40). Beside it
//! local search: relocate and Or-opt, 2-opt\* (Potvin and Rousseau 1995), swap\* (Vidal 2022, Computers & Operations Research 140)
//! among granular neighbours (Toth and Vigo 2003), and a choice among optional stops (after Vidal, Maculan, Ochi and Penna 2016).
//! Vehicles are spared by ejections (Nagata and Bräysy 2009, Operations Research Letters 37; for pairs Nagata and Kobayashi 2010);
//! a larger vehicle takes a route over as in Golden, Assad, Levy and Gheysens (1984) and Vidal et al. (2014); large maps are cut
//! by routes' middles (Santini, Schneider, Vidal and Vigo 2023, INFORMS Journal on Computing 35). Every method's module names its
//! source in full.
//!
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
