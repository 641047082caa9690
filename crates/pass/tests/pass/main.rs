//! The format from outside: what is issued is read, what is changed is refused, and each verdict has its reason.
#![allow(clippy::unwrap_used, missing_docs)]

mod attacks;
mod batch;
mod dcc;
mod files;
mod peers;
mod places;
mod property;
mod raw;
mod sizes;
mod times;
mod vectors;
mod verdicts;
mod world;
