//! Places, households, organisations and areas as programs and people reach them, each through the viewer's rights.

mod problems;

pub use problems::places_problem;
