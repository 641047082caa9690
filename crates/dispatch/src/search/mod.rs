//! The search: from an instance to routes.

mod anneal;
mod answer;
mod areas;
mod begin;
mod best;
mod chance;
mod control;
mod eject;
mod exact;
mod first_stops;
mod fleet;
mod insert;
mod insert_pair;
mod jobs;
mod journal;
mod legs;
mod local;
mod nearby;
mod neighbours;
mod open;
mod part;
mod problem;
mod prune;
mod recreate;
mod refit;
mod refresh;
mod reload;
mod renumber;
mod rounds;
mod ruin;
mod segment;
mod side_by_side;
mod solve;
mod spot;
mod state;
mod venture;
#[cfg(test)]
mod walk;
mod weights;

#[cfg(test)]
pub(crate) use chance::Chance;
pub use control::{Control, Limits, Progress};
pub use solve::{Settings, solve};
#[cfg(test)]
pub(crate) use walk::Walk;
