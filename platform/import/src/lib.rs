//! Tables that users send, as XLSX or CSV: every bad row reported in one go, none half-loaded.
//!
//! A module declares a [`Sheet`] of [`Column`]s, hands out its [`Sheet::template`], reads what comes back with
//! [`Sheet::read`], and turns each of the [`Rows`] into a value with a closure over a [`RowReader`]. It gets all
//! values, or all [`Faults`]: each names the row as a spreadsheet program numbers it, the column's heading, what was
//! found and what would be right. [`Parsed::refuse`] adds what only the module can know. A web page takes the file
//! with `tongxin_web::TableForm`, the API with `tongxin_web::UploadedTable`. What another system made is read with
//! [`Sheet::read_foreign`], whatever else is in it. Reading takes up to a second or two of a
//! core, so a handler does it in `spawn_blocking`.
//!
//! Knows nothing of what a table is about, and keeps nothing. Start at `read.rs`.
//!
//! ```
//! use tongxin_city::Lang;
//! use tongxin_i18n::{TextPart, Texts};
//! use tongxin_import::{Column, Faults, Sheet, TEXTS};
//!
//! // `.hint` and `.example` of a heading's text are said in the template.
//! const WORDS: TextPart = TextPart {
//!     module: "vehicles",
//!     zh: "vehicles = 车辆\nvehicles-plate = 车牌\n    .example = 渝A12345\nvehicles-seats = 座位数\n",
//!     en: "vehicles = Vehicles\nvehicles-plate = Plate\n    .example = 渝A12345\nvehicles-seats = Seats\n",
//! };
//! const PLATE: Column = Column::required("plate", "vehicles-plate");
//! const SEATS: Column = Column::optional("seats", "vehicles-seats");
//! const VEHICLES: Sheet = Sheet { name: "vehicles", columns: &[PLATE, SEATS] };
//!
//! let texts = Texts::new(&[TEXTS, WORDS]);
//! let read = |file: &str| -> Result<Vec<(String, Option<i64>)>, Faults> {
//!     let rows = VEHICLES.read(&texts, Lang::En, file.as_bytes()).expect("a table with its headings");
//!     let mut parsed = rows.parse(|row| {
//!         // Read every cell before the first `?`, so that all faults of a row are told at once.
//!         let (plate, seats) = (row.text(&PLATE, 12), row.whole(&SEATS, 1..=60));
//!         Some((plate?, seats))
//!     });
//!     parsed.refuse_doubles(&PLATE, |(plate, _)| plate.clone());
//!     Ok(parsed.into_rows()?.into_iter().map(|(_, vehicle)| vehicle).collect())
//! };
//!
//! assert_eq!(read("车牌,座位数\n渝A12345,5\n").unwrap(), [("渝A12345".to_owned(), Some(5))]);
//! let report = read("Plate,Seats\n渝A12345,five\n").unwrap_err().report(&texts, Lang::En);
//! let line = &report.lines[0];
//! assert_eq!((line.row, line.column.as_str()), (2, "Seats"));
//! assert_eq!(line.message, "five: a whole number from 1 to 60 would be right");
//! ```

mod archive;
mod cell;
mod csv;
mod error;
mod fault;
mod grid;
mod headings;
pub mod limits;
mod parsed;
mod read;
mod row;
mod rows;
mod sheet;
mod template;
mod value;
mod xlsx;

pub use error::ImportError;
pub use fault::{Fault, FaultLine, FaultReport, Faults};
pub use parsed::Parsed;
pub use row::RowReader;
pub use rows::Rows;
pub use sheet::{Column, OtherNames, Sheet};
pub use template::AboutColumn;

use tongxin_i18n::TextPart;

/// What can be wrong with a file and with a cell, in both languages.
pub const TEXTS: TextPart = TextPart {
    module: "import",
    zh: include_str!("locales/zh-CN.ftl"),
    en: include_str!("locales/en.ftl"),
};
