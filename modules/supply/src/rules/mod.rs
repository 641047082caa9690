//! Types and decisions, pure and tested without a database.

pub mod figure;
