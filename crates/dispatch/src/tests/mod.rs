//! What the crate promises, tried.

mod areas;
mod begun;
mod broken_files;
mod brute_force;
mod cancel;
mod door_labels;
mod edges;
mod foot;
mod foot_by_hand;
mod json_form;
mod known;
mod optional;
mod planted;
mod priority;
mod reasons;
mod sample;
mod solutions;
mod steps;
