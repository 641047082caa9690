//! Types and decisions, pure and tested without a database.

pub mod figure;
pub mod application;
pub mod basket;
pub mod credit_code;
pub(crate) mod fields;
pub mod goods;
pub mod goods_faults;
pub mod goods_file;
pub mod gtin;
pub mod listing;
pub mod order;
pub mod payment;
pub mod plate;
pub mod staff;
pub mod stock;
pub mod vehicle;
pub mod window;
