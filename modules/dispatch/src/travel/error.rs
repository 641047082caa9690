//! Why ways can't be had.

use thiserror::Error;

/// Why an address is none of a routing service.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OsrmUrlError {
    /// No address at all.
    #[error("{0:?} is no address: http://127.0.0.1:5000 would be right")]
    NotAUrl(String),
    /// Another scheme. This program holds no TLS.
    #[error("{0}: only http:// would be right; put a local proxy before a service that speaks https")]
    NotHttp(String),
    /// A name, password, query or fragment in it.
    #[error("the address of a routing service has no name, password, query or fragment")]
    Extra,
}

/// Why a routing service gave no ways.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum TravelError {
    /// More places than are asked for.
    #[error("{found} places; at most {max} are asked for")]
    TooManyPlaces {
        /// How many there are.
        found: usize,
        /// How many there may be.
        max: usize,
    },
    /// A position that is none.
    #[error("place {0} has no position on the globe")]
    NotAPosition(usize),
    /// No answer.
    #[error("the routing service can't be reached: {0}")]
    Unreachable(String),
    /// No answer in time.
    #[error("the routing service took too long")]
    TooSlow,
    /// An answer with a failing status and no reason.
    #[error("the routing service answered with status {0}")]
    Status(u16),
    /// The service says why not.
    #[error("the routing service refused: {code} {message}")]
    Refused {
        /// Its code, such as `TooBig`.
        code: String,
        /// Its message.
        message: String,
    },
    /// An answer of too many bytes.
    #[error("the routing service's answer is larger than {max} bytes")]
    TooLarge {
        /// Bytes allowed.
        max: usize,
    },
    /// An answer that can't be read.
    #[error("the routing service's answer can't be read: {0}")]
    Unreadable(String),
    /// A table of another size than asked for.
    #[error("the routing service's {what} have {found} entries where {expected} were asked for")]
    Shape {
        /// `durations`, `distances` or their rows.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A distance or time that can't be.
    #[error("the routing service says {0}, which is no distance or time")]
    Nonsense(f64),
    /// A place far from every road of the service's map.
    #[error("place {place} lies {metres} m from the nearest road of the routing service's map")]
    OffTheMap {
        /// Which place.
        place: usize,
        /// How far, rounded.
        metres: u64,
    },
}

/// Why a file of ways can't be used.
#[derive(Debug, Error)]
pub enum MatrixError {
    /// The file can't be read.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// More bytes than allowed.
    #[error("the file is larger than {max} bytes")]
    TooLarge {
        /// Bytes allowed.
        max: u64,
    },
    /// Headings other than `from,to,metres,seconds`.
    #[error("the headings are {found:?}; from,to,metres,seconds would be right")]
    Headings {
        /// What stands there.
        found: String,
    },
    /// A row that can't be read.
    #[error("line {line}, {column}: {found:?}: {expected} would be right")]
    Row {
        /// The line in the file, from 1.
        line: u64,
        /// The heading of the cell.
        column: &'static str,
        /// What stands there.
        found: String,
        /// What would be right.
        expected: &'static str,
    },
}
