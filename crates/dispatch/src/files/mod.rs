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
mod vrplib_faults;
mod vrplib_parts;
mod words;

pub use form::{Form, Reading, Rounding, Stated};
pub use words::{Trouble, What};

use crate::model::{Bill, Instance, Plan};

/// Reads an instance in the form that the end of a file's name tells: `json`, `txt` (Solomon where it says VEHICLE, else Li
/// and Lim), and VRPLIB for any other.
///
/// # Errors
/// The first [`Trouble`].
pub fn read(end: &str, text: &str) -> Result<Reading, Trouble> {
    match end {
        "json" => json::read(text).map(|instance| {
            let form = Form::plain(&instance);
            Reading { instance, form }
        }),
        "txt" if text.to_ascii_uppercase().contains("VEHICLE") => solomon::read(text, None),
        "txt" => lilim::read(text, None),
        _ => vrplib::read(text, None),
    }
}

/// Reads a plan for an instance in the form that the end of a file's name tells: `json` as [`write()`] writes it, and `.sol`
/// for any other.
///
/// # Errors
/// The first [`Trouble`].
pub fn read_plan(end: &str, text: &str, instance: &Instance, form: &Form) -> Result<Stated, Trouble> {
    match end {
        "json" => json::read_plan(text, instance, form),
        _ => sol::read(text, instance, form),
    }
}

/// A plan as text in the form that the end of a file's name tells: `json`, `geojson`, and `.sol` for any other.
pub fn write(end: &str, instance: &Instance, form: &Form, plan: &Plan, bill: &Bill) -> String {
    match end {
        "json" => json::write_plan(instance, plan, bill),
        "geojson" => geojson::write(instance, plan),
        _ => sol::write(instance, form, plan, bill),
    }
}
