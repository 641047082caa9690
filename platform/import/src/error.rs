//! Why a file is no table that can be read at all.

use crate::limits::{COLUMNS_MAX, FILE_BYTES_MAX, INFLATED_BYTES_MAX, ROWS_MAX};
use http::StatusCode;
use thiserror::Error;
use tongxin_web::Problem;

/// The field at which a problem of the whole file is said.
const FILE_FIELD: &str = "file";

/// A refusal of a whole file, by what its sender can do about it. Lists are in the language of the reader.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImportError {
    /// More than [`FILE_BYTES_MAX`].
    #[error("the file is larger than {FILE_BYTES_MAX} bytes")]
    TooLarge,
    /// Neither XLSX nor text.
    #[error("neither an XLSX nor a CSV file")]
    NotATable,
    /// The format before 2007.
    #[error("an .xls file: .xlsx or .csv would be right")]
    OldFormat,
    /// Opens only with a password.
    #[error("the file is protected by a password")]
    Protected,
    /// An archive that is no XLSX, or one that is cut off.
    #[error("the XLSX file is damaged")]
    Damaged,
    /// Text that is neither UTF-8, UTF-16 with its mark, nor GB18030.
    #[error("the encoding is unknown: UTF-8 or GB18030 would be right")]
    Encoding,
    /// A quotation mark that opens in this row and never closes, so that the rest of the file would be one cell.
    #[error("the quotation mark that opens in row {row} never closes")]
    OpenQuote {
        /// As a spreadsheet program numbers it.
        row: u32,
    },
    /// An archive that inflates beyond its bounds.
    #[error("the XLSX file holds more than {INFLATED_BYTES_MAX} bytes once unpacked")]
    TooMuchInside,
    /// More than [`ROWS_MAX`].
    #[error("more than {ROWS_MAX} rows")]
    TooManyRows,
    /// More than [`COLUMNS_MAX`].
    #[error("more than {COLUMNS_MAX} columns")]
    TooManyColumns,
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Nothing below the headings.
    #[error("there are no rows below the headings")]
    NoRows,
    /// No sheet has any of the headings.
    #[error("no sheet of {sheets:?} has the headings {wanted:?}")]
    NoHeadings {
        /// What was looked for.
        wanted: Vec<String>,
        /// The sheets that were looked at.
        sheets: Vec<String>,
    },
    /// More than one sheet has the headings, with rows below.
    #[error("the sheets {sheets:?} all have the headings: one sheet would be right")]
    SeveralSheets {
        /// Their names.
        sheets: Vec<String>,
    },
    /// The headings are not as declared.
    #[error("sheet {sheet}: headings missing {missing:?}, unknown {unknown:?}, doubled {doubled:?}")]
    Headings {
        /// The sheet.
        sheet: String,
        /// Declared as required, not there.
        missing: Vec<String>,
        /// There, not declared.
        unknown: Vec<String>,
        /// There more than once.
        doubled: Vec<String>,
    },
}

/// A refusal at the field `file`: as the API answers it; a page takes it as `Problem::form_errors`.
impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        let file = |key, args: &[(&'static str, &str)]| Problem::invalid().field(FILE_FIELD, key, args);
        match error {
            ImportError::TooLarge => {
                Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large").arg("kib", FILE_BYTES_MAX / 1024)
            }
            ImportError::NotATable => file("import-not-a-table", &[]),
            ImportError::OldFormat => file("import-old-format", &[]),
            ImportError::Protected => file("import-protected", &[]),
            ImportError::Damaged => file("import-damaged", &[]),
            ImportError::Encoding => file("import-encoding", &[]),
            ImportError::OpenQuote { row } => file("import-open-quote", &[("row", &row.to_string())]),
            ImportError::TooMuchInside => {
                let mib = (INFLATED_BYTES_MAX / 1024 / 1024).to_string();
                file("import-too-much-inside", &[("mib", &mib)])
            }
            ImportError::TooManyRows => file("import-too-many-rows", &[("max", &ROWS_MAX.to_string())]),
            ImportError::TooManyColumns => file("import-too-many-columns", &[("max", &COLUMNS_MAX.to_string())]),
            ImportError::Empty => file("import-empty", &[]),
            ImportError::NoRows => file("import-no-rows", &[]),
            ImportError::NoHeadings { wanted, sheets } => file(
                "import-no-headings",
                &[("wanted", &listed(&wanted)), ("sheets", &listed(&sheets))],
            ),
            ImportError::SeveralSheets { sheets } => file("import-several-sheets", &[("sheets", &listed(&sheets))]),
            ImportError::Headings {
                sheet,
                missing,
                unknown,
                doubled,
            } => [
                ("import-headings-missing", missing),
                ("import-headings-unknown", unknown),
                ("import-headings-doubled", doubled),
            ]
            .into_iter()
            .filter(|(_, headings)| !headings.is_empty())
            .fold(Problem::invalid(), |problem, (key, headings)| {
                problem.field(FILE_FIELD, key, &[("sheet", &sheet), ("headings", &listed(&headings))])
            }),
        }
    }
}

/// Names that a sentence lists; a comma alone would be read as part of a name.
fn listed(names: &[String]) -> String {
    names.join(" / ")
}
