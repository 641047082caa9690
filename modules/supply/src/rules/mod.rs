//! Types and decisions, pure and tested without a database.

pub mod draw;
pub mod draw_file;
pub mod lots;
pub mod pseudonym;
pub mod verify_draw;
