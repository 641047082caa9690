//! Lines of text and the words in them, with their numbers for those who must find a mistake.

use thiserror::Error;

use crate::model::Fault;

/// A file that can't be read: where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct Trouble {
    /// The line, from 1; the last one for what is missing at the end.
    pub line: usize,
    /// What is wrong.
    pub what: What,
}

/// What is wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum What {
    /// Not a number, or not one of the right kind.
    #[error("{field}: {found:?} is not {expected}")]
    Number {
        /// The field.
        field: String,
        /// What is there.
        found: String,
        /// What would be right.
        expected: &'static str,
    },
    /// A line with too few words.
    #[error("{field} is missing; a line here reads: {expected}")]
    Missing {
        /// The field.
        field: String,
        /// What a line looks like.
        expected: &'static str,
    },
    /// A section or key that must be there.
    #[error("there is no {0}; the file needs it")]
    NoSection(&'static str),
    /// A section of the wrong length.
    #[error("{section} has {found} entries; it needs {expected}")]
    Count {
        /// The section.
        section: String,
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A key, section or value that isn't known.
    #[error("{field}: {found:?} is not known; expected {expected}")]
    Unknown {
        /// The field.
        field: String,
        /// What is there.
        found: String,
        /// What would be right.
        expected: &'static str,
    },
    /// A reference to something that isn't there, or twice the same.
    #[error("{field}: {found} must be {expected}")]
    Reference {
        /// The field.
        field: String,
        /// What it says.
        found: i64,
        /// What would be right.
        expected: String,
    },
    /// Not JSON, or not of the documented form.
    #[error("{0}")]
    Json(String),
    /// The file can be read, but what it says is no instance.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The same of what the file calls otherwise than the instance does: a node by its number in the file.
    #[error("{}", .fault.said_of(.name))]
    Named {
        /// Whose fault it is, as the file calls it.
        name: String,
        /// What is wrong.
        fault: Box<Fault>,
    },
}

/// A line with its number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    pub(super) number: usize,
    pub(super) text: &'t str,
}

/// The lines that say something.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let numbered = text.trim_start_matches('\u{feff}').lines().zip(1..);
    numbered
        .map(|(text, number)| Line {
            number,
            text: text.trim(),
        })
        .filter(|line| !line.text.is_empty())
}

impl<'t> Line<'t> {
    /// The trouble with this line.
    pub(super) fn trouble(self, what: What) -> Trouble {
        Trouble {
            line: self.number,
            what,
        }
    }

    /// Its words.
    pub(super) fn words(self) -> Vec<&'t str> {
        self.text.split_whitespace().collect()
    }

    /// A number in a place of the line.
    pub(super) fn number<N: Numeric>(
        self,
        words: &[&str],
        at: usize,
        field: &str,
        form: &'static str,
    ) -> Result<N, Trouble> {
        match words.get(at) {
            Some(word) => self.parse(word, field),
            None => Err(self.trouble(What::Missing {
                field: field.into(),
                expected: form,
            })),
        }
    }

    /// A word as a number.
    pub(super) fn parse<N: Numeric>(self, word: &str, field: &str) -> Result<N, Trouble> {
        let wrong = || What::Number {
            field: field.into(),
            found: word.into(),
            expected: N::EXPECTED,
        };
        N::read(word).ok_or_else(|| self.trouble(wrong()))
    }
}

/// A kind of number that files hold.
pub(super) trait Numeric: Sized {
    /// What would be right, in words.
    const EXPECTED: &'static str;
    /// Reads one.
    fn read(word: &str) -> Option<Self>;
}

impl Numeric for usize {
    const EXPECTED: &'static str = "a whole number from 0 up";
    fn read(word: &str) -> Option<Self> {
        word.parse().ok()
    }
}

impl Numeric for i64 {
    const EXPECTED: &'static str = "a whole number";
    fn read(word: &str) -> Option<Self> {
        word.parse().ok().or_else(|| {
            f64::read(word)
                .filter(|value| value.fract() == 0.0 && value.abs() < 1e15)
                .map(|value| value as i64)
        })
    }
}

impl Numeric for f64 {
    const EXPECTED: &'static str = "a number";
    fn read(word: &str) -> Option<Self> {
        word.parse().ok().filter(|value: &f64| value.is_finite())
    }
}
