//! The board over a real ledger and city.
#![allow(clippy::unwrap_used)]

mod counts;
mod world;
