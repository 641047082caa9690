//! in work
pub mod rules;
