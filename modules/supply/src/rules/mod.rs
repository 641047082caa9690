//! Types and decisions, pure and tested without a database.

pub mod application;
pub mod book;
pub mod cover;
pub mod credit_code;
pub mod distance;
pub(crate) mod fields;
pub mod forecast;
pub mod goods;
pub mod goods_faults;
pub mod goods_file;
pub mod gtin;
pub mod item;
pub mod listing;
pub mod offer;
pub mod people;
pub mod plate;
pub mod report;
pub mod staff;
pub mod stock;
pub mod suggest;
pub mod transfer;
pub mod vehicle;
