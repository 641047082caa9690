//! The rules without a database.
#![allow(clippy::unwrap_used)]

mod deciding;
mod photos;
mod raising;
mod sealing;
mod world;
