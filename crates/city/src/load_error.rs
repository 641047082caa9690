//! What is wrong in a city's files: where, what, and what would be right, in both languages.

use std::fmt;

use crate::tree::NameFault;
use crate::{Lang, PlaceCode};

/// Where in a file an error lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    /// In the file as a whole.
    None,
    /// A line, counted from 1, as spreadsheets and editors number them (the header is line 1).
    Line(u64),
    /// A feature of a GeoJSON collection, counted from 1.
    Feature(u64),
}

/// One thing wrong in one place of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    /// The file's name inside the city's folder.
    pub file: String,
    /// The row.
    pub row: Row,
    /// The column, key or property; nothing when the whole row or file is meant.
    pub field: Option<String>,
    /// What is wrong, with what would be right.
    pub kind: LoadErrorKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the fields are the numbers and texts of the variant's message in load_words.rs"
)]
pub enum LoadErrorKind {
    /// The file can't be read: missing, or no permission.
    Unreadable { detail: String },
    /// Bytes that are not UTF-8, such as GBK.
    NotUtf8,
    /// city.toml is not TOML, or a key is missing, unknown or of the wrong type.
    NotToml { detail: String },
    /// A city file names a level twice or leaves one out.
    LevelCount { level: crate::Level, found: usize },
    /// A level's codes are not longer than those of the level above.
    WidthNotRising { found: u8, above: u8 },
    /// A code would be longer than codes can be.
    WidthTooLarge { found: u8 },
    /// The time zone is not in the IANA database.
    UnknownZone { found: String },
    /// Nothing that a telephone could dial.
    NotANumberToDial { found: String, min: usize, max: usize },
    /// A number outside its range.
    OutOfRange { found: String, min: String, max: String },
    /// A level without a file above one that has a file.
    FileNotGiven { level: crate::Level },
    /// The population is not given by exactly one level's file, or by a level without one.
    PopulationColumns { found: usize },
    /// The CSV file has no line.
    NoHeader,
    /// A column that must exist is missing.
    ColumnMissing { expected: String },
    /// A column that nobody reads, perhaps misspelled.
    ColumnUnknown { expected: String },
    /// A column that occurs twice.
    ColumnTwice,
    /// A row with more or fewer fields than the header.
    FieldCount { found: usize, expected: usize },
    /// A code that is empty, or holds something else than digits.
    NotACode { found: String, width: usize },
    /// A code of the wrong width for this file.
    WrongWidth { found: String, digits: usize, width: usize },
    /// A code that an earlier row has.
    CodeTwice { found: PlaceCode, first_line: u64 },
    /// A code outside the city or whose parent is not in the file above.
    ParentMissing {
        found: PlaceCode,
        parent: PlaceCode,
        parent_file: String,
    },
    /// A blank name.
    NameEmpty,
    /// A name of more than 80 characters.
    NameTooLong { found: usize },
    /// A name with a control character.
    NameUnprintable,
    /// A population that is no whole number from 0 up.
    NotACount { found: String },
    /// A boundaries file that is not JSON.
    NotJson { detail: String },
    /// JSON, but no GeoJSON feature collection.
    NotFeatureCollection,
    /// A boundary of a place that is no district of the city.
    BoundaryOfUnknown { found: String },
    /// A district with two boundaries.
    BoundaryTwice { code: PlaceCode },
    /// A district without a boundary.
    BoundaryMissing { code: PlaceCode },
    /// A seat that is no longitude and latitude inside its boundary.
    NotASeat,
    /// A geometry that is no polygon on earth.
    NotAPolygon,
}

impl From<NameFault> for LoadErrorKind {
    fn from(fault: NameFault) -> LoadErrorKind {
        match fault {
            NameFault::Empty => LoadErrorKind::NameEmpty,
            NameFault::TooLong { found } => LoadErrorKind::NameTooLong { found },
            NameFault::Unprintable => LoadErrorKind::NameUnprintable,
        }
    }
}

impl LoadError {
    pub(crate) fn new(file: &str, row: Row, field: &str, kind: LoadErrorKind) -> LoadError {
        LoadError {
            file: file.to_owned(),
            row,
            field: (!field.is_empty()).then(|| field.to_owned()),
            kind,
        }
    }

    /// The whole sentence: where, what is wrong, what would be right.
    pub fn message(&self, lang: Lang) -> String {
        let (wrong, right) = self.kind.words(lang);
        let place = self.place(lang);
        match lang {
            Lang::Zh => format!("{place}：{wrong}；应为：{right}。"),
            Lang::En => format!("{place}: {wrong}; {right} would be right."),
        }
    }

    /// Where it is: `communities.csv, row 17, field name`.
    pub fn place(&self, lang: Lang) -> String {
        let row = match (self.row, lang) {
            (Row::None, _) => String::new(),
            (Row::Line(line), Lang::Zh) => format!(" 第{line}行"),
            (Row::Line(line), Lang::En) => format!(", row {line}"),
            (Row::Feature(number), Lang::Zh) => format!(" 第{number}个要素"),
            (Row::Feature(number), Lang::En) => format!(", feature {number}"),
        };
        let field = match (&self.field, lang) {
            (None, _) => String::new(),
            (Some(field), Lang::Zh) => format!(" 字段 {field}"),
            (Some(field), Lang::En) => format!(", field {field}"),
        };
        format!("{}{row}{field}", self.file)
    }

    /// What is wrong, without where.
    pub fn wrong(&self, lang: Lang) -> String {
        self.kind.words(lang).0
    }

    /// What would be right.
    pub fn right(&self, lang: Lang) -> String {
        self.kind.words(lang).1
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

/// Everything wrong in a city's files, at least one error, file by file and row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadErrors(pub(crate) Vec<LoadError>);

impl LoadErrors {
    /// The errors.
    pub fn iter(&self) -> std::slice::Iter<'_, LoadError> {
        self.0.iter()
    }

    /// How many there are; never 0.
    #[allow(clippy::len_without_is_empty, reason = "never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// One sentence a line, all of them.
    pub fn message(&self, lang: Lang) -> String {
        let lines: Vec<String> = self.iter().map(|error| error.message(lang)).collect();
        lines.join("\n")
    }
}

impl fmt::Display for LoadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for LoadErrors {}
impl std::error::Error for LoadError {}
