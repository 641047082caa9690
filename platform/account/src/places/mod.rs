//! Places, households, organisations and areas as programs and people reach them, each through the viewer's rights.

mod api;
mod bodies;
mod households;
mod problems;

pub(crate) use api::routes;
pub use problems::places_problem;
