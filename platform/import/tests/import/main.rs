//! Tables from other programs, their bounds, and what is said of their faults.
#![allow(clippy::unwrap_used, missing_docs)]

mod bounds;
mod declared;
mod outside;
mod round_trip;
mod said;
mod vehicles;
