//! Ways from a file: what a traffic office or another program has worked out.

use super::error::MatrixError;
use super::limits::{FILE_BYTES_MAX, LEG_MAX};
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;
use tongxin_city::PlaceCode;
use tongxin_dispatch_solver::{NO_WAY, Table, Travel};

const HEADINGS: [&str; 4] = ["from", "to", "metres", "seconds"];
const A_CODE: &str = "the code of a place";
const A_NUMBER: &str = "a whole number up to 10,000,000, or nothing in both cells where there is no way";

/// Ways by pair of places.
#[derive(Debug, Clone, Default)]
pub struct MatrixFile {
    /// Metres and seconds; [`NO_WAY`] in both where there is none.
    legs: HashMap<(PlaceCode, PlaceCode), [u32; 2]>,
}

impl MatrixFile {
    /// Reads a CSV file `from,to,metres,seconds`: codes of places, whole numbers. Empty metres and seconds say that there is
    /// no way. A pair named twice has its last row.
    ///
    /// # Errors
    /// [`MatrixError`] naming line and column.
    pub fn read(path: &Path) -> Result<MatrixFile, MatrixError> {
        MatrixFile::read_from(std::fs::File::open(path)?)
    }

    /// The same from anywhere.
    ///
    /// # Errors
    /// As [`MatrixFile::read`].
    pub fn read_from(bytes: impl Read) -> Result<MatrixFile, MatrixError> {
        let mut text = String::new();
        bytes.take(FILE_BYTES_MAX + 1).read_to_string(&mut text)?;
        if text.len() as u64 > FILE_BYTES_MAX {
            return Err(MatrixError::TooLarge { max: FILE_BYTES_MAX });
        }
        let mut lines = (1..).zip(text.trim_start_matches('\u{feff}').lines());
        let headings = lines.next().map_or("", |(_, line)| line);
        if cells(headings).as_slice() != HEADINGS {
            let found = headings.chars().take(80).collect();
            return Err(MatrixError::Headings { found });
        }
        let rows = lines.filter(|(_, line)| !line.trim().is_empty());
        let legs = rows.map(|(line, text)| row(line, text)).collect::<Result<_, _>>()?;
        Ok(MatrixFile { legs })
    }

    /// How many pairs it knows.
    pub fn len(&self) -> usize {
        self.legs.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.legs.is_empty()
    }

    /// The ways between these places, and how many pairs the file does not know; those are taken from `otherwise`.
    pub(super) fn table(&self, places: &[PlaceCode], otherwise: &Travel) -> (Table, usize) {
        let size = places.len();
        let (mut distances, mut durations) = (Vec::with_capacity(size * size), Vec::with_capacity(size * size));
        let mut unknown = 0;
        for (from, a) in places.iter().enumerate() {
            for (to, b) in places.iter().enumerate() {
                let [metres, seconds] = match self.legs.get(&(*a, *b)) {
                    _ if from == to => [0, 0],
                    Some(leg) => *leg,
                    None => {
                        unknown += 1;
                        let leg = otherwise.leg(from, to);
                        [leg.distance.0, leg.duration.0].map(|number| u32::try_from(number).unwrap_or(NO_WAY))
                    }
                };
                distances.push(metres);
                durations.push(seconds);
            }
        }
        let table = Table {
            size,
            distances,
            durations: Some(durations),
        };
        (table, unknown)
    }
}

/// Cells of a line; codes and numbers need no quotation marks.
fn cells(line: &str) -> Vec<&str> {
    line.split(',').map(|cell| cell.trim().trim_matches('"')).collect()
}

type Leg = ((PlaceCode, PlaceCode), [u32; 2]);

fn row(line: u64, text: &str) -> Result<Leg, MatrixError> {
    let cells = cells(text);
    let cell = |index: usize| cells.get(index).copied().unwrap_or_default();
    let wrong = |index: usize, expected| MatrixError::Row {
        line,
        column: HEADINGS[index],
        found: cell(index).chars().take(40).collect(),
        expected,
    };
    let code = |index| cell(index).parse::<PlaceCode>().map_err(|_| wrong(index, A_CODE));
    let number = |index| {
        let number = cell(index).parse::<u32>().ok().filter(|number| *number <= LEG_MAX);
        number.ok_or_else(|| wrong(index, A_NUMBER))
    };
    let pair = (code(0)?, code(1)?);
    if cell(2).is_empty() && cell(3).is_empty() {
        return Ok((pair, [NO_WAY, NO_WAY]));
    }
    Ok((pair, [number(2)?, number(3)?]))
}
