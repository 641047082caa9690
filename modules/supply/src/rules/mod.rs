//! Types and decisions, pure and tested without a database.

pub mod application;
pub mod basket;
pub mod credit_code;
pub(crate) mod fields;
pub mod goods;
pub mod goods_faults;
pub mod goods_file;
pub mod gtin;
pub mod item;
pub mod listing;
pub mod offer;
pub mod order;
pub mod payment;
pub mod plate;
pub mod report;
pub mod staff;
pub mod stock;
pub mod vehicle;
pub mod window;
