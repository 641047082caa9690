//! What one cell holds, before anybody says what it should.

use crate::fault::Message;
use crate::limits::CELL_CHARS_MAX;
use crate::value;
use calamine::{DataRef, ExcelDateTime};
use rust_xlsxwriter::utility::row_col_to_cell;
use tongxin_city::Day;

const DAY_MINUTES: f64 = 24.0 * 60.0;

/// A cell's content.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    Empty,
    /// Trimmed, printable.
    Text(String),
    Number(f64),
    Date(Day),
    Bool(bool),
    /// What no cell may hold, whatever its column.
    Bad(Box<Message>),
}

impl Cell {
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    fn bad(message: Message) -> Self {
        Self::Bad(Box::new(message))
    }

    /// A text without what can't be seen around it.
    pub(crate) fn of_text(text: &str) -> Self {
        let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        let length = text.chars().count();
        if text.is_empty() {
            Self::Empty
        } else if length > CELL_CHARS_MAX {
            let (max, length) = (CELL_CHARS_MAX.to_string(), length.to_string());
            Self::bad(Message::new("field-too-long", &[("max", &max), ("length", &length)]))
        } else if text.chars().any(char::is_control) {
            Self::bad(Message::new("import-cell-unprintable", &[]))
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// A cell of an XLSX sheet, its position counted from 0.
    pub(crate) fn of_xlsx(value: DataRef<'_>, has_formula: bool, (row, column): (u32, u32)) -> Self {
        let place = || row_col_to_cell(row, u16::try_from(column).unwrap_or(u16::MAX));
        if has_formula {
            return Self::bad(Message::new("import-cell-formula", &[("cell", &place())]));
        }
        match value {
            DataRef::Empty => Self::Empty,
            DataRef::Int(number) => Self::Number(number as f64),
            DataRef::Float(number) => Self::Number(number),
            DataRef::Bool(is_true) => Self::Bool(is_true),
            DataRef::String(text) => Self::of_text(&text),
            DataRef::SharedString(text) => Self::of_text(text),
            DataRef::DurationIso(text) => Self::of_text(&text),
            DataRef::DateTimeIso(text) => of_iso(&text),
            DataRef::DateTime(moment) => of_moment(moment),
            DataRef::Error(error) => {
                let found = error.to_string();
                Self::bad(Message::found("import-cell-error", &found, &[("cell", &place())]))
            }
        }
    }
}

/// Marks of direction and width that come along when a number is copied out of a phone's contacts.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A number that is shown as a date, as a time of day, or as both.
fn of_moment(moment: ExcelDateTime) -> Cell {
    let serial = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&serial) {
        let minutes = (serial * DAY_MINUTES).round() as i64;
        return Cell::Text(format!("{:02}:{:02}", minutes / 60, (minutes % 60).abs()));
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let calendar_day = Day::new(year as i16, month as i8, day as i8);
    match (calendar_day, hour, minute, second) {
        (Some(day), 0, 0, 0) => Cell::Date(day),
        (Some(day), ..) => Cell::Text(format!("{day} {hour:02}:{minute:02}")),
        // 29 February 1900, which spreadsheets have and the calendar has not.
        (None, ..) => Cell::Number(serial),
    }
}

fn of_iso(text: &str) -> Cell {
    let day_only = text.strip_suffix("T00:00:00").unwrap_or(text);
    value::day(day_only).map_or_else(|| Cell::of_text(text), Cell::Date)
}
