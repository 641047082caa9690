//! Types and decisions, pure and tested without a database.

pub mod allotment;
pub mod application;
pub mod credit_code;
pub mod draw;
pub mod draw_file;
pub(crate) mod fields;
pub mod goods;
pub mod goods_faults;
pub mod goods_file;
pub mod gtin;
pub mod listing;
pub mod lots;
pub mod plate;
pub mod pseudonym;
pub mod staff;
pub mod stock;
pub mod vehicle;
pub mod verify_draw;
