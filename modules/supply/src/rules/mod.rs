//! Types and decisions, pure and tested without a database.

pub mod figure;
pub mod application;
pub mod basket;
pub mod credit_code;
pub mod draw;
pub mod draw_file;
pub(crate) mod fields;
pub mod goods;
pub mod goods_faults;
pub mod goods_file;
pub mod gtin;
pub mod item;
pub mod listing;
pub mod order;
pub mod payment;
pub mod lots;
pub mod plate;
pub mod pseudonym;
pub mod offer;
pub mod plate;
pub mod report;
pub mod staff;
pub mod stock;
pub mod vehicle;
pub mod window;
pub mod verify_draw;
