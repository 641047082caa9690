//! Decisions, and nothing but: no database, no clock.

pub mod group;
pub mod medicine;
pub mod person;
pub mod visit;
