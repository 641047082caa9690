//! The rules without a database.
#![allow(clippy::unwrap_used)]

mod deciding;
mod hearing;
mod offering;
mod photos;
mod raising;
mod sealing;
mod world;
