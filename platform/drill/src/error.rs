//! Why a drill can't go on. What differs between the system and the book is no error but an outcome.

/// Why a drill stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DrillError {
    /// The server can't be reached.
    #[error("{what}: the server did not answer: {source}")]
    NoAnswer {
        /// What was asked.
        what: String,
        /// Why.
        source: reqwest::Error,
    },
    /// The server refused something that the drill needs before it can start.
    #[error("{what}: the server answered {status}: {body}")]
    Refused {
        /// What was asked.
        what: String,
        /// The HTTP status.
        status: u16,
        /// The answer.
        body: String,
    },
    /// An answer lacks something.
    #[error("{what}: the server's answer has no {missing}: {body}")]
    AnswerLacks {
        /// What was asked.
        what: String,
        /// The field.
        missing: &'static str,
        /// The answer.
        body: String,
    },
    /// The address is none.
    #[error("{0:?} is no address of a server")]
    Address(String),
    /// A connection that was to be dropped could not be opened.
    #[error("the connection could not be opened: {0}")]
    Connection(#[from] std::io::Error),
    /// A table that was to be sent could not be written.
    #[error("a table to send could not be written: {0}")]
    Workbook(rust_xlsxwriter::XlsxError),
    /// No plan could be drawn.
    #[error(transparent)]
    Plan(#[from] crate::PlanError),
}
