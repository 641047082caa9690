//! Files as text: what others write is read, what others read is written.

mod form;
pub mod vrplib;
mod vrplib_parts;
mod words;

pub use form::{Form, Reading, Rounding};
pub use words::{Trouble, What};
