//! Decisions, and nothing but: no database, no clock.

pub mod appointment;
pub mod duty;
pub mod ending;
pub mod enquiry;
pub mod group;
pub mod medicine;
pub mod person;
pub mod recurrence;
pub mod series;
pub mod visit;
