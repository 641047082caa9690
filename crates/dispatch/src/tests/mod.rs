//! What the crate promises, tried.

mod areas;
mod begun;
mod broken_files;
mod brute_force;
mod edges;
mod known;
mod optional;
mod planted;
mod sample;
mod steps;
