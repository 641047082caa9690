//! The rows of one level's CSV file: columns `code`, `name`, perhaps `name_en`, perhaps a population.

use std::collections::BTreeMap;

use csv::{ByteRecord, ReaderBuilder};

use crate::PlaceCode;
use crate::load_error::{LoadError, LoadErrorKind, Row};
use crate::tree::checked_name;

/// One good row.
pub(crate) struct PlaceRow {
    pub code: PlaceCode,
    pub name: String,
    pub name_en: Option<String>,
    pub people: Option<u32>,
}

/// What a file must look like.
pub(crate) struct Expected<'a> {
    pub file: &'a str,
    pub width: usize,
    pub parent_width: usize,
    pub parent_file: &'a str,
    pub population_column: Option<&'a str>,
}

/// Codes of a file with the line on which each first stands.
pub(crate) type Lines = BTreeMap<PlaceCode, u64>;

const CODE: &str = "code";
const NAME: &str = "name";
const NAME_EN: &str = "name_en";

/// What a file holds.
#[derive(Default)]
pub(crate) struct FileRows {
    /// The good rows.
    pub rows: Vec<PlaceRow>,
    /// All well-formed codes, so that a row with a bad name does not make orphans of its children; nothing when
    /// the file has no usable header, and so can't tell which codes exist.
    pub lines: Option<Lines>,
}

/// Reads one file whose places lie in `parents` (not checked when those are not known). Adds every fault to `errors`
/// and goes on to the next row.
pub(crate) fn read(
    expected: &Expected<'_>,
    bytes: &[u8],
    parents: Option<&Lines>,
    errors: &mut Vec<LoadError>,
) -> FileRows {
    let mut reading = Reading {
        expected,
        parents,
        lines: Lines::new(),
        errors,
    };
    match reading.rows(bytes) {
        Some(rows) => FileRows {
            rows,
            lines: Some(reading.lines),
        },
        None => FileRows::default(),
    }
}

struct Reading<'a> {
    expected: &'a Expected<'a>,
    parents: Option<&'a Lines>,
    lines: Lines,
    errors: &'a mut Vec<LoadError>,
}

struct Columns {
    code: usize,
    name: usize,
    name_en: Option<usize>,
    people: Option<usize>,
    count: usize,
}

impl Reading<'_> {
    fn fault(&mut self, line: u64, field: &str, kind: LoadErrorKind) {
        self.errors
            .push(LoadError::new(self.expected.file, Row::Line(line), field, kind));
    }

    /// Nothing when the header is unusable.
    fn rows(&mut self, bytes: &[u8]) -> Option<Vec<PlaceRow>> {
        // Excel's "CSV UTF-8" starts with a byte order mark.
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let mut record = ByteRecord::new();
        let mut columns = None;
        let mut rows = Vec::new();
        // Reading from memory, the byte reader has no error to give.
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let line = record.position().map_or(0, csv::Position::line);
            match &columns {
                None => columns = Some(self.columns(&record, line)?),
                Some(columns) => rows.extend(self.row(&record, columns, line)),
            }
        }
        if columns.is_none() {
            self.fault(1, "", LoadErrorKind::NoHeader);
            return None;
        }
        Some(rows)
    }

    /// Where each column stands; nothing when one that must exist is missing, as no row can be read then.
    fn columns(&mut self, header: &ByteRecord, line: u64) -> Option<Columns> {
        let mut known = vec![CODE, NAME, NAME_EN];
        known.extend(self.expected.population_column);
        let mut titles: Vec<&str> = Vec::new();
        for title in header {
            let Ok(title) = std::str::from_utf8(title) else {
                self.fault(line, "", LoadErrorKind::NotUtf8);
                return None;
            };
            let title = title.trim();
            if titles.contains(&title) {
                self.fault(line, title, LoadErrorKind::ColumnTwice);
            } else if !known.contains(&title) {
                self.fault(
                    line,
                    title,
                    LoadErrorKind::ColumnUnknown {
                        expected: known.join(", "),
                    },
                );
            }
            titles.push(title);
        }
        let mut missing = false;
        for wanted in [Some(CODE), Some(NAME), self.expected.population_column]
            .into_iter()
            .flatten()
        {
            if !titles.contains(&wanted) {
                missing = true;
                self.fault(
                    line,
                    wanted,
                    LoadErrorKind::ColumnMissing {
                        expected: wanted.to_owned(),
                    },
                );
            }
        }
        let position = |wanted| titles.iter().position(|title| *title == wanted);
        Some(Columns {
            code: position(CODE)?,
            name: position(NAME)?,
            name_en: position(NAME_EN),
            people: self.expected.population_column.and_then(position),
            count: titles.len(),
        })
        .filter(|_| !missing)
    }

    fn row(&mut self, record: &ByteRecord, columns: &Columns, line: u64) -> Option<PlaceRow> {
        if record.len() != columns.count {
            self.fault(
                line,
                "",
                LoadErrorKind::FieldCount {
                    found: record.len(),
                    expected: columns.count,
                },
            );
            return None;
        }
        let code = self
            .text(record, columns.code, CODE, line)
            .and_then(|text| self.code(text, line));
        let name = self
            .text(record, columns.name, NAME, line)
            .and_then(|text| self.name(text, NAME, line));
        let name_en = columns
            .name_en
            .and_then(|column| self.text(record, column, NAME_EN, line))
            .filter(|text| !text.is_empty())
            .and_then(|text| self.name(text, NAME_EN, line));
        let people = match (columns.people, self.expected.population_column) {
            (Some(column), Some(title)) => Some(
                self.text(record, column, title, line)
                    .and_then(|text| self.people(text, title, line))?,
            ),
            _ => None,
        };
        Some(PlaceRow {
            code: code?,
            name: name?,
            name_en,
            people,
        })
    }

    fn text<'r>(&mut self, record: &'r ByteRecord, column: usize, field: &str, line: u64) -> Option<&'r str> {
        let text = std::str::from_utf8(&record[column]);
        if text.is_err() {
            self.fault(line, field, LoadErrorKind::NotUtf8);
        }
        text.ok().map(str::trim)
    }

    fn code(&mut self, text: &str, line: u64) -> Option<PlaceCode> {
        let width = self.expected.width;
        let Ok(code) = text.parse::<PlaceCode>() else {
            self.fault(
                line,
                CODE,
                LoadErrorKind::NotACode {
                    found: shortened(text),
                    width,
                },
            );
            return None;
        };
        if code.width() != width {
            let kind = LoadErrorKind::WrongWidth {
                found: text.to_owned(),
                digits: code.width(),
                width,
            };
            self.fault(line, CODE, kind);
            return None;
        }
        if let Some(first_line) = self.lines.get(&code).copied() {
            self.fault(
                line,
                CODE,
                LoadErrorKind::CodeTwice {
                    found: code,
                    first_line,
                },
            );
            return None;
        }
        self.lines.insert(code, line);
        let parent = code.prefix(self.expected.parent_width)?;
        if self.parents.is_some_and(|parents| !parents.contains_key(&parent)) {
            let parent_file = self.expected.parent_file.to_owned();
            self.fault(
                line,
                CODE,
                LoadErrorKind::ParentMissing {
                    found: code,
                    parent,
                    parent_file,
                },
            );
            return None;
        }
        Some(code)
    }

    fn name(&mut self, text: &str, field: &str, line: u64) -> Option<String> {
        let name = checked_name(text).map(str::to_owned);
        name.map_err(|fault| self.fault(line, field, fault.into())).ok()
    }

    fn people(&mut self, text: &str, field: &str, line: u64) -> Option<u32> {
        let people = text.parse();
        if people.is_err() {
            self.fault(line, field, LoadErrorKind::NotACount { found: shortened(text) });
        }
        people.ok()
    }
}

/// Enough of a bad value to find it by.
fn shortened(text: &str) -> String {
    const SHOWN_CHARS_MAX: usize = 40;
    text.chars().take(SHOWN_CHARS_MAX).collect()
}
