//! Files as text: what others write is read, what others read is written. Nothing here opens a file.
//!
//! Instances: [`vrplib`], [`solomon`], [`lilim`], [`json`]. Plans: [`sol`], [`json`], [`geojson`]. A file that can't be read gives a
//! [`Trouble`] with the line, the field and what would be right.

mod form;
pub mod geojson;
pub mod json;
pub mod lilim;
pub mod sol;
pub mod solomon;
pub mod vrplib;
mod vrplib_parts;
mod words;

pub use form::{Form, Reading, Rounding};
pub use words::{Trouble, What};
