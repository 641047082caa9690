//! All rows as values, before it is said whether all of them hold.

use crate::fault::Message;
use crate::{Column, Faults};
use std::collections::BTreeMap;

/// The good rows, and what is wrong with the others.
#[derive(Debug, Clone)]
pub struct Parsed<T> {
    columns: &'static [Column],
    names: Vec<String>,
    rows: Vec<(u32, T)>,
    faults: Faults,
}

impl<T> Parsed<T> {
    pub(crate) fn new(columns: &'static [Column], names: Vec<String>, rows: Vec<(u32, T)>, faults: Faults) -> Self {
        Self {
            columns,
            names,
            rows,
            faults,
        }
    }

    /// The good rows with their numbers, to check them against each other and against what is known.
    pub fn rows(&self) -> &[(u32, T)] {
        &self.rows
    }

    /// Refuses a cell of a row afterwards: a text key and its variables.
    pub fn refuse(&mut self, row: u32, column: &Column, key: &'static str, args: &[(&'static str, &str)]) {
        let place = self.columns.iter().position(|declared| declared.key == column.key);
        let name = place.map_or("", |place| &self.names[place]);
        self.faults.add(row, column.key, name, Message::new(key, args));
    }

    /// Refuses each row whose `key` a row above it has already.
    pub fn refuse_doubles<K: Ord>(&mut self, column: &Column, key: impl Fn(&T) -> K) {
        let mut first_rows = BTreeMap::new();
        let mut doubles = Vec::new();
        for (row, value) in &self.rows {
            let first = *first_rows.entry(key(value)).or_insert(*row);
            if first != *row {
                doubles.push((*row, first));
            }
        }
        for (row, first) in doubles {
            self.refuse(row, column, "import-double", &[("row", &first.to_string())]);
        }
    }

    /// All rows with their numbers, if nothing is wrong with any.
    ///
    /// # Errors
    /// All that is wrong, in the order of the rows.
    pub fn into_rows(self) -> Result<Vec<(u32, T)>, Faults> {
        if self.faults.count() == 0 {
            Ok(self.rows)
        } else {
            Err(self.faults.in_order_of_rows())
        }
    }
}
