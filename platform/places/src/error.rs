//! Why something about places is refused.

use thiserror::Error;
use tongxin_city::{AddError, AreaError, LoadErrors, NumberingError, PlaceCode};
use tongxin_storage::{StorageError, WriteError};

use crate::Orphan;

/// A refusal, by what the caller can do about it.
#[derive(Debug, Error)]
pub enum PlacesError {
    /// The city's folder has faults; each names file, row and field. Nothing was changed.
    #[error("{0}")]
    Folder(LoadErrors),
    /// Things that users added have no place in the new city. Nothing was changed.
    #[error("{count} things have no place in this city, the first is {}", first(listed))]
    Orphans {
        /// The first of them.
        listed: Vec<Orphan>,
        /// How many there are.
        count: usize,
    },
    /// No city has been loaded yet.
    #[error("no city is loaded yet: `tongxin city load` would be right")]
    NoCity,
    /// Rows of a bulk call that break a rule. Nothing was added.
    #[error("{} rows can't be added, the first: {}", .0.len(), .0.first().map_or_else(String::new, ToString::to_string))]
    Rows(Vec<RowFault>),
    /// A file of the folder can't be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

fn first(listed: &[Orphan]) -> String {
    listed.first().map(ToString::to_string).unwrap_or_default()
}

impl WriteError for PlacesError {
    fn as_storage(&self) -> Option<&StorageError> {
        match self {
            PlacesError::Storage(error) => Some(error),
            _ => None,
        }
    }
}

/// What is wrong with one row of a bulk call.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("row {row}, {field}: {fault}")]
pub struct RowFault {
    /// The row, counted from 0.
    pub row: usize,
    /// Its field.
    pub field: &'static str,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a field, with what would be right.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// No row, or too many.
    #[error("a call holds {found} rows: 1 to {max} would be right")]
    RowCount {
        /// Rows sent.
        found: usize,
        /// Rows allowed.
        max: usize,
    },
    /// Empty text.
    #[error("empty: 1 to {max} characters would be right")]
    Empty {
        /// Characters allowed.
        max: usize,
    },
    /// Text too long.
    #[error("{found} characters: at most {max} would be right")]
    TooLong {
        /// Characters sent.
        found: usize,
        /// Characters allowed.
        max: usize,
    },
    /// A line break or other character that can't be shown.
    #[error("a line break or other character that can't be shown")]
    Unprintable,
    /// A number outside its bounds.
    #[error("{found}: {min} to {max} would be right")]
    OutOfRange {
        /// The number sent.
        found: u32,
        /// The smallest allowed.
        min: u32,
        /// The largest allowed.
        max: u32,
    },
    /// A longitude or latitude far from the city.
    #[error("{found}: {min} to {max} degrees would be right")]
    OutsideCity {
        /// The degrees sent.
        found: String,
        /// The smallest allowed.
        min: String,
        /// The largest allowed.
        max: String,
    },
    /// A place that the city does not have.
    #[error("place {0} does not exist")]
    UnknownPlace(PlaceCode),
    /// Only compounds and buildings are added by users.
    #[error("{0} is no community or compound: compounds are added to communities, buildings to compounds")]
    NotAParent(PlaceCode),
    /// Households belong to buildings.
    #[error("{0} is no building")]
    NotABuilding(PlaceCode),
    /// A door that the building has already.
    #[error("door {0} exists already in this building")]
    DoorTaken(String),
    /// A building with more doors than allowed.
    #[error("the building would have more than {max} doors")]
    TooManyDoors {
        /// Doors allowed.
        max: usize,
    },
    /// A name that is in use.
    #[error("{0} exists already")]
    NameTaken(String),
    /// A place that can't be added.
    #[error("{0}")]
    Add(AddError),
    /// No code is left.
    #[error("{0}")]
    Numbering(NumberingError),
    /// An area that can't be made.
    #[error("{0}")]
    Area(AreaError),
}

/// Gathers what is wrong with rows.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<RowFault>);

impl Faults {
    pub(crate) fn add(&mut self, row: usize, field: &'static str, fault: Fault) {
        self.0.push(RowFault { row, field, fault });
    }

    pub(crate) fn into_result(self) -> Result<(), PlacesError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(PlacesError::Rows(self.0))
        }
    }

    /// Whether a call has a right number of rows; says so otherwise.
    pub(crate) fn count_of(found: usize) -> Result<Faults, PlacesError> {
        Faults::count_up_to(found, crate::limits::BULK_ROWS_MAX)
    }

    /// The same with another bound.
    pub(crate) fn count_up_to(found: usize, max: usize) -> Result<Faults, PlacesError> {
        let mut faults = Faults::default();
        if found == 0 || found > max {
            faults.add(0, "", Fault::RowCount { found, max });
            return faults.into_result().map(|()| Faults::default());
        }
        Ok(faults)
    }

    /// A text without blanks around it, if it is one of 1 to `max` characters.
    pub(crate) fn text(&mut self, row: usize, field: &'static str, text: &str, max: usize) -> String {
        let text = text.trim();
        let found = text.chars().count();
        if found == 0 {
            self.add(row, field, Fault::Empty { max });
        } else if found > max {
            self.add(row, field, Fault::TooLong { found, max });
        } else if text.chars().any(char::is_control) {
            self.add(row, field, Fault::Unprintable);
        }
        text.to_owned()
    }

    /// A number within bounds, if given.
    pub(crate) fn number(&mut self, row: usize, field: &'static str, number: Option<u32>, min: u32, max: u32) {
        if let Some(found) = number.filter(|number| !(min..=max).contains(number)) {
            self.add(row, field, Fault::OutOfRange { found, min, max });
        }
    }
}
